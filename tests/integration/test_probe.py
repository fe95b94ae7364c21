"""The probe on the stand-in: under each answer of each switch it answers the same."""

from __future__ import annotations

import functools
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from examples.demo.errors import DemoError
from examples.demo.host import connected
from probe.__main__ import main, probe
from probe.questions import ALL
from probe.registry import Question
from probe.report import Report
from probe.stage import Options
from tests.integration.steps import mailbox
from tests.integration.telco import install

QUICK = Options(pause=0.05)
ASKED = {question.id: question for question in ALL}
SWITCHED = [question.switch for question in ALL if question.switch]
RUNS = {
    "default": Switches(),
    "other": Switches(
        publish_policy_manual_value="MANUAL",
        failing_future="never_done",
        missing_object_status=500,
        version_order="oldest_first",
        metrics_envelope="future",
        metrics_of_unknown_partition="refused",
        na_values_by_column=False,
        redeploy_across_tasks="refused",
        resolved_names="task",
        redeploy_without_search="full_grid",
        training_flag_at_once=False,
        failed_model_listed=False,
        quality_status_case="capitalised",
        user_meta_labels="key_value",
        input_without_dependency="equals",
        absent_input_partition="empty",
        invalid_cells="null",
        kept_variables="absent",
        pushed_metric_prefix="external:",
        training_environment_told=False,
        connection_rules_told=False,
        analysis_name_listed=False,
        user_meta_copied_on_redeploy=False,
        future_result_fetched_once=True,
        train_second_model=True,
        expand_plugin_variables=True,
        container_mode=True,
        activities_told=False,
        last_build_told=False,
        analysis_input="shortened",
        traceback_limit_kept=False,
        dss_version="14.7.5",
    ),
    "third": Switches(
        version_order="shuffled",
        redeploy_across_tasks="activates",
        input_without_dependency="all",
        analysis_input="refused",
    ),
    "no analyses": Switches(analyses_refused=True),
}
"""Few hosts, each with many switches turned: together they play every answer."""
PARTS = {
    "no analyses": ["analyses_refused"],
    "third": ["version_order", "redeploy_across_tasks", "input_without_dependency", "analysis_input"],
}
"""Questions of the runs that ask some only."""
CASES = [(run, name) for run in RUNS for name in PARTS.get(run, SWITCHED)]
Probed = Callable[[str], Report]


def unheard(_: str) -> None:
    """Print nothing."""


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Probed:
    """What the probe found in each run, asked once."""

    @functools.lru_cache
    def found(run: str) -> Report:
        with running(tmp_path_factory.mktemp("workspace"), RUNS[run]) as standin:
            asked = [ASKED[name] for name in PARTS.get(run, list(ASKED))]
            if "expand_plugin_variables" in [question.id for question in asked]:
                install(standin.client())
            return probe(standin.client(), QUICK, asked, unheard)

    return found


@pytest.mark.parametrize(("run", "name"), CASES)
def test_the_answer_is_the_switch(probed: Probed, run: str, name: str) -> None:
    """So the probe can tell its answers apart."""
    [told] = [one for one in probed(run).answers if one.question.switch == name]

    assert (told.status, told.answer) == ("answered", getattr(RUNS[run], name)), told


@pytest.mark.parametrize("name", SWITCHED)
def test_every_answer_is_played(name: str) -> None:
    """The runs above leave none out; switches without choices have two answers."""
    played = {getattr(RUNS[run], name) for run, asked in CASES if asked == name}

    assert played >= set(ASKED[name].accepted)
    assert len(played) > 1


@pytest.mark.parametrize("run", ["default", "other"])
def test_a_file_of_answers_makes_the_stand_in_answer_so(probed: Probed, run: str, tmp_path: Path) -> None:
    """What was asked of a DSS can be played."""
    file, _ = probed(run).written(tmp_path)
    read = Switches.from_probe(file)

    assert {name: getattr(read, name) for name in SWITCHED} == {name: getattr(RUNS[run], name) for name in SWITCHED}


@pytest.mark.parametrize("run", ["default", "other"])
def test_questions_without_a_switch(probed: Probed, run: str) -> None:
    """They are answered as assumed, whatever the switches; some were not tried."""
    told = [one for one in probed(run).answers if not one.question.switch]
    waits = {"mail_unknown_variable", "whole_numbers_of_sql", "wrong_query"}

    assert {one.question.id for one in told if one.status == "not tried"} == waits
    assert [one for one in told if one.question.id not in waits and not one.is_as_assumed] == []


@pytest.fixture
def standin(tmp_path: Path) -> Iterator[Running]:
    """An empty stand-in."""
    with running(tmp_path / "workspace") as served:
        yield served


def only(monkeypatch: pytest.MonkeyPatch, *questions: Question | str) -> None:
    """Let the command ask these alone."""
    asked = tuple(ASKED[one] if isinstance(one, str) else one for one in questions)
    monkeypatch.setattr("probe.__main__.ALL", asked)


def command(standin: Running, monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> int:
    """Run the command with the key in the environment."""
    monkeypatch.setenv("DSS_API_KEY", standin.key)
    return main(["--url", standin.url, "--folder", str(folder), "--pause", "0.05", *words])


def test_the_command_leaves_two_files_and_nothing_else(
    standin: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither key nor names of the instance are in the files, and the key is nowhere; the project and its files are gone."""
    only(monkeypatch, "dss_version", "metrics_envelope", "analysis_name_listed", "whole_numbers_of_sql")
    code = command(standin, monkeypatch, tmp_path / "build", "--sql-connection", "duckdb")
    files = sorted((tmp_path / "build").iterdir())
    written = "".join(file.read_text(encoding="utf-8") for file in files)
    said = capsys.readouterr()
    names = [standin.key, r"admin\b", "127.0.0.1", "standin", "duckdb", "filesystem", "PROBE_"]

    assert (code, [file.suffix for file in files]) == (0, [".json", ".md"])
    assert [name for name in names if re.search(rf"\b{name}", written)] == []
    assert standin.key not in said.out + said.err
    assert standin.client().list_project_keys() == []
    assert [file for file in (standin.dss.workspace / "managed_folders").rglob("*") if file.is_file()] == []


def test_a_wrong_key_is_told_without_the_key(
    standin: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before a project is made."""
    monkeypatch.setenv("DSS_API_KEY", "dkuaps-wrong")
    code, said = main(["--url", standin.url]), capsys.readouterr()

    assert (code, said.out) == (1, "")
    assert "does not take this API key" in said.err
    assert "dkuaps-wrong" not in said.err


def broken(error: BaseException) -> Question:
    """A question that raises."""

    def ask(_: Any) -> Any:
        raise error

    return Question("broken", "Is it?", "a line", (), "", "", ask)


def test_a_question_that_fails_stops_no_other(
    standin: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its message, which may name things of the instance and the key, is on the terminal, without the key."""
    only(monkeypatch, broken(KeyError(standin.key)), "dss_version")

    assert command(standin, monkeypatch, tmp_path) == 0
    said = capsys.readouterr().out
    assert "[ 1/2] broken: could not be answered (KeyError at POST /projects/: KeyError: '***')" in said
    assert "[ 2/2] dss_version: " in said


@pytest.fixture
def _hears_interrupts() -> Iterator[None]:
    """A shell that starts the tests in the background has them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_hears_interrupts")
@pytest.mark.parametrize(
    "stop", [lambda: signal.raise_signal(signal.SIGINT), lambda: os.kill(os.getpid(), signal.SIGTERM)]
)
def test_an_interrupted_probe_deletes_its_project(
    standin: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stop: Callable[[], None]
) -> None:
    """By Ctrl-C or by a signal that asks it to end."""
    question = Question("stops", "Is it?", "a line", (), "", "", lambda _: stop())
    only(monkeypatch, "metrics_envelope", question, "dss_version")

    assert command(standin, monkeypatch, tmp_path) == 1
    assert standin.client().list_project_keys() == []


def test_a_project_that_cannot_be_deleted_is_named(
    standin: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a person to do it; the file says so, and the answers are there."""

    def refuse(*_: Any, **__: Any) -> None:
        raise DataikuException("UnauthorizedException: needs admin rights")

    monkeypatch.setattr(DSSProject, "delete", refuse)
    only(monkeypatch, "dss_version")
    code, [key] = command(standin, monkeypatch, tmp_path), standin.client().list_project_keys()

    assert code == 1
    assert f"please do it by hand: the project {key} (DataikuException: Unauthorized" in capsys.readouterr().out
    assert '"projectDeleted": false' in next(tmp_path.glob("probe-*.json")).read_text(encoding="utf-8")


def test_a_mail_with_an_unknown_variable(standin: Running) -> None:
    """Where a channel and a recipient are named, it is sent or not."""
    with mailbox(standin.client()) as box:
        options = Options(pause=0.05, mail_channel="team-mail", mail_to="ann@example.com")
        [told] = probe(standin.client(), options, [ASKED["mail_unknown_variable"]], unheard).answers

    assert (told.answer, box.mails) == ("mail_fails", [])


def test_the_demo_takes_no_other_file(tmp_path: Path) -> None:
    """It stops before it begins, with the reason."""
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(DemoError, match="other.json is no file of the probe"):  # noqa: SIM117 -- the demo's own context
        with connected(None, None, tmp_path, tmp_path / "other.json"):
            pass


def test_work_that_does_not_end_is_given_up(tmp_path: Path) -> None:
    """After the patience that was asked for; what needs it is met with the same reason at once."""
    with running(tmp_path, Switches(training_never_ends=True)) as standin:
        asked = [ASKED["resolved_names"], ASKED["user_meta_labels"]]
        answers = probe(standin.client(), Options(pause=0.05, patience=1), asked, unheard).answers

    assert [one.why for one in answers] == ["a training was not over after 1 seconds"] * 2
