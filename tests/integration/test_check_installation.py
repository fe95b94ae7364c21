"""The macro Check this instance, run from the zip by the official client."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.integration.telco import MONTHS, TYPES, Telco, customers, install

MACRO = "pyrunnable_champion-challenger_check-installation"
ROW = re.compile(
    r'<tr><td class="text level (\w+)">.*?</td><td class="text subject">(.*?)</td><td class="text">(.*?)</td>'
    r'<td class="text advice">(.*?)</td></tr>'
)


def page(telco: Telco, **form: Any) -> str:
    """What the macro returns."""
    macro = telco.project.get_macro(MACRO)
    return str(macro.get_result(macro.run(params=form), as_type="string").decode())


def lines(text: str) -> dict[str, tuple[str, str, str]]:
    """Level, what was found and advice of each line, by its subject."""
    return {subject: (level, found, advice) for level, subject, found, advice in ROW.findall(text)}


def everything(telco: Telco) -> dict[str, str]:
    """A form with all fields."""
    return {"model": telco.model_id, "cohort": "customers", "performance": "performance"}


def contents(workspace: Path) -> dict[str, str]:
    """Digest of each file of a stand-in, but of its own logs."""
    files = [file for file in workspace.rglob("*") if file.is_file() and file.suffix != ".log"]
    return {str(file.relative_to(workspace)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def with_words(month: str) -> pd.DataFrame:
    """Customers whose regions and flags are NA, NULL or empty more often than not."""
    frame = customers(month, 1000)
    words = ["NA", "NULL", "n/a", "None", "north"]
    return frame.assign(
        region=[words[n % 5] for n in range(1000)], flag=[["true", "false", None][n % 3] for n in range(1000)]
    )


def trained_elsewhere(served: Running, score: Telco) -> None:
    """Let the champion's details name a code environment of the host with an older scikit-learn."""
    environment = served.client().create_code_env(
        "PYTHON", "old_ml", "DESIGN_MANAGED", {"pythonInterpreter": "PYTHON39"}
    )
    settings = environment.get_settings()
    settings.set_required_packages("scikit-learn==1.0.2")
    settings.save()
    environment.update_packages()
    key = f"projects/TELCO/savedmodels/{score.model_id}/versions/initial/details"
    details = served.dss.store.read(key)
    details["coreParams"]["executionParams"] = {"envSelection": {"envMode": "EXPLICIT_ENV", "envName": "old_ml"}}
    served.dss.store.write(key, details)


@pytest.fixture(scope="module")
def played(telco: Telco) -> Telco:
    """A month was run: a champion and a challenger."""
    log = telco.run(MONTHS[2])
    assert log.startswith("DONE"), log
    return telco


@pytest.mark.clients
def test_a_sound_score_has_no_red_line(played: Telco) -> None:
    """Every section has its lines; each version scores five rows."""
    text = page(played, **everything(played))
    found = lines(text)
    scored = [found[subject] for subject in found if subject.startswith("Version ")]

    assert [subject for subject, (level, *_) in found.items() if level == "fix"] == []
    assert [line[:2] for line in scored] == [("ok", "it loads and scores 5 rows")] * 2
    assert found["Output scores"][:2] == ("ok", "TELCO.scores: month (MONTH)")
    assert found["DSS"][0] == found["Client"][0] == found["Partitions of both"][0] == "ok"
    assert "Nothing prevents a score" in text or "Nothing that was looked at prevents a score" in text


@pytest.mark.clients
def test_nothing_is_changed(played: Telco, standin: Running) -> None:
    """No request but those that read, and no file differs afterwards."""
    before, asked = contents(standin.dss.workspace), len(standin.dss.request_log)
    page(played, **everything(played))
    requests = [(method, path) for method, path, *_ in standin.dss.request_log[asked:]]
    own = {("POST", f"/projects/TELCO/runnables/{MACRO}")}

    assert {request for request in requests if request[0] != "GET"} <= own
    assert contents(standin.dss.workspace) == before


def test_an_uploaded_csv_without_types_is_amber(played: Telco) -> None:
    """With the place where types are inferred; digits in texts are scored all the same."""
    played.type_columns("customers", dict.fromkeys(TYPES, "string"))
    found = lines(page(played, **everything(played)))
    played.type_columns("customers", TYPES)

    assert (found["Types"][0], found["Version 20190228 (initial, champion)"][0]) == ("look", "ok")
    assert "Infer types from data" in found["Types"][2]


def test_words_and_booleans_of_the_cohort_are_told(standin: Running) -> None:
    """The texts NA and NULL are counted; an empty boolean is no obstacle."""
    types = {**TYPES, "flag": "boolean"}
    odd = Telco(standin.client(), key="WORDS", months=MONTHS[:2], data=with_words, types=types)
    found = lines(page(odd, **everything(odd)))

    assert found["Words such as NA"][:2] == ("look", "region (800 of 1,000 rows)")
    assert found["Booleans"][:2] == ("ok", "flag: read as the texts true and false, which is how models know them")
    assert found["Version 20190228 (initial, champion)"][:2] == ("ok", "it loads and scores 5 rows")


def test_what_does_not_load_is_red_and_names_the_environment(standin: Running) -> None:
    """The other lines are there all the same."""
    broken = Telco(standin.client(), key="BROKEN", months=MONTHS[:2])
    folder = standin.dss.store.path(f"projects/BROKEN/savedmodels/{broken.model_id}/versions/initial")
    next(folder.glob("*.joblib")).write_bytes(b"from another environment")
    found = lines(page(broken, **everything(broken)))
    version = found["Version 20190228 (initial, champion)"]

    assert version[0] == "fix"
    assert "; the model may need other packages." in version[1]
    assert version[2].startswith("On the page of this code environment in DSS")
    assert found["Types"][0] == "ok"


@pytest.mark.parametrize(
    ("told", "environment", "connection"),
    [(True, "Environment of the training: old_ml", "ok"), (False, "Environment of the training", "untried")],
)
def test_what_the_host_does_not_tell_is_grey(tmp_path: Path, told: bool, environment: str, connection: str) -> None:
    """Told, the packages of the training are compared, and the connection's rules are read."""
    switches = Switches(training_environment_told=told, connection_rules_told=told, forbidden_projects="SECRET")
    with running(tmp_path, switches) as served:
        install(served.client())
        score = Telco(served.client(), months=MONTHS[:2])
        trained_elsewhere(served, score)
        served.client().create_project("SECRET", "Secret", owner="admin")
        found = lines(page(score, **everything(score), other_project="SECRET"))

    assert found[environment][0] == ("look" if told else "untried")
    assert ("scikit-learn 1.0.2 (here " in found[environment][1]) is told
    assert found["Connection filesystem_managed of performance"][0] == connection
    assert found["Read project SECRET"][0] == "fix"
    assert "you are not authorized to read project SECRET" in found["Read project SECRET"][1]
