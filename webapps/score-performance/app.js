// The view is the fragment of the address: it can be linked, and the browser's back button works.
(function () {
    "use strict";

    const SELECTS = ["score", "rate", "first", "last"];
    const byId = (id) => document.getElementById(id);
    const address = (path, view) => getWebAppBackendUrl(path) + "?" + view;
    const selectorsByScore = {};
    let texts = {}; // in the language of the page, once the selectors are known
    let newestTurn = 0;

    function viewOfAddress() {
        return new URLSearchParams(location.hash.slice(1));
    }

    async function answer(path, view) {
        const response = await fetch(address(path, view));
        const text = await response.text();
        if (response.status === 400) {
            throw new Error(text);
        }
        if (!response.ok) {
            throw new Error((texts.failed || "The backend could not answer. Its log says why.") + " (" + response.status + ")");
        }
        return text;
    }

    function option(choice, chosen) {
        const entry = document.createElement("option");
        entry.value = choice.value;
        entry.textContent = choice.label;
        entry.selected = choice.value === chosen;
        return entry;
    }

    function box(choice, chosen) {
        const label = document.createElement("label");
        const input = document.createElement("input");
        input.type = "checkbox";
        input.value = choice.value;
        input.checked = chosen.length === 0 || chosen.includes(choice.value);
        label.append(input, " " + choice.label);
        return label;
    }

    function fillSelectors(selectors, view) {
        texts = selectors.texts;
        document.documentElement.lang = selectors.language;
        document.querySelectorAll("[data-text]").forEach((element) => {
            element.textContent = texts[element.dataset.text];
        });
        SELECTS.forEach((name) => {
            const chosen = view.get(name) || selectors.chosen[name];
            byId(name).replaceChildren(...selectors[name].map((choice) => option(choice, chosen)));
        });
        byId("version").replaceChildren(...selectors.version.map((choice) => box(choice, view.getAll("version"))));
    }

    function boxes() {
        return Array.from(byId("version").querySelectorAll("input"));
    }

    function viewOfSelectors() {
        const view = new URLSearchParams(SELECTS.map((name) => [name, byId(name).value]));
        const ticked = boxes().filter((input) => input.checked);
        if (boxes().length > 0 && ticked.length === 0) {
            view.append("version", "none");
        } else if (ticked.length < boxes().length) {
            ticked.forEach((input) => view.append("version", input.value));
        }
        return view;
    }

    function setBusy(isBusy) {
        byId("report").setAttribute("aria-busy", String(isBusy));
    }

    function showMessage(text) {
        byId("message").textContent = text;
        byId("message").hidden = text === "";
    }

    async function selectorsOf(score) {
        if (!(score in selectorsByScore)) {
            const view = new URLSearchParams(score ? { score } : {});
            selectorsByScore[score] = JSON.parse(await answer("selectors", view));
        }
        return selectorsByScore[score];
    }

    async function show() {
        const turn = ++newestTurn;
        const asked = viewOfAddress();
        setBusy(true);
        try {
            fillSelectors(await selectorsOf(asked.get("score") || ""), asked);
            const view = viewOfSelectors();
            const report = await answer("report", view);
            if (turn === newestTurn) {
                byId("report").innerHTML = report; // every value in it is escaped by the backend
                byId("download").href = address("rows", view);
                byId("link").href = "#" + view;
                byId("number").textContent = "(" + boxes().filter((input) => input.checked).length + ")";
                showMessage("");
            }
        } catch (problem) {
            if (turn === newestTurn) {
                byId("report").replaceChildren();
                showMessage(problem.message);
            }
        }
        if (turn === newestTurn) {
            setBusy(false);
        }
    }

    function start() {
        byId("selectors").addEventListener("change", (event) => {
            setBusy(true);
            const isScore = event.target.id === "score";
            location.hash = isScore ? new URLSearchParams({ score: byId("score").value }) : viewOfSelectors();
        });
        byId("selectors").addEventListener("submit", (event) => event.preventDefault());
        window.addEventListener("hashchange", show);
        show();
    }

    if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", start);
    } else {
        start();
    }
})();
