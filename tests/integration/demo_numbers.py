"""Numbers of the demo's pages, read with a ruler, and counted again from scores and purchases."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from html import unescape

import numpy as np
import pandas as pd

Z = 1.959963984540054
_NUMBER = r"-?\d*\.?\d+"


def number(text: str) -> float:
    """A number as either language writes it, shares as fractions; NaN where there is none."""
    plain = re.sub(r"[\s\u202f\u00a0]", "", unescape(re.sub(r"<[^>]+>", "", text)))
    plain = plain.replace("\u2212", "-").replace(",", ".")
    if not re.fullmatch(r"[+-]?[\d.]+%?", plain):
        return math.nan
    return float(plain.rstrip("%")) / (100 if plain.endswith("%") else 1)


@dataclass(frozen=True)
class Chart:
    """A chart of a page, as somebody reads it with a ruler along its two axes."""

    text: str

    def line(self, label: str) -> pd.DataFrame:
        """Points of a line by its label, in the units of the axes."""
        (path,) = re.findall(rf'<title>{re.escape(label)}</title><path d="([^"]+)"', self.text)
        return self._in_units(path)

    def _in_units(self, path: str) -> pd.DataFrame:
        steps = np.array([float(found) for found in re.findall(_NUMBER, path)]).reshape(-1, 2)
        pixels = steps.cumsum(axis=0)
        across, up = self._ruler("mark", "x", 0), self._ruler("value", "y", -4)
        return pd.DataFrame({"x": np.polyval(across, pixels[:, 0]), "y": np.polyval(up, pixels[:, 1])})

    def of_a_pixel(self) -> tuple[float, float]:
        """What a pixel is in the units of the axes."""
        return abs(self._ruler("mark", "x", 0)[0]), abs(self._ruler("value", "y", -4)[0])

    def _ruler(self, kind: str, side: str, shift: float) -> np.ndarray:
        """Slope and intercept from pixels to units, by the labels of an axis."""
        labels = re.findall(rf'<text x="({_NUMBER})" y="({_NUMBER})" class="{kind}(?: odd)?">([^<]*)</text>', self.text)
        places = [(float(x if side == "x" else y) + shift, number(text)) for x, y, text in labels]
        (first, low), (last, high) = places[0], places[-1]
        slope = (high - low) / (last - first)
        return np.array([slope, low - slope * first])


@dataclass(frozen=True)
class Page:
    """A report of the demo, in one of its languages."""

    text: str

    def name(self, version: str) -> str:
        """Name of a version: its day as the language writes days, or as it is called."""
        day = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", version)
        if day is None:
            return version
        year, month, number_of_day = day.groups()
        is_french = '<html lang="fr">' in self.text
        return f"{number_of_day}/{month}/{year}" if is_french else f"{year}-{month}-{number_of_day}"

    def chart(self, name: str) -> Chart:
        """The chart of a name."""
        figures = re.findall(r"<figure.*?</figure>", self.text, re.DOTALL)
        (found,) = [figure for figure in figures if f"<strong>{name}</strong>" in figure]
        return Chart(found)

    def numbers(self, label: str) -> list[float]:
        """Numbers of the sentence that says how far contacts of a version pay: share, contacts, profit and its bounds."""
        plain = unescape(re.sub(r"<[^>]+>", "", self.text))
        (told,) = re.findall(rf"{label} (?:would bring the most|rapporterait le plus)([^.]*)\.", plain)
        return [number(found) for found in re.findall(r"[\u2212-]?\d[\d\u202f\u00a0]*(?:\s?%)?", told)]

    def table(self, title: str) -> pd.DataFrame:
        """Numbers of the table below a title, a row a line."""
        part = self.text[self.text.index(f">{title}</h3>") :]
        body = part[part.index("<tbody>") : part.index("</tbody>")]
        lines = [re.findall(r"<td.*?</td>", line, re.DOTALL) for line in body.split("<tr")[1:]]
        return pd.DataFrame([[number(cell) for cell in line] for line in lines])


@dataclass(frozen=True)
class Ranking:
    """Customers by the score of a version, the highest first, and who of them bought."""

    scores: np.ndarray
    bought: np.ndarray

    @property
    def n(self) -> int:
        """Customers."""
        return len(self.scores)

    def targeted(self, percent: float) -> int:
        """Contacts of so many percent of the customers: rounded up."""
        return math.ceil(self.n * round(100 * percent) / 10_000)

    def reached(self, n: int) -> float:
        """Buyers among so many contacts; customers with one score share the last places in proportion."""
        if not n:
            return 0.0
        cutoff = np.sort(self.scores)[::-1][n - 1]
        above, level = self.scores > cutoff, self.scores == cutoff
        return float(self.bought[above].sum() + (n - above.sum()) * self.bought[level].mean())

    def curve(self) -> pd.DataFrame:
        """Contacts and buyers at every whole percent, from nobody on."""
        contacts = [self.targeted(percent) for percent in range(101)]
        return pd.DataFrame({"contacts": contacts, "buyers": [self.reached(n) for n in contacts]})


def wilson(hits: float, n: int) -> tuple[float, float]:
    """95 % bounds of a share, by Wilson's formula."""
    share = hits / n
    middle, reach = share + Z**2 / (2 * n), Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return (middle - reach) / (1 + Z**2 / n), (middle + reach) / (1 + Z**2 / n)
