"""Who was contacted, and which customers the contacted list had."""

from __future__ import annotations

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.core.campaign import Contacts, read_contacts, target_list
from champion_challenger.errors import DataError
from champion_challenger.settings.contact import ContactRules

RULES = ContactRules("contact", ("1", "yes"), ("2",))
CUSTOMER = st.tuples(st.sampled_from("control called none".split()), st.sampled_from([0.1, 0.2, 0.9, float("nan")]))
N, N_LISTED = 4_000, 400


def campaign(*, of_everyone: bool, list_score: np.ndarray | None = None) -> tuple[Contacts, np.ndarray, np.ndarray]:
    """Contacts, the champion's scores and the list, of which (or of all customers) 20 % were held out."""
    rng = np.random.default_rng(5)
    scores = rng.random(N)
    by = scores if list_score is None else list_score
    listed = by >= np.sort(by)[-N_LISTED]
    drawn = rng.random(N) < 0.2
    control = drawn if of_everyone else drawn & listed
    return Contacts(listed & ~control, control, has_control=True), scores, listed


def test_values_are_matched_by_what_they_mean() -> None:
    """However a storage type spells them."""
    found = read_contacts(pd.Series([1.0, 2.0, 3.0, 1.0]), RULES)

    assert found.contacted.tolist() == [True, False, False, True]
    assert found.control.tolist() == [False, True, False, False]
    assert found.absent == ()


def test_customers_without_a_value_are_refused() -> None:
    """With their number, and what to do."""
    with pytest.raises(DataError, match=r"found 2 of 3 without one\. Give those whom no campaign reached a value"):
        read_contacts(pd.Series(["yes", None, ""]), RULES)


def test_values_that_do_not_occur_are_told_with_those_that_do() -> None:
    """A spelling may differ from month to month."""
    found = read_contacts(pd.Series(["yes", "control"]), RULES)

    assert [str(reason) for reason in found.absent] == [
        "there is no control group: column contact has none of the values 2; it has control, yes. Are they spelled so?"
    ]


@pytest.mark.parametrize("of_everyone", [True, False])
def test_the_champions_scores_tell_which_control_customers_the_list_had(of_everyone: bool) -> None:
    """Whether they were drawn from all customers or from the list."""
    contacts, scores, listed = campaign(of_everyone=of_everyone)
    found = target_list(contacts, scores)

    assert found.is_of_everyone is of_everyone
    assert found.obstacle is None
    assert abs(int(found.members.sum()) - N_LISTED) <= 1
    assert (found.members & contacts.contacted).sum() == (listed & contacts.contacted).sum()


def test_an_infinite_score_puts_nobody_on_the_list() -> None:
    """It is no score, as where versions are evaluated."""
    contacts, scores, _ = campaign(of_everyone=True)
    others = np.flatnonzero(contacts.control)
    scores[others] = np.inf

    assert not target_list(contacts, scores).members[others].any()


def test_a_list_that_another_model_made_is_known_when_the_control_group_is_of_it() -> None:
    """All control customers are on it then."""
    rng = np.random.default_rng(6)
    own = np.random.default_rng(5).random(N)
    contacts, scores, listed = campaign(of_everyone=False, list_score=own + rng.normal(0, 0.3, N))
    found = target_list(contacts, scores)

    assert found.obstacle is None
    assert (found.members == listed).all()


def test_a_list_that_another_model_made_is_unknown_when_the_control_group_is_of_everyone() -> None:
    """Nobody knows which of them it would have had."""
    rng = np.random.default_rng(6)
    own = np.random.default_rng(5).random(N)
    contacts, scores, _ = campaign(of_everyone=True, list_score=own + rng.normal(0, 0.3, N))
    found = target_list(contacts, scores)

    assert found.obstacle is not None
    assert found.obstacle.code == "target_list_unknown"


def test_without_a_campaign_nobody_is_on_a_list() -> None:
    """And a champion without scores leaves the list unknown."""
    nobody, control = np.zeros(4, dtype=bool), np.array([True, False, False, False])

    assert not target_list(Contacts(nobody, control, has_control=True), None).members.any()
    assert target_list(Contacts(~control, control, has_control=True), None).obstacle is not None


@given(st.lists(CUSTOMER, min_size=1, max_size=10), st.randoms())
def test_the_order_of_the_rows_decides_nothing(people: list[tuple[str, float]], random: Random) -> None:
    """Where the champion's scores tie, customers of one score are shared among those above and below the cut-off."""
    people = people * 20  # enough of each for the share of a group to be unlike another
    shuffled = random.sample(people, len(people))
    lists = []
    for rows in (people, shuffled, sorted(people), sorted(people, reverse=True)):
        contact, scores = np.array([group for group, _ in rows]), np.array([score for _, score in rows])
        found = target_list(Contacts(contact == "called", contact == "control", has_control=True), scores)
        members = sorted(map(str, np.array(rows, dtype=object)[found.members].tolist()))
        lists.append((found.is_of_everyone, found.obstacle, members))

    assert lists[1:] == lists[:1] * 3


def test_a_group_drawn_from_everyone_is_so_in_any_order() -> None:
    """All customers have one score: nothing says that the group is of a part of them."""
    contact = np.repeat(["control", "called", "none"], [300, 100, 600])
    for rows in (contact, contact[::-1]):
        contacts = Contacts(rows == "called", rows == "control", has_control=True)

        assert target_list(contacts, np.full(len(rows), 0.3)).is_of_everyone


def test_values_that_are_not_named_are_counted() -> None:
    """Five of 1,200 are no list of all."""
    (absent,) = read_contacts(pd.Series(range(1_200)), ContactRules("contact", ("yes",))).absent

    assert "it has 0, 1, 10, 100, 1000 and 1,195 others. Are they" in str(absent)
