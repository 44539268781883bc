"""Seized workbooks, databases, Parquet, JSON, archives and folders as tables of text."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet
from tally_files import HEADER, LI, PLAIN, ZHANG, database, packed, refused, rows_of, table_of, workbook

from thresholds.errors import UnavailableError
from thresholds.tally.inputs import open_inputs
from thresholds.tally.model import Note
from thresholds.tally.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "work", memory="300MB", threads=2) as opened:
        yield opened


def test_every_sheet_of_a_workbook(tmp_path: Path, workspace: Workspace) -> None:
    path = workbook(tmp_path / "a.xlsx")
    first, second, third = open_inputs([path], workspace)
    assert (first.label, first.columns) == (f"{path}!客户", HEADER)
    assert rows_of(workspace, first) == [
        ("张三", "13800138000", "110101199001010018"),
        ("李四", "13900000000", "110101199001010000"),
        ("王五", None, "2016-05-01 08:30:00"),
        ("赵六", "0.5", "TRUE"),
    ]
    assert (first.empty, first.repeated_headers, first.header_lines, first.lines) == (1, 1, 1, 7)
    assert first.notes == (Note("digits-lost", 1),)
    assert (second.part, second.columns) == ("隐藏", ("第1列", "第2列"))
    assert rows_of(workspace, second) == [("甲", "13800138000"), ("乙", None)]
    assert second.notes == (Note("hidden-sheet"), Note("formula-without-value", 1), Note("no-header"))
    assert (third.part, third.rows, third.columns) == ("空", 0, ("第1列",))
    assert first.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_table_of_a_database(tmp_path: Path, workspace: Workspace) -> None:
    path = database(tmp_path / "a.db")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    empty, users = open_inputs([path], workspace)
    assert (empty.part, empty.rows, empty.columns) == ('b"c', 0, ("id",))
    assert rows_of(workspace, users) == [
        ("张三", "13800138000", "1.5"),
        ("李四", "110101199001010018", "2"),
        ("", "1", "01ff"),
        ("王五", "2", "110101199001010016"),
    ]
    assert (users.empty, users.header_lines, users.lines, users.encoding) == (1, 0, 5, "SQLite")
    assert users.notes == (Note("digits-lost", 1),)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before == users.sha256


def test_a_database_whose_journal_was_not_written_back(tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "seized"
    folder.mkdir()
    connection = sqlite3.connect(tmp_path / "live.db")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (姓名)")
    connection.execute("INSERT INTO t VALUES ('张三')")
    connection.commit()
    for end in ("", "-wal"):
        (folder / f"live.db{end}").write_bytes((tmp_path / f"live.db{end}").read_bytes())
    connection.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (table,) = open_inputs([folder], workspace)
    assert rows_of(workspace, table) == [("张三",)]
    assert table.notes == (Note("companion"),)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_parquet_is_read_where_it_lies(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "a.parquet"
    made = pyarrow.table(
        {
            "phone": pyarrow.array([13800138000.0, None, 1.5]),
            "id": pyarrow.array([110101199001010018, None, 3]),
            "place": pyarrow.array([{"city": "甲", "n": 1}, None, {"city": None, "n": 2}]),
            "raw": pyarrow.array([b"\x01\xff", None, b""]),
            "large": pyarrow.array([1.1010119900101002e17, None, 1.0]),
        }
    )
    parquet.write_table(made, path)
    (table,) = open_inputs([path], workspace)
    assert table.columns == ("phone", "id", "place.city", "place.n", "raw", "large")
    assert rows_of(workspace, table) == [
        ("13800138000", "110101199001010018", "甲", "1", "01ff", "110101199001010016"),
        ("1.5", "3", None, "2", "", "1"),
    ]
    assert (table.empty, table.header_lines, table.notes) == (1, 0, (Note("digits-lost", 1),))
    assert not list(workspace.pieces.iterdir())


JSON_ROWS = [
    {"姓名": "张三", "手机": 13800138000, "地址": {"市": "甲", "详": {"路": 1}}},
    {"姓名": "李四", "id": 110101199001010018, "地址": "乙市", 'q"\\': [1, "a"]},
]
JSON_FOUND = [
    (None, None, "甲", '{"路":1}', "张三", "13800138000"),
    ("110101199001010018", "乙市", None, None, "李四", None),
]


@pytest.mark.parametrize("form", ["lines", "array", "pretty"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_objects_of_json(tmp_path: Path, workspace: Workspace, form: str, encoding: str) -> None:
    if form == "lines":
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in JSON_ROWS) + "\n\n"
    elif form == "array":
        text = json.dumps(JSON_ROWS, ensure_ascii=False, indent=1)
    else:
        text = "\n".join(json.dumps(row, ensure_ascii=False, indent=2) for row in JSON_ROWS)
    table = table_of(workspace, tmp_path / "a.json", text.encode(encoding))
    assert table.columns == ("id", 'q"\\', "地址", "地址.市", "地址.详", "姓名", "手机")
    cells = ", ".join(f'"{name}"' for name in ("id", "地址", "地址.市", "地址.详", "姓名", "手机"))
    assert sorted(workspace.rows(f"SELECT {cells} FROM {table.relation}"), key=str) == sorted(JSON_FOUND, key=str)
    assert (table.rows, table.empty) == (2, 1 if form == "lines" else 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1}\n\n{"a": 机密\n', ":3:1: TH612 "),
        ('{"a": 1}\n[2]\n', ":2:1: TH612 "),
        ('[{"a": 1},\n{"a": "机密"\n', ": TH611 "),
    ],
)
def test_json_that_breaks_off(tmp_path: Path, workspace: Workspace, text: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    (shown,) = refused(workspace, path)
    assert shown.startswith(f"{path}{said}")
    assert "机密" not in shown
    assert not list(workspace.pieces.iterdir())


def test_an_archive_with_folders_and_archives(tmp_path: Path, workspace: Workspace) -> None:
    inner = packed({"x/b.csv": PLAIN.encode("gb18030"), "__MACOSX/x/._b.csv": b"\0\0"})
    book = workbook(tmp_path / "book.xlsx").read_bytes()
    path = tmp_path / "a.zip"
    raw = packed({"甲/a.csv": PLAIN.encode(), "z.zip": inner, "c.xlsx": book, "p.jpg": b"\xff\xd8\xff\0\1\2\3"}, path)
    tables = open_inputs([path], workspace)
    assert [(table.part, table.rows) for table in tables] == [
        ("c.xlsx!客户", 4), ("c.xlsx!隐藏", 2), ("c.xlsx!空", 0), ("p.jpg", 0), ("z.zip!x/b.csv", 2), ("甲/a.csv", 2),
    ]  # fmt: skip
    assert tables[3].notes == (Note("skipped"),)
    assert {table.sha256 for table in tables} == {hashlib.sha256(raw).hexdigest()}
    assert tables[5].part_sha256 == hashlib.sha256(PLAIN.encode()).hexdigest()
    assert rows_of(workspace, tables[4]) == rows_of(workspace, tables[5]) == [ZHANG, LI]


def test_names_in_archives_made_in_china(tmp_path: Path, workspace: Workspace) -> None:
    raw = packed({"AAAA/BBBB.csv": PLAIN.encode()})
    for name, said in (("客户/名单", "gb18030"), ("é/名", "utf-8")):
        encoded = name.encode(said)
        path = tmp_path / f"{said}.zip"
        inside = f"{'A' * len(encoded)}.csv"
        raw = packed({inside: PLAIN.encode()}).replace(inside.encode(), encoded + b".csv")
        path.write_bytes(raw)
        (table,) = open_inputs([path], workspace)
        assert table.part == f"{name}.csv"


def test_a_folder_is_read_in_order_and_each_file_once(tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "seized"
    (folder / "b").mkdir(parents=True)
    for name in ("b/2.csv", "a.csv", "b/1.csv"):
        (folder / name).write_text(PLAIN)
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "~$a.xlsx").write_bytes(b"\0")
    (folder / "p.pdf").write_bytes(b"%PDF-1.7")
    tables = open_inputs([folder, folder / "a.csv"], workspace)
    assert [Path(table.file).relative_to(folder).as_posix() for table in tables] == [
        "a.csv", "b/1.csv", "b/2.csv", "p.pdf",
    ]  # fmt: skip
    assert [table.relation for table in tables] == ["raw_1", "raw_2", "raw_3", "raw_4"]


def test_the_folder_of_the_tally_itself_is_no_input(tmp_path: Path, workspace: Workspace) -> None:
    packed({"a.csv": PLAIN.encode()}, tmp_path / "a.zip")
    for _ in range(2):
        (table,) = open_inputs([tmp_path], workspace)
        assert table.label == f"{tmp_path / 'a.zip'}!a.csv"


def test_what_is_no_regular_file(tmp_path: Path, workspace: Workspace) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(workspace, tmp_path / "pipe")[0].startswith(f"{tmp_path / 'pipe'}: TH606 ")
    (tmp_path / "a.csv").write_text(PLAIN)
    assert [table.rows for table in open_inputs([tmp_path], workspace)] == [2]


def test_an_archive_larger_than_the_disk_is_not_begun(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed({"a.csv": PLAIN.encode()}, tmp_path / "a.zip")
    free = shutil.disk_usage(tmp_path)._replace(free=len(PLAIN.encode()) - 1)
    monkeypatch.setattr("shutil.disk_usage", lambda _: free)
    monkeypatch.setattr("thresholds.tally.inputs.archives._unpack", None)
    with pytest.raises(UnavailableError, match="TH602"):
        open_inputs([tmp_path / "a.zip"], workspace)


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0" + bytes(600),
            "TH606 不是能读的数据文件：旧格式（xls、doc）或者加了密的 Office 文件",
        ),
        ("a.rar", b"Rar!\x1a\x07\0", "TH606 不是能读的数据文件：RAR 压缩包"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "TH606 不是能读的数据文件：既不是文字，也不是认得的格式"),
        ("a.docx", packed({"[Content_Types].xml": b"", "word/document.xml": b""}), "TH606 不是能读的数据文件：Word"),
        ("a.xls", b"<html><table></table></html>", "TH606 不是能读的数据文件：网页"),
        ("a.parquet", b"PAR1" + bytes(60), "TH611 文件不完整、已损坏或者有密码，按 Parquet 读不出来"),
        ("a.db", b"SQLite format 3\0" + bytes(600), "TH611 文件不完整、已损坏或者有密码，按 SQLite 读不出来"),
        ("a.xlsx", b"PK\x03\x04" + bytes(60), "TH611 文件不完整、已损坏或者有密码，按 xlsx 读不出来"),
        ("a.xlsx", packed({"xl/workbook.xml": b"<x/>"}), "TH611 文件不完整、已损坏或者有密码，按 xlsx 读不出来"),
        ("a.zip", packed({"a.csv": PLAIN.encode() * 99})[:-80], "TH607 压缩包不完整或者已损坏"),
        ("a.zip", b"PK\x03\x04", "TH607 压缩包不完整或者已损坏"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, workspace: Workspace, name: str, raw: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    (shown,) = refused(workspace, path)
    assert shown.startswith(f"{path}: {said}")
    assert not list(workspace.pieces.iterdir())


def test_a_missing_file_and_an_empty_folder(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "leer").mkdir()
    assert [shown.split(": ")[1][:5] for shown in refused(workspace, tmp_path / "leer", tmp_path / "x.csv")] == [
        "TH606", "TH001",
    ]  # fmt: skip


def test_a_member_that_is_damaged_leaves_nothing(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "a.zip"
    raw = bytearray(packed({"1.csv": PLAIN.encode(), "2.csv": bytes(range(256)) * 40}))
    place = raw.index(b"2.csv") + 40
    raw[place : place + 8] = b"\xff" * 8
    path.write_bytes(raw)
    assert refused(workspace, path)[0].startswith(f"{path}: TH607 ")
    assert not list(workspace.pieces.iterdir())


def test_an_archive_with_a_password(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "a.zip"
    raw = bytearray(packed({"1.csv": PLAIN.encode()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.index(signature) + offset
        raw[place] |= 1
    path.write_bytes(raw)
    assert refused(workspace, path)[0].startswith(f"{path}: TH608 压缩包有密码")


def test_a_method_of_packing_that_is_not_read(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "a.zip"
    raw = bytearray(packed({"1.csv": PLAIN.encode()}))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = raw.index(signature) + offset
        raw[place : place + 2] = struct.pack("<H", 9)
    path.write_bytes(raw)
    assert refused(workspace, path)[0].startswith(f"{path}: TH606 不是能读的数据文件：用少见的方法（如 Deflate64）")


def test_archives_that_would_burst(tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep.zip"
    raw = PLAIN.encode()
    for _ in range(5):
        raw = packed({"a": raw})
    path.write_bytes(raw)
    assert "TH609 压缩包解开后过大：压缩包套了 3 层以上" in refused(workspace, path)[0]
    monkeypatch.setattr("thresholds.tally.inputs.archives._HARMLESS", 1000)
    path = tmp_path / "large.zip"
    packed({"a": bytes(10_000_000)}, path)
    assert "TH609 压缩包解开后过大：解开后是压缩时的 1" in refused(workspace, path)[0]
    monkeypatch.setattr("thresholds.tally.inputs.archives.MOST_MEMBERS", 1)
    packed({"a": b"1", "b": b"2"}, path)
    assert "TH609 压缩包解开后过大：里面有 2 个文件" in refused(workspace, path)[0]


def test_what_is_wrong_with_all_files_is_said_at_once(tmp_path: Path, workspace: Workspace) -> None:
    good, bad, worse = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "worse.zip"
    good.write_text(PLAIN)
    bad.write_bytes("甲,1\n".encode() + b"\xff")
    worse.write_bytes(b"PK\x03\x04")
    assert [shown.split(" ")[1] for shown in refused(workspace, good, bad, worse)] == ["TH610", "TH607"]


def test_progress_reaches_the_end(tmp_path: Path, workspace: Workspace) -> None:
    packed({"1.csv": PLAIN.encode(), "2.csv": PLAIN.encode("gb18030")}, tmp_path / "a.zip")
    workbook(tmp_path / "b.xlsx")
    (tmp_path / "c.csv").write_text(PLAIN)
    paths = [tmp_path / name for name in ("a.zip", "b.xlsx", "c.csv")]
    told: list[tuple[int, int, str]] = []
    open_inputs(paths, workspace, progress=lambda *told_of: told.append(told_of))
    total = sum(path.stat().st_size for path in paths)
    assert {each[1] for each in told} == {total}
    assert [each[0] for each in told] == sorted(each[0] for each in told)
    assert told[-1] == (total, total, str(paths[2]))
