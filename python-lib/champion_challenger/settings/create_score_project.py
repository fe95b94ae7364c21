"""The form of create-score-project as one frozen value."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import timezone, tzinfo

from champion_challenger.languages import LANGUAGES
from champion_challenger.records.models import Horizon
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import quote
from champion_challenger.settings.shared_fields import read_horizon, read_rates, read_time_zone

ALGORITHMS = ("RANDOM_FOREST_CLASSIFICATION", "LOGISTIC_REGRESSION", "GBT_CLASSIFICATION")
_LONGEST_KEY = 40


@dataclass(frozen=True)
class Production:
    """What the scenarios of a score depend on; "" for what they do not depend on.

    Attributes
    ----------
    channel, recipients
        Messaging channel of the instance, and the recipients of its mails.
    cockpit_project, cockpit_dataset
        Dataset of another project that must contain rows before customers are scored.
    procedure, procedure_connection
        Stored procedure that prepares the customers, and the connection that calls it.
    has_workbook
        Whether the month's scenario leaves a Tableau workbook beside the report.
    """

    channel: str = ""
    recipients: tuple[str, ...] = ()
    cockpit_project: str = ""
    cockpit_dataset: str = ""
    procedure: str = ""
    procedure_connection: str = ""
    has_workbook: bool = False


@dataclass(frozen=True)
class ScoreProjectRequest:
    """What the user asks of the macro; an existing score project fills the fields that are empty.

    Attributes
    ----------
    template
        Key of the existing score project; "" for none.
    form
        The fields as they were filled in.
    """

    template: str
    form: Form

    @classmethod
    def from_form(cls, form: Form) -> ScoreProjectRequest:
        """Read which project is copied; the rest is read when the values of that project are known."""
        request = cls(form.text("template_project", "Existing score project"), form)
        form.check()
        return request


@dataclass(frozen=True)
class ScoreProject:
    """A score project to create.

    Attributes
    ----------
    training_data, cohort, customers
        ``PROJECT.name`` of the datasets that it reads; they stay where they are and are shared.
    first_window
        Partitions of the training data on which the first champion is trained; empty for all.
    connection
        Where its own datasets are stored; "" for that of the training data.
    reports_connection
        Where the folder of its reports is; "" for the instance's default.
    zone
        Time zone in which moments are read as days, and in which a day begins.
    language
        Code of the language of its names, of its wiki page, of its scenarios' steps and of its monthly report.
    """

    name: str
    project_key: str
    template: str
    training_data: str
    cohort: str
    customers: str
    outcome: str
    first_window: tuple[str, ...] = ()
    connection: str = ""
    reports_connection: str = ""
    customer_id: str = ""
    snapshot_column: str = ""
    horizon: Horizon = field(default_factory=lambda: Horizon(1, "month"))
    rates: str = ""
    algorithm: str = ALGORITHMS[0]
    production: Production = Production()
    zone: tzinfo = timezone.utc
    language: str = "en"

    @classmethod
    def from_form(cls, form: Form) -> ScoreProject:
        """Read the form; raise SettingsError with every wrong field."""
        name = form.line("score_name", "Name of the score")
        training = form.dataset("training_data", "Training data")
        cohort = form.dataset("cohort", "Labelled cohort")
        settings = cls(
            name=name,
            project_key=form.text("project_key", "Project key") or key_of(name),
            template=form.text("template_project", "Existing score project"),
            training_data=training,
            cohort=cohort,
            customers=form.dataset("customers_to_score", "Customers to score") or cohort,
            outcome=form.text("outcome_column", "Outcome column"),
            first_window=form.texts("first_training_partitions", "Training partitions of the first champion"),
            connection=form.text("connection", "Connection"),
            reports_connection=form.text("reports_connection", "Connection of the reports"),
            customer_id=form.text("customer_id_column", "Customer id column"),
            snapshot_column=form.text("snapshot_column", "Snapshot date column"),
            horizon=read_horizon(form),
            rates=", ".join(f"{rate / 100:g}" for rate in read_rates(form, default="")),
            algorithm=form.choice("algorithm", "Algorithm of the first champion", ALGORITHMS),
            production=_production(form),
            zone=read_time_zone(form),
            language=form.choice("language", "Language of the names", tuple(LANGUAGES)),
        )
        _note_gaps(settings, form)
        form.check()
        return settings


def key_of(name: str) -> str:
    """Project key derived from the name of a score: capitals, digits and underscores.

    >>> key_of("Rétention été 2026"), key_of("<script>")
    ('RETENTION_ETE_2026', 'SCRIPT')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "_", plain).strip("_").upper()[:_LONGEST_KEY]


def _production(form: Form) -> Production:
    return Production(
        channel=form.text("mail_channel", "Mail channel"),
        recipients=form.texts("recipients", "Mail recipients"),
        cockpit_project=form.text("cockpit_project", "Upstream project"),
        cockpit_dataset=form.text("cockpit_dataset", "Upstream dataset"),
        procedure=form.text("procedure", "Stored procedure"),
        procedure_connection=form.text("procedure_connection", "Procedure connection"),
        has_workbook=form.flag("tableau_workbook", "Tableau workbook"),
    )


def _note_gaps(settings: ScoreProject, form: Form) -> None:
    form.need("Name of the score", settings.name)
    if settings.name and not re.fullmatch(r"[A-Za-z0-9_]+", settings.project_key):
        form.problem("Project key", f"expected letters, digits and '_', found {quote(settings.project_key)}")
    form.need("Training data", settings.training_data, "Choose the dataset on which models of this score are trained")
    form.need("Labelled cohort", settings.cohort, "Choose the dataset on which versions are compared")
    if settings.cohort and settings.cohort == settings.training_data:
        form.problem(
            "Labelled cohort",
            "it is the training data itself. Create a second dataset on the same files or tables, so that each has its "
            "own partitions in a run",
        )
    form.need("Outcome column", settings.outcome, "Name the column of the training data that the score predicts")
    production = settings.production
    if production.recipients:
        form.need("Mail channel", production.channel, "There are recipients; choose the channel that sends their mails")
    if production.cockpit_project or production.cockpit_dataset:
        form.need("Upstream project", production.cockpit_project, "Name the project of the upstream dataset")
        form.need("Upstream dataset", production.cockpit_dataset, "Name the dataset of the upstream project")
    if production.procedure:
        form.need("Procedure connection", production.procedure_connection, "The stored procedure needs one")
