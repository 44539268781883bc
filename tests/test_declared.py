"""Facts, numbers, brackets, regional standards and readings that a ruleset declares; results worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from thresholds import PersonReport, Ruleset, SourceErrors, evaluate, load_case, load_ruleset
from thresholds.case.model import Amount, Tally
from thresholds.evaluation import chaining
from thresholds.evaluation.chaining import Decider
from thresholds.evaluation.program import compile_ruleset
from thresholds.report.model import Grade

RULESET = """\
schema: thresholds/ruleset/1
id: sample-law
title: 示例规定
citation: 示例〔2020〕1号
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
  - {id: art1.1.2, gloss: 一千条以上, when: {records_of: [property_information], at_least: 1000 条, in: leaked}}
  - {id: art1.1.3, gloss: 一万条以上, when: {records_of: [general_information], at_least: 10000 条, in: leaked}}
  - id: art1.1.4
    gloss: 按比例
    when: {proportions_of: [art1.1.1, art1.1.2, art1.1.3], sum_at_least: 1, none_reached: yes}
  - {id: art1.1.5, gloss: 二年内受过, when: {fact: site_penalty, within: 二年}}
  - id: art1.1.6
    gloss: 七个或者十万次
    when: {any_of: [{number_of: groups, at_least: 7 个}, {number_of: clicks, at_least: 100000 次}]}
- id: art1.2
  gloss: 五倍
  grade: huge
  offence: sites
  any_of:
  - {id: art1.2.1, gloss: 五倍, when: {standards_of: [art1.1.1, art1.1.4, art1.1.6], times: 五倍}}
- id: art2.1
  gloss: 数额
  grade: large
  offence: taking
  any_of:
  - {id: art2.1-large, gloss: 较大, when: {money: taken, standard: large_from}}
  - id: art2.1-half
    gloss: 一半
    when: {all_of: [{standards_of: [art2.1-large], times: 百分之五十}, {fact: from_the_sick}]}
  - {id: art2.1-cards, gloss: 五张以上不满五十张, when: {number_of: cards, at_least: 5 张, below: 50 张}}
  - id: art2.1-other
    gloss: 别的来源
    when: {all_of: [{money: loss, at_least: 100 元}, {fact: mining, is: no}]}
- id: art2.2
  gloss: 巨大
  grade: huge
  offence: taking
  any_of:
  - {id: art2.2.1, gloss: 五十张以上, when: {number_of: cards, at_least: 50 张}}
  - id: art2.2.2
    gloss: 采矿
    when: {all_of: [{money: loss, at_least: 1000 元}, {fact: mining}]}
  - id: art2.2.3
    gloss: 损失
    when: {all_of: [{money: loss, at_least: 300 元}, {under: {reading: loss_alone, option: alone}}]}
- {id: art3, rule: accumulation, gloss: 二年内多次累计, within: 二年, facts: [websites]}
facts:
- {id: websites, kind: number, unit: 个, label: 网站数, direction: raises, asks: 几个网站}
- {id: groups, kind: number, unit: 个, label: 群组数, direction: raises, asks: 几个群组}
- {id: clicks, kind: number, unit: 次, label: 点击数, direction: raises, asks: 多少次}
- {id: cards, kind: number, unit: 张, label: 卡数, direction: raises, asks: 几张}
- {id: leaked, kind: records, label: 泄露信息, direction: raises, asks: 泄露了什么}
- {id: taken, kind: money, label: 取财数额, direction: raises, asks: 多少}
- {id: loss, kind: money, label: 损失, direction: raises, asks: 多少}
- {id: knew, kind: truth, label: 明知, direction: raises, asks: 是否明知}
- {id: from_the_sick, kind: truth, label: 病人财物, direction: raises, asks: 是否}
- {id: mining, kind: truth, label: 采矿, direction: both, asks: 是否}
- {id: site_penalty, kind: penalty, label: 设站行政处罚, direction: raises, asks: 是否}
parameters:
- id: large_from
  label: 较大的标准
  at_least: 1000 元
  at_most: 3000 元
  asks: 本地标准
  regions:
  - {region: 甲省, value: 2000 元, source: 示例}
  - {region: 乙省, value: 1999.99 元, source: 示例}
readings:
- id: loss_alone
  asks: 损失能不能单独成立
  options: {together: {zh: 不能}, alone: {zh: 能}}
  favours_accused: together
  law: art2.2.3
  basis: 示例
  status: open
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    path = tmp_path_factory.mktemp("sample-law") / "ruleset.yaml"
    path.write_text(RULESET, encoding="utf-8")
    return load_ruleset(path)


def reported(ruleset: Ruleset, facts: dict[str, Any], **more: Any) -> PersonReport:
    case = {"schema": "thresholds/case/1", "id": "c", "persons": {"a": {}}, "facts": {"a": facts}} | more
    return evaluate(load_case(case, ruleset), ruleset).person("a")


def statuses(ruleset: Ruleset, facts: dict[str, Any], **more: Any) -> dict[str, str]:
    """Items that are not simply not established, with their status."""
    found = reported(ruleset, facts, **more).findings
    return {finding.item: finding.status.value for finding in found if finding.status.value != "not_established"}


KNEW = {"明知": "是"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"网站数": "2个"}, {}),
        ({"网站数": "3个"}, {"art1.1.1": "established"}),
        ({"websites": 4}, {"art1.1.1": "established"}),
        ({"websites": {"at_least": 2, "at_most": 3}}, {"art1.1.1": "open"}),
        ({"websites": 14}, {"art1.1.1": "established"}),
        ({"websites": 15}, {"art1.1.1": "established", "art1.2.1": "established"}),
        ({"websites": "unknown"}, {"art1.1.1": "open", "art1.2.1": "open"}),
        ({"群组数": "6 个", "点击数": "99999次"}, {}),
        ({"群组数": "7 个"}, {"art1.1.6": "established"}),
        ({"点击数": "10万次"}, {"art1.1.6": "established"}),
        ({"点击数": "50万次"}, {"art1.1.6": "established", "art1.2.1": "established"}),
        ({"群组数": 34}, {"art1.1.6": "established"}),
        ({"群组数": 35}, {"art1.1.6": "established", "art1.2.1": "established"}),
    ],
)
def test_numbers_of_things(ruleset: Ruleset, facts: dict[str, Any], expected: dict[str, str]) -> None:
    assert statuses(ruleset, facts | KNEW) == expected


def test_the_opening_words_are_needed_by_every_item(ruleset: Ruleset) -> None:
    assert statuses(ruleset, {"websites": 3}) == {}
    assert statuses(ruleset, {"websites": 3, "knew": "no"}) == {}
    assert statuses(ruleset, {"websites": 3, "knew": "unknown"}) == {"art1.1.1": "open"}
    # the second paragraph has no opening words, and takes the numbers of the items alone
    assert statuses(ruleset, {"websites": 15}) == {"art1.2.1": "established"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"泄露信息": {"财产信息": 999}}, {}),
        ({"泄露信息": {"财产信息": 1000}}, {"art1.1.2": "established"}),
        # 1/3 + 666/1000 falls short of one, 1/3 + 667/1000 passes it
        ({"websites": 1, "leaked": {"property_information": 666}}, {}),
        ({"websites": 1, "leaked": {"property_information": 667}}, {"art1.1.4": "established"}),
        # 1/3 + 500/1000 + 1666/10000 = 0.99993…; one record more passes one
        ({"websites": 1, "leaked": {"property_information": 500, "general_information": 1666}}, {}),
        (
            {"websites": 1, "leaked": {"property_information": 500, "general_information": 1667}},
            {"art1.1.4": "established"},
        ),
        # an item reached by itself shuts the sum out
        ({"websites": 3, "leaked": {"property_information": 667}}, {"art1.1.1": "established"}),
        # neither end meets the sum, but two websites would
        (
            {"websites": {"at_least": 0, "at_most": 3}, "leaked": {"property_information": 400}},
            {"art1.1.1": "open", "art1.1.4": "open"},
        ),
        # five times the sum: 12/3 + 1000/1000
        (
            {"websites": 12, "leaked": {"property_information": 999}},
            {"art1.1.1": "established"},
        ),
        (
            {"websites": 12, "leaked": {"property_information": 1000}},
            {"art1.1.1": "established", "art1.1.2": "established", "art1.2.1": "established"},
        ),
    ],
)
def test_records_of_a_fact_and_sums_over_things(
    ruleset: Ruleset, facts: dict[str, Any], expected: dict[str, str]
) -> None:
    assert statuses(ruleset, facts | KNEW) == expected


def test_records_of_a_fact_are_not_those_of_dealings(ruleset: Ruleset) -> None:
    dealings = [{"by": "a", "act": "purchase", "records": {"property_information": 5000}}]
    assert statuses(ruleset, KNEW, dealings=dealings) == {}


@pytest.mark.parametrize(
    ("more", "fen", "status"),
    [
        ({}, "999.99 元", "not_established"),
        ({}, "1000 元", "open"),
        ({}, "2999.99 元", "open"),
        ({}, "3000 元", "established"),
        ({"地区": "甲省"}, "1999.99 元", "not_established"),
        ({"region": "甲省"}, "2000 元", "established"),
        ({"region": "丙省"}, "2000 元", "open"),
        ({"standards": {"large_from": "2500 元"}}, "2499.99 元", "not_established"),
        ({"执行标准": {"较大的标准": "2500 元"}, "region": "甲省"}, "2500 元", "established"),
        ({"standards": {"large_from": {"at_least": "1500 元", "at_most": "1600 元"}}}, "1500 元", "open"),
        ({"standards": {"large_from": {"at_least": "1500 元", "at_most": "1600 元"}}}, "1600 元", "established"),
    ],
)
def test_what_a_region_fixes(ruleset: Ruleset, more: dict[str, Any], fen: str, status: str) -> None:
    found = reported(ruleset, {"taken": fen}, **more)
    assert found.finding("art2.1-large").status.value == status


def test_half_of_an_odd_standard_is_exact(ruleset: Ruleset) -> None:
    """Half of 1 999.99 is 999.995 yuan, between two whole fen."""
    sick = {"from_the_sick": "yes"}
    below = reported(ruleset, {"taken": "999.99 元"} | sick, region="乙省").finding("art2.1-half")
    above = reported(ruleset, {"taken": "1000 元"} | sick, region="乙省").finding("art2.1-half")
    assert (below.status.value, above.status.value) == ("not_established", "established")
    assert str(below.decisive and below.decisive.bar) == "199999/2"
    without = reported(ruleset, {"taken": "1000 元"}, region="乙省").finding("art2.1-half")
    assert without.status.value == "not_established"


def test_a_band_shows_its_two_ends(ruleset: Ruleset) -> None:
    found = reported(ruleset, {"taken": "1500 元"})
    trace = found.finding("art2.1-large").decisive
    assert trace is not None
    assert (trace.least, trace.standard) == (100000, 300000)
    assert (str(trace.score_low), str(trace.score_high)) == ("1/2", "3/2")
    assert found.grade == Grade("not_reached", "large")


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ("4 张", {}),
        ("5张", {"art2.1-cards": "established"}),
        ("49张", {"art2.1-cards": "established"}),
        ("50张", {"art2.2.1": "established"}),
        ({"at_least": 49, "at_most": 50}, {"art2.1-cards": "open", "art2.2.1": "open"}),
        # neither end lies in the bracket, what lies between them does
        ({"at_least": 1, "at_most": 60}, {"art2.1-cards": "open", "art2.2.1": "open"}),
    ],
)
def test_a_bracket_ends_where_the_next_begins(ruleset: Ruleset, cards: Any, expected: dict[str, str]) -> None:
    assert statuses(ruleset, {"cards": cards}) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"loss": "99.99 元"}, {}),
        ({"loss": "100 元"}, {"art2.1-other": "established"}),
        ({"loss": "1000 元", "mining": "no"}, {"art2.1-other": "established"}),
        ({"loss": "999.99 元", "mining": "yes"}, {}),
        ({"loss": "1000 元", "mining": "yes"}, {"art2.2.2": "established"}),
        ({"loss": "1000 元", "mining": "unknown"}, {"art2.1-other": "open", "art2.2.2": "open"}),
        ({"loss": "500 元", "mining": "unknown"}, {"art2.1-other": "open"}),
    ],
)
def test_a_fact_that_must_be_absent(ruleset: Ruleset, facts: dict[str, Any], expected: dict[str, str]) -> None:
    assert statuses(ruleset, facts) == expected


def test_an_unknown_fact_that_works_both_ways_bounds_the_grade_in_both(ruleset: Ruleset) -> None:
    assert reported(ruleset, {"loss": "1000 元", "mining": "unknown"}).grade == Grade("large", "huge")
    assert reported(ruleset, {"loss": "500 元", "mining": "unknown"}).grade == Grade("not_reached", "large")


def test_a_condition_under_a_reading(ruleset: Ruleset) -> None:
    assert "art2.2.3" not in statuses(ruleset, {"loss": "300 元"})
    chosen = statuses(ruleset, {"loss": "300 元"}, readings={"loss_alone": "alone"})
    assert chosen["art2.2.3"] == "established"
    assert "art2.2.3" not in statuses(ruleset, {"loss": "299.99 元"}, readings={"loss_alone": "alone"})
    uses = {use.id: use.changes_to for use in reported(ruleset, {"loss": "300 元"}).readings}
    assert uses["loss_alone"] is not None


@pytest.mark.parametrize(
    ("occasions", "expected"),
    [
        ([(1, "2020-03-01"), (2, "2022-03-01")], {"art1.1.1": "established"}),
        ([(1, "2020-03-01"), (2, "2022-03-02")], {}),
        ([(1, "2020-03-01"), (2, None)], {"art1.1.1": "open"}),
        ([(1, "2020"), (2, "2022")], {"art1.1.1": "open"}),
        ([(2, "2020-03-01"), (1, "2021-03-01"), (9, "2026-01-01")], {"art1.1.1": "established"}),
    ],
)
def test_occasions_add_up_within_two_years(ruleset: Ruleset, occasions: Any, expected: dict[str, str]) -> None:
    listed = [{"value": number} | ({"date": date} if date else {}) for number, date in occasions]
    assert statuses(ruleset, {"websites": listed} | KNEW) == expected


def test_what_was_dealt_with_does_not_add_up(ruleset: Ruleset) -> None:
    def two(dealt: str) -> dict[str, str]:
        first = {"value": 2, "date": "2020-03-01", "已经处理": dealt}
        return statuses(ruleset, {"websites": [first, {"value": 1, "date": "2020-05-01"}]} | KNEW)

    assert two("是") == {}
    assert two("否") == {"art1.1.1": "established"}
    assert two("不明") == {"art1.1.1": "open"}


def test_without_a_span_all_occasions_add_up(ruleset: Ruleset) -> None:
    listed = [{"value": 3, "date": "2001-01-01"}, {"value": 4, "date": "2021-01-01"}]
    assert statuses(ruleset, {"groups": listed} | KNEW) == {"art1.1.6": "established"}


def test_a_penalty_is_measured_to_the_date_of_the_conduct(ruleset: Ruleset) -> None:
    for conduct, expected in (("2022-06-01", {"art1.1.5": "established"}), ("2022-06-02", {})):
        facts = {"site_penalty": "2020-06-01", "conduct_date": conduct} | KNEW
        assert statuses(ruleset, facts) == expected


def test_each_offence_has_a_grade_of_its_own(ruleset: Ruleset) -> None:
    found = reported(ruleset, {"websites": 3, "cards": {"at_least": 5, "at_most": 50}} | KNEW)
    grades = {charge.charged: charge.grade for charge in found.charges}
    assert grades == {"sites": Grade("serious", "serious"), "taking": Grade("large", "huge")}
    assert [len(charge.findings) for charge in found.charges] == [7, 7]
    assert found.grade == Grade("large", "huge")


def test_many_conditions_are_decided_in_groups(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few conditions a group may hold, the same items are met."""
    program = compile_ruleset(ruleset)
    whole = Decider(program, ())
    most = max(len({t for way in compiled.alternatives for t in way}) for compiled in program.compiled)
    monkeypatch.setattr(chaining, "MOST_CONDITIONS", most)
    split = Decider(program, ())
    size = len(program.measures)
    for number in range(size):
        for value in (0, 1, 5, 50, 10**6, 10**9):
            values = [1] * size
            values[number] = value
            assert split.decide(values, {}) == whole.decide(values, {})


# -- files --------------------------------------------------------------------------------------------------


def test_declared_facts_are_read_as_what_they_are(ruleset: Ruleset) -> None:
    case = load_case(
        {
            "schema": "thresholds/case/1",
            "id": "c",
            "persons": {"a": {}},
            "facts": {
                "所有人": {"明知": "是"},
                "a": {"网站数": {"value": "三个", "because": "勘验"}, "泄露信息": {"财产信息": "1余万条"}},
            },
        },
        ruleset,
    )
    facts = case.facts_of("a")
    assert facts.names == {"knew", "websites", "leaked"}
    websites, leaked = facts.get("websites"), facts.get("leaked")
    assert isinstance(websites, Amount)
    assert (websites.occasions[0].figure.at_least, websites.occasions[0].figure.because) == (3, "勘验")
    assert isinstance(leaked, Tally)
    assert leaked.records["property_information"].interval == (10000, 19999)


@pytest.mark.parametrize(
    ("facts", "more", "code"),
    [
        ({"网站书": 3}, {}, "TH201"),
        ({"websites": "3 元"}, {}, "TH209"),
        ({"websites": [{"date": "2020-01-01"}]}, {}, "TH202"),
        ({"websites": []}, {}, "TH232"),
        ({"leaked": 100}, {}, "TH203"),
        ({"leaked": {"财产": 100}}, {}, "TH204"),
        ({"knew": "也许"}, {}, "TH204"),
        ({}, {"standards": {"larg_from": "2000 元"}}, "TH235"),
        ({}, {"standards": {"large_from": "999 元"}}, "TH236"),
        ({}, {"standards": {"large_from": "3001 元"}}, "TH236"),
        ({}, {"readings": {"loss_alon": "alone"}}, "TH234"),
    ],
)
def test_what_does_not_fit_is_said(ruleset: Ruleset, facts: Any, more: Any, code: str) -> None:
    with pytest.raises(SourceErrors) as caught:
        reported(ruleset, facts, **more)
    assert [one.code for one in caught.value.diagnostics] == [code]
    assert all(one.message(lang) for one in caught.value.diagnostics for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{number_of: websites, at_least: 3 个}", "{number_of: websits, at_least: 3 个}", "TH107"),
        ("{number_of: websites, at_least: 3 个}", "{number_of: websites, at_least: 3 台}", "TH107"),
        ("{number_of: websites, at_least: 3 个}", "{number_of: taken, at_least: 3 个}", "TH107"),
        ("standard: large_from}", "standard: larg_from}", "TH107"),
        ("in: leaked}}\n  - {id: art1.1.3", "in: leakd}}\n  - {id: art1.1.3", "TH107"),
        ("option: alone}", "option: alon}", "TH109"),
        ("at_least: 5 张, below: 50 张", "at_least: 5 张, below: 5 张", "TH103"),
        ("at_least: 5 张, below: 50 张", "at_least: 5 张, below: 50 个", "TH103"),
        ("{money: taken, standard: large_from}", "{money: taken, at_least: 5 元, standard: large_from}", "TH103"),
        ("times: 百分之五十", "times: 百分之几", "TH103"),
        ("offence: sites\n  requires", "offence: site\n  requires", "TH160"),
        ("label: 数额较大, label_en", "label_en", "TH161"),
        ("kind: number, unit: 个, label: 网站数", "kind: number, label: 网站数", "TH161"),
        ("{id: loss, kind: money", "{id: illegal_gains, kind: money", "TH162"),
        ("at_least: 1000 元\n  at_most: 3000 元", "at_least: 3000 元\n  at_most: 3000 元", "TH163"),
    ],
)
def test_a_ruleset_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in RULESET
    path = tmp_path / "ruleset.yaml"
    path.write_text(RULESET.replace(old, new), encoding="utf-8")
    with pytest.raises(SourceErrors) as caught:
        load_ruleset(path)
    assert code in {one.code for one in caught.value.diagnostics}


def test_whether_it_is_a_unit_is_what_the_case_says_the_person_to_be(tmp_path: Path) -> None:
    path = tmp_path / "ruleset.yaml"
    when = "{all_of: [{fact: unit}, {number_of: groups, at_least: 9 个}]}"
    absent = "{all_of: [{fact: unit, is: no}, {number_of: groups, at_least: 8 个}]}"
    items = f"  - {{id: art2.2.4, gloss: 单位, when: {when}}}\n  - {{id: art2.2.5, gloss: 个人, when: {absent}}}\n"
    path.write_text(RULESET.replace("- {id: art3, rule", f"{items}- {{id: art3, rule"), encoding="utf-8")
    ruleset = load_ruleset(path)
    for kind, groups, expected in (
        ("unit", 8, {}),
        ("unit", 9, {"art2.2.4": "established"}),
        ("natural", 9, {"art2.2.5": "established"}),
        ("natural", 7, {}),
    ):
        assert statuses(ruleset, {"groups": groups}, persons={"a": {"kind": kind}}) == expected


def test_two_brackets_at_once_are_met_between_their_ends(tmp_path: Path) -> None:
    """Neither end of either number lies in both brackets; four cards and four groups do."""
    path = tmp_path / "ruleset.yaml"
    both = (
        "{all_of: [{number_of: cards, at_least: 1 张, below: 5 张}, {number_of: groups, at_least: 1 个, below: 5 个}]}"
    )
    path.write_text(
        RULESET.replace("- {id: art3, rule", f"  - {{id: art2.2.4, gloss: 两样, when: {both}}}\n- {{id: art3, rule"),
        encoding="utf-8",
    )
    found = statuses(
        load_ruleset(path), {"cards": {"at_least": 3, "at_most": 6}, "groups": {"at_least": 0, "at_most": 7}}
    )
    assert found["art2.2.4"] == "open"


def test_a_bracket_and_a_number_above_it_leave_a_gap(tmp_path: Path) -> None:
    """One or two groups, or seven and more: five meets nothing, though both ends of one to nine meet something."""
    path = tmp_path / "ruleset.yaml"
    gap = "{any_of: [{number_of: groups, at_least: 1 个, below: 3 个}, {number_of: groups, at_least: 7 个}]}"
    path.write_text(
        RULESET.replace("- {id: art3, rule", f"  - {{id: art2.2.4, gloss: 两段, when: {gap}}}\n- {{id: art3, rule"),
        encoding="utf-8",
    )
    ruleset = load_ruleset(path)
    assert statuses(ruleset, {"groups": {"at_least": 1, "at_most": 9}})["art2.2.4"] == "open"
    assert statuses(ruleset, {"groups": {"at_least": 7, "at_most": 9}})["art2.2.4"] == "established"


def test_occasions_in_the_same_month_lie_within_two_years(ruleset: Ruleset) -> None:
    listed = [{"value": 1, "date": "2020-03"}, {"value": 2, "date": "2020-03"}]
    assert statuses(ruleset, {"websites": listed} | KNEW) == {"art1.1.1": "established"}
