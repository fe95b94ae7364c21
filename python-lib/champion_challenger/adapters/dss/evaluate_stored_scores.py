"""The host of evaluate-stored-scores: tables, queries on their connection, and one output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dataiku

from champion_challenger.adapters.dss.asking import asking, patiently
from champion_challenger.adapters.dss.datasets import stored_table
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.adapters.dss.recipe_host import RecipeHost
from champion_challenger.errors import UnreachableError
from champion_challenger.records.runs import StoredFlow


class EvaluateStoredScoresHost(RecipeHost):
    """A run of the recipe in DSS."""

    def __init__(self) -> None:
        super().__init__("performance")
        outcomes, models = self.inputs("outcomes"), self.inputs("model")
        self.flow = StoredFlow(
            partition=self.partition,
            scores=stored_table(self.inputs("scores")[0]),
            outcomes=stored_table(outcomes[0]) if outcomes else None,
            performance=self.outputs["performance"],
        )
        self._client = dataiku.api_client()
        self.model = DSSSavedModel(self._client, models[0]) if models else None

    def query(self, text: str) -> list[Mapping[str, Any]]:
        """Run a query on the connection of the stored scores, with the rights and limits of its user.

        It is run again where nobody answered; what the database itself ended would be ended again.
        """
        self.tell(f"Query:\n{text}")
        return patiently(lambda: self._answer(text), lambda error: isinstance(error, UnreachableError))

    def _answer(self, text: str) -> list[Mapping[str, Any]]:
        with asking(f"to run a query on connection {self.flow.scores.connection}"):
            # Cells come under the database's types: in a frame, a version named NA would be missing.
            query = self._client.sql_query(text, connection=self.flow.scores.connection)
            rows = list(query.iter_rows())
            # Rows are streamed: an error of the database comes after the last of them, and only here.
            query.verify()
            names = [str(column["name"]) for column in query.get_schema()]
        return [dict(zip(names, row)) for row in rows]
