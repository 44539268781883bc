"""Ledgers as tables: a `.csv` or `.xlsx` with one dealing a row is a case file.

The first row holds the keys of a dealing in either language. Persons are those who act; batches, and pieces of
evidence, those that rows name. A column may also be headed by a category: it holds numbers of records of it.
Several names in one cell are parted by 、 ； or a comma. The id of the case is the name of the file.

A workbook may have more sheets, which then list all there is of their kind: 人员 persons, 批次 batches, 事实 facts,
证据 evidence (one entry a row), 口径 readings and 案件 (one key and its value a row).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.wording import Worded

if TYPE_CHECKING:
    from thresholds.case.ledger.excel import Sheet, Workbook
    from thresholds.case.ledger.rows import Table

DELIMITED = (".csv", ".tsv")
EXCEL = (".xlsx", ".xlsm")
#: Other spreadsheets, which have to be saved as one of these.
OTHER = (".xls", ".xlsb", ".ods", ".et", ".numbers")
#: Rows of a sheet that are looked at for a header.
_HEAD = 12


class Ledger(NamedTuple):
    """The tree of the case that a ledger makes, and the SHA-256 of its bytes."""

    root: Node
    sha256: str


def is_ledger(path: Path) -> bool:
    """Whether a file is a table by its name; the lock files of an office program are none."""
    return path.suffix.lower() in (*DELIMITED, *EXCEL) and not path.name.startswith(("~$", ".~"))


def is_table(path: Path) -> bool:
    """Whether a file is a ledger, or a table that would have to be saved as one."""
    return path.suffix.lower() in (*DELIMITED, *EXCEL, *OTHER)


def read_ledger(path: Path, raw: bytes) -> Ledger:
    """The case of a ledger with this name and content.

    Raises:
        SourceErrors: with everything that is wrong in it, each with its cell.
    """
    from thresholds.case.ledger.as_case import case_root

    name = str(path)
    suffix = path.suffix.lower()
    if suffix in OTHER:
        raise SourceErrors([Diagnostic("TH241", name, 0, 0, detail=(("problem", Worded("workbook.old")),))])
    if not raw.strip():
        raise SourceErrors([Diagnostic("TH003", name, 1, 1)])
    reader = Reader(name)
    tables = _workbook(raw, reader) if suffix in EXCEL else {"dealings": _delimited(raw, reader)}
    return Ledger(case_root(tables, path.stem, reader), hashlib.sha256(raw).hexdigest())


def _delimited(raw: bytes, reader: Reader) -> Table:
    from thresholds.case.ledger.dealings import KIND
    from thresholds.case.ledger.delimited import decoded, read_table

    return read_table(decoded(raw, reader.file), reader, KIND.is_header)


def _workbook(raw: bytes, reader: Reader) -> dict[str, Table]:
    """The tables of a workbook by section.

    Raises:
        SourceErrors: it is no workbook, or which of its sheets is the ledger cannot be told (TH240, TH254).
    """
    from thresholds.case.ledger.excel import Workbook
    from thresholds.case.ledger.sections import section_of

    workbook = Workbook(raw, reader.file)
    named: dict[str, list[Sheet]] = {}
    for sheet in workbook.sheets:
        section = section_of(sheet.name)
        named.setdefault(section or "", []).append(sheet)
    found = _dealings(workbook, named.pop("", []), named.get("dealings", []), "persons" in named)
    if found is not None:
        named["dealings"] = [found]
    for sheets in named.values():
        if len(sheets) > 1:
            raise _several(reader.file, sheets)
    return {section: workbook.table(sheets[0]) for section, sheets in named.items()}


def _dealings(workbook: Workbook, others: list[Sheet], named: list[Sheet], persons: bool) -> Sheet | None:
    """The sheet of dealings: the one of that name, or else the only one that has their header.

    Raises:
        SourceErrors: several could be it (TH254), or none (TH240).
    """
    from thresholds.case.ledger.dealings import KIND

    heads = {sheet: workbook.head(sheet, _HEAD) for sheet in others}
    headers = {sheet: header for sheet, head in heads.items() if (header := KIND.header(head)) is not None}
    certain = [sheet for sheet, header in headers.items() if {"by", "act"} <= KIND.recognised(header)]
    likely = certain or ([] if named else list(headers))
    if len([*named, *likely]) > 1:
        raise _several(workbook.name, [*named, *likely])
    if named or likely:
        return [*named, *likely][0]
    filled = [sheet for sheet, head in heads.items() if head]
    if len(filled) == 1 and not persons:
        return filled[0]
    if persons:
        return None
    where = Worded("header.sheets", value=_names(workbook.sheets))
    raise SourceErrors([Diagnostic("TH240", workbook.name, 0, 0, detail=(("where", where),))])


def _several(name: str, sheets: list[Sheet]) -> SourceErrors:
    return SourceErrors([Diagnostic("TH254", name, 0, 0, _names(sheets))])


def _names(sheets: list[Sheet]) -> str:
    return "、".join(sheet.name for sheet in sheets)
