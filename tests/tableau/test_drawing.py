"""The picture of the how-to."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tests.tableau.drawing import NOTE, drawing
from tests.tableau.hyper import database, hyper_process
from tests.tableau.samples import dated, made

PICTURE = Path(__file__).parents[2] / "docs" / "img" / "tableau.svg"


def test_it_has_every_sheet_of_the_dashboard_and_says_what_it_is(tmp_path: Path) -> None:
    """A line for each version in each chart; the same rows make the same picture."""
    book, _ = made(dated())
    with hyper_process() as process, database(process, book, tmp_path) as loaded:
        pictures = {drawing(loaded) for _ in range(2)}
    (picture,) = pictures
    texts = [text for text in etree.fromstring(picture.encode()).itertext() if text.strip()]

    assert NOTE in texts
    assert {"AUC", "Lift", "Precision", "Sensitivity", "Accuracy", "3", "5%"} <= set(texts)
    assert texts.count("19971231 (in production)") >= 5


def test_the_picture_of_the_page_says_that_it_is_a_drawing() -> None:
    """In the picture itself, which may be copied without its page."""
    assert NOTE in etree.fromstring(PICTURE.read_bytes()).itertext()
