"""The text of each query in each dialect, in `golden/*.sql`, to be read; `make snapshot` writes it.

The example: scores rounded to four decimals and outcomes in two tables, one cohort, targeting rate 5 %. The queries
about pairs compare one challenger with the champion; those about campaigns have a contact column beside the outcomes
(those by stratum, each way in which control customers can be told to be of the list), and those about segments a region, or a number of lines. That about classes is of training data. The newest cohort is that
of two months later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from champion_challenger.core.sql.classes import COMPARES_EXACTLY, classes_query
from champion_challenger.core.sql.contact import ContactColumn
from champion_challenger.core.sql.dialects import DIALECTS, Dialect
from champion_challenger.core.sql.drift import drift_query, list_change_query, newest_cohort_query
from champion_challenger.core.sql.pairs import Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.profile import outcomes_profile_query, scores_profile_query, segment_values_query
from champion_challenger.core.sql.query import statistics_query
from champion_challenger.core.sql.repeats import repeats_query
from champion_challenger.core.sql.segments import SegmentColumn
from champion_challenger.core.sql.steps import QueryForm
from champion_challenger.core.sql.tables import CohortRange, OutcomesTable, StoredScores
from champion_challenger.core.sql.target_list import target_list_query
from champion_challenger.core.sql.weighted import weighted_common_query, weighted_statistics_query
from champion_challenger.core.sql.weighted_pairs import weighted_pairs_query
from champion_challenger.records.datasets import Column, DatasetFacts, StoredTable
from champion_challenger.records.runs import TrainingColumns
from champion_challenger.settings.contact import ContactRules

FOLDER = Path(__file__).parent / "golden"
RATES = (500,)
PAIRING = Pairing("S-2019-04", ("S-2019-05",))
SHARED = replace(PAIRING, is_shared=True)
TRAINING = TrainingColumns("churned", "snapshot", ("region",))
COHORT = CohortRange("month", names=("2019-06",))
NEWEST = CohortRange("month", names=("2019-08",))


def golden_queries() -> dict[str, str]:
    """Name of each file and its text."""
    texts = {f"{name}.{dialect.name}.sql": text for dialect in DIALECTS.values() for name, text in _queries(dialect)}
    return {file: f"{text}\n" for file, text in texts.items()}


def _queries(dialect: Dialect) -> list[tuple[str, str]]:
    outcomes = OutcomesTable(_table("outcomes", dialect), "customer_id", "churned", COHORT, has_text_ids=True)
    scores = StoredScores(
        table=_table("scores", dialect),
        customer="customer_id",
        version="version_id",
        score="score",
        champion="is_champion",
        cohort=COHORT,
        decimals=4,
        has_text_ids=True,
        outcomes=outcomes,
    )
    told = replace(scores, contact=ContactColumn(ContactRules("contact", ("called",), ("held out",)), is_realised=True))
    by_region, by_lines = (
        replace(scores, segment=SegmentColumn(*column, is_realised=True))
        for column in (("region", "text"), ("lines", "number"))
    )
    # A dialect without LOCKING ignores it: then the text is that of the derived tables.
    form = QueryForm(is_locking=dialect.has_locking)
    derived = replace(form, is_derived=True)
    return [
        ("outcomes_profile", outcomes_profile_query(outcomes, False, dialect, form)),
        ("scores_profile", scores_profile_query(scores, dialect, form, counts_customers=False)),
        ("scores_profile_customers", scores_profile_query(scores, dialect, form)),
        ("statistics_with", statistics_query(scores, RATES, dialect)),
        ("statistics_derived", statistics_query(scores, RATES, dialect, derived)),
        ("pairs_shared", pairs_query(scores, SHARED, RATES, dialect, form)),
        ("pairs_general", pairs_query(scores, PAIRING, RATES, dialect)),
        ("pairs_statistics", common_statistics_query(scores, PAIRING, RATES, dialect)),
        ("repeats", repeats_query(scores, [PAIRING.champion, *PAIRING.challengers], dialect, form)),
        ("newest_cohort", newest_cohort_query(scores, dialect, form)),
        ("drift", drift_query(scores, NEWEST, dialect)),
        ("drift_derived", drift_query(scores, NEWEST, dialect, derived)),
        ("list_change", list_change_query(scores, NEWEST, RATES, dialect)),
        ("list_change_derived", list_change_query(scores, NEWEST, RATES, dialect, derived)),
        ("contact_profile", scores_profile_query(told, dialect, form)),
        ("control_statistics", statistics_query(told, RATES, dialect, part="control")),
        ("contacted_statistics", statistics_query(told, RATES, dialect, part="contacted")),
        ("target_list", target_list_query(told, [PAIRING.champion], dialect)),
        ("weighted_statistics", weighted_statistics_query(told, PAIRING, "listed", RATES, dialect)),
        ("weighted_statistics_derived", weighted_statistics_query(told, PAIRING, "listed", RATES, dialect, derived)),
        ("weighted_common", weighted_common_query(told, PAIRING, "ranked", RATES, dialect)),
        ("weighted_pairs_shared", weighted_pairs_query(told, SHARED, "listed", RATES, dialect, form)),
        ("weighted_pairs_general", weighted_pairs_query(told, PAIRING, "control", RATES, dialect)),
        ("uncontacted_statistics", statistics_query(told, RATES, dialect, part="uncontacted")),
        ("classes", classes_query(_training(dialect), ("2019-05", "2019-06"), TRAINING)),
        ("segment_values", segment_values_query(by_region, dialect, form)),
        ("segment_profile", outcomes_profile_query(outcomes, False, dialect, form, by_lines.segment)),
        ("segment_statistics", statistics_query(by_lines, RATES, dialect)),
        ("segment_pairs", pairs_query(by_region, SHARED, RATES, dialect)),
    ]


def _training(dialect: Dialect) -> StoredTable:
    """Classes are texts where the database compares texts exactly."""
    host_type = next(iter(dialect.host_types), "Other")
    kind = "string" if host_type in COMPARES_EXACTLY else "bigint"
    kinds = {"churned": kind, "snapshot": "string", "region": kind, "month": "string"}
    columns = tuple(Column(*one) for one in kinds.items())
    table = _table("history", dialect)
    facts = DatasetFacts("TELCO.history", columns, (("month", "MONTH"),), is_sql=True, table=table)
    return StoredTable(facts, "warehouse", host_type)


def _table(name: str, dialect: Dialect) -> str:
    return f"{dialect.identifier('dwh')}.{dialect.identifier(name)}"


def write(texts: Mapping[str, str], folder: Path) -> None:
    """Replace the files of the folder."""
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.sql"):
        file.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(golden_queries(), FOLDER)
