"""What a page says: texts of a language with the event's name in them, and its numbers, days and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from champion_challenger.core.reasons import read_reasons, sentence
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.language import Language
from champion_challenger.languages.numbers import MISSING, is_missing
from champion_challenger.report.figures import ReportFigure
from champion_challenger.report.ticks import decimals
from champion_challenger.settings.performance_report import ReportOptions


@dataclass(frozen=True)
class Wording:
    """A language, and the event that a score is about.

    Attributes
    ----------
    event
        Whom the score looks for, in the plural.
    """

    language: Language
    event: str = ""

    @classmethod
    def of(cls, options: ReportOptions) -> Wording:
        """Wording that the options ask for.

        >>> Wording.of(ReportOptions("fr", "churners")).text("accuracy.meaning")
        '% de clients bien scorés'
        >>> Wording.of(ReportOptions("fr", "abonnés")).text("sensitivity.meaning")
        "% d'abonnés bien scorés"
        """
        language = LANGUAGES[options.language]
        return cls(language, options.event or language.fill(language.texts["event"], {}))

    def text(self, key: str, **values: object) -> str:
        """Text of a key, with the event's name and the values filled in."""
        event = {"event": self.event, **self.language.event_forms(self.event)}
        return self.language.fill(self.language.texts[key], {**event, **values})

    def text_or(self, key: str, otherwise: str) -> str:
        """Text of a key; otherwise for a value that a later version of the plugin wrote."""
        return self.text(key) if key in self.language.texts else otherwise

    def reason(self, row: pd.Series[Any], column: str) -> str:
        """Reasons of a row in this language; the sentence of the column where its codes cannot be read.

        Rows of an older version of the plugin have no codes, and a later version may have other ones.

        >>> codes = '{"pooled_reason":[{"code":"few_positives","n":12,"least":30}]}'
        >>> row = pd.Series({"reason_codes": codes, "pooled_reason": "12 positive …"})
        >>> Wording(LANGUAGES["fr"]).reason(row, "pooled_reason")
        '12 clients positifs au total, il en faut au moins 30'
        """
        try:
            worded = sentence(read_reasons(row["reason_codes"], column), self.language)
        except (KeyError, TypeError, ValueError):
            worded = ""
        return worded or str(row[column] or "")

    def algorithm(self, name: str) -> str:
        """Algorithm as people call it.

        >>> Wording(LANGUAGES["fr"]).algorithm("RANDOM_FOREST_CLASSIFICATION")
        'Forêt aléatoire'
        >>> Wording(LANGUAGES["fr"]).algorithm("SOMETHING_NEW"), Wording(LANGUAGES["fr"]).algorithm("")
        ('Something new', '–')
        """
        short = name.replace("_CLASSIFICATION", "")
        return self.text_or(f"algorithm.{short}", short.replace("_", " ").capitalize() or MISSING)

    def figure(self, figure: ReportFigure, value: float | None) -> str:
        """Value of a figure."""
        return self.percent(value) if figure.places is None else self.number(value, figure.places)

    def tick(self, figure: ReportFigure, value: float, step: float) -> str:
        """Value of a figure at an axis whose ticks are so far apart, so fine that no two read the same.

        >>> Wording(LANGUAGES["en"]).tick(ReportFigure("lift", 2), 4.0, 0.005)
        '4.000'
        >>> Wording(LANGUAGES["fr"]).tick(ReportFigure("precision"), 0.064, 0.0005)
        '6,40\\xa0%'
        """
        if figure.places is not None:
            return self.number(value, max(figure.places, decimals(step)))
        places = max(1, decimals(step) - 2)
        return self.language.numbers.write(value, f".{places}%")

    def number(self, value: float | None, places: int) -> str:
        """Number with so many decimals."""
        return self.language.numbers.decimals(value, places)

    def percent(self, value: float | None) -> str:
        """Share with one decimal."""
        return self.language.numbers.share(value)

    def signed_percent(self, value: float) -> str:
        """Share with its sign and one decimal.

        >>> Wording(LANGUAGES["en"]).signed_percent(-0.0213)
        '−2.1 %'
        """
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return f"{sign}{self.percent(abs(value))}"

    def rate(self, value: float) -> str:
        """Targeting rate."""
        return self.language.numbers.rate(value)

    def count(self, value: float | None) -> str:
        """Whole number."""
        return self.language.numbers.count(value)

    def with_sign(self, value: float | None, places: int) -> str:
        """Difference with its sign.

        >>> Wording(LANGUAGES["fr"]).with_sign(-0.4231, 2)
        '−0,42'
        """
        return self.language.numbers.with_sign(value, places)

    def interval(self, low: float | None, high: float | None, places: int) -> str:
        """Bounds of a difference, "" without them.

        >>> Wording(LANGUAGES["en"]).interval(0.2, 0.61, 2)
        '+0.20 to +0.61'
        """
        if low is None or high is None or is_missing(low) or is_missing(high):
            return ""
        return self.text("interval", low=self.with_sign(low, places), high=self.with_sign(high, places))

    def day(self, text: str) -> str:
        """Day of an ISO date or time."""
        return self.language.day(text) or MISSING

    def moment(self, text: str) -> str:
        """Day and time of day of an ISO time."""
        return self.language.moment(text) or MISSING

    def clauses(self, *clauses: str) -> str:
        """Clauses of a sentence, those that are not empty."""
        return self.language.clause_separator.join(clause for clause in clauses if clause)
