"""Made tables written as files, in every form in which seized data comes."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from seized import Sheet

#: Writes tables into a folder and gives what is to be read.
Writer = Callable[[list[Sheet], Path], list[Path]]


class Delimited(NamedTuple):
    """Text with a sign between cells."""

    delimiter: str = ","
    encoding: str = "utf-8"
    ending: str = "csv"
    newline: str = "\n"

    def text(self, sheet: Sheet) -> bytes:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator=self.newline)
        writer.writerow(sheet.headers)
        for row in sheet.rows:
            if row:
                writer.writerow(row)
            else:
                stream.write(self.newline)
        return stream.getvalue().encode(self.encoding)

    def __call__(self, sheets: list[Sheet], folder: Path) -> list[Path]:
        return [_written(folder / f"{sheet.name}.{self.ending}", self.text(sheet)) for sheet in sheets]


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zipped(sheets: list[Sheet], folder: Path) -> list[Path]:
    """One archive with a folder in it, files in both encodings and a picture that is no table."""
    path = folder / "seized.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheet in enumerate(sheets):
            text = Delimited(encoding="gb18030" if number % 2 else "utf-8").text(sheet)
            archive.writestr(f"扣押硬盘/{sheet.name}.csv", text)
    return [path]


def workbook(sheets: list[Sheet], folder: Path) -> list[Path]:
    """All in one workbook; phone numbers that are digits alone stand there as numbers, as Excel has them."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.append(list(sheet.headers))
        for row in sheet.rows:
            page.append([int(cell) if len(cell) == 11 and cell.isascii() and cell.isdigit() else cell for cell in row])
    path = folder / "seized.xlsx"
    book.save(path)
    return [path]


def _records(sheet: Sheet) -> Iterable[dict[str, str]]:
    """Rows as mappings; there a cell can be missing, but none is too many, and nothing is empty or a header."""
    for row in sheet.rows:
        if row and tuple(row) != sheet.headers:
            yield dict(zip(sheet.headers, row, strict=False))


def json_lines(sheets: list[Sheet], folder: Path) -> list[Path]:
    found = []
    for sheet in sheets:
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in _records(sheet))
        found.append(_written(folder / f"{sheet.name}.jsonl", lines.encode()))
    return found


def parquet(sheets: list[Sheet], folder: Path) -> list[Path]:
    import pyarrow
    from pyarrow.parquet import write_table

    found = []
    for sheet in sheets:
        records = list(_records(sheet))
        columns = {name: [record.get(name) for record in records] for name in sheet.headers}
        found.append(folder / f"{sheet.name}.parquet")
        write_table(pyarrow.table(columns), found[-1])
    return found


def database(sheets: list[Sheet], folder: Path) -> list[Path]:
    """All in one SQLite file."""
    path = folder / "seized.sqlite"
    connection = sqlite3.connect(path)
    for sheet in sheets:
        columns = ", ".join(f'"{name}" text' for name in sheet.headers)
        connection.execute(f'create table "{sheet.name}" ({columns})')
        rows = [[record.get(name) for name in sheet.headers] for record in _records(sheet)]
        marks = ", ".join("?" * len(sheet.headers))
        connection.executemany(f'insert into "{sheet.name}" values ({marks})', rows)
    connection.commit()
    connection.close()
    return [path]


#: Forms that keep empty lines, headers that come again and rows of the wrong length …
TEXTS: dict[str, Writer] = {
    "csv": Delimited(),
    "csv with a mark": Delimited(encoding="utf-8-sig"),
    "csv in gb18030": Delimited(encoding="gb18030", newline="\r\n"),
    "tsv": Delimited("\t", ending="tsv"),
    "txt, semicolons": Delimited(";", ending="txt"),
    "zip": zipped,
    "xlsx": workbook,
}
#: … and forms of rows with named cells.
NAMED: dict[str, Writer] = {"parquet": parquet, "json lines": json_lines, "sqlite": database}
