"""The package `dataiku` inside recipes: what a process sees, reads, writes and scores."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import dataikuapi
import joblib
import pandas as pd
import pytest
from dataikuapi.dss.project import DSSProject

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.contract.flow_probe import deployed, managed, monthly_dataset, probe, told

Flow = tuple[dataikuapi.DSSClient, DSSProject]
ROLES = {"cohort": ["history"], "result": ["result"]}
RAISED = """
def raised(call):
    try:
        call()
    except Exception as error:
        return str(error)
"""


def flow_on(standin: Running, folder: Path) -> Flow:
    """Return a project with `history`, by month, and a managed `result` partitioned alike."""
    client = standin.client()
    project = client.create_project("RENEWAL", "Renewal", owner="admin")
    monthly_dataset(project, "history", folder)
    managed(project, "result", like="history")
    return client, project


@pytest.fixture
def flow(standin: Running, tmp_path: Path) -> Flow:
    """The project of `flow_on` on a stand-in with the usual switches."""
    return flow_on(standin, tmp_path / "files")


def answer(
    flow: Flow, code: str, roles: dict[str, list[str]] = ROLES, partition: str | None = "2024-01", **config: Any
) -> Any:
    """Run code as a plugin recipe; return what it tells."""
    recipe = probe(*flow, RAISED + code, roles, **config)
    job = recipe.run(partitions=partition, no_fail=True)
    assert job.get_status()["baseStatus"]["state"] == "DONE", job.get_log()
    return told(job.get_log())


def test_what_a_plugin_recipe_knows_of_itself(flow: Flow) -> None:
    """Roles, settings, resources, own library, variables, project."""
    flow[1].set_variables({"standard": {"rate": 0.1, "who": "us"}, "local": {"who": "me"}})
    code = """
from dataiku.customrecipe import *
import probe_library
print("TOLD", json.dumps([
    get_input_names_for_role("cohort"), get_input_names_for_role("model"), get_output_names_for_role("result", full=False),
    get_recipe_config(), get_plugin_config(), open(get_recipe_resource() + "/words.txt").read(), probe_library.ANSWER,
    dataiku.get_custom_variables(), dataiku.get_custom_variables(typed=True)["rate"], dataiku.default_project_key(),
]))
"""
    names = [["RENEWAL.history"], [], ["result"]]
    variables = {"rate": "0.1", "who": "me", "projectKey": "RENEWAL"}
    assert answer(flow, code, top=3) == [*names, {"top": 3}, {}, "resource", 42, variables, 0.1, "RENEWAL"]


def test_flow_variables_and_client(flow: Flow) -> None:
    """The target partition is told, and the official client speaks to the same server."""
    code = """
flow = dataiku.dku_flow_variables
seen = dataiku.api_client().get_project("RENEWAL").get_dataset("history").list_partitions()
print("TOLD", json.dumps([flow["DKU_DST_month"], flow["DKU_DST_YEAR"], flow["DKU_DST_MONTH"], flow["DKU_SRC_month"], len(seen)]))
"""
    assert answer(flow, code) == ["2024-01", "2024", "01", "2024-01", 3]


def test_only_declared_datasets_and_directions(flow: Flow) -> None:
    """Other datasets, writing an input, reading an output and choosing partitions are refused."""
    managed(flow[1], "other")
    code = """
history, result = dataiku.Dataset("history"), dataiku.Dataset("RENEWAL.result")
print("TOLD", json.dumps([
    raised(lambda: dataiku.Dataset("other")), raised(lambda: history.write_with_schema(None)),
    raised(result.get_dataframe), raised(lambda: result.set_write_partition("2024-03")),
    raised(lambda: dataiku.Dataset("other", ignore_flow=True).get_config()),
]))
"""
    messages = answer(flow, code)
    for message, part in zip(
        messages,
        [
            "neither an input nor an output",
            "DataFrame, not a NoneType",
            "output of this recipe only",
            "the host assigns",
        ],
    ):
        assert part in message
    assert messages[4] is None


def test_chunks_rows_and_limits(flow: Flow) -> None:
    """Chunks hold the partition's rows in order; columns, limits and typed rows too."""
    code = """
ds = dataiku.Dataset("history")
frame = ds.get_dataframe(columns=["visits", "customer"], infer_with_pandas=False)
chunks = list(ds.iter_dataframes(chunksize=50, columns=["visits", "customer"], infer_with_pandas=False))
assert frame.equals(__import__("pandas").concat(chunks, ignore_index=True))
assert "use_nullable_integers" in __import__("inspect").signature(ds.iter_dataframes).parameters
row, pair = next(ds.iter_rows()), next(ds.iter_tuples(columns=["y", "x"]))
print("TOLD", json.dumps([
    [len(one) for one in chunks], list(frame), len(ds.get_dataframe(limit=7)), len(ds.get_dataframe(sampling="random", ratio=0.5)),
    sum(len(one) for one in ds.iter_dataframes(chunksize=10, limit=25)), sorted(row), [type(one).__name__ for one in pair],
    raised(lambda: ds.get_dataframe(columns=["nowhere"])), raised(lambda: ds.get_dataframe(chunky=True)),
]))
"""
    *found, no_column, no_option = answer(flow, code)
    assert found == [
        [50, 50, 20],
        ["visits", "customer"],
        7,
        60,
        25,
        ["customer", "segment", "visits", "x", "y"],
        ["int", "float"],
    ]
    assert "has no column ['nowhere']" in no_column
    assert "unexpected keyword argument 'chunky'" in no_option


def test_written_rows_go_through_the_schema(flow: Flow) -> None:
    """Types come from the frame or from the schema; empty texts are null; a frame that lacks columns is refused."""
    code = """
import pandas as pd
ds = dataiku.Dataset("result")
ds.write_schema([{"name": "n", "type": "bigint"}, {"name": "rate", "type": "double"}, {"name": "text", "type": "string"}, {"name": "flag", "type": "boolean"}])
error = raised(lambda: ds.write_dataframe(pd.DataFrame({"n": [1], "rate": [0.1]})))
frame = pd.DataFrame({"text": ["a,\\n\\"b\\"", "", None], "rate": [0.1 + 0.2, None, 1e-300], "flag": [True, False, None]})
frame["n"] = pd.array([2**53 + 1, None, 0], dtype="Int64")
ds.write_dataframe(frame)
print("TOLD", json.dumps(error))
"""
    assert "missing columns ['flag', 'text'], unknown columns []" in answer(flow, code)
    rows = list(flow[1].get_dataset("result").iter_rows(partitions="2024-01"))
    assert rows == [[2**53 + 1, 0.1 + 0.2, 'a,\n"b"', True], [None, None, "", False], [0, 1e-300, "", False]]


def test_writer_lands_at_close_or_not_at_all(flow: Flow) -> None:
    """Chunks and rows arrive together; an exception in the block leaves what was there."""
    code = """
import pandas as pd
ds = dataiku.Dataset("result")
ds.write_schema([{"name": "a", "type": "bigint"}, {"name": "b", "type": "string"}])
with ds.get_writer() as writer:
    writer.write_dataframe(pd.DataFrame({"b": ["x"], "a": [1]}))
    writer.write_tuple((2, "y"))
    writer.write_row_dict({"b": "z"})
def broken():
    with ds.get_writer() as writer:
        writer.write_tuple((3, "no"))
        raise RuntimeError("half way")
print("TOLD", json.dumps(raised(broken)))
"""
    assert answer(flow, code) == "half way"
    assert list(flow[1].get_dataset("result").iter_rows(partitions="2024-01")) == [[1, "x"], [2, "y"], [None, "z"]]


def test_sql_output_is_filled_with_its_dimension(flow: Flow) -> None:
    """The dimension's column is the host's to fill; a second run replaces its partition only."""
    managed(flow[1], "table", like="history", connection="duckdb")
    code = """
import pandas as pd
ds = dataiku.Dataset("table")
ds.write_with_schema(pd.DataFrame({"month": ["whatever"], "n": [int(dataiku.dku_flow_variables["DKU_DST_MONTH"])]}))
print("TOLD", json.dumps(ds.get_location_info()["locationInfoType"]))
"""
    roles = {"cohort": ["history"], "result": ["table"]}
    assert [answer(flow, code, roles, month) for month in ("2024-01", "2024-02", "2024-01")] == ["SQL"] * 3
    assert sorted(flow[1].get_dataset("table").iter_rows()) == [["2024-01", 1], ["2024-02", 2]]


def test_external_metrics_and_checks(flow: Flow) -> None:
    """Figures of a recipe can be read back, in the process and outside."""
    code = """
ds = dataiku.Dataset("result")
ds.save_external_metric_values({"lift": 2.5, "verdict": "better"}, "2024-01")
ds.save_external_check_values({"enough data": "OK"}, "2024-01")
print("TOLD", json.dumps([ds.get_last_metric_values("2024-01").get_all_ids(), raised(lambda: ds.save_external_check_values({"a": "good"}))]))
"""
    ids, refusal = answer(flow, code)
    lift = next(one for one in ids if one.endswith("lift"))
    assert "check:CHECK:enough data" in ids
    assert "An outcome is OK, WARNING, ERROR or EMPTY" in refusal
    assert flow[1].get_dataset("result").get_last_metric_values("2024-01").get_partition_value(lift, "2024-01") == 2.5


def test_model_and_predictor(flow: Flow) -> None:
    """A version scores rows in their order; a lost feature is named; types of cells do not matter."""
    model_id = deployed(flow[1])[2]
    code = """
model = dataiku.Model("Renewal score")
frame = dataiku.Dataset("history").get_dataframe().set_index("customer", drop=False)
with model.get_predictor() as predictor:
    scores = predictor.predict(frame)
    texts = predictor.predict(frame.astype({"visits": "str", "x": "str"}))
    told = [predictor.get_features(), predictor.get_classes(), predictor.get_proba_columns(), list(scores)]
    lost = raised(lambda: predictor.predict(frame.drop(columns="visits")))
assert scores.index.equals(frame.index) and scores.equals(texts)
assert (scores[["proba_0", "proba_1"]].sum(axis=1) - 1).abs().max() < 1e-12
auc_like = scores.groupby(frame["y"])["proba_1"].mean()
print("TOLD", json.dumps([
    *told, lost, bool(auc_like[1] > auc_like[0]), model.get_info(), [one["versionId"] for one in model.list_versions()],
    raised(lambda: model.get_predictor("nope")),
]))
"""
    features, classes, probas, columns, lost, separates, info, versions, unknown = answer(
        flow, code, {**ROLES, "model": [model_id]}
    )
    assert (features, classes) == (["x", "segment", "visits"], ["0", "1"])
    assert (probas, columns) == (["proba_0", "proba_1"], ["prediction", "proba_0", "proba_1"])
    assert "the data lacks ['visits']" in lost
    assert (separates, versions) == (True, ["initial"])
    assert info == {"id": model_id, "projectKey": "RENEWAL", "name": "Renewal score", "type": "PREDICTION"}
    assert "version of saved model does not exist" in unknown


def test_version_that_this_env_cannot_load(flow: Flow, standin: Running) -> None:
    """A bundle pickled with a module that is absent raises when it is loaded, naming the module."""
    model_id = deployed(flow[1])[2]
    file = standin.dss.store.path(f"projects/RENEWAL/savedmodels/{model_id}/versions/initial") / "model.joblib"
    joblib.dump({"pipeline": None}, file)
    file.write_bytes(b"cgone_forest\nForest\n.")
    code = f'print("TOLD", json.dumps(raised(dataiku.Model("{model_id}").get_predictor)))'
    assert "gone_forest" in answer(flow, code, {**ROLES, "model": [model_id]})


def test_retraining_from_inside_a_recipe(flow: Flow) -> None:
    """The official client of the process trains and redeploys; the active version stays."""
    model_id = deployed(flow[1])[2]
    code = f"""
project = dataiku.api_client().get_default_project()
task = project.create_prediction_ml_task("history", "y", prediction_type="BINARY_CLASSIFICATION")
settings = task.get_settings()
settings.disable_all_algorithms()
settings.set_algorithm_enabled("DECISION_TREE_CLASSIFICATION", True)
settings.save()
task.redeploy_to_flow(task.train()[0], saved_model_id="{model_id}", activate=False)
print("TOLD", json.dumps([one["active"] for one in dataiku.Model("{model_id}").list_versions()]))
"""
    assert answer(flow, code, {**ROLES, "model": [model_id]}) == [False, True]


@pytest.mark.parametrize("container", [False, True])
def test_folder_and_container(tmp_path: Path, container: bool) -> None:
    """Files are streamed anywhere; the path is told outside containers only, where nothing else tells it either."""
    with running(tmp_path / "workspace", Switches(container_mode=container)) as standin:
        flow = flow_on(standin, tmp_path / "files")
        folder = flow[1].create_managed_folder("documents")
        folder.put_file("/a.txt", io.BytesIO(b"hello"))
        code = """
import os, sys
folder = dataiku.Folder("documents")
folder.write_json("b.json", {"b": 1})
told = [folder.list_paths_in_partition(), folder.get_download_stream("/a.txt").read().decode(), folder.read_json("b.json")]
told += [raised(folder.get_path), os.listdir("."), json.dumps([dict(os.environ), os.getcwd(), sys.path, sys.argv])]
print("TOLD", json.dumps(told))
"""
        paths, text, obj, path_error, here, surroundings = answer(flow, code, {**ROLES, "folder": [folder.id]})
    assert (sorted(paths), text, obj, here) == (["/a.txt", "/b.json"], "hello", {"b": 1}, [])
    assert ("container" in (path_error or "")) is container
    assert str(tmp_path) not in surroundings


def test_paths_of_a_folder(flow: Flow) -> None:
    """What is at a path; the template's import is there, and nothing behind it."""
    folder = flow[1].create_managed_folder("documents")
    for path in ("a.txt", "2024/b.txt", "2024/c.txt"):
        folder.put_file(path, io.BytesIO(b"hello"))
    code = """
from dataiku import pandasutils as pdu
folder = dataiku.Folder("documents")
found = [folder.get_path_details(path) for path in ("/", "2024", "/a.txt", "nowhere")]
print("TOLD", json.dumps([
    [(one["exists"], one["directory"], one.get("size")) for one in found],
    [child["fullPath"] for child in found[0]["children"]], [child["name"] for child in found[1]["children"]],
    raised(lambda: pdu.audit),
]))
"""
    details, top, inner, error = answer(flow, code, {**ROLES, "folder": [folder.id]})
    assert details == [[True, True, None], [True, True, None], [True, False, 5], [False, False, None]]
    assert (top, inner) == (["/2024", "/a.txt"], ["b.txt", "c.txt"])
    assert error == "dataiku.pandasutils.audit is outside the stand-in's slice"


def test_queries_on_a_sql_connection(flow: Flow) -> None:
    """Rows come as a frame; side effects are rolled back unless committed; errors name the reason."""
    code = """
duck = dataiku.SQLExecutor2(connection="duckdb")
count = lambda: int(duck.query_to_df("select count(*) as n from kept")["n"][0])
duck.query_to_df("select 1", pre_queries=["create table kept as select 7 as seven"], post_queries=["COMMIT"])
duck.query_to_df("select 1", pre_queries=["insert into kept values (8)"])
rows = duck.query_to_df("select seven, 'a' as letter from kept").to_dict("records")
print("TOLD", json.dumps([rows, count(), raised(lambda: duck.query_to_df("select nothing from nowhere"))]))
"""
    rows, count, error = answer(flow, code)
    assert (rows, count) == ([{"seven": 7, "letter": "a"}], 1)
    assert "SQLException" in error
    assert "nowhere" in error


def test_types_of_a_query(flow: Flow) -> None:
    """Inferred by pandas unless the schema is asked for; NULL is missing, an option that is not played is named."""
    code = """
duck = dataiku.SQLExecutor2(connection="duckdb")
query = "select '007' as code, null::varchar as word, true as flag, null::boolean as none, 1.5 as number"
rows = [duck.query_to_df(query, **asked).iloc[0] for asked in ({}, {"dtypes": {"code": "str"}})]
typed = duck.query_to_df("select '007' as code, null::varchar as word, 1 as n", infer_from_schema=True).iloc[0]
print("TOLD", json.dumps([
    [str(row["code"]) for row in (*rows, typed)], [bool(row.isna()["word"]) for row in (*rows, typed)],
    bool(rows[0].isna()["none"]), bool(rows[0]["flag"]),
    raised(lambda: duck.query_to_df("select null::bigint as n", infer_from_schema=True)),
    raised(lambda: duck.query_to_df(query, extra_conf={})),
]))
"""
    codes, words, no_flag, flag, whole, option = answer(flow, code)
    assert (codes, words, no_flag, flag) == (["7", "007", "007"], [True] * 3, True, True)
    assert "Integer column has NA values" in whole
    assert option == "query_to_df(extra_conf) is outside the stand-in's slice"


def test_variables_expanded_by_the_host(tmp_path: Path) -> None:
    """Both answers: `${who}` reaches the recipe as typed, or expanded."""
    found = []
    for expanded in (False, True):
        with running(tmp_path / f"w{expanded}", Switches(expand_plugin_variables=expanded)) as standin:
            flow = flow_on(standin, tmp_path / "files")
            flow[1].set_variables({"standard": {"who": "us"}, "local": {}})
            code = 'print("TOLD", json.dumps(dataiku.customrecipe.get_recipe_config()["name"]))'
            found.append(answer(flow, code, name="${who}"))
    assert found == ["${who}", "us"]


def test_pandas_reads_what_the_recipe_wrote(flow: Flow) -> None:
    """A whole month of floats survives writing and reading to the bit of their text."""
    code = """
frame = dataiku.Dataset("history").get_dataframe()
dataiku.Dataset("result").write_with_schema(frame)
print("TOLD", json.dumps(frame["x"].tolist()))
"""
    written = answer(flow, code)
    assert [row[1] for row in flow[1].get_dataset("result").iter_rows(partitions="2024-01")] == written
    assert pd.Series(written).is_unique
