"""Consequences in the JSON, in the terminal and in documents."""

from __future__ import annotations

from typing import Any

import pytest
from consequence_cases import RULESET

from thresholds import evaluate, load_case, render
from thresholds.case.model import Days
from thresholds.consequences import consequences
from thresholds.law.consequences import LAYERS

# -- how it is shown --------------------------------------------------------------------------------------------


def report_on(**more: Any) -> Any:
    case = {
        "schema": "thresholds/case/1",
        "id": "t",
        "persons": {"a": {}},
        "dealings": [
            {"by": "a", "act": "sale", "obtained_in": "duty_or_service", "records": {"location_tracking": 30}}
        ],
        "facts": {"a": {"illegal_gains": "130.20 元", "role_in_joint_offence": "accessory"}},
    }
    return evaluate(load_case(case | more), RULESET)


def test_the_json_has_what_the_contract_names_and_more() -> None:
    given_back = report_on().to_dict()["persons"][0]["consequences"]
    assert given_back["statute"] == "刑法第二百五十三条之一"
    assert given_back["ranges"][0]["months"] == [1, 36]
    assert given_back["ranges"][0]["punishments"][0]["months"] == [1, 6]
    assert (given_back["fine"]["at_least"], given_back["fine"]["at_most"]) == ("1000", "1000")
    assert given_back["fine"]["generally"] is True
    assert given_back["fine"]["steps"][0] == {
        "kind": "multiple", "cite": "第十二条", "law": [], "status": "applies", "at_least": "130.2", "at_most": "651",
    }  # fmt: skip
    circumstances = {one["id"]: one for one in given_back["circumstances"]}
    assert circumstances["accessory"]["law"] == ["刑法第二十七条第二款"]
    assert circumstances["accessory"]["conditions"][0] == {
        "kind": "role", "name": "accessory", "status": "applies", "stated": "accessory",
    }  # fmt: skip
    assert circumstances["duty_information_counted_twice"]["law_status"] == "contested"
    assert len(circumstances["duty_information_counted_twice"]["views"]) == 2
    assert given_back["probation"]["periods"][0]["months"] == [2, 12]
    assert given_back["below_range"] == {
        "status": "applies", "grade": None, "months": None, "law": ["刑法第六十三条第一款"],
    }  # fmt: skip
    assert given_back["overlay"][0]["known_from"] == "secondary"
    assert [layer["layer"] for layer in given_back["chain"]] == list(LAYERS)
    assert [source["id"] for source in given_back["sources"]] == ["criminal-law-general", RULESET, "fa-2024-132"]
    assert all(len(source["sha256"]) == 64 for source in given_back["sources"])


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_report_says_it(form: str) -> None:
    shown = "".join(render(report_on(), form, "zh").split()).replace("│", "")
    for said in (
        "罚金不少于1000元（第十二条）",
        "违法所得的1～5倍：130.2元至651元",
        "以下限为准（法释〔2000〕45号第二条）",
        "应当从轻、减轻处罚或者免除处罚",
        "意见1：照样从重",
        "意见2：不再从重",
        "因为：从犯",
        "本罪没有更低的量刑幅度",
        "缓刑考验期：拘役（1～6个月）的，2～12个月，不短于原判刑期（刑法第七十三条第一款）",
        "旁注，不是法定刑：法〔2024〕132号的量刑起点",
    ):
        assert said in shown, said


def test_the_report_says_it_in_english() -> None:
    shown = " ".join(render(report_on(), "text", "en").replace("│", " ").split())
    assert "fine of at least 1000 yuan (Art. 12)" in shown
    assert "Criminal Law art. 27 ¶2" in shown
    assert "view 2: not again; one circumstance would be used twice" in shown
    assert "follow." not in shown


def test_documents_say_what_follows_in_every_form() -> None:
    for form in ("markdown", "html"):
        for audience in ("court", "defence", "prosecution", "client"):
            shown = render(report_on(), form, "zh", audience)
            assert "缓刑考验期" in shown, (form, audience)
            assert "刑法第二十七条第二款" in shown, (form, audience)


def test_an_unknown_part_in_a_joint_offence_is_called_so() -> None:
    report = report_on(facts={"a": {"role_in_joint_offence": "不明"}})
    assert "| 共同犯罪中的作用 | 不明 |" in render(report, "markdown", "zh")
    assert "◐ 从犯：不明" in render(report, "text", "zh")


def test_the_day_of_the_judgment_reaches_the_overlay() -> None:
    assert report_on(judged_on="2024-06-30").persons[0].consequences.overlays == ()
    day = Days.model_validate({"first": "2024-06-30", "last": "2024-06-30"}, strict=False)
    report = report_on().persons[0]
    assert consequences(report.engine, report.assessment, day).overlays == ()


def test_nothing_is_worked_out_before_it_is_asked_for() -> None:
    report = report_on().persons[0]
    assert "consequences" not in vars(report)
    assert report.consequences is report.consequences
