"""The portfolio's page: complete, self-contained, escaped, small."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from champion_challenger.core.report.portfolio import Portfolio
from champion_challenger.report.portfolio_page import draw_and_keep, portfolio_page
from champion_challenger.settings.score_portfolio import PortfolioSettings
from tests.unit.report.portfolios import calm, leaderless, portfolio_of, promising
from tests.unit.report.samples import checked


def drawn(portfolio: Portfolio, **options: Any) -> str:
    """Page of a portfolio, its entities resolved."""
    return unescape(portfolio_page(portfolio, PortfolioSettings(("P.summary",), **options)))


def cells(text: str, score: str) -> list[str]:
    """Texts of the cells of a score's row, without markup."""
    (found,) = [one for one in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL) if f"<strong>{score}</strong>" in one]
    parts = re.findall(r"<td[^>]*>(.*?)</td>", found, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]


def test_a_row_says_all_of_a_score() -> None:
    """Model, lifts, challenger, expected difference, recommendation, age of the figures."""
    assert cells(drawn(portfolio_of(promising())), "Promising") == [
        "Promising P.summary",
        "decide",
        "initial active since cohort 1998-04 at the latest",
        "5.90 1998-05 5 % targeted",
        "6.10 1998-04",
        "better than the model in production 1998-03-31",
        "+0.31 +0.12 to +0.50",
        "activate 1998-03-31 +38 positive customers expected (+12 to +60)",
        "1998-05 final computed on 1998-07-01 3 days ago",
        "",
    ]


def test_figures_of_today_say_so() -> None:
    """Those of the future, by a clock that is wrong, too."""
    for day in (date(1998, 7, 1), date(1998, 6, 1)):
        assert cells(drawn(portfolio_of(calm(), today=day)), "Calm")[8].endswith("computed on 1998-07-01 today")


def test_a_provisional_cohort_names_the_last_final_one() -> None:
    """None where no cohort is final."""
    newest = [{**one, "cohort_status": "provisional"} if one["cohort"] == "1998-05" else one for one in calm()]
    none = [{**one, "cohort_status": "provisional"} for one in calm()]

    assert cells(drawn(portfolio_of(newest)), "Calm")[8].startswith("1998-05 provisional final up to 1998-04")
    assert cells(drawn(portfolio_of(none)), "Calm")[8].startswith("1998-05 provisional none is final yet")
    assert cells(drawn(portfolio_of(none)), "Calm")[3] == "–"


def test_the_french_page_reads_as_french() -> None:
    """Numbers with a comma, days as people there write them."""
    text = drawn(portfolio_of(promising(), leaderless()), language="fr")

    assert '<html lang="fr">' in text
    assert cells(text, "Promising")[4:9] == [
        "6,10 1998-04",
        "meilleur que le modèle en production 31/03/1998",
        "+0,31 +0,12 à +0,50",
        "activer 31/03/1998 +38 clients positifs attendus (+12 à +60)",
        "1998-05 définitive calculé le 01/07/1998 il y a 3 jours",
    ]
    assert "aucun modèle en production\u00a0: aucune version n'est marquée" in re.sub("<[^>]+>", "", text)


def test_what_cannot_be_read_is_a_row_with_its_reason() -> None:
    """The others stay."""
    text = drawn(portfolio_of(calm(), lost="DSS was asked <for> it"))

    assert cells(text, "P.lost") == ["P.lost", "cannot be read", "DSS was asked it"]
    assert cells(text, "Calm")[1] == "nothing to do"


def test_scores_are_linked_where_an_address_is_given() -> None:
    """Escaped in the address; what cannot be read has no report."""
    linked = portfolio_page(
        portfolio_of(calm("A & b"), lost="x"), PortfolioSettings((), report_url="r/{score}?{project}")
    )

    assert '<a href="r/A%20%26%20b?P"><strong>A &amp; b</strong></a>' in linked
    assert linked.count("<a ") == 1
    assert "<a " not in drawn(portfolio_of(calm()))


def test_nothing_runs_or_loads_and_names_are_escaped() -> None:
    """No script, link, image or address, whatever a score is called."""
    text = portfolio_page(portfolio_of(calm("<script>x</script>"), lost="<img src=x>"), PortfolioSettings(()))
    seen = checked(text).seen

    assert not {"script", "link", "img", "iframe"} & set(seen)
    assert not re.search(r"http|url\(|@import|javascript| on\w+=", text)
    assert "&lt;script&gt;x&lt;/script&gt;" in text


def test_warnings_are_explained_once() -> None:
    """Those of the page, and no others."""
    text = drawn(portfolio_of(leaderless("A"), leaderless("B")))

    assert text.count("nothing can be compared with it. Evaluate a cohort again.") == 1
    assert "What the warnings mean" not in drawn(portfolio_of(calm()))


def test_twenty_scores_are_a_small_page() -> None:
    """Far below what a mail or a dashboard can carry."""
    scores = [promising(f"Résiliation mobile, segment {number}") for number in range(20)]
    assert len(portfolio_page(portfolio_of(*scores), PortfolioSettings(())).encode()) < 200_000


def test_a_portfolio_without_any_score_is_a_page_too() -> None:
    """All datasets are gone."""
    text = drawn(portfolio_of(lost="gone"))

    assert "0 scores of 1 project" in text


def test_the_page_is_kept_as_it_is_returned() -> None:
    """The fragment is a part of the page."""
    kept: list[str] = []
    fragment = draw_and_keep(portfolio_of(calm()), PortfolioSettings(()), kept.append)

    assert kept[0].startswith("<!DOCTYPE html>")
    assert fragment in kept[0]
    # Paper is that of a page of its own: a part would change the printing of the page around it.
    assert "@page" not in fragment
    assert "@page { margin: 12mm; size: landscape; }" in kept[0]
