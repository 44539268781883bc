"""The number beside an item is the one that it turns on for this very person; expected values worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import given
from strategies import as_written, judged, open_cases

from thresholds import PersonReport, evaluate, load_case, load_ruleset, render
from thresholds.evaluation.assess import Finding
from thresholds.evaluation.trace import Trace
from thresholds.rendering.sentences import quantity_name
from thresholds.rendering.words import Words
from thresholds.report.as_dict import finding_dict
from thresholds.wording import phrase

PAID = {"paid_deletion_or_posting": "yes"}


def measured(ruleset: str, item: str, facts: dict[str, Any], kind: str = "natural", **readings: str) -> tuple[Any, ...]:
    """Status, quantity (fen, or things) and standard of one item."""
    law = load_ruleset(ruleset)
    case: dict[str, Any] = {
        "schema": "thresholds/case/1", "id": "c", "persons": {"a": {"kind": kind}}, "facts": {"a": facts},
    }  # fmt: skip
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


# -- the number says why the item stands as it does -------------------------------------------------------------


def sold(records: dict[str, Any], **more: Any) -> PersonReport:
    case: dict[str, Any] = {"schema": "thresholds/case/1", "id": "c", "persons": {"a": {}}}
    dealing = {"id": "D1", "by": "a", "act": "sale", "to": "x", "records": records}
    return evaluate(load_case(case | {"dealings": [dealing]} | more), "fashi-2017-10").person("a")


def shown(finding: Finding) -> tuple[Any, ...]:
    number = finding.decisive
    assert number is not None
    return finding.status.value, number.kind, number.names, finding.score, number.shortfall


def test_an_open_item_is_measured_by_a_way_that_is_open() -> None:
    """30 000 yuan of 50 000 are nearer than 60 of 500 records at the lower end, but can no longer be more."""
    found = sold(
        {"location_tracking": {"at_least": 60, "at_most": 700, "because": "聊天记录不全"}},
        facts={"a": {"illegal_gains": "30000 元"}},
    ).finding("art5.2.3")
    status, kind, names, score, shortfall = shown(found)
    assert (status, kind, score, shortfall) == ("open", "records", (Fraction(3, 25), Fraction(7, 5)), 440)
    assert "location_tracking" in names


def test_an_item_that_some_way_meets_in_every_world_lacks_nothing() -> None:
    """60 000 records of which it is not known whether they are tracks (500) or general information (50 000)."""
    batch = {"category": {"one_of": ["location_tracking", "general_information"], "because": "不明"}, "records": 60000}
    case: dict[str, Any] = {"schema": "thresholds/case/1", "id": "c", "persons": {"a": {}}, "batches": {"B1": batch}}
    bought = case | {"dealings": [{"id": "D1", "by": "a", "act": "purchase", "batch": "B1"}]}
    person = evaluate(load_case(bought), "fashi-2017-10", readings={"tenfold_sum": "below_base"}).person("a")
    finding = person.finding("art5.2.3")
    assert shown(finding)[::4] == ("established", 0)
    assert Words("zh", person.engine.ruleset).distance(cast(Trace, finding.decisive)) == phrase("by-any", "zh")
    entry = next(one for one in report_of(person) if one["item"] == "art5.2.3")
    assert (entry["shortfall"], entry["margin"], entry["status"]) == ("0", "0", "established")


def report_of(person: PersonReport) -> list[dict[str, Any]]:
    return [finding_dict(person, finding) for finding in person.findings]


@pytest.mark.parametrize(
    ("minutes", "computers", "expected"),
    [
        # 100 computers and 60 minutes together
        (30, 100, ("not_established", 30, 60)),
        (59, 1000, ("not_established", 59, 60)),
        (60, 99, ("not_established", 99, 100)),
        (60, 100, ("established", 100, 100)),
        (90, 110, ("established", 110, 100)),
        (66, 200, ("established", 66, 60)),
    ],
)
def test_of_numbers_needed_together_the_worst_is_shown(minutes: int, computers: int, expected: tuple[Any, ...]) -> None:
    facts = {"computers_served_by_disrupted_system": computers, "minutes_out_of_order": minutes}
    assert measured("fashi-2011-19", "art4.1.4", facts) == expected


@pytest.mark.parametrize(
    ("reading", "loss", "amount", "expected"),
    [
        # alone: 250 000 yuan of loss are enough, whatever the amount; together: 500 000 yuan too
        ("alone", 0, 600_000, ("not_established", 0, 25_000_000)),
        ("alone", 250_000, 1_000, ("established", 25_000_000, 25_000_000)),
        ("with_amount", 300_000, 499_999, ("not_established", 49_999_900, 50_000_000)),
        ("with_amount", 249_999, 900_000, ("not_established", 24_999_900, 25_000_000)),
        ("with_amount", 250_000, 900_000, ("established", 25_000_000, 25_000_000)),
    ],
)
def test_a_number_that_a_reading_does_not_ask_for_is_not_shown(
    reading: str, loss: int, amount: int, expected: tuple[Any, ...]
) -> None:
    facts = {
        "concealed_amount": f"{amount} 元", "concealment_loss": f"{loss} 元",
        "knew_proceeds_were_criminal": "yes", "upstream_crime_of_high_standards": "no",
    }  # fmt: skip
    assert measured("fashi-2025-13", "art5.2-loss", facts, loss_limb=reading) == expected


@pytest.mark.parametrize(
    ("principal", "demands", "expected"),
    [
        (60_000, 1, ("not_established", 1, 2)),
        (60_000, 2, ("established", 6_000_000, 5_000_000)),
        (49_999, 1, ("not_established", 4_999_900, 5_000_000)),
    ],
)
def test_a_number_of_the_opening_words_is_shown_where_it_alone_is_missing(
    principal: int, demands: int, expected: tuple[Any, ...]
) -> None:
    facts = {
        "overdraft_principal_unpaid": f"{principal} 元", "effective_bank_demands": demands,
        "intent_to_keep_overdraft": "yes", "overdraft_beyond_limit_or_term": "yes",
        "overdraft_unpaid_over_three_months": "yes",
    }  # fmt: skip
    assert measured("fashi-2018-19", "art8-large", facts) == expected


def test_the_number_beside_an_item_is_named_as_what_it_counts() -> None:
    law = load_ruleset("fashi-2018-19")
    facts = {"overdraft_principal_unpaid": "60000 元", "effective_bank_demands": 1}
    case: dict[str, Any] = {"schema": "thresholds/case/1", "id": "c", "persons": {"a": {}}, "facts": {"a": facts}}
    finding = evaluate(load_case(case, law), law).person("a").finding("art8-large")
    assert quantity_name(finding, Words("zh", law)).strip() == "发卡银行有效催收次数"


@given(open_cases())
def test_what_is_established_lacks_nothing_and_what_is_open_can_be_reached(case: dict[str, Any]) -> None:
    """Of 法释〔2017〕10号, where no fact stands in place of a number."""
    for finding in judged(as_written(case)).findings:
        number = finding.decisive
        if number is None:
            continue
        assert finding.status.value != "established" or number.shortfall == 0
        assert finding.status.value != "open" or number.status.value != "not_established"


def test_dealings_that_no_item_asks_for_are_said_to_be_uncounted() -> None:
    dealing = {"id": "D1", "by": "a", "act": "purchase", "records": {"location_tracking": 49}}
    case: dict[str, Any] = {"schema": "thresholds/case/1", "id": "c", "persons": {"a": {}}, "dealings": [dealing]}
    for form in ("text", "html", "markdown"):
        assert "这些往来的条数没有计入" in render(evaluate(load_case(case), "fashi-2013-8"), form)
        assert "这些往来的条数没有计入" not in render(evaluate(load_case(case), "fashi-2017-10"), form)
