"""Ledgers as tables: what a column stands for, and what a cell says."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from ledgers import Rows, csv_file, places, repacked, sheet_file
from openpyxl.worksheet.worksheet import Worksheet

from thresholds import load_case
from thresholds.case.ledger import shown
from thresholds.case.ledger.cells import dated


def test_columns_of_categories_hold_numbers_of_records(tmp_path: Path) -> None:
    rows = [
        ["行为人", "行为", "行踪轨迹信息", "住宿信息（条）", "general information"],
        ["甲", "购买", 49, "1百", None],
    ]
    [dealing] = load_case(csv_file(tmp_path, rows)).dealings
    bodies = {
        body.category.options[0]: body.records.interval for body in dealing.bodies if body.category and body.records
    }
    assert bodies == {"location_tracking": (49, 49), "accommodation_record": (100, 100)}


@pytest.mark.parametrize(
    ("header", "cell", "fen"),
    [
        ("收款", "3000", 300_000),
        ("收款", "3,000.50元", 300_050),
        ("收款（元）", "3000", 300_000),
        ("收款（万元）", "0.3", 300_000),
        ("收款(万元)", "3000元", 300_000),
        ("收款 [万元]", "１．５", 1_500_000),
        ("收款（万）", "2", 2_000_000),
        ("paid (yuan)", "2", 200),
        ("*收款：", "2", 200),
    ],
)
def test_money_takes_the_unit_of_its_header(header: str, cell: str, fen: int, tmp_path: Path) -> None:
    header = header.lstrip("*")
    [dealing] = load_case(csv_file(tmp_path, [["行为人", "行为", header], ["甲", "出售", cell]])).dealings
    assert dealing.paid is not None
    assert dealing.paid.interval == (fen, fen)


def test_bounds_take_the_unit_of_the_header_too(tmp_path: Path) -> None:
    rows = [
        ["行为人", "行为", "类别", "条数（万条）"],
        *(["甲", "出售", "征信信息", cell] for cell in ("3余", "不明", "20000-30000条")),
    ]
    dealings = load_case(csv_file(tmp_path, rows)).dealings
    found = [body.records.interval for one in dealings for body in one.bodies if body.records]
    assert found == [(30_000, 39_999), (0, None), (20_000, 30_000)]


@pytest.mark.parametrize("cell", ["五千", "3万", "2至3", "{至少: 2}"])
def test_a_figure_that_may_or_may_not_have_the_unit_is_refused(cell: str, tmp_path: Path) -> None:
    assert places(csv_file(tmp_path, [["行为人", "行为", "收款（万元）"], ["甲", "出售", cell]])) == [("C2", "TH209")]


def test_lists_in_a_cell_are_parted_by_any_of_the_marks(tmp_path: Path) -> None:
    rows = [["行为人", "行为", "对象", "证据"], ["甲、乙；丙，丁", "出售", "子;丑,寅\n卯、", "E1、E2"]]
    case = load_case(csv_file(tmp_path, rows))
    assert case.dealings[0].by == ("甲", "乙", "丙", "丁")
    assert case.dealings[0].to == ("子", "丑", "寅", "卯")
    assert list(case.persons) == ["甲", "乙", "丙", "丁"]
    assert list(case.evidence) == ["E1", "E2"]


def test_the_comma_inside_a_category_parts_nothing(tmp_path: Path) -> None:
    long = "其他可能影响人身、财产安全的公民个人信息"
    rows = [["行为人", "行为", "多类", "条数"], ["甲", "购买", f"征信信息、{long}", 3]]
    [dealing] = load_case(csv_file(tmp_path, rows)).dealings
    assert dealing.bodies[0].category is not None
    assert dealing.bodies[0].category.options == ("credit_record", "other_safety_related")
    assert dealing.bodies[0].category.each


def test_what_stands_in_braces_is_read_as_in_a_case_file(tmp_path: Path) -> None:
    rows = [["行为人", "行为", "类别", "条数"]]
    rows += [
        [
            "甲",
            "购买",
            "{之一: [征信信息, 交易信息], 理由: 不清, 证据: E9}",
            "{至少: 12, 至多: 28, because: 聊天记录不全}",
        ]
    ]
    case = load_case(csv_file(tmp_path, rows))
    body = case.dealings[0].bodies[0]
    assert body.category is not None
    assert body.category.options == ("credit_record", "transaction_record")
    assert body.records is not None
    assert body.records.interval == (12, 28)
    assert body.records.because == "聊天记录不全"
    assert list(case.evidence) == ["E9"]


def test_faults_inside_braces_are_at_the_cell(tmp_path: Path) -> None:
    rows = [["行为人", "行为", "征信信息"], ["甲", "购买", "{至少: 28, 至多: 12}"], ["甲", "购买", "{至少: 2"]]
    rows += [["甲", "购买", "{至少：2}"], ["甲", "购买", "{至少: 2, 至少: 3}"], ["甲", "购买", "{至少: 2, 上限: 3}"]]
    found = places(csv_file(tmp_path, rows))
    assert found == [("C2", "TH216"), ("C3", "TH258"), ("C4", "TH258"), ("C5", "TH258"), ("C6", "TH201")]


def test_true_and_false_of_a_spreadsheet_are_yes_and_no(tmp_path: Path) -> None:
    rows: Rows = [
        ["行为人", "行为", "明知犯罪", "合法经营"],
        ["甲", "出售", "TRUE", "FALSE"],
        ["甲", "出售", "是", "不明"],
    ]
    rows_of_excel: Rows = [rows[0], ["甲", "出售", True, False], rows[2]]
    for path in (csv_file(tmp_path, rows), sheet_file(tmp_path, rows_of_excel)):
        found = [(str(one.knew_of_crime.truth), str(one.lawful_business.truth)) for one in load_case(path).dealings]  # type: ignore[union-attr]
        assert found == [("yes", "no"), ("yes", "unknown")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-02", "2021-03-02"),
        ("2021/3/2", "2021-03-02"),
        ("2021.3.2", "2021-03-02"),
        ("２０２１/３/２", "2021-03-02"),
        ("2021/3", "2021-03"),
        ("2021/3/2 14:05", "2021-03-02"),
        ("2021-03-02 00:00:00", "2021-03-02"),
        ("2021年3月", "2021年3月"),
        ("2020-11/2021-02", "2020-11/2021-02"),
        ("2020/2021-02", "2020/2021-02"),
        ("2021.3.2-2021.3.5", "2021-03-02/2021-03-05"),
        ("2021/3/2至2021/4", "2021-03-02/2021-04"),
        ("2021年3月2日到2021年3月5日", "2021-03-02/2021-03-05"),
        ("2020~2021", "2020/2021"),
        ("3/2/2021", "3/2/2021"),
        ("20210302", "20210302"),
        ("2021.3.2-5", "2021.3.2-5"),
        ("不详", "不详"),
    ],
)
def test_dates_as_spreadsheets_write_them(text: str, expected: str) -> None:
    assert dated(text) == expected


def test_days_that_do_not_exist_and_other_orders_are_refused(tmp_path: Path) -> None:
    rows = [
        ["行为人", "行为", "日期"],
        *(["甲", "出售", text] for text in ("2021/2/30", "3/2/2021", "44257", "2021.3.5-2021.3.2")),
    ]
    assert places(csv_file(tmp_path, rows)) == [("C2", "TH210"), ("C3", "TH210"), ("C4", "TH210"), ("C5", "TH216")]


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        ("yyyy-mm-dd", date(2021, 3, 2), "2021-03-02"),
        ("yyyy/m/d h:mm", datetime(2021, 3, 2, 14, 5), "2021-03-02"),
        ('yyyy"年"m"月"d"日"', date(2021, 3, 2), "2021-03-02"),
        ("[$-F800]dddd, mmmm dd, yyyy", date(2021, 3, 2), "2021-03-02"),
        ('yyyy"年"m"月"', date(2021, 3, 2), "2021-03"),
        ("mmm-yy", date(2021, 3, 1), "2021-03"),
        ("yyyy", date(2021, 3, 2), "2021"),
        ('yyyy"年"', date(2021, 3, 2), "2021"),
    ],
)
def test_dates_of_a_workbook_are_as_precise_as_they_are_shown(
    form: str, value: date, expected: str, tmp_path: Path
) -> None:
    def formatted(sheet: Worksheet) -> None:
        sheet["C2"].number_format = form

    [dealing] = load_case(sheet_file(tmp_path, [["行为人", "行为", "日期"], ["甲", "出售", value]], formatted)).dealings
    assert dealing.date is not None
    assert dealing.date.written == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(57, "2021-03"), (31, "2021-03-02"), (36, "2021-03"), (58, None), (28, None)]
)
def test_formats_that_a_chinese_excel_stores_by_number_are_dates(
    number: int, expected: str | None, tmp_path: Path
) -> None:
    """44257 is the second of March 2021; openpyxl does not know these numbers, so they are put into the file."""
    path = sheet_file(tmp_path, [["行为人", "行为", "日期"], ["甲", "出售", date(2021, 3, 2)]])
    repacked(path, "xl/styles.xml", lambda xml: xml.replace(b'<xf numFmtId="164"', b'<xf numFmtId="%d"' % number))
    if expected is None:
        assert places(path) == [("C2", "TH257")]
        return
    [dealing] = load_case(path).dealings
    assert dealing.date is not None
    assert dealing.date.written == expected


def test_workbooks_that_count_days_from_1904_have_their_own_days(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, [["行为人", "行为", "日期"], ["甲", "出售", date(2021, 3, 2)]])
    repacked(path, "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1))
    [dealing] = load_case(path).dealings
    assert dealing.date is not None
    assert dealing.date.written == "2025-03-03"


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (28.0, "General", "28"),
        (28, "0", "28"),
        (4999.99, "0.00", "4999.99"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.56 * 3, "#,##0.00", "3703.68"),
        (4999.995, "0.00", "4999.995"),
        (0.045, "0.0%", "4.5%"),
        (0.07, "0%", "7%"),
        (1, "0%", "100%"),
        (1e15, "0", "1000000000000000"),
        (3000, '#,##0.00"元"', "3000"),
        (3000, '_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ ', "3000"),
    ],
)
def test_numbers_of_a_workbook_are_those_that_are_shown(value: float, form: str, expected: str) -> None:
    assert shown.number_shown(value, shown.kind_of(form), datetime(1899, 12, 30)) == (expected, "")


@pytest.mark.parametrize(
    "form", ['0.00"万元"', '0!.0,"万"', "0,", "#,##0,", "0\\.0000", '[>=10000]0!.0,"万";0', '0;[<0]-0"万"']
)
def test_a_format_that_makes_a_number_look_smaller_is_refused(form: str, tmp_path: Path) -> None:
    def formatted(sheet: Worksheet) -> None:
        sheet["C2"].number_format = form

    path = sheet_file(tmp_path, [["行为人", "行为", "收款"], ["甲", "出售", 3]], formatted)
    assert places(path) == [("C2", "TH257")]


def test_a_fraction_of_a_fen_and_of_a_record_are_errors_at_their_cells(tmp_path: Path) -> None:
    rows: Rows = [["行为人", "行为", "征信信息", "收款"], ["甲", "出售", 49.5, 4999.995]]
    assert places(sheet_file(tmp_path, rows)) == [("C2", "TH208"), ("D2", "TH208")]


def test_a_rate_is_a_share_however_the_sheet_shows_it(tmp_path: Path) -> None:
    def formatted(sheet: Worksheet) -> None:
        sheet["E2"].number_format = "0.0%"

    rows: Rows = [
        ["行为人", "行为", "类别", "条数", "重复率"],
        *(["甲", "购买", "征信信息", 9, rate] for rate in (0.045, 0.045, "4.5%")),
    ]
    rates = [
        one.bodies[0].deductions.duplicate_rate for one in load_case(sheet_file(tmp_path, rows, formatted)).dealings
    ]
    assert [str(rate.at_least) for rate in rates if rate] == ["9/200"] * 3
    percent = [["行为人", "行为", "类别", "条数", "重复率（%）"], ["甲", "购买", "征信信息", "9", "4.5"]]
    [dealing] = load_case(csv_file(tmp_path, percent)).dealings
    assert str(dealing.bodies[0].deductions.duplicate_rate.at_least) == "9/200"  # type: ignore[union-attr]


def test_a_number_that_excel_made_a_date_is_refused(tmp_path: Path) -> None:
    """Typed as 3-5, stored as a day: it is no number of records any more."""
    rows: Rows = [["行为人", "行为", "征信信息"], ["甲", "出售", date(2021, 3, 5)], ["甲", "出售", time(14, 30)]]
    assert places(sheet_file(tmp_path, rows)) == [("C2", "TH205"), ("C3", "TH205")]
