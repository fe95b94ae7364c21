"""The targeting rate of a page: buttons at its top, and what depends on the one chosen, without script."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from champion_challenger.report.markup import Child, Markup, element, join
from champion_challenger.report.wording import Wording


def rate_id(rate: float) -> str:
    """Name of a rate in the page: of its button, and class of what is shown with it.

    >>> rate_id(0.0025)
    'rate-25'
    """
    return f"rate-{round(rate * 10_000)}"


def rate_buttons(rates: Sequence[float], first: float, words: Wording) -> list[Markup]:
    """Radio buttons, which come before all that they drive, and the bar of their labels; nothing with a single rate."""
    if len(rates) < 2:
        return []
    named = {rate: f"{words.text('targeted')} {words.rate(rate)}" for rate in rates}
    buttons = [radio("rate", rate_id(rate), named[rate], is_on=rate == first) for rate in rates]
    labels = [element("label", words.rate(rate), for_=rate_id(rate)) for rate in rates]
    return [*buttons, element("div", element("span", words.text("targeted")), *labels, class_="rates")]


def radio(name: str, identifier: str, label: str, *, is_on: bool) -> Markup:
    """A radio button that only its label shows, and which says the same to whoever hears the page."""
    state = {"checked": "checked"} if is_on else {}
    return element("input", type="radio", name=name, id=identifier, class_="rate", aria_label=label, **state)


def at_each(rates: Sequence[float], draw: Callable[[float], Child]) -> Markup:
    """What is said of each rate, of which the one chosen is shown, on paper too; alike for all, it is said once."""
    return chosen(rates, [draw(rate) for rate in rates])


def chosen(rates: Sequence[float], drawn: Sequence[Child]) -> Markup:
    """The same of what is drawn already.

    >>> chosen([0.05, 0.1], ["a", "a"]), chosen([0.05], ["a"])
    ('a', 'a')
    >>> chosen([0.05, 0.1], ["a", "b"])
    '<span class="at rate-500">a</span><span class="at rate-1000">b</span>'
    """
    if len(set(drawn)) < 2:
        return join(drawn[:1])
    return join(
        element("span", child, class_=f"at {rate_id(rate)}") for rate, child in zip(rates, drawn) if child != ""
    )


def switch_rules(rates: Sequence[float]) -> str:
    """Show what belongs to the rate chosen, by CSS alone; on paper all panels are shown."""
    if len(rates) < 2:
        return ""
    names = [rate_id(rate) for rate in rates]
    # What does not belong to the rate is hidden: hiding by default would show nothing where CSS is not read.
    texts = ", ".join(f"#{name}:checked ~ * .at:not(.{name})" for name in names)
    panels = ", ".join(f"#{name}:checked ~ * .panel:not(.{name})" for name in names)
    labels = ", ".join(f"#{name}:checked ~ .rates label[for={name}]" for name in names)
    focus = ", ".join(f"#{name}:focus-visible ~ .rates label[for={name}]" for name in names)
    return (
        f"{texts} {{ display: none; }}\n@media screen {{ {panels} {{ display: none; }} }}\n"
        f"{labels} {{ background: var(--ink); color: var(--paper); }}\n"
        f"{focus} {{ outline: 3px solid var(--champion); outline-offset: 2px; }}\n"
    )
