"""Which law governs by the dates: old law and new, interpretations that follow one another, limitation."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresholds import (
    NotFoundError,
    PersonReport,
    ReadingError,
    Report,
    SourceErrors,
    evaluate,
    load_case,
    load_ruleset,
)
from thresholds.applicable.model import Filed, Part
from thresholds.case.edit import parse_edit, read_edited
from thresholds.case.load import document
from thresholds.cli.root import run
from thresholds.law import statutes
from thresholds.law.limitation import last_day, years_of
from thresholds.law.model import Grade
from thresholds.law.statutes import load_statute, statute_of
from thresholds.rendering.text import as_text
from thresholds.values.dates import DateRange

OLD, NEW, NONE = "amendment-7", "amendment-9", "before-2009"
SHIPPED = Path(__file__).resolve().parents[1] / "rulesets" / "criminal-law-253-1" / "statute.yaml"


def case(**more: Any) -> dict[str, Any]:
    """A case of one person."""
    return {"schema": "thresholds/case/1", "id": "x", "persons": {"a": {"name": "甲"}}, **more}


def dealing(when: str | None, act: str = "theft", number: int = 500, **more: Any) -> dict[str, Any]:
    """A dealing in location records."""
    found = {"by": "a", "act": act, "records": {"location_tracking": number}, **more}
    return found if when is None else {**found, "date": when}


def person(*dealings: dict[str, Any], **more: Any) -> PersonReport:
    """The report on the one person of a case."""
    return evaluate(load_case(case(dealings=list(dealings), **more))).person("a")


def duty_sale(when: str, number: int = 60, **facts: Any) -> PersonReport:
    """Somebody who sold records of his duty or service."""
    sold = dealing(when, "sale", number, to="b", obtained_in="duty_or_service")
    return person(sold, facts={"a": facts}) if facts else person(sold)


def governing(found: PersonReport) -> list[str]:
    """The laws that govern, or may."""
    return [law.id for law in found.law.governing]


def rules(found: PersonReport) -> list[str]:
    """The rules that choose."""
    return [ground.rule for ground in found.law.why]


# -- the statute as data --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(1998, 1, 1), date(2009, 2, 27), [NONE]),
        (date(2009, 2, 27), date(2009, 2, 28), [NONE, OLD]),
        (date(2009, 2, 28), date(2009, 2, 28), [OLD]),
        (date(2015, 10, 31), date(2015, 10, 31), [OLD]),
        (date(2015, 10, 31), date(2015, 11, 1), [OLD, NEW]),
        (date(2015, 11, 1), date.max, [NEW]),
        (date.min, date.max, [NONE, OLD, NEW]),
    ],
)
def test_versions_in_force_between_two_days(first: date, last: date, expected: list[str]) -> None:
    statute = load_statute("criminal-law-253-1")
    assert [version.id for version in statute.between(first, last)] == expected


def test_the_statute_of_an_offence() -> None:
    found = statute_of("infringing_personal_information")
    assert found is not None
    assert found.id == "criminal-law-253-1"
    assert found.measured_by == "fashi-2017-10"
    assert [[grade.months for grade in version.grades] for version in found.versions] == [
        [],
        [(1, 36)],
        [(1, 36), (36, 84)],
    ]
    assert statute_of("no_such_offence") is None


def test_a_statute_that_does_not_exist() -> None:
    with pytest.raises(NotFoundError, match="criminal-law-253-1"):
        load_statute("criminal-law-253")


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("until: 2015-10-31", "until: 2015-10-30", "TH103", "首尾相接"),
        ("from: 2015-11-01", "from: 2015-11-02", "TH103", "首尾相接"),
        ("option: by_reference", "option: by_analogy", "TH109", "by_analogy"),
        ("favours_accused: named_only", "favours_accused: nobody", "TH112", "listed_units"),
        ("acts: get", "acts: give", "TH103", "give"),
        ("measured_by:", "measured_with:", "TH101", "measured_with"),
    ],
)
def test_a_statute_with_an_error(tmp_path: Path, old: str, new: str, code: str, says: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / "statute.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(SourceErrors, match=says) as raised:
        load_statute(path)
    assert code in [diagnostic.code for diagnostic in raised.value.diagnostics]


def test_naming_a_statute_gives_the_ruleset_that_has_its_numbers() -> None:
    assert load_ruleset("criminal-law-253-1") is load_ruleset("fashi-2017-10")


# -- which law ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "law", "grade"),
    [
        ("2009-02-26", NONE, "not_reached"),
        ("2009-02-27", NONE, "not_reached"),
        ("2009-02-28", OLD, "serious"),
        ("2009-03-01", OLD, "serious"),
        ("2015-10-30", OLD, "serious"),
        ("2015-10-31", OLD, "serious"),
        ("2015-11-01", NEW, "especially_serious"),
        ("2015-11-02", NEW, "especially_serious"),
        ("2017-05-31", NEW, "especially_serious"),
        ("2017-06-01", "fashi-2017-10", "especially_serious"),
        ("2017-06-02", "fashi-2017-10", "especially_serious"),
    ],
)
def test_the_law_of_a_day(when: str, law: str, grade: str) -> None:
    found = person(dealing(when))
    assert governing(found) == [law]
    assert found.grade == (grade, grade)
    assert found.law.plain is (law == "fashi-2017-10")


def test_old_law_stands_beside_the_new() -> None:
    found = person(dealing("2014-05-01"), judged_on="2018-03-01")
    assert rules(found) == ["old-law", "one-tier", "by-reference", "interpretation"]
    old, new = found.law.results
    assert (old.law.id, old.part, old.at_least, old.at_most) == (OLD, Part.GOVERNS, "serious", "serious")
    assert (new.law.id, new.part, new.at_least) == (NEW, Part.COMPETES, "especially_serious")
    assert [grade.months for grade in old.ranges] == [(1, 36)]
    assert [grade.months for grade in new.ranges] == [(36, 84)]


def test_the_report_of_the_old_law_has_one_tier_throughout() -> None:
    found = person(dealing("2014-05-01"))
    ruleset = found.engine.ruleset
    assert ruleset.grade_ids == ("not_reached", "serious")
    assert ruleset.id == "fashi-2017-10"
    assert ruleset.sha256 == load_ruleset("fashi-2017-10").sha256
    assert ruleset.statute.startswith("刑法修正案（七）第七条")
    assert {finding.rank for finding in found.findings} == {0, 1}
    assert [grade.months for grade in found.consequences.ranges] == [(1, 36)]
    assert {question.could_make for question in found.questions} <= {0, 1, None}
    assert {margin.rank for margin in found.margins} == {1}


def test_conduct_before_the_offence_has_nothing_to_ask_or_to_reach() -> None:
    found = person(dealing("2008-05-01"))
    assert rules(found) == ["no-offence"]
    assert found.questions == ()
    assert found.margins == ()
    assert found.law.results[1].at_least == "especially_serious"


def test_conduct_across_the_change() -> None:
    found = person(dealing("2015-10-31", number=450), dealing("2015-11-01", number=60))
    assert governing(found) == [NEW]
    ground = found.law.why[0]
    assert (ground.rule, ground.status, ground.days) == ("across", "analog", (date(2015, 11, 1),))
    whole, since = found.law.results
    assert (whole.at_least, since.at_least, since.restricted) == ("especially_serious", "serious", True)


def test_conduct_of_the_present_statute_alone_does_not_go_across() -> None:
    found = person(dealing("2015-11-01", number=450), dealing("2016-11-01", number=60))
    assert rules(found) == ["present-statute", "interpretation"]
    assert found.law.results == ()


def test_earlier_dealings_are_named_and_left_out() -> None:
    found = person(dealing("2008-06-01", number=40, id="D1"), dealing("2010-06-01", number=20, id="D2"))
    ground = next(one for one in found.law.why if one.rule == "before-any")
    assert ground.dealings == ("D1",)
    assert "D1" not in {one.id for one in found.assessment.person.dealings}


def test_dates_that_do_not_decide() -> None:
    found = person(dealing("2015"))
    assert governing(found) == [OLD, NEW]
    assert [result.part for result in found.law.results] == [Part.MAY_GOVERN, Part.MAY_GOVERN]
    assert found.grade == ("serious", "especially_serious")
    assert found.assessment.bounds == (1, 2)


def test_a_date_stated_of_the_person_stands_for_those_of_dealings() -> None:
    assert governing(person(dealing(None), facts={"a": {"conduct_date": "2014-05"}})) == [OLD]
    assert governing(person(dealing("2016-05-01"), facts={"a": {"conduct_date": "2014-05"}})) == [NEW]
    assert governing(person(dealing(None), facts={"everyone": {"行为日期": "2008"}})) == [NONE]


def test_a_judgment_bounds_an_undated_dealing() -> None:
    dealings = (dealing("2014-05-01"), dealing(None, number=5))
    assert governing(person(*dealings)) == [OLD, NEW]
    assert governing(person(*dealings, judged_on="2018-01-01")) == [OLD, NEW]


def test_each_person_has_his_own_law() -> None:
    both = [dealing("2014-05-01"), {**dealing("2016-05-01"), "by": "b"}]
    report = evaluate(load_case(case(persons={"a": {}, "b": {}}, dealings=both)))
    assert [governing(one) for one in report.persons] == [[OLD], [NEW]]


# -- the old offence of selling -------------------------------------------------------------------------------


def test_a_seller_outside_the_listed_units() -> None:
    found = duty_sale("2014-05-01")
    assert found.grade == ("not_reached", "not_reached")
    ground = next(one for one in found.law.why if one.rule == "not-reached")
    assert (ground.status, ground.dealings) == ("contested", ("#1",))
    assert [(question.fact, question.state, question.could_make) for question in found.questions] == [
        ("staff_of_listed_unit", "unstated", 1)
    ]
    assert [(use.id, use.other) for use in found.readings if use.changes_to] == [("listed_units", "and_the_like")]
    assert found.sides == ((0, 0), (1, 1))


def test_a_seller_of_whom_nothing_is_known_is_asked_two_things_together() -> None:
    found = person(dealing("2014-05-01", "sale", 60, to="b"))
    asked = [(question.fact, question.path, question.joint) for question in found.questions]
    assert asked == [
        ("staff_of_listed_unit", "facts.a.staff_of_listed_unit", True),
        ("obtained_in", "dealings.#1.obtained_in", True),
    ]


def test_what_is_said_to_be_unknown_is_asked_both_ways() -> None:
    found = duty_sale("2014-05-01", staff_of_listed_unit="unknown")
    assert found.grade == ("not_reached", "serious")
    question = next(one for one in found.questions if one.fact == "staff_of_listed_unit")
    assert {outcome.answer: tuple(outcome.bounds) for outcome in question.outcomes} == {"yes": (1, 1), "no": (0, 0)}


def test_the_breach_is_taken_as_stated_and_asked_for() -> None:
    found = duty_sale("2014-05-01", staff_of_listed_unit="yes")
    question = next(one for one in found.questions if one.fact == "breach_of_state_regulations")
    assert (question.state, question.could_make, question.lowers) == ("unstated", 0, True)


def test_marks_are_neither_asked_nor_shown_as_ways() -> None:
    found = person(dealing("2008/2016"))
    marks = {"offence_then", "second_tier_then", "number_for_old_offence", "old_offence_shown"}
    assert not {question.fact for question in found.questions} & marks
    named = {name for margin in found.margins for way in margin.ways for change in way.changes for name in change.names}
    assert not named & marks
    assert found.questions[0].fact == "conduct_date"
    assert found.questions[0].path == "dealings.#1.date"


def edited(source: dict[str, Any], edits: tuple[str, ...]) -> Report:
    """The case with some edits carried out."""
    return evaluate(read_edited(document(source), [parse_edit(edit, number) for number, edit in enumerate(edits, 1)]))


@pytest.mark.parametrize(
    "source",
    [
        case(dealings=[dealing("2014-05-01", "sale", 60, to="b", obtained_in="duty_or_service")]),
        case(
            dealings=[dealing("2014-05-01", "sale", 60, to="b", obtained_in="duty_or_service", paid="2000元")],
            facts={"a": {"staff_of_listed_unit": "yes"}},
        ),
        case(dealings=[dealing("2014-05-01", number=40)]),
        case(dealings=[dealing("2015")]),
        case(dealings=[dealing("2015", "sale", 60, to="b")]),
        case(facts={"a": {"illegal_gains": "4000元", "conduct_date": "2014", "staff_of_listed_unit": "yes"}}),
    ],
    ids=["shopkeeper", "clerk", "thief-below", "year-of-both", "seller-in-that-year", "gains"],
)
def test_every_edit_of_a_margin_makes_the_tier_that_it_says(source: dict[str, Any]) -> None:
    found = evaluate(load_case(source)).person("a")
    ways = [way for margin in found.margins for way in margin.ways if way.edits]
    assert ways
    for way in ways:
        assert edited(source, way.edits).person("a").grade == found.grade_of(way.bounds), way.edits


# -- readings of the statute ----------------------------------------------------------------------------------


def test_readings_of_the_statute_are_chosen_in_the_file_and_on_the_command_line() -> None:
    sold = dealing("2014-05-01", "sale", 60, to="b", obtained_in="duty_or_service")
    in_file = case(dealings=[sold], readings={"listed_units": "and_the_like"})
    assert evaluate(load_case(in_file)).person("a").grade == ("serious", "serious")
    by_option = evaluate(load_case(case(dealings=[sold])), readings={"listed_units": "and_the_like"})
    assert by_option.person("a").grade == ("serious", "serious")


def test_a_reading_of_the_statute_does_nothing_to_the_present_law() -> None:
    found = person(dealing("2018-05-01", number=60), readings={"numbers_for_old_offence": "not_fixed"})
    assert found.grade == ("serious", "serious")
    assert "numbers_for_old_offence" not in {use.id for use in found.readings}


def test_an_option_that_does_not_exist() -> None:
    with pytest.raises(SourceErrors, match="TH224"):
        person(dealing("2014-05-01"), readings={"listed_units": "everyone"})
    with pytest.raises(ReadingError):
        evaluate(load_case(case(dealings=[dealing("2014-05-01")])), readings={"listed_units": "everyone"})


def test_no_number_fixed_keeps_the_second_tier_open_too() -> None:
    found = person(dealing("2015"), readings={"numbers_for_old_offence": "not_fixed"})
    assert found.grade == ("not_reached", "especially_serious")
    assert rules(found)[2] == "no-numbers"


# -- named rulesets, closed cases -----------------------------------------------------------------------------


def test_a_named_ruleset_goes_before_the_dates_and_says_so() -> None:
    found = person(dealing("2014-05-01"), ruleset="fashi-2017-10")
    assert found.grade == ("especially_serious", "especially_serious")
    assert found.law.named
    assert rules(found)[0] == "named"
    assert [(result.law.id, result.part, result.at_least) for result in found.law.results] == [
        ("fashi-2017-10", Part.GOVERNS, "especially_serious"),
        (OLD, Part.COMPETES, "serious"),
    ]


def test_a_ruleset_handed_over_is_named() -> None:
    made = load_case(case(dealings=[dealing("2014-05-01")]))
    assert evaluate(made, load_ruleset("fashi-2017-10")).person("a").law.named
    assert not evaluate(made, "criminal-law-253-1").person("a").law.named


def test_a_name_that_the_dates_agree_with_is_not_worth_a_word() -> None:
    found = person(dealing("2016-05-01"), ruleset="fashi-2017-10")
    assert not found.law.named
    assert rules(found) == ["present-statute", "interpretation"]


@pytest.mark.parametrize("judged", ["2017-05-31", "2017-05", "2017-03", "2012-01-01"])
def test_a_case_closed_before_the_interpretation_is_refused(judged: str) -> None:
    for named in ({}, {"ruleset": "criminal-law-253-1"}):
        with pytest.raises(SourceErrors, match="已办结的不再变动") as raised:
            person(dealing("2016-05", number=60), judged_on=judged, **named)
        assert [diagnostic.code for diagnostic in raised.value.diagnostics] == ["TH226"]


@pytest.mark.parametrize("judged", ["2017-06-01", "2017-06"])
def test_a_case_judged_from_the_day_of_the_interpretation_is_measured(judged: str) -> None:
    assert person(dealing("2016-05", number=60), judged_on=judged).grade == ("serious", "serious")


def test_a_closed_case_measured_all_the_same_says_that_it_stays_closed() -> None:
    found = person(dealing("2016-05", number=60), judged_on="2017-03", ruleset="fashi-2017-10")
    assert found.grade == ("serious", "serious")
    ground = found.law.why[0]
    assert (ground.rule, ground.days) == ("closed", (date(2017, 3, 31), date(2017, 6, 1)))
    undated = person(dealing(None, number=60), judged_on="2017-03", ruleset="fashi-2017-10")
    assert rules(undated) == ["closed"]
    assert not undated.law.plain


# -- interpretations that follow one another ------------------------------------------------------------------

OVERDRAFT = {
    "intent_to_keep_overdraft": "yes",
    "overdraft_beyond_limit_or_term": "yes",
    "effective_bank_demands": "2次",
    "overdraft_unpaid_over_three_months": "yes",
}


def overdraft(when: str, amount: str, ruleset: str = "fashi-2018-19", **more: Any) -> PersonReport:
    """A malicious overdraft: from 10 000 / 100 000 yuan until 2018-11-30, from 50 000 / 500 000 since."""
    facts = {"conduct_date": when, "overdraft_principal_unpaid": amount, **OVERDRAFT}
    return evaluate(load_case(case(ruleset=ruleset, facts={"a": facts}, **more))).person("a")


@pytest.mark.parametrize(
    ("when", "amount", "law", "grade", "rule"),
    [
        ("2018-11-29", "30000元", "fashi-2018-19", "not_reached", "interpretation-lighter"),
        ("2018-11-30", "30000元", "fashi-2018-19", "not_reached", "interpretation-lighter"),
        ("2018-11-30", "60000元", "fashi-2009-19", "overdraft_large", "interpretation-then"),
        ("2018-11-30", "200000元", "fashi-2018-19", "overdraft_large", "interpretation-lighter"),
        ("2018-11-30", "9999.99元", "fashi-2009-19", "not_reached", "interpretation-then"),
    ],
)
def test_the_lighter_of_two_interpretations(when: str, amount: str, law: str, grade: str, rule: str) -> None:
    found = overdraft(when, amount)
    assert governing(found) == [law]
    assert found.grade == (grade, grade)
    assert found.engine.ruleset.id == law
    assert rules(found) == [rule]
    assert {result.law.id for result in found.law.results} == {"fashi-2009-19", "fashi-2018-19"}


@pytest.mark.parametrize("when", ["2018-12-01", "2018-12-02"])
def test_conduct_under_the_newer_interpretation_has_no_other(when: str) -> None:
    found = overdraft(when, "30000元")
    assert found.law.plain
    assert found.grade == ("not_reached", "not_reached")


def test_the_older_one_named_gives_way_to_the_lighter_newer_one() -> None:
    assert governing(overdraft("2015-01-01", "30000元", "fashi-2009-19")) == ["fashi-2018-19"]
    assert governing(overdraft("2015-01-01", "60000元", "fashi-2009-19")) == ["fashi-2009-19"]


def test_a_case_judged_before_the_newer_one_knows_only_the_older() -> None:
    found = overdraft("2015-01-01", "30000元", judged_on="2016-05-01")
    assert governing(found) == ["fashi-2009-19"]
    assert found.grade == ("overdraft_large", "overdraft_large")


def test_the_older_one_named_for_later_conduct_is_followed_and_the_newer_shown() -> None:
    found = overdraft("2020-01-01", "30000元", "fashi-2009-19")
    assert found.grade == ("overdraft_large", "overdraft_large")
    assert rules(found)[0] == "named"
    assert [(result.law.id, result.at_most) for result in found.law.results] == [
        ("fashi-2009-19", "overdraft_large"),
        ("fashi-2018-19", "not_reached"),
    ]


def test_a_year_of_both_interpretations() -> None:
    assert governing(overdraft("2018", "60000元")) == ["fashi-2009-19", "fashi-2018-19"]
    assert governing(overdraft("2018", "30000元")) == ["fashi-2018-19"]


def test_each_offence_of_several_is_compared() -> None:
    """Card data do not change, the overdraft becomes lighter: the newer one is lighter although the highest is not."""
    facts = {
        "conduct_date": "2015-01-01",
        "overdraft_principal_unpaid": "30000元",
        "credit_card_information_cards": "5张",
        **OVERDRAFT,
    }
    found = evaluate(load_case(case(ruleset="fashi-2018-19", facts={"a": facts}))).person("a")
    assert governing(found) == ["fashi-2018-19"]
    assert found.grade == ("information_huge", "information_huge")


RULESET = """\
schema: thresholds/ruleset/1
id: {id}
title: 一
citation: {id}号
offence: trial_offence
statute: 刑法
statute_from: 2010-01-01
{succeeds}in_force: {{from: {start}, until: {until}}}
grades:
- {{id: not_reached}}
- {{id: serious, range: 三年以下有期徒刑, months: [1, 36]}}
- {{id: especially_serious, range: 三年以上七年以下有期徒刑, months: [36, 84]}}
provisions:
- id: art1.1
  gloss: 一
  grade: serious
  any_of: [{{id: art1.1.1, gloss: 一, when: {{money: trial_amount, at_least: {low} 元}}}}]
- id: art1.2
  gloss: 一
  grade: especially_serious
  any_of: [{{id: art1.2.1, gloss: 一, when: {{money: trial_amount, at_least: {high} 元}}}}]
facts:
- {{id: trial_amount, kind: money, label: 试验数额, direction: raises, asks: 多少}}
"""


def write(folder: Path, name: str, start: str, until: str, low: int, high: int, succeeds: str = "") -> None:
    text = RULESET.format(
        id=name, start=start, until=until, low=low, high=high, succeeds=f"succeeds: {succeeds}\n" if succeeds else ""
    )
    (folder / name).mkdir()
    (folder / name / "ruleset.yaml").write_text(text, "utf-8")


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three interpretations of one offence, of which the first follows one that is not there."""
    write(tmp_path, "trial-2011", "2011-01-01", "2014-12-31", 1000, 10000, "trial-2001")
    write(tmp_path, "trial-2015", "2015-01-01", "2019-12-31", 500, 50000, "trial-2011")
    write(tmp_path, "trial-2020", "2020-01-01", "null", 2000, 20000, "trial-2015")
    monkeypatch.setenv("THRESHOLDS_RULESETS", str(tmp_path))
    return tmp_path


def trial(when: str, amount: str, ruleset: str = "trial-2020", **more: Any) -> PersonReport:
    facts = {"a": {"trial_amount": amount, "conduct_date": when}}
    return evaluate(load_case(case(ruleset=ruleset, facts=facts, **more))).person("a")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("when", "amount", "law"),
    [
        ("2012-06-01", "1500元", "trial-2020"),
        ("2012-06-01", "15000元", "trial-2020"),
        ("2012-06-01", "5000元", "trial-2011"),
        ("2016-06-01", "600元", "trial-2020"),
        ("2016-06-01", "30000元", "trial-2015"),
        ("2020-01-01", "30000元", "trial-2020"),
    ],
)
def test_of_three_the_one_of_the_time_or_the_newest(when: str, amount: str, law: str) -> None:
    assert governing(trial(when, amount)) == [law]
    assert governing(trial(when, amount, "trial-2020")) == [law]


@pytest.mark.usefixtures("three")
def test_an_earlier_interpretation_that_is_not_there_is_named() -> None:
    found = trial("2010-06-01", "1500元")
    ground = found.law.why[0]
    assert (ground.rule, ground.status, ground.names[0].zh) == ("earlier-missing", "open", "trial-2001")
    assert governing(found) == ["trial-2020"]


@pytest.mark.usefixtures("three")
def test_conduct_before_the_present_article_is_to_be_looked_up() -> None:
    found = trial("2009-06-01", "1500元")
    assert rules(found)[0] == "statute-later"


@pytest.mark.usefixtures("three")
def test_a_year_in_which_the_result_is_open() -> None:
    found = trial("2014-06/2015-06", "1500元", judged_on="2019-06-01")
    assert governing(found) == ["trial-2011", "trial-2015"]
    found = trial("2014-06/2015-06", "15000元", judged_on="2019-06-01")
    assert governing(found) == ["trial-2015"]


@pytest.mark.usefixtures("three")
def test_occasions_date_the_conduct() -> None:
    occasions = [{"date": "2012-03-01", "value": "700元"}, {"date": "2012-05-01", "value": "800元"}]
    source = case(ruleset="trial-2020", facts={"a": {"trial_amount": occasions}})
    found = evaluate(load_case(source)).person("a")
    assert governing(found) == ["trial-2020"]
    assert found.law.results[0].law.id == "trial-2011"
    assert found.law.span is not None
    assert found.law.span.ended == DateRange(date(2012, 5, 1), date(2012, 5, 1))


# -- limitation -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "life", "years"),
    [
        ((1, 36), False, 5),
        ((1, 59), False, 5),
        ((1, 60), False, 10),
        ((36, 84), False, 10),
        ((60, 119), False, 10),
        ((36, 120), False, 15),
        ((120, 180), False, 15),
        ((120, 180), True, 20),
    ],
)
def test_years_by_the_top_of_the_range(months: tuple[int, int], life: bool, years: int) -> None:
    assert years_of(Grade(id="x", months=months, life=life)) == years


def test_a_grade_without_a_range_has_no_limitation() -> None:
    with pytest.raises(ValueError, match="x"):
        years_of(Grade(id="x"))


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        (date(2016, 5, 10), 5, date(2021, 5, 9)),
        (date(2016, 1, 1), 5, date(2020, 12, 31)),
        (date(2016, 3, 1), 5, date(2021, 2, 28)),
        (date(2019, 3, 1), 5, date(2024, 2, 29)),
        (date(2016, 2, 28), 5, date(2021, 2, 27)),
        (date(2016, 2, 29), 5, date(2021, 2, 28)),
        (date(2020, 2, 29), 20, date(2040, 2, 28)),
        (date(2015, 10, 31), 10, date(2025, 10, 30)),
        (date(9998, 1, 1), 5, date.max),
    ],
)
def test_the_last_day_of_so_many_years(first: date, years: int, last: date) -> None:
    assert last_day(first, years) == last


@pytest.mark.parametrize(
    ("judged", "filed", "expected"),
    [
        (None, None, Filed.UNKNOWN),
        ("2021-05-08", None, Filed.JUDGED_BEFORE),
        ("2021-05-09", None, Filed.JUDGED_BEFORE),
        ("2021-05-10", None, Filed.JUDGED_AFTER),
        ("2021-05", None, Filed.PERHAPS),
        ("2021-06", None, Filed.JUDGED_AFTER),
        ("2023-01-01", "2021-05-09", Filed.IN_TIME),
        ("2023-01-01", "2021-05-10", Filed.LATE),
        (None, "2021-05", Filed.PERHAPS),
        (None, "2020", Filed.IN_TIME),
        (None, "2022", Filed.LATE),
    ],
)
def test_limitation_and_what_the_file_says_of_filing(judged: str | None, filed: str | None, expected: Filed) -> None:
    more: dict[str, Any] = {"judged_on": judged} if judged else {}
    if filed:
        more["facts"] = {"a": {"立案日期": filed}}
    found = person(dealing("2016-05-10", number=60), **more)
    [term] = found.law.limitation
    assert (term.grade.id, term.years, term.last) == ("serious", 5, DateRange(date(2021, 5, 9), date(2021, 5, 9)))
    assert term.filed is expected


def test_limitation_runs_from_the_end_and_by_the_tier() -> None:
    found = person(dealing("2018-05-10"), dealing("2019-02-03", number=1))
    assert [(term.grade.id, term.years, term.last) for term in found.law.limitation] == [
        ("especially_serious", 10, DateRange(date(2029, 2, 2), date(2029, 2, 2)))
    ]


def test_limitation_under_both_laws() -> None:
    found = person(dealing("2015"))
    assert [(term.law.id, term.years, term.last) for term in found.law.limitation] == [
        (OLD, 5, DateRange(date(2019, 12, 31), date(2020, 12, 30))),
        (NEW, 10, DateRange(date(2024, 12, 31), date(2025, 12, 30))),
    ]


def test_without_a_date_there_are_years_and_no_day() -> None:
    [term] = person(dealing(None, number=60)).law.limitation
    assert (term.years, term.last, term.filed) == (5, None, Filed.UNKNOWN)
    assert person(dealing("2018-05-10", number=1)).law.limitation == ()


@pytest.mark.parametrize(
    ("later", "expected"),
    [("2023-05-09", None), ("2023-05-10", (date(2018, 5, 10), date(2023, 5, 10)))],
)
def test_a_time_without_conduct_longer_than_the_term(later: str, expected: tuple[date, date] | None) -> None:
    found = person(dealing("2018-05-10", number=30), dealing(later, number=30))
    assert found.law.gap == expected


# -- the date is asked for ------------------------------------------------------------------------------------


def test_without_any_date_the_date_is_asked_for() -> None:
    found = person(dealing(None, number=60))
    assert found.law.plain
    last = found.questions[-1]
    assert (last.fact, last.state, last.could_make, last.path) == ("conduct_date", "undated", None, "dealings.#1.date")
    gains = evaluate(load_case(case(facts={"a": {"illegal_gains": "6000元"}}))).person("a")
    assert gains.questions[-1].path == "facts.a.conduct_date"


@pytest.mark.parametrize(
    "found",
    [
        person(dealing("2018-05-01", number=60)),
        person(dealing(None, number=60), facts={"a": {"conduct_date": "2018"}}),
        person(dealing(None, number=1)),
    ],
    ids=["dated", "dated-by-fact", "nothing-reached"],
)
def test_the_date_is_not_asked_for_where_it_is_known_or_nothing_is_reached(found: PersonReport) -> None:
    assert "conduct_date" not in {question.fact for question in found.questions}


# -- the default path -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["2017-06-01", "2021-03", None])
def test_the_statute_is_not_read_where_dates_do_not_ask_for_it(
    when: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(statutes, "load_statute", refuse)
    report = evaluate(load_case(case(dealings=[dealing(when)])))
    assert report.person("a").applied is None
    assert as_text(report)
    assert report.to_dict()


def test_a_command_on_present_conduct_does_not_import_the_statute() -> None:
    sample = SHIPPED.parents[2] / "cases" / "teaching" / "insider-half.yaml"
    code = (
        f"import sys; from thresholds.cli.root import run; run(['check', {str(sample)!r}]); "
        "print([name for name in sys.modules if 'statute' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# -- how it is shown ------------------------------------------------------------------------------------------


def test_the_json_has_the_law_and_the_statute_with_its_hash() -> None:
    report = evaluate(load_case(case(dealings=[dealing("2015")], judged_on="2018-03-02")))
    whole = json.loads(json.dumps(report.to_dict()))
    assert [(entry["id"], entry["sha256"]) for entry in whole["rulesets"]] == [
        ("fashi-2017-10", load_ruleset("fashi-2017-10").sha256),
        ("criminal-law-253-1", load_statute("criminal-law-253-1").sha256),
    ]
    law = whole["persons"][0]["law"]
    assert [one["id"] for one in law["governing"]] == [OLD, NEW]
    assert (law["determined"], law["plain"], law["named"]) == (False, False, False)
    assert law["conduct"] == {
        "from": {"at_least": "2015-01-01", "at_most": "2015-12-31"},
        "until": {"at_least": "2015-01-01", "at_most": "2015-12-31"},
        "undated": [],
    }
    assert [(one["law"], one["part"], one["grade"]["at_most"]) for one in law["results"]] == [
        (OLD, "may_govern", "serious"),
        (NEW, "may_govern", "especially_serious"),
    ]
    assert whole["persons"][0]["consequences"]["limitation"][0] == {
        "law": OLD,
        "part": "may_govern",
        "grade": "serious",
        "years": 5,
        "last_day": {"at_least": "2019-12-31", "at_most": "2020-12-30"},
        "state": "judged_before",
    }


def test_the_json_of_present_conduct_names_the_ruleset_alone() -> None:
    whole = evaluate(load_case(case(dealings=[dealing("2018-05-01")]))).to_dict()
    assert [entry["id"] for entry in whole["rulesets"]] == ["fashi-2017-10"]  # type: ignore[union-attr,index,attr-defined]
    law = whole["persons"][0]["law"]  # type: ignore[index]
    assert law["plain"]
    assert [one["id"] for one in law["governing"]] == ["fashi-2017-10"]


OLD_TEXT = """\
├── 适用法律
│   ├── 适用刑法修正案（七）第七条（2009年2月28日至2015年10月31日）
│   ├── 行为终了在2015年11月1日以前，适用当时的刑法修正案（七）第七条；现行条文不更轻（从旧兼从轻）
│   │   （刑法第十二条第一款）
│   ├── 当时只有一档，最高三年有期徒刑；够得上更高一档数量的，也只到情节严重（刑法修正案（七）第七
│   │   条）
│   ├── 法释〔2017〕10号的数参照用于当时的情节严重，口径 numbers_for_old_offence（有争议）
│   ├── 行为在法释〔2017〕10号施行（2017年6月1日）以前，当时没有相关司法解释，尚未处理或者正在处理的
│   │   案件适用该解释（高检发释字〔2001〕5号第一条、第二条）
│   ├── 适用：刑法修正案（七）第七条，情节严重，三年以下有期徒刑或者拘役，并处或者单处罚金
│   └── 对照：刑法修正案（九）第十七条，情节特别严重，三年以上七年以下有期徒刑，并处罚金
"""


def test_the_text_says_which_law_and_why() -> None:
    text = as_text(evaluate(load_case(case(dealings=[dealing("2014-05-01")], judged_on="2019-05-01"))))
    assert OLD_TEXT in text
    flat = "".join(line.strip("├└│─ ") for line in text.splitlines())
    assert "追诉期限：情节严重（刑法修正案（七）第七条）5 年，末日2019年4月30日" in flat
    assert "注意：审理日期在此以后，须查在此以前是否立案" in flat


def test_the_text_of_present_conduct_says_nothing_of_the_law_but_when_it_lapses() -> None:
    text = as_text(evaluate(load_case(case(dealings=[dealing("2018-05-01", number=60)]))))
    assert "适用法律" not in text
    assert "追诉期限：情节严重（法释〔2017〕10号）5 年，末日2023年4月30日" in text
    assert "追诉期限" not in as_text(evaluate(load_case(case(dealings=[dealing(None, number=60)]))))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "source",
    [
        case(dealings=[dealing("2014-05-01", "sale", 60, to="b")]),
        case(dealings=[dealing("2008-05-01"), dealing("2015")], readings={"numbers_for_old_offence": "not_fixed"}),
        case(dealings=[dealing("2014-05-01"), dealing("2021-05-01")]),
        case(dealings=[dealing("2014-05-01")], judged_on="2017-03", ruleset="fashi-2017-10"),
        case(dealings=[dealing("2014-05-01"), dealing(None)]),
        case(facts={"a": {"illegal_gains": "8000元", "conduct_date": "2014"}}),
    ],
    ids=["seller", "three-times", "gap", "closed", "undated-line", "gains"],
)
def test_every_form_of_report_can_be_written(
    source: dict[str, Any], lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(source, ensure_ascii=False), "utf-8")
    for arguments in (
        ["check", str(path)],
        ["check", str(path), "--format", "json"],
        ["check", str(path), "--format", "markdown"],
        ["check", str(path), "--format", "markdown", "--for", "defence"],
        ["questions", str(path)],
        ["margins", str(path), "--edits"],
        ["margins", str(path), "--grade", "serious"],
        ["compare", str(path)],
        ["compare", str(path), "--by", "readings"],
        ["whatif", str(path), "--set", "judged_on=2019-01-01"],
    ):
        assert run([*arguments, "--lang", lang]) == 0, arguments
        out, err = capsys.readouterr()
        assert out
        assert err == ""


def test_documents_set_the_laws_side_by_side(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(case(dealings=[dealing("2014-05-01")])), "utf-8")
    assert run(["check", str(path), "--format", "markdown", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "Which law applies" in out
    assert "| Amendment VII art. 7<br>2009-02-28 to 2015-10-31 | applies | serious circumstances |" in out
    assert "| Amendment IX art. 17<br>from 2015-11-01 | for comparison | especially serious circumstances |" in out
    assert load_statute("criminal-law-253-1").sha256 in out


def test_rulesets_are_listed_with_their_spans(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ruleset", "list"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    found = {line[0]: line for line in lines}
    assert found["fashi-2009-19"][2:5] == ["2009-12-16", "–", "2018-11-30"]
    assert found["fashi-2017-10"][2:4] == ["2017-06-01", "–"]
    assert found["criminal-law-253-1"][1:4] == ["刑法第二百五十三条之一", "–", "2009-02-27"]
    assert ["2009-02-28", "–", "2015-10-31"] in lines


@pytest.mark.parametrize("columns", ["100", "40"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_statute_is_shown(
    columns: str, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["ruleset", "show", "criminal-law-253-1", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert "2009-02-28" in out
    assert "amendment-7" in out
    assert "and_the_like" in out


def test_a_statute_is_shown_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ruleset", "show", "criminal-law-253-1", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["measured_by"] == "fashi-2017-10"
    assert [one["period"] for one in shown["versions"]] == ["– 2009-02-27", "2009-02-28 – 2015-10-31", "2015-11-01 –"]
    assert [one["id"].split()[0] for one in shown["readings"]] == ["listed_units", "numbers_for_old_offence"]


# -- a date that is not known to the day spans what its days give --------------------------------------------------

DAYS = (date(2008, 7, 1), date(2009, 2, 27), date(2009, 2, 28), date(2012, 1, 1), date(2015, 10, 31),
        date(2015, 11, 1), date(2016, 8, 8), date(2017, 5, 31), date(2017, 6, 1), date(2019, 9, 9))  # fmt: skip


@st.composite
def conduct(draw: st.DrawFn) -> dict[str, Any]:
    """What is done, without its date, and what the file says of the person."""
    act = draw(st.sampled_from(["theft", "purchase", "sale", "provision"]))
    made = dealing(None, act, draw(st.sampled_from([1, 24, 25, 49, 50, 249, 250, 499, 500, 501])))
    if act in ("sale", "provision"):
        made["to"] = "b"
        made["obtained_in"] = draw(st.sampled_from(["duty_or_service", "elsewhere", "unknown"]))
        made["paid"] = draw(st.sampled_from(["0元", "4999.99元", "5000元", "50000元"]))
    truth = st.sampled_from(["yes", "no", "unknown", None])
    names = ("staff_of_listed_unit", "breach_of_state_regulations", "grave_consequences", "breach_of_state_provisions")
    facts = {name: value for name in names if (value := draw(truth)) is not None}
    readings = {
        "listed_units": draw(st.sampled_from(["named_only", "and_the_like"])),
        "numbers_for_old_offence": draw(st.sampled_from(["by_reference", "not_fixed"])),
    }
    return case(dealings=[made], facts={"a": facts}, readings=readings)


def bounds_on(source: dict[str, Any], when: str) -> tuple[int, int]:
    """The grade, as places in the present ladder, with the conduct at a date."""
    [made] = source["dealings"]
    found = evaluate(load_case({**source, "dealings": [{**made, "date": when}]})).person("a")
    order = ("not_reached", "serious", "especially_serious")
    return order.index(found.grade.at_least), order.index(found.grade.at_most)


@settings(max_examples=60, deadline=None)
@given(conduct(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_an_interval_is_the_hull_of_its_days(source: dict[str, Any], one: date, other: date) -> None:
    first, last = sorted((one, other))
    each = [bounds_on(source, day.isoformat()) for day in DAYS if first <= day <= last]
    expected = min(low for low, _ in each), max(high for _, high in each)
    assert bounds_on(source, f"{first.isoformat()}/{last.isoformat()}") == expected


@settings(max_examples=60, deadline=None)
@given(conduct())
def test_a_later_text_is_never_lighter(source: dict[str, Any]) -> None:
    found = [bounds_on(source, when) for when in ("2009-02-27", "2009-02-28", "2015-10-31", "2015-11-01", "2017-06-01")]
    assert found[0] == (0, 0)
    assert found[1] == found[2]
    assert found[3] == found[4]
    assert found[2][0] <= found[3][0]
    assert found[2][1] <= found[3][1]


@settings(max_examples=40, deadline=None)
@given(conduct(), st.sampled_from(["2014-05-01", "2015", "2008/2016"]))
def test_everything_of_a_report_agrees_with_its_grade(source: dict[str, Any], when: str) -> None:
    [made] = source["dealings"]
    found = evaluate(load_case({**source, "dealings": [{**made, "date": when}]})).person("a")
    low, high = found.assessment.bounds
    governs = [result for result in found.law.results if result.part is not Part.COMPETES]
    order = ("not_reached", "serious", "especially_serious")
    assert min(order.index(result.at_least) for result in governs) == order.index(found.grade.at_least)
    assert max(order.index(result.at_most) for result in governs) == order.index(found.grade.at_most)
    assert max([one.rank for one in found.findings if one.status.value == "established"], default=0) <= high
    assert all(question.now == found.assessment.bounds for question in found.questions)
    assert found.sides.accused.low <= low
    assert found.sides.prosecution.high >= high
    assert all(margin.rank < len(found.engine.ruleset.grade_ids) for margin in found.margins)
