"""The macro Create score project in DSS: reads an existing score and makes the parts of a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, tzinfo
from itertools import islice
from typing import Any

import dataiku

from champion_challenger.adapters.dss.asking import answer_to, asking
from champion_challenger.adapters.dss.datasets import connection_of, shape
from champion_challenger.adapters.dss.first_champion import first_champion
from champion_challenger.adapters.dss.job_log import JobLog
from champion_challenger.adapters.dss.models import DSSSavedModel
from champion_challenger.adapters.dss.versions import chosen_columns
from champion_challenger.core.days import readable_day
from champion_challenger.core.replay.design import FrozenDesign, frozen_design
from champion_challenger.core.score_project.parts import EVALUATE, OWN_VARIABLES, RECORD, Part, Template
from champion_challenger.errors import AbsentError, HostError
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.version import VERSION

_ROWS_FOR_DAYS = 100_000
"""Rows of a partition that tell on which days it was taken: all, as a rule, on one."""


class CreateScoreProjectHost(JobLog):
    """A run of the macro, with the rights of the user who runs it."""

    plugin_version = VERSION

    def __init__(self) -> None:
        self._client = dataiku.api_client()

    def template(self, project_key: str) -> Template:
        """Read variables, the record, and the design of the champion; without a recipe, of the project's only model."""
        project = self._client.get_project(project_key)
        what = f"for the variables and recipes of score project {project_key}"
        variables, listed = answer_to(what, lambda: (project.get_variables()["standard"], project.list_recipes()))
        recipes = [recipe for recipe in listed if recipe.get("type") == EVALUATE]
        recipe = recipes[0] if recipes else {"inputs": {"model": {"items": [{"ref": self._only_model(project)}]}}}
        reference = str(recipe["inputs"]["model"]["items"][0]["ref"])
        return Template(
            # A project that was not made by this macro has no record.
            form=(variables.get(RECORD) or {}).get("form") or {},
            # Those of the old score alone stay behind.
            variables={name: value for name, value in variables.items() if name not in OWN_VARIABLES},
            recipe_form=(recipe.get("params") or {}).get("customConfig") or {},
            design=self._design(reference if "." in reference else f"{project_key}.{reference}"),
        )

    def facts(self, dataset: str) -> DatasetFacts:
        """Return columns and partitioning."""
        raw = answer_to(
            f"for the settings of dataset {dataset}", lambda: self._dataset(dataset).get_settings().get_raw()
        )
        return shape(dataset, (raw.get("schema") or {}).get("columns") or [], raw.get("partitioning") or {})

    def exists(self, project_key: str) -> bool:
        """Look in the list; a project that the user may not see is refused when it is made."""
        return project_key in answer_to("for the keys of the projects", self._client.list_project_keys)

    def create(self, project_key: str, name: str) -> None:
        """Make an empty project."""
        who = answer_to("who runs this macro", self._client.get_auth_info)
        with asking(f"to create project {project_key}"):
            # For an API key, the identifier is the key's; an owner is a login.
            self._client.create_project(project_key, name, who.get("associatedDSSUser") or who["authIdentifier"])

    def record(self, project_key: str) -> Mapping[str, Any]:
        """Return the standard variables, which hold the record."""
        variables: Mapping[str, Any] = answer_to(
            f"for the variables of project {project_key}", self._client.get_project(project_key).get_variables
        )["standard"]
        return variables

    def keep(self, project_key: str, record: Mapping[str, Any]) -> None:
        """Add to the standard variables."""
        with asking(f"to set variables of project {project_key}"):
            self._client.get_project(project_key).update_variables(dict(record))

    def holds(self, project_key: str, part: Part) -> bool:
        """Look for the part by its name."""
        project = self._client.get_project(project_key)
        if part.kind == "shared dataset":
            return part.name.startswith(f"{project_key}.") or self._is_shared(part.name, project_key)
        listing: dict[str, Callable[[], list[str]]] = {
            "dataset": lambda: [item["name"] for item in project.list_datasets()],
            "folder": lambda: [item["name"] for item in project.list_managed_folders()],
            "recipe": lambda: [item["name"] for item in project.list_recipes()],
            "scenario": lambda: [item["name"] for item in project.list_scenarios()],
            "article": lambda: [article.get_data().get_name() for article in project.get_wiki().list_articles()],
        }
        return part.name in answer_to(f"for the {part.kind}s of project {project_key}", listing[part.kind.split()[-1]])

    def make(self, project_key: str, part: Part, design: FrozenDesign | None) -> str:
        """Make a part by its kind."""
        project = self._client.get_project(project_key)
        if part.kind == "model":
            return first_champion(project, part.name, part.definition, design)
        if part.kind == "folder":
            return self._make_folder(project, part)
        makers: dict[str, Callable[[Any, Part], None]] = {
            "variables": lambda project, part: project.update_variables(dict(part.definition)),
            "shared dataset": self._share,
            "dataset": self._make_dataset,
            "recipe": _make_recipe,
            "scoring recipe": _make_scoring_recipe,
            "scenario": _make_scenario,
            "article": lambda project, part: project.get_wiki().create_article(
                part.name, content=part.definition["content"]
            ),
        }
        with asking(f"to make {part.kind} {part.name} in project {project_key}"):
            makers[part.kind](project, part)
        return part.name

    def remove(self, project_key: str, part: Part) -> None:
        """Delete the definition; no dataset, folder or model is ever deleted."""
        project = self._client.get_project(project_key)
        removers: dict[str, Callable[[], None]] = {
            "recipe": lambda: project.get_recipe(part.name).delete(),
            "scoring recipe": lambda: project.get_recipe(part.name).delete(),
            "scenario": lambda: _delete_scenarios(project, part.name),
            "article": lambda: project.get_wiki().get_article(part.name).delete(),
        }
        with asking(f"to remove {part.kind} {part.name} of project {project_key}"):
            removers[part.kind]()

    def partitions(self, dataset: str) -> Sequence[str]:
        """List the partitions."""
        names = answer_to(f"for the partitions of dataset {dataset}", lambda: self._dataset(dataset).list_partitions())
        return [str(name) for name in names]

    def values(self, dataset: str, column: str, partitions: Sequence[str]) -> set[str]:
        """Read the column alone, where DSS can."""

        def read() -> set[str]:
            """Read all rows."""
            rows = chosen_columns(self._dataset(dataset), [column], partitions)
            return {str(row[0]).strip() for row in rows if row[0] is not None}

        return answer_to(f"for the values of {column} in dataset {dataset}", read) - {""}

    def days(self, dataset: str, column: str, partitions: Sequence[str], zone: tzinfo) -> set[date]:
        """Read the first rows of the column."""

        def read() -> set[date | None]:
            """Read until there are enough."""
            rows = islice(chosen_columns(self._dataset(dataset), [column], partitions), _ROWS_FOR_DAYS)
            return {readable_day(value, zone) for value in {row[0] for row in rows}}

        days = answer_to(f"for the days of {column} in dataset {dataset}", read)
        return {day for day in days if day is not None}

    def channels(self) -> Mapping[str, str]:
        """List the messaging channels."""
        listed = answer_to("for the messaging channels", self._client.list_messaging_channels)
        return {str(channel.id): str(channel.family or "") for channel in listed}

    def connections(self) -> Sequence[str]:
        """List the names of the connections."""
        names = answer_to("for the names of the connections", lambda: self._client.list_connections_names("all"))
        return [str(name) for name in names]

    def _design(self, reference: str) -> FrozenDesign:
        model = DSSSavedModel(self._client, reference)
        active = next((version for version in model.versions() if version.is_active), None)
        if active is None:
            raise AbsentError(f"Existing score project: its model {reference} has no active version to be copied.")
        return frozen_design(model.details(active.version_id), {})

    def _only_model(self, project: Any) -> str:
        listed = answer_to(f"for the models of project {project.project_key}", project.list_saved_models)
        models = [str(item["id"]) for item in listed]
        if len(models) != 1:
            msg = (
                f"Existing score project: {project.project_key} has no recipe Retrain and evaluate and {len(models)} "
                "saved models. Name a project with such a recipe, or with one model, whose design is to be copied."
            )
            raise AbsentError(msg)
        return models[0]

    def _dataset(self, full_name: str) -> Any:
        project_key, _, name = full_name.partition(".")
        return self._client.get_project(project_key).get_dataset(name)

    def _is_shared(self, full_name: str, target: str) -> bool:
        project_key, _, name = full_name.partition(".")
        what = f"for the objects that project {project_key} shares"
        raw = answer_to(what, lambda: self._client.get_project(project_key).get_settings().get_raw())
        exposed = raw.get("exposedObjects") or {}
        shared = [item for item in exposed.get("objects") or [] if item.get("localName") == name]
        rules = [rule for item in shared for rule in item.get("rules") or []]
        return target in [rule.get("targetProject") for rule in rules]

    def _share(self, project: Any, part: Part) -> None:
        project_key, _, name = part.name.partition(".")
        settings = self._client.get_project(project_key).get_settings()
        settings.add_exposed_object("DATASET", name, project.project_key)
        settings.save()

    def _make_dataset(self, project: Any, part: Part) -> None:
        wanted = part.definition
        connection = wanted["connection"] or connection_of(
            self._dataset(wanted["beside"]), wanted["beside"], "Name one in the field Connection"
        )
        try:
            with asking(f"to make dataset {part.name} in project {project.project_key}"):
                project.new_managed_dataset(part.name).with_store_into(connection).create()
        except HostError as error:
            advice = "name one that allows managed datasets in the field Connection"
            raise HostError(f"{error} The dataset was to be in connection {connection}; {advice}.") from error
        dimension = wanted["dimension"]
        if dimension is None:
            return
        settings = project.get_dataset(part.name).get_settings()
        settings.add_time_partitioning_dimension(dimension["name"], dimension["period"])
        # A SQL dataset has no files, and its settings no such method.
        if hasattr(settings, "set_partitioning_file_pattern"):
            settings.set_partitioning_file_pattern(dimension["pattern"])
        settings.save()

    def _make_folder(self, project: Any, part: Part) -> str:
        connection = part.definition["connection"]
        # Without the keyword, the client takes the instance's default connection.
        where = {"connection_name": connection} if connection else {}
        try:
            with asking(f"to make folder {part.name} in project {project.project_key}"):
                return str(project.create_managed_folder(part.name, **where).id)
        except HostError as error:
            place = f"connection {connection}" if connection else "the instance's default connection"
            advice = "name another one in the field Connection of the reports"
            msg = f"{error} The folder of the reports was to be in {place}; {advice}."
            raise HostError(msg) from error


def _make_recipe(project: Any, part: Part) -> None:
    prototype = {**part.definition, "name": part.name, "projectKey": project.project_key}
    # The client's builder refuses recipes of plugins.
    project.create_recipe(prototype, {"rawCreation": True})


def _make_scoring_recipe(project: Any, part: Part) -> None:
    builder = project.new_recipe("prediction_scoring", part.name)
    builder.with_input_model(part.definition["model"])
    recipe = builder.with_input(part.definition["input"]).with_output(part.definition["output"]).build()
    settings = recipe.get_settings()
    for item in settings.get_recipe_raw_definition()["inputs"]["main"]["items"]:
        item["deps"] = part.definition["deps"]
    settings.save()
    # A build never changes a schema: without this, the first one would write into a dataset without columns.
    recipe.compute_schema_updates().apply()


def _delete_scenarios(project: Any, name: str) -> None:
    for item in project.list_scenarios():
        if item["name"] == name:
            project.get_scenario(item["id"]).delete()


def _make_scenario(project: Any, part: Part) -> None:
    settings = project.create_scenario(part.name, "step_based").get_settings()
    settings.raw_steps.extend(part.definition["steps"])
    settings.raw_triggers.extend(part.definition["triggers"])
    settings.raw_reporters.extend(part.definition["reporters"])
    # A person switches scenarios on, after a look at them.
    settings.active = False
    settings.save()
