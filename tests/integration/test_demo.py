"""The demo in small, as `make demo URL=...` plays it against a running host."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dss_standin.running import Running, running
from examples.demo import __main__ as demo
from examples.demo import features, host, plugin, purchases
from examples.demo.errors import DemoError
from examples.demo.score import VALUES
from tests.integration.demo_numbers import Chart, Page, Ranking, wilson
from tests.tableau.__main__ import main as held_workbook


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An empty stand-in."""
    with running(tmp_path_factory.mktemp("workspace")) as standin:
        yield standin


def played(served: Running, folder: Path) -> int:
    """Play two months against a host."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DSS_API_KEY", served.key)
        return demo.main(["--url", served.url, "--until", "1997-05", "--folder", str(folder)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo writes."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def said(served: Running, folder: Path) -> str:
    """What the demo printed."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert played(served, folder) == 0
    return printed.getvalue()


@pytest.fixture(scope="module")
def report(said: str, folder: Path) -> str:
    """The page that the demo wrote."""
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.clients
def test_the_check_of_the_instance_has_no_red_line(said: str, folder: Path) -> None:
    """Its page is kept beside the report; each version scores five rows."""
    page = (folder / "check.html").read_text(encoding="utf-8")

    assert "check.html" in said
    assert 'class="text level fix"' not in page
    assert page.count("it loads and scores 5 rows") == 2


@pytest.mark.clients
def test_two_months_leave_a_table_and_a_file(said: str, folder: Path) -> None:
    """One challenger after two months, the champion marked and still active."""
    performance = pd.read_csv(folder / "performance.csv", dtype={"version_label": str})
    assert "> 19970430" in said
    assert set(performance["cohort"]) == {"1997-04", "1997-05"}
    assert set(performance["version_label"]) == {"19970430", "19970531", "rule_score"}
    assert performance.loc[performance["is_champion"], "version_label"].eq("19970430").all()


@pytest.mark.clients
def test_report_is_made_from_the_summary_by_the_macro(served: Running, report: str) -> None:
    """Pooled verdict, gains curves and the champion noticed in the activation log are in the page."""
    assert report.startswith("<!DOCTYPE html>")
    assert "The best challenger, rule_score, is" in report  # the other one has a single cohort
    assert "Gains curve" in report
    assert "What each decision rule would have brought" in report
    assert "Random forest, active since" in report


def test_the_report_is_there_in_french_too(report: str, folder: Path) -> None:
    """With the same figures."""
    french = (folder / "rapport.html").read_text(encoding="utf-8")

    assert '<html lang="fr">' in french
    assert french.count("<svg") == report.count("<svg")


CHAMPION, BEST = "19970430", "rule_score"
WORDS = {
    "report.html": {
        "gains": "Gains curve",
        "start": "The first 20 %",
        "roc": "ROC curve",
        "lift": "Lift by share contacted",
        "profit": "Expected profit",
        "deciles": "Deciles of cohort 1997-05",
    },
    "rapport.html": {
        "gains": "Courbe de gain",
        "start": "Les 20 premiers\u00a0%",
        "roc": "Courbe ROC",
        "lift": "Lift selon la part contactée",
        "profit": "Profit attendu",
        "deciles": "Déciles de la cohorte 1997-05",
    },
}
LAST = "1997-05"


@pytest.fixture(scope="module", params=sorted(WORDS))
def read(request: pytest.FixtureRequest, said: str, folder: Path) -> tuple[Page, dict[str, str]]:
    """A page of the demo, and how it names its charts."""
    return Page((folder / request.param).read_text(encoding="utf-8")), WORDS[request.param]


@pytest.fixture(scope="module")
def rankings(served: Running, said: str, folder: Path) -> dict[str, Ranking]:
    """Scores of the last cohort by their version's label, with what the customers really bought."""
    dataset = served.client().get_project("REPURCHASE").get_dataset("scores")
    names = [column["name"] for column in dataset.get_schema()["columns"]]
    scores = pd.DataFrame(list(dataset.iter_rows(partitions=LAST)), columns=names)
    bought = purchases.read_purchases(purchases.purchases_file())
    known = features.labelled_cohort(bought, LAST).set_index("customer_id")[features.OUTCOME]
    rows = pd.read_csv(folder / "performance.csv", dtype=str)
    labels = dict(zip(rows["version_id"], rows["version_label"]))
    return {
        labels[version]: Ranking(own["score"].astype(float).to_numpy(), known.loc[own["customer_id"]].to_numpy())
        for version, own in scores.groupby("version_id")
    }


def assert_drawn(chart: Chart, label: str, x: np.ndarray, y: np.ndarray) -> None:
    """Points of a line are where they belong, give or take a tenth of a pixel, from nobody on or from the first one."""
    line, (across, up) = chart.line(label), chart.of_a_pixel()

    assert len(line) == len(x)
    assert line["x"].to_numpy() == pytest.approx(x, abs=0.15 * across)
    assert line["y"].to_numpy() == pytest.approx(y, abs=0.15 * up)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gains", "start"])
def test_each_point_of_the_gains_curves_is_counted_again(
    read: tuple[Page, dict[str, str]], rankings: dict[str, Ranking], name: str
) -> None:
    """Of every version, to a tenth of a pixel."""
    page, words = read
    chart = page.chart(words[name])
    most = 20 if name == "start" else 100
    for label, ranking in rankings.items():
        curve = ranking.curve().iloc[: most + 1]
        shares = curve["buyers"] / ranking.bought.sum()

        assert_drawn(chart, page.name(label), np.arange(most + 1) / 100, shares.to_numpy())


@pytest.mark.slow
def test_each_point_of_the_roc_curves_is_counted_again(
    read: tuple[Page, dict[str, str]], rankings: dict[str, Ranking]
) -> None:
    """Those who bought nothing, contacted in vain, across."""
    page, words = read
    for label, ranking in rankings.items():
        curve, buyers = ranking.curve(), ranking.bought.sum()
        vain = (curve["contacts"] - curve["buyers"]) / (ranking.n - buyers)

        assert_drawn(page.chart(words["roc"]), page.name(label), vain.to_numpy(), (curve["buyers"] / buyers).to_numpy())


@pytest.mark.slow
def test_each_point_of_the_lift_by_share_is_counted_again(
    read: tuple[Page, dict[str, str]], rankings: dict[str, Ranking]
) -> None:
    """Of the model in production, which every demo has, and the best challenger."""
    page, words = read
    for label in (CHAMPION, BEST):
        curve = rankings[label].curve().iloc[1:]
        lift = curve["buyers"] / curve["contacts"] / rankings[label].bought.mean()

        assert_drawn(page.chart(words["lift"]), page.name(label), np.arange(1, 101) / 100, lift.to_numpy())


@pytest.mark.slow
def test_each_cell_of_the_deciles_is_counted_again(
    read: tuple[Page, dict[str, str]], rankings: dict[str, Ranking]
) -> None:
    """Customers, buyers, share reached so far and lift, as rounded on the page."""
    page, words = read
    table = page.table(words["deciles"])
    for place, label in enumerate((CHAMPION, BEST)):
        ranking = rankings[label]
        curve = ranking.curve().iloc[::10]
        n, hits = np.diff(curve["contacts"]), np.diff(curve["buyers"])
        buyers, reached, lift = (table[2 + 3 * place + column] for column in range(3))

        assert table[1].tolist() == n.tolist()
        assert buyers.to_numpy() == pytest.approx(hits, abs=0.5 + 1e-9)
        assert reached.to_numpy() == pytest.approx(hits.cumsum() / ranking.bought.sum(), abs=0.0005 + 1e-9)
        assert lift.to_numpy() == pytest.approx(hits / n / ranking.bought.mean(), abs=0.005 + 1e-9)


@pytest.mark.slow
def test_each_point_of_the_profit_is_counted_again(
    read: tuple[Page, dict[str, str]], rankings: dict[str, Ranking]
) -> None:
    """Value of the buyers reached less cost of the contacts, its bounds, and the best share in the sentence."""
    page, words = read
    chart, value, cost = page.chart(words["profit"]), float(VALUES["positive_value"]), float(VALUES["contact_cost"])
    for label in (CHAMPION, BEST):
        curve = rankings[label].curve().iloc[1:]
        profit = (value * curve["buyers"] - cost * curve["contacts"]).to_numpy()
        drawn = len(chart.line(page.name(label)))
        unit = 1000.0 if profit.max() >= 10_000 else 1.0

        best = int(profit.argmax())
        n, bounds = curve["contacts"].iloc[best], wilson(curve["buyers"].iloc[best], curve["contacts"].iloc[best])
        around = [value * n * share - cost * n for share in bounds]

        assert drawn >= 20
        assert_drawn(chart, page.name(label), np.arange(1, drawn + 1) / 100, profit[:drawn] / unit)
        assert page.numbers(page.name(label)) == pytest.approx([(best + 1) / 100, n, profit[best], *around], abs=0.5)


@pytest.mark.clients
def test_both_scores_are_in_the_portfolio(said: str, folder: Path) -> None:
    """Each with its champion; the second one has been evaluated once."""
    page = (folder / "portfolio.html").read_text(encoding="utf-8")

    assert "portfolio.html" in said
    assert "2 scores of 2 projects" in page
    assert "cannot be read" not in page


@pytest.mark.clients
def test_the_portfolio_links_to_reports_beside_it(said: str, folder: Path, report: str) -> None:
    """Each score's name opens the score's own report."""
    page = (folder / "portfolio.html").read_text(encoding="utf-8")
    links = dict(re.findall(r'<a href="([^"]+)"><strong>([^<]+)</strong>', page))
    pages = {score: (folder / file).read_text(encoding="utf-8") for file, score in links.items()}

    assert sorted(pages) == ["Repurchase", "Second purchase"]
    assert [score for score, found in pages.items() if f"<h1>{score}</h1>" in found] == list(pages)
    assert pages["Repurchase"].count("<svg") == report.count("<svg")


@pytest.mark.clients
def test_a_workbook_is_left_beside_the_report(said: str, folder: Path) -> None:
    """With all four datasets of the score."""
    with zipfile.ZipFile(folder / "repurchase.twbx") as packed:
        assert packed.namelist()[0] == "repurchase.twb"
        assert {name.rpartition("/")[2] for name in packed.namelist()[1:]} == {
            "performance_summary.csv", "gains_curves.csv", "decision_rules.csv", "activation_log.csv"
        }  # fmt: skip
    assert "repurchase.twbx" in said


def test_the_workbook_shows_the_numbers_of_the_report(
    said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In real Hyper, beside the page that the demo wrote."""
    assert held_workbook([str(folder / "repurchase.twbx"), "--page", str(folder / "report.html")]) == 0
    assert re.search("15 sheets, [1-9][0-9]+ numbers compared with the report, 0 problems", capsys.readouterr().out)


@pytest.mark.clients
def test_next_score_is_made_from_the_first_in_under_a_minute(said: str) -> None:
    """Other customers, everything else copied, and its first month evaluated."""
    (line,) = [line for line in said.splitlines() if line.startswith("Second score")]
    seconds = [int(found) for found in re.findall(r"(\d+) seconds", line)]
    assert "project SECOND_PURCHASE made from REPURCHASE" in line
    assert len(seconds) == 2
    assert max(seconds) < 60


def test_second_demo_takes_other_projects_and_updates_the_plugin(served: Running, said: str, tmp_path: Path) -> None:
    """Nothing of the first one is touched."""
    before = set(served.client().list_project_keys())
    assert played(served, tmp_path) == 0
    added = set(served.client().list_project_keys()) - before
    assert added == {"PURCHASES_2", "REPURCHASE_2", "SECOND_PURCHASE_2"}


@pytest.mark.clients
def test_data_of_the_demo_is_uploaded_and_partitioned_by_month(served: Running) -> None:
    """Two datasets over the files of one managed folder."""
    project = served.client().get_project("PURCHASES")
    for name in ("customers", "customers_history"):
        dataset = project.get_dataset(name)
        assert dataset.get_settings().type == "FilesInFolder"
        assert sorted(dataset.list_partitions()) == ["1997-03", "1997-04", "1997-05"]


def test_moved_champion_stops_the_demo(served: Running) -> None:
    """The demo checks what it promises: the active version is the first one."""
    project = served.client().get_project("REPURCHASE")
    model = project.get_saved_model(project.list_saved_models()[0]["id"])
    with pytest.raises(DemoError, match="was another and is initial: no run may change it"):
        demo.check(model, "another", 2)
    with pytest.raises(DemoError, match="should have 14 versions and has 2"):
        demo.check(model, "initial", 14)


def test_wrong_key_is_told_in_a_sentence(
    served: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback for what a person can correct."""
    monkeypatch.setenv("DSS_API_KEY", "wrong")
    assert demo.main(["--url", served.url, "--folder", str(tmp_path)]) == 1
    assert "does not take this API key" in capsys.readouterr().err


def test_url_without_key_is_told(tmp_path: Path) -> None:
    """A host needs both."""
    with pytest.raises(DemoError, match="needs an API key"), host.connected("http://127.0.0.1:9", None, tmp_path):
        pass


def test_missing_zip_is_told_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The zip is built by make."""
    (tmp_path / "plugin.json").write_text('{"version": "9.9.9"}', encoding="utf-8")
    monkeypatch.setattr(plugin, "ROOT", tmp_path)
    with pytest.raises(DemoError, match=r"champion-challenger-9\.9\.9\.zip: run `make plugin` first"):
        plugin.plugin_zip()


@pytest.mark.parametrize("result", [{"success": False}, {"messages": {"error": True}}])
def test_an_update_that_the_host_refused_is_told(result: dict[str, Any], tmp_path: Path) -> None:
    """The request succeeds all the same; only its result says it."""
    told = {**result, "messages": {**result.get("messages", {}), "messages": [{"message": "no room on the disk"}]}}
    installed = SimpleNamespace(start_update_from_zip=lambda _: SimpleNamespace(wait_for_result=lambda: told))
    client = SimpleNamespace(get_plugin=lambda _: installed, list_plugins=lambda: [{"id": plugin.PLUGIN}])
    (tmp_path / "plugin.zip").touch()

    with pytest.raises(DemoError, match="Installation of the plugin: no room on the disk. Look at the plugin's page"):
        plugin.installed_plugin(client, tmp_path / "plugin.zip")  # type: ignore[arg-type]
