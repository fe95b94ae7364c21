"""What macros return, inside a page of the host that has styles of its own, in a real browser."""

from __future__ import annotations

import pytest

from champion_challenger.core.score_project.outcome import Outcome
from champion_challenger.operations.check_installation import check_installation
from champion_challenger.report.check_page import check_page
from champion_challenger.report.page import fragment
from champion_challenger.report.portfolio_page import portfolio_fragment
from champion_challenger.report.score_project_page import score_project_page
from champion_challenger.settings.check_installation import CheckSettings
from champion_challenger.settings.score_portfolio import PortfolioSettings
from tests.integration.test_webapp import QUIET, browsers, needs_browser
from tests.unit.operations.installation.fakes import installation
from tests.unit.report.portfolios import portfolio_of, promising
from tests.unit.report.samples import report_of, two_cohorts
from tests.waiting import PATIENCE_SECONDS

HOST = """<!DOCTYPE html><html><head><style>
:root { --ink: rgb(1, 2, 3); } body { margin: 7px; font: 11px serif; color: rgb(9, 9, 9); background: rgb(250, 250, 1); }
h1 { font-size: 40px; } table { border-collapse: separate; } td { padding: 1px; } p { max-width: none; }
</style></head><body><h1 id="h">Host</h1><table id="t"><tr><td id="d">x</td></tr></table><p id="p">y</p>%s</body></html>"""
STYLES = """() => ["body", "#h", "#t", "#d", "#p"].map(name => {
    const style = getComputedStyle(document.querySelector(name));
    return ["margin", "padding", "fontSize", "fontFamily", "color", "backgroundColor", "borderCollapse", "maxWidth",
            "boxSizing"].map(key => style[key]).join("|");
})"""


@needs_browser
@pytest.mark.parametrize(
    "page",
    [
        fragment(report_of(two_cohorts())),
        score_project_page(Outcome("CHURN", "churn", "0.1.0", "0.1.0", ())),
        portfolio_fragment(portfolio_of(promising(), lost="gone"), PortfolioSettings(())),
        check_page(check_installation(CheckSettings("TELCO", "TELCO.m1"), installation())),
    ],
    ids=["report", "score project", "portfolio", "check"],
)
def test_nothing_of_the_host_page_changes(page: str) -> None:
    """Its headings, tables, texts and background look as they did without the fragment; ours look as designed."""
    with browsers.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET, timeout=1000 * PATIENCE_SECONDS)
        tab = browser.new_page()
        tab.set_content(HOST % "")
        before = tab.evaluate(STYLES)
        tab.set_content(HOST % page)
        after, ours = tab.evaluate(STYLES), tab.evaluate("getComputedStyle(document.querySelector('div h1')).fontSize")
        browser.close()

    assert after == before
    assert ours == "26px"
