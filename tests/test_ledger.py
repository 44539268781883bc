"""Ledgers as tables: the same case as the YAML, and every fault with its cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ledgers import (
    CASES,
    CHAIN,
    HEAD,
    ROOT,
    SALE,
    Rows,
    content,
    csv_file,
    places,
    refused,
    repacked,
    sheet_file,
    told,
    workbook,
)
from openpyxl.worksheet.worksheet import Worksheet

from thresholds import Case, evaluate, load_case
from thresholds.source.validated import to_plain
from thresholds.source.yaml import parse

CHAIN_CASE: dict[str, Any] = {
    "schema": "thresholds/case/1",
    "id": "ledger",
    "evidence": {"E1": None, "E2": None},
    "persons": {"甲": {}, "乙": {}, "丙": {}},
    "batches": {"B1": {"category": "location_tracking", "records": 28}},
    "dealings": [
        {"id": "D1", "by": "甲", "act": "sale", "to": "乙", "date": "2021-03-02", "batch": "B1", "records": 28,
         "paid": "3000 元", "obtained_in": "duty_or_service", "evidence": ["E1", "E2"]},
        {"id": "D2", "by": "乙", "act": "purchase", "source": "甲", "date": "2021-03", "batch": "B1", "records": 28,
         "evidence": "E1"},
        {"id": "D3", "by": ["乙", "丙"], "act": "sale", "to": ["丁", "戊"], "date": "2020-11/2021-02", "batch": "B1",
         "records": {"at_least": 12, "at_most": 28}},
        {"id": "D4", "by": "乙", "act": "receipt", "source": "钱", "category": "unknown", "records": "6万多条"},
    ],
}  # fmt: skip


def test_a_csv_file_a_workbook_and_the_case_written_out_are_one_case(tmp_path: Path) -> None:
    expected = told(load_case(CHAIN_CASE))
    assert told(load_case(csv_file(tmp_path, CHAIN))) == expected
    assert told(load_case(sheet_file(tmp_path, CHAIN))) == expected


def test_english_headers_and_values_are_the_same_case(tmp_path: Path) -> None:
    rows = [["Id", "BY", "Act", "to", "Batch records", "batch", "category", "records"]]
    rows += [["D1", "jia", "sale", "yi", "28", "B1", "location_tracking", "28"]]
    case = load_case(csv_file(tmp_path, rows))
    assert case.batches["B1"].records is not None
    assert case.batches["B1"].records.interval == (28, 28)
    assert case.batches["B1"].category is not None
    assert case.batches["B1"].category.options == ("location_tracking",)
    assert case.dealings[0].act == "sale"


def text_of(value: object) -> object:
    """A value of a case as one cell."""
    if isinstance(value, list):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def sheets_of(plain: dict[str, Any]) -> dict[str, Rows]:
    """A case as a workbook: a sheet for each section."""
    found: dict[str, Rows] = {}
    names = {"persons": "人员", "batches": "批次", "facts": "事实", "evidence": "证据"}
    for section, entries in plain.items():
        if section in ("expected", "schema"):
            continue
        if section in names:
            filled = {
                name: {"what": fields} if isinstance(fields, str) else fields or {} for name, fields in entries.items()
            }
            keys = list(dict.fromkeys(key for fields in filled.values() for key in fields))
            body = [[name, *(text_of(fields.get(key)) for key in keys)] for name, fields in filled.items()]
            found[names[section]] = [["编号" if section != "facts" else "人员", *keys], *body]
        elif section == "dealings":
            keys = list(dict.fromkeys(key for one in entries for key in one))
            found["往来"] = [keys, *([text_of(one.get(key)) for key in keys] for one in entries)]
        elif section == "readings":
            found["口径"] = [[key, value] for key, value in entries.items()]
        else:
            found.setdefault("案件", []).append([section, text_of(entries)])
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_workbook_of_every_sample_is_the_same_case(path: Path, tmp_path: Path) -> None:
    from thresholds import glossary

    plain = to_plain(parse(path.read_text(encoding="utf-8"), ""))
    english = {glossary.find_key(key) or key: value for key, value in plain.items()}
    if isinstance(english.get("source"), list):  # of maps: no cell holds those
        del english["source"]
    made = load_case(workbook(tmp_path, sheets_of(english)))
    assert told(made) == told(load_case(english))
    assert content(made) == content(load_case(english))


def test_the_sample_ledger_is_judged_as_the_same_case_written_out() -> None:
    """甲 2600 of duty; 乙 2600 × 2 + 3000 = 8200; the company and 丙 2600 + 2000 = 4600: as in the YAML."""
    report = evaluate(load_case(ROOT / "cases/teaching/ledger-of-parcel-labels.csv"))
    grades = {person.id: person.grade for person in report.persons}
    assert {name: grade.at_least for name, grade in grades.items()} == {
        "甲": "serious", "乙": "serious", "公司": "not_reached", "丙": "not_reached",
    }  # fmt: skip
    assert all(grade.determined for grade in grades.values())
    counts = {person.id: person.counts["general_information"][0] for person in report.persons}
    assert counts == {"甲": (2600, 2600), "乙": (8200, 8200), "公司": (4600, 4600), "丙": (4600, 4600)}


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    for path in (csv_file(tmp_path, [HEAD, SALE], encoding="gb18030"), sheet_file(tmp_path, [HEAD, SALE])):
        assert load_case(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert load_case(path).id == "ledger"


def test_two_thousand_rows_add_up(tmp_path: Path) -> None:
    """Rows 1 to 2000 by turns of 甲 and 乙, row n with n % 7 location records: sums worked out below."""
    rows: Rows = [["行为人", "行为", "来源", "行踪轨迹信息"]]
    rows += [["甲乙"[n % 2], "购买", f"人{n}", n % 7] for n in range(2000)]
    # 2000 = 285 × 7 + 5; each seven rows 0 + … + 6 = 21, the last five 0 + … + 4 = 10: 5995 in all
    for path in (csv_file(tmp_path, rows), sheet_file(tmp_path, rows)):
        counts = [person.counts["location_tracking"][0] for person in evaluate(load_case(path)).persons]
        assert counts[0].at_least + counts[1].at_least == 285 * 21 + 10
        # of fourteen rows the even ones have 0, 2, 4, 6, 1, 3, 5 = 21; 142 times, then 0 2 4 6 1 3 of rows 1988-1999
        assert counts == [(142 * 21 + 16, 142 * 21 + 16), (142 * 21 + 15, 142 * 21 + 15)]


# -- batches ----------------------------------------------------------------------------------------


def test_what_rows_say_of_a_batch_is_the_batchs(tmp_path: Path) -> None:
    rows = [["行为人", "行为", "对象", "批号", "类别", "批次条数", "条数"]]
    rows += [["甲", "出售", "乙", "B1", "", "", "28"], ["甲", "出售", "丙", "B1", "行踪轨迹", "28条", ""]]
    rows += [["甲", "出售", "丁", "B1", "行踪轨迹信息", "28", "20"]]
    case = load_case(csv_file(tmp_path, rows))
    assert case.batches["B1"].records is not None
    assert case.batches["B1"].records.interval == (28, 28)
    assert judged_count(case) == (28 + 28 + 20, 28 + 28 + 20)


def judged_count(case: Case, person: str = "甲", category: str = "location_tracking") -> tuple[int, int | None]:
    return tuple(evaluate(case).person(person).counts[category][0])  # type: ignore[return-value]


def test_a_batch_of_no_stated_size_holds_at_least_its_largest_row(tmp_path: Path) -> None:
    """30 and 30 to the same buyer: the same thirty once more, or sixty; to two buyers sixty in any case."""
    head = ["行为人", "行为", "对象", "来源", "批号", "类别", "条数"]
    got = ["甲", "购买", "", "源", "B1", "行踪轨迹信息", "30"]
    same = [head, got, *[["甲", "出售", "乙", "", "B1", "", "30"]] * 2]
    case = load_case(csv_file(tmp_path, same))
    assert case.batches["B1"].records is not None
    assert case.batches["B1"].records.interval == (30, None)
    assert case.batches["B1"].records.because == "没有写这一批共多少条，各行写明的条数里最大的是这么多"
    assert judged_count(case) == (30, 60)
    two = [head, got, ["甲", "出售", "乙", "", "B1", "", "30"], ["甲", "出售", "丙", "", "B1", "", "30"]]
    assert judged_count(load_case(csv_file(tmp_path, two))) == (60, 60)
    sized = [[*head, "批次条数"], *([*row, "30"] for row in same[1:])]
    assert judged_count(load_case(csv_file(tmp_path, sized))) == (30, 30)


def test_a_batch_with_a_row_without_number_has_no_stated_number(tmp_path: Path) -> None:
    """The row is about the whole batch, of which nobody says how much it is: it counts for nothing and is asked for."""
    rows = [["by", "act", "to", "batch", "category", "records"], ["a", "theft", "", "B1", "location_tracking", ""]]
    rows += [["a", "sale", "b", "B1", "", "12"]]
    case = load_case(csv_file(tmp_path, rows))
    assert case.batches["B1"].records is None
    assert judged_count(case, "a") == (12, 12)


def test_bounds_and_unknown_numbers_of_rows_bound_the_batch(tmp_path: Path) -> None:
    rows = [
        ["by", "act", "to", "batch", "category", "records"],
        ["a", "sale", "b", "B1", "location_tracking", "{at_least: 12, at_most: 28}"],
    ]
    rows += [["a", "sale", "c", "B1", "", "unknown"]]
    case = load_case(csv_file(tmp_path, rows))
    assert case.batches["B1"].records is not None
    assert case.batches["B1"].records.interval == (12, None)
    assert case.batches["B1"].records.because.isascii()


def test_a_column_of_a_category_names_the_category_of_the_batch(tmp_path: Path) -> None:
    rows = [
        ["行为人", "行为", "对象", "批号", "征信信息", "交易信息"],
        ["甲", "出售", "乙", "B1", "60", ""],
        ["甲", "出售", "丙", "B2", "", "7"],
    ]
    case = load_case(csv_file(tmp_path, rows))
    assert {name: batch.category.options for name, batch in case.batches.items() if batch.category} == {
        "B1": ("credit_record",), "B2": ("transaction_record",),
    }  # fmt: skip
    rows[1][5] = "0"
    assert load_case(csv_file(tmp_path, rows)).batches["B1"].category is not None
    rows[1][5] = "40"
    assert places(csv_file(tmp_path, rows)) == [("F2", "TH221")]


def test_rows_of_a_batch_that_differ_are_refused_with_both_cells(tmp_path: Path) -> None:
    rows = [["行为人", "行为", "批号", "类别", "批次条数", "条数"], ["甲", "出售", "B1", "征信信息", "60", "60"]]
    rows += [["甲", "出售", "B1", "交易信息", "61", "40"], ["甲", "出售", "B1", "征信信息", "60条", "1"]]
    path = csv_file(tmp_path, rows)
    hint = "。一批信息只有一个类别、一个总数；类别不同就分成几个批号，不清楚的写 不明"
    assert refused(path) == [
        f"3:9: TH255 D3：批次「B1」的各行说的不一样：这里是「交易信息」，D2 是「征信信息」{hint}",
        f"3:14: TH255 E3：批次「B1」的各行说的不一样：这里是「61」，E2 是「60」{hint}",
    ]


def test_numbers_of_a_batch_without_category_are_refused(tmp_path: Path) -> None:
    rows = [["行为人", "行为", "批号", "条数"], ["甲", "出售", "B1", "60"], ["甲", "出售", "B1", "40"]]
    assert places(csv_file(tmp_path, rows)) == [("D2", "TH217")]


def test_the_number_of_a_batch_needs_its_name(tmp_path: Path) -> None:
    rows = [["行为人", "行为", "类别", "批次条数"], ["甲", "出售", "征信信息", "60"]]
    assert places(csv_file(tmp_path, rows)) == [("D2", "TH202")]


# -- refused, with the cell -------------------------------------------------------------------------


def test_every_fault_of_a_csv_file_at_once_by_line_column_and_cell(tmp_path: Path) -> None:
    text = (
        "行为人,行为,对象,日期,类别,条数,收款\n"
        '甲,卖,乙,2021-3-40,征信信息,"一,二",-5\n'
        "\n"
        '"张三,李四",,乙,,,,约3000元\n'
        ",出售,乙,,征信信息,60条,60条\n"
        "甲,出售,乙,,征信,60,4999.995\n"
    )
    found = [
        (*line.split(": ")[0].split(":"), code, cell)
        for line in refused(csv_file(tmp_path, text))
        for code, cell in [line.split(": ")[1].split("：")[0].split()]
    ]
    assert found == [
        ("2", "3", "TH204", "B2"), ("2", "7", "TH210", "D2"), ("2", "22", "TH205", "F2"), ("2", "28", "TH207", "G2"),
        ("4", "9", "TH202", "B4"), ("4", "15", "TH206", "G4"),
        ("5", "1", "TH202", "A5"), ("5", "17", "TH209", "G5"),
        ("6", "9", "TH204", "E6"), ("6", "15", "TH208", "G6"),
    ]  # fmt: skip


def test_the_sentence_names_the_cell_in_both_languages(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, [HEAD, ["甲", "出售", "乙", "征信信息", "约60条"]])
    hint = "约、左右、近一类的数请写成上下限：{at_least: …, at_most: …, because: …}"
    assert refused(path) == [f"2:5: TH206 E2：「约60条」没有界限，算不准。{hint}"]
    assert refused(path, "en")[0].startswith("2:5: TH206 E2: '约60条' has no bounds")
    both = workbook(tmp_path, {"往来": [HEAD, ["甲", "出售", "乙", "征信信息", "约60条"]], "证据": [["编号"], ["E1"]]})
    assert refused(both)[0].startswith("2:5: TH206 往来!E2：")


@pytest.mark.parametrize("name", ["ledger.csv", "ledger.xlsx"])
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["甲", "出售", "乙"], ["甲", "出售", "丙"]], [("A1", "TH240")]),
        ([["张某案", None], ["甲", "出售", "乙"]], [("A2", "TH240")]),
        ([["行为人", "行为", "对像"], ["甲", "出售", "乙"]], [("C1", "TH242")]),
        ([["行为人", "行为", "收款（条）"], ["甲", "出售", "3"]], [("C1", "TH242")]),
        ([["案件", "行为人", "行为", "出处"], ["张某案", "甲", "出售", "卷二"]], [("A1", "TH242"), ("D1", "TH242")]),
        ([["张某案", "2021年5月"], HEAD, SALE], [("A1", "TH240")]),
        ([["行为人", "行为", "对象", "to"], ["甲", "出售", "乙", "乙"]], [("D1", "TH243")]),
        ([["行为人", "对象", "日期"], ["甲", "乙", "2021"]], [("A1", "TH244")]),
        ([["对象", "日期"], ["乙", "2021"]], [("A1", "TH244"), ("A1", "TH244")]),
        ([HEAD, SALE, ["合计", None, None, None, 60]], [("A3", "TH246")]),
        ([HEAD, SALE, ["总 计：60条", None, None, None, 60]], [("A3", "TH246")]),
        ([HEAD, SALE, ["Subtotal", None, None, None, 60]], [("A3", "TH246")]),
        ([["编号", *HEAD], [1, *SALE], [None, "小计", None, None, None, 60]], [("B3", "TH246")]),
        ([["编号", *HEAD], [1, *SALE], [2, "合计", None, None, None, 60]], [("A3", "TH246")]),
        ([HEAD, SALE, HEAD, SALE], [("A3", "TH247")]),
        ([HEAD, [*SALE, "多"]], [("F2", "TH248")]),
        ([["行为人", "行为", None, "备注"], ["甲", "出售", "乙", "一"]], [("C2", "TH248")]),
        ([["行为人", "行为", "条数", "征信信息"], ["甲", "出售", 60, 60]], [("C2", "TH256")]),
        ([HEAD], [("A1", "TH259")]),
        ([HEAD, [None, "出售", "乙", None, None]], [("A2", "TH202")]),
        ([HEAD, ["制表人：张三", None, None, None, None], SALE], [("B2", "TH202")]),
        ([["编号", *HEAD], [None, None, None, None, None, 60], [1, *SALE]], [("B2", "TH202"), ("C2", "TH202")]),
        ([["编号", *HEAD], ["D1", *SALE], ["D1", *SALE]], [("A3", "TH219")]),
        ([["行为人", "行为", "对象"], ["、", "出售", "乙"], ["甲", "出售", "丙"]], [("A2", "TH232")]),
    ],
)
def test_faults_are_refused_at_their_cells(
    name: str, rows: Rows, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = csv_file(tmp_path, rows) if name.endswith("csv") else sheet_file(tmp_path, rows)
    assert places(path) == expected


def test_a_mistyped_header_is_told_the_nearest(tmp_path: Path) -> None:
    [line] = refused(csv_file(tmp_path, [["行为人", "行为", "收欵"], ["甲", "出售", "3"]]))
    assert "。最接近的是「收款」。" in line
    [line] = refused(csv_file(tmp_path, [["行为人", "行为", "征信信"], ["甲", "出售", "3"]]), "en")
    assert ". The nearest is '征信信息'. " in line


def test_titles_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    rows: Rows = [["张某案往来台账"], [], HEAD, [], SALE, [None, "  ", None], SALE]
    assert [one.line for one in load_case(sheet_file(tmp_path, rows)).dealings] == [5, 7]
    assert [one.line for one in load_case(csv_file(tmp_path, rows)).dealings] == [5, 7]


def test_a_merged_title_is_nothing_but_merged_cells_below_it_are_refused(tmp_path: Path) -> None:
    rows: Rows = [
        ["张某案往来台账"],
        HEAD,
        SALE,
        ["甲", "出售", "丙", "征信信息", 3],
        [None, "出售", "丁", "征信信息", 4],
    ]
    assert len(load_case(sheet_file(tmp_path, rows[:4], lambda sheet: sheet.merge_cells("A1:E1"))).dealings) == 2
    path = sheet_file(tmp_path, rows, lambda sheet: sheet.merge_cells("A4:A5"))
    assert refused(path) == [
        "4:1: TH245 A4：合并了单元格：A4:A5。取消合并，把内容写进每一格：合并的一格说的是哪几笔，程序不猜"
    ]


def hide(rows: tuple[int, ...] = (), column: str = "") -> Callable[[Worksheet], None]:
    def hidden(sheet: Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        if column:
            sheet.column_dimensions[column].hidden = True

    return hidden


def test_what_is_hidden_is_neither_counted_nor_dropped_but_refused(tmp_path: Path) -> None:
    rows: Rows = [["标题"], HEAD, *[SALE] * 6]
    hint = "隐藏了。取消隐藏（或者取消筛选）再用，不要的删去：看不见的行和列该不该算，程序不猜"
    path = sheet_file(tmp_path, rows, hide((3, 5, 6, 7)))
    assert refused(path) == [f"3:1: TH249 A3：第 3 行{hint}", f"5:1: TH249 A5：第 5-7 行{hint}"]
    assert refused(sheet_file(tmp_path, rows, hide(column="E"))) == [f"2:5: TH249 E2：第 E 列{hint}"]
    assert len(load_case(sheet_file(tmp_path, rows, hide((1, 20), "H"))).dealings) == 6


def test_a_formula_without_a_value_and_one_that_fails_are_refused(tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        ["甲", "出售", "乙", "征信信息", "=20*3"],
        ["甲", "出售", "丙", "#N/A", 60],
        ["甲", "=B2", "丙", "征信信息", 60],
    ]
    assert places(sheet_file(tmp_path, rows)) == [("E2", "TH250"), ("D3", "TH251"), ("B4", "TH250")]


def test_of_a_formula_the_stored_value_counts(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, [HEAD, ["甲", "出售", "乙", "征信信息", "=20*3"], [*SALE[:2], '=""', *SALE[3:]]])
    stored = [
        (b"<v></v>", b"<v />"),
        (b"<f>20*3</f><v />", b"<f>20*3</f><v>60</v>"),
        (b'<c r="C3"><f>""', b'<c r="C3" t="str"><f>""'),
    ]

    def calculated(xml: bytes) -> bytes:
        for before, after in stored:
            xml = xml.replace(before, after)
        return xml

    repacked(path, "xl/worksheets/sheet1.xml", calculated)
    first, second = load_case(path).dealings
    assert first.bodies[0].records is not None
    assert first.bodies[0].records.interval == (60, 60)
    assert second.to == ()
