"""Other offences that a case reaches: each decided by its own ruleset, with its own trace."""

from __future__ import annotations

from typing import Any

import pytest

from thresholds import evaluate, load_case, render
from thresholds.neighbours.flag import Flag
from thresholds.report.model import PersonReport
from thresholds.report.neighbours_dict import offence_label


def reported(number: int | str, facts: dict[str, Any] | None = None, **more: Any) -> PersonReport:
    case = {
        "schema": "thresholds/case/1",
        "id": "c",
        "persons": {"a": {"name": "甲"}},
        "dealings": [{"by": "a", "act": "purchase", "records": {"property_information": number}}],
        "facts": {"a": facts or {}},
    }
    return evaluate(load_case(case | more)).person("a")


def flagged(person: PersonReport) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """By offence its status, its highest grade and the items named."""
    return {
        flag.offence: (flag.status.value, flag.grades[1], tuple(finding.item for finding in flag.findings))
        for flag in person.neighbours
    }


CARDS = "credit_card_information"


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ("1 张", ("established", "information_base", ("art3-base",))),
        ("4 张", ("established", "information_base", ("art3-base",))),
        ("5 张", ("established", "information_huge", ("art3-huge",))),
        ({"at_least": 4, "at_most": 5}, ("established", "information_huge", ("art3-base", "art3-huge"))),
        ({"at_least": 0, "at_most": 1}, ("open", "information_base", ("art3-base",))),
    ],
)
def test_five_cards_are_graver_than_fifty_records(cards: Any, expected: object) -> None:
    person = reported(49, {"信用卡信息资料所涉的信用卡数": cards})
    assert person.grade.at_most == "not_reached"
    assert flagged(person)[CARDS] == expected


def test_no_card_is_no_other_offence() -> None:
    assert CARDS not in flagged(reported(60, {"信用卡信息资料所涉的信用卡数": "0 张"}))


@pytest.mark.parametrize(
    ("records", "expected"),
    [(0, None), (1, "information_base"), (4, "information_base"), (5, "information_huge"), (60, "information_huge")],
)
def test_records_that_may_be_cards_are_pointed_out_and_nothing_more(records: int, expected: str | None) -> None:
    found = flagged(reported(records)).get(CARDS)
    assert (found and found[:2]) == (expected and ("open", expected))


def test_what_may_be_such_is_at_most_what_is_counted() -> None:
    (flag,) = [flag for flag in reported("50余条").neighbours if flag.offence == CARDS]
    assert flag.drawn is not None
    assert (flag.drawn.at_most, flag.drawn.categories) == (59, ("property_information",))
    assert flag.bounds.low == 0


def test_records_of_another_category_point_nowhere() -> None:
    dealings = [{"by": "a", "act": "purchase", "records": {"location_tracking": 60, "general_information": 9}}]
    assert reported(1, dealings=dealings).neighbours == ()


@pytest.mark.parametrize(("sets", "grade"), [(10, "serious"), (49, "serious"), (50, "especially_serious")])
def test_authentication_data_are_five_times_for_the_second_tier(sets: int, grade: str) -> None:
    (flag,) = [
        f for f in reported(3, {"financial_authentication_data": sets}).neighbours if f.ruleset.id == "fashi-2011-19"
    ]
    assert flag.grades[1].endswith(grade)
    assert flag.drawn is None


@pytest.mark.parametrize(("judged", "ruleset"), [("2018-11-30", "fashi-2009-19"), ("2018-12-01", "fashi-2018-19")])
def test_the_version_in_force_at_the_judgment_is_taken(judged: str, ruleset: str) -> None:
    dealing = {"by": "a", "act": "purchase", "date": "2018-01-01", "records": {"property_information": 6}}
    person = reported(6, {"信用卡信息资料所涉的信用卡数": 6}, judged_on=judged, dealings=[dealing])
    assert {flag.ruleset.id for flag in person.neighbours if flag.offence == CARDS} == {ruleset}


def test_personal_information_is_a_neighbour_of_the_others() -> None:
    person = reported(60, {"others_credit_cards_held": 5}, ruleset="fashi-2018-19")
    found = {flag.ruleset.id: flag for flag in person.neighbours}
    assert found["fashi-2017-10"].grades == ("serious", "serious")
    assert [finding.item for finding in found["fashi-2017-10"].findings] == ["art5.1.3"]
    assert offence_label(found["fashi-2017-10"]) == "侵犯公民个人信息罪"
    assert offence_label(found["fashi-2017-10"], "en") == "infringing citizens' personal information"


def _texts(flag: dict[str, Any]) -> tuple[str, str]:
    return flag["offence"], flag["why"]


def test_the_flag_in_json_carries_its_trace() -> None:
    person = reported(60, {"信用卡信息资料所涉的信用卡数": 6})
    report = evaluate(
        load_case(
            {
                "schema": "thresholds/case/1",
                "id": "c",
                "persons": {"a": {}},
                "dealings": [{"by": "a", "act": "purchase", "records": {"property_information": 60}}],
                "facts": {"a": {"信用卡信息资料所涉的信用卡数": 6}},
            }
        )
    ).to_dict()
    persons: Any = report["persons"]
    flag = next(flag for flag in persons[0]["cross_flags"] if flag["ruleset"] == "fashi-2018-19")
    assert _texts(flag) == ("窃取、收买、非法提供信用卡信息罪", "按所写事实，法释〔2018〕19号的第三条成立")
    assert flag["grade"] == {"at_least": "information_huge", "at_most": "information_huge"}
    (finding,) = flag["findings"]
    assert (finding["item"], finding["because"][0]["standard"], finding["because"][0]["unit"]) == (
        "art3-huge",
        "5",
        "张",
    )
    assert all(isinstance(flag, Flag) for flag in person.neighbours)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_said_in_the_report(lang: str) -> None:
    report = evaluate(
        load_case(
            {
                "schema": "thresholds/case/1",
                "id": "c",
                "persons": {"a": {}},
                "facts": {"a": {"信用卡信息资料所涉的信用卡数": 6}},
            }
        )
    )
    text = render(report, "text", lang)
    said = {"zh": ("其他罪名", "6 张 ÷ 5 张"), "en": ("other offences", "6 cards ÷ 5 cards")}[lang]
    assert all(part in text for part in said)
