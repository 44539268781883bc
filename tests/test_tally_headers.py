"""First rows: a header is told by words of headers, a person's data never stands in one, and no record is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet
from tally_files import HEADER, LI, PLAIN, ZHANG, rows_of, table_of
from test_cli_tally import typed

from thresholds.errors import NotFoundError
from thresholds.tally.inputs import Written, open_inputs
from thresholds.tally.inputs.header_words import known_words
from thresholds.tally.inputs.headers import Heading, heading, is_value, names
from thresholds.tally.model import Note
from thresholds.tally.workspace import Workspace

Captured = pytest.CaptureFixture[str]

#: Files without a header, none of whose first fields is plainly data by its digits.
PEOPLE: dict[str, Sequence[Sequence[str]]] = {
    "address": [
        ["张三", "北京市朝阳区建国路0号"],
        ["李四", "北京市朝阳区建国路1号"],
        ["王五", "上海市徐汇区漕溪路2号"],
    ],
    "account": [["user张三", "Secret!0x"], ["user李四", "Secret!1x"], ["user王五", "Secret!2x"]],
    "phone": [["张三", "1380013800a"], ["李四", "13810000001"], ["王五", "13810000002"]],
    "foreign": [["John Smith", "Passport E12345670"], ["Mary Jones", "Passport E12345671"]],
    "passport": [["Maria0", "E12345670"], ["Maria1", "E12345671"], ["Maria2", "E12345672"]],
    "plate": [["张三", "京A12340"], ["李四", "京A12341"], ["王五", "京A12342"]],
    "words": [["张三", "微信"], ["李四", "电话"], ["王五", "短信"]],
    "hotel": [["如家酒店", "张三"], ["汉庭酒店", "李四"], ["锦江之星", "王五"]],
    "login": [["zhangsan", "password"], ["lisi", "abc123"], ["wangwu", "qwerty"]],
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "work", memory="300MB", threads=2) as opened:
        yield opened


def written(folder: Path, rows: Sequence[Sequence[str]], form: str) -> Path:
    """The rows as a file of a form."""
    path = folder / f"people.{form}"
    if form == "xlsx":
        made = openpyxl.Workbook()
        assert made.active is not None
        for row in rows:
            made.active.append(list(row))
        made.save(path)
    elif form == "zip":
        with ZipFile(path, "w") as archive:
            archive.write(written(folder, rows, "csv"), "people.csv")
    else:
        part = {"csv": ",", "tsv": "\t", "txt": "----"}[form]
        path.write_text("".join(part.join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def shown_in(path: Path) -> str:
    """Everything that can be read in a file."""
    raw = path.read_bytes()
    if not raw.startswith(b"PK"):
        return raw.decode()
    with ZipFile(BytesIO(raw)) as package:
        return "".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())


@pytest.mark.parametrize("form", ["csv", "tsv", "txt", "xlsx", "zip"])
@pytest.mark.parametrize("who", PEOPLE)
def test_a_first_row_of_data_is_a_record(who: str, form: str, tmp_path: Path, workspace: Workspace) -> None:
    rows = PEOPLE[who]
    (table,) = open_inputs([written(tmp_path, rows, form)], workspace)
    assert (table.columns, table.rows, table.header_lines) == (("第1列", "第2列"), len(rows), 0)
    assert sorted(rows_of(workspace, table)) == sorted(map(tuple, rows))
    assert table.notes == (Note("no-header"),)


@pytest.mark.parametrize("said", [(), ("--header", "yes")])
@pytest.mark.parametrize("who", PEOPLE)
def test_the_first_person_shows_nowhere(who: str, said: Sequence[str], tmp_path: Path, capsys: Captured) -> None:
    rows = PEOPLE[who]
    path = written(tmp_path, rows, "csv")
    shown = ""
    outputs = (
        ("--columns",),
        ("--format", "json"),
        ("--key", "电话号码"),
        ("--format", "xlsx", "--output", tmp_path / "o.xlsx"),
        ("--format", "docx", "--output", tmp_path / "o.docx"),
        ("--write-map", tmp_path / "o.yaml"),
        ("--sample", 9, "--output", tmp_path / "s.csv"),
    )
    for wish in outputs[:2] if said else outputs:
        code, out, err = typed(capsys, path, *said, *wish)
        assert code == (2 if wish[0] == "--key" else 0)
        shown += out + err + (shown_in(wish[-1]) if isinstance(wish[-1], Path) else "")
    # what the user calls a header, and is built like no name, number or password, is shown
    believed = ("password", "微信", "如家酒店", "zhangsan") if said else ()
    assert [field for field in rows[0] if field in shown and field not in believed] == []


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("姓名,手机号,地址", "姓名,手机号,地址"),
        ("客户编号,客户名称,所属行业,联系方式", "客户编号,客户名称,所属行业,联系方式"),
        ("Name,E-mail,Phone No.,Company", "Name,E-mail,Phone No.,Company"),
        ("caseId,contactPhone,emergencyContactName", "caseId,contactPhone,emergencyContactName"),
        ("col1,col2,col3", "col1,col2,col3"),
        ("xm,sjh,zz", "xm,sjh,zz"),
        # a person among the names of columns: of hours worked, say
        ("姓名,电话,张三,李四", "姓名,电话,第3列,第4列"),
        ("姓名,电话,2017-05,2017年", "姓名,电话,第3列,2017年"),
        ("姓名,电话,Secret!0x", "姓名,电话,第3列"),
        # one word of four: not sure to be a header, so nothing but that word is shown
        ("订单号,甲,乙,丙", "订单号,第2列,第3列,第4列"),
    ],
)
def test_names_of_columns(header: str, shown: str, tmp_path: Path, workspace: Workspace) -> None:
    row = ["赵甲甲", "13800138000", "某地", "12"][: header.count(",") + 1]
    table = table_of(workspace, tmp_path / "a.csv", f"{header}\n{','.join(row)}\n{','.join(row)}\n")
    assert (",".join(table.columns), table.header_lines, table.rows) == (shown, 1, 2)
    hidden = sum(name.startswith("第") for name in table.columns)
    assert table.notes == ((Note("hidden-names", hidden),) if hidden else ())


@pytest.mark.parametrize(
    "row",
    [
        "密码,abc123",
        "admin,123456",
        "张三,男,北京,已婚",
        "李女士,业主,3号楼",
        "电话13800138000,姓名张三",
        "手机,张三",
        "ABC公司,张经理,法人",
    ],
)
def test_rows_that_are_no_headers(row: str) -> None:
    for below in ([], [["李雷", "xyz", "乙", "丙"]], [["lilei", "xyz1", "c", "d"]]):
        assert not heading([row.split(","), *below]).present


def test_what_is_said_is_believed() -> None:
    assert heading([["甲", "乙"]], True) == Heading(True)
    assert heading([["姓名", "电话"]], False) == Heading(False)
    assert heading([]) == Heading(False, sure=False)


def test_no_word_of_headers_is_hidden() -> None:
    assert [word for word in known_words() if is_value(word)] == []


@pytest.mark.parametrize(
    "value",
    [
        "张三",
        "欧阳娜娜",
        "user张三",
        "John Smith",
        "阿不都·买买提",
        "13800138000",
        "138 0013 8000",
        "a@b.cn",
        "京A12345",
        "北京市朝阳区建国路1号",
        "Secret0x",
        "abc!def",
        "110101199001010018",
        "姓名.张三",
    ],
)
def test_values_are_hidden(value: str) -> None:
    assert names([value, "电话"], 3) == ("第1列", "电话", "第3列")


def test_a_file_or_sheet_can_be_told_to_have_none(tmp_path: Path, workspace: Workspace) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(PLAIN, encoding="utf-8")
    book = openpyxl.Workbook()
    for title in ("甲", "乙"):
        sheet = book.create_sheet(title)
        for row in (HEADER, ZHANG):
            sheet.append(list(row))
    book.remove(book.worksheets[0])
    book.save(tmp_path / "c.xlsx")
    said = Written(headers=(("*.csv", True), ("b.csv", False), ("*!乙", False)))
    first, second, third, fourth = open_inputs(
        [tmp_path / name for name in ("a.csv", "b.csv", "c.xlsx")], workspace, written=said
    )
    assert [table.rows for table in (first, second, third, fourth)] == [2, 3, 1, 2]
    assert rows_of(workspace, second) == [HEADER, ZHANG, LI]
    assert rows_of(workspace, fourth) == [HEADER, ZHANG]
    # the same bytes under another name, of which nothing was said
    (tmp_path / "d.xlsx").write_bytes((tmp_path / "c.xlsx").read_bytes())
    said = Written(headers=(("c.xlsx", False),))
    tables = open_inputs([tmp_path / "c.xlsx", tmp_path / "d.xlsx"], workspace, written=said)
    assert [table.rows for table in tables] == [2, 2, 1, 1]


def test_a_file_that_is_not_read_is_said(tmp_path: Path, workspace: Workspace, capsys: Captured) -> None:
    path = tmp_path / "a.csv"
    path.write_text(PLAIN, encoding="utf-8")
    with pytest.raises(NotFoundError, match=r"b\.csv"):
        open_inputs([path], workspace, written=Written(headers=(("b.csv", True),)))
    code, _, err = typed(capsys, path, "--header", "a.cvs=no")
    assert code == 2
    assert "a.cvs" in err
    assert "a.csv" in err
    for wish in ("maybe", "=no", "a.csv="):
        code, _, err = typed(capsys, path, "--header", wish)
        assert code == 2
        assert wish in err


def test_the_option_counts_the_first_row(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.csv"
    path.write_text(PLAIN, encoding="utf-8")
    for wish, rows in (("有", 2), ("无", 3), ("yes", 2), ("no", 3), ("*.csv=no", 3)):
        data = json.loads(typed(capsys, path, "--header", wish, "--format", "json")[1])
        assert (data["lines"], data["sources"][0]["rows"]) == (3, rows)


def test_names_that_other_forms_have(tmp_path: Path, workspace: Workspace) -> None:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute('CREATE TABLE t ("张三" TEXT, "13800138000" TEXT, phone TEXT)')
    connection.commit()
    connection.close()
    parquet.write_table(pyarrow.table({"李四": ["x"], "手机": ["13800138000"]}), tmp_path / "b.parquet")
    (tmp_path / "c.jsonl").write_text('{"张三": {"13800138000": 1}, "phone": "13800138000"}\n', encoding="utf-8")
    tables = open_inputs([tmp_path / name for name in ("a.db", "b.parquet", "c.jsonl")], workspace)
    assert [table.columns for table in tables] == [
        ("第1列", "第2列", "phone"),
        ("第1列", "手机"),
        ("phone", "第2列"),
    ]
    assert [table.notes for table in tables] == [
        (Note("hidden-names", 2),),
        (Note("hidden-names", 1),),
        (Note("hidden-names", 1),),
    ]


# -- names of files that are not Unicode -------------------------------------------------------------------------

#: 张三 as GB18030 writes it.
GB_NAME = b"\xd5\xc5\xc8\xfd"


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".xlsx", ".db"])
def test_a_file_whose_name_is_not_unicode(ending: str, tmp_path: Path, capsys: Captured) -> None:
    plain = tmp_path / f"plain{ending}"
    if ending == ".csv":
        plain.write_text(PLAIN, encoding="utf-8")
    elif ending == ".jsonl":
        plain.write_text(
            '{"姓名": "张三", "手机": "13800138000"}\n{"姓名": "李四", "手机": "13900139000"}\n', encoding="utf-8"
        )
    elif ending == ".parquet":
        parquet.write_table(pyarrow.table({"姓名": ["张三", "李四"], "手机": ["13800138000", "13900139000"]}), plain)
    elif ending == ".xlsx":
        written(tmp_path, [HEADER, ZHANG, LI], "xlsx").rename(plain)
    else:
        import sqlite3

        connection = sqlite3.connect(plain)
        connection.execute("CREATE TABLE 客户 (姓名, 手机)")
        connection.execute("INSERT INTO 客户 VALUES ('张三', '13800138000'), ('李四', '13900139000')")
        connection.commit()
        connection.close()
    folder = os.fsencode(tmp_path) + b"/" + GB_NAME
    os.mkdir(folder)
    os.rename(plain, folder + b"/" + GB_NAME + os.fsencode(ending))
    for given in (folder, folder + b"/" + GB_NAME + os.fsencode(ending)):
        code, out, err = typed(capsys, os.fsdecode(given), "--format", "json")
        assert (code, err) == (0, "")
        data = json.loads(out)
        assert data["counted"] == 2
        # each byte that is no character as the mark for that: two letters of two bytes
        assert data["sources"][0]["file"] == f"{tmp_path}/����/����{ending}"
    for wish in (
        ("--columns",),
        (),
        ("--format", "docx", "--output", tmp_path / "o.docx"),
        ("--write-map", tmp_path / "m"),
    ):
        assert typed(capsys, os.fsdecode(folder), *wish)[0] == 0


def test_a_work_folder_whose_name_is_not_unicode(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.csv"
    path.write_text(PLAIN, encoding="utf-8")
    work = os.fsencode(tmp_path) + b"/" + GB_NAME
    code, out, err = typed(capsys, path, "--work", os.fsdecode(work))
    assert (code, out) == (2, "")
    assert err.startswith("TH604 ")
    assert not os.path.exists(work)
