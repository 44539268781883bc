"""A case changed by `PATH=VALUE`: what a path means, what each wrong one is told, and what stays as it is."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import complete_cases, open_cases

from thresholds import Case, SourceErrors, evaluate, load_case
from thresholds.case.edit import Edit, edited, load_edited, parse_edit, path_of
from thresholds.case.load import document
from thresholds.case.rewrite import rewritten
from thresholds.case.write import case_text
from thresholds.cli.root import run
from thresholds.errors import EditError
from thresholds.law.load import available
from thresholds.source.validated import to_plain

ROOT = Path(__file__).parent.parent

CASE = """\
schema: thresholds/case/1
id: small
evidence: {E1: 账本, E1.2: {what: 聊天}}
persons:
  jia: {name: 甲}
  yi:
批次: {B1: {类别: 行踪轨迹信息, 条数: 28}}
dealings:
- {id: D1, by: jia, act: sale, to: yi, batch: B1, paid: 3000 元}
- {by: yi, act: purchase, 来源: jia, batch: B1, 收款: 3000元}
- {id: 2, by: yi, act: theft, records: {credit_record: 5, 财产信息: 6}}
事实:
  yi: {违法所得: {value: 1万元, 证据: [E1]}}
"""


def edits(*texts: str) -> list[Edit]:
    return [parse_edit(text, number) for number, text in enumerate(texts, 1)]


def case_with(*texts: str) -> Case:
    return load_edited(CASE, edits(*texts))


def said(case: Case) -> Any:
    """Everything that a case says, without where it stands and how it is hashed."""
    found = case.model_dump(exclude={"sha256", "file"})
    for dealing in found["dealings"]:
        del dealing["line"]
    return found


def hand_edited(old: str, new: str) -> Case:
    assert CASE.count(old) == 1
    return load_case(CASE.replace(old, new))


# -- what an edit is --------------------------------------------------------------------------------------

some = settings(max_examples=60, deadline=None, derandomize=True)

FORMS = [
    ("a=1", ["a"], "1"),
    ("facts.yi.illegal_gains=3万余元", ["facts", "yi", "illegal_gains"], "3万余元"),
    ("事实.乙.违法所得 = 3 元", ["事实", "乙", "违法所得"], "3 元"),
    ('evidence."E1.2".at=卷一', ["evidence", "E1.2", "at"], "卷一"),
    ("evidence.'a=b'.at=x=y", ["evidence", "a=b", "at"], "x=y"),
    ("dealings.+={by: a.b}", ["dealings", "+", ""], "{by: a.b}"),
    ("dealings.#2.paid=", ["dealings", "#2", "paid"], ""),
    (" a . b =\n- 1\n- 2", ["a", "b"], "- 1\n- 2"),
]


@pytest.mark.parametrize(("text", "keys", "value"), FORMS)
def test_forms_of_an_edit(text: str, keys: list[str], value: str) -> None:
    edit = parse_edit(text, 3)
    assert [step.text for step in edit.steps] == [key for key in keys if key]
    assert (edit.number, edit.given) == (3, value)
    assert (edit.value is None) == (value == "")


@pytest.mark.parametrize("value", ["", " ", "null", "~"])
def test_nothing_takes_out(value: str) -> None:
    assert parse_edit(f"a.b={value}").value is None
    assert parse_edit("a.b=''").value is not None


@pytest.mark.parametrize("text", ["", "a", "=1", "a.=1", ".a=1", "a..b=1", '"a=1', "'a'b=1", "a.''=1"])
def test_what_is_not_of_the_form_is_refused(text: str) -> None:
    with pytest.raises(EditError) as caught:
        parse_edit(text, 2)
    assert caught.value.show() == (
        f"第 2 个改动「{text}」要写成 路径=值，如 facts.yi.illegal_gains=3000元、事实.乙.违法所得=；键里有点号的加引号"
    )
    assert f"edit 2, '{text}', must read PATH=VALUE" in caught.value.show("en")


@some
@given(st.lists(st.text("ab.=甲 +'#1", min_size=1, max_size=5).filter(lambda key: key.strip() == key), min_size=1))
def test_a_path_of_keys_is_read_as_these_keys(keys: list[str]) -> None:
    edit = parse_edit(f"{path_of(*keys)}=1")
    assert [step.text for step in edit.steps] == keys
    assert not any(step.another for step in edit.steps)


# -- where a path leads -----------------------------------------------------------------------------------

SAME_AS = [
    ("batches.B1.records=30 条", "条数: 28", "条数: 30 条"),
    ("批次.B1.条数={至少: 12, 至多: 28}", "条数: 28", "条数: {至少: 12, 至多: 28}"),
    ("dealings.D1.paid=5元", "paid: 3000 元", "paid: 5元"),
    ("往来.D1.收款=5元", "paid: 3000 元", "paid: 5元"),
    ("dealings.D1.编号=D9", "id: D1", "id: D9"),
    ("dealings.2.act=sale", "by: yi, act: theft", "by: yi, act: sale"),
    ("dealings.1.act=provision", "act: sale", "act: provision"),
    ("dealings.#2.paid=", ", 收款: 3000元", ""),
    ("dealings.2.records.property_information=7", "财产信息: 6", "财产信息: 7"),
    ("dealings.2.records.征信信息=", "credit_record: 5, ", ""),
    ("dealings.D1.to.+=bing", "to: yi", "to: [yi, bing]"),
    ("facts.yi.illegal_gains=2万元", "{value: 1万元, 证据: [E1]}", "2万元"),
    ("facts.yi.illegal_gains.数值=2万元", "value: 1万元", "value: 2万元"),
    ("facts.yi.违法所得.evidence.1=E1.2", "证据: [E1]", "证据: [E1.2]"),
    ("facts.yi.违法所得.evidence.E1=", "证据: [E1]", "证据: []"),
    ("facts.yi=", "  yi: {违法所得: {value: 1万元, 证据: [E1]}}", "  {}"),
    ("facts.everyone.初犯=是", "  yi: {违", "  everyone: {初犯: 是}\n  yi: {违"),
    ("persons.yi.role=店主", "  yi:\n", "  yi: {role: 店主}\n"),
    ('evidence."E1.2".at=卷一', "{what: 聊天}", "{what: 聊天, at: 卷一}"),
    ("judged_on=2021-11", "id: small", "id: small\njudged_on: 2021-11"),
    ("readings.gains=net", "id: small", "id: small\nreadings: {gains: net}"),
    ("标题=两人：转手", "id: small", "id: small\ntitle: 两人：转手"),
]


@pytest.mark.parametrize(("text", "old", "new"), SAME_AS)
def test_an_edit_is_the_same_as_editing_the_file(text: str, old: str, new: str) -> None:
    assert said(case_with(text)) == said(hand_edited(old, new))
    assert said(case_with(text)) != said(load_case(CASE))


def test_one_more_dealing_comes_last() -> None:
    added = "{by: yi, act: theft, records: {location_tracking: 12}}"
    assert said(case_with(f"往来.+={added}")) == said(load_case(CASE.replace("事实:", f"- {added}\n事实:")))
    bit_by_bit = ("dealings.+.by=yi", "dealings.4.act=theft", "dealings.4.records={location_tracking: 12}")
    assert said(case_with(*bit_by_bit)) == said(case_with(f"dealings.+={added}"))


def test_edits_come_one_after_the_other() -> None:
    assert case_with("batches.B1.records=30", "batches.B1.条数=31").batches["B1"].records.at_least == 31  # type: ignore[union-attr]
    assert said(case_with("facts.jia.初犯=是", "facts.jia=")) == said(load_case(CASE))
    assert [dealing.id for dealing in case_with("dealings.#2=", "dealings.#2.id=D3").dealings] == ["D1", "D3"]


def test_maps_and_lists_on_the_way_are_made() -> None:
    least = {"schema": "thresholds/case/1", "id": "least", "persons": {"甲": {}}}
    wanted = least | {
        "dealings": [{"by": "甲", "act": "theft", "evidence": ["E1"]}],
        "evidence": {"E1": "账本"},
        "facts": {"甲": {"first_offender": "yes"}},
    }
    texts = ("dealings.+={by: 甲, act: theft}", "dealings.1.证据.+=E1", "证据.E1=账本", "事实.甲.初犯=是")
    before = copy.deepcopy(least)
    assert said(load_edited(least, edits(*texts))) == said(load_case(wanted))
    assert least == before


def test_the_tree_given_stays_as_it_is() -> None:
    written = document(CASE)
    before = to_plain(written.root)
    after = edited(written.root, edits("batches.B1.records=30", "dealings.+={by: yi, act: theft}", "facts.yi="))
    assert to_plain(written.root) == before
    assert to_plain(after) != before


def test_files_in_json_are_edited_alike() -> None:
    plain = to_plain(document(CASE).root)
    text = json.dumps(plain, ensure_ascii=False)
    for source in (plain, text):
        assert said(load_edited(source, edits("批次.B1.条数=30 条"))) == said(case_with("批次.B1.条数=30 条"))


def test_the_hash_is_that_of_the_text_and_the_edits() -> None:
    plain, one, other = load_case(CASE), case_with("batches.B1.records=30"), case_with("batches.B1.records=31")
    assert len({plain.sha256, one.sha256, other.sha256}) == 3
    assert one.sha256 == case_with("batches.B1.records=30").sha256
    assert load_edited(CASE, []) == plain


# -- what is told of a wrong one --------------------------------------------------------------------------

TOLD = [
    (
        "facts.yii.illegal_gains=3",
        "--set:1:7: TH211 人员里没有「yii」。可用：jia、yi。最接近的是「yi」。"
        "行为人和事实里的人都要列在 persons（人员）下；对方和来源不必",
    ),
    (
        "batches.B1.records=约30条",
        "--set:1:20: TH206 「约30条」没有界限，算不准。"
        "约、左右、近一类的数请写成上下限：{at_least: …, at_most: …, because: …}",
    ),
    (
        "dealings.D1.batch=B2",
        "--set:1:19: TH212 批次里没有「B2」。可用：B1。最接近的是「B1」。批次写在 batches（批次）下，一批一个批号",
    ),
    (
        "dealings.D1.records=29",
        "--set:1:21: TH214 批次「B1」只有「28」，这一笔却有「29」",
    ),
    (
        "readings.gain=net",
        "--set:1:10: TH234 没有「gain」这个口径。可用：gains、tenfold_sum、one_record_many_kinds、duty_mix、"
        "resale_scope、lawful_business_mixing、prior_exemption、public_information、bulk_presumption_t1_t2、"
        "two_years。最接近的是「gains」",
    ),
    (
        "dealings.D9.paid=3",
        "--set:1:10: TH401 往来里没有「D9」。可用：D1、#2、2。最接近的是「D1」。"
        "写编号，如 dealings.D1.paid；没有编号的写第几笔，从 1 数起，如 dealings.2.paid；"
        "添一笔写 dealings.+={by: …, act: …}",
    ),
    (
        "dealings.4.paid=3",
        "--set:1:10: TH401 往来里没有「4」。可用：D1、#2、2。"
        "写编号，如 dealings.D1.paid；没有编号的写第几笔，从 1 数起，如 dealings.2.paid；"
        "添一笔写 dealings.+={by: …, act: …}",
    ),
    (
        "batches.B1.records.at_least=12",
        "--set:1:20: TH402 「batches.B1.records」现在是一个值，下面不能再写「at_least」。"
        "把它整个写出来，如 batches.B1.records={at_least: 12, at_most: 28}",
    ),
    (
        "persons.+={name: 丙}",
        "--set:1:9: TH402 「persons」现在是键和值（键: 值），下面不能再写「+」。"
        "把它整个写出来，如 batches.B1.records={at_least: 12, at_most: 28}",
    ),
    ("facts.jia=", "--set:1:7: TH403 没有「jia」可删。可用：yi"),
    (
        "facts.yi.illegal_gain=",
        "--set:1:10: TH403 没有「illegal_gain」可删。可用：illegal_gains。最接近的是「illegal_gains」",
    ),
    (
        "facts.yi.违法所得.证据.3=E1",
        "--set:1:18: TH404 「facts.yi.违法所得.证据」只有 1 项，没有「3」。"
        "写第几项，从 1 数起；添一项用加号，如 dealings.D1.evidence.+=E2",
    ),
    (
        "dealings.+={by: yi",
        "--set:1:12: TH004 不是合法的 YAML 或者 JSON：从这里开始的「{」没有配对的「}」，或者中间少了逗号。"
        "检查缩进、冒号后的空格和括号是否配对；含特殊符号的文字加引号",
    ),
    ("readings.gains=nett", "--set:1:16: TH224 口径「nett」有误：口径「gains」没有「nett」这个选项。可用：gross、net"),
    (
        "readings={gains: nett}",
        "--set:1:18: TH224 口径「nett」有误：口径「gains」没有「nett」这个选项。可用：gross、net",
    ),
    (
        "规则=fashi-2017-1",
        f"--set:1:4: TH223 没有规则集「fashi-2017-1」。可用：{'、'.join(available())}。最接近的是「fashi-2017-10」",
    ),
    (
        "judged_on=2017-05",
        (
            "--set:1:11: TH226 2017-05 审理的案件不能用这些数衡量：法释〔2017〕10号自 2017-06-01 起施行，此前"
            "没有数量标准，已办结的不再变动（高检发释字〔2001〕5号第四条）。"
            "还在审理的，审理日期写实际日期或者不写；要照样衡量，请写明 ruleset（规则）"
        ),
    ),
]


def told(text: str, path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    path.write_text(CASE, encoding="utf-8")
    code = run(["whatif", str(path), "--set", text, *more])
    shown = capsys.readouterr()
    assert shown.out == ""
    return code, shown.err


@pytest.mark.parametrize(("text", "message"), TOLD, ids=[text for text, _ in TOLD])
def test_a_wrong_path_or_value_is_told_where_it_stands(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(text, tmp_path / "case.yaml", capsys) == (1, f"{message}\n")


@pytest.mark.parametrize(("text", "message"), TOLD, ids=[text for text, _ in TOLD])
def test_the_same_place_is_named_in_english(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, error = told(text, tmp_path / "case.yaml", capsys, "--lang", "en")
    assert code == 1
    assert error.split()[:2] == message.split()[:2]


def test_an_unknown_key_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, error = told("facts.yi.ilegal_gains=3", tmp_path / "case.yaml", capsys)
    assert code == 1
    assert error.startswith("--set:1:10: TH201 不认识的键「ilegal_gains」。可用：illegal_gains 违法所得、")
    assert error.endswith("最接近的是「illegal_gains」\n")


def test_what_an_edit_leaves_wrong_in_the_file_is_told_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    code, error = told("persons.jia=", path, capsys)
    assert code == 1
    assert error.startswith(f"{path}:9:16: TH211 人员里没有「jia」")


def test_all_wrong_edits_are_told_at_once() -> None:
    with pytest.raises(SourceErrors) as caught:
        case_with("dealings.D9.paid=3", "batches.B1.records=30", "facts.x=", "dealings.D1.act.a=1")
    assert [(one.file, one.line, one.column, one.code) for one in caught.value.diagnostics] == [
        ("--set", 1, 10, "TH401"),
        ("--set", 3, 7, "TH403"),
        ("--set", 4, 17, "TH402"),
    ]
    with pytest.raises(SourceErrors) as caught:
        case_with("batches.B1.records=很多", "facts.yi.first_offender=也许")
    assert [(one.line, one.column, one.code) for one in caught.value.diagnostics] == [
        (1, 20, "TH205"),
        (2, 25, "TH204"),
    ]


def test_a_column_in_a_value_of_several_lines_counts_all_before_it() -> None:
    with pytest.raises(SourceErrors) as caught:
        case_with("facts.jia=\n  初犯: 是\n  悔罪: 也许")
    (one,) = caught.value.diagnostics
    assert (one.file, one.line, one.code) == ("--set", 1, "TH204")
    assert "facts.jia=\n  初犯: 是\n  悔罪: 也许"[one.column - 1 :] == "也许"


# -- written back -----------------------------------------------------------------------------------------

COMMENTED = """\
# 卷宗摘录
schema: thresholds/case/1
案件: 两人   # 案号不公开
人员:
  甲: {姓名: 甲某}
  乙: {姓名: "乙某"}

往来:   # 一笔一行
  - {编号: D1, 行为人: 甲, 行为: 出售, 对象: 乙, 条数: {行踪轨迹信息: 28条}}   # 聊天记录
  - 行为人: 乙
    行为: 购买
    条数: {行踪轨迹信息: 28条}

事实:
  甲:
    # 供述
    初犯: 是
"""


def test_comments_and_layout_are_kept() -> None:
    done = rewritten(
        document(COMMENTED),
        edits(
            "dealings.D1.records.location_tracking=30条",
            "facts.甲.违法所得=1万余元",
            "往来.2.日期=2021-03",
            "persons.甲.name=",
            "往来.D1.to.+=丙",
        ),
    )
    assert done == (
        COMMENTED.replace("乙, 条数: {行踪轨迹信息: 28条}}   #", "[乙, 丙], 条数: {行踪轨迹信息: 30条}} #")
        .replace("  甲: {姓名: 甲某}", "  甲: {}")
        .replace("    条数: {行踪轨迹信息: 28条}\n\n", "    条数: {行踪轨迹信息: 28条}\n    日期: 2021-03\n\n")
        .replace("    初犯: 是\n", "    初犯: 是\n    违法所得: 1万余元\n")
    )


ABOUT = """\
schema: thresholds/case/1
id: x
persons: {a: {name: 甲}}
dealings:
- by: a
  act: theft
  date: 2021   # 供述
# 以下是事实

facts:
  a:
    初犯: 是
    悔罪: 是

# 完
"""

KEPT = [
    ("dealings.1.paid=3元", "# 供述\n# 以", "# 供述\n  paid: 3元\n# 以"),
    ("dealings.+={by: a, act: sale}", "# 供述\n# 以", "# 供述\n- {by: a, act: sale}\n# 以"),
    ("dealings.1.date=", "  date: 2021   # 供述\n", ""),
    ("dealings.1={by: a, act: sale}", "- by: a\n  act: theft\n  date: 2021   # 供述\n", "- {by: a, act: sale}\n"),
    ("facts.a.悔罪=", "    悔罪: 是\n", ""),
    ("facts.a.悔罪=否", "悔罪: 是", "悔罪: 否"),
    ("facts.a={初犯: 是}", "\n    初犯: 是\n    悔罪: 是", " {初犯: 是}"),
    ("facts.everyone.初犯=是", "    悔罪: 是\n", "    悔罪: 是\n  everyone: {初犯: 是}\n"),
    ("readings.gains=net", "    悔罪: 是\n", "    悔罪: 是\nreadings:\n  gains: net\n"),
    ("facts=", "facts:\n  a:\n    初犯: 是\n    悔罪: 是\n", ""),
]


@pytest.mark.parametrize(("text", "old", "new"), KEPT)
def test_what_stands_below_a_section_stays_below_it(text: str, old: str, new: str) -> None:
    assert ABOUT.count(old) == 1
    assert rewritten(document(ABOUT), edits(text)) == ABOUT.replace(old, new)


def test_a_dealing_made_bit_by_bit_stands_on_one_line() -> None:
    done = rewritten(document(ABOUT), edits("dealings.+.by=a", "dealings.2.act=sale", "dealings.2.evidence.+=E1",
                                            "evidence.E1=账本"))  # fmt: skip
    assert "# 供述\n- {by: a, act: sale, evidence: [E1]}\n# 以下是事实\n" in done
    assert done.endswith("    悔罪: 是\nevidence:\n  E1: 账本\n\n# 完\n")


def test_json_is_written_anew_in_the_house_layout() -> None:
    plain = {"schema": "thresholds/case/1", "id": "x", "persons": {"a": {"name": "甲"}}}
    assert rewritten(document(json.dumps(plain)), edits("facts.a.初犯=是")) == (
        "schema: thresholds/case/1\nid: x\n\npersons:\n  a: {name: 甲}\n\nfacts:\n  a: {first_offender: yes}\n"
    )


def test_a_table_is_written_as_a_case_file(tmp_path: Path) -> None:
    table = tmp_path / "账.csv"
    table.write_text("行为人,行为,对象,条数,类别\n甲,出售,乙,28,行踪轨迹信息\n", encoding="utf-8")
    changes = edits("往来.1.条数=30", "事实.甲.初犯=是")
    for lang, words in (("zh", ("行为人: 甲", "初犯: 是")), ("en", ("by: 甲", "first_offender: yes"))):
        text = rewritten(document(table), changes, lang)
        assert all(word in text for word in words)
        assert said(load_case(text)) == said(load_edited(table, changes))


@pytest.mark.parametrize("path", sorted((ROOT / "cases").rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_case_without_edits_is_written_as_it_was(path: Path) -> None:
    assert rewritten(document(path), []) == path.read_text("utf-8")


# -- properties -------------------------------------------------------------------------------------------


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """Every place of a case that holds a single value, as keys of a path."""
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [found for number, inner in enumerate(value, 1) for found in leaves(inner, (*path, str(number)))]
    return [] if value is None else [(path, value)]


def whole(case: dict[str, Any]) -> dict[str, Any]:
    return {"schema": "thresholds/case/1", "id": "t", **case}


def without_hash(case: Case) -> Any:
    found: Any = evaluate(case).to_dict()
    del found["case"]["sha256"]
    return found


@some
@given(
    complete_cases() | open_cases().map(lambda case: json.loads(json.dumps(case, default=lambda one: one.written))),
    st.randoms(use_true_random=False),
)
def test_setting_what_is_already_there_changes_nothing(case: dict[str, Any], random: Any) -> None:
    places = leaves(whole(case))
    texts = [f"{path_of(*path)}={json.dumps(value, ensure_ascii=False)}" for path, value in random.sample(places, 3)]
    again = load_edited(whole(case), edits(*texts))
    assert said(again) == said(load_case(whole(case)))
    assert without_hash(again) == without_hash(load_case(whole(case)))


@some
@given(complete_cases(), st.randoms(use_true_random=False))
def test_the_language_of_keys_makes_no_difference(case: dict[str, Any], random: Any) -> None:
    chinese, english = (case_text(whole(case), lang) for lang in ("zh", "en"))
    places = [path for path, _ in leaves(whole(case)) if path[0] in ("batches", "dealings", "facts")]
    texts = [f"{path_of(*path)}=unknown" for path in random.sample(places, min(2, len(places)))]
    results = []
    for text in (chinese, english):
        try:
            results.append(said(load_edited(text, edits(*texts))))
        except SourceErrors as errors:
            results.append([(one.code, one.value) for one in errors.diagnostics])
    assert results[0] == results[1]


@some
@given(complete_cases(), st.integers(1, 60), st.sampled_from(("zh", "en")))
def test_what_is_written_back_says_the_same(case: dict[str, Any], number: int, lang: str) -> None:
    text = case_text(whole(case), lang)
    changes = edits(
        f"往来.+={{行为人: {next(iter(case['persons']))}, 行为: 窃取, 条数: {{征信信息: {number}}}}}", "title=t"
    )
    assert said(load_case(rewritten(document(text), changes))) == said(load_edited(text, changes))
