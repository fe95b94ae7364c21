"""Each how-to page for users has a French sister that says as much, and names what DSS shows as DSS shows it."""

from __future__ import annotations

import re
from os.path import relpath
from pathlib import Path

import pytest

from champion_challenger.languages import LANGUAGES
from tests.unit.plugin.test_older_forms import COMPONENTS, ROOT, params

ENGLISH = ROOT / "docs" / "how-to"
FRENCH = ENGLISH / "fr"
PAGES = sorted(page.name for page in ENGLISH.glob("*.md") if not page.name.startswith("add-") and page.stem != "probe")
"""All but those for developers of the plugin."""

IN_DSS = set(
    "Run as,Metrics,Data quality,Active,AUTO,All available,Latest available,Run this step,If condition satisfied,Output model metadata,"
    "Upload to Tableau Server,Scores".split(",")
)
"""Words on DSS's own screens and Tableau's, and names of roles."""
NOT_UI = set("date,dateonly,datetimenotz,algorithme,reports,non,action,Not told,out of time,meilleur,(All)".split(","))
"""Emphasised for another reason: types, values, plain words."""
SISTERS = [(ENGLISH / name, FRENCH / name) for name in PAGES]
SISTERS += [(ROOT / "docs" / "first-hour.md", ROOT / "docs" / "premiere-heure.md")]
BY_NAME = {"ids": lambda pair: pair[0].stem}
FENCE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)


def text(page: Path) -> str:
    """A page without its code blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def shape(page: Path) -> dict[str, object]:
    """Levels of the headings in order, code blocks, and how many rows of tables, list items and pictures there are."""
    whole = page.read_text(encoding="utf-8")
    lines = text(page).splitlines()
    return {
        "headings": [line.split(" ")[0] for line in lines if re.match("#+ ", line)],
        "code blocks": FENCE.findall(whole),
        "rows of tables": sum(line.startswith("|") for line in lines),
        "items of lists": sum(bool(re.match(r" *([-*]|\d+\.) ", line)) for line in lines),
        "pictures": sum(line.startswith("![") for line in lines),
    }


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", text(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def broken_links(page: Path) -> list[str]:
    """Links of a page, pictures too, that lead nowhere."""
    broken = []
    for link in re.findall(r"\]\(([^)]+)\)", text(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if "://" not in link and not (target.exists() and (not anchor or anchor in anchors(target))):
            broken.append(link)
    return broken


def labels() -> set[str]:
    """Labels of fields, choices and separators of all forms, of the fields of lists and of roles, and of components."""
    fields = [field for component in COMPONENTS for field in params(component)]
    fields += [part for field in fields for part in field.get("subParams", [])]
    shown = {field["label"] for field in fields}
    shown |= {choice["label"] for field in fields for choice in field.get("selectChoices", [])}
    return shown | set(re.findall(r'"label": "([^"]+)"', "".join(file.read_text() for file in descriptors())))


def descriptors() -> list[Path]:
    """Files that describe components."""
    kinds = ("custom-recipes", "python-steps", "python-runnables", "parameter-sets", "webapps")
    return [file for kind in kinds for file in (ROOT / kind).glob("*/*.json")]


def emphasised(page: Path, marks: str = r"\*{1,2}") -> set[str]:
    """What a page emphasises, outside of code."""
    plain = re.sub(r"`[^`]*`", "", text(page))
    return {found[1] for found in re.findall(rf"(?<![*\w])({marks})([^*\n]+?)\1(?![*\w])", plain)}


def test_each_page_for_users_has_its_sister() -> None:
    """And there is no sister without a page."""
    assert sorted(page.name for page in FRENCH.glob("*.md")) == PAGES


@pytest.mark.parametrize("sisters", SISTERS, **BY_NAME)
def test_sisters_link_to_each_other(sisters: tuple[Path, Path]) -> None:
    """In the line below the title."""
    english, french = sisters
    links = [relpath(other, page.parent) for page, other in (sisters, sisters[::-1])]

    assert english.read_text(encoding="utf-8").splitlines()[2] == f"[Français]({links[0]})"
    assert french.read_text(encoding="utf-8").splitlines()[2] == f"[English]({links[1]})"


@pytest.mark.parametrize("sisters", SISTERS, **BY_NAME)
def test_sisters_have_the_same_parts(sisters: tuple[Path, Path]) -> None:
    """A part that one page gained is lacking in the other: please write it there too, or ask somebody who can."""
    english, french = sisters
    assert shape(french) == shape(english), f"Please bring {french.relative_to(ROOT)} into line."


@pytest.mark.parametrize("page", [page for sisters in SISTERS for page in sisters], ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    """To a file of the repository, and to a heading of it."""
    assert broken_links(page) == []


@pytest.mark.parametrize("sisters", SISTERS, **BY_NAME)
def test_french_names_fields_as_forms_show_them(sisters: tuple[Path, Path]) -> None:
    """DSS has one language for forms: their words stay, and the sister names every field that the English page names."""
    english, french = sisters
    known = labels()
    shown = {str(one) for language in LANGUAGES.values() for one in language.texts.values()}

    assert emphasised(french, r"\*") - known - IN_DSS - NOT_UI - shown == set()
    everything = french.read_text(encoding="utf-8")
    assert [label for label in emphasised(english) & known if label not in everything] == []


@pytest.mark.parametrize("french", [french for _, french in SISTERS], ids=lambda page: page.stem)
def test_french_breaks_no_line_before_a_mark(french: Path) -> None:
    """The space before ; : ? ! % » does not break, outside of code."""
    plain = re.sub(r"`[^`]*`|\]\([^)]*\)", "x", text(french))
    assert re.findall(r".{20} [;:?!%»]|« .{20}", plain) == []


@pytest.mark.parametrize(("page", "code"), [("first-hour.md", "en"), ("premiere-heure.md", "fr")])
def test_the_first_hour_has_the_verdicts_in_the_words_of_the_report(page: str, code: str) -> None:
    """Its table begins each row with the first words of a verdict."""
    texts = [str(text) for key, text in LANGUAGES[code].texts.items() if key.startswith("verdict.")]
    table = (ROOT / "docs" / page).read_text(encoding="utf-8").split("| verdict |")[1].split("\n\n")[0]
    words = [line.split("|")[1].strip() for line in table.splitlines()[2:]]

    assert len(words) == 6
    assert [word for word in words if not any(text.startswith(word) for text in texts)] == []
