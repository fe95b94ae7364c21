"""The report's language: texts with the event's name in them, and numbers as people there write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from champion_challenger.report.english import ENGLISH
from champion_challenger.report.figures import ReportFigure
from champion_challenger.report.french import FRENCH, REASONS
from champion_challenger.report.numbers import MISSING, count, decimals, is_missing, percent, rate_text
from champion_challenger.settings.performance_report import ReportOptions

_TEXTS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "fr": FRENCH}
_VOWELS = "aeiouyhàâéèêëîïôöùûü"


@dataclass(frozen=True)
class Wording:
    """Texts and numbers in one language.

    Attributes
    ----------
    language
        ``en`` or ``fr``.
    event
        Whom the score looks for, in the plural.
    """

    language: str
    event: str

    @classmethod
    def of(cls, options: ReportOptions) -> Wording:
        """Wording that the options ask for.

        >>> Wording.of(ReportOptions("fr", "churners")).text("accuracy.meaning")
        '% de clients bien scorés'
        >>> Wording.of(ReportOptions("fr", "abonnés")).text("sensitivity.meaning")
        "% d'abonnés bien scorés"
        """
        return cls(options.language, options.event or _TEXTS[options.language]["event"])

    def text(self, key: str, **values: object) -> str:
        """Text of a key, with the event's name and the values filled in."""
        of_event = f"d'{self.event}" if self.event[:1].lower() in _VOWELS else f"de {self.event}"
        return _TEXTS[self.language][key].format(event=self.event, of_event=of_event, **values)

    def known(self, key: str, otherwise: str) -> str:
        """Text of a key that a later version of the plugin may not have told us about."""
        return self.text(key) if key in _TEXTS[self.language] else otherwise

    def reason(self, found: str) -> str:
        """Reason of a summary's verdict in this language; as it is where no translation is known.

        >>> Wording("fr", "churners").reason("12 positive customers in all, at least 30 are needed")
        '12 clients positifs en tout, il en faut 30'
        """
        for pattern, text in REASONS if self.language == "fr" else ():
            match = re.fullmatch(pattern, found)
            if match:
                return text.format(*(self._marked(group) for group in match.groups()))
        return found

    def figure(self, figure: ReportFigure, value: float | None) -> str:
        """Value of a figure."""
        return self.percent(value) if figure.places is None else self.number(value, figure.places)

    def number(self, value: float | None, places: int) -> str:
        """Number with so many decimals."""
        return self._marked(decimals(places)(value))

    def percent(self, value: float | None) -> str:
        """Share with one decimal."""
        return self._marked(percent(value))

    def rate(self, value: float) -> str:
        """Targeting rate."""
        return self._marked(rate_text(value))

    def count(self, value: float | None) -> str:
        """Whole number."""
        return count(value)

    def signed(self, value: float | None, places: int) -> str:
        """Difference with its sign.

        >>> Wording("fr", "churners").signed(-0.4231, 2), Wording("en", "churners").signed(38.2, 0)
        ('−0,42', '+38')
        """
        if value is None or is_missing(value):
            return MISSING
        written = self._marked(f"{abs(value):,.{places}f}".replace(",", "\u202f"))
        return f"{'−' if value < 0 and set(written) - set('0.,') else '+'}{written}"

    def interval(self, low: float | None, high: float | None, places: int) -> str:
        """Bounds of a difference, "" without them.

        >>> Wording("en", "churners").interval(0.2, 0.61, 2)
        '+0.20 to +0.61'
        """
        if low is None or high is None or is_missing(low) or is_missing(high):
            return ""
        return self.text("interval", low=self.signed(low, places), high=self.signed(high, places))

    def _marked(self, written: str) -> str:
        return written.replace(".", ",") if self.language == "fr" else written
