"""The ladder: which quantities have a rung, how high they stand, and which standards are above them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from thresholds import evaluate, load_case
from thresholds.report.ladder import Mark, Rung, ladder
from thresholds.values.figures import Unit
from thresholds.values.status import Status

CASES = Path(__file__).resolve().parent.parent / "cases"
NOT, OPEN, MET = Status.NOT_ESTABLISHED, Status.OPEN, Status.ESTABLISHED
T1 = ("location_tracking", "communication_content", "credit_record", "property_information")
HALF, ONE, FIVE, TEN = Fraction(1, 2), Fraction(1), Fraction(5), Fraction(10)


def rungs(sections: str, readings: dict[str, str] | None = None) -> tuple[Rung, ...]:
    """The ladder of jia in a case with these sections."""
    text = f"{{schema: thresholds/case/1, id: x, persons: {{jia: {{}}}}, {sections}}}"
    return ladder(evaluate(load_case(text), readings=readings).person("jia"))


def sale(records: str, more: str = "") -> str:
    return f"dealings: [{{by: jia, act: sale, to: yi, records: {records}{more}}}]"


def shape(found: tuple[Rung, ...]) -> list[tuple[str, bool, Fraction, Fraction | None]]:
    return [(rung.item, rung.narrow, rung.low, rung.high) for rung in found]


def test_one_class_is_one_rung_with_its_standard_and_ten_times_it() -> None:
    base = Mark("art5.1.3", "serious", Fraction(50), NOT, ONE)
    ten = Mark("art5.2.3", "especially_serious", Fraction(500), NOT, TEN)
    assert rungs(sale("{location_tracking: 49}")) == (
        Rung("art5.1.3", T1, Unit.RECORDS, Fraction(49), Fraction(49), (base, ten)),
    )


def test_what_came_from_duty_stands_on_a_rung_of_its_own_with_half_and_ten_times_half() -> None:
    found = rungs(sale("{location_tracking: 30}", ", obtained_in: duty_or_service"))
    assert shape(found) == [("art5.1.3", False, 30, 30), ("art5.1.3", True, 30, 30)]
    assert found[0].marks == (
        Mark("art5.1.3", "serious", Fraction(50), NOT, ONE),
        Mark("art5.2.3", "especially_serious", Fraction(500), NOT, TEN),
    )
    assert found[1].marks == (
        Mark("art5.1.8", "serious", Fraction(25), MET, HALF),
        Mark("art5.2.3", "especially_serious", Fraction(250), NOT, FIVE),
    )


def test_a_standard_is_reached_in_all_worlds_in_some_or_in_none() -> None:
    (rung,) = rungs(sale("{location_tracking: {at_least: 60, at_most: 499}}"))
    assert [mark.status for mark in rung.marks] == [MET, NOT]
    (rung,) = rungs(sale("{location_tracking: {at_least: 49, at_most: 500}}"))
    assert [mark.status for mark in rung.marks] == [OPEN, OPEN]


def test_without_an_upper_bound_every_standard_above_is_open() -> None:
    (rung,) = rungs(sale("{general_information: 6000条以上}"))
    assert (rung.low, rung.high) == (6000, None)
    assert [mark.status for mark in rung.marks] == [MET, OPEN]


def test_several_classes_have_their_sum_after_them() -> None:
    found = rungs(sale("{location_tracking: 20, health_information: 150, general_information: 1500}"))
    assert shape(found) == [
        ("art5.1.3", False, 20, 20),
        ("art5.1.4", False, 150, 150),
        ("art5.1.5", False, 1500, 1500),
        ("art5.1.6", False, 1, 1),
    ]
    assert found[3].names == ("art5.1.3", "art5.1.4", "art5.1.5")
    assert found[3].unit is None
    assert found[3].marks == (
        Mark("art5.1.6", "serious", Fraction(1), MET, ONE),
        Mark("art5.2.3", "especially_serious", Fraction(10), NOT, TEN),
    )


def test_a_sum_that_is_enough_does_not_count_as_reached_where_one_class_is() -> None:
    *_, total = rungs(sale("{location_tracking: 60, general_information: 1000}"))
    assert (total.item, total.low) == ("art5.1.6", Fraction("1.4"))
    assert total.marks[0] == Mark("art5.1.6", "serious", Fraction(1), NOT, ONE)


def test_where_a_reading_counts_less_for_ten_times_that_is_a_rung_of_its_own() -> None:
    sections = sale("{location_tracking: 450, general_information: 4000}")
    whole = rungs(sections)[2:]
    assert shape(whole) == [("art5.1.6", False, Fraction("9.8"), Fraction("9.8"))]
    parted = rungs(sections, {"tenfold_sum": "below_base"})[2:]
    assert shape(parted) == [
        ("art5.1.6", False, Fraction("9.8"), Fraction("9.8")),
        ("art5.1.6", False, Fraction("0.8"), Fraction("0.8")),
    ]
    assert [[mark.at for mark in rung.marks] for rung in parted] == [[1], [10]]


def test_money_stands_in_fen() -> None:
    (rung,) = rungs("facts: {jia: {illegal_gains: 4999.99 元}}")
    assert (rung.item, rung.names, rung.unit) == ("art5.1.7", ("illegal_gains",), Unit.MONEY)
    assert (rung.low, rung.high) == (499_999, 499_999)
    assert [mark.at for mark in rung.marks] == [500_000, 5_000_000]


BOUGHT = "dealings: [{by: jia, act: purchase, records: {general_information: 6000}}]"


@pytest.mark.parametrize(
    ("lawful", "expected"),
    [
        ("yes", [("art6.1.1", NOT)]),
        ("no", [("art5.1.5", MET)]),
        ("unknown", [("art5.1.5", OPEN), ("art6.1.1", NOT)]),
    ],
)
def test_only_conduct_that_the_person_may_have_a_part_in_has_rungs(
    lawful: str, expected: list[tuple[str, Status]]
) -> None:
    found = rungs(f"{BOUGHT}, facts: {{jia: {{lawful_business: {lawful}, profit_from_use: 3万元}}}}")
    assert [(rung.item, rung.marks[0].status) for rung in found] == expected


def test_where_the_conduct_is_open_a_standard_reached_is_open() -> None:
    found = rungs(f"{BOUGHT}, facts: {{jia: {{lawful_business: unknown, profit_from_use: 5万元}}}}")
    assert found[1].marks == (Mark("art6.1.1", "serious", Fraction(5_000_000), OPEN, ONE),)


def test_someone_without_any_quantity_has_no_ladder() -> None:
    assert rungs("facts: {jia: {prior_criminal_punishment: yes}}") == ()


def test_the_rungs_of_a_real_case_are_in_the_order_of_the_law() -> None:
    found = ladder(evaluate(load_case(CASES / "zaozhuang-2017.yaml")).person("wu"))
    assert shape(found) == [
        ("art5.1.3", False, 483, 890),
        ("art5.1.4", False, 0, 407),
        ("art5.1.5", False, 0, 407),
        ("art5.1.6", False, Fraction("9.7414"), Fraction("17.8")),
        ("art5.1.3", True, 483, 890),
        ("art5.1.4", True, 0, 407),
        ("art5.1.5", True, 0, 407),
        ("art5.1.6", True, Fraction("9.7414"), Fraction("17.8")),
    ]
    assert [mark.status for mark in found[4].marks] == [MET, MET]
