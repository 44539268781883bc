"""The number that an item is measured by for this very person: ways that a fact or a reading shuts come last."""

from __future__ import annotations

from typing import Any

import pytest

from thresholds import evaluate, load_case, load_ruleset

PAID = {"paid_deletion_or_posting": "yes"}


def measured(ruleset: str, item: str, facts: dict[str, Any], kind: str = "natural", **readings: str) -> tuple[Any, ...]:
    """Status, quantity (fen, or things) and standard of one item."""
    law = load_ruleset(ruleset)
    case = {"schema": "thresholds/case/1", "id": "c", "persons": {"a": {"kind": kind}}, "facts": {"a": facts}}
    finding = evaluate(load_case(case, law), law, readings=readings).person("a").finding(item)
    assert finding.decisive is not None
    return finding.status.value, finding.decisive.low, finding.decisive.standard


@pytest.mark.parametrize(
    ("kind", "turnover", "gains", "expected"),
    [
        # five times 150 000 for a unit, five times 50 000 for a natural person
        ("unit", 749_999, 0, ("not_established", 74_999_900, 75_000_000)),
        ("unit", 750_000, 0, ("established", 75_000_000, 75_000_000)),
        ("natural", 249_999, 0, ("not_established", 24_999_900, 25_000_000)),
        ("natural", 250_000, 0, ("established", 25_000_000, 25_000_000)),
        # the nearer of the two amounts, among those of the kind of person: 250 000 and 100 000 of gains
        ("unit", 10_000, 200_000, ("not_established", 20_000_000, 25_000_000)),
        ("natural", 10_000, 90_000, ("not_established", 9_000_000, 10_000_000)),
    ],
)
def test_a_unit_is_measured_by_its_own_amounts(kind: str, turnover: int, gains: int, expected: tuple[Any, ...]) -> None:
    facts = PAID | {"paid_posting_turnover": f"{turnover} 元", "illegal_gains": f"{gains} 元"}
    assert measured("fashi-2013-21", "art7.2-fivefold", facts, kind) == expected


@pytest.mark.parametrize(
    ("reading", "relics", "expected"),
    [
        ("five", 3, ("not_established", 3, 5)),
        ("five", 4, ("not_established", 4, 5)),
        ("five", 5, ("established", 5, 5)),
        ("three", 2, ("not_established", 2, 3)),
        ("three", 3, ("established", 3, 3)),
    ],
)
def test_a_number_of_a_reading_that_is_not_chosen_comes_last(
    reading: str, relics: int, expected: tuple[Any, ...]
) -> None:
    facts = {"ordinary_relics_stolen": relics}
    assert measured("fashi-2013-8", "art9.2-ordinary_for_third", facts, equal_relics=reading) == expected


def test_where_every_way_is_shut_the_nearest_is_named() -> None:
    """An item for units alone still names its number for a natural person: how far it would be, were it a unit."""
    facts = PAID | {"paid_posting_turnover": "100000 元", "illegal_gains": "1 元"}
    assert measured("fashi-2013-21", "art7.1.2", facts) == ("not_established", 10_000_000, 15_000_000)
