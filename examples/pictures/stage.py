"""The demo, served again from a copy of what it left, with the plugin as it is now: what the pictures are taken of."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dataikuapi.dss.project import DSSProject

from dss_standin.running import Running, running
from examples.demo.errors import DemoError
from examples.demo.plugin import installed_plugin, plugin_zip
from examples.demo.score import ANSWERS, check_of, model_of, portfolio_of, ran, reports_of, workbook_of

_DATASETS = ("performance_summary", "gains_curves", "decision_rules", "activation_log")


@dataclass(frozen=True)
class Stage:
    """The running copy: the project of the data, and those of both scores."""

    standin: Running
    data: DSSProject
    score: DSSProject
    second: DSSProject

    def pages(self) -> dict[str, str]:
        """Pages of the macros by the names of their pictures."""
        reports = reports_of(self.score)
        return {
            "report.png": reports["report.html"],
            "rapport.png": reports["rapport.html"],
            "report-phone.png": reports["report.html"],
            "portfolio.png": portfolio_of(self.score, self.second),
            "page-check-installation.png": _document(check_of(self.data, self.score)),
            "page-create-score-project.png": _document(self._made_again()),
            "page-activate-challenger.png": _document(self._evidence()),
            "page-tableau-workbook.png": _document(self._workbook_page()),
        }

    def webapp(self) -> str:
        """Address of the webapp."""
        form = {**{name: name for name in _DATASETS}, "event": "buyers"}
        return self.standin.webapp(self.score.project_key, "champion-challenger", "score-performance", form)

    def workbook(self) -> bytes:
        """The Tableau workbook."""
        return workbook_of(self.score)

    def report(self) -> str:
        """The report of the same rows."""
        return reports_of(self.score)["report.html"]

    def last_month(self) -> str:
        """The newest cohort that was evaluated."""
        return max(self.score.get_dataset("performance").list_partitions())

    def _made_again(self) -> str:
        form = {"project_key": self.score.project_key, "template_project": self.data.project_key, **ANSWERS}
        first = min(self.data.get_dataset(ANSWERS["training_data"]).list_partitions())
        more = {"connection": "filesystem_managed", "first_training_partitions": first}
        return ran(self.data, "create-score-project", score_name="Repurchase", **form, **more)

    def _evidence(self) -> str:
        """What Activate challenger shows of the newest version."""
        model = model_of(self.score)
        newest = max(model.list_versions(), key=lambda version: version["snippet"]["trainDate"])["id"]
        form = {"mode": "show_evidence", "performance": "performance", "performance_summary": "performance_summary"}
        return ran(self.score, "activate-challenger", model=model.sm_id, typed_version=newest, **form)

    def _workbook_page(self) -> str:
        folder = next(str(one["id"]) for one in self.score.list_managed_folders() if one["name"] == "reports")
        form = {name: name for name in _DATASETS}
        return ran(self.score, "tableau-workbook", folder=folder, event="buyers", language="en", **form)


@contextmanager
def stage(demo: Path) -> Iterator[Stage]:
    """Serve a copy, so that the demo stays as it is."""
    if not (demo / "workspace" / "projects" / "SECOND_PURCHASE").is_dir():
        raise DemoError("There is no demo yet: run make demo first.")
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(demo / "workspace", workspace, symlinks=True)
        with running(workspace) as standin:
            client = standin.client()
            installed_plugin(client, plugin_zip())
            keys = ("PURCHASES", "REPURCHASE", "SECOND_PURCHASE")
            yield Stage(standin, *(client.get_project(key) for key in keys))


def _document(fragment: str) -> str:
    """What DSS shows inside its own page, as a page of its own."""
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><body style="margin: 0">{fragment}</body></html>'
