"""The macro Create score project, run from the zip: the second score from the first, on the same customers."""

from __future__ import annotations

from typing import Any

import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from champion_challenger.version import VERSION
from dss_standin.running import Running
from tests.contract.real_keys import faults, of_project, table
from tests.integration.telco import TYPES, Telco
from tests.integration.test_faults import Faults

MACRO = "pyrunnable_champion-challenger_create-score-project"
FORM = {
    "score_name": "Second",
    "template_project": "TELCO",
    "training_data": "customers_history",
    "cohort": "customers",
    "first_training_partitions": "2019-01",
    "connection": "filesystem_managed",
    "mail_channel": "team-mail",
    "recipients": ["ann@example.com"],
    "tableau_workbook": True,
}
RECIPES = ["retrain_and_evaluate", "score_customers", "summarise_performance", "train_Second"]


def page(telco: Telco, **changes: Any) -> str:
    """What the macro returns, run from the first score's project."""
    macro = telco.project.get_macro(MACRO)
    run_id = macro.run(params={**FORM, **changes})
    return str(macro.get_result(run_id, as_type="string").decode())


@pytest.fixture(scope="module", autouse=True)
def channel(standin: Running) -> None:
    """The channel that the form names, where nobody listens."""
    standin.client().create_messaging_channel("smtp", "team-mail", {"host": "127.0.0.1", "port": 9, "sender": "a@b.c"})


@pytest.fixture(scope="module")
def second(telco: Telco, standin: Running) -> DSSProject:
    """The second score's project."""
    telco.project.update_variables({"country": "FR"})
    assert "parts of SECOND were made" in page(telco)
    return standin.client().get_project("SECOND")


def test_all_parts_are_there(second: DSSProject) -> None:
    """Recipes, model, inactive scenarios with their triggers, wiki page, copied variables."""
    scenarios = [second.get_scenario(one["id"]).get_settings() for one in second.list_scenarios()]

    assert sorted(one["name"] for one in second.list_recipes()) == RECIPES
    assert [one["name"] for one in second.list_saved_models()] == ["Second"]
    assert sorted(one.get_raw()["name"] for one in scenarios) == ["Application_Second", "Score_Second"]
    assert not any(one.active for one in scenarios)
    assert all(one.raw_triggers and one.raw_reporters for one in scenarios)
    assert "Visual webapp" in second.get_wiki().get_article("Score Second").get_data().get_body()
    assert second.get_variables()["standard"]["country"] == "FR"


def test_the_design_is_that_of_the_first_score(second: DSSProject, telco: Telco) -> None:
    """Algorithm and handling; the recipe's form is copied, but for the name."""
    designs = []
    for project in (telco.project, second):
        model = project.get_saved_model(project.list_saved_models()[0]["id"])
        details = model.get_version_details(model.get_active_version()["id"]).get_raw()
        features = {name: one["role"] for name, one in details["preprocessing"]["per_feature"].items()}
        designs.append((details["modeling"]["algorithm"], features))
    form = (
        second.get_recipe("retrain_and_evaluate").get_settings().get_recipe_raw_definition()["params"]["customConfig"]
    )

    assert designs[0] == designs[1]
    assert form == {
        **telco.config,
        "outcome_column": "churned",
        "score_id": "Second",
        "activation_log": "activation_log",
    }


def test_the_scored_customers_have_columns_before_the_first_build(second: DSSProject) -> None:
    """No build changes a schema: the macro computes it."""
    columns = [column["name"] for column in second.get_dataset("customer_scores").get_schema()["columns"]]
    second.get_recipe("score_customers").run(partitions="2019-03")

    assert columns == [*TYPES, "proba_0", "proba_1", "prediction"]
    assert second.get_dataset("customer_scores").list_partitions() == ["2019-03"]


def test_run_again_it_changes_nothing(second: DSSProject, telco: Telco, standin: Running) -> None:
    """Not one request that writes."""
    before = len(standin.dss.request_log)
    again = page(telco)
    writing = {"PUT", "DELETE"}
    paths = [
        one[:2]
        for one in standin.dss.request_log[before:]
        if one[0] in writing or ("/SECOND" in one[1] and one[0] == "POST")
    ]

    assert "Nothing was changed: SECOND is as it would be made now" in again
    assert paths == []


def test_the_second_score_runs(second: DSSProject, standin: Running) -> None:
    """Its month is evaluated and summarised; its scenario too, as a person would start it."""
    ids = {one["name"]: one["id"] for one in second.list_scenarios()}
    scenario = second.get_scenario(ids["Score_Second"])
    run = scenario.run_and_wait({"month_ref": "2019-02"}, no_fail=True)
    outcomes = {one["step"]["name"]: one["result"]["outcome"] for one in run.get_details().steps}

    assert outcomes["Retrain_and_evaluate"] == "SUCCESS", run.get_log()
    assert outcomes["Summarise_performance"] == "SUCCESS", run.get_log()
    assert outcomes["Report"] == "SUCCESS", run.get_log()
    (folder,) = second.list_managed_folders()
    kept = second.get_managed_folder(folder["id"])
    assert "<h1>Second</h1>" in kept.get_file("report.html").content.decode()
    assert outcomes["Workbook"] == "SUCCESS", run.get_log()
    assert kept.get_file("workbook.twbx").content.startswith(b"PK")
    assert second.get_dataset("performance").list_partitions() == ["2019-02"]
    names = [column["name"] for column in second.get_dataset("activation_log").get_schema()["columns"]]
    assert names[0] == "activated_at"


def test_nothing_is_written_that_no_real_object_has(second: DSSProject, telco: Telco) -> None:
    """Recipes, scenarios, datasets and tasks of the macro, of the first champion and of a replay."""
    for project in (second, telco.project):
        assert faults(of_project(project), table()) == []


def test_a_newer_plugin_says_what_it_would_change(second: DSSProject, telco: Telco) -> None:
    """The record of an older one is compared, part by part."""
    record = second.get_variables()["standard"]["champion_challenger"]
    parts = {**record["parts"], "dataset scores": "0ld", "dataset old_figures": "0ld"}
    parts.pop("dataset gains_curves")
    second.update_variables({"champion_challenger": {**record, "plugin_version": "0.0.9", "parts": parts}})
    told = page(telco)
    second.update_variables({"champion_challenger": record})

    assert f"Version 0.0.9 of the plugin made SECOND; version {VERSION} would make 3 parts differently" in told
    assert all(state in told for state in ("would change", "would be made", "no longer made"))


def test_a_run_that_broke_off_goes_on(second: DSSProject, telco: Telco) -> None:
    """What is recorded is kept; the rest is made."""
    record = second.get_variables()["standard"]["champion_challenger"]
    parts = {name: digest for name, digest in record["parts"].items() if not name.startswith(("scenario", "article"))}
    for one in second.list_scenarios():
        second.get_scenario(one["id"]).delete()
    second.update_variables({"champion_challenger": {**record, "parts": parts, "is_complete": False}})

    assert "2 parts of SECOND were made" in page(telco)
    assert len(second.list_scenarios()) == 2


def test_what_does_not_fit_is_told_before_anything_is_made(second: DSSProject, telco: Telco, standin: Running) -> None:
    """Key taken, another score's project, no such column, one dataset in both roles."""
    cases = {
        "TELCO is taken by a project that this macro did not make": {"project_key": "TELCO"},
        "SECOND is the project of score Second": {"score_name": "Third", "project_key": "SECOND"},
        "has no column 'renewed'": {"score_name": "Third", "outcome_column": "renewed"},
        "it is the training data itself": {"score_name": "Third", "cohort": "customers_history"},
        "DSS was asked for the settings of dataset TELCO.nothing": {"score_name": "Third", "cohort": "nothing"},
        "NOWHERE": {"score_name": "Third", "template_project": "NOWHERE"},
    }
    for message, changes in cases.items():
        with pytest.raises(DataikuException, match=message):
            page(telco, **changes)
    assert "THIRD" not in standin.client().list_project_keys()


def test_from_the_short_form_alone_with_an_awkward_name(telco: Telco, standin: Running) -> None:
    """No existing project: one algorithm, and a name that is markup."""
    made = page(
        telco, score_name="<script>été", template_project="", outcome_column="churned", algorithm="LOGISTIC_REGRESSION"
    )
    project = standin.client().get_project("SCRIPT_ETE")

    assert "<script>" not in made
    assert "parts of SCRIPT_ETE were made" in made
    assert "<script>" not in project.get_wiki().list_articles()[0].get_data().get_body()


def test_a_connection_without_managed_datasets_is_named_with_the_field(telco: Telco) -> None:
    """What the host said, where the dataset was to be, and what to choose instead."""
    place = (
        "The dataset was to be in connection filesystem_root; name one that allows managed datasets in the field Conn"
    )
    with pytest.raises(DataikuException, match=rf"'filesystem_root' does not allow managed datasets\)?\.? {place}"):
        page(telco, score_name="Nowhere", connection="filesystem_root")


def test_the_first_champion_is_dated_as_the_first_score_says(telco: Telco, standin: Running) -> None:
    """With snapshots of the first day, January is known on the first of February: as its own replay would say."""
    telco.configure(snapshot_day="first")
    page(telco, score_name="Early")
    telco.configure(snapshot_day="last")
    project = standin.client().get_project("EARLY")
    (model,) = project.list_saved_models()
    (version,) = project.get_saved_model(model["id"]).list_versions()

    assert "trained until 2019-02-01" in version["snippet"]["userMeta"]["description"]


def one_model(project: DSSProject) -> str:
    """Description of the active version of the only saved model."""
    (model,) = project.list_saved_models()
    (version,) = project.get_saved_model(model["id"]).list_versions()
    assert version["active"]
    return str(version["snippet"]["userMeta"]["description"])


def test_a_champion_whose_answer_is_lost_is_the_champion(telco: Telco, standin: Running) -> None:
    """It is deployed and labelled, once."""
    standin.dss.is_lost = Faults("deployToFlow", 1)

    assert "parts of LOST were made" in page(telco, score_name="Lost")
    assert "trained until 2019-02-28" in one_model(standin.client().get_project("LOST"))


def test_a_champion_without_a_label_is_labelled_by_the_next_run(telco: Telco, standin: Running) -> None:
    """The one that is there; no second model of the same name."""
    standin.dss.is_broken = Faults("PUT .*/user-meta", 1)
    with pytest.raises(DataikuException, match="DSS was asked to label the first champion of model Bare"):
        page(telco, score_name="Bare")

    assert "parts of BARE were made" in page(telco, score_name="Bare")
    assert "trained until 2019-02-28" in one_model(standin.client().get_project("BARE"))
