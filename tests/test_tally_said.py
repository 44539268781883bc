"""What a tally says of the files it read and of what rests on what, and what check sheets never repeat."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import yaml
from jsonschema import Draft202012Validator
from test_cli_tally import sheet, typed

from thresholds.rendering.tally_schema import tally_schema
from thresholds.tally.counting.sheet import sheet_csv

Captured = pytest.CaptureFixture[str]

HIDDEN, LOST = "隐藏的工作表，也读了", "有 1 个单元格把 16 位以上的号码存成了数字，后面的几位可能已经丢失"
SKIPPED, UNNAMED = "不是表格，没有读", "第一行没有列名，按数据计，列称作第几列；其实是列名的，用 --header 文件=有"


@pytest.fixture
def seized(tmp_path: Path) -> Path:
    """A folder: a workbook with lost digits and a hidden sheet, a file that is no table, one without a header."""
    folder = tmp_path / "seized"
    folder.mkdir()
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["姓名", "手机号", "银行卡号"], ["赵甲甲", "19900000001", 6222020200012345]):
        book.active.append(row)
    other = book.create_sheet("乙")
    other.sheet_state = "hidden"
    for row in (["姓名", "手机号"], ["钱乙乙", "19900000002"]):
        other.append(row)
    book.save(folder / "a.xlsx")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4")
    (folder / "c.csv").write_text("孙丙丙,19900000003\n", encoding="utf-8")
    return folder


def test_every_form_says_what_was_found_when_reading(seized: Path, tmp_path: Path, capsys: Captured) -> None:
    text = typed(capsys, seized)[1]
    expected = (
        ("1", "a.xlsx!Sheet", LOST),
        ("2", "a.xlsx!乙", HIDDEN),
        ("3", "b.pdf", SKIPPED),
        ("4", "c.csv", UNNAMED),
    )
    flat = "".join(text.split())
    for number, name, note in expected:
        assert f"-{number}.{seized}/{name}：{note}".replace(" ", "") in flat
    columns = "".join(typed(capsys, seized, "--columns")[1].split())
    for _, _, note in expected:
        assert f"-{note}".replace(" ", "") in columns
    out = tmp_path / "o.xlsx"
    typed(capsys, seized, "--format", "xlsx", "--output", out)
    rows = list(openpyxl.load_workbook(out)["各来源"].iter_rows(values_only=True))
    assert [row[-1] for row in rows] == ["读取时的情况", LOST, HIDDEN, SKIPPED, UNNAMED]
    out = tmp_path / "o.docx"
    typed(capsys, seized, "--format", "docx", "--output", out)
    with ZipFile(BytesIO(out.read_bytes())) as package:
        written = package.read("word/document.xml").decode()
    for note in (LOST, HIDDEN, SKIPPED, UNNAMED):
        assert note in written


def test_json_says_it_too(seized: Path, capsys: Captured) -> None:
    data = json.loads(typed(capsys, seized, "--format", "json")[1])
    Draft202012Validator(tally_schema()).validate(data)
    assert [one["notes"] for one in data["sources"]] == [
        [{"about": "digits-lost", "number": 1}],
        [{"about": "hidden-sheet", "number": 0}],
        [{"about": "skipped", "number": 0}],
        [{"about": "no-header", "number": 0}],
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_of_columns_stands_under_its_source(
    seized: Path, lang: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(seized.parent)
    lines = typed(capsys, seized.name, "--lang", lang)[1].splitlines()
    heads = [place for place, line in enumerate(lines) if line.split()[:2] in (["列", "认作"], ["column", "taken"])]
    assert len(heads) == 4
    for number, (place, name) in enumerate(zip(heads, ("a.xlsx!Sheet", "a.xlsx!乙", "b.pdf", "c.csv"), strict=True), 1):
        above = "".join(lines[max(0, place - 3) : place])
        assert above.endswith(f"{number}. {seized.name}/{name}")


def test_of_kinds_that_cells_do_not_tell_none_are_said_to_fit(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.csv"
    path.write_text("账号,密码,手机号\nzhao,abc,19900000001\nqian,def,1\n", encoding="utf-8")
    rows = [line.split() for line in typed(capsys, path, "--columns")[1].splitlines()]
    assert ["账号", "账号", "确定", "表头"] in rows
    assert ["密码", "密码", "确定", "表头"] in rows
    assert ["手机号", "电话", "确定", "表头和内容，1/2", "格符合"] in rows
    columns = json.loads(typed(capsys, path, "--format", "json")[1])["sources"][0]["columns"]
    assert [(one["fits"], one["seen"]) for one in columns] == [(None, 2), (None, 2), (1, 2)]


# -- batches -----------------------------------------------------------------------------------------------------


def test_merged_records_are_not_called_equal(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.csv"
    rows = ["姓名,手机号", "赵甲甲,19900000001", "赵甲乙,19900000001", "钱乙乙,19900000002"]
    for lines, equal, merged in (
        (rows, False, True),
        ([*rows, rows[3]], True, True),
        ([*rows[2:], rows[3]], True, False),
    ):
        path.write_text("\n".join([rows[0], *lines] if lines[0] != rows[0] else lines), encoding="utf-8")
        batch = yaml.safe_load(typed(capsys, path, "--one-per-person", "--batches")[1])["批次"]["S1"]
        because = batch["重复"]["理由"]
        assert ("比对的字段完全相同" in because, "同一人的几条合并为一条" in because) == (equal, merged)


def test_a_sheet_without_verdicts_says_no_rates(tmp_path: Path, capsys: Captured) -> None:
    path, drawn = tmp_path / "a.csv", tmp_path / "s.csv"
    path.write_text("姓名,手机号\n赵甲甲,19900000001\n钱乙乙,19900000002\n", encoding="utf-8")
    typed(capsys, path, "--sample", 2, "--output", drawn)
    batch = yaml.safe_load(typed(capsys, path, "--checked", drawn, "--batches")[1])["批次"]["S1"]
    assert set(batch) == {"类别", "条数", "重复", "不真实"}
    head, *rows = sheet(drawn)
    rows[0][head.index("核验结论")] = "属实"
    filled = tmp_path / "f.csv"
    filled.write_text("\n".join(",".join(row) for row in (head, *rows)), encoding="utf-8")
    batch = yaml.safe_load(typed(capsys, path, "--checked", filled, "--batches", "--confidence", "90%")[1])["批次"][
        "S1"
    ]
    assert "抽查 1 条，90% 置信度" in batch["重复率"]["理由"]


# -- check sheets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "'=1"),
        ("\x1b=1", "'=1"),
        ("＝1", "'＝1"),
        ("a\x07b\x1b[31m\u202ec", "ab[31mc"),
        ("a=1", "a=1"),
        ("***", "***"),
    ],
)
def test_no_cell_of_a_sheet_is_computed(cell: str, written: str) -> None:
    head, row = csv.reader(StringIO(sheet_csv([cell], [[cell]]).removeprefix("\ufeff"), newline=""))
    assert (head, row) == ([written], [written])


def test_numbers_of_a_sheet_stay_numbers() -> None:
    assert sheet_csv(["n"], [[-5]]) == "\ufeffn\r\n-5\r\n"


def test_nothing_in_a_sheet_is_repeated_when_it_is_refused(tmp_path: Path, capsys: Captured) -> None:
    path, drawn = tmp_path / "a.csv", tmp_path / "s.csv"
    path.write_text("姓名,手机号\n赵甲甲,19900000001\n钱乙乙,19900000002\n", encoding="utf-8")
    typed(capsys, path, "--sample", 2, "--output", drawn)
    head, *rows = sheet(drawn)
    # number, mark, source, row, category, name, phone, verdict: A to H
    for changed, code, place in (
        ("核验结论", "TH632", "2:8: TH632 H2："),
        ("批次标记", "TH631", "2:2: TH631 B2："),
        ("序号", "TH634", "2:1: TH634 A2："),
    ):
        copied = [list(row) for row in rows]
        for row in copied:
            row[head.index(changed)] = "赵甲甲19900000001"
        for ending in ("csv", "xlsx"):
            wrong = tmp_path / f"wrong.{ending}"
            if ending == "csv":
                wrong.write_text("\n".join(",".join(row) for row in (head, *copied)), encoding="utf-8")
            else:
                book = openpyxl.Workbook()
                assert book.active is not None
                for row in (head, *copied):
                    book.active.append(row)
                book.save(wrong)
            found, out, err = typed(capsys, path, "--checked", wrong)
            assert (found, out) == (1, "")
            assert err.startswith(f"{wrong}:{place}")
            assert code in err
            assert "赵甲甲" not in err
            assert "1990000" not in err


def test_a_filled_workbook_is_read_and_one_that_unpacks_to_too_much_is_not(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, drawn = tmp_path / "a.csv", tmp_path / "s.xlsx"
    path.write_text("姓名,手机号\n赵甲甲,19900000001\n钱乙乙,19900000002\n", encoding="utf-8")
    typed(capsys, path, "--sample", 2, "--output", drawn)
    book = openpyxl.load_workbook(drawn)
    page = book.worksheets[0]
    [column] = [cell.column for cell in page[1] if cell.value == "核验结论"]
    for row, verdict in ((2, "重复"), (3, "属实")):
        page.cell(row, column, verdict)
    book.save(drawn)
    sample = json.loads(typed(capsys, path, "--format", "json", "--checked", drawn)[1])["sample"]
    assert (sample["records"], sample["without_verdict"], sample["duplicate"]["found"]) == (2, 0, 1)
    monkeypatch.setattr("thresholds.case.ledger.excel.MAX_UNPACKED", 1000)
    code, out, err = typed(capsys, path, "--checked", drawn)
    assert (code, out) == (1, "")
    assert err.startswith(str(drawn))
    assert "TH008" in err


def test_a_tally_of_nothing_has_a_sheet_of_nothing(tmp_path: Path, capsys: Captured) -> None:
    path, drawn = tmp_path / "a.csv", tmp_path / "s.csv"
    path.write_text("甲乙,丙丁\n戊己,庚辛\n", encoding="utf-8")
    assert typed(capsys, path, "--sample", 2, "--output", drawn)[0] == 0
    assert len(sheet(drawn)) == 1
    assert "：。" not in typed(capsys, path)[1]
