"""Cases written as files: the same case again, from any case and from ledgers; the commands that do it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import CASES, HEAD, SALE, Rows, csv_file, sheet_file, told
from strategies import complete_cases

from thresholds import Case, load_case
from thresholds.case import ledger
from thresholds.case.ledger.columns import Kind
from thresholds.case.write import case_text, rewritten
from thresholds.cli.root import run
from thresholds.source.node import Cell
from thresholds.source.validated import to_plain
from thresholds.source.yaml import parse
from thresholds.wording import phrase


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sample_written_again_is_the_same_case(path: Path, lang: str) -> None:
    text = rewritten(str(path), lang)
    assert told(load_case(text)) == told(load_case(path))
    assert (load_case(text).expected or {}) == dict(unplaced(load_case(path), load_case(text)))


def unplaced(case: Case, like: Case) -> Iterator[tuple[str, object]]:
    """The expectations of a case, in the lines that they have in another."""
    for name, expectation in (case.expected or {}).items():
        yield name, expectation.model_copy(update={"line": (like.expected or {})[name].line})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(complete_cases(lawful=True), st.sampled_from(["zh", "en"]))
def test_a_case_written_in_either_language_is_the_same_case(case: dict[str, Any], lang: str) -> None:
    plain = {"schema": "thresholds/case/1", "id": "t", **case}
    text = case_text(plain, lang)
    assert told(load_case(text)) == told(load_case(plain))
    assert case_text(to_plain(parse(text, "")), lang) == text


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "null",
        "~",
        "yes",
        "- a",
        "a: b",
        "a #b",
        "{",
        "[x]",
        "'",
        '"',
        "\\",
        "a\nb",
        " a",
        "a ",
        "",
        "#",
        "&a",
        "*a",
        "!x",
        "%",
        "@",
        "`",
        "---",
    ]
)


@settings(max_examples=300, deadline=None)
@given(WORDS, st.dictionaries(WORDS, WORDS, max_size=3))
def test_any_text_is_written_so_that_it_is_read_again(word: str, free: dict[str, str]) -> None:
    text = case_text({"id": "x", "title": word, "source": free, "persons": {"a": {"note": word}}})
    root = parse(text, "")
    source = root.get("出处")
    assert root.get("标题").text == word  # type: ignore[union-attr]
    assert source is not None
    assert [(key.text, value.text) for key, value in source.pairs or ()] == list(free.items())
    assert not root.get("标题").empty  # type: ignore[union-attr]


ROW = st.fixed_dictionaries(
    {
        "行为人": st.sampled_from(["甲", "乙", "甲、乙"]),
        "行为": st.sampled_from(["出售", "purchase", "提供", "收受"]),
        "对象": st.sampled_from(["", "丙", "丙；丁", "甲"]),
        "日期": st.sampled_from(["", "2021/3/2", "2021-03", "2020-11/2021-02"]),
        "收款（万元）": st.sampled_from(["", "0.25", "5000元", "不明"]),
        "备注": st.sampled_from(["", '有"引号", 逗号: #', "两\n行"]),
    }
)
MATTER = st.one_of(
    st.fixed_dictionaries(
        {"批号": st.sampled_from(["一批", "B2"]), "条数": st.sampled_from(["", "28", "不明", "6万多条"])}
    ),
    st.fixed_dictionaries(
        {"类别": st.sampled_from(["征信信息", "不明"]), "条数": st.sampled_from(["50", "500条以上"])}
    ),
    st.fixed_dictionaries({"行踪轨迹信息": st.sampled_from(["49", ""]), "住宿信息": st.sampled_from(["250", "0"])}),
)
COLUMNS = ["行为人", "行为", "对象", "日期", "批号", "类别", "条数", "行踪轨迹信息", "住宿信息", "收款（万元）", "备注"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ROW, MATTER), min_size=1, max_size=6), st.sampled_from(["zh", "en"]))
def test_a_ledger_and_the_case_file_made_of_it_are_the_same_case(
    tmp_path: Path, made: list[tuple[dict[str, str], dict[str, str]]], lang: str
) -> None:
    rows: Rows = [COLUMNS]
    for row, matter in made:
        cells = {**row, **matter, "类别": "征信信息" if "批号" in matter else matter.get("类别", "")}
        rows.append([cells.get(column, "") for column in COLUMNS])
    path = csv_file(tmp_path, rows)
    case = load_case(path)
    assert told(load_case(rewritten(str(path), lang))) == told(case)
    assert told(load_case(sheet_file(tmp_path, [[cell or None for cell in row] for row in rows]))) == told(case)


def test_case_new_from_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ["行为人", "行为", "对象", "日期", "批号", "类别", "条数", "收款（万元）"],
        ["甲", "出售", "乙、丙", "2021/3/2", "B1", "行踪轨迹", "28条", "0.3"],
    ]
    path, made = csv_file(tmp_path, rows, "张某案.csv"), tmp_path / "new.yaml"
    assert run(["case", "new", "--from", str(path), str(made)]) == 0
    assert capsys.readouterr().err == phrase("written").format(path=made) + "\n"
    assert made.read_text(encoding="utf-8") == (
        "schema: thresholds/case/1\n"
        "案件: 张某案\n"
        "\n"
        "人员:\n"
        "  甲: {}\n"
        "\n"
        "批次:\n"
        "  B1: {类别: 行踪轨迹信息, 条数: {至少: 28, 理由: 没有写这一批共多少条，各行写明的条数里最大的是这么多}}\n"
        "\n"
        "往来:\n"
        "- {行为人: 甲, 行为: 出售, 对象: [乙, 丙], 日期: 2021-03-02, 批号: B1, 条数: 28条, 收款: 0.3万元}\n"
    )
    assert run(["case", "new", "--from", str(path), "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert "- {by: 甲, act: sale, to: [乙, 丙], date: 2021-03-02, batch: B1, records: 28条, paid: 0.3万元}\n" in english
    assert told(load_case(english)) == told(load_case(path)) == told(load_case(made))


def test_case_new_from_a_ledger_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, made = csv_file(tmp_path, [HEAD, SALE]), tmp_path / "new.yaml"
    made.write_text("mine", encoding="utf-8")
    assert run(["case", "new", "--from", str(path), str(made)]) == 1
    assert capsys.readouterr().err == f"{made} 已存在，没有覆盖\n"
    assert made.read_text(encoding="utf-8") == "mine"
    wrong = csv_file(tmp_path, [["行为人"], ["甲"]], "wrong.csv")
    assert run(["case", "new", "--from", str(wrong), str(tmp_path / "other.yaml")]) == 1
    assert {one.name for one in tmp_path.iterdir()} == {"ledger.csv", "wrong.csv", "new.yaml"}


# -- commands that take ledgers ---------------------------------------------------------------------


def test_commands_that_take_a_case_take_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(sheet_file(tmp_path, [HEAD, SALE]))
    assert run(["check", path]) == 0
    assert capsys.readouterr().out.startswith("ledger\n")
    assert run(["check", path, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["persons"][0]["grade"]["at_least"] == "serious"
    assert run(["questions", path]) == 0
    assert run(["case", "lint", path]) == 0
    assert run(["test", path]) == 0
    assert capsys.readouterr().out.endswith("0 passed, 0 failed\n")


def test_ledgers_in_a_folder_are_cases_and_lock_files_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    csv_file(tmp_path, [HEAD, SALE], "one.CSV")
    sheet_file(tmp_path, [HEAD, SALE]).rename(tmp_path / "two.XLSX")
    (tmp_path / "~$two.xlsx").write_bytes(b"lock")
    (tmp_path / "three.yaml").write_text("schema: thresholds/case/1\nid: three\npersons: {a: {}}\n", encoding="utf-8")
    assert run(["check", str(tmp_path), "--format", "json"]) == 0
    assert [report["case"]["id"] for report in json.loads(capsys.readouterr().out)] == ["one", "three", "two"]
    assert run(["test", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "0 passed, 0 failed\n"


def test_headers_are_the_keys_of_the_glossary_whatever_their_case_and_spaces() -> None:
    kind = Kind(("obtained_in", "records", "paid"), (), ())
    for text in ("obtained_in", "Obtained in", " 取得场合 ", "取得 场合", "取得\n场合*", "取得场合："):
        assert kind.column(Cell(text, (1, 1), 1, 1)).key == "obtained_in"  # type: ignore[union-attr]
    assert kind.column(Cell("收款（条）", (1, 1), 1, 1)) is None
    assert kind.column(Cell("取得场合（万元）", (1, 1), 1, 1)) is None
    assert kind.column(Cell("行为人", (1, 1), 1, 1)) is None


def test_the_names_of_cells() -> None:
    assert [Cell("", (1, 1), 7, index).name for index in (1, 26, 27, 702, 703)] == ["A7", "Z7", "AA7", "ZZ7", "AAA7"]
    assert Cell("", (1, 1), 5, 3, "往来").name == "往来!C5"


def test_lock_files_and_other_suffixes_are_no_ledgers() -> None:
    assert ledger.is_ledger(Path("a/b.Xlsx"))
    assert not ledger.is_ledger(Path("a/~$b.xlsx"))
    assert not ledger.is_ledger(Path("a/b.xls"))
    assert ledger.is_table(Path("a/b.XLS"))


def test_plain_values_of_every_kind_are_written() -> None:
    text = case_text(
        {
            "id": "x",
            "persons": {"other": None, "no": {"note": "no"}},
            "batches": {"B1": {"category": {"one_of": ["credit_record", "health_information"]}, "records": 28}},
            "facts": {"everyone": {"first_offender": True, "grave_consequences": ["death"]}},
            "dealings": [],
        }
    )
    assert text == (
        "schema: thresholds/case/1\n案件: x\n\n人员:\n  other: null\n  no: {备注: no}\n\n"
        "批次:\n  B1: {类别: {之一: [征信信息, 健康生理信息]}, 条数: 28}\n\n"
        "往来: []\n\n事实:\n  所有人: {初犯: 是, 严重后果: [死亡]}\n"
    )
    assert list(load_case(text).persons) == ["other", "no"]


@pytest.mark.parametrize("plain", [{"title": 0.5}, {"persons": ["a"]}, {"facts": {"a": {"illegal_gains": {1.5}}}}])
def test_what_no_case_file_holds_is_refused(plain: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        case_text({"id": "x", **plain})
