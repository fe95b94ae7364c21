"""The pictures of the documentation: all are made by one script, small, and shown on some page."""

from __future__ import annotations

import re
import struct
import zlib

import numpy as np
import pytest

from examples.pictures.catalogue import ALL, FORM_PICTURES
from examples.pictures.fillings import FORMS
from examples.pictures.flow import Recipe, flow_svg
from examples.pictures.forms import descriptor, form_page, is_visible, shown_fields
from examples.pictures.png import png
from examples.pictures.verdict import example_svg
from tests.unit.plugin import test_descriptors
from tests.unit.plugin.test_descriptors import DESCRIPTORS, ROOT

FOLDER = ROOT / "docs" / "img"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_script_makes_each_picture_and_no_page_names_another() -> None:
    """`make pictures` renews them all; a picture that no page shows is taken out of the list."""
    links = {link for page in PAGES for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))}

    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(ALL)
    assert {link.rpartition("/")[2] for link in links} == set(ALL)


def test_pictures_are_small() -> None:
    """A clone stays light, and a page opens at once."""
    sizes = {file.name: file.stat().st_size for file in FOLDER.iterdir()}

    assert {name: size for name, size in sizes.items() if size > 150_000} == {}
    assert sum(sizes.values()) < 3_000_000


def test_each_form_has_its_picture_with_fields_that_it_has() -> None:
    """What is filled in names fields and roles of the descriptor."""
    folders = {file.parent.relative_to(ROOT).as_posix() for file in DESCRIPTORS}
    assert set(FORMS) == folders
    for component, values in FORMS.items():
        form = descriptor(component)
        roles = [*form.get("inputRoles", []), *form.get("outputRoles", [])]
        assert set(values) <= {field["name"] for field in [*form["params"], *roles]}, component


@pytest.mark.parametrize("name", FORM_PICTURES)
def test_a_form_shows_the_fields_that_dss_shows(name: str) -> None:
    """By the conditions of the descriptor, which another reader of them sees in the same way."""
    picture = FORM_PICTURES[name]
    form, values = descriptor(picture.component), dict(FORMS[picture.component])
    values |= {"show_advanced": True} if picture.is_advanced else {}
    model = {field["name"]: field.get("defaultValue") for field in form["params"]} | values
    expected = [field for field in form["params"] if test_descriptors.is_visible(field, model)]
    page = form_page(picture.component, values)

    assert shown_fields(form, values) == expected
    assert all(field["label"].replace("'", "&#x27;") in page for field in expected)


def test_a_condition_that_is_not_understood_is_an_error() -> None:
    """A field must not be hidden by mistake."""
    with pytest.raises(ValueError, match=r"expected model\.field, alone or compared with a text, found 'model\.a > 1'"):
        is_visible({"visibilityCondition": "model.a > 1"}, {})


def test_a_png_holds_the_pixels_in_its_palette() -> None:
    """Read back by hand: colours by their place in the palette; rare ones become the nearest of the others."""
    pixels = np.zeros((4, 6, 3), np.uint8)
    pixels[1], pixels[2, 3], pixels[3, :2] = (250, 10, 10), (249, 11, 10), (0, 0, 200)
    content = png(pixels, colours=3)
    width, height = struct.unpack(">II", content[16:24])
    palette = content[content.index(b"PLTE") + 4 :][:9]
    start = content.index(b"IDAT")
    rows = zlib.decompress(content[start + 4 : start + 4 + struct.unpack(">I", content[start - 4 : start])[0]])
    colours = [tuple(palette[3 * place : 3 * place + 3]) for place in rows[2 * (width + 1) + 1 : 3 * (width + 1)]]

    assert (width, height) == (6, 4)
    assert colours == [(0, 0, 0)] * 3 + [(250, 10, 10)] + [(0, 0, 0)] * 2


def test_the_picture_of_the_worked_example_has_its_numbers() -> None:
    """Pooled +0.40 from +0.14 to +0.66, and +0.36 to expect, as docs/verdicts.md has them; 420 pixels are 1."""
    lines = re.findall(r'<line x1="(\d+)" x2="(\d+)" y1="159"', example_svg())
    (expected,) = re.findall(r'<circle cx="(\d+)" cy="159" r="4"', example_svg())

    assert [[(int(x) - 170) / 420 for x in pair] for pair in lines] == [pytest.approx([0.14, 0.66], abs=0.01)]
    assert (int(expected) - 170) / 420 == pytest.approx(0.36, abs=0.005)


def test_the_flow_runs_from_left_to_right() -> None:
    """What is read stands left of the recipe, what it writes right of it; the model is a diamond."""
    drawing = flow_svg(
        [Recipe("train", ("history",), ("model",)), Recipe("score", ("model", "cohort"), ("out",))], ["model"]
    )
    places = {name: int(x) for x, name in re.findall(r'<text x="(\d+)"[^>]*>(\w+)</text>', drawing)}

    assert places["history"] < places["train"] < places["model"] < places["score"] < places["out"]
    assert places["cohort"] < places["score"]
    assert (drawing.count("<circle"), drawing.count("Z"), drawing.count("<rect")) == (2, 1, 1 + 3)
