"""The webapp Score performance: its backend in its own process, and its page in a real browser."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pandas as pd
import pytest
import requests

from champion_challenger.core.tables.columns import SUMMARY
from dss_standin.running import Running
from tests.integration.reports import summary_project
from tests.unit.report.samples import row, two_cohorts
from tests.waiting import PATIENCE_SECONDS

browsers = pytest.importorskip("playwright.sync_api", reason="no playwright in this environment")
CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium")
PATIENCE_MS = 1000 * PATIENCE_SECONDS
NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def address(standin: Running) -> str:
    """The webapp over a summary of two scores at two rates, one of which has a name that is markup."""
    rows = [{**one, "targeting_rate": rate} for one in two_cohorts() for rate in (0.01, 0.05)]
    rows += [row("initial", "1998-05", 2.0, score_id=NASTY), row("x", "1998-05", 2.5, score_id=NASTY)]
    summary_project(standin.client(), "REPORTS", rows)
    form = {"performance_summary": "performance_summary", "event": "buyers", "score": "Repurchase"}
    return standin.webapp("REPORTS", "champion-challenger", "score-performance", form)


def answer(address: str, route: str) -> requests.Response:
    """What the backend answers to whoever came by the link."""
    with requests.Session() as person:
        person.get(address, timeout=PATIENCE_SECONDS)
        url = urljoin(address, f"/web-apps-backends/REPORTS/score-performance/{route}")
        return person.get(url, timeout=PATIENCE_SECONDS)


def test_selectors_offer_scores_rates_cohorts_and_versions(address: str) -> None:
    """The score that the form names is shown first; the model in production cannot be left out."""
    found = answer(address, "view").json()["selectors"]

    assert [one["value"] for one in found["score"]] == ["", NASTY, "Repurchase"]
    assert [one["value"] for one in found["rate"]] == ["1", "5"]
    assert [one["value"] for one in found["first"]] == ["1998-04", "1998-05"]
    assert [one["label"] for one in found["version"]] == ["1998-04-30", "1998-03-31 (best challenger)", "rule_score"]
    assert found["chosen"] == {"score": "Repurchase", "rate": "5", "first": "1998-04", "last": "1998-05"}


def test_rows_are_those_that_the_view_shows(address: str) -> None:
    """One rate, one cohort, the model in production and one competitor."""
    newest = answer(address, "view").json()["selectors"]["version"][0]["value"]
    response = answer(address, f"rows?rate=1&first=1998-05&version={newest}")
    rows = pd.read_csv(io.StringIO(response.text), dtype={"version_id": str})

    assert list(rows.columns) == [column.name for column in SUMMARY]
    assert rows[["version_id", "cohort", "targeting_rate"]].to_numpy().tolist() == [
        ["initial", "1998-05", 0.01],
        ["19980430", "1998-05", 0.01],
    ]
    name = "performance-Repurchase-1998-05.csv"
    assert response.headers["Content-Disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"


@pytest.mark.parametrize(
    ("route", "status", "message"),
    [
        ("view?score=Renewal", 400, "No row is about a score named 'Renewal'; there are "),
        ("view?first=1997-01", 400, "No row is about cohort 1997-01; there are 1998-04, 1998-05."),
        ("view?rate=half", 400, "Targeting rate: expected numbers in percent, such as 1, 5, 10, found 'half'."),
        ("view?rate=7", 400, "No row is left by these choices; the score has the cohorts 1998-04, 1998-05."),
        ("rows?portfolio=all", 400, "Rows are those of one score; there are "),
        ("settings", 404, "Not Found"),
    ],
)
def test_what_cannot_be_shown_is_told(address: str, route: str, status: int, message: str) -> None:
    """A person's mistake, or an old link, gets a sentence."""
    response = answer(address, route)

    assert response.status_code == status
    assert message in response.text


@pytest.mark.parametrize("name", ["score", "rate", "first", "version"])
def test_a_message_is_never_a_page(address: str, name: str) -> None:
    """A link may hold a script; the message quotes it as plain text."""
    response = answer(address, f"view?{name}=<script>document.title='ran'</script>&rate=7")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.fixture(scope="module")
def browser() -> Iterator[browsers.Browser]:
    """Debian's Chromium, headless."""
    with browsers.sync_playwright() as tool:
        browsers.expect.set_options(timeout=PATIENCE_MS)
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=PATIENCE_MS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: browsers.Browser, address: str) -> Iterator[browsers.Page]:
    """The webapp's page, loaded; afterwards nothing was said on the console, but for what the test expects there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.said = []  # type: ignore[attr-defined]
    page.on("console", lambda one: page.said.append(one.text))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.said.append(str(error)))  # type: ignore[attr-defined]
    page.goto(address)
    settled(page)
    yield page
    assert page.said == []  # type: ignore[attr-defined]
    context.close()


def settled(page: browsers.Page) -> None:
    """Wait for the report."""
    browsers.expect(page.locator("#report")).to_have_attribute("aria-busy", "false")


def lines(page: browsers.Page) -> list[str]:
    """Entries of the legend."""
    found: list[str] = page.locator("#report ul.legend").first.locator("li").all_inner_texts()
    return found


@needs_browser
def test_page_shows_the_report_with_its_selectors(page: browsers.Page) -> None:
    """Title, charts and legend of the score that the form names."""
    assert page.locator("#report h1").inner_text() == "Repurchase"
    assert page.locator("#report figure").count() == 8
    assert lines(page)[0] == "initial (in production)"
    assert page.locator("#rate").input_value() == "5"
    assert page.locator("#number").inner_text() == "(3)"


@needs_browser
def test_rate_and_period_change_the_report_and_the_address(page: browsers.Page, address: str) -> None:
    """The view is in the address: the back button goes back, and a link opens the same view."""
    page.select_option("#rate", "1")
    settled(page)
    page.select_option("#last", "1998-04")
    settled(page)

    assert "Last of the cohorts shown, 1998-04, 1 % targeted" in page.locator("#report").inner_text()
    linked = page.evaluate("document.getElementById('link').href")
    assert linked == f"{address.partition('?')[0]}#score=Repurchase&rate=1&first=1998-04&last=1998-04"
    page.go_back()
    browsers.expect(page.locator("#last")).to_have_value("1998-05")
    other = page.context.new_page()
    other.goto(linked)
    settled(other)
    assert "Last of the cohorts shown, 1998-04, 1 % targeted" in other.locator("#report").inner_text()


@needs_browser
def test_competitors_are_chosen_by_the_keyboard_alone(page: browsers.Page) -> None:
    """Tab to the list, open it, pass All and None, untick two of three."""
    page.locator("#last").focus()
    for key in ("Tab", "Enter", "Tab", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    settled(page)
    assert lines(page) == ["initial (in production)", "1998-03-31 (best challenger)", "rule_score"]
    page.locator("#version input").nth(1).focus()
    page.keyboard.press("Space")
    settled(page)

    assert lines(page) == ["initial (in production)", "rule_score"]
    assert page.locator("#number").inner_text() == "(1)"
    text = page.locator("#report").inner_text()
    assert "The best challenger, 1998-03-31, is better" in text
    assert "Filtered view: 1 of 3 competitors. Facts and verdicts above are those of all rows." in text


@needs_browser
def test_download_holds_the_rows_shown(page: browsers.Page, tmp_path: Path) -> None:
    """One rate, all cohorts and versions."""
    with page.expect_download() as download:
        page.click("#download")
    download.value.save_as(tmp_path / "rows.csv")
    rows = pd.read_csv(tmp_path / "rows.csv")

    assert download.value.suggested_filename == "performance-Repurchase-1998-04-1998-05.csv"
    assert len(rows) == 6
    assert set(rows["targeting_rate"]) == {0.05}


@needs_browser
def test_names_that_are_markup_are_shown_as_written(page: browsers.Page) -> None:
    """Nothing runs: the fixture sees no dialog and no error."""
    page.on("dialog", lambda dialog: page.said.append(dialog.message))  # type: ignore[attr-defined]
    page.select_option("#score", NASTY)
    settled(page)

    assert page.locator("#report h1").inner_text() == NASTY


@needs_browser
def test_old_link_is_told_and_left_by_a_click(page: browsers.Page, address: str) -> None:
    """A score that is gone: the message names those that there are, and Show everything goes on."""
    page.goto(f"{address}#score=Renewal")
    page.reload()
    browsers.expect(page.locator("#message")).to_contain_text("No row is about a score named 'Renewal'")
    page.said.clear()  # type: ignore[attr-defined] -- the browser notes the answer 400
    page.click("#reset")

    browsers.expect(page.locator("#report h1")).to_have_text("Repurchase")
    browsers.expect(page.locator("#message")).to_be_hidden()


@needs_browser
def test_portfolio_opens_the_report_of_a_score_and_is_one_choice_away(page: browsers.Page) -> None:
    """All scores come first in the list of scores; each line is a link, and one request shows what it opens."""
    page.select_option("#score", "")
    settled(page)
    assert page.locator("#report h1").inner_text() == "Score portfolio"
    assert not page.locator("#rate").is_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.click("#report table.portfolio a:has-text('Repurchase')")
    browsers.expect(page.locator("#report h1")).to_have_text("Repurchase")

    assert [url.rpartition("/")[2] for url in asked] == ["view?score=Repurchase"]
    assert page.locator("#rate").input_value() == "5"
    page.go_back()
    browsers.expect(page.locator("#report h1")).to_have_text("Score portfolio")


@needs_browser
def test_focus_stays_and_all_are_ticked_and_none(page: browsers.Page) -> None:
    """The box that was unticked keeps the focus when the report is there."""
    page.click("#selectors summary")
    page.locator("#version input").nth(1).focus()
    page.keyboard.press("Space")
    settled(page)
    assert page.evaluate("document.activeElement.value") == page.locator("#version input").nth(1).input_value()
    page.click("#none")
    browsers.expect(page.locator("#number")).to_have_text("(0)")
    settled(page)
    assert lines(page) == ["initial (in production)"]
    page.click("#all")
    browsers.expect(page.locator("#number")).to_have_text("(3)")
    settled(page)

    assert page.evaluate("document.activeElement.id") == "all"
    assert len(lines(page)) == 4


@needs_browser
def test_values_are_told_by_keyboard_and_by_touch(page: browsers.Page) -> None:
    """A chart takes the focus, its arrow keys go from dot to dot; a touch tells the dot that it meets."""
    chart = page.locator("#report svg[role=img][tabindex]").first
    chart.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("#value").inner_text()
    page.keyboard.press("ArrowRight")
    assert ": " in first
    assert page.locator("#value").inner_text() != first
    page.keyboard.press("Escape")
    assert not page.locator("#value").is_visible()
    chart.locator("circle").last.dispatch_event("click")

    assert page.locator("#value").inner_text() == chart.locator("circle").last.locator("title").text_content()
