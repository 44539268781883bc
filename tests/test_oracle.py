"""Tests of the oracle itself, against numbers worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

import pytest
from oracle import CLASSES, Judgment, Readings, Record, World, by_category, count, judge, supplied_count
from oracle_counting import Bounds, article_5_count, total_count
from oracle_counting import supplied_count as supplied_bounds
from random_cases import boundary_cases

T1, T2, T3 = "location_tracking", "accommodation_record", "general_information"


def got(**numbers: int) -> World:
    """Return a world in which so many records of each category were got."""
    records = tuple(Record(category, category, alike=number) for category, number in numbers.items())
    return World(records, got=frozenset(numbers))


def sold(*records: Record, to: Sequence[str] = ("b",), **facts: Any) -> World:
    """Return a world in which records were sold to some, with facts."""
    supplied = {record.id: frozenset(to) for record in records}
    return World(records, supplied=supplied, **facts)


def duty(category: str, number: int) -> Record:
    """Return records got in duty or service."""
    return Record(f"duty {category}", category, from_duty=True, alike=number)


def bought(number: int, category: str = T3) -> Record:
    """Return records bought for lawful business."""
    return Record(f"lawful {category}", category, lawful=True, alike=number)


def met(judgment: Judgment) -> set[str]:
    """Return the items met."""
    return {item for item, holds in judgment.items.items() if holds}


# -- the boundary numbers of the law: one below, the number itself, one above -----------------------

GOT = [
    (T1, 50, "art5.1.3"),
    (T2, 500, "art5.1.4"),
    (T3, 5_000, "art5.1.5"),
    (T1, 500, "art5.2.3"),
    (T2, 5_000, "art5.2.3"),
    (T3, 50_000, "art5.2.3"),
]
FROM_DUTY = [
    (T1, 25, "art5.1.8"),
    (T2, 250, "art5.1.8"),
    (T3, 2_500, "art5.1.8"),
    (T1, 250, "art5.2.3"),
    (T2, 2_500, "art5.2.3"),
    (T3, 25_000, "art5.2.3"),
]
YUAN = [(5_000, "art5.1.7"), (50_000, "art5.2.3")]
DUTY_YUAN = [(2_500, "art5.1.8"), (25_000, "art5.2.3")]


@pytest.mark.parametrize("step", [-1, 0, 1])
@pytest.mark.parametrize(("category", "standard", "item"), GOT)
def test_records_got(category: str, standard: int, item: str, step: int) -> None:
    assert judge(got(**{category: standard + step})).items[item] is (step >= 0)


@pytest.mark.parametrize("step", [-1, 0, 1])
@pytest.mark.parametrize(("category", "standard", "item"), FROM_DUTY)
def test_records_supplied_from_duty(category: str, standard: int, item: str, step: int) -> None:
    assert judge(sold(duty(category, standard + step))).items[item] is (step >= 0)


@pytest.mark.parametrize("step", [-1, 0, 1])
@pytest.mark.parametrize(("yuan", "item"), YUAN)
def test_gains_to_the_fen(yuan: int, item: str, step: int) -> None:
    assert judge(sold(Record("x", T3), gains=yuan * 100 + step)).items[item] is (step >= 0)


@pytest.mark.parametrize("step", [-1, 0, 1])
@pytest.mark.parametrize(("yuan", "item"), DUTY_YUAN)
def test_gains_from_duty_to_the_fen(yuan: int, item: str, step: int) -> None:
    money = yuan * 100 + step
    assert judge(sold(duty(T3, 1), gains=money, duty_gains=money)).items[item] is (step >= 0)


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_profit_from_use_to_the_fen(step: int) -> None:
    record = bought(9_000)
    world = World((record,), got=frozenset({record.id}), profit_from_use=5_000_000 + step)
    assert met(judge(world)) == ({"art6.1.1"} if step >= 0 else set())


@pytest.mark.parametrize(
    ("numbers", "item", "holds"),
    [
        ((30, 200, 0), "art5.1.6", True),  # 0.6 + 0.4
        ((40, 99, 0), "art5.1.6", False),  # 0.998
        ((49, 9, 10), "art5.1.6", True),  # exactly 1, where doubles fail
        ((25, 200, 499), "art5.1.6", False),
        ((0, 250, 2_500), "art5.1.6", True),
        ((50, 0, 10), "art5.1.6", False),  # item (3) is reached, so (6) is not
        ((0, 0, 4_999), "art5.1.6", False),
        ((300, 2_000, 0), "art5.2.3", True),  # 6 + 4
        ((499, 9, 0), "art5.2.3", False),  # 9.998
        ((499, 9, 10), "art5.2.3", True),
        ((0, 2_999, 20_009), "art5.2.3", False),
    ],
)
def test_sums_in_proportion(numbers: tuple[int, int, int], item: str, holds: bool) -> None:
    world = got(**dict(zip((T1, T2, T3), numbers, strict=True)))
    assert judge(world).items[item] is holds


@pytest.mark.parametrize(
    ("numbers", "item", "holds"),
    [
        ((10, 150, 0), "art5.1.8", True),  # 0.2 + 0.3
        ((10, 149, 9), "art5.1.8", False),
        ((10, 149, 10), "art5.1.8", True),
        ((200, 400, 1_000), "art5.2.3", True),  # 4 + 0.8 + 0.2, ten times one half
        ((200, 400, 999), "art5.2.3", False),
    ],
)
def test_sums_from_duty(numbers: tuple[int, int, int], item: str, holds: bool) -> None:
    records = [duty(category, number) for category, number in zip((T1, T2, T3), numbers, strict=True) if number]
    assert judge(sold(*records)).items[item] is holds


def test_every_category_stands_in_its_class() -> None:
    standards = {"art5.1.3": 50, "art5.1.4": 500, "art5.1.5": 5_000}
    for categories, (item, standard) in zip(CLASSES, standards.items(), strict=True):
        for category in categories:
            assert met(judge(got(**{category: standard}))) == {item}


# -- counting, art. 11 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_got", "recipients", "counted"),
    [(True, 0, 1), (True, 1, 1), (False, 1, 1), (True, 2, 2), (False, 3, 3), (False, 0, 0)],
)
def test_one_record(is_got: bool, recipients: int, counted: int) -> None:
    record = Record("x", T3)
    to = frozenset(f"buyer {number}" for number in range(recipients))
    world = World((record,), got=frozenset({"x"} if is_got else ()), supplied={"x": to})
    assert count(world, record) == counted
    assert supplied_count(world, record) == recipients
    assert count(world, Record("x", T3, genuine=False)) == 0


def test_records_alike_are_so_many_records() -> None:
    many = tuple(Record(f"r{number}", T1, from_duty=True) for number in range(25))
    apart = judge(World(many, supplied={record.id: frozenset({"b", "c"}) for record in many}))
    assert apart == judge(sold(duty(T1, 25), to=("b", "c")))
    assert met(apart) == {"art5.1.3", "art5.1.8"}


def test_collected_in_duty_but_kept_is_not_item_8() -> None:
    record = duty(T1, 49)
    assert met(judge(World((record,), got=frozenset({record.id}), gains=300_000))) == set()


# -- readings -------------------------------------------------------------------------------------


def test_duty_mix() -> None:
    world = sold(duty(T1, 15), Record("bought", T1, alike=30), gains=2_500_00, duty_gains=2_499_99)
    assert judge(world).grade == "not_reached"
    assert met(judge(world, Readings(duty_mix="together"))) == {"art5.1.8"}


def test_together_needs_something_from_duty() -> None:
    world = sold(Record("bought", T1, alike=49))
    assert judge(world, Readings(duty_mix="together")).grade == "not_reached"


def test_tenfold_sum() -> None:
    world = got(**{T1: 320, T2: 1_800})
    assert met(judge(world)) == {"art5.1.3", "art5.1.4", "art5.2.3"}
    assert met(judge(world, Readings(tenfold_sum="below_base"))) == {"art5.1.3", "art5.1.4"}


def test_tenfold_sum_within_item_8() -> None:
    world = sold(duty(T1, 200), duty(T2, 500))
    assert judge(world).grade == "especially_serious"
    assert judge(world, Readings(tenfold_sum="below_base")).grade == "serious"


def test_resale_scope() -> None:
    kept = Record("kept", T3, lawful=True, body="B1", alike=6_000)
    gone = Record("gone", T3, lawful=True, body="B1", alike=2_000)
    world = World((kept, gone), got=frozenset({"kept", "gone"}), supplied={"gone": frozenset({"b"})})
    assert by_category(world) == {T3: 2_000}
    assert judge(world).grade == "not_reached"
    assert met(judge(world, Readings(resale_scope="all_acquired"))) == {"art5.1.5"}


def test_a_resale_to_several_counts_each() -> None:
    record = bought(2_500)
    world = World((record,), got=frozenset({record.id}), supplied={record.id: frozenset({"b", "c"})})
    assert met(judge(world)) == {"art5.1.5"}


def test_article_6_goes_on_governing_the_part_kept() -> None:
    kept, gone = bought(6_000), Record("gone", T3, lawful=True, alike=100)
    world = World(
        (kept, gone),
        got=frozenset({kept.id, gone.id}),
        supplied={gone.id: frozenset({"b"})},
        gains=5_000_00,
        profit_from_use=50_000_00,
        prior=True,
    )
    assert met(judge(world)) == {"art5.1.7", "art5.1.9", "art6.1.1", "art6.1.2"}


@pytest.mark.parametrize(("general", "holds"), [(99, False), (100, True)])
def test_lawful_business_mixing(general: int, holds: bool) -> None:
    world = World((Record("x", T1, alike=49), bought(general)), got=frozenset({"x", f"lawful {T3}"}))
    assert judge(world).grade == "not_reached"
    assert judge(world, Readings(lawful_business_mixing="included")).items["art5.1.6"] is holds


def test_mixing_needs_the_first_two_classes_and_reaches_the_base_only() -> None:
    included = Readings(lawful_business_mixing="included")
    alone = World((bought(6_000),), got=frozenset({f"lawful {T3}"}))
    assert judge(alone, included).grade == "not_reached"
    beside = World((Record("x", T1, alike=499), bought(6_000)), got=frozenset({"x", f"lawful {T3}"}))
    assert met(judge(beside, included)) == {"art5.1.3"}


# -- article 6, and the items without a number ------------------------------------------------------


def test_what_article_6_covers_meets_no_item_of_article_5() -> None:
    record = bought(60_000)
    world = World(
        (record,),
        got=frozenset({record.id}),
        gains=50_000_00,
        prior=True,
        grave_consequences=True,
        major_loss=True,
        adverse_impact=True,
    )
    assert met(judge(world)) == {"art6.1.2"}
    assert judge(world).grade == "serious"


@pytest.mark.parametrize(("category", "item"), [(T1, "art5.1.3"), (T2, "art5.1.4")])
def test_the_first_two_classes_stay_under_article_5(category: str, item: str) -> None:
    record = bought(500, category)
    world = World((record,), got=frozenset({record.id}), profit_from_use=60_000_00)
    assert item in met(judge(world))
    assert "art6.1.1" not in met(judge(world))


def test_profit_alone_is_nothing() -> None:
    assert judge(World(profit_from_use=60_000_00)).grade == "not_reached"


def test_gains_alone() -> None:
    assert met(judge(World(gains=9_266_50, duty_gains=9_266_50))) == {"art5.1.7"}


@pytest.mark.parametrize(("category", "items"), [(T1, {"art5.1.1"}), ("credit_record", set())])
def test_item_1_is_about_location_supplied(category: str, items: set[str]) -> None:
    assert met(judge(sold(Record("x", category), location_used_in_crime=True))) == items
    assert met(judge(World((Record("x", category),), got=frozenset("x"), location_used_in_crime=True))) == set()


def test_item_2_needs_a_supply() -> None:
    assert met(judge(sold(Record("x", T3), knew_of_crime=True))) == {"art5.1.2"}
    assert met(judge(World((Record("x", T3),), got=frozenset("x"), knew_of_crime=True))) == set()


def test_item_9_needs_conduct_but_no_number() -> None:
    assert met(judge(World(prior=True))) == set()
    assert met(judge(World(prior=True, has_conduct=True))) == {"art5.1.9"}
    assert met(judge(World((Record("x", T3, genuine=False),), got=frozenset("x"), prior=True))) == {"art5.1.9"}


@pytest.mark.parametrize(
    ("fact", "item"),
    [("grave_consequences", "art5.2.1"), ("major_loss", "art5.2.2"), ("adverse_impact", "art5.2.2")],
)
def test_consequences(fact: str, item: str) -> None:
    stated: dict[str, Any] = {fact: True}
    judgment = judge(sold(Record("x", T1, alike=60), **stated))
    assert met(judgment) == {"art5.1.3", item}
    assert judgment.grade == "especially_serious"


def test_without_a_breach_nothing_is_met() -> None:
    world = sold(duty(T1, 500), gains=90_000_00, prior=True, knew_of_crime=True, breach=False)
    assert met(judge(world)) == set()


def test_expectation_lists_every_item_once() -> None:
    expected = judge(got(**{T1: 500})).expected()
    assert expected["grade"] == "especially_serious"
    assert expected["established"] == ["art5.1.3", "art5.2.3"]
    assert len(expected["not_established"]) == 12  # type: ignore[arg-type]


# -- all possibilities within one batch -----------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "spurious", "parts", "supplied", "bounds"),
    [
        (6, 0, (6,), (3, 3), (6, 9)),  # 3 000 got, 1 500 to each of two, by five hundreds
        (8, 0, (8,), (5, 3), (8, 11)),  # 4 000 got, 2 500 and 1 500
        (8, 0, (8,), (6, 6), (12, 14)),  # 4 000 got, 3 000 to each of two
        (6, 0, (6,), (6,), (6, 6)),  # got, then sold once
        (6, 0, (6,), (6, 6), (12, 12)),  # the same to two
        (6, 0, (), (3, 3), (6, 6)),  # only sold, whatever the overlap
        (6, 0, (3, 3), (), (3, 6)),  # two sources: the same, or other records
        (6, 0, (6, 6), (), (6, 6)),
        (6, 0, (3,), (3,), (3, 3)),  # what was sold is what was got
        (6, 0, (4,), (2,), (4, 4)),
        (6, 0, (2,), (4,), (4, 4)),  # more sold than got: it holds all that was got
        (6, 2, (6,), (), (4, 4)),  # a whole batch bears all that is spurious
        (6, 2, (3,), (), (1, 3)),  # a part may bear all of it or none
        (6, 4, (3,), (), (0, 2)),
        (6, 1, (6,), (3, 3), (5, 8)),
        (5, 5, (5,), (5, 2), (0, 0)),
        (6, 3, (3,), (3, 3), (0, 6)),  # both were given the same three
    ],
)
def test_total_count(size: int, spurious: int, parts: Sequence[int], supplied: Sequence[int], bounds: Bounds) -> None:
    assert total_count(size, spurious, parts, supplied) == bounds


@pytest.mark.parametrize(
    ("size", "spurious", "parts", "supplied", "bounds"),
    [
        (6, 0, (6,), (), (0, 0)),
        (6, 0, (6,), (3, 3), (6, 6)),
        (6, 3, (6,), (3, 3), (0, 6)),
        (6, 3, (3,), (3, 3), (0, 6)),
        (6, 2, (6,), (6, 1), (4, 5)),
    ],
)
def test_supplied_count(
    size: int, spurious: int, parts: Sequence[int], supplied: Sequence[int], bounds: Bounds
) -> None:
    assert supplied_bounds(size, spurious, parts, supplied) == bounds


@pytest.mark.parametrize(
    ("size", "spurious", "parts", "supplied", "bounds"),
    [
        (8, 0, [(8, True)], (2,), (2, 2)),  # 8 000 bought for lawful business, 2 000 sold on
        (8, 0, [(8, True)], (2, 2), (4, 4)),
        (8, 0, [(8, True)], (), (0, 0)),
        (8, 0, [(8, True), (3, False)], (), (3, 3)),  # three of them also stolen
        (8, 0, [(8, True), (3, False)], (2,), (3, 5)),
        (8, 0, [(8, False)], (2,), (8, 8)),
        (8, 1, [(8, True)], (2,), (1, 2)),
    ],
)
def test_count_under_article_5(
    size: int, spurious: int, parts: Sequence[tuple[int, bool]], supplied: Sequence[int], bounds: Bounds
) -> None:
    assert article_5_count(size, spurious, parts, supplied) == bounds


def test_more_than_the_batch_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="size=3"):
        total_count(3, 0, (4,), ())


Subset = frozenset[int]


def plain_bounds(size: int, spurious: int, parts: Sequence[tuple[int, bool]], supplied: Sequence[int]) -> Bounds:
    """Return the bounds of art. 5 by trying every subset for every part and every recipient."""
    whole = range(size)
    found = []
    for false in combinations(whole, spurious):
        for chosen in product(*(subsets(size, part) for part, _ in parts)):
            all_got = frozenset[int]().union(*chosen)
            own = frozenset[int]().union(*(c for c, (_, lawful) in zip(chosen, parts, strict=True) if not lawful))
            allowed = [[s for s in subsets(size, k) if not parts or s <= all_got or all_got <= s] for k in supplied]
            for given in product(*allowed):
                numbers = [max(r in own, sum(r in s for s in given)) for r in whole if r not in false]
                found.append(sum(numbers))
    return min(found), max(found)


def subsets(size: int, number: int) -> list[Subset]:
    return [frozenset(chosen) for chosen in combinations(range(size), number)]


SMALL = [
    (4, spurious, parts, supplied)
    for spurious in (0, 1, 3)
    for parts in (
        [],
        [(2, False)],
        [(3, True)],
        [(2, False), (3, True)],
        [(1, False), (2, False)],
        [(4, True), (1, False)],
    )
    for supplied in ((), (1,), (2, 3), (4, 2), (1, 1))
]


@pytest.mark.parametrize(("size", "spurious", "parts", "supplied"), SMALL)
def test_enumeration_agrees_with_every_subset(
    size: int, spurious: int, parts: Sequence[tuple[int, bool]], supplied: Sequence[int]
) -> None:
    assert article_5_count(size, spurious, parts, supplied) == plain_bounds(size, spurious, parts, supplied)


# -- random cases ---------------------------------------------------------------------------------


def test_random_cases_are_the_same_for_the_same_seed() -> None:
    first, again, other = boundary_cases(40, 7), boundary_cases(40, 7), boundary_cases(40, 8)
    assert len(first) == 40
    assert first == again != other


def test_random_cases_are_plain_and_reach_every_item() -> None:
    cases = boundary_cases(1_000, 1)
    seen: set[tuple[str, str]] = set()
    for case, expected in cases:
        assert json.loads(json.dumps([case, expected])) == [case, expected]
        for outcome in expected.values():
            assert isinstance(outcome, dict)
            seen |= {(item, status) for status in ("established", "not_established") for item in outcome[status]}
    assert len(seen) == 28
