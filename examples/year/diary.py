"""What became of each month: when it was evaluated, when it was final, what was said, who was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from dataikuapi.dss.project import DSSProject

from examples.demo.readback import performance_of
from examples.demo.score import model_of
from examples.scenarios.mailbox import Mail
from examples.year.stage import SCORE

COLUMNS = ("cohort", "evaluated_on", "final_on", "verdict", "best_challenger", "mails", "in_production")


@dataclass
class Month:
    """A month, from its first evaluation on.

    Attributes
    ----------
    evaluated
        Every moment at which rows of it were computed, as the rows say.
    verdict, best_challenger
        Of the score, after the run that was made for this month.
    in_production
        Label of the version that was active when that run ended.
    """

    cohort: str
    evaluated: list[datetime] = field(default_factory=list)
    final_on: date | None = None
    verdict: str = ""
    best_challenger: str = ""
    in_production: str = ""


@dataclass
class Diary:
    """The months so far."""

    project: DSSProject
    months: dict[str, Month] = field(default_factory=dict)

    def look(self) -> str:
        """Read what the last run left; return the id of the version that a verdict recommends, or ""."""
        rows = performance_of(self.project)
        labels = dict(zip(rows["version_id"], rows["version_label"]))
        verdict, best = (self._metric(name) for name in ("verdict", "best_challenger"))
        active = model_of(self.project).get_active_version()["id"]
        for name, part in rows.groupby("cohort"):
            is_new = name not in self.months
            month = self.months.setdefault(str(name), Month(str(name)))
            self._note(month, part)
            if is_new and name == rows["cohort"].max():
                month.verdict, month.best_challenger = verdict, labels.get(best, "")
                month.in_production = labels.get(active, active)
        return best if verdict == "challenger_better" and best != active else ""

    def table(self, mails: Sequence[Mail]) -> pd.DataFrame:
        """A row a month; a mail counts for the month that was evaluated last before it, or else for the first."""
        months = sorted(self.months.values(), key=lambda month: month.cohort)
        starts = [month.evaluated[0] for month in months]
        of_month = [max(sum(mail.arrived >= start for start in starts) - 1, 0) for mail in mails]
        rows = [
            {
                "cohort": month.cohort,
                "evaluated_on": " ".join(f"{moment:%Y-%m-%d}" for moment in month.evaluated),
                "final_on": f"{month.final_on or ''}",
                "verdict": month.verdict,
                "best_challenger": month.best_challenger,
                "mails": of_month.count(number),
                "in_production": month.in_production,
            }
            for number, month in enumerate(months)
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _note(self, month: Month, rows: pd.DataFrame) -> None:
        moment = datetime.fromisoformat(str(rows["computed_at"].max()).replace("Z", "+00:00"))
        if moment not in month.evaluated:
            month.evaluated.append(moment)
        if month.final_on is None and set(rows["cohort_status"]) == {"final"}:
            month.final_on = moment.date()

    def _metric(self, name: str) -> str:
        values: Any = self.project.get_dataset("performance_summary").get_last_metric_values().get_raw()["metrics"]
        wanted = f"{name} of {SCORE}"
        return next((str(one["lastValues"][0]["value"]) for one in values if one["metric"]["id"].endswith(wanted)), "")


def written(table: pd.DataFrame, mails: Sequence[Mail], report: str, folder: Path) -> tuple[Path, ...]:
    """Write months.csv, mails.txt and report.html."""
    files = (folder / "months.csv", folder / "mails.txt", folder / "report.html")
    table.to_csv(files[0], index=False)
    files[1].write_text("\n".join(_as_text(mail) for mail in mails), encoding="utf-8")
    files[2].write_text(report, encoding="utf-8")
    return files


def _as_text(mail: Mail) -> str:
    attached = f"\n({', '.join(mail.attachments)} attached)" if mail.attachments else ""
    return f"{mail.arrived:%Y-%m-%d %H:%M}  {mail.subject}\n{mail.text.strip()}{attached}\n"
