"""What agents look up: the law that was asked for and no other, places as people cite them, parts of words."""

from __future__ import annotations

from typing import Any

import pytest

from thresholds.agents.known import MOST_TERMS
from thresholds.agents.tools import TOOLS


def asked(tool: str, lang: str = "zh", **arguments: object) -> Any:
    """The content of an answer, which is none of an error."""
    [one] = [one for one in TOOLS if one.name == tool]
    found = one.call(arguments, lang)
    assert not found.wrong, found.text
    return found.content


def refused(tool: str, lang: str = "zh", **arguments: object) -> str:
    [one] = [one for one in TOOLS if one.name == tool]
    found = one.call(arguments, lang)
    assert found.wrong, found.text
    return found.text


def test_two_rulesets_that_contradict_each_other_are_both_named() -> None:
    said = refused("item", item="fashi-2011-19/art6.1.1", ruleset="fashi-2017-10")
    assert "fashi-2011-19" in said.partition("，")[0]
    assert "参数 ruleset 说的是 fashi-2017-10" in said
    same = asked("item", item="fashi-2011-19/art6.1.1", ruleset="fashi-2011-19")
    assert (same["ruleset"], same["item"]) == ("fashi-2011-19", "art6.1.1")


@pytest.mark.parametrize(
    ("name", "ruleset", "item"),
    [
        ("第五条第一款第三项", "fashi-2017-10", "art5.1.3"),
        ("第5条第1款第(3)项", "fashi-2017-10", "art5.1.3"),
        ("Art. 5 para. 1 (3)", "fashi-2017-10", "art5.1.3"),
        ("第六条第二款", "fashi-2017-10", "art6.2"),
        ("法释〔2011〕19号第六条第一款第（一）项", "fashi-2011-19", "art6.1.1"),
        ("法释[2011]19号 第六条第一款第一项", "fashi-2011-19", "art6.1.1"),
        ("法释（2011）19号第6条第1款第1项", "fashi-2011-19", "art6.1.1"),
    ],
)
def test_a_place_is_found_however_it_is_cited(name: str, ruleset: str, item: str) -> None:
    found = asked("item", item=name)
    assert (found["ruleset"], found["item"]) == (ruleset, item)


@pytest.mark.parametrize("name", ["第五条第一款第三项、第四项", "第五条", "法释〔2011〕19号", "第五条第一款第九十项"])
def test_what_is_no_single_place_is_not_found(name: str) -> None:
    assert "没有「" in refused("item", item=name)


@pytest.mark.parametrize(
    "arguments",
    [
        {"item": "criminal-law-253-1/art1"},
        {"item": "art1", "ruleset": "criminal-law-253-1"},
        {"item": "刑法第二百五十三条之一第一款"},
    ],
)
def test_a_statute_has_no_items_and_says_where_the_numbers_are(arguments: dict[str, str]) -> None:
    said = refused("item", "en", **arguments)
    assert said.startswith("'criminal-law-253-1' is a statute and has no items")
    assert "write fashi-2017-10/ and the id" in said


def test_a_statute_is_shown_with_its_own_tiers_not_with_those_of_its_interpretation() -> None:
    found = asked("rulesets", ruleset="criminal-law-253-1")
    assert "rulesets" not in found
    statute = found["versions_of"]
    assert (statute["citation"], statute["measured_by"]) == ("刑法第二百五十三条之一", "fashi-2017-10")
    # Before Amendment VII no offence; under it one tier of up to three years; since Amendment IX a second up to seven.
    assert [(one["id"], list(one.get("grades", ()))) for one in statute["versions"]] == [
        ("before-2009", []),
        ("amendment-7", ["serious"]),
        ("amendment-9", ["serious", "especially_serious"]),
    ]
    assert statute["versions"][1]["in_force_until"] == "2015-10-31"
    assert statute["versions"][2]["grades"]["especially_serious"].startswith("三年以上七年以下有期徒刑")
    assert [one["id"] for one in statute["readings"]] == ["listed_units", "numbers_for_old_offence"]
    english = asked("rulesets", "en", ruleset="criminal-law-253-1")["versions_of"]["versions"][1]
    assert english["offences"] == [
        "selling or illegally providing personal information",
        "illegally obtaining personal information",
    ]


def test_a_term_is_found_by_a_part_of_it() -> None:
    assert [one["id"] for one in asked("glossary", term="行踪")["terms"]] == ["location_tracking"]
    found = asked("glossary", term="信息")
    assert all("信息" in one["zh"] + "".join(one.get("also", ())) for one in found["terms"])
    assert len(found["terms"]) == MOST_TERMS
    assert found["more"] > 0
    # what is spelt so goes before what it is a part of, and stands alone
    [exact] = asked("glossary", term="行踪轨迹")["terms"]
    assert exact["id"] == "location_tracking"


@pytest.mark.parametrize(("term", "act"), [("sold", "sale"), ("Bought", "purchase"), ("stole", "theft")])
def test_an_act_is_found_as_it_is_told_of_somebody(term: str, act: str) -> None:
    assert [one["id"] for one in asked("glossary", term=term)["terms"]] == [act]


def test_a_letter_or_two_are_a_part_of_nothing() -> None:
    assert "zz" in refused("glossary", term="zz")
    assert "没有" in refused("glossary", term="a")
