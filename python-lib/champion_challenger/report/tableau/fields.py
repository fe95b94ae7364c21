"""Fields of a data source, and how a sheet uses one."""

from __future__ import annotations

from dataclasses import dataclass

from champion_challenger.report.tableau.nodes import Node, node, quote, run

PERCENT, WHOLE = "p0.0%", "n#,##0;-#,##0"
_SHORT = {
    "None": "none",
    "Avg": "avg",
    "Max": "max",
    "Min": "min",
    "Attribute": "attr",
}
_KINDS = {"nominal": "nk", "ordinal": "ok", "quantitative": "qk"}


@dataclass(frozen=True)
class Field:
    """A column of a text file, or a calculation.

    Attributes
    ----------
    datatype
        ``string``, ``integer``, ``real``, ``boolean`` or ``date``.
    role
        ``dimension`` or ``measure``.
    format
        As Tableau writes formats; "" for its own.
    formula
        Of a calculation; "" for a column.
    aliases
        What people read instead of a value: pairs of value and text.
    """

    name: str
    datatype: str
    role: str
    caption: str
    description: str = ""
    format: str = ""
    formula: str = ""
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def type(self) -> str:
        """How Tableau treats it where nothing else is said."""
        if self.role == "measure":
            return "quantitative"
        return "nominal" if self.datatype in ("string", "boolean") else "ordinal"

    @property
    def node(self) -> Node:
        """The field in a data source, or in what a sheet depends on."""
        attributes = {
            "caption": self.caption,
            "datatype": self.datatype,
            **({"default-format": self.format} if self.format else {}),
            "name": f"[{self.name}]",
            "role": self.role,
            "type": self.type,
        }
        formula = node("calculation", {"class": "tableau", "formula": self.formula}) if self.formula else None
        return node("column", attributes, formula, self._alias_nodes(), self._description_node())

    def _alias_nodes(self) -> Node | None:
        if not self.aliases:
            return None
        return node("aliases", {}, *(node("alias", {"key": quote(key), "value": text}) for key, text in self.aliases))

    def _description_node(self) -> Node | None:
        return node("desc", {}, run(self.description)) if self.description else None


@dataclass(frozen=True)
class Pill:
    """A field as a sheet shows it.

    Attributes
    ----------
    derivation
        ``None`` for each value, else an aggregation.
    type
        ``nominal``, ``ordinal`` or ``quantitative``.
    """

    source: str
    field: Field
    derivation: str = "None"
    type: str = ""

    @property
    def instance(self) -> str:
        """Its name in the sheet, in brackets."""
        return f"[{_SHORT[self.derivation]}:{self.field.name}:{_KINDS[self._type]}]"

    @property
    def reference(self) -> str:
        """Its name with that of the data source."""
        return f"[{self.source}].{self.instance}"

    @property
    def node(self) -> Node:
        """The instance that a sheet declares."""
        return node(
            "column-instance",
            {
                "column": f"[{self.field.name}]",
                "derivation": self.derivation,
                "name": self.instance,
                "pivot": "key",
                "type": self._type,
            },
        )

    @property
    def _type(self) -> str:
        if self.type:
            return self.type
        return self.field.type if self.derivation in ("None", "Attribute") else "quantitative"
