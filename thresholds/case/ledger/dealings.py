"""The rows of a ledger → dealings, and what the rows say of batches and persons.

A batch has one category: where a row that names a batch has one, it is the batch's, and all its rows must agree.
How many records a batch holds is known only from `batch_records` (批次条数) or the sheet 批次. Otherwise, when every
row of the batch states a number, it holds at least the largest of them: rows to one recipient may then be the same
records or others, and the report gives both ends. When a row states none, the batch's number is simply not stated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.ledger.cells import mapped, value_of
from thresholds.case.ledger.columns import Column, Kind, chinese
from thresholds.case.ledger.rows import Row, Table
from thresholds.case.ledger.sound import rows_of
from thresholds.case.model import Figure
from thresholds.case.read import DEALING_KEYS
from thresholds.case.values import ValueReader
from thresholds.glossary import Family
from thresholds.source.node import Cell, Node
from thresholds.source.reader import Reader
from thresholds.values.figures import Unit
from thresholds.wording import phrase

BATCH_RECORDS = "batch_records"
#: 出处 is where evidence is found, to whoever keeps a ledger; it must not be taken for whom records were got from.
KIND = Kind((*DEALING_KEYS, BATCH_RECORDS), ("by", "act"), ("by", "act"), categories=True, other=("案件", "出处"))
#: What a row may say of the batch that it names, and what the batch has it as.
OF_THE_BATCH = {"category": "category", "kinds": "kinds", BATCH_RECORDS: "records"}

Pair = tuple[Cell, Node]


class Named(NamedTuple):
    """An entry of a section: the cell of its name, and its fields, each key at the place of its value."""

    place: Cell
    pairs: list[Pair]


@dataclass
class Batch:
    """What rows say of one batch: its own facts, and of every row that is of it the number, or None."""

    first: Cell
    facts: dict[str, Pair] = field(default_factory=dict)
    records: list[Pair | None] = field(default_factory=list)


@dataclass
class Ledger:
    """What has been read of the rows: dealings, persons and batches in their order, pieces of evidence referred to."""

    reader: Reader
    lang: str = "zh"
    dealings: list[Node] = field(default_factory=list)
    persons: dict[str, Cell] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    evidence: dict[str, Cell] = field(default_factory=dict)

    def read(self, table: Table) -> bool:
        """Read a table of dealings; what is wrong is noted. Whether it has a header."""
        header = KIND.header(table.rows)
        if header is None:
            return False
        columns = KIND.columns(header, self.reader)
        actor = next((column for column in columns.values() if column.key == "by"), None)
        if actor is not None and (actor.header.text or "").isascii():
            self.lang = "en"
        complete = {"by", "act"} <= {column.key for column in columns.values()}
        for row, own in rows_of(table, header, columns, self.reader):
            node = self._dealing(row, columns) if complete and own else None
            if node is not None:
                self.dealings.append(node)
        return True

    def _dealing(self, row: Row, columns: dict[int, Column]) -> Node | None:
        """The dealing of a row, without what is noted to be wrong in it; None where nobody does anything in it.

        It stands at its first cell, or at the empty cell of who acted or what he did, where that will be missed.
        """
        fields, numbers = self._fields(row, columns)
        place = self._acted(row, columns, fields)
        if place is None:
            return None
        if numbers and "records" in fields:
            one, other = fields.pop("records")[0], next(iter(numbers.values()))[0]
            self.reader.wrong("TH256", one, first=other.name, other=columns[other.index].header.text or "")
            numbers = {}
        if "batch" in fields:
            self._of_batch(fields, numbers)
        elif BATCH_RECORDS in fields:
            self.reader.wrong("TH202", fields.pop(BATCH_RECORDS)[0], "batch", zh=chinese("batch"))
        elif numbers:
            pairs: list[tuple[Node, Node]] = [(cell.saying(key), value) for key, (cell, value) in numbers.items()]
            first = next(iter(numbers.values()))[0]
            fields["records"] = (first, mapped(first, pairs))
        return mapped(place, [(cell.saying(key), value) for key, (cell, value) in fields.items()])

    def _fields(self, row: Row, columns: dict[int, Column]) -> tuple[dict[str, Pair], dict[str, Pair]]:
        """The values of a row by key, and those of its columns of categories."""
        fields: dict[str, Pair] = {}
        numbers: dict[str, Pair] = {}
        spoilt: set[str] = set()
        for cell in row.cells:
            column = columns.get(cell.index)
            if column is None or not column.key:
                continue
            value = None if cell.fault else value_of(column, cell, self.reader)
            if value is None:
                spoilt.add(column.key)
            else:
                (numbers if column.category else fields)[column.key] = (cell, value)
                if column.key == "evidence" or value.pairs is not None:
                    referred(column.key, value, self.evidence)
        if spoilt & {"category", "kinds", "batch"}:
            fields.pop("records", None)
        return fields, numbers

    def _acted(self, row: Row, columns: dict[int, Column], fields: dict[str, Pair]) -> Cell | None:
        """Note who acted; where the dealing is to stand, or None where it is noted to be wrong itself."""
        if "by" in fields:
            cell, value = fields["by"]
            for one in value.items if value.items is not None else [value]:
                if one.text:
                    self.persons.setdefault(one.text, cell.saying(one.text))
        needed = [(index, column) for index, column in columns.items() if column.key in KIND.required]
        missing = [row.cell(index) for index, column in needed if column.key not in fields]
        if len(missing) == len(needed):
            for index, column in needed:
                if not row.cell(index).fault:
                    self.reader.wrong("TH202", row.cell(index), column.key, zh=chinese(column.key))
        if len(missing) == len(needed) or any(cell.text or cell.fault for cell in missing):
            return None
        return missing[0] if missing else row.cells[0]

    def _of_batch(self, fields: dict[str, Pair], numbers: dict[str, Pair]) -> None:
        """Take from the fields of a row what it says of its batch."""
        cell, value = fields["batch"]
        batch = self.batches.setdefault(value.text or "", Batch(cell))
        if len(numbers) > 1:  # 0 in the column of another category says nothing of this batch
            numbers = {key: pair for key, pair in numbers.items() if pair[1].text != "0"}
        if len(numbers) > 1:
            self.reader.wrong("TH221", list(numbers.values())[1][0])
        elif numbers:
            ((category, number),) = numbers.items()
            fields["records"] = number
            self._agree(value.text or "", batch, "category", (number[0], number[0].saying(category)))
        for key, name in OF_THE_BATCH.items():
            if key in fields:
                self._agree(value.text or "", batch, name, fields.pop(key))
        batch.records.append(fields.get("records"))

    def _agree(self, name: str, batch: Batch, key: str, said: Pair) -> None:
        """Keep what a row says of a batch, or note that an earlier row says something else."""
        agree(self.reader, name, key, batch.facts.setdefault(key, said), said)


def referred(key: str, node: Node, found: dict[str, Cell]) -> None:
    """Add the pieces of evidence that the value of a key refers to, each with the first cell that does."""
    if key in ("evidence", "证据"):
        for one in node.items if node.items is not None else [node]:
            if one.text and isinstance(one, Cell):
                found.setdefault(one.text, one)
        return
    for one in node.items or ():
        referred("", one, found)
    for inner, value in node.pairs or ():
        referred(inner.text or "", value, found)


def agree(reader: Reader, batch: str, key: str, one: Pair, other: Pair) -> None:
    """Note TH255 where two cells say different things of a batch."""
    if one is not other and _meant(key, one[1]) != _meant(key, other[1]):
        said = _text(one[1])
        reader.wrong("TH255", other[0], _text(other[1]), batch=batch, first=one[0].name, other=said)


def _text(node: Node) -> str:
    if node.items is not None:
        return "、".join(_text(item) for item in node.items)
    if node.pairs is not None:
        return "{" + ", ".join(f"{_text(key)}: {_text(value)}" for key, value in node.pairs) + "}"
    return node.text or ""


def _meant(key: str, node: Node) -> object:
    """What a value says, however it is written."""
    if key == "records":
        figure = figure_of(node)
        return figure.interval if figure is not None else _text(node)
    if node.pairs is None:
        parts = [_text(item) for item in node.items] if node.items is not None else [_text(node)]
        return frozenset(glossary.find_value(Family.CATEGORY, part) or part for part in parts)
    return _text(node)


def figure_of(node: Node) -> Figure | None:
    """The number of records that a value states; None where it states none that can be read."""
    return ValueReader("").figure(node, Unit.RECORDS)


def batches_node(ledger: Ledger, listed: dict[str, Named] | None) -> Node | None:
    """The batches of a case: those of the sheet 批次, or else those that rows name, with what rows say of them."""
    named = {name: Named(batch.first, []) for name, batch in ledger.batches.items()} if listed is None else listed
    if not named:
        return None
    root = Node(0, 0)
    root.pairs = []
    for name, (place, pairs) in named.items():
        own: dict[str, Pair] = {key.text or "": (key, value) for key, value in pairs}
        if name in ledger.batches:
            _complete(ledger, name, ledger.batches[name], own)
        root.pairs.append((place, mapped(place, [(cell.saying(key), value) for key, (cell, value) in own.items()])))
    return root


def _complete(ledger: Ledger, name: str, batch: Batch, own: dict[str, Pair]) -> None:
    """Add to the facts of a batch what its rows say, and what follows from their numbers."""
    for key, said in batch.facts.items():
        agree(ledger.reader, name, key, own.setdefault(key, said), said)
    stated = [pair for pair in batch.records if pair is not None]
    if "records" in own:
        return
    if len(stated) < len(batch.records) or not own.keys() & {"category", "kinds"}:
        return
    figures = [figure for _, value in stated if (figure := figure_of(value)) is not None]
    largest = max((figure.at_least for figure in figures), default=0)
    if largest and stated:
        cell = stated[0][0]
        words = {"at_least": str(largest), "because": phrase("batch.at-least", ledger.lang)}
        own["records"] = (cell, mapped(cell, [(cell.saying(key), cell.saying(word)) for key, word in words.items()]))
