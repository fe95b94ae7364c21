"""The column that says who was contacted, as conditions on the rows of a query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from champion_challenger.core.outcomes import class_text
from champion_challenger.settings.contact import ContactRules

_SAFE = re.compile(r"[\w .:/+-]+")
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_BOOLEANS = {"true": "1", "false": "0", "1": "1", "0": "0"}


@dataclass(frozen=True)
class ContactColumn:
    """Who was contacted, in a column of one of the two tables.

    Attributes
    ----------
    kind
        ``text``, ``number``, ``decimal`` (which may be NaN) or ``boolean``.
    is_realised
        Whether it is a column of the realised outcomes, else of the stored scores.
    """

    rules: ContactRules
    kind: str = "text"
    is_realised: bool = False

    def value(self, column: str) -> str:
        """The value of a row; null without one.

        Parameters
        ----------
        column
            The column as the query spells it.

        Examples
        --------
        >>> ContactColumn(ContactRules("contact", ("called",))).value("stored.contact")
        "NULLIF(TRIM(stored.contact), '')"
        """
        return {
            "text": f"NULLIF(TRIM({column}), '')",
            # Only NaN equals its own negative without being 0: no function for it is known to all databases.
            "decimal": f"CASE WHEN {column} = 0 OR {column} <> -{column} THEN {column} END",
            "boolean": f"CASE WHEN {column} THEN 1 WHEN NOT {column} THEN 0 END",
        }.get(self.kind, column)

    def is_among(self, column: str, values: Iterable[str]) -> str:
        """Condition that a row has one of these values; no row has one that the type of the column cannot hold.

        Examples
        --------
        >>> ContactColumn(ContactRules("contact", ("1",)), "number").is_among("stored.contact", ("1.0", "called"))
        'stored.contact IN (1)'
        """
        literals = [spelled for value in values for spelled in [self._literal(value)] if spelled]
        return f"{self.value(column)} IN ({', '.join(literals)})" if literals else "1 = 0"

    def _literal(self, value: str) -> str:
        plain = class_text(value)
        if self.kind == "text":
            return f"'{value.strip()}'" if _SAFE.fullmatch(value.strip()) else ""
        if self.kind == "boolean":
            return _BOOLEANS.get(plain, "")
        return plain if _NUMBER.fullmatch(plain) else ""


def unsafe_values(rules: ContactRules) -> list[str]:
    """Values that cannot stand between quotes in every dialect: queries of the host take no parameters.

    Examples
    --------
    >>> unsafe_values(ContactRules("contact", ("called",), ("d'office",)))
    ["d'office"]
    """
    return [value for value in (*rules.contacted, *rules.control) if not _SAFE.fullmatch(value.strip())]
