"""The other sheets of a workbook.

Of 人员 persons, 批次 batches, 事实 facts and 证据 evidence each row is an entry with its name in a column of its own;
of 口径 readings and 案件 (the head of a case) each row is a key and its value.
"""

from __future__ import annotations

from typing import NamedTuple

from thresholds import glossary
from thresholds.case.facts import FACT_KEYS
from thresholds.case.ledger.cells import free_of, mapped, value_of
from thresholds.case.ledger.columns import Column, Kind, chinese
from thresholds.case.ledger.dealings import Named, Pair
from thresholds.case.ledger.rows import Table
from thresholds.case.ledger.sound import rows_of
from thresholds.case.read import BODY_KEYS, CASE_KEYS, EVIDENCE_KEYS, PERSON_KEYS
from thresholds.source.node import Cell, Node
from thresholds.source.reader import Reader


class Section(NamedTuple):
    """A sheet of entries: the headers under which their names may stand, the first that is there, and their fields."""

    names: tuple[str, ...]
    keys: tuple[str, ...]


SECTIONS = {
    "persons": Section(("id", "persons", "by", "name"), PERSON_KEYS),
    "batches": Section(("batch", "id", "batches"), BODY_KEYS),
    "facts": Section(("persons", "by", "id", "name"), FACT_KEYS),
    "evidence": Section(("id", "evidence"), EVIDENCE_KEYS),
}
#: Sheets of keys and values; of the head of a case file the keys that are no sections.
HEAD = tuple(key for key in CASE_KEYS if key not in (*SECTIONS, "schema", "dealings", "readings", "expected"))
#: Keys of persons and of the head that hold free text.
FREE = ("source", "court")


def section_of(sheet: str) -> str | None:
    """The section that a sheet's name stands for, `dealings` and `head` among them; None where it stands for none."""
    plain = sheet.strip()
    key = glossary.find_key(plain) or glossary.find_key(plain.lower())
    if key in ("id", "case"):
        return "head"
    return key if key in (*SECTIONS, "dealings", "readings") else None


def entries(section: str, table: Table, reader: Reader) -> dict[str, Named] | None:
    """The entries of a sheet by name; None where it has no header (TH244). What is wrong with it is noted.

    A name that comes twice is wrong (TH219); the first stands.
    """
    names, keys = SECTIONS[section]
    declared = section == "facts"
    kind = Kind((*names, *keys), (), names, declared=declared)
    header = kind.header(table.rows)
    if header is None:
        if table.rows:
            reader.wrong("TH244", table.rows[0].cells[0], names[0], zh=chinese(names[0]))
        return None
    found = {column.key for column in kind.columns(header, Reader("")).values()}
    name = next((one for one in names if one in found), names[0])
    others = tuple(one for one in names if one != name and one not in keys)
    kind = Kind(tuple(key for key in kind.allowed if key not in others), (name,), names, declared=declared)
    columns = kind.columns(header, reader)
    made: dict[str, Named] = {}
    for row, sound in rows_of(table, header, columns, reader):
        if not sound:
            continue
        place = row.cell(next((index for index, column in columns.items() if column.key == name), 1))
        pairs = _pairs(row.cells, columns, name, reader)
        if not place.text and not place.fault:
            reader.wrong("TH202", place, name, zh=chinese(name))
        elif place.text in made:
            reader.wrong("TH219", place, first=str(made[place.text].place.line))
        elif not place.fault:
            made[place.text or ""] = Named(place, pairs)
    return made


def _pairs(cells: tuple[Cell, ...], columns: dict[int, Column], name: str, reader: Reader) -> list[Pair]:
    """The fields of an entry; cells that are noted to be wrong are left out."""
    pairs: list[Pair] = []
    for cell in cells:
        column = columns.get(cell.index)
        if column is not None and column.key not in ("", name) and not cell.fault:
            value = free_of(cell, reader) if column.key in FREE else value_of(column, cell, reader)
            if value is not None:
                pairs.append((cell.saying(column.key), value))
    return pairs


def paired(table: Table, reader: Reader) -> list[Pair]:
    """The keys and values of a sheet, each in the first two cells of a row; what stands beside them is wrong."""
    found: list[Pair] = []
    if not table.rows:
        return found
    first = table.rows[0]
    columns = {cell.index: Column(cell.saying(""), "") for cell in first.cells[:2]}
    above = first._replace(number=first.number - 1, cells=first.cells[:1])
    for row, sound in rows_of(table._replace(rows=(above, *table.rows)), above, columns, reader):
        key = row.cells[0]
        if sound and not any(cell.fault for cell in row.cells):
            value = _beside(key, row.cells[1], reader) if len(row.cells) > 1 else key.saying("")
            if value is not None:
                found.append((key, value))
    return found


def _beside(key: Cell, cell: Cell, reader: Reader) -> Node | None:
    identifier = glossary.find_key(key.text or "") or ""
    if identifier in (*FREE, "note"):
        return free_of(cell, reader)
    return value_of(Column(key, identifier), cell, reader)


def section_node(named: dict[str, Named]) -> Cell | None:
    """The map of a section."""
    if not named:
        return None
    first = next(iter(named.values())).place
    return mapped(first, [(one.place, mapped(one.place, [*one.pairs])) for one in named.values()])
