"""A tally, or a check sheet, as an Excel workbook: numbers as numbers, texts as texts, the same bytes on every run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from thresholds.rendering.tally import (
    basis,
    category_name,
    columns_table,
    doubt_lines,
    law_of,
    note_lines,
    rule_name,
    summary,
)
from thresholds.rendering.tally_sample import sample_blocks
from thresholds.rendering.words import Words
from thresholds.tally.counting.result import Tally

Cell = str | int

#: The earliest date that a zip file can bear: a result bears no date of its own making.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_SOURCE_HEAD = ("source", "lines", "rows", "counted", "encoding", "sha256", "note")
_NARROWEST, _WIDEST = 6, 60
#: Characters that no cell may have.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DATED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:(created|modified)>")


class Sheet(NamedTuple):
    """A worksheet: its name, its head, its rows; `choices` are the words allowed in the column of this number."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    choices: tuple[int, tuple[str, ...]] | None = None


def tally_workbook(tally: Tally, lang: str) -> bytes:
    """The whole result: steps, categories, sources, steps by source and category, notes, columns, what it rests on."""
    return workbook(list(_sheets(tally, Words(lang))))


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook of these sheets."""
    book = Workbook()
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    book.remove(book.worksheets[0])
    written = BytesIO()
    book.save(written)
    return _undated(written)


def _sheets(tally: Tally, words: Words) -> Iterable[Sheet]:
    def head(*names: str) -> tuple[str, ...]:
        return tuple(words.say(f"tally.report.head.{name}") for name in names)

    def name(key: str) -> str:
        return words.say(f"tally.report.{key}")

    steps = [(rule_name(one.rule, words), one.before, one.taken_off, one.left, law_of(one, words), one.rule)
             for one in tally.steps]  # fmt: skip
    yield Sheet(name("steps"), head("step", "before", "off", "left", "law", "rule"), tuple(steps))
    categories = [(category_name(one.category, words), one.records, one.inauthentic, one.duplicates, one.counted)
                  for one in tally.by_category()]  # fmt: skip
    yield Sheet(
        name("categories"), head("category", "records", "inauthentic", "duplicates", "counted"), tuple(categories)
    )
    yield Sheet(name("sources"), head(*_SOURCE_HEAD), _sources(tally, words))
    parts = [
        (rule_name(one.rule, words), part.source + 1, category_name(part.category, words), part.before, part.taken_off,
         part.left)
        for one in tally.steps
        for part in one.parts
    ]  # fmt: skip
    yield Sheet(name("parts"), head("step", "source", "category", "before", "off", "left"), tuple(parts))
    notes = [(rule_name(one.id, words), one.records, one.otherwise, law_of(one, words),
              words.say(f"tally.count.note.{one.id}", option=one.option)) for one in tally.notes]  # fmt: skip
    doubts = [(line, "", "", "", "") for line in doubt_lines(tally, words)]
    yield Sheet(name("notes"), head("matter", "as-counted", "otherwise", "law", "why"), (*notes, *doubts))
    columns: list[tuple[Cell, ...]] = [
        (number + 1, *row) for number, one in enumerate(tally.sources) for row in columns_table(one, number, words).rows
    ]
    yield Sheet(name("columns"), head("source", "column", "kind", "certainty", "why"), tuple(columns))
    if tally.checked is not None:
        lines = [line for block in sample_blocks(tally.checked, words) for line in _texts(block)]
        yield Sheet(name("sample"), (name("sample"),), tuple((line,) for line in lines))
    said = (summary(tally, words), *basis(tally, words), words.say("tally.report.limits"))
    yield Sheet(name("basis"), (name("basis"),), tuple((line,) for line in said))


def _sources(tally: Tally, words: Words) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (f"{number + 1}. {one.table.label}", one.table.lines, one.table.rows, tally.of_source(number),
         one.table.encoding, one.table.sha256, "\n".join(note_lines(one, words)))
        for number, one in enumerate(tally.sources)
    )  # fmt: skip


def _texts(block: object) -> list[str]:
    """What a block says, a line for each paragraph and each row."""
    from thresholds.rendering.document.model import Paragraph, Table

    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, Table):
        return ["  ".join(row) for row in (block.head, *block.rows)]
    return []


def _fill(sheet: Worksheet, content: Sheet) -> None:
    """Write head and rows; nothing that is a text becomes a formula."""
    for place, row in enumerate((content.head, *content.rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(place, column)
            cell.value = value if isinstance(value, int) else _REFUSED.sub("", value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            else:
                cell.number_format = "#,##0"
            if place == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(_widths(content), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    if content.choices is not None:
        at, words = content.choices
        letter = get_column_letter(at + 1)
        allowed = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        allowed.add(f"{letter}2:{letter}{max(2, len(content.rows) + 1)}")
        sheet.add_data_validation(allowed)


def _widths(content: Sheet) -> list[int]:
    columns = zip(*(content.head, *content.rows), strict=True)
    return [min(_WIDEST, max(_NARROWEST, *(cell_len(str(cell)) + 2 for cell in column))) for column in columns]


def _undated(written: BytesIO) -> bytes:
    """The package with its members in order, and without the date and the machine that it was written on."""
    packed = BytesIO()
    with ZipFile(written) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (not name.startswith(("[", "_")), name)):
            info = ZipInfo(name, _NO_DATE)
            info.create_system = 0
            target.writestr(info, _DATED.sub(b"", source.read(name)), ZIP_DEFLATED)
    return packed.getvalue()
