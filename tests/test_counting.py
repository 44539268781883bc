"""Counting by article 11: against every possibility within one batch, and against examples worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle_counting import Bounds, article_5_count, supplied_count, total_count
from strategies import T1, T3, CaseDict, judged

from thresholds.evaluation.trace import Trace

Got = list[tuple[int, bool]]


def one_batch(size: int, spurious: int, got: Got, supplied: list[int]) -> CaseDict:
    """Write one batch got from several sources and supplied to several, all of it from duty."""
    batch: CaseDict = {"category": T3, "records": size, "duplicates": spurious}
    dealings: list[CaseDict] = [
        {
            "by": "a",
            "act": "purchase",
            "source": f"s{number}",
            "batch": "B",
            "records": part,
            "lawful_business": "yes" if lawful else "no",
        }
        for number, (part, lawful) in enumerate(got)
    ]
    dealings += [
        {"by": "a", "act": "sale", "to": f"r{n}", "batch": "B", "records": part, "obtained_in": "duty_or_service"}
        for n, part in enumerate(supplied)
    ]
    return {"persons": {"a": {}}, "batches": {"B": batch}, "dealings": dealings}


def count_of(case: CaseDict, **readings: str) -> tuple[int, int | None]:
    """Return the bounds that the report gives for ordinary records."""
    counts = judged(case, **readings).counts
    low, high = counts[T3][0] if T3 in counts else (0, 0)
    return low, high


def item_8_count(case: CaseDict, person: str = "a") -> tuple[Fraction | int, Fraction | int | None]:
    """Return the bounds of the ordinary records that item (8) looks at."""
    return next(
        part for part in parts_of(judged(case, person).finding("art5.1.8").trace) if part.of_item == "art5.1.5"
    ).quantity


def parts_of(trace: Trace) -> Iterator[Trace]:
    """Yield a condition and everything below it."""
    yield trace
    for child in trace.children:
        yield from parts_of(child)


@st.composite
def sizes(draw: st.DrawFn) -> tuple[int, int, Got, list[int]]:
    """Sizes of one batch of at most six: spurious records, parts got, parts supplied."""
    size = draw(st.integers(1, 6))
    part = st.integers(1, size)
    spurious = draw(st.integers(0, size))
    got = draw(st.lists(st.tuples(part, st.booleans()), max_size=3))
    supplied = draw(st.lists(part, max_size=3, min_size=0 if got else 1))
    return size, spurious, got, supplied


many = settings(max_examples=400, deadline=None, derandomize=True)


@many
@given(sizes())
def test_total_count(drawn: tuple[int, int, Got, list[int]]) -> None:
    size, spurious, got, supplied = drawn
    own = [(part, False) for part, _ in got]
    wanted = total_count(size, spurious, [part for part, _ in own], supplied)
    assert count_of(one_batch(size, spurious, own, supplied)) == wanted


@many
@given(sizes())
def test_article_5_count(drawn: tuple[int, int, Got, list[int]]) -> None:
    assert count_of(one_batch(*drawn)) == article_5_count(*drawn)


@many
@given(sizes())
def test_supplied_count(drawn: tuple[int, int, Got, list[int]]) -> None:
    size, spurious, got, supplied = drawn
    wanted = supplied_count(size, spurious, [part for part, _ in got], supplied)
    assert item_8_count(one_batch(*drawn)) == wanted


@many
@given(sizes())
def test_all_acquired_counts_everything_after_a_resale(drawn: tuple[int, int, Got, list[int]]) -> None:
    size, spurious, got, supplied = drawn
    assume(not supplied or max(supplied) > spurious)  # so that some genuine record was sold
    if supplied:
        wanted = total_count(size, spurious, [part for part, _ in got], supplied)
    else:
        wanted = article_5_count(size, spurious, got, supplied)
    assert count_of(one_batch(*drawn), resale_scope="all_acquired") == wanted


@pytest.mark.parametrize("fact", ["inauthentic", "public"])
@many
@given(drawn=sizes())
def test_other_deductions_are_deducted_alike(drawn: tuple[int, int, Got, list[int]], fact: str) -> None:
    size, spurious, got, supplied = drawn
    case = one_batch(*drawn)
    case["batches"]["B"] = {"category": T3, "records": size, fact: spurious}
    assert count_of(case) == article_5_count(size, spurious, got, supplied)


# -- by hand ------------------------------------------------------------------------------------------


def line(act: str, records: int | None = None, **more: Any) -> CaseDict:
    """Write a dealing in the batch."""
    return {"by": "a", "act": act, "batch": "B", **({} if records is None else {"records": records}), **more}


def sale(records: int | None, to: object = "x", **more: Any) -> CaseDict:
    """Write a sale from the batch."""
    return line("sale", records, to=to, **more)


BY_HAND: list[tuple[str, CaseDict, list[CaseDict], Bounds]] = [
    ("got-only", {"records": 900}, [line("theft", 900)], (900, 900)),
    ("a-line-without-a-number-is-the-whole", {"records": 900}, [line("theft")], (900, 900)),
    ("got-then-sold", {"records": 900}, [line("theft", 900), sale(900)], (900, 900)),
    ("sold-then-got", {"records": 900}, [sale(900), line("theft", 900)], (900, 900)),
    ("two-recipients", {"records": 900}, [line("theft"), sale(None, ["x", "y"])], (1800, 1800)),
    ("twice-to-the-same", {"records": 900}, [sale(900), sale(900)], (900, 900)),
    ("parts-to-one-add-up", {"records": 900}, [line("theft"), sale(300), sale(400)], (900, 900)),
    ("parts-to-one-without-getting", {"records": 900}, [sale(300), sale(400)], (700, 700)),
    ("parts-to-one-make-the-whole", {"records": 900}, [sale(500), sale(400), sale(None, "y")], (1800, 1800)),
    ("parts-to-two", {"records": 900}, [line("theft"), sale(300), sale(400, "y")], (900, 1200)),
    ("parts-to-two-that-must-overlap", {"records": 900}, [line("theft"), sale(600), sale(500, "y")], (1100, 1400)),
    ("parts-to-two-only-sold", {"records": 900}, [sale(600), sale(500, "y")], (1100, 1100)),
    ("sold-of-what-was-got", {"records": 900}, [line("theft", 300), sale(200)], (300, 300)),
    ("more-sold-than-got", {"records": 900}, [line("theft", 300), sale(500)], (500, 500)),
    ("two-sources", {"records": 900}, [line("theft", 300), line("purchase", 400, source="s")], (400, 700)),
    (
        "one-source-adds-up",
        {"records": 900},
        [line("purchase", 300, source="s"), line("purchase", 400, source="s")],
        (700, 700),
    ),
    ("two-sources-cannot-pass-the-batch", {"records": 500}, [line("theft", 300), line("receipt", 400)], (400, 500)),
    ("publication", {"records": 900}, [line("publication")], (900, 900)),
    ("published-twice", {"records": 900}, [line("publication"), line("publication")], (900, 900)),
    ("published-and-sold", {"records": 900}, [line("publication"), sale(None)], (1800, 1800)),
    ("nobody-named-is-one", {"records": 900}, [line("sale"), line("provision")], (900, 900)),
    ("nobody-named-beside-somebody", {"records": 900}, [line("sale"), sale(None)], (1800, 1800)),
    ("nobody-named-is-not-the-public", {"records": 900}, [line("sale"), line("publication")], (1800, 1800)),
    ("exchange-with-recipient", {"records": 900}, [line("exchange", to="x")], (900, 900)),
    ("exchange-with-two", {"records": 900}, [line("exchange", to=["x", "y"])], (1800, 1800)),
    ("exchange-then-sale-to-another", {"records": 900}, [line("exchange", to="x"), sale(None, "y")], (1800, 1800)),
    ("exchange-with-a-source", {"records": 900}, [line("exchange", source="s")], (900, 900)),
    ("exchange-with-a-source-then-sale", {"records": 900}, [line("exchange", source="s"), sale(None)], (900, 900)),
    ("numbers-off", {"records": 900, "duplicates": 100, "inauthentic": 50}, [line("theft")], (750, 750)),
    ("numbers-off-for-each-recipient", {"records": 900, "duplicates": 100}, [sale(None, ["x", "y"])], (1600, 1600)),
    ("a-part-bears-all-or-none", {"records": 900, "duplicates": 100}, [sale(300)], (200, 300)),
    ("a-large-part-bears-some", {"records": 900, "duplicates": 100}, [sale(850)], (750, 800)),
    ("part-got-bears-all-or-none", {"records": 900, "duplicates": 400}, [line("theft", 300)], (0, 300)),
    ("rate-rounded-down", {"records": 999, "duplicate_rate": "4.5%"}, [line("theft")], (954, 954)),
    ("two-rates-add-up", {"records": 999, "duplicate_rate": "0.045", "inauthentic_rate": "5.5%"}, [line("theft")],
     (899, 899)),
    ("numbers-before-rates", {"records": 999, "duplicates": 99, "duplicate_rate": "0.1%"}, [line("theft")],
     (899, 899)),
    ("rate-of-a-part", {"records": 999, "duplicate_rate": "10%"}, [sale(333)], (299, 299)),
    ("rate-for-each-recipient", {"records": 999, "duplicate_rate": "10%"}, [sale(333, ["x", "y"])], (598, 598)),
    ("numbers-and-rate-of-a-part", {"records": 1000, "duplicates": 100, "duplicate_rate": "10%"}, [sale(300)],
     (180, 270)),
    ("all-of-it-off", {"records": 900, "inauthentic": 900}, [line("theft"), sale(300)], (0, 0)),
    ("lines-with-own-deductions", {"records": 900}, [sale(300, duplicates=20), sale(100, "y")], (380, 380)),
    ("public-records-of-a-part", {"records": 900}, [sale(300, public=20)], (280, 280)),
    ("open-deduction-of-a-part", {"records": 900}, [sale(300, duplicates={"at_least": 5, "at_most": 20})],
     (280, 295)),
    ("consent", {"records": 900}, [line("theft", 300), sale(None, consent="yes")], (300, 300)),
    ("anonymised", {"records": 900, "anonymised": "yes"}, [line("theft"), sale(None)], (0, 0)),
    ("number-not-stated", {}, [line("theft"), sale(None)], (0, 0)),
    ("open-number", {"records": {"at_least": 10, "at_most": 30}}, [line("theft"), sale(None, ["x", "y"])], (20, 60)),
]  # fmt: skip


@pytest.mark.parametrize(("batch", "dealings", "bounds"), [row[1:] for row in BY_HAND], ids=[r[0] for r in BY_HAND])
def test_by_hand(batch: CaseDict, dealings: list[CaseDict], bounds: Bounds) -> None:
    case = {"persons": {"a": {}}, "batches": {"B": {"category": T3, **batch}}, "dealings": dealings}
    assert count_of(case) == bounds


def test_an_unknown_number_is_from_zero_up() -> None:
    case = {"persons": {"a": {}}, "batches": {"B": {"category": T3, "records": "unknown"}}, "dealings": [sale(None)]}
    assert count_of(case) == (0, None)


def test_lines_without_a_batch_are_records_of_their_own() -> None:
    dealings = [
        {"by": "a", "act": "theft", "records": {T3: 300, T1: 7}},
        {"by": "a", "act": "sale", "to": "x", "records": {T3: 300}},
        {"by": "a", "act": "sale", "to": ["x", "y"], "category": T3, "records": 100, "duplicates": 10},
    ]
    counts = judged({"persons": {"a": {}}, "dealings": dealings}).counts
    assert {name: tuple(both[0]) for name, both in counts.items()} == {T3: (780, 780), T1: (7, 7)}


def test_each_of_several_answers_for_the_whole() -> None:
    dealings = [{"by": ["a", "b"], "act": "theft", "records": {T3: 300}}]
    for person in ("a", "b"):
        counts = judged({"persons": {"a": {}, "b": {}}, "dealings": dealings}, person).counts
        assert counts[T3][0] == (300, 300)


def test_a_dealing_speaks_of_its_own_person_alone() -> None:
    dealings = [{"by": "a", "act": "sale", "to": "b", "records": {T3: 300}}]
    assert judged({"persons": {"a": {}, "b": {}}, "dealings": dealings}, "b").counts == {}


@pytest.mark.parametrize(
    ("reading", "wanted"),
    [("most_protected", {T1: (9, 9)}), ("each_kind", {T1: (9, 9), T3: (9, 9)})],
)
def test_a_record_of_several_kinds(reading: str, wanted: dict[str, Bounds]) -> None:
    dealings = [{"by": "a", "act": "theft", "kinds": [T3, T1], "records": 9}]
    counts = judged({"persons": {"a": {}}, "dealings": dealings}, one_record_many_kinds=reading).counts
    assert {name: tuple(both[0]) for name, both in counts.items()} == wanted


def test_public_records_by_both_readings() -> None:
    batch = {"category": T3, "records": 900, "public": 100}
    case = {"persons": {"a": {}}, "batches": {"B": batch}, "dealings": [sale(None)]}
    assert count_of(case, public_information="excluded") == (800, 800)
    assert count_of(case, public_information="included") == (900, 900)


@pytest.mark.parametrize(("category", "wanted"), [(T1, (30, 30)), ("health_information", (30, 30)), (T3, (100, 100))])
def test_item_by_item_counts_what_was_verified(category: str, wanted: Bounds) -> None:
    dealings = [{"by": "a", "act": "sale", "to": "x", "category": category, "records": 100, "verified": 30}]
    counts = judged({"persons": {"a": {}}, "dealings": dealings}, bulk_presumption_t1_t2="item_by_item").counts
    assert counts[category][0] == wanted


def test_item_by_item_counts_what_was_verified_of_a_part() -> None:
    dealings = [sale(60, verified=30)]
    case = {"persons": {"a": {}}, "batches": {"B": {"category": T1, "records": 100}}, "dealings": dealings}
    assert judged(case, bulk_presumption_t1_t2="item_by_item").counts[T1][0] == (30, 30)


DUTY, ELSEWHERE = {"obtained_in": "duty_or_service"}, {"obtained_in": "elsewhere"}
MIXED: list[tuple[str, int, list[CaseDict], Bounds]] = [
    ("all-from-duty", 50, [line("collection", 50, **DUTY), sale(40)], (40, 40)),
    ("whole-of-both", 50, [line("collection", 30, **DUTY), line("theft", 20, **ELSEWHERE), sale(50)], (30, 30)),
    ("part-of-both", 50, [line("collection", 30, **DUTY), line("theft", 20, **ELSEWHERE), sale(25)], (5, 25)),
    ("fewer-than-elsewhere", 50, [line("collection", 30, **DUTY), line("theft", 20, **ELSEWHERE), sale(10)],
     (0, 10)),
    ("to-two", 50, [line("collection", 30, **DUTY), line("theft", 20, **ELSEWHERE), sale(50, ["x", "y"])],
     (60, 60)),
    ("the-line-says-elsewhere", 50, [line("collection", 50, **DUTY), sale(40, **ELSEWHERE)], (0, 0)),
    ("the-line-says-duty", 50, [line("theft", 50, **ELSEWHERE), sale(40, **DUTY)], (40, 40)),
    ("bought-is-from-elsewhere", 50, [line("purchase", 50), sale(40)], (0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("size", "dealings", "bounds"), [row[1:] for row in MIXED], ids=[row[0] for row in MIXED])
def test_what_came_from_duty(size: int, dealings: list[CaseDict], bounds: Bounds) -> None:
    case = {"persons": {"a": {}}, "batches": {"B": {"category": T3, "records": size}}, "dealings": dealings}
    assert item_8_count(case) == bounds


def test_what_stands_at_the_batch_is_from_its_first_holder() -> None:
    batch = {"category": T3, "records": 50, **DUTY}
    dealings = [sale(50, "b"), {**sale(50, "y"), "by": "b"}]
    case = {"persons": {"a": {}, "b": {}}, "batches": {"B": batch}, "dealings": dealings}
    assert item_8_count(case) == (50, 50)
    assert item_8_count(case, "b") == (0, 0)
