"""Dates with their precision, years later, citations in both languages, exact decimals, intervals, statuses."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresholds.values.citation import cite, numeral, order
from thresholds.values.dates import DateRange, parse_date, years_later
from thresholds.values.interval import ANY, ZERO, Interval, decimal_text, least, plus
from thresholds.values.status import Status, over_worlds

exactly = settings(max_examples=300, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-03-02", "2021-03-02", "2021-03-02"),
        ("2021-3-2", "2021-03-02", "2021-03-02"),
        (" 2021-03-02 ", "2021-03-02", "2021-03-02"),
        ("2021-03", "2021-03-01", "2021-03-31"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-11/2021-02", "2020-11-01", "2021-02-28"),
        ("2020-11-05/2021-02-03", "2020-11-05", "2021-02-03"),
        ("2020-11-05/2021", "2020-11-05", "2021-12-31"),
        ("2020/2021", "2020-01-01", "2021-12-31"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("2021年3月2日", "2021-03-02", "2021-03-02"),
        ("2021年3月", "2021-03-01", "2021-03-31"),
        ("2021年", "2021-01-01", "2021-12-31"),
    ],
)
def test_dates(text: str, first: str, last: str) -> None:
    found = parse_date(text)
    assert found == DateRange(date.fromisoformat(first), date.fromisoformat(last))
    assert found is not None
    assert found.exact is (first == last)


@pytest.mark.parametrize(
    "text",
    ["", "2021-13", "2021-00", "2021-02-30", "2021-02-29", "21-03-02", "2021-03-02/2021-03-01", "2021/2020",
     "2021-03-02T10:00", "2020/2021/2022", "/2021", "2021/", "yesterday", "0000", "2021-3-32", "12021"],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None


@exactly
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_and_every_interval(one: date, other: date) -> None:
    low, high = sorted((one, other))
    assert parse_date(low.isoformat()) == (low, low)
    assert parse_date(f"{low}/{high}") == (low, high)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        ("2019-06-10", 2, "2021-06-10"),
        ("2020-02-29", 2, "2022-02-28"),
        ("2020-02-29", 4, "2024-02-29"),
        ("2020-02-28", 2, "2022-02-28"),
        ("2018-02-28", 2, "2020-02-28"),
        ("2096-02-29", 4, "2100-02-28"),
        ("2019-12-31", 1, "2020-12-31"),
        ("2019-06-10", 0, "2019-06-10"),
    ],
)
def test_years_later(day: str, years: int, later: str) -> None:
    assert years_later(date.fromisoformat(day), years) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("item", "zh", "en"),
    [
        ("art5.1.3", "第五条第一款第（三）项", "Art. 5 ¶1 (3)"),
        ("art5.1.10", "第五条第一款第（十）项", "Art. 5 ¶1 (10)"),
        ("art6.1.1", "第六条第一款第（一）项", "Art. 6 ¶1 (1)"),
        ("art11.3", "第十一条第三款", "Art. 11 ¶3"),
        ("art10", "第十条", "Art. 10"),
        ("art20", "第二十条", "Art. 20"),
        ("art21.2.12", "第二十一条第二款第（十二）项", "Art. 21 ¶2 (12)"),
        ("art99", "第九十九条", "Art. 99"),
    ],
)
def test_citations(item: str, zh: str, en: str) -> None:
    assert cite(item) == zh
    assert cite(item, "en") == en


@pytest.mark.parametrize(
    "item", ["", "5.1.3", "art", "art5.", "art5.1.3.4.5", "art5.1.a", "art5.1-", "art5.1-A", "Art5", "art5.1.3 "]
)
def test_what_is_no_citation_is_refused(item: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        cite(item)


def test_items_in_the_order_of_the_law() -> None:
    items = ["art10", "art5.1.10", "art5.1.9", "art5.2.1", "art5.1.1", "art6.1.1"]
    assert sorted(items, key=order) == ["art5.1.1", "art5.1.9", "art5.1.10", "art5.2.1", "art6.1.1", "art10"]


def test_numerals_of_articles() -> None:
    shown = {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 90: "九十", 99: "九十九"}
    assert {number: numeral(number) for number in shown} == shown
    assert len({numeral(number) for number in range(1, 100)}) == 99


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (5_000, "5000"),
        (Fraction(499_999, 100), "4999.99"),
        (Fraction(1, 2), "0.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 40), "0.025"),
        (Fraction(21, 25), "0.84"),
        (Fraction(29, 25), "1.16"),
        (Fraction(4_999, 5_000), "0.9998"),
        (Fraction(1, 3), "1/3"),
        (Fraction(10, 6), "5/3"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(-21, 20), "-1.05"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(10**18 + 1, 10), "100000000000000000.1"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_decimals_are_exact(value: Fraction | int, text: str) -> None:
    assert decimal_text(value) == text


@exactly
@given(st.fractions())
def test_a_decimal_is_the_number_again(value: Fraction) -> None:
    text = decimal_text(value)
    assert Fraction(text) == value
    assert ("/" in text) is (10**200 % value.denominator != 0)


def test_no_upper_bound_is_none() -> None:
    assert (plus(1, 2), plus(None, 2), plus(1, None)) == (3, None, None)
    assert (least(1, 2), least(None, 2), least(1, None), least(None, None)) == (1, 2, 1, None)
    assert Interval(0, 0) == ZERO
    assert Interval(0, None) == ANY
    assert (Interval(3, 3).exact, Interval(3, 4).exact, Interval(3, None).exact) == (True, False, False)


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([True], Status.ESTABLISHED),
        ([True, True], Status.ESTABLISHED),
        ([False], Status.NOT_ESTABLISHED),
        ([False, False], Status.NOT_ESTABLISHED),
        ([True, False], Status.OPEN),
        ([False, True, False], Status.OPEN),
        ([], Status.NOT_ESTABLISHED),
    ],
)
def test_a_status_over_worlds(verdicts: list[bool], status: Status) -> None:
    assert over_worlds(verdicts) is status
