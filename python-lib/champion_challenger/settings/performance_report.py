"""The form of performance-report and of the webapp, and the choices in the selectors of the webapp."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from champion_challenger.languages import LANGUAGES
from champion_challenger.settings.form import Form
from champion_challenger.settings.parsing import parse_number, parse_rate, quote


@dataclass(frozen=True)
class ReportOptions:
    """Options of a report.

    Attributes
    ----------
    language
        Code of a language: ``en``, ``fr``.
    event
        Whom the score looks for, in the plural: churners, subscribers; "" for plain positives.
    rate
        Targeting rate shown first, in (0, 1]. None: that of the verdicts.
    positive_value, contact_cost
        What a positive customer who is contacted brings, and what a contact costs, in one unit; both or none.
    """

    language: str = "en"
    event: str = ""
    rate: float | None = None
    positive_value: float | None = None
    contact_cost: float | None = None


@dataclass(frozen=True)
class ReportView:
    """A view of the report, as chosen in the selectors of the webapp.

    Attributes
    ----------
    score
        Name of the score; "" for the first score.
    rate
        Targeting rate, in (0, 1]; None for the initial rate.
    versions
        Keys of the versions that are shown beside the model in production; empty for all.
    first, last
        Cohorts between which all are shown; "" for the ends.
    is_portfolio
        Whether all scores are shown, one line each.
    """

    score: str = ""
    rate: float | None = None
    versions: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    is_portfolio: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> ReportView:
        """Read the query of an address; raise SettingsError when it cannot be read.

        >>> ReportView.from_query({"rate": ["5"], "version": ["a", "b"]})
        ReportView(score='', rate=0.05, versions=('a', 'b'), first='', last='', is_portfolio=False)
        """
        form = Form({name: values[0] for name, values in query.items() if values})
        view = cls(
            score=form.text("score", "Score"),
            rate=_rate(form, "Targeting rate"),
            versions=tuple(query.get("version") or ()),
            first=form.text("first", "From"),
            last=form.text("last", "To"),
            is_portfolio=form.text("portfolio", "Portfolio") != "",
        )
        form.check()
        return view


@dataclass(frozen=True)
class ReportSettings:
    """What the user asks of the macro.

    Attributes
    ----------
    performance, gains, decisions, activations
        ``PROJECT.name`` of datasets; "" for a dataset that is not given.
    score
        Name of the score; "" if the dataset contains only one score.
    folder
        Managed folder in which the page is saved too; "" for none.
    file_name
        Name of the page in the folder; "" to derive it from the score.
    """

    performance: str
    gains: str = ""
    decisions: str = ""
    activations: str = ""
    score: str = ""
    folder: str = ""
    file_name: str = ""
    options: ReportOptions = field(default_factory=ReportOptions)

    @classmethod
    def from_form(cls, form: Form) -> ReportSettings:
        """Read the form; raise SettingsError with every wrong field.

        Examples
        --------
        >>> form = Form({"performance_summary": "summary", "rate": "5"}, project_key="TELCO")
        >>> settings = ReportSettings.from_form(form)
        >>> settings.performance, settings.options.rate
        ('TELCO.summary', 0.05)
        >>> ReportSettings.from_form(Form({"rate": "half"}))
        Traceback (most recent call last):
            ...
        champion_challenger.errors.SettingsError: Please correct 2 settings:
         1. Initial targeting rate (%): expected numbers in percent, such as 1, 5, 10, found 'half'.
         2. Performance summary: it is empty. Choose the dataset that Summarise performance writes.
        """
        settings = cls(
            performance=form.dataset("performance_summary", "Performance summary"),
            gains=form.dataset("gains_curves", "Gains curves"),
            decisions=form.dataset("decision_rules", "Decision rules"),
            activations=form.dataset("activation_log", "Activation log"),
            score=form.text("score", "Score"),
            folder=form.text("folder", "Folder"),
            file_name=form.text("file_name", "File name"),
            options=report_options(form),
        )
        form.need("Performance summary", settings.performance, "Choose the dataset that Summarise performance writes")
        if ".." in settings.file_name or settings.file_name.startswith("/"):
            form.problem("File name", f"expected a name within the folder, found {quote(settings.file_name)}")
        form.check()
        return settings

    def file(self, score: str) -> str:
        """Name of the page's file.

        >>> ReportSettings("P.summary").file("Résiliation / mobile"), ReportSettings("p", file_name="a.html").file("b")
        ('report-Résiliation-mobile.html', 'a.html')
        """
        return self.file_name or f"report-{file_word(score)}.html"


def file_word(name: str) -> str:
    """A name as a part of a file's name: letters of any script, digits and hyphens alone.

    >>> file_word("Résiliation / mobile"), file_word("Отток_2"), file_word("?")
    ('Résiliation-mobile', 'Отток-2', 'score')
    """
    return re.sub(r"[\W_]+", "-", name).strip("-") or "score"


def report_options(form: Form) -> ReportOptions:
    """Options of a page, with value and cost; wrong ones are problems of the form.

    >>> report_options(Form({"positive_value": "60", "contact_cost": "1,5"})).contact_cost
    1.5
    """
    labels = ("Value of a positive customer", "Cost of a contact")
    (value, has_value), (cost, has_cost) = (
        _amount(form, name, label) for name, label in zip(("positive_value", "contact_cost"), labels)
    )
    if has_value != has_cost:
        missing = labels[1] if has_value else labels[0]
        form.problem(missing, "it is empty, and profits need both; enter it, or empty the other")
    return replace(page_options(form), positive_value=value, contact_cost=cost)


def _amount(form: Form, name: str, label: str) -> tuple[float | None, bool]:
    """An amount, and whether the field is filled: one that cannot be read is not empty as well."""
    before = len(form.problems)
    number = form.parse(name, label, "", parse_number)
    if number is not None and number < 0:
        form.problem(label, f"expected a number of at least 0, found {number:g}")
    return number, number is not None or len(form.problems) > before


def page_options(form: Form) -> ReportOptions:
    """Language, event and initial rate; wrong ones are problems of the form."""
    return ReportOptions(
        language=form.choice("language", "Language", tuple(LANGUAGES)),
        event=form.text("event", "Name for positive customers"),
        rate=_rate(form, "Initial targeting rate (%)"),
    )


def _rate(form: Form, label: str) -> float | None:
    rate_bp = form.parse("rate", label, "", lambda text: parse_rate(text) if text else None)
    return rate_bp / 10_000 if rate_bp else None
