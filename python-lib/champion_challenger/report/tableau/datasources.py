"""The data sources of a workbook: fields with captions, formats and aliases, and the colours of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from champion_challenger.core.report.workbook import TABLES, WorkbookRows
from champion_challenger.core.tables.columns import VERDICTS
from champion_challenger.core.tables.reading import basis_points
from champion_challenger.languages.language import FieldText
from champion_challenger.records.datasets import Column
from champion_challenger.report.decisions import PENS
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.style import CHAMPION, FORMER, NEUTRAL, strokes
from champion_challenger.report.tableau.fields import PERCENT, WHOLE, Field
from champion_challenger.report.tableau.formulas import gains_formulas, performance_formulas, rules_formulas
from champion_challenger.report.tableau.sources import DATATYPES, Palette, Source
from champion_challenger.report.wording import Wording

_TWO, _THREE = "*0.00", "*0.000"
_SIGNED, _SIGNED_AUC, _SIGNED_WHOLE = "*+0.00;-0.00;0.00", "*+0.0000;-0.0000;0.0000", "*+#,##0;-#,##0;0"
_SHARES = (
    "precision",
    "sensitivity",
    "accuracy",
    "base_rate",
    "target_overlap",
    "incremental_rate",
    "calc_percent",
    "calc_reached",
)
_RATES = ("targeting_rate", "pooled_targeting_rate", "verdict_rate", "calc_rate")
_INTEGERS = ("calc_order", "calc_weight", "calc_used", "calc_better", "calc_led", "calc_led_now")
_FLAGS = ("calc_counts", "calc_is_newest", "calc_all_customers", "calc_is_last")
_DATES = ("calc_cohort_date", "calc_target_date", "calc_trained_until")
_TEXTS = (
    "calc_verdict",
    "calc_status",
    "calc_rule",
    "calc_key",
    "calc_name",
    "calc_label",
    "calc_version",
    "calc_place",
)
_STATUSES = ("final", "provisional")
_VERDICT_COLOURS = {
    "challenger_better": "#1b7837",
    "challenger_slightly_better": "#7fbf7b",
    "champion_better": "#b2182b",
    "champion": CHAMPION.colour,
}
# Of a hue of their own: the report tells these rules apart by dashes.
_RULE_COLOURS = {
    "best_figure_of_last_month": "#9fc3e6",
    "newest_unless_worse": "#1b7837",
    "highest_expected": "#7b3294",
}


@dataclass(frozen=True)
class Subject:
    """What a workbook is about.

    Attributes
    ----------
    evidence
        What the report shows of each score, in alphabetical order.
    rate
        Targeting rate shown first.
    """

    rows: WorkbookRows
    evidence: tuple[ReportEvidence, ...]
    rate: float
    words: Wording


def data_sources(subject: Subject) -> Mapping[str, Source]:
    """The data source of each dataset that was given."""
    formulas = {
        "performance_summary": performance_formulas(
            subject.words.text("in_production"),
            _names("verdict", VERDICTS, subject),
            _names("status", _STATUSES, subject),
        ),
        "gains_curves": gains_formulas(),
        "decision_rules": rules_formulas(_names("rule", tuple(PENS), subject)),
        "activation_log": {},
    }
    return {name: _source(name, formulas[name], subject) for name in subject.rows.tables}


def _source(name: str, formulas: Mapping[str, str], subject: Subject) -> Source:
    aliases = _aliases(name, subject)
    fields = [_column_field(column, subject, aliases) for column in TABLES[name]]
    fields += [_calculation(field, formula, subject) for field, formula in formulas.items()]
    palettes = tuple(_palettes(name, subject))
    return Source(name, name, TABLES[name], {field.name: field for field in fields}, palettes)


def _column_field(column: Column, subject: Subject, aliases: Mapping[str, tuple[tuple[str, str], ...]]) -> Field:
    texts = subject.words.language.fields.get(column.name, FieldText(column.name))
    datatype = DATATYPES[column.type]
    # As Tableau itself would take the columns of a file, so that a published source has the same roles.
    role = "dimension" if datatype in ("string", "boolean") else "measure"
    return Field(
        column.name,
        datatype,
        role,
        texts.caption,
        texts.description or column.description,
        _format(column.name, datatype, subject),
        aliases=aliases.get(column.name, ()),
    )


def _calculation(name: str, formula: str, subject: Subject) -> Field:
    texts = subject.words.language.fields.get(name, FieldText(name))
    datatype = _datatype(name)
    is_dimension = datatype in ("string", "boolean", "date") or name == "calc_rate"
    role = "dimension" if is_dimension else "measure"
    return Field(
        name, datatype, role, texts.caption, texts.description, _format(name, datatype, subject), formula=formula
    )


def _datatype(name: str) -> str:
    for datatype, names in (("integer", _INTEGERS), ("boolean", _FLAGS), ("date", _DATES), ("string", _TEXTS)):
        if name in names:
            return datatype
    return "real"


def _format(name: str, datatype: str, subject: Subject) -> str:
    if datatype == "date":
        # Formats of Tableau spell years, months and days in their own letters.
        return "*" + subject.words.language.day_format.replace("%Y", "yyyy").replace("%m", "MM").replace("%d", "dd")
    if datatype == "integer":
        return WHOLE
    if datatype != "real":
        return ""
    if name in _RATES:
        return _rate_format(subject)
    return _real_format(name)


def _real_format(name: str) -> str:
    if name.removesuffix("_low").removesuffix("_high") in _SHARES:
        return PERCENT
    if "extra_positives" in name:
        return _SIGNED_WHOLE
    if "delta" in name:
        return _SIGNED_AUC if "auc" in name else _SIGNED
    return _THREE if name.startswith(("auc", "gini", "ks", "p_", "pooled_p_")) else _TWO


def _rate_format(subject: Subject) -> str:
    """As many decimals as the rates have."""
    rates = {basis_points(rate) for evidence in subject.evidence for rate in evidence.rates}
    # In basis points, where the tests are exact.
    decimals = 0 if all(rate % 100 == 0 for rate in rates) else 1 if all(rate % 10 == 0 for rate in rates) else 2
    return "p0%" if not decimals else f"p0.{'0' * decimals}%"


def _names(kind: str, values: Sequence[str], subject: Subject) -> dict[str, str]:
    """Names of values in the language of the workbook."""
    return {value: subject.words.text(f"{kind}.{value}") for value in values}


def _aliases(name: str, subject: Subject) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Names of versions where only their ids are known."""
    versions = tuple(_version_names(subject))
    return {
        "gains_curves": {"version_id": versions},
        "activation_log": {"from_version": versions, "to_version": versions},
    }.get(name, {})


def _version_names(subject: Subject) -> Iterator[tuple[str, str]]:
    """Names of versions by id; none for an id of several scores, and none that two ids would share."""
    names: dict[str, set[str]] = {}
    for evidence in subject.evidence:
        for key, version_id in _ids(evidence).items():
            names.setdefault(version_id, set()).add(evidence.label(key))
    unique = {version_id: next(iter(labels)) for version_id, labels in names.items() if len(labels) == 1}
    for version_id, label in unique.items():
        # Two ids under one name would be drawn as one line.
        if list(unique.values()).count(label) == 1 and label not in (unique.keys() - {version_id}):
            yield version_id, label


def _ids(evidence: ReportEvidence) -> dict[str, str]:
    return dict(zip(evidence.rows["key"], evidence.rows["version_id"]))


def _palettes(name: str, subject: Subject) -> Iterator[Palette]:
    if name == "performance_summary":
        yield Palette("calc_version", tuple(_version_colours(subject).items()))
        names = _names("verdict", VERDICTS, subject)
        colours = ((name, _VERDICT_COLOURS.get(word, NEUTRAL)) for word, name in names.items())
        yield Palette("calc_verdict", tuple(colours))
    if name == "gains_curves":
        yield Palette("version_id", tuple(_id_colours(subject).items()))
    if name == "decision_rules":
        rules = _names("rule", tuple(PENS), subject)
        yield Palette(
            "calc_rule", tuple((name, _RULE_COLOURS.get(rule, PENS[rule].colour)) for rule, name in rules.items())
        )


def _version_colours(subject: Subject) -> dict[str, str]:
    """Colours by name: each known version has one as a challenger, and that of the production model should it lead."""
    mark = subject.words.text("in_production")
    colours: dict[str, str] = {}
    for evidence in subject.evidence:
        pens = strokes(evidence.versions)
        for version in evidence.versions:
            colour = FORMER.colour if version.is_champion else pens[version.key].colour
            colours.setdefault(version.label, colour)
            # For every version: after an activation another one leads, and the file has no colour for a name that it
            # never saw.
            colours.setdefault(f"{version.label} {mark}", CHAMPION.colour)
    return colours


def _id_colours(subject: Subject) -> dict[str, str]:
    colours: dict[str, str] = {}
    for evidence in subject.evidence:
        pens = strokes(evidence.versions)
        for key, version_id in _ids(evidence).items():
            colours.setdefault(version_id, pens[key].colour)
    return colours
