"""What the tests of seized files share: a workspace, files written down, and what is made of them."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from thresholds.errors import SourceErrors
from thresholds.tally.inputs import Written, open_inputs
from thresholds.tally.model import RawTable
from thresholds.tally.workspace import Workspace

HEADER = ("姓名", "手机", "身份证号")
ZHANG = ("张三", "13800138000", "110101199001010018")
LI = ("李四", "13900139000", "11010119900101002X")
PLAIN = "\n".join(",".join(row) for row in (HEADER, ZHANG, LI)) + "\n"


def table_of(workspace: Workspace, path: Path, raw: bytes | str, written: Written | None = None) -> RawTable:
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    (table,) = open_inputs([path], workspace, written=written)
    return table


def rows_of(workspace: Workspace, table: RawTable) -> list[tuple[object, ...]]:
    found = workspace.rows(f"FROM {table.relation}")
    assert len(found) == table.rows
    described = workspace.rows(f"SELECT column_name, column_type FROM (DESCRIBE {table.relation})")
    assert described == [(name, "VARCHAR") for name in table.columns]
    return found


def refused(workspace: Workspace, *paths: Path) -> list[str]:
    with pytest.raises(SourceErrors) as caught:
        open_inputs(paths, workspace)
    assert caught.value.show("en")
    return [diagnostic.show() for diagnostic in caught.value.diagnostics]


def workbook(path: Path) -> Path:
    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    first.title = "客户"
    for row in (
        ["姓名", "手机", "身份证号"],
        ["张三", 13800138000, "110101199001010018"],
        ["李四", 1.39e10, 110101199001010018],
        [],
        ["姓名", "手机", "身份证号"],
        ["王五", None, datetime(2016, 5, 1, 8, 30)],
        ["赵六", 0.5, True],
    ):
        first.append(row)
    second = made.create_sheet("隐藏")
    second.sheet_state = "hidden"
    second.append(["甲", 13800138000])
    second.append(["乙", "=A1"])
    made.create_sheet("空")
    made.save(path)
    return path


def database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE 用户 (姓名 TEXT, 手机 INTEGER, x)")
    connection.executemany(
        "INSERT INTO 用户 VALUES (?, ?, ?)",
        [("张三", 13800138000, 1.5), ("李四", 110101199001010018, 2.0), (None, None, None), ("", 1, b"\x01\xff"),
         ("王五", 2, 1.1010119900101002e17)],
    )  # fmt: skip
    connection.execute('CREATE TABLE "b""c" (id INTEGER PRIMARY KEY)')
    connection.execute("CREATE VIEW v AS SELECT * FROM 用户")
    connection.commit()
    connection.close()
    return path


def packed(members: dict[str, bytes], path: Path | None = None) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    if path is not None:
        path.write_bytes(held.getvalue())
    return held.getvalue()
