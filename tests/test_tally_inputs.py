"""Seized text files as tables: every line accounted for, nothing replaced, and no value in any message."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tally_files import HEADER, LI, PLAIN, ZHANG, refused, rows_of, table_of

from thresholds.tally.inputs import Written
from thresholds.tally.model import Note, RawTable
from thresholds.tally.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "work", memory="300MB", threads=2) as opened:
        yield opened


def test_a_plain_file_is_read_whole(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "a.csv"
    table = table_of(workspace, path, PLAIN)
    assert table == RawTable(
        str(path), "", hashlib.sha256(PLAIN.encode()).hexdigest(), "utf-8", "raw_1", HEADER, 2, header_lines=1
    )  # fmt: skip
    assert rows_of(workspace, table) == [ZHANG, LI]
    assert table.lines == 3


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_gives_the_same_rows(
    tmp_path: Path, workspace: Workspace, encoding: str, said: str, end: str
) -> None:
    table = table_of(workspace, tmp_path / "a.csv", PLAIN.replace("\n", end).encode(encoding))
    assert (table.columns, table.encoding, table.lines, table.notes) == (HEADER, said, 3, ())
    assert rows_of(workspace, table) == [ZHANG, LI]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "----", "||", "，", "::", "@@"])
def test_every_delimiter_is_recognised(tmp_path: Path, workspace: Workspace, delimiter: str) -> None:
    table = table_of(workspace, tmp_path / "a.txt", PLAIN.replace(",", delimiter))
    assert table.columns == HEADER
    assert rows_of(workspace, table) == [ZHANG, LI]


@pytest.mark.parametrize("delimiter", [":", " "])
def test_weak_delimiters_count_beside_data_alone(tmp_path: Path, workspace: Workspace, delimiter: str) -> None:
    table = table_of(workspace, tmp_path / "a.txt", f"user_a{delimiter}13800138000\nuser_b{delimiter}13900139000\n")
    assert rows_of(workspace, table) == [("user_a", "13800138000"), ("user_b", "13900139000")]
    table = table_of(workspace, tmp_path / "b.txt", f"地址\n甲省{delimiter}乙市\n丙省{delimiter}丁市\n")
    assert rows_of(workspace, table) == [(f"甲省{delimiter}乙市",), (f"丙省{delimiter}丁市",)]


@pytest.mark.parametrize(
    ("first", "columns", "lines"),
    [
        ("张三,13800138000", ("第1列", "第2列"), 0),
        ("张三,+86 138-0013-8000", ("第1列", "第2列"), 0),
        ("王,11010119900101002x", ("第1列", "第2列"), 0),
        ("姓名,13800138000号", ("第1列", "第2列"), 0),
        ("客户,渠道", ("客户", "渠道"), 1),
        (",", ("第1列", "第2列"), 0),
        ("Name,name", ("Name", "name_2"), 1),
        ("phone,Phone_2", ("phone", "Phone_2"), 1),
        ("手机,", ("手机", "第2列"), 1),
        (" 手机 ,\ufeff姓名", ("手机", "姓名"), 1),
        ('"a""b", 电话', ('a"b', "电话"), 1),
    ],
)
def test_headers(tmp_path: Path, workspace: Workspace, first: str, columns: tuple[str, ...], lines: int) -> None:
    table = table_of(workspace, tmp_path / "a.csv", f"{first}\n李四,13900139000\n赵六,13700137000\n")
    assert (table.columns, table.header_lines, table.lines) == (columns, lines, 3)
    assert rows_of(workspace, table)[-1] == ("赵六", "13700137000")


def test_accounts_and_passwords_have_no_header(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.txt", "zhang----abc\nli----a----b\nwang----abd\n")
    assert (table.columns, table.rows, table.ragged, table.header_lines) == (("第1列", "第2列"), 3, 1, 0)
    assert ("li", "a----b") in rows_of(workspace, table)


def test_what_is_known_of_a_file_is_not_recognised(tmp_path: Path, workspace: Workspace) -> None:
    raw = "张三/李四\n王五/赵六\n".encode("gb18030")
    table = table_of(workspace, tmp_path / "a.txt", raw, Written("gb18030", "/", header=False))
    assert rows_of(workspace, table) == [("张三", "李四"), ("王五", "赵六")]
    table = table_of(workspace, tmp_path / "a.txt", raw, Written("gb18030", "/", header=True))
    assert (table.columns, rows_of(workspace, table)) == (("第1列", "第2列"), [("王五", "赵六")])


def test_every_line_is_accounted_for(tmp_path: Path, workspace: Workspace) -> None:
    text = "姓名,手机,地址\n甲,1,a\n\n乙,2\n   \n丙,3,b,c,d\n姓名,手机,地址\n,,\n\ufeff姓名,手机,地址\n丁,4,\n"
    table = table_of(workspace, tmp_path / "a.csv", text)
    found = (table.rows, table.ragged, table.empty, table.repeated_headers, table.header_lines, table.lines)
    assert found == (4, 2, 3, 2, 1, 10)
    assert rows_of(workspace, table) == [("甲", "1", "a"), ("乙", "2", None), ("丙", "3", "b,c,d"), ("丁", "4", "")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ragged_lines_beside_quoted_line_breaks(tmp_path: Path, workspace: Workspace, end: str) -> None:
    lines = ["姓名,手机,地址", f'甲,1,"a{end}b"', "", "乙,2", '丙,3,"b,""c""",d', '"丁",4,"x"', ""]
    table = table_of(workspace, tmp_path / "a.csv", end.join(lines))
    assert (table.rows, table.ragged, table.empty, table.repeated_headers) == (4, 2, 1, 0)
    assert rows_of(workspace, table) == [
        ("甲", "1", f"a{end}b"), ("乙", "2", None), ("丙", "3", 'b,"c",d'), ("丁", "4", "x"),
    ]  # fmt: skip


def test_surplus_fields_behind_a_line_break(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", '姓名,手机,地址\n甲,1,"a\nb",c,"d"\n乙,2,e\n')
    assert (table.rows, table.ragged, table.notes) == (2, 1, ())
    assert rows_of(workspace, table) == [("甲", "1", "a\nb,c,d"), ("乙", "2", "e")]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (['甲,"1,a', "乙,2,b"], [("甲", '"1', "a"), ("乙", "2", "b")]),
        (['"甲,1,a', "乙,2,b", '"丙",3,c'], [('"甲', "1", "a"), ("乙", "2", "b"), ("丙", "3", "c")]),
        (['甲,1,"a', "乙,2,b", '丙,3,c"'], [("甲", "1", '"a'), ("乙", "2", "b"), ("丙", "3", 'c"')]),
        (['甲,1"2,a', '乙,"x,y",b'], [("甲", '1"2', "a"), ("乙", "x,y", "b")]),
        (['甲,"1', '"x,y",2'], [("甲", '"1', None), ("x,y", "2", None)]),
        (['甲,1,"x"y', '乙,"2""3",b'], [("甲", "1", '"x"y'), ("乙", '2"3', "b")]),
    ],
)
def test_a_stray_quote_swallows_no_line(
    tmp_path: Path, workspace: Workspace, lines: list[str], rows: list[tuple[str, ...]]
) -> None:
    table = table_of(workspace, tmp_path / "a.csv", "\n".join(["姓名,手机,地址", *lines]))
    assert rows_of(workspace, table) == rows
    assert table.lines == len(lines) + 1


def test_line_breaks_of_another_kind_within_quotes(tmp_path: Path, workspace: Workspace) -> None:
    for raw in ('姓名,手机\r\n甲,"1\n2"\r\n乙,"3\r4"\r\n', '姓名,手机\n甲,"1\r\n2"\n乙,"3\n4"\n丙\n'):
        table = table_of(workspace, tmp_path / "a.csv", raw)
        assert [name for name, _ in rows_of(workspace, table)][:2] == ["甲", "乙"]
        assert (table.empty, table.header_lines, table.notes) == (0, 1, ())


def test_a_header_with_a_line_break(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", '姓名,"手机\n号码"\n甲,1\n')
    assert (table.columns, table.rows, table.empty) == (("姓名", "手机\n号码"), 1, 0)


def test_numbers_written_as_formulas_of_text(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", '="姓名",手机\n甲,="13800138000"\n"=""乙""",1\n')
    assert (table.columns, table.header_lines) == (("姓名", "手机"), 1)
    assert rows_of(workspace, table) == [("甲", "13800138000"), ("乙", "1")]


def test_the_line_that_tells_excel_the_delimiter(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", "sep=#\n姓名#手机\n甲,乙#1\n")
    assert (table.columns, table.header_lines, table.lines) == (("姓名", "手机"), 2, 3)
    assert rows_of(workspace, table) == [("甲,乙", "1")]


def test_null_characters_are_kept_and_said(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", "姓名,手机\n甲\0,1\n")
    assert rows_of(workspace, table) == [("甲\0", "1")]
    assert table.notes == (Note("null-characters", 1),)


def test_lines_that_end_in_different_ways(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", "姓名,手机\r\n甲,1\n乙,2\r\n丙,3\r丁,4")
    assert sorted(rows_of(workspace, table), key=str) == [("丁", "4"), ("丙", "3"), ("乙", "2"), ("甲", "1")]
    assert (table.lines, table.notes) == (5, (Note("mixed-line-ends"),))


@pytest.mark.parametrize("size", [1_500_000, 5_000_000, 20_000_000])
def test_a_very_long_line(tmp_path: Path, workspace: Workspace, size: int) -> None:
    table = table_of(workspace, tmp_path / "a.csv", f"姓名,手机\n甲,1\n乙,{'长' * (size // 3)}\n丙,3\n")
    assert workspace.rows(f"SELECT max(length(手机)), count(*) FROM {table.relation}") == [(size // 3, 3)]


def test_a_line_without_end_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a," * (33 * 1024 * 1024))
    assert refused(workspace, path) == [
        f"{path}: TH613 一行太长：69206016 字节。一行至多 64 MiB；可能不是表格，或者缺少换行"
    ]


@pytest.mark.parametrize("text", ["", "\ufeff"])
def test_an_empty_file_is_a_table_of_no_rows(tmp_path: Path, workspace: Workspace, text: str) -> None:
    table = table_of(workspace, tmp_path / "a.csv", text)
    assert (table.columns, table.lines, table.notes) == (("第1列",), 0, (Note("empty"),))
    assert rows_of(workspace, table) == []


def test_a_header_alone_and_blank_lines_alone(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", "姓名,手机\n\n")
    assert (table.columns, table.rows, table.empty, table.header_lines) == (("姓名", "手机"), 0, 1, 1)
    table = table_of(workspace, tmp_path / "b.csv", "\n \n\t\n")
    assert (table.columns, table.rows, table.empty, table.header_lines) == (("第1列",), 0, 3, 0)


def test_names_that_would_be_patterns(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "a1.csv").write_text("x\n9\n")
    table = table_of(workspace, tmp_path / "a[1]*'?.csv", PLAIN)
    assert rows_of(workspace, table) == [ZHANG, LI]


def test_a_header_that_would_be_sql(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", 'a\'b,"c""; DROP",{d}\n甲,1,2\n', Written(header=True))
    assert table.columns == ("a'b", 'c"; DROP', "{d}")
    assert rows_of(workspace, table) == [("甲", "1", "2")]


def test_two_files_put_together_with_marks(tmp_path: Path, workspace: Workspace) -> None:
    table = table_of(workspace, tmp_path / "a.csv", ("\ufeff" + PLAIN) * 3)
    assert (table.rows, table.repeated_headers, table.columns) == (6, 2, HEADER)
    assert rows_of(workspace, table) == [ZHANG, LI] * 3


@pytest.mark.parametrize(
    ("raw", "line", "column", "encoding"),
    [
        ("姓名,手机\n甲,1\n".encode() + "乙,2\n".encode("gb18030"), 3, 1, "UTF-8"),
        ("姓名,手机\n甲,1\n乙".encode()[:-1], 3, 1, "UTF-8"),
        ("姓名,手机\n甲,1\n".encode("gb18030") + b"\xff,2\n", 3, 1, "GB18030"),
        ("\ufeff姓名\n甲".encode("utf-16") + b"\x00\xd8", 2, 1, "UTF-16"),
    ],
)
def test_the_line_where_an_encoding_breaks(
    tmp_path: Path, workspace: Workspace, raw: bytes, line: int, column: int, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    (said,) = refused(workspace, path)
    assert said.startswith(f"{path}:{line}:{column}: TH610 这一行起不是 {encoding} 编码的文字")
    assert [each.name for each in workspace.pieces.iterdir()] == []


def test_an_encoding_that_breaks_after_the_first_block(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,手机\n".encode() + "甲,13800138000\n".encode() * 600_000 + b"\xd2\xd2,2\n")
    assert refused(workspace, path)[0].startswith(f"{path}:600002:1: TH610")
