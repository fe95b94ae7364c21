"""Half a year of a score, as `make year` plays it: what was evaluated when, and every sentence against the rows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from champion_challenger.languages.english.mails import TEXTS
from champion_challenger.version import VERSION
from examples.demo.features import OUTCOME
from examples.demo.readback import performance_of
from examples.demo.score import model_of
from examples.scenarios.mailbox import Mail
from examples.scenarios.projects import TEAM
from examples.year import older
from examples.year.__main__ import played
from examples.year.course import AGAIN, LATE, SHORT, Year
from examples.year.diary import COLUMNS

pytestmark = pytest.mark.slow
LAST = "1997-09"
ROWS, LEFT = 23570, 15713
"""Customers of each month, and how many are left where one in three is lost."""
WORDS = {
    "challenger_better": "better than the model in production",
    "challenger_slightly_better": "better than the model in production, by less than the margin",
    "practically_equal": "practically equal to the model in production",
    "not_distinguishable": "not distinguishable from the model in production",
    "champion_better": "worse than the model in production",
    "not_enough_data": "not judged: there are not enough data",
}
MEASURED = re.compile(r"lift at 5 % (?P<delta>\S+) \(95 % (?P<low>\S+) to (?P<high>\S+)\) over (?P<cohorts>[\d, -]+\d)")


@dataclass(frozen=True)
class Lived:
    """The half year, its performance, and what was said of it."""

    year: Year
    rows: pd.DataFrame
    table: pd.DataFrame
    page: str

    @property
    def report(self) -> str:
        """What is read in the last report, without marks of typography."""
        return as_read(self.page)

    def cells(self, columns: int, rate: int = 500) -> dict[str, list[str]]:
        """First table of the report with so many columns, at a rate: the cells of each line by its first one."""
        others = re.compile(rf'<span class="at rate-(?!{rate}")\d+">.*?</span>', re.DOTALL)
        for table in re.findall(r"<table.*?</table>", others.sub("", self.page), flags=re.DOTALL):
            lines = [
                re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)
                for line in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
            ]
            if len(lines[0]) == columns:
                return {as_read(line[0]): [as_read(cell) for cell in line[1:]] for line in lines[1:]}
        raise AssertionError(f"the report has no table with {columns} columns")

    def read(self, name: str) -> pd.DataFrame:
        """Rows of a dataset of the score."""
        dataset = self.year.stage.project.get_dataset(name)
        names = [column["name"] for column in dataset.get_schema()["columns"]]
        return pd.DataFrame(list(dataset.iter_rows()), columns=names)

    def mails(self, subject: str) -> dict[str, Mail]:
        """Mails whose subject matches, by day."""
        return {f"{mail.arrived:%Y-%m-%d}": mail for mail in self.year.box.mails if re.fullmatch(subject, mail.subject)}

    def in_production(self, day: str) -> str:
        """Version that was in production in the morning of a day."""
        log = self.read("activation_log")
        before = log[log["activated_at"].str[:10] < day]
        return str(before["to_version"].iloc[-1]) if len(before) else "initial"

    def at_five(self, cohort: str) -> pd.DataFrame:
        """Rows of a cohort at 5 %, by label."""
        rows = self.rows[(self.rows["cohort"] == cohort) & (self.rows["targeting_rate"] == 0.05)]
        return rows.set_index("version_label")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Six cohorts, with all that goes wrong on the way."""
    with played(LAST, tmp_path_factory.mktemp("year"), lambda line: None) as year:
        yield Lived(year, performance_of(year.stage.project), year.diary.table(year.box.mails), year.report())


def as_read(page: str) -> str:
    """Text of a page as a person reads it, with plain blanks and minus signs."""
    plain = re.sub(r"<(style|script|svg).*?</\1>", "", page, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?span[^>]*>", "", plain)))
    return " ".join(text.replace("−", "-").split())


def as_day(label: str) -> str:
    """Name of a version on the page: the day until which it was trained."""
    return f"{label[:4]}-{label[4:6]}-{label[6:]}" if label.isdigit() else label


def figures(scores: pd.Series, positive: pd.Series, rate: float) -> dict[str, float]:
    """Lift, AUC and customers reached, by their definitions; ties at the cut-off are shared in proportion."""
    n, targeted = len(scores), int(np.ceil(round(rate * len(scores), 9)))
    cutoff = np.sort(scores)[-targeted]
    above, tied = scores > cutoff, scores == cutoff
    reached = positive[above].sum() + positive[tied].mean() * (targeted - above.sum())
    rank_sum, n_positive = rankdata(scores)[positive == 1].sum(), positive.sum()
    auc = (rank_sum - n_positive * (n_positive + 1) / 2) / (n_positive * (n - n_positive))
    return {"lift": reached / targeted / positive.mean(), "auc": auc, "true_positives": reached}


def test_each_cohort_is_evaluated_and_final_when_it_should_be(lived: Lived) -> None:
    """On the first of the second month after; later where outcomes were late or lost; again where somebody asked."""
    evaluated = {f"1997-{month:02}": [f"1997-{month + 2:02}-01"] for month in range(4, 10)}
    final = {cohort: days[0] for cohort, days in evaluated.items()}
    evaluated[LATE], final[LATE] = ["1997-08-01", "1997-09-01"], "1997-09-01"
    evaluated[SHORT], final[SHORT] = ["1997-10-03"], "1997-10-03"
    evaluated[AGAIN].append("1997-09-10")

    assert tuple(lived.table.columns) == COLUMNS
    assert dict(zip(lived.table["cohort"], lived.table["evaluated_on"].str.split())) == evaluated
    assert dict(zip(lived.table["cohort"], lived.table["final_on"])) == final


@pytest.mark.parametrize("cohort", [AGAIN, LATE, SHORT, LAST])
def test_figures_are_those_of_scores_and_purchases(lived: Lived, cohort: str) -> None:
    """Every version at every rate, counted again from the scores and what the customers bought."""
    dataset = lived.year.stage.project.get_dataset("scores")
    names = [column["name"] for column in dataset.get_schema()["columns"]]
    scores = pd.DataFrame(list(dataset.iter_rows(partitions=cohort)), columns=names)
    bought = lived.year.world.customers(cohort).set_index("customer_id")[OUTCOME]
    rows = lived.rows[lived.rows["cohort"] == cohort]

    assert set(scores["version_id"]) == set(rows["version_id"])
    for _, row in rows.iterrows():
        of_version = scores[scores["version_id"] == row["version_id"]].set_index("customer_id")["score"].astype(float)
        found = figures(of_version, bought.loc[of_version.index], row["targeting_rate"])

        assert {name: float(row[name]) for name in found} == pytest.approx(found, rel=1e-9)
        assert (row["n"], row["n_positive"]) == (ROWS, bought.sum())


def test_every_mail_of_a_verdict_says_what_the_rows_say(lived: Lived) -> None:
    """Label, difference, bounds and lift; of one cohort it is the row, of several the difference lies between theirs."""
    verdicts = lived.mails(r"Score repurchase, [\d-]+: (?!report).*")
    by_month = {mail.subject[18:25]: mail for day, mail in verdicts.items() if day != "1997-09-10"}
    of_table = lived.table.set_index("cohort")

    assert list(by_month) == list(of_table.index)
    assert f"WARN: {LATE}: outcomes not joined yet: none of {ROWS:,} customers has one." in by_month[LATE].text
    for month, mail in by_month.items():
        champion = lived.at_five(month)[lived.at_five(month)["is_champion"]].iloc[0]
        if month not in (AGAIN, LATE):
            assert f"in {month}, at 5 % targeted: {champion['lift']:.4f}".rstrip("0") + " (out of time)" in mail.text
        assert mail.subject.endswith(": " + TEXTS[f"subject.{of_table.loc[month, 'verdict']}"])
        told = next(line for line in mail.text.splitlines() if line.startswith("Verdict: "))
        assert as_day(of_table.loc[month, "best_challenger"]) in told
        assert mail.recipients == (TEAM,)


def test_the_differences_that_are_mailed_are_those_of_the_rows(lived: Lived) -> None:
    """Of one cohort the row's own, with its bounds; of several it lies between theirs."""
    compared = 0
    for day, mail in lived.mails(r"Score repurchase, [\d-]+: (?!report).*").items():
        said, month = MEASURED.search(mail.text), mail.subject[18:25]
        row = lived.table.set_index("cohort").loc[month]
        cohorts = [lived.at_five(name) for name in said["cohorts"].split(", ")] if said else []
        champions = {rows.loc[rows["is_champion"], "version_id"].iloc[0] for rows in cohorts}
        if said is None or AGAIN in said["cohorts"] or champions != {lived.in_production(day)}:
            continue  # those rows were computed again since, or compare with a former champion
        deltas = [rows.loc[row["best_challenger"]] for rows in cohorts]
        compared += 1
        assert min(one["lift_delta"] for one in deltas) - 5e-3 <= float(said["delta"])
        assert float(said["delta"]) <= max(one["lift_delta"] for one in deltas) + 5e-3
        if len(deltas) == 1:
            bounds = [deltas[0][f"lift_delta{end}"] for end in ("", "_low", "_high")]
            assert [float(said[name]) for name in ("delta", "low", "high")] == pytest.approx(bounds, rel=5e-3)

    assert compared >= 2


def test_a_month_without_outcomes_is_mailed_with_its_reason(lived: Lived) -> None:
    """There is no lift, and the reason is beside the verdict over the months before; all other mails say that all is there."""
    mails = {mail.subject[18:25]: mail.text for mail in lived.mails(r"Score repurchase, [\d-]+: (?!report).*").values()}

    assert f"WARN: {LATE}: outcomes not joined yet: none of {ROWS:,} customers has one." in mails[LATE]
    assert f"in {LATE}, at 5 % targeted: - " in mails.pop(LATE)
    assert all("The outcomes of all cohorts are joined." in text for text in mails.values())


def test_somebody_who_evaluates_again_is_told_what_the_figures_are_worth(lived: Lived) -> None:
    """The model in production by then may have been trained on that month."""
    again = lived.mails(rf"Score repurchase, {AGAIN}: (?!report).*")["1997-09-10"]
    rows = lived.at_five(AGAIN)
    is_fair = rows[rows["is_champion"]].iloc[0]["out_of_time"] == "yes"
    worth = "out of time" if is_fair else "no evidence, since it was trained on outcomes of this time"

    assert f"({worth})" in again.text


def test_each_run_mails_its_report_and_each_mishap_its_reason(lived: Lived) -> None:
    """Nothing else is mailed: all other runs went well."""
    mails = lived.year.box.mails
    reports = [f"{mail.arrived:%Y-%m-%d} {name}" for mail in mails for name in mail.attachments]
    upstream, volumes = (lived.mails(f"ERROR: {step} .*") for step in ("Retrieve metrics and checks", "Check volume"))
    failed = lived.mails(".*: FAILED")

    days = {month: days.split() for month, days in zip(lived.table["cohort"], lived.table["evaluated_on"])}
    days[LATE] = days[LATE][:1]
    assert sorted(reports) == sorted(f"{day} report-{month}.html" for month, all_ in days.items() for day in all_)
    assert list(upstream) == ["1997-06-11"]
    assert (
        "COCKPIT.deliveries, metric records:COUNT_RECORDS: 0 is below the minimum of 1" in upstream["1997-06-11"].text
    )
    assert list(volumes) == ["1997-07-09", "1997-10-01"]
    assert all(f"rows: {LEFT} is {1 - LEFT / ROWS:.1%}"[:-1] in mail.text for mail in volumes.values())
    assert list(failed) == ["1997-06-11", "1997-07-09", "1997-10-01"]
    assert "with the parameter date_ref_appli = 1997-07-09." in failed["1997-07-09"].text
    assert f"with the parameter month_ref = {SHORT}." in failed["1997-10-01"].text


def test_customers_are_scored_every_week(lived: Lived) -> None:
    """By the trigger; on the days on which something failed, by a person afterwards."""
    weeks = [f"{day:%Y-%m-%d}" for day in pd.date_range("1997-05-07", "1997-10-29", freq="7D")]

    assert lived.year.stage.project.get_dataset("customer_scores").list_partitions() == weeks


def test_what_a_verdict_recommended_is_in_production_from_then_on(lived: Lived) -> None:
    """Activated by the macro on the same day, logged, and the champion of the months after."""
    log = lived.read("activation_log")
    by_macro = log[log["how"] == "macro"]
    in_production = lived.table["in_production"].tolist()
    recommended = lived.table[lived.table["verdict"] == "challenger_better"]

    assert len(recommended) == len(by_macro) > 0
    assert by_macro["activated_at"].str[:10].tolist() == recommended["evaluated_on"].str[:10].tolist()
    assert by_macro.iloc[-1]["to_version"] == model_of(lived.year.stage.project).get_active_version()["id"]
    for place, month in recommended.iterrows():
        assert in_production[place + 1 : place + 2] in ([month["best_challenger"]], [])


def test_no_month_is_trained_twice(lived: Lived) -> None:
    """Not where it is evaluated again under a champion that was a replay itself."""
    versions = lived.rows[["version_id", "version_label"]].drop_duplicates()

    assert versions["version_label"].is_unique


def test_the_upgrade_changes_rows_from_then_on(lived: Lived) -> None:
    """Older rows keep their version, and have no value in the columns that came."""
    rows = lived.rows[lived.rows["is_champion"]].drop_duplicates("cohort").set_index("cohort")
    is_old = rows["plugin_version"] == older.VERSION

    assert set(rows[is_old].index) == {"1997-04", LATE, "1997-07"}
    assert set(rows[~is_old]["plugin_version"]) == {VERSION}
    assert rows[is_old]["verdict_rate"].isna().all()
    assert rows[~is_old]["verdict_rate"].notna().sum() > 0


def test_a_deleted_version_is_evaluated_no_more(lived: Lived) -> None:
    """Its rows of before remain."""
    known = {one["id"] for one in model_of(lived.year.stage.project).list_versions()}
    models = lived.rows[~lived.rows["version_id"].str.startswith("column:")]
    gone = set(models["version_id"]) - known

    assert len(gone) == 1
    assert SHORT in set(models[models["version_id"].isin(gone)]["cohort"])
    assert LAST not in set(models[models["version_id"].isin(gone)]["cohort"])


def in_short(cohorts: str) -> str:
    """Up to three cohorts by name, more by their number, the first and the last."""
    names = cohorts.split(", ")
    return cohorts if len(names) < 4 else f"{len(names)} cohorts ({names[0]} to {names[-1]})"


def test_the_sentences_of_the_last_report_are_those_of_the_rows(lived: Lived) -> None:
    """Facts and headline."""
    rows, last, log = lived.at_five(LAST), lived.table.iloc[-1], lived.read("activation_log")
    champion, best = rows[rows["is_champion"]].iloc[0], rows.loc[last["best_challenger"]]
    since = log[log["to_version"] == champion["version_id"]].iloc[-1]["activated_at"][:10]
    summary = lived.read("performance_summary").drop_duplicates("version_id").set_index("version_label")
    delta, low, high = (summary.loc[best.name, f"pooled_lift_delta{end}"] for end in ("", "_low", "_high"))
    on = in_short(summary.loc[best.name, "pooled_cohorts"])
    reach = "more" if best["extra_positives"] > 0 else "fewer"

    assert f"Model in production {as_day(champion.name)} Random forest, active since {since}" in lived.report
    assert f"Last cohort {LAST} final, {100 * champion['base_rate']:.1f} % positive customers" in lived.report
    assert f"cohort number {len(lived.table)}" in lived.report
    assert f"The best challenger, {as_day(best.name)}, is {WORDS[last['verdict']]}." in lived.report
    assert f"its lift differs by {delta:+.2f} ({low:+.2f} to {high:+.2f}) on {on}." in lived.report
    if round(best["extra_positives"]):
        assert f"it reaches {abs(best['extra_positives']):.0f} {reach} positive customers" in lived.report
    assert f"{100 * best['target_overlap']:.1f} % of the target list stays the same" in lived.report


def test_the_verdicts_of_the_last_report_are_those_of_the_summary(lived: Lived) -> None:
    """A line a challenger: difference, cohorts, extra positives, common targets; a dash where nothing is known."""
    summary = lived.read("performance_summary")
    newest = summary[(summary["cohort"] == LAST) & (summary["targeting_rate"] == 0.05)].set_index("version_label")
    lines = lived.cells(columns=7)
    pooled = summary.drop_duplicates("version_id").set_index("version_label")

    assert set(lines) == {as_day(label) for label in pooled.index[~pooled["is_champion_now"]]}
    for label in pooled.index[~pooled["is_champion_now"]]:
        verdict, difference, cohorts, _, extra, overlap = lines[as_day(label)]
        row = pooled.loc[label]
        low, high = row["pooled_lift_delta_low"], row["pooled_lift_delta_high"]
        assert difference in (f"{row['pooled_lift_delta']:+.2f} {low:+.2f} to {high:+.2f}", "–")
        assert (difference == "–") == pd.isna(row["pooled_lift_delta"]) == verdict.startswith("not comparable")
        assert cohorts == (in_short(row["pooled_cohorts"] or "") or "–")
        if label in newest.index:
            assert float(extra) == pytest.approx(newest.loc[label, "extra_positives"], abs=0.5)
            assert overlap == f"{100 * newest.loc[label, 'target_overlap']:.1f} %"


def test_the_decision_rules_of_the_last_report_are_counted_from_the_rows(lived: Lived) -> None:
    """The first champion kept, and always the newest version whose training had ended."""
    at_five = lived.rows[(lived.rows["targeting_rate"] == 0.05) & ~lived.rows["version_id"].str.startswith("column:")]
    first = at_five[at_five["version_id"] == "initial"]
    kept, label = first["true_positives"].sum(), first["version_label"].iloc[0]
    known = at_five[at_five["trained_until"] <= at_five["cohort_start"]].sort_values("trained_until")
    newest = known.groupby("cohort").tail(1)["true_positives"].sum()

    assert f"Keep the champion ({as_day(label)}) {kept:,.0f}".replace(",", " ") in lived.report
    assert f"Always the newest {newest:,.0f} {newest - kept:+,.0f}".replace(",", " ") in lived.report


def test_the_attached_report_is_the_one_of_its_day(lived: Lived) -> None:
    """Its footer says when the last cohort was computed; the last one is the file in the folder."""
    attached = {mail.arrived: mail.attachments for mail in lived.year.box.mails if mail.attachments}

    for arrived, pages in attached.items():
        ((name, page),) = pages.items()
        assert f"Computed {arrived:%Y-%m-%d}" in as_read(page) or name == f"report-{AGAIN}.html"
    assert as_read(next(iter(list(attached.values())[-1].values()))) == lived.report
