"""Ledgers made for tests: CSV files and workbooks, and what is said of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from thresholds import Case, SourceErrors, evaluate, load_case

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted((ROOT / "cases").rglob("*.yaml"))

Rows = list[list[Any]]
HEAD = ["行为人", "行为", "对象", "类别", "条数"]
SALE = ["甲", "出售", "乙", "征信信息", 60]

CHAIN: Rows = [
    ["编号", "行为人", "行为", "对象", "来源", "日期", "批号", "类别", "批次条数", "条数", "收款", "取得场合", "证据"],
    ["D1", "甲", "出售", "乙", None, "2021-03-02", "B1", "行踪轨迹信息", 28, 28, "3000 元", "duty_or_service", "E1,E2"],
    ["D2", "乙", "购买", None, "甲", "2021-03", "B1", None, None, 28, None, None, "E1"],
    ["D3", "乙、丙", "出售", "丁；戊", None, "2020-11/2021-02", "B1", None, None, "{至少: 12, 至多: 28}", *[None] * 3],
    ["D4", "乙", "收受", None, "钱", None, None, "不明", None, "6万多条", None, None, None],
]  # fmt: skip


def csv_text(rows: Rows) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def csv_file(folder: Path, text: str | Rows, name: str = "ledger.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes((text if isinstance(text, str) else csv_text(text)).encode(encoding))
    return path


def workbook(folder: Path, sheets: dict[str, Rows], change: Callable[[Workbook], object] | None = None) -> Path:
    """A workbook with these sheets, after a change by hand."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(book)
    path = folder / "ledger.xlsx"
    book.save(path)
    return path


def sheet_file(folder: Path, rows: Rows, change: Callable[[Worksheet], object] | None = None) -> Path:
    return workbook(folder, {"往来": rows}, lambda book: change and change(book["往来"]))


def refused(path: Path, lang: str = "zh") -> list[str]:
    """What is said of a file, line by line, without its path."""
    with pytest.raises(SourceErrors) as caught:
        load_case(path)
    return [line.removeprefix(f"{path}:").removeprefix(" ") for line in caught.value.show(lang).splitlines()]


def places(path: Path) -> list[tuple[str, str]]:
    """The cell, or else the line and column, and the code of everything that is said of a file."""
    with pytest.raises(SourceErrors) as caught:
        load_case(path)
    return [(one.cell or f"{one.line}:{one.column}", one.code) for one in caught.value.diagnostics]


def told(case: Case) -> dict[str, Any]:
    """The report, without the hash of the file that it comes from."""
    report: dict[str, Any] = evaluate(case).to_dict()
    del report["case"]["sha256"]
    return report


def content(case: Case) -> dict[str, Any]:
    """All that a case says, without where it says so."""
    found = case.model_dump(exclude={"file", "sha256", "expected"}, warnings=False)
    for dealing in found["dealings"]:
        del dealing["line"]
    return found


def repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change one part of a package; a change must change something."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    changed = change(parts[part])
    assert changed != parts[part]
    parts[part] = changed
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
