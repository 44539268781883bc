"""Since when each offence exists, and which of two interpretations is lighter: by offence, and value by value."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from thresholds import PersonReport, evaluate, load_case, load_ruleset
from thresholds.applicable.model import Part
from thresholds.law.charges import charges
from thresholds.rendering.text import as_text

AIDING, DATA, DAMAGE = "aiding_network_crime", "acquiring_computer_data_or_control", "damaging_computer_systems"


def person(ruleset: str, facts: dict[str, Any], **more: Any) -> PersonReport:
    """The report on one person with these facts."""
    source = {"schema": "thresholds/case/1", "id": "x", "persons": {"a": {}}, "ruleset": ruleset, "facts": {"a": facts}}
    return evaluate(load_case({**source, **more})).person("a")


def charge(found: PersonReport, offence: str) -> PersonReport:
    """The report on one offence of several."""
    return next(one for one in found.charges if one.charged == offence)


def rules(found: PersonReport) -> list[str]:
    """The rules that choose."""
    return [ground.rule for ground in found.law.why]


def governing(found: PersonReport) -> list[str]:
    """The laws that govern, or may."""
    return [law.id for law in found.law.governing]


def aiding(**facts: Any) -> PersonReport:
    """Somebody who knowingly helped: from 10 000 yuan of gains, or three persons, the circumstances are serious."""
    return person("fashi-2019-15", {"knew_of_network_crime": "yes", **facts})


# -- since when -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ruleset", "expected"),
    [
        ("fashi-2019-15", [(date(2015, 11, 1), True)] * 3),
        (
            "fashi-2011-19",
            [
                (date(2009, 2, 28), True),
                (date(2009, 2, 28), True),
                (date(1997, 10, 1), True),
                (date(2006, 6, 29), False),
            ],
        ),
        (
            "fashi-2018-19",
            [
                (date(1997, 10, 1), False),
                (date(2005, 2, 28), True),
                (date(2005, 2, 28), True),
                (date(1997, 10, 1), False),
                (date(1997, 10, 1), False),
            ],
        ),
        ("fashi-2013-21", [(date(1997, 10, 1), False)] * 2),
    ],
)
def test_each_offence_has_its_own_start(ruleset: str, expected: list[tuple[date, bool]]) -> None:
    found = charges(load_ruleset(ruleset))
    assert [(one.statute_from, one.new_offence) for one in found] == expected


@pytest.mark.parametrize(
    ("when", "grade", "rule"),
    [
        ("2015-05-01", ("not_reached", "not_reached"), "not-yet"),
        ("2015-10-31", ("not_reached", "not_reached"), "not-yet"),
        ("2015-11-01", ("network_aid_serious", "network_aid_serious"), "interpretation-unknown"),
        ("2015-10", ("not_reached", "not_reached"), "not-yet"),
        ("2015-10/2015-11", ("not_reached", "network_aid_serious"), "perhaps-not-yet"),
        ("2015", ("not_reached", "network_aid_serious"), "perhaps-not-yet"),
    ],
)
def test_conduct_before_there_was_the_offence(when: str, grade: tuple[str, str], rule: str) -> None:
    found = aiding(network_aid_gains="30000元", conduct_date=when)
    assert found.grade == grade
    assert rules(found)[0] == rule
    own = charge(found, AIDING)
    assert own.grade == grade
    assert rules(own)[0] == rule


def test_what_the_newest_would_make_stands_beside() -> None:
    found = charge(aiding(network_aid_gains="30000元", conduct_date="2015-05-01"), AIDING)
    assert [(one.law.id, one.part, one.at_most) for one in found.law.results] == [
        ("before-2015-11-01", Part.GOVERNS, "not_reached"),
        ("fashi-2019-15", Part.COMPETES, "network_aid_serious"),
    ]
    assert found.law.governing[0].until == date(2015, 10, 31)
    assert found.margins == ()
    assert found.questions == ()


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("zh", "行为在2015年11月1日以前，当时还没有帮助信息网络犯罪活动罪"),
        ("en", "there was no aiding criminal activity on information networks"),
    ],
)
def test_the_report_says_so(lang: str, says: str) -> None:
    source = {
        "schema": "thresholds/case/1",
        "id": "x",
        "persons": {"a": {}},
        "ruleset": "fashi-2019-15",
        "facts": {"a": {"knew_of_network_crime": "yes", "persons_helped": "5个", "conduct_date": "2015-05-01"}},
    }
    text = as_text(evaluate(load_case(source)), lang, width=400)
    assert says in text
    assert "offence_then" not in text


def test_an_uncertain_date_is_asked_for() -> None:
    found = charge(aiding(network_aid_gains="30000元", conduct_date="2015"), AIDING)
    first = found.questions[0]
    assert (first.fact, first.could_make) == ("conduct_date", 1)
    assert not [question.fact for question in found.questions if question.fact.startswith("offence_then")]


@pytest.mark.parametrize(
    ("later", "grade"),
    [
        ("9999.99元", ("not_reached", "not_reached")),
        ("10000元", ("network_aid_serious", "network_aid_serious")),
    ],
)
def test_of_conduct_across_only_the_later_part_counts(later: str, grade: tuple[str, str]) -> None:
    occasions = [{"date": "2015-06-01", "value": "50000元"}, {"date": "2016-06-01", "value": later}]
    found = aiding(network_aid_gains=occasions)
    assert found.grade == grade
    assert rules(found)[0] == "across-start"
    assert charge(found, AIDING).grade == grade


def test_an_occasion_of_which_the_date_is_uncertain_may_count() -> None:
    occasions = [{"date": "2015", "value": "50000元"}, {"date": "2016-06-01", "value": "9000元"}]
    assert aiding(network_aid_gains=occasions).grade == ("not_reached", "network_aid_serious")


def test_a_number_without_a_date_counts_as_none_at_least() -> None:
    occasions = [{"date": "2015-06-01", "value": "50000元"}, {"date": "2016-06-01", "value": "9000元"}]
    found = aiding(network_aid_gains=occasions, persons_helped="3个")
    assert found.grade == ("not_reached", "network_aid_serious")


def test_two_offences_of_one_case_have_each_its_start() -> None:
    """In 2008 damage to systems (since 1997) is an offence, getting data (since 2009) is none."""
    facts = {
        "financial_authentication_data": "50组",
        "computers_disabled": "10台",
        "conduct_date": "2008-05-01",
    }
    found = person("fashi-2011-19", facts)
    assert charge(found, DATA).grade == ("not_reached", "not_reached")
    assert rules(charge(found, DATA)) == ["not-yet"]
    damage = charge(found, DAMAGE)
    assert damage.grade.at_least == damage.grade.at_most != "not_reached"
    assert rules(damage) == ["interpretation-unknown"]
    assert found.grade == damage.grade


def test_an_older_offence_in_another_text_is_looked_up() -> None:
    found = person("fashi-2018-19", {"forged_credit_cards": "5张", "conduct_date": "1996-05-01"})
    assert rules(charge(found, "forging_financial_instruments"))[0] == "statute-later"
    assert found.grade.at_most != "not_reached"


# -- the lighter of two, value by value -----------------------------------------------------------------------


def overdraft(amount: Any, when: str = "2016-05-01", **more: Any) -> PersonReport:
    """A malicious overdraft: from 10 000 / 100 000 yuan until 2018-11-30, from 50 000 / 500 000 since."""
    facts = {
        "intent_to_keep_overdraft": "yes",
        "overdraft_beyond_limit_or_term": "yes",
        "effective_bank_demands": "2次",
        "overdraft_unpaid_over_three_months": "yes",
        "overdraft_principal_unpaid": amount,
        "conduct_date": when,
    }
    return person("fashi-2018-19", {**facts, **more})


@pytest.mark.parametrize(
    ("low", "high", "law", "rule"),
    [
        ("8000元", "600000元", "fashi-2018-19", "interpretation-lighter"),
        ("8000元", "10000元", "fashi-2018-19", "interpretation-lighter"),
        ("8000元", "9999.99元", "fashi-2009-19", "interpretation-then"),
        ("50000元", "99999.99元", "fashi-2009-19", "interpretation-then"),
        ("50000元", "100000元", "fashi-2018-19", "interpretation-lighter"),
        ("500000元", "900000元", "fashi-2009-19", "interpretation-then"),
    ],
)
def test_an_interval_is_compared_at_every_standard(low: str, high: str, law: str, rule: str) -> None:
    found = overdraft({"at_least": low, "at_most": high})
    assert governing(found) == [law]
    assert rules(found) == [rule]


def test_each_offence_is_chosen_by_itself() -> None:
    found = overdraft("150000元", cash_out_amount="1000000元", others_credit_cards_held="60张")
    chosen = {one.charged: (governing(one), rules(one)) for one in found.shown}
    assert chosen == {
        "obstructing_card_management": (["fashi-2009-19"], ["interpretation-then"]),
        "credit_card_fraud": (["fashi-2018-19"], ["interpretation-lighter"]),
        "illegal_business": (["fashi-2009-19"], ["interpretation-then"]),
    }
    assert charge(found, "credit_card_fraud").grade == ("overdraft_large", "overdraft_large")


@pytest.mark.parametrize(
    ("repaid", "law", "rule"),
    [
        ("yes", ["fashi-2018-19"], "leniency-lighter"),
        ("no", ["fashi-2009-19"], "interpretation-then"),
        ("unknown", ["fashi-2009-19", "fashi-2018-19"], "leniency-open"),
    ],
)
def test_where_tiers_tie_leniency_decides(repaid: str, law: list[str], rule: str) -> None:
    found = overdraft("60000元", overdraft_repaid_before_indictment=repaid, punished_twice_for_card_fraud="no")
    assert governing(found) == law
    assert rules(found) == [rule]
    assert found.grade == ("overdraft_large", "overdraft_large")


RULESET = """\
schema: thresholds/ruleset/1
id: {id}
title: 一
citation: {id}号
offence: trial_offence
statute: 刑法
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


@pytest.mark.parametrize(
    ("low", "high", "laws", "rule", "grade"),
    [
        # From 500 until 2 000 the newer is lighter, from 20 000 until 50 000 heavier.
        (
            "600元",
            "30000元",
            ["trial-2015", "trial-2020"],
            "interpretation-open",
            ("not_reached", "especially_serious"),
        ),
        ("600元", "19999元", ["trial-2020"], "interpretation-lighter", ("not_reached", "serious")),
        ("2000元", "30000元", ["trial-2015"], "interpretation-then", ("serious", "serious")),
    ],
)
def test_lighter_here_and_heavier_there_is_open(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    low: str,
    high: str,
    laws: list[str],
    rule: str,
    grade: tuple[str, str],
) -> None:
    versions = [
        ("trial-2015", "2015-01-01", "2019-12-31", 500, 50000, ""),
        ("trial-2020", "2020-01-01", "null", 2000, 20000, "succeeds: trial-2015\n"),
    ]
    for name, start, until, least, most, succeeds in versions:
        (tmp_path / name).mkdir()
        text = RULESET.format(id=name, start=start, until=until, low=least, high=most, succeeds=succeeds)
        (tmp_path / name / "ruleset.yaml").write_text(text, "utf-8")
    monkeypatch.setenv("THRESHOLDS_RULESETS", str(tmp_path))
    found = person("trial-2020", {"trial_amount": {"at_least": low, "at_most": high}, "conduct_date": "2016-01-01"})
    assert governing(found) == laws
    assert rules(found) == [rule]
    assert found.grade == grade


def test_conduct_before_both_names_each_with_its_own_day() -> None:
    found = person("fashi-2018-19", {"credit_card_information_cards": "5张", "conduct_date": "2008-05-01"})
    ground = found.law.why[0]
    assert ground.rule == "before-both"
    assert ground.days == (date(2009, 12, 16),)
    assert [name.zh for name in ground.names] == ["法释〔2009〕19号", "法释〔2018〕19号"]
    assert governing(found) == ["fashi-2018-19"]


def test_the_json_can_be_written() -> None:
    source = {
        "schema": "thresholds/case/1",
        "id": "x",
        "persons": {"a": {}},
        "ruleset": "fashi-2019-15",
        "facts": {"a": {"knew_of_network_crime": "yes", "network_aid_gains": "20000元", "conduct_date": "2015-05-01"}},
    }
    found = json.loads(json.dumps(evaluate(load_case(source)).to_dict()))
    assert found["persons"][0]["law"]["governing"][0]["id"] == "before-2015-11-01"
