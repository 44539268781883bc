"""Answers about many persons, about one by name, and what an edit changes besides the tier."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mcp_client import bought

from thresholds.agents import fitted, tools
from thresholds.agents.tools import TOOLS


def asked(tool: str, **arguments: object) -> Any:
    [one] = [one for one in TOOLS if one.name == tool]
    found = one.call(arguments, "zh")
    assert not found.wrong, found.text
    assert json.loads(found.text) == found.content
    return found.content


def many(number: int) -> dict[str, object]:
    """A case of so many persons, each of whom bought as many location records as there are persons before him."""
    names = [f"p{place}" for place in range(number)]
    bought_ = [
        {"by": name, "act": "purchase", "records": {"location_tracking": place}} for place, name in enumerate(names)
    ]
    return {"schema": "thresholds/case/1", "id": "x", "persons": {name: {} for name in names}, "dealings": bought_}


def size(content: object) -> int:
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


# -- many -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thousand() -> Any:
    return asked("evaluate", case=many(600))


def test_an_answer_about_very_many_persons_stays_short(thousand: Any) -> None:
    assert size(thousand) < fitted.MOST_SAID + fitted.MOST_GRADES + 2_000
    assert [one["id"] for one in thousand["persons"]] == [f"p{place}" for place in range(len(thousand["persons"]))]
    assert thousand["more"] == 600 - len(thousand["persons"])
    assert str(thousand["more"]) in thousand["hint"]
    assert "person" in thousand["hint"]


def test_the_grades_of_all_come_first_and_are_counted(thousand: Any) -> None:
    assert len(thousand["grades"]) > len(thousand["persons"])
    assert thousand["more_grades"] == 600 - len(thousand["grades"])
    assert thousand["grades"][50] == {
        "id": "p50",
        "name": "p50",
        "grade": {"at_least": "serious", "at_most": "serious"},
    }
    # 0 to 49 fall short of fifty, 50 to 499 reach it, 500 to 599 reach ten times fifty
    counted = {one["grade"]["at_least"]: one["persons"] for one in thousand["by_grade"]}
    assert counted == {"not_reached": 50, "serious": 450, "especially_serious": 100}


def test_few_persons_are_told_in_full_and_one_of_many_by_himself() -> None:
    few = asked("evaluate", case=many(3))
    assert len(few["persons"]) == 3
    assert not {"more", "hint", "grades", "by_grade", "more_grades"} & set(few)
    one = asked("evaluate", case=many(60), person="p59")
    assert [person["id"] for person in one["persons"]] == ["p59"]
    assert not {"more", "grades"} & set(one)


@pytest.mark.parametrize("tool", ["questions", "margins"])
def test_the_other_answers_are_cut_too(tool: str) -> None:
    found = asked(tool, case=many(60))
    assert size(found) < fitted.MOST_SAID + 2_000
    assert found["more"] == 60 - len(found["persons"])


def test_of_many_persons_only_those_are_compared_of_whom_anything_changes() -> None:
    found = asked("whatif", case=many(300), edits=["dealings.50.records.location_tracking=50"])
    assert [one["id"] for one in found["persons"]] == ["p49"]
    assert found["unchanged"] == 299
    assert "more" not in found
    few = asked("whatif", case=many(3), edits=["dealings.3.records.location_tracking=50"])
    assert [one["changed"] for one in few["persons"]] == [False, False, True]
    assert "unchanged" not in few


def test_a_whole_report_that_is_too_long_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "MOST_REPORT", 1_000)
    found = asked("evaluate", case=bought(49), full=True)
    assert "report" not in found
    assert found["report_too_long"] > 1_000
    assert found["persons"][0]["id"] == "a"


# -- one, by name ---------------------------------------------------------------------------------------------

NAMED = (
    "schema: thresholds/case/1\nid: x\n"
    "persons: {a: {name: 甲}, b: {name: 乙}, c: {name: 乙}, 丙: {name: 丁}, d: {name: 丙}}\n"
    "dealings:\n- {by: a, act: purchase, records: {location_tracking: 49}}\n"
)


@pytest.mark.parametrize(("name", "who"), [("甲", "a"), ("a", "a"), ("丁", "丙"), ("丙", "丙")])
def test_a_person_is_named_by_his_id_or_by_a_name_that_only_he_has(name: str, who: str) -> None:
    for tool in ("evaluate", "questions", "margins"):
        assert [one["id"] for one in asked(tool, case=NAMED, person=name)["persons"]] == [who]
    found = asked("whatif", case=NAMED, edits=["dealings.1.records.location_tracking=50"], person=name)
    assert [one["id"] for one in found["persons"]] == [who]


@pytest.mark.parametrize("tool", ["evaluate", "whatif"])
def test_a_name_that_two_have_is_answered_with_their_ids(tool: str) -> None:
    [one] = [one for one in TOOLS if one.name == tool]
    edits = {"edits": ["title=y"]} if tool == "whatif" else {}
    found = one.call({"case": NAMED, "person": "乙", **edits}, "en")
    assert found.wrong
    assert found.text == "several persons are called '乙', take the id: b, c"


# -- what an edit changes -------------------------------------------------------------------------------------


def test_what_changes_is_said_where_no_status_does() -> None:
    found = asked("whatif", case=bought(49), edits=["dealings.1.records.location_tracking=48"])
    assert found["changed"] is True
    assert found["edits"][0]["effect"] == "changes_result"
    [person] = found["persons"]
    assert person["before"] == person["after"] == {"at_least": "not_reached", "at_most": "not_reached"}
    item = next(one for one in person["items"] if one["item"] == "art5.1.3")
    assert (item["before"], item["after"]) == ("not_established", "not_established")
    assert (item["numbers_before"]["quantity"]["at_least"], item["numbers_before"]["shortfall"]) == ("49", "1")
    assert (item["numbers_after"]["quantity"]["at_least"], item["numbers_after"]["shortfall"]) == ("48", "2")
    counts = {"category": "location_tracking", "before": {"at_least": "49", "at_most": "49"}}
    assert person["counts"] == [counts | {"after": {"at_least": "48", "at_most": "48"}}]
    assert "also" not in person


def test_what_else_changes_is_named_and_numbers_that_do_not_change_are_left_out() -> None:
    found = asked("whatif", case=bought(49), edits=["facts.a.grave_consequences=否", "id=x"])
    assert [one["effect"] for one in found["edits"]] == ["changes_result", "case_same"]
    [person] = found["persons"]
    assert "items" not in person
    assert person["also"] == ["questions"]
    found = asked("whatif", case=bought(49), edits=["facts.a.grave_consequences=是"])
    [item] = found["persons"][0]["items"]
    assert (item["item"], item["after"]) == ("art5.2.1", "established")
    assert "numbers_after" not in item
