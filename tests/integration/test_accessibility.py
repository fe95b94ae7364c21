"""Pages for everybody: axe-core without serious findings, the keyboard alone, and the rate chosen without script."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from champion_challenger.report.page import page
from champion_challenger.report.portfolio_page import portfolio_page
from champion_challenger.settings.performance_report import ReportOptions
from champion_challenger.settings.score_portfolio import PortfolioSettings
from tests.accessibility.axe import findings, install
from tests.integration.test_webapp import QUIET, browsers, needs_browser
from tests.unit.report.portfolios import portfolio_of, promising
from tests.unit.report.samples import activation, decisions, gains, report_of, row, two_cohorts
from tests.waiting import PATIENCE_SECONDS

RATES = (0.01, 0.05, 0.1)
OTHERS = {
    "gains": pd.DataFrame(gains("initial") + gains("19980331")),
    "decisions": pd.DataFrame(decisions()),
    "activations": pd.DataFrame([activation()]),
}
GREY = [row(f"1997{month}28", "1998-05", 6.0) for month in (10, 11, 12)]
ROWS = [
    {**one, "targeting_rate": rate, "n_targeted": round(23570 * rate)} for one in two_cohorts() + GREY for rate in RATES
]
SEEN = "name => [...document.querySelectorAll(name)].filter(one => one.offsetParent).map(one => one.innerText)"

pytestmark = [needs_browser, pytest.mark.skipif(shutil.which("npm") is None, reason="no npm here: apt-get install npm")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, and the rules beside it."""
    try:
        install()
    except subprocess.CalledProcessError:
        pytest.skip("npm ci failed: is the registry reachable?")
    with browsers.sync_playwright() as tool:
        found = tool.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET, timeout=1000 * PATIENCE_SECONDS)
        yield found
        found.close()


def report(language: str = "en") -> str:
    """A report with all its parts."""
    return page(report_of(ROWS, **OTHERS), ReportOptions(language, positive_value=60.0, contact_cost=8.0))


@pytest.mark.parametrize(
    "text",
    [report(), portfolio_page(portfolio_of(promising(), lost="gone"), PortfolioSettings(()))],
    ids=["report", "portfolio"],
)
def test_no_serious_finding(browser: Any, text: str) -> None:
    """Names, contrast in both modes, the keyboard: on wide and narrow screens."""
    assert list(findings(browser, text)) == []


def test_the_keyboard_switches_the_rate_of_everything(browser: Any) -> None:
    """Tab to the buttons and an arrow: header, columns of the verdicts, panels; the page does not jump."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.set_content(report())
    before = tab.evaluate(SEEN, "dl.facts dd .at")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowRight")
    after, panels = tab.evaluate(SEEN, "dl.facts dd .at"), tab.evaluate(SEEN, ".panel h3")
    where = tab.evaluate("[document.activeElement.id, scrollY]")
    tab.close()

    assert [one[:4] for one in (before[0], after[0])] == ["5 %", "10 %"]
    assert {title.rpartition(", ")[2] for title in panels} == {"10 % targeted"}
    assert where == ["rate-1000", 0]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_as_wide_as_the_screen(browser: Any, width: int, language: str) -> None:
    """Tables scroll by themselves; paper is light on a dark screen too."""
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark")
    tab.set_content(report(language))
    widest = tab.evaluate("document.documentElement.scrollWidth")
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.emulate_media(media="print")
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.close()

    assert widest <= width
    assert (dark, paper) == ("rgb(20, 24, 31)", "rgb(255, 255, 255)")
