// The view is the fragment of the address: it can be linked, and the browser's back button works.
(function () {
    "use strict";

    const SELECTS = ["score", "rate", "first", "last"];
    const byId = (id) => document.getElementById(id);
    const address = (path, view) => getWebAppBackendUrl(path) + "?" + view;
    let texts = {}; // in the language of the page, once the backend answered
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
        return JSON.parse(text);
    }

    function option(choice) {
        const entry = document.createElement("option");
        entry.value = choice.value;
        entry.textContent = choice.label;
        return entry;
    }

    function box(choice) {
        const label = document.createElement("label");
        const input = document.createElement("input");
        input.type = "checkbox";
        input.value = choice.value;
        label.append(input, " " + choice.label);
        return label;
    }

    // Choices that stay as they are keep their elements, and whoever ticks one keeps the focus.
    function offer(list, choices, element) {
        const offered = JSON.stringify(choices);
        if (list.dataset.offered !== offered) {
            list.replaceChildren(...choices.map(element));
            list.dataset.offered = offered;
        }
    }

    function fillSelectors(selectors, view) {
        texts = selectors.texts;
        document.documentElement.lang = selectors.language;
        document.querySelectorAll("[data-text]").forEach((element) => {
            element.textContent = texts[element.dataset.text];
        });
        SELECTS.forEach((name) => {
            offer(byId(name), selectors[name], option);
            byId(name).value = view.get(name) || selectors.chosen[name];
        });
        offer(byId("version"), selectors.version, box);
        const chosen = view.getAll("version");
        boxes().forEach((input) => {
            input.checked = chosen.length === 0 || chosen.includes(input.value);
        });
        document.querySelectorAll("[data-of=report]").forEach((element) => {
            element.hidden = selectors.rate.length === 0;
        });
        byId("number").textContent = "(" + ticked().length + ")";
    }

    function boxes() {
        return Array.from(byId("version").querySelectorAll("input"));
    }

    function ticked() {
        return boxes().filter((input) => input.checked);
    }

    function viewOfSelectors() {
        if (byId("score").value === "") {
            return new URLSearchParams({ portfolio: "all" });
        }
        const view = new URLSearchParams(SELECTS.map((name) => [name, byId(name).value]));
        if (boxes().length > 0 && ticked().length === 0) {
            view.append("version", "none");
        } else if (ticked().length < boxes().length) {
            ticked().forEach((input) => view.append("version", input.value));
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

    async function show() {
        const turn = ++newestTurn;
        const asked = viewOfAddress();
        setBusy(true);
        try {
            const { selectors, report } = await answer("view", asked);
            if (turn === newestTurn) {
                fillSelectors(selectors, asked);
                byId("report").innerHTML = report; // every value in it is escaped by the backend
                makeReachable(byId("report"));
                byId("download").href = address("rows", viewOfSelectors());
                byId("link").href = "#" + viewOfSelectors();
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

    // Values of a chart: the pointer shows them by itself; a touch does, and the arrow keys once the chart has the focus.
    const isMark = (element) => element.firstElementChild !== null && element.firstElementChild.tagName === "title";
    const marksOf = (chart) => Array.from(chart.querySelectorAll("circle, g[tabindex]")).filter(isMark);

    function makeReachable(report) {
        report.querySelectorAll("svg[role=img]").forEach((chart) => {
            if (marksOf(chart).length > 0 && !chart.querySelector("[tabindex]")) {
                chart.setAttribute("tabindex", "0");
            }
        });
    }

    function tell(mark) {
        document.querySelectorAll("#report .told").forEach((element) => element.classList.remove("told"));
        byId("value").hidden = !mark;
        if (mark) {
            mark.classList.add("told");
            byId("value").textContent = mark.firstElementChild.textContent;
        }
    }

    function markAt(element) {
        while (element instanceof SVGElement && element.tagName !== "svg") {
            if (isMark(element)) {
                return element;
            }
            element = element.parentElement;
        }
        return null;
    }

    function touched(event) {
        const mark = markAt(event.target);
        const pick = mark && byId(Array.from(mark.classList).find((name) => name.startsWith("pick-")) || "");
        if (pick) {
            pick.checked = true; // a line that is grey among others is brought out
        }
        tell(mark);
    }

    function stepped(event) {
        const chart = event.target instanceof SVGElement ? event.target.closest("svg") : null;
        const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
        if (event.key === "Escape") {
            tell(null);
        } else if (chart && event.key in steps) {
            const marks = marksOf(chart);
            const before = marks.findIndex((mark) => mark.classList.contains("told"));
            const next = before < 0 ? (steps[event.key] > 0 ? 0 : marks.length - 1) : before + steps[event.key];
            event.preventDefault();
            tell(marks[Math.max(0, Math.min(marks.length - 1, next))]);
        }
    }

    function tickAll(isTicked) {
        boxes().forEach((input) => {
            input.checked = isTicked;
        });
        location.hash = viewOfSelectors();
    }

    function start() {
        byId("selectors").addEventListener("change", (event) => {
            setBusy(true);
            const isOther = event.target.id === "score" && byId("score").value !== "";
            location.hash = isOther ? new URLSearchParams({ score: byId("score").value }) : viewOfSelectors();
        });
        byId("selectors").addEventListener("submit", (event) => event.preventDefault());
        byId("all").addEventListener("click", () => tickAll(true));
        byId("none").addEventListener("click", () => tickAll(false));
        byId("report").addEventListener("click", touched);
        byId("report").addEventListener("keydown", stepped);
        byId("report").addEventListener("focusin", (event) => tell(markAt(event.target)));
        window.addEventListener("hashchange", show);
        show();
    }

    if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", start);
    } else {
        start();
    }
})();
