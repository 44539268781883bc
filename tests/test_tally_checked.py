"""Check sheets as they come back: where the sheet is looked for, what is no row of it, and what is refused."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from test_cli_tally import sheet, typed

Captured = pytest.CaptureFixture[str]
Rows = list[list[str]]

#: number, mark, source, row, category, name, phone, verdict, remark: A to I.
NUMBER, MARK, SOURCE, VERDICT, REMARK = 0, 1, 2, 7, 8
VERDICTS = ("重复", "不真实", "属实", "")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four records."""
    path = tmp_path / "a.csv"
    lines = [f"{name},1990000000{number}" for number, name in enumerate(("赵甲甲", "钱乙乙", "孙丙丙", "李丁丁"), 1)]
    path.write_text("\n".join(["姓名,手机号", *lines]), encoding="utf-8")
    return path


@pytest.fixture
def rows(data: Path, tmp_path: Path, capsys: Captured) -> Rows:
    """A sheet of all four, filled in: a duplicate, an untrue one, a fine one, and one that is open."""
    typed(capsys, data, "--sample", 9, "--output", tmp_path / "drawn.csv")
    head, *drawn = sheet(tmp_path / "drawn.csv")
    for row, verdict in zip(drawn, VERDICTS, strict=True):
        row[VERDICT] = verdict
    return [head, *drawn]


def fill(worksheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """Put the rows into a worksheet, numbers as numbers."""
    for row in rows:
        worksheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])


def book_of(path: Path, rows: Sequence[Sequence[str]], change: Callable[[Worksheet], object] | None = None) -> Path:
    """A workbook of one worksheet with the rows, changed."""
    book = openpyxl.Workbook()
    assert book.active is not None
    fill(book.active, rows)
    if change is not None:
        change(book.active)
    book.save(path)
    return path


def both(folder: Path, rows: Sequence[Sequence[str]]) -> tuple[Path, Path]:
    """The rows as CSV and as a workbook."""
    with (folder / "filled.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder / "filled.csv", book_of(folder / "filled.xlsx", rows)


def counted(capsys: Captured, data: Path, path: Path) -> tuple[int, int, int, int]:
    """How many were found to be duplicates and untrue, of how many, and how many are open."""
    code, out, err = typed(capsys, data, "--format", "json", "--checked", path)
    assert (code, err) == (0, "")
    found = json.loads(out)["sample"]
    assert found["duplicate"]["size"] == found["inauthentic"]["size"]
    return (
        found["duplicate"]["found"],
        found["inauthentic"]["found"],
        found["duplicate"]["size"],
        found["without_verdict"],
    )


def refused(capsys: Captured, data: Path, path: Path) -> list[str]:
    """What is wrong with a sheet: place, code and cell, without the sentence; none of the records is repeated."""
    code, out, err = typed(capsys, data, "--checked", path)
    assert (code, out) == (1, "")
    assert re.search("1990000|甲甲|乙乙|丙丙|丁丁|SECRET", err) is None
    found = re.findall(r"^[^\n]*?\.(?:csv|xlsx)(?::(\d+:\d+))?: (TH\d{3}) (?:(\S*?[A-Z]\d+)：)?", err, re.MULTILINE)
    assert len(found) == len(err.strip().splitlines())
    return [" ".join(filter(None, one)) for one in found]


#: What the filled in sheet says: one of each, one open.
SAID = (1, 1, 3, 1)


# -- what a sheet says of itself ---------------------------------------------------------------------------------


def test_marks_say_how_many_rows_there_are(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    assert {row[MARK][12:] for row in rows[1:]} == {"-4"}
    assert len({row[MARK][:12] for row in rows[1:]}) == 1
    typed(capsys, data, "--sample", 3, "--output", tmp_path / "three.csv")
    assert [row[MARK] for row in sheet(tmp_path / "three.csv")[1:]] == [f"{rows[1][MARK][:12]}-3"] * 3


def test_a_filled_in_sheet_is_counted(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    for path in both(tmp_path, rows):
        assert counted(capsys, data, path) == SAID


def test_rows_may_be_in_any_order(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    for path in both(tmp_path, [rows[0], *reversed(rows[1:])]):
        assert counted(capsys, data, path) == SAID


def old(rows: Rows) -> Rows:
    """The sheet with marks that do not say its size."""
    return [rows[0], *([*row[:MARK], row[MARK][:12], *row[SOURCE:]] for row in rows[1:])]


def test_sheets_whose_marks_do_not_say_their_size_are_read(
    rows: Rows, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    for path in both(tmp_path, old(rows)):
        assert counted(capsys, data, path) == SAID
    # without the last row, the open one, they are whole as far as can be told
    for path in both(tmp_path, old(rows)[:-1]):
        assert counted(capsys, data, path) == (1, 1, 3, 0)


# -- rows that are missing, and numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "missing", "missing_of_old"),
    [
        ((2, 3, 4), "1", "1"),
        ((1, 4), "2-3", "2-3"),
        ((2, 4), "1、3", "1、3"),
        ((1, 2, 3), "4", ""),
        ((), "1", "1"),
    ],
)
def test_rows_that_were_deleted_are_missed(
    rows: Rows, kept: tuple[int, ...], missing: str, missing_of_old: str, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    for given, expected in ((rows, missing), (old(rows), missing_of_old)):
        for path in both(tmp_path, [given[0], *(given[number] for number in kept)]):
            if expected:
                assert refused(capsys, data, path) == ["TH635"]
                assert f"没有 {expected}。" in typed(capsys, data, "--checked", path)[2]
            else:
                assert counted(capsys, data, path) == (1, 1, 3, 0)


def test_of_many_missing_rows_the_first_runs_are_named(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "many.csv"
    path.write_text("\n".join(["姓名,手机号", *(f"赵甲,199{n:08d}" for n in range(20))]), encoding="utf-8")
    typed(capsys, path, "--sample", 20, "--output", tmp_path / "s.csv")
    head, *drawn = sheet(tmp_path / "s.csv")
    for filled in both(tmp_path, [head, *drawn[1::2]]):
        code, _, err = typed(capsys, path, "--checked", filled)
        assert code == 1
        assert "从 1 到 20 齐全，没有 1、3、5、7、9、11 …。" in err


@pytest.mark.parametrize("number", ["0", "5", "-1", "1.5", "一", "SECRET", "9" * 40, "²"])
def test_a_number_that_is_none_is_refused(
    rows: Rows, number: str, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    rows[2][NUMBER] = number
    for given in (rows, old(rows)):
        (tmp_path / "x.csv").write_text("\n".join(",".join(row) for row in given), encoding="utf-8")
        assert refused(capsys, data, tmp_path / "x.csv") == ["3:1 TH634 A3"]


def test_the_number_of_a_sheet_of_part_is_no_larger_than_the_part(data: Path, tmp_path: Path, capsys: Captured) -> None:
    typed(capsys, data, "--sample", 2, "--output", tmp_path / "s.csv")
    rows = sheet(tmp_path / "s.csv")
    rows[2][NUMBER] = "3"
    for path in both(tmp_path, rows):
        assert refused(capsys, data, path) == ["3:1 TH634 A3"]
        assert "不是 1 至 2 的整数" in typed(capsys, data, "--checked", path)[2]


def test_a_number_may_be_a_text_and_is_the_same_with_noughts(
    rows: Rows, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    def as_texts(worksheet: Worksheet) -> None:
        for row in range(2, 6):
            worksheet.cell(row, 1, f"{row - 1:03d}")

    assert counted(capsys, data, book_of(tmp_path / "x.xlsx", rows, as_texts)) == SAID
    rows[2][NUMBER] = "01"
    (tmp_path / "x.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    assert refused(capsys, data, tmp_path / "x.csv") == ["TH635", "3:1 TH633 A3"]


def test_every_row_that_is_wrong_is_told_at_once(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    rows[1][VERDICT], rows[2][NUMBER], rows[3][NUMBER], rows[4][MARK] = "SECRET", "", "7", ""
    for path in both(tmp_path, rows):
        assert refused(capsys, data, path) == ["2:8 TH632 H2", "3:1 TH638 A3", "4:1 TH634 A4", "5:2 TH638 B5"]


# -- marks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["-5", "-0", "-", "-4x", "-04", "-99999999999999999999", "x"])
def test_a_mark_with_an_impossible_size_is_of_other_data(
    rows: Rows, ending: str, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    for row in rows[1:]:
        row[MARK] = row[MARK][:12] + ending
    for path in both(tmp_path, rows):
        assert refused(capsys, data, path) == ["2:2 TH631 B2"]
        assert f"应以 {rows[1][MARK][:12]} 开头" in typed(capsys, data, "--checked", path)[2]


def test_rows_of_two_sheets_are_not_one(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    for ending in ("-3", ""):
        rows[3][MARK] = rows[3][MARK][:12] + ending
        for path in both(tmp_path, rows):
            assert refused(capsys, data, path) == ["4:2 TH639 B4"]
            assert "和第 2 行" in typed(capsys, data, "--checked", path)[2]


# -- what is no row of the sheet ---------------------------------------------------------------------------------


def below(rows: Rows, **cells: str) -> Rows:
    """The sheet with an empty row and another below, in which these cells stand."""
    empty = [""] * len(rows[0])
    stray = [cells.get(letter, "") for letter in "ABCDEFGHI"]
    return [*rows, empty, stray]


def test_rows_without_number_mark_and_verdict_are_passed_over(
    rows: Rows, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    for path in both(tmp_path, below(rows, C="SECRET", I="SECRET")):
        assert counted(capsys, data, path) == SAID


@pytest.mark.parametrize(
    ("stray", "place", "missing"),
    [
        ({"H": "重复"}, "7:1 TH638 A7", "没有序号、批次标记。"),
        ({"A": "SECRET"}, "7:2 TH638 B7", "没有批次标记。"),
        ({"A": "4", "H": "属实"}, "7:2 TH638 B7", "没有批次标记。"),
    ],
)
def test_what_a_stray_row_lacks_is_said(
    rows: Rows, stray: dict[str, str], place: str, missing: str, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    for path in both(tmp_path, below(rows, **stray)):
        assert refused(capsys, data, path) == [place]
        assert missing in typed(capsys, data, "--checked", path)[2]


def test_what_is_missing_is_named_as_the_sheet_names_it(data: Path, tmp_path: Path, capsys: Captured) -> None:
    typed(capsys, data, "--sample", 4, "--output", tmp_path / "s.csv", "--lang", "en")
    rows = sheet(tmp_path / "s.csv")
    for path in both(tmp_path, below(rows, H="fine")):
        assert "this row has no no.、mark of the tally." in typed(capsys, data, "--checked", path, "--lang", "en")[2]


# -- formulas and merged cells -----------------------------------------------------------------------------------


def test_a_formula_without_a_value_is_refused(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    def formulas(worksheet: Worksheet) -> None:
        worksheet["H2"], worksheet["A3"], worksheet["A4"], worksheet["B5"] = '="重"&"复"', "=ROW()-1", "=A3+1", "=B2"
        worksheet["I2"] = '="SECRET"'

    path = book_of(tmp_path / "x.xlsx", rows, formulas)
    assert refused(capsys, data, path) == ["2:8 TH250 H2", "3:1 TH250 A3", "4:1 TH250 A4", "5:2 TH250 B5"]


def test_a_formula_that_fails_is_no_verdict(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    def fails(worksheet: Worksheet) -> None:
        worksheet["H2"].value, worksheet["H2"].data_type = "#N/A", "e"

    assert refused(capsys, data, book_of(tmp_path / "x.xlsx", rows, fails)) == ["2:8 TH632 H2"]


@pytest.mark.parametrize(
    ("merged", "cell"),
    [("H2:H5", "2:8 TH636 H2"), ("A3:A4", "3:1 TH636 A3"), ("B2:C2", "2:2 TH636 B2"), ("G4:I4", "4:7 TH636 G4"),
     ("H1:H2", "1:8 TH636 H1"), ("A9:I9", "9:1 TH636 A9")],
)  # fmt: skip
def test_merged_cells_are_refused(
    rows: Rows, merged: str, cell: str, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = book_of(tmp_path / "x.xlsx", rows, lambda worksheet: worksheet.merge_cells(merged))
    assert refused(capsys, data, path) == [cell]
    assert f"合并了单元格：{merged}。" in typed(capsys, data, "--checked", path)[2]


def test_merged_cells_elsewhere_do_not_matter(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    def merges(worksheet: Worksheet) -> None:
        worksheet.insert_rows(1)
        worksheet["A1"] = "核验表（甲案）"
        for one in ("A1:I1", "C3:D6", "I3:I5", "H2:I2"):
            worksheet.merge_cells(one)

    assert counted(capsys, data, book_of(tmp_path / "x.xlsx", rows, merges)) == SAID


# -- which sheet, and which row is its head ----------------------------------------------------------------------


def sheets(path: Path, *given: tuple[str, str, Sequence[Sequence[str]]]) -> Path:
    """A workbook of worksheets: name, state, rows."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for name, state, rows in given:
        made = book.create_sheet(name)
        made.sheet_state = state
        fill(made, rows)
    book.remove(book.active)
    book.save(path)
    return path


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_worksheet_is_not_read(rows: Rows, state: str, data: Path, tmp_path: Path, capsys: Captured) -> None:
    other = [rows[0], *([*row[:VERDICT], "重复", ""] for row in rows[1:])]
    path = sheets(tmp_path / "x.xlsx", ("旧", state, other), ("核验表", "visible", rows))
    assert counted(capsys, data, path) == SAID
    path = sheets(tmp_path / "x.xlsx", ("旧", state, other), ("说明", "visible", [["说明"]]))
    assert refused(capsys, data, path) == ["1:1 TH249 旧!A1"]
    assert "「旧」这张表隐藏了" in typed(capsys, data, "--checked", path)[2]


def test_of_several_worksheets_none_is_chosen(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    path = sheets(tmp_path / "x.xlsx", ("甲", "visible", rows), ("乙", "visible", [["题"], *rows]))
    assert refused(capsys, data, path) == ["TH637"]
    assert "有几张工作表都是核验表：甲、乙。" in typed(capsys, data, "--checked", path)[2]


def test_other_worksheets_may_stand_before_it(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    path = sheets(tmp_path / "x.xlsx", ("说明", "visible", [["这里是说明"]]), ("空", "visible", []),
                  ("核验表", "visible", rows))  # fmt: skip
    assert counted(capsys, data, path) == SAID
    rows[1][VERDICT] = "SECRET"
    path = sheets(tmp_path / "x.xlsx", ("说明", "visible", [["序号"]]), ("核验表", "visible", rows))
    assert refused(capsys, data, path) == ["2:8 TH632 核验表!H2"]


def test_titles_may_stand_above_the_head(rows: Rows, data: Path, tmp_path: Path, capsys: Captured) -> None:
    titles = [["核验表（甲案）"], [""], ["序号", "核验结论"]]
    for path in both(tmp_path, [*titles, *rows]):
        assert counted(capsys, data, path) == SAID
    for path in both(tmp_path, [*[["题"]] * 19, *rows]):
        assert counted(capsys, data, path) == SAID
    for path in both(tmp_path, [*[["题"]] * 20, *rows]):
        assert refused(capsys, data, path) == ["1:1 TH630 A1"]
        assert "没有「序号、批次标记、核验结论」一列" in typed(capsys, data, "--checked", path)[2]
    rows[2][VERDICT] = "SECRET"
    for path in both(tmp_path, [*titles, *rows]):
        assert refused(capsys, data, path) == ["6:8 TH632 H6"]


def test_the_row_most_like_a_head_says_what_is_missing(
    rows: Rows, data: Path, tmp_path: Path, capsys: Captured
) -> None:
    rows[0][VERDICT] = "SECRET"
    for path in both(tmp_path, [["核验表（甲案）"], *rows]):
        assert refused(capsys, data, path) == ["2:1 TH630 A2"]
        assert "没有「核验结论」一列" in typed(capsys, data, "--checked", path)[2]
    path = sheets(tmp_path / "x.xlsx", ("说明", "visible", [["说明"]]), ("核验表", "visible", rows))
    assert refused(capsys, data, path) == ["1:1 TH630 核验表!A1"]
    path = sheets(tmp_path / "x.xlsx", ("旧", "hidden", rows), ("说明", "visible", [["说明"]]))
    assert refused(capsys, data, path) == ["1:1 TH630 说明!A1"]


@pytest.mark.parametrize("raw", [b"", b"\xff\xff\xff\xff"])
def test_what_has_no_rows_at_all_is_no_sheet(raw: bytes, data: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "x.csv").write_bytes(raw)
    assert refused(capsys, data, tmp_path / "x.csv") == ["TH630"]
    assert refused(capsys, data, book_of(tmp_path / "x.xlsx", [])) == ["TH630"]


def test_a_column_of_the_data_may_be_called_verdict(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "v.csv"
    path.write_text("手机号,核验结论\n19900000001,未知\n19900000002,未知\n", encoding="utf-8")
    typed(capsys, path, "--sample", 2, "--output", tmp_path / "s.csv")
    head, *rows = sheet(tmp_path / "s.csv")
    assert head[-3:] == ["核验结论*", "核验结论", "核验说明"]
    head[-3] = "核验结论"  # an office program that takes the mark off
    rows[0][-2] = "重复"
    for filled in both(tmp_path, [head, *rows]):
        assert counted(capsys, path, filled) == (1, 0, 1, 1)
