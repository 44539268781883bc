"""`thresholds ruleset lint`: everything that it finds, in the line where it stands, and the same mended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rulesets_written import RULESET, changed, line_of, write_ruleset

from thresholds import load_ruleset
from thresholds.authoring.lint.review import review
from thresholds.authoring.lint.versions import overlap
from thresholds.cli.root import run
from thresholds.law.load import available

SITES = "「三个以上」网站"
INCOME = "「一万元以上不满五万元」"
NUMBER = "{number_of: sites_set_up, at_least: 3 个}"
LEAK = "{records_of: [location_tracking, credit_record], at_least: 500 条, in: site_leak}"
HARM = "{all_of: [{fact: site_closed, is: no}, {fact: site_harm}]}"
READING = "law: art2.1.2"


def found(folder: Path, text: str) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    one = review([write_ruleset(folder, text)])
    assert one.wrong == ()
    return [(diagnostic.line, diagnostic.code) for diagnostic in one.rulesets[0].findings]


def test_there_is_nothing_to_mend_in_the_ruleset_that_is_changed_below(tmp_path: Path) -> None:
    assert found(tmp_path, RULESET) == []


#: What is replaced, by what, the codes, and the words of the line that they are noted in.
WRONG: list[tuple[str, str, str, str]] = [
    # numbers: those of the condition that the words do not say
    (SITES, "「四个以上」网站", "TH113", "四个"),
    (SITES, "网站", "TH113", "gloss: 设立网站"),
    (INCOME, "「一万元以上」", "TH113", "一万元"),
    ("五倍以上」", "十倍以上」", "TH113", "十倍"),
    ("「二年内」受过", "「三年内」受过", "TH113", "三年内"),
    ("「五百条以上」", "「五千条以上」", "TH113", "五千条"),
    ("「一倍以上五倍以下」", "「一倍以上三倍以下」", "TH113", "三倍以下"),
    # and those in 「」 that the condition does not have
    (SITES, "「三个以上」，注册账号「二千以上」", "TH122", "二千"),
    ("「造成严重后果」", "「造成二人以上重伤」", "TH122", "二人"),
    ("有下面一项就是「情节严重」", "「五次以上」，就是「情节严重」", "TH122", "五次"),
    # the same number in another unit, or on another side
    (SITES, "「三台以上」网站", "TH123", "三台"),
    ("「五百条以上」", "「五百元以上」", "TH123", "五百元"),
    (INCOME, "「一万元以上五万元以下」", "TH123", "五万元以下"),
    (SITES, "「不满三个」网站", "TH123", "不满三个"),
    ("「自2099年1月1日起施行」", "「自2099年2月1日起施行」", "TH133", "2月1日"),
    # words, sources, citations
    (f"gloss: 设立{SITES}", "gloss: ' '", "TH114", "id: art2.1.1"),
    ("gloss: 另一个罪", "gloss: ' '", "TH114", "id: art4"),
    ("citation: 法释〔2099〕1号", "citation: ' '", "TH120", "citation"),
    ("statute: 刑法第一条", "statute: ' '", "TH120", "statute"),
    ("range: 三年以下有期徒刑, ", "", "TH120", "id: serious"),
    (READING, "law: ' '", "TH120", "law: ' '"),
    ("basis: 未见权威意见", "basis: ' '", "TH120", "basis"),
    ("source: 某省高法〔2099〕1号", "source: ' '", "TH120", "region: 某省"),
    ("  offence: 诈骗罪\n", "", "TH120", "id: art4"),
    ("  of: site_income\n", "", "TH120", "id: art5"),
    ("  times: [1, 5]", "  times: [1, 5]\n  floor: 1000 元", "TH120", "id: art5"),
    (READING, "law: art2.3", "TH124", "art2.3"),
    ("  - id: art2.2.3", "  - id: art2.3.3", "TH124", "art2.3.3"),
    # what can never decide
    (NUMBER, "{any_of: [" + NUMBER + ", " + NUMBER + "]}", "TH125", "{any_of: [{number"),
    ("standards_of: [art2.1.1, art2.1.4]", "standards_of: [art2.1.1, art2.1.1]", "TH127", "standards_of"),
    # directions of facts
    ("label: 设立网站的个数, direction: raises", "label: 设立网站的个数, direction: lowers", "TH128", "设立网站的个数"),
    ("label: 网站已经关停, direction: lowers", "label: 网站已经关停, direction: raises", "TH128", "网站已经关停"),
    ("label: 设立网站的人认罪, direction: lowers", "label: 设立网站的人认罪, direction: raises", "TH128", "人认罪"),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), WRONG)
def test_what_is_wrong_is_found_in_its_line(old: str, new: str, code: str, words: str, tmp_path: Path) -> None:
    text = changed((old, new))
    assert found(tmp_path, text) == [(line_of(text, words), code)]


#: The same fact, number or word in another way that is right too.
RIGHT: list[tuple[str, str]] = [
    (SITES, "「三个以上」（3个）网站"),
    (INCOME, "「1万元以上不满5万元」"),
    (INCOME, "「一万元以上」「不满五万元」"),
    ("「二年内」受过", "「两年内」受过"),
    ("五倍以上」", "五倍以上」（五倍）"),
    ("gloss: 收入到当地「数额巨大」的标准", "gloss: 收入到当地「十万元至二十万元以上」的标准"),
    ("有下面一项就是「情节严重」", "「三个以上」等，就是「情节严重」"),
    ("label: 网站造成严重后果", "label: 网站造成二人以上重伤"),
    ("label: 设立网站的个数, direction: raises", "label: 设立网站的个数, direction: both"),
    (
        "  of: site_income\n  times: [1, 5]",
        "  of: site_income\n  times: [1, 5]\n  floor: 1000 元\n  note: 下限见另一解释",
    ),
    ("law: art2.1.2", "law: art2"),
    ("gloss: 没有关停，又「造成严重后果」", "gloss: 没有关停，又「造成严重后果」的第三百条之一"),
]


@pytest.mark.parametrize(("old", "new"), RIGHT)
def test_what_is_right_is_let_be(old: str, new: str, tmp_path: Path) -> None:
    assert found(tmp_path, changed((old, new))) == []


def test_a_number_of_a_fact_may_stand_in_its_label(tmp_path: Path) -> None:
    said = ("「造成严重后果」", "「造成二人以上重伤」")
    assert found(tmp_path, changed(said, ("label: 网站造成严重后果", "label: 网站造成二人以上重伤"))) == []


def test_words_without_a_number_are_let_be_where_a_note_says_why(tmp_path: Path) -> None:
    text = changed((f"gloss: 设立{SITES}", "note: 条文没有写数，见另一解释\n    gloss: 设立网站"))
    assert found(tmp_path, text) == []


def test_an_hour_is_sixty_minutes(tmp_path: Path) -> None:
    text = changed(
        (NUMBER, NUMBER.replace("3 个", "60 分钟")),
        ("unit: 个, label: 设立网站的个数", "unit: 分钟, label: 网站停用的分钟数"),
        (SITES, "「一小时以上」网站"),
    )
    assert found(tmp_path, text) == []


def test_what_only_another_reading_asks_for_need_not_be_said(tmp_path: Path) -> None:
    aside = "{all_of: [{under: {reading: gains, option: OPTION}}, {number_of: sites_set_up, at_least: 9 个}]}"
    pair = "{any_of: [" + NUMBER + ", " + aside + "]}"
    assert found(tmp_path, changed((NUMBER, pair.replace("OPTION", "net")))) == []
    text = changed((NUMBER, pair.replace("OPTION", "gross")))
    assert found(tmp_path, text) == [(line_of(text, SITES), "TH113")]


def test_placeholders_are_found_in_values_and_in_comments(tmp_path: Path) -> None:
    text = changed((SITES, "「三个以上」待填：网站的意思"), ("  rule: definition", "  rule: definition  # 待填"))
    first, second = line_of(text, "rule: definition"), line_of(text, "待填：网站")
    assert found(tmp_path, text) == [(first, "TH121"), (second, "TH121")]


# -- items that can never decide ------------------------------------------------------------------------------


def with_item(when: str, gloss: str = "「三个以上」", more: str = "") -> str:
    """A further item of the first paragraph."""
    item = f"  - id: art2.1.5\n    gloss: {gloss}\n    when: {when}\n{more}"
    return changed(("- id: art2.2\n", f"{item}- id: art2.2\n"))


MASKED = [
    ("{number_of: sites_set_up, at_least: 4 个}", "「四个以上」"),
    ("{all_of: [" + NUMBER + ", {fact: site_harm}]}", "「三个以上」"),
    ("{money: site_income, at_least: 20000 元, below: 40000 元}", "「二万元以上不满四万元」"),
    ("{records_of: [credit_record], at_least: 600 条, in: site_leak}", "「六百条以上」"),
    ("{fact: site_penalty, within: 一年}", "「一年内」"),
    ("{standards_of: [art2.1.1], times: 二倍}", "「二倍以上」"),
]


@pytest.mark.parametrize(("when", "gloss"), MASKED)
def test_an_item_that_a_laxer_one_implies_is_found(when: str, gloss: str, tmp_path: Path) -> None:
    text = with_item(when, gloss)
    assert found(tmp_path, text) == [(line_of(text, when), "TH126")]
    assert found(tmp_path, with_item(when, gloss, "    note: 条文就是这样写的\n")) == []


def test_the_same_condition_in_two_items_is_found_at_the_second(tmp_path: Path) -> None:
    text = with_item(NUMBER)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if NUMBER in line]
    assert found(tmp_path, text) == [(lines[1], "TH125")]


NOT_MASKED = [
    ("{number_of: sites_set_up, at_least: 2 个}", "「二个以上」", "TH126"),  # the older item is the stricter one now
    ("{money: site_income, at_least: 20000 元}", "「二万元以上」", ""),  # unbounded above
    ("{records_of: [credit_record, health_information], at_least: 600 条, in: site_leak}", "「六百条以上」", ""),
    ("{records_of: [credit_record], at_least: 400 条, in: site_leak}", "「四百条以上」", ""),
    ("{fact: site_penalty}", "受过处罚", "TH126"),
    ("{judgment: 由裁判者判断}", "其他情形", ""),
]


@pytest.mark.parametrize(("when", "gloss", "code"), NOT_MASKED)
def test_an_item_that_none_implies_is_let_be(when: str, gloss: str, code: str, tmp_path: Path) -> None:
    text = with_item(when, gloss)
    findings = found(tmp_path, text)
    assert [one for one in findings if one[0] == line_of(text, when)] == []
    assert [one[1] for one in findings] == ([code] if code else [])


def test_two_judgments_are_not_the_same(tmp_path: Path) -> None:
    judged = "gloss: 其他, when: {judgment: 由人判断}}\n"
    two = f"  - {{id: art2.1.5, {judged}  - {{id: art2.1.6, {judged}"
    assert found(tmp_path, changed(("- id: art2.2\n", f"{two}- id: art2.2\n"))) == []


def test_facts_that_exclude_each_other_are_never_met(tmp_path: Path) -> None:
    text = changed((HARM, "{all_of: [{fact: site_closed, is: no}, {fact: site_closed}, {fact: site_harm}]}"))
    codes = found(tmp_path, text)
    assert (line_of(text, "{fact: site_closed}"), "TH115") in codes
    assert {code for _, code in codes} == {"TH115"}  # used both ways, which it does only a proof can tell


BOTH_WAYS = "{any_of: [" + HARM + ", {all_of: [{fact: site_closed}, {fact: site_harm}]}]}"


@pytest.mark.parametrize("direction", ["raises", "lowers", "both"])
def test_which_way_a_fact_works_that_is_used_both_ways_only_a_proof_can_tell(direction: str, tmp_path: Path) -> None:
    declared = ("label: 网站已经关停, direction: lowers", f"label: 网站已经关停, direction: {direction}")
    assert found(tmp_path, changed((HARM, BOTH_WAYS), declared)) == []


NEVER = [
    (LEAK, LEAK.replace("[location_tracking, credit_record]", "[]"), "records_of: []"),
    (NUMBER, "{any_of: []}", "any_of: []"),
]


@pytest.mark.parametrize(("old", "new", "words"), NEVER)
def test_an_item_that_is_never_met_is_found_and_every_reference_to_it(
    old: str, new: str, words: str, tmp_path: Path
) -> None:
    text = changed((old, new))
    findings = found(tmp_path, text)
    assert (line_of(text, words), "TH115") in findings
    assert (line_of(text, "standards_of"), "TH127") in findings
    assert {code for _, code in findings} - {"TH116", "TH122"} == {"TH115", "TH127"}


def test_numbers_that_exclude_each_other_are_never_met(tmp_path: Path) -> None:
    bracket = "{all_of: [" + NUMBER + ", " + NUMBER.replace("3 个", "1 个, below: 3 个") + "]}"
    text = changed(
        (NUMBER, bracket),
        (SITES, "「三个以上」「一个以上」「不满三个」网站"),
        ("standards_of: [art2.1.1, art2.1.4]", "standards_of: [art2.1.4]"),
    )
    assert found(tmp_path, text) == [(line_of(text, "below: 3"), "TH115")]


def test_a_reference_to_an_item_without_numbers_is_found(tmp_path: Path) -> None:
    text = changed(
        ("{fact: site_penalty, within: 二年}", "{any_of: [{fact: site_penalty, within: 二年}]}"),
        ("standards_of: [art2.1.1, art2.1.4]", "standards_of: [art2.1.1, art2.1.3, art2.1.4]"),
    )
    assert found(tmp_path, text) == [(line_of(text, "standards_of"), "TH127")]


def test_a_fact_or_a_parameter_that_nothing_uses_is_found(tmp_path: Path) -> None:
    text = changed(("{money: site_income, standard: site_huge}", "{money: site_income, at_least: 300000 元}"),
                   ("收入到当地「数额巨大」的标准", "「三十万元以上」"))  # fmt: skip
    assert found(tmp_path, text) == [(line_of(text, "- id: site_huge"), "TH120")]
    text = changed((HARM, "{fact: site_harm}"))
    assert found(tmp_path, text) == [(line_of(text, "id: site_closed"), "TH116")]


def test_facts_of_the_format_are_used_by_provisions_too(tmp_path: Path) -> None:
    declared = "- {id: first_offender, direction: lowers, asks: 是不是初犯}\nparameters:"
    text = changed(("parameters:", declared))
    assert found(tmp_path, text) == [(line_of(text, "first_offender"), "TH116")]
    used = changed(("parameters:", declared), ("all_of: [site_remorse]", "all_of: [site_remorse, first_offender]"))
    assert found(tmp_path, used) == []


# -- what makes a ruleset unusable ----------------------------------------------------------------------------

UNUSABLE = [
    ("{fact: site_penalty, within: 二年}", "{fact: site_penalti, within: 二年}", "TH107", "最接近的是「site_penalty」"),
    (LEAK, LEAK.replace("credit_record", "credit_recrod"), "TH108", "最接近的是「credit_record」"),
    ("standards_of: [art2.1.1, art2.1.4]", "standards_of: [art2.1.1, art2.11.4]", "TH106", "最接近的是「art2.1.4」"),
    (NUMBER, NUMBER.replace("3 个", "3 台"), "TH107", "台 ≠ 个"),
    ("at_least: 10000 元, below: 50000 元}", "at_least: 10000 条}", "TH103", "单位"),
    ("{money: site_income, standard: site_huge}", "{fact: site_income}", "TH107", "money ≠ truth"),
    ("direction: raises, asks: 设立了几个网站", "asks: 设立了几个网站", "TH102", "direction"),
    ("all_of: [site_remorse]", "all_of: [site_remose]", "TH107", "最接近的是「site_remorse」"),
    ("when: {grade: serious, all", "when: {grade: seriuos, all", "TH110", "最接近的是「serious」"),
    ("  of: site_income", "  of: site_incom", "TH107", "最接近的是「site_income」"),
    ("  offence: 诈骗罪", "  offence: 诈骗罪\n  readings: [gain]", "TH109", "最接近的是「gains」"),
    ("  offence: 诈骗罪", "  offence: 诈骗罪\n  acts: [purchas]", "TH135", "最接近的是「purchase」"),
    ("  offence: 诈骗罪", "  offence: 诈骗罪\n  counted_singly: [art2.11.1]", "TH106", "最接近的是「art2.1.1」"),
    (
        "readings:\n",
        "neighbours: [{ruleset: x, records_of: [credit_recrod]}]\nreadings:\n",
        "TH108",
        "「credit_record」",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), UNUSABLE)
def test_what_makes_it_unusable_is_said_with_the_nearest_name(
    old: str, new: str, code: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_ruleset(tmp_path, changed((old, new)))
    assert run(["ruleset", "lint", str(path)]) == 1
    [shown] = capsys.readouterr().err.splitlines()
    assert f": {code} " in shown
    assert words in shown


# -- between rulesets -----------------------------------------------------------------------------------------

OTHER = RULESET.replace("fashi-2099-1", "fashi-2098-1").replace("2099-01-01", "2098-01-01").replace("自2099", "自2098")


def both(folder: Path, one: str, other: str) -> list[tuple[str, int, str]]:
    """What is found in the first of two rulesets that stand beside each other."""
    write_ruleset(folder, other, "fashi-2098-1")
    [reviewed] = review([write_ruleset(folder, one)]).rulesets
    return [(one.code, one.line, one.message("en")) for one in reviewed.findings]


def test_the_two_versions_on_credit_cards_follow_one_another_to_the_day() -> None:
    older, newer = load_ruleset("fashi-2009-19"), load_ruleset("fashi-2018-19")
    assert older.offence == newer.offence
    assert (older.in_force.until, newer.in_force.start) == (date(2018, 11, 30), date(2018, 12, 1))
    assert overlap(older, newer) is None
    longer = older.model_copy(update={"in_force": older.in_force.model_copy(update={"until": date(2018, 12, 1)})})
    assert overlap(longer, newer) == overlap(newer, longer) == date(2018, 12, 1)


def test_versions_may_not_overlap(tmp_path: Path) -> None:
    [(code, line, message)] = both(tmp_path, RULESET, OTHER)
    assert (code, line) == ("TH131", line_of(RULESET, "in_force: {"))
    assert "'fashi-2099-1' and 'fashi-2098-1' are both in force from 2099-01-01" in message
    until = "until: 2099-01-01}"
    assert [code for code, _, _ in both(tmp_path, RULESET, OTHER.replace("until: null}", until))] == ["TH131"]
    assert both(tmp_path, RULESET, OTHER.replace("until: null}", "until: 2098-12-31}")) == []
    elsewhere = OTHER.replace("offence: site_offence", "offence: other_offence")
    assert both(tmp_path, RULESET, elsewhere) == []
    later = changed(("offence: site_offence", "succeeds: fashi-2098-1\noffence: site_offence"))
    assert [code for code, _, _ in both(tmp_path, later, elsewhere)] == ["TH131"]


ENDED = OTHER.replace("until: null}", "until: 2098-12-31}")


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (
            "kind: number, unit: 个, label: 设立网站的个数",
            "kind: number, unit: 台, label: 设立网站的个数",
            "TH132",
            "unit 个 ≠ 台",
        ),
        (
            "kind: truth, label: 网站造成严重后果",
            "kind: punishment, label: 网站造成严重后果",
            "TH132",
            "kind truth ≠ punishment",
        ),
        ("label: 网站收入, ", "label: 网站的收入, ", "TH132", "label 网站收入 ≠ 网站的收入"),
    ],
)
def test_a_fact_is_the_same_in_all_rulesets(old: str, new: str, code: str, words: str, tmp_path: Path) -> None:
    assert ENDED.count(old) == 1
    other = ENDED.replace(old, new).replace("at_least: 3 个", "at_least: 3 台" if "台" in new else "at_least: 3 个")
    [(found_code, _, message)] = both(tmp_path, RULESET, other)
    assert found_code == code
    assert words in message


def test_a_label_means_one_fact(tmp_path: Path) -> None:
    other = ENDED.replace("site_remorse", "site_confession")
    [(code, line, message)] = both(tmp_path, RULESET, other)
    assert (code, line) == ("TH134", line_of(RULESET, "id: site_remorse"))
    assert "'site_confession', in 'fashi-2098-1'" in message
    text = changed(("label: 设立网站的人认罪", "label: 悔罪"))
    assert found(tmp_path / "alone", text) == [(line_of(text, "label: 悔罪"), "TH134")]


def test_of_two_named_together_the_later_one_is_blamed(tmp_path: Path) -> None:
    paths = [write_ruleset(tmp_path, OTHER, "fashi-2098-1"), write_ruleset(tmp_path, RULESET)]
    findings = [[finding.code for finding in one.findings] for one in review(paths).rulesets]
    assert findings == [[], ["TH131"]]


def test_the_shipped_rulesets_agree_with_one_another() -> None:
    shared = {"TH131", "TH132", "TH134"}
    found_in = {
        one.ruleset.id: {finding.code for finding in one.findings} & shared
        for one in review(tuple(available()), ["tests/boundaries/art10.yaml"]).rulesets
    }
    assert {name: codes for name, codes in found_in.items() if codes} == {}


# -- the command ---------------------------------------------------------------------------------------------


def test_every_file_that_cannot_be_read_is_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [write_ruleset(tmp_path, changed(("at_least: 3 个", "at_least: 3")), name) for name in ("one", "two")]
    assert run(["ruleset", "lint", *map(str, paths)]) == 1
    shown = capsys.readouterr().err
    assert all(f"{path}:" in shown for path in paths)


def test_findings_end_with_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = changed((SITES, "「四个以上」网站"))
    path = write_ruleset(tmp_path, text)
    assert run(["ruleset", "lint", str(path)]) == 3
    assert f"{path}:{line_of(text, '四个')}:12: TH113 " in capsys.readouterr().err
