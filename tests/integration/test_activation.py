"""The macro Activate challenger, run from the zip by the official client; who activates is read in the request log."""

from __future__ import annotations

import re

import pytest
from dataikuapi.utils import DataikuException

from dss_standin.running import Running
from tests.integration.telco import Telco
from tests.integration.test_faults import Faults

MACRO = "pyrunnable_champion-challenger_activate-challenger"
FORM = {"performance": "performance"}


@pytest.fixture(scope="module")
def played(telco: Telco) -> Telco:
    """Two months were run with a log: a champion and one challenger."""
    telco.configure(activation_log="activation_log")
    for month in ("2019-02", "2019-03"):
        log = telco.run(month)
        assert log.startswith("DONE"), log
    return telco


def page(telco: Telco, **config: object) -> str:
    """What the macro returns."""
    macro = telco.project.get_macro(MACRO)
    run_id = macro.run(params={**FORM, "model": telco.model_id, **config})
    return str(macro.get_result(run_id, as_type="string").decode())


def challenger(telco: Telco) -> str:
    """Id of the version that is not active."""
    return next(str(one["id"]) for one in telco.versions() if not one["active"])


def activations(standin: Running) -> list[str]:
    """Paths of the requests that made a version active."""
    return [path for method, path, _, _, status in standin.dss.request_log if "setActive" in path and status == 200]


def test_runs_activate_nothing_and_begin_the_log(played: Telco, standin: Running) -> None:
    """Two months with a retraining, and not one request to activate."""
    log = played.rows("activation_log")

    assert activations(standin) == []
    assert log[["from_version", "to_version", "how"]].fillna("").to_numpy().tolist() == [["", "initial", "noticed"]]


def test_the_evidence_is_a_page_with_a_token_and_changes_nothing(played: Telco, standin: Running) -> None:
    """For all versions, and for one with what will change."""
    new = challenger(played)
    overview, detail = page(played), page(played, version=new)

    assert re.search(r"<code>[0-9a-f]{6}(-[0-9a-f]{6}){7}</code>", overview)
    assert f"({new}) goes into production, instead of" in detail
    assert "evaluate" in detail
    assert activations(standin) == []
    assert played.active() == "initial"


@pytest.mark.clients
def test_a_person_activates_once_and_a_used_token_is_stale(played: Telco, standin: Running) -> None:
    """One request, one line in the log; the second try is refused."""
    new = challenger(played)
    token = re.findall(r"<code>([^<]+)</code>", page(played, version=new))[0]
    form = {"mode": "activate", "version": new, "token": token, "reason": "better", "in_spite_of_flags": True}
    done = page(played, **form)

    assert f"({new}) is active" in done
    assert activations(standin) == [f"/projects/TELCO/savedmodels/{played.model_id}/versions/{new}/actions/setActive"]
    assert played.active() == new
    last = played.rows("activation_log").iloc[-1]
    assert (last["by"], last["from_version"], last["to_version"], last["how"]) == ("admin", "initial", new, "macro")
    with pytest.raises(DataikuException, match="another version is active since.*it was used already"):
        page(played, **{**form, "version": "initial", "token": token})


def test_an_activation_whose_answer_is_lost_is_in_the_log(played: Telco, standin: Running) -> None:
    """With its person and reason, of which the lines may end as on any machine."""
    new = challenger(played)
    token = re.findall(r"<code>([^<]+)</code>", page(played, version=new))[0]
    standin.dss.is_lost = Faults("setActive", 1)
    page(played, mode="activate", version=new, token=token, reason="much\rbetter", in_spite_of_flags=True)
    last = played.rows("activation_log").iloc[-1]

    assert played.active() == new
    assert (last["by"], last["to_version"], last["reason"], last["how"]) == ("admin", new, "much\nbetter", "macro")


def test_what_dss_screens_activate_is_noticed_by_the_next_run(played: Telco) -> None:
    """Not twice."""
    before = played.active()
    other = challenger(played)
    played.project.get_saved_model(played.model_id).set_active_version(other)
    for _ in range(2):
        assert played.run("2019-03").startswith("DONE")
    log = played.rows("activation_log")

    assert log["how"].tolist() == ["noticed", "macro", "macro", "noticed"]
    assert log.iloc[-1][["from_version", "to_version"]].tolist() == [before, other]


def test_a_careless_form_is_told_in_sentences(played: Telco) -> None:
    """Fields, datasets and models that are not there."""
    with pytest.raises(DataikuException, match="Reason: it is empty"):
        page(played, mode="activate", version="initial")
    with pytest.raises(DataikuException, match="no performance dataset: it lacks the columns"):
        page(played, performance="customers")
    with pytest.raises(DataikuException, match="DSS was asked for the settings of saved model TELCO.nothing"):
        page(played, model="nothing")
