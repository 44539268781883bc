"""What dates leave open under the present law: undated and earlier conduct, gains, dates after the judgment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from thresholds import PersonReport, evaluate, load_case
from thresholds.case.lint import lint_case
from thresholds.rendering.text import as_text
from thresholds.report.applicable_dict import limitation_list


def case(*dealings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A case of one person."""
    made = [{"by": "a", "id": f"D{number}", **one} for number, one in enumerate(dealings, 1)]
    return {"schema": "thresholds/case/1", "id": "x", "persons": {"a": {"name": "甲"}}, "dealings": made, **more}


def person(*dealings: dict[str, Any], **more: Any) -> PersonReport:
    """The report on the one person of a case."""
    return evaluate(load_case(case(*dealings, **more))).person("a")


def deal(when: str | None, act: str, number: int, **more: Any) -> dict[str, Any]:
    """A dealing in location records."""
    made = {"act": act, "records": {"location_tracking": number}, **more}
    return made if when is None else {**made, "date": when}


def grounds(found: PersonReport) -> dict[str, tuple[str, ...]]:
    """The rules that choose, with the dealings that each is about."""
    return {ground.rule: ground.dealings for ground in found.law.why}


def test_the_date_of_an_undated_dealing_is_asked_for() -> None:
    found = person(deal(None, "theft", 499), deal("2016-05-01", "theft", 1))
    assert found.grade == ("not_reached", "especially_serious")
    assert grounds(found)["undated-part"] == ("D1",)
    assert "present-statute" not in grounds(found)
    first = found.questions[0]
    assert (first.fact, first.path, first.where) == ("conduct_date", "dealings.D1.date", ("D1",))
    dated = person(deal("2016-01-01", "theft", 499), deal("2016-05-01", "theft", 1))
    assert dated.grade == ("especially_serious", "especially_serious")


def test_an_undated_dealing_beside_one_of_the_present_is_asked_for_too() -> None:
    found = person(deal(None, "theft", 60), deal("2018-05-01", "theft", 1))
    last = found.questions[-1]
    assert (last.fact, last.path) == ("conduct_date", "dealings.D1.date")


def test_who_the_seller_was_is_asked_where_an_earlier_sale_turns_on_it() -> None:
    sales = [deal(when, "sale", number, to="b", obtained_in="duty_or_service")
             for when, number in (("2014-05-01", 499), ("2016-05-01", 1))]  # fmt: skip
    found = person(*sales)
    assert grounds(found)["not-then"] == ("D1",)
    question = next(one for one in found.questions if one.fact == "staff_of_listed_unit")
    assert [outcome.bounds for outcome in question.outcomes] == [(2, 2)]
    assert person(*sales, readings={"listed_units": "and_the_like"}).grade.determined


def test_gains_that_may_come_from_what_does_not_count_are_asked_for() -> None:
    facts = {"a": {"illegal_gains": "60000元"}}
    found = person(deal("2008-05-01", "sale", 1, to="b"), deal("2016-05-01", "sale", 1, to="b"), facts=facts)
    assert "gains-open" in grounds(found)
    assert "illegal_gains" in {question.fact for question in found.questions}
    bought = person(deal("2008-05-01", "purchase", 1), deal("2016-05-01", "sale", 1, to="b"), facts=facts)
    assert bought.grade == ("especially_serious", "especially_serious")
    assert "gains-open" not in grounds(bought)


def test_the_term_of_the_old_law_for_conduct_under_it() -> None:
    found = person(deal("2014-05-01", "purchase", 600), deal("2022-05-01", "purchase", 1))
    assert found.law.gap == (date(2014, 5, 1), date(2022, 5, 1))
    assert grounds(found)["lapsed"] == ("D1",)
    in_time = person(deal("2014-05-01", "purchase", 600), deal("2019-04-30", "purchase", 1))
    assert in_time.law.gap is None
    assert "lapsed" not in grounds(in_time)


def test_limitation_says_which_law_governs() -> None:
    old = person(deal("2014-05-01", "theft", 600))
    assert [(term["law"], term["part"], term["years"]) for term in limitation_list(old)] == [
        ("amendment-7", "governs", 5),
        ("amendment-9", "competes", 10),
    ]
    assert [term["part"] for term in limitation_list(person(deal("2018-05-01", "theft", 60)))] == ["governs"]


def test_conduct_before_the_offence_has_no_term() -> None:
    assert limitation_list(person(deal("2008-05-01", "theft", 600))) == []


OVERDRAFT = {
    "overdraft_principal_unpaid": "20000元",
    "intent_to_keep_overdraft": "yes",
    "overdraft_beyond_limit_or_term": "yes",
    "effective_bank_demands": 2,
    "overdraft_unpaid_over_three_months": "yes",
}


def overdraft(**more: Any) -> PersonReport:
    """An overdraft of 20000 yuan without a date, by the interpretation of 2009."""
    return person(ruleset="fashi-2009-19", facts={"a": OVERDRAFT}, **more)


def test_an_interpretation_that_is_over_says_what_follows_it() -> None:
    found = overdraft()
    [ground] = found.law.why
    assert (ground.rule, ground.days) == ("succeeded", (date(2018, 11, 30),))
    assert [name.zh for name in ground.names] == ["法释〔2009〕19号", "法释〔2018〕19号"]
    assert [question.path for question in found.questions if question.fact == "conduct_date"] == [
        "facts.a.conduct_date"
    ]


def test_a_judgment_while_it_was_in_force_needs_no_date() -> None:
    found = overdraft(judged_on="2018-11-30")
    assert found.law.why == ()
    assert "conduct_date" not in {question.fact for question in found.questions}


@pytest.mark.parametrize(("when", "late"), [("2017-06-01", False), ("2017-06", False), ("2017-06-02", True)])
def test_conduct_after_the_judgment(when: str, late: bool) -> None:
    source = load_case(case(deal(when, "theft", 60), judged_on="2017-06-01"))
    report = evaluate(source)
    assert ("after-judgment" in grounds(report.person("a"))) is late
    assert ("两个日期必有一误" in as_text(report, width=400)) is late
    assert ("TH309" in {one.code for one in lint_case(source)}) is late


def test_a_date_stated_of_the_conduct_after_the_judgment() -> None:
    found = person(deal(None, "theft", 60), judged_on="2017-06-01", facts={"a": {"conduct_date": "2018"}})
    assert "fact-after-judgment" in grounds(found)


AIDING = {"website_posing_as_authority": "yes"}


@pytest.mark.parametrize(
    ("when", "status"), [("2015-10-31", None), ("2015-11-01", "established"), ("2015", "open")]
)  # fmt: skip
def test_another_offence_that_did_not_exist_at_the_time(when: str, status: str | None) -> None:
    found = person(deal(None, "theft", 60), facts={"a": {**AIDING, "conduct_date": when}})
    flags = {flag.offence: flag.status.value for flag in found.neighbours}
    assert flags.get("illegal_use_of_networks") == status


def test_another_offence_without_a_date_beside_earlier_conduct_is_open() -> None:
    found = person(deal("2014-05-01", "theft", 60), facts={"a": AIDING})
    [flag] = [flag for flag in found.neighbours if flag.offence == "illegal_use_of_networks"]
    assert (flag.status.value, flag.bounds.low) == ("open", 0)
