// The view is the fragment of the address: it can be linked, and the browser's back button works.
(function () {
    "use strict";

    const SELECTS = ["score", "rate", "first", "last"];
    const byId = (id) => document.getElementById(id);
    const address = (path, view) => getWebAppBackendUrl(path) + "?" + view;
    const offers = {};
    let newest = 0;

    function asked() {
        return new URLSearchParams(location.hash.slice(1));
    }

    async function answer(path, view) {
        const response = await fetch(address(path, view));
        const text = await response.text();
        if (response.status === 400) {
            throw new Error(text);
        }
        if (!response.ok) {
            throw new Error("The backend answered " + response.status + ". Its log says why.");
        }
        return text;
    }

    function option(choice, chosen) {
        const made = document.createElement("option");
        made.value = choice.value;
        made.textContent = choice.label;
        made.selected = choice.value === chosen;
        return made;
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

    function offer(found, view) {
        document.documentElement.lang = found.language;
        document.querySelectorAll("[data-text]").forEach((one) => {
            one.textContent = found.texts[one.dataset.text];
        });
        SELECTS.forEach((name) => {
            const chosen = view.get(name) || found.chosen[name];
            byId(name).replaceChildren(...found[name].map((choice) => option(choice, chosen)));
        });
        byId("version").replaceChildren(...found.version.map((choice) => box(choice, view.getAll("version"))));
    }

    function boxes() {
        return Array.from(byId("version").querySelectorAll("input"));
    }

    function chosen() {
        const view = new URLSearchParams(SELECTS.map((name) => [name, byId(name).value]));
        const ticked = boxes().filter((one) => one.checked);
        if (boxes().length > 0 && ticked.length === 0) {
            view.append("version", "none");
        } else if (ticked.length < boxes().length) {
            ticked.forEach((one) => view.append("version", one.value));
        }
        return view;
    }

    function busy(isBusy) {
        byId("report").setAttribute("aria-busy", String(isBusy));
    }

    function tell(problem) {
        byId("message").textContent = problem;
        byId("message").hidden = problem === "";
    }

    async function offered(score) {
        if (!(score in offers)) {
            offers[score] = JSON.parse(await answer("selectors", new URLSearchParams(score ? { score } : {})));
        }
        return offers[score];
    }

    async function show() {
        const turn = ++newest;
        const view = asked();
        busy(true);
        try {
            offer(await offered(view.get("score") || ""), view);
            const whole = chosen();
            const report = await answer("report", whole);
            if (turn === newest) {
                byId("report").innerHTML = report; // every value in it is escaped by the backend
                byId("download").href = address("rows", whole);
                byId("link").href = "#" + whole;
                byId("number").textContent = "(" + boxes().filter((one) => one.checked).length + ")";
                tell("");
            }
        } catch (problem) {
            if (turn === newest) {
                byId("report").replaceChildren();
                tell(problem.message);
            }
        }
        if (turn === newest) {
            busy(false);
        }
    }

    function start() {
        byId("selectors").addEventListener("change", (event) => {
            busy(true);
            const isScore = event.target.id === "score";
            location.hash = isScore ? new URLSearchParams({ score: byId("score").value }) : chosen();
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
