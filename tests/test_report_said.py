"""What a report says of silence, of a region's figures, of what is left to the court, and how it cites and names."""

from __future__ import annotations

from typing import Any

import pytest

from thresholds import Report, Ruleset, evaluate, load_case, load_ruleset
from thresholds.errors import Diagnostic
from thresholds.rendering.document.rungs import drawn
from thresholds.rendering.text import as_text
from thresholds.report.ladder import ladder
from thresholds.values.citation import single_paragraphs

RULESET = """\
schema: thresholds/ruleset/1
id: sample-said
title: 示例规定
citation: 示例〔2020〕2号
offence: sample
offences:
- {id: sites, label: 设站罪, statute: 第一条}
- {id: taking, label: 取财罪, statute: 第二条}
statute: 第一条、第二条
in_force: {from: 2020-01-01, until: null}
grades:
- {id: not_reached}
- {id: serious, months: [1, 36]}
- {id: large, label: 数额较大, label_en: large amount, months: [1, 60]}
- {id: huge, label: 数额巨大, label_en: huge amount, months: [60, 120]}
provisions:
- id: art1.1
  gloss: 设站
  grade: serious
  offence: sites
  requires: {fact: knew}
  any_of:
  - {id: art1.1.1, gloss: 三个以上, when: {number_of: websites, at_least: 3 个}}
  - {id: art1.1.2, gloss: 受过处罚又设站, when: {all_of: [{fact: punished}, {fact: again}]}}
  - {id: art1.1.3, gloss: 其他, when: {judgment: 其他严重情节}}
- id: art2.1
  gloss: 数额
  grade: large
  offence: taking
  any_of:
  - {id: art2.1-large, gloss: 较大, when: {money: taken, standard: large_from}}
  - {id: art2.1-cards, gloss: 五张以上不满五十张, when: {number_of: cards, at_least: 5 张, below: 50 张}}
  - {id: art2.1-loss, gloss: 损失, when: {all_of: [{money: loss, at_least: 100 元}, {fact: mining, is: no}]}}
  - {id: art2.1-punished, gloss: 受过处罚, when: {all_of: [{fact: punished}, {fact: mining}]}}
- id: art2.2
  gloss: 巨大
  grade: huge
  offence: taking
  any_of:
  - {id: art2.2-cards, gloss: 五十张以上, when: {number_of: cards, at_least: 50 张}}
- {id: art3.1.1, gloss: 可以从宽, rule: leniency, when: {grade: large, all_of: [sorry, repaid]}}
- {id: art3.1.2, gloss: 可以从宽, rule: leniency, when: {grade: large, all_of: [sorry, forgiven]}}
facts:
- {id: websites, kind: number, unit: 个, label: 网站数, direction: raises, asks: 几个网站}
- {id: cards, kind: number, unit: 张, label: 卡数, direction: raises, asks: 几张}
- {id: taken, kind: money, label: 取财数额, direction: raises, asks: 多少}
- {id: loss, kind: money, label: 损失, direction: raises, asks: 损失多少}
- {id: knew, kind: truth, label: 明知, direction: raises, asks: 是否明知}
- {id: punished, kind: truth, label: 受过处罚, direction: raises, asks: 是否受过处罚}
- {id: again, kind: truth, label: 又设站, direction: raises, asks: 是否又设站}
- {id: mining, kind: truth, label: 采矿, direction: both, asks: 是否采矿}
- {id: sorry, kind: truth, label: 悔罪, direction: lowers, asks: 是否悔罪}
- {id: repaid, kind: truth, label: 退赃, direction: lowers, asks: 是否退赃}
- {id: forgiven, kind: truth, label: 谅解, direction: lowers, asks: 是否谅解}
parameters:
- id: large_from
  label: 较大的标准
  at_least: 1000 元
  at_most: 3000 元
  asks: 本地标准
  regions:
  - {region: 云海省, value: 2000 元, source: 云海高法〔2020〕1号, confirmed: no}
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    path = tmp_path_factory.mktemp("sample-said") / "ruleset.yaml"
    path.write_text(RULESET, encoding="utf-8")
    return load_ruleset(path)


def report(ruleset: Ruleset, facts: dict[str, Any], **more: Any) -> Report:
    case = {"schema": "thresholds/case/1", "id": "c", "persons": {"a": {}}, "facts": {"a": facts}} | more
    return evaluate(load_case(case, ruleset), ruleset)


def said(ruleset: Ruleset, facts: dict[str, Any], lang: str = "zh", **more: Any) -> str:
    return as_text(report(ruleset, facts, **more), lang, width=300)


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ({}, "● 须没有「采矿」：案卷未写明，按没有计，见“还要查什么”"),
        ({"mining": False}, "● 须没有「采矿」：案卷写明没有"),
        ({"mining": True}, "○ 须没有「采矿」：案卷写明有"),
        ({"mining": "unknown"}, "◐ 须没有「采矿」：不明"),
    ],
)
def test_silence_on_what_must_be_absent_counts_as_absent(ruleset: Ruleset, stated: Any, text: str) -> None:
    assert text in said(ruleset, {"loss": "100 元", **stated}).replace("\n", "")


def test_what_is_asked_about_nowhere_is_not_referred_to(ruleset: Ruleset) -> None:
    assert "按没有计\n" in said(ruleset, {"loss": "99 元", "taken": "0 元", "cards": "50 张"})


def test_leniency_that_is_not_stated_is_not_found(ruleset: Ruleset) -> None:
    text = said(ruleset, {"loss": "100 元", "mining": False})
    assert "退赃：未写明，不认定" in text
    assert "退赃：案卷未写明，不作不利推定" not in text


def test_what_is_left_to_the_court_needs_the_opening_words(ruleset: Ruleset) -> None:
    def stands(**facts: Any) -> str:
        return report(ruleset, {"websites": "1 个", **facts}).person("a").finding("art1.1.3").status.value

    assert stands() == stands(knew=False) == "not_established"
    assert stands(knew="unknown") == stands(knew=True) == "for_the_court"
    assert "○ 第一条第（三）项  不成立" in said(ruleset, {"websites": "1 个"})


def test_the_figure_of_a_region_stands_beside_the_item_with_its_source(ruleset: Ruleset) -> None:
    found = report(ruleset, {"taken": "2000 元"}, region="云海省")
    assert "较大的标准：云海省 2000 元（云海高法〔2020〕1号；未核对原件）" in as_text(found, "zh", width=300)
    findings: Any = found.to_dict()["persons"][0]["findings"]  # type: ignore[index]
    (own,) = [finding for finding in findings if finding["item"] == "art2.1-large"]
    source = {"region": "云海省", "value": "2000", "source": "云海高法〔2020〕1号", "confirmed": False}
    assert own["standard_source"] == source
    assert [finding["item"] for finding in findings if "standard_source" in finding] == ["art2.1-large"]


def test_a_figure_that_the_file_states_is_not_the_region_s(ruleset: Ruleset) -> None:
    text = said(ruleset, {"taken": "2000 元"}, region="云海省", standards={"large_from": "1500 元"})
    assert "云海高法" not in text


def test_a_region_that_is_not_on_file_is_named_with_the_nearest(ruleset: Ruleset) -> None:
    found = report(ruleset, {"taken": "2000 元"}, region="云海")
    assert "地区「云海」：规则集没有收录当地的数额标准，最接近的名称是「云海省」" in as_text(found, "zh", width=300)
    expected = {"region": "云海", "known": ["云海省"], "nearest": "云海省"}
    assert found.to_dict()["region_not_on_file"] == expected
    assert "region_not_on_file" not in report(ruleset, {"taken": "2000 元"}, region="云海省").to_dict()
    stated = report(ruleset, {"taken": "2000 元"}, region="别处", standards={"large_from": "1500 元"})
    assert "region_not_on_file" not in stated.to_dict()


def test_a_bar_past_its_bracket_says_so_and_names_its_tier(ruleset: Ruleset) -> None:
    text = said(ruleset, {"cards": "50 张"})
    assert "第二条第一款  50 张  超过本项的上限，按更高的一档" in text
    assert "第二条第二款  50 张  数额巨大" in text


def test_a_bar_that_is_enough_for_an_item_that_fails_does_not_say_unreached(ruleset: Ruleset) -> None:
    assert "第二条第一款  100 元  数量够了，但本项不成立" in said(ruleset, {"loss": "100 元", "mining": True})


def test_a_drawn_bar_names_what_the_ruleset_counts(ruleset: Ruleset) -> None:
    rungs = ladder(report(ruleset, {"cards": "50 张"}).person("a"))
    assert [one.counted for one in drawn(rungs, "zh")] == ["卡数", "卡数"]


def test_each_fact_of_leniency_is_asked_once(ruleset: Ruleset) -> None:
    asked = report(ruleset, {"loss": "100 元", "mining": False}).person("a").questions
    lenient = [(one.fact, one.items) for one in asked if one.could_make is None]
    both = ("art3.1.1", "art3.1.2")
    assert lenient == [("sorry", both), ("repaid", ("art3.1.1",)), ("forgiven", ("art3.1.2",))]
    text = said(ruleset, {"loss": "100 元", "mining": False})
    assert text.count("是否悔罪（未写明），看第三条第（一）项、第（二）项") == 1


def test_a_shared_fact_speaks_of_no_offence_beside_another_s_own(ruleset: Ruleset) -> None:
    found = report(ruleset, {"loss": "99 元", "punished": True}).person("a")
    assert [charge.charged for charge in found.shown] == ["taking"]
    assert {one.fact for one in found.questions} & {"websites", "again", "knew"} == set()
    assert [charge.questions for charge in found.charges if charge.charged == "sites"] == [()]


def test_a_shared_fact_alone_speaks_of_all_that_read_it(ruleset: Ruleset) -> None:
    found = report(ruleset, {"punished": True}).person("a")
    assert [charge.charged for charge in found.shown] == ["sites", "taking"]


def test_only_what_is_open_of_an_amount_is_asked(ruleset: Ruleset) -> None:
    dealt = [{"value": "30 张"}, {"value": "30 张", "dealt_with": "unknown"}]
    assert "「卡数」里注明不明的各次，以前是否已经处理过" in said(ruleset, {"cards": dealt})
    vague = {"at_least": "30 张", "at_most": "60 张"}
    assert "几张（不明）" in said(ruleset, {"cards": vague})


def test_an_article_with_one_paragraph_is_cited_without_it() -> None:
    assert single_paragraphs(["art1.1", "art1.1.1", "art2.1", "art2.1.1", "art2.2", "art3.1", "art4"]) == {1}


def test_the_charges_cite_as_the_whole_does(ruleset: Ruleset) -> None:
    assert ruleset.cite("art1.1.2") == "第一条第（二）项"
    assert ruleset.cite("art2.1") == "第二条第一款"
    assert load_ruleset("fashi-2017-10").cite("art5.1.3") == "第五条第一款第（三）项"
    sites, taking = report(ruleset, {"punished": True}).person("a").charges
    assert sites.engine.ruleset.cite("art1.1.2", "en") == "Art. 1 (2)"
    assert taking.engine.ruleset.cite("art2.1") == "第二条第一款"


def test_both_ends_of_a_score_are_written_alike(ruleset: Ruleset) -> None:
    # 1499.99 ÷ 3000 is no finite decimal, 1499.99 ÷ 1000 is one.
    assert "＝ 149999/300000～149999/100000" in said(ruleset, {"taken": "1499.99 元"})


def test_of_more_than_twenty_allowed_names_eight_are_listed() -> None:
    names = tuple(f"n{number}" for number in range(21))
    assert "n7 …" in Diagnostic("TH201", "f", 1, 1, "x", allowed=names).message()
    assert "n8" not in Diagnostic("TH201", "f", 1, 1, "x", allowed=names).message()
    assert "…" not in Diagnostic("TH201", "f", 1, 1, "x", allowed=names[:20]).message()
