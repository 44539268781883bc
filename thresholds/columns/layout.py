"""Which column of a table is what: read from the headers, before any row is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from thresholds.case.flat import Key, Sort, keys_of, spellings_of
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.law.model import Ruleset

#: The number of the row in the input, from 1: the table has it beside its own columns.
ROW = "row"

Null = Literal["unknown", "unstated"]
Bound = Literal["", "at_least", "at_most"]
_ENDINGS: tuple[tuple[str, Bound], ...] = (
    ("_at_least", "at_least"),
    ("_at_most", "at_most"),
    ("_至少", "at_least"),
    ("_至多", "at_most"),
    ("至少", "at_least"),
    ("至多", "at_most"),
)
#: Keys that cannot stand beside each other: a plain total, and the same in two figures.
_SAME = {
    "illegal_gains": ("illegal_gains.gross", "illegal_gains.net"),
    "illegal_gains.gross": ("illegal_gains",),
    "illegal_gains.net": ("illegal_gains",),
}
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_NULLS: Mapping[str, Null] = MappingProxyType({})


class TableColumn(NamedTuple):
    """A column of the input: its name, and its type as Ibis writes it (`int64`, `decimal(12, 2)`, `string`)."""

    name: str
    type: str


class TableMapping(NamedTuple):
    """What a user says of the columns: keys for other names, what null means, what to hand through or leave out.

    `act` is what was done with the records where no column says it.
    """

    names: Mapping[str, str] = _NOTHING
    nulls: Mapping[str, Null] = _NO_NULLS
    keep: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    act: str | None = None
    file: str = ""


class Slot(NamedTuple):
    """What a column states: a key, of which body of records (empty: the first, or the person), and at which end."""

    body: str
    key: str
    bound: Bound = ""


class Column(NamedTuple):
    """A column that is read: its place in the table, how its cells are read, and what null means.

    `certain` says that no cell of it is unknown or empty, so that nothing in it has two ends; `only` is the code that
    all of its cells have (`CellReader.code`), where they are known to have the same.
    """

    number: int
    name: str
    type: str
    sort: Sort
    null: Null | None
    certain: bool = False
    only: int | None = None


class Layout(NamedTuple):
    """The columns of a table by what they state; `kept` are handed through, `notes` is what to tell the user."""

    ruleset: Ruleset
    slots: Mapping[Slot, Column]
    kept: tuple[str, ...]
    bodies: tuple[str, ...]
    act: str | None
    notes: tuple[str, ...]

    @classmethod
    def read(cls, ruleset: Ruleset, columns: Sequence[TableColumn], mapping: TableMapping | None = None) -> Layout:
        """The layout of a table.

        Raises:
            SourceErrors: columns that are not known (TH501), that say the same twice (TH502), whose type cannot be
                what they state (TH503); names in the mapping that the table does not have (TH504).
        """
        return _Reader(ruleset, columns, mapping or TableMapping()).read()

    def knowing(self, certain: Collection[str], only: Mapping[str, int]) -> Layout:
        """The same where in some columns (by name) no cell is unknown or empty, and in some all have one code."""
        slots = {
            slot: column._replace(certain=column.name in certain, only=only.get(column.name))
            for slot, column in self.slots.items()
        }
        return self._replace(slots=slots)

    def without(self, columns: Collection[Column]) -> Layout:
        """The same, these columns not read."""
        return self._replace(slots={slot: column for slot, column in self.slots.items() if column not in columns})

    def column(self, key: str, body: str = "", bound: Bound = "") -> Column | None:
        """The column that states a key, or None."""
        return self.slots.get(Slot(body, key, bound))


class _Reader:
    def __init__(self, ruleset: Ruleset, columns: Sequence[TableColumn], mapping: TableMapping) -> None:
        self.ruleset, self.columns, self.mapping = ruleset, columns, mapping
        self.keys, self.spellings = keys_of(ruleset), spellings_of(ruleset)
        self.wrong: list[Diagnostic] = []

    def read(self) -> Layout:
        slots: dict[Slot, Column] = {}
        kept: list[str] = []
        self._check_mapping()
        for number, column in enumerate(self.columns):
            if column.name == ROW or column.name in self.mapping.ignore:
                continue
            if column.name in self.mapping.keep:
                kept.append(column.name)
                continue
            slot = self._slot(column.name)
            if slot is None:
                near = nearest(self.mapping.names.get(column.name, column.name), self.spellings)
                self._say("TH501", column.name, near=near)
                continue
            self._place(slots, slot, number, column)
        if self.wrong:
            raise SourceErrors(self.wrong)
        bodies = tuple(dict.fromkeys(slot.body for slot in slots if self.keys[slot.key].of_body))
        return Layout(self.ruleset, slots, tuple(kept), bodies, self.mapping.act, self._notes(slots, bodies))

    def _place(self, slots: dict[Slot, Column], slot: Slot, number: int, column: TableColumn) -> None:
        key = self.keys[slot.key]
        rivals: tuple[Bound, ...] = ("", slot.bound) if slot.bound else ("", "at_least", "at_most")
        keys = {slot.key, *_SAME.get(slot.key, ())}
        for other in [Slot(slot.body, name, bound) for name in sorted(keys) for bound in rivals]:
            taken = slots.get(other)
            if taken is not None:
                self._say("TH502", column.name, key=slot.key, first=taken.name)
                return
        if slot.bound and key.sort not in (Sort.COUNT, Sort.MONEY):
            self._say("TH501", column.name, near=slot.key)
            return
        if not _fits(key.sort, column.type):
            self._say("TH503", column.name, type=column.type, types=_ALLOWED[key.sort])
            return
        slots[slot] = Column(number, column.name, column.type, key.sort, self.mapping.nulls.get(column.name))

    def _slot(self, name: str) -> Slot | None:
        """What a column states by its header, or by the name that the mapping gives it."""
        written = self.mapping.names.get(name, name).strip()
        for text, body in _bodies(written):
            for spelling, bound in _bounds(text):
                identifier = self.spellings.get(spelling)
                if identifier is not None and (not body or self.keys[identifier].of_body):
                    return Slot(body, identifier, bound)
        return None

    def _check_mapping(self) -> None:
        mapping, present = self.mapping, {column.name for column in self.columns}
        for name in dict.fromkeys([*mapping.names, *mapping.nulls, *mapping.keep, *mapping.ignore]):
            if name not in present:
                self._say("TH504", name, near=nearest(name, present))

    def _notes(self, slots: Mapping[Slot, Column], bodies: tuple[str, ...]) -> tuple[str, ...]:
        """That a table does not say what was done with the records, so that none of them is a supply."""
        silent = [body for body in bodies if Slot(body, "act") not in slots]
        return ("batch.no-act",) if silent and self.mapping.act is None and self.ruleset.from_dealings else ()

    def _say(self, code: str, value: str, *, near: str = "", **detail: str) -> None:
        file = self.mapping.file
        self.wrong.append(Diagnostic(code, file, 0, 0, value, (), near, tuple(detail.items())))


def _bodies(written: str) -> list[tuple[str, str]]:
    """The name as it stands, and as a body's label and the rest."""
    label, dot, rest = written.partition(".")
    return [(written, ""), (rest, label)] if dot else [(written, "")]


def _bounds(text: str) -> list[tuple[str, Bound]]:
    """The name as it stands, and without an ending that makes it a bound."""
    found: list[tuple[str, Bound]] = [(text, "")]
    for ending, bound in _ENDINGS:
        if text.endswith(ending):
            found.append((text.removesuffix(ending), bound))
    return found


#: The types that each sort of column can have; text is always read by what is written in it.
_ALLOWED = {
    Sort.LABEL: "text, integer",
    Sort.COUNT: "integer, decimal, text",
    Sort.MONEY: "integer, decimal, text",
    Sort.TRUTH: "boolean, text",
    Sort.CONSEQUENCE: "boolean, text",
    Sort.PUNISHMENT: "boolean, date, text",
    Sort.PENALTY: "boolean, date, text",
    Sort.ACT: "text",
    Sort.ORIGIN: "text",
    Sort.KIND: "text",
    Sort.REGION: "text",
    Sort.DATE: "date, text",
}


_WHOLE = frozenset({"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"})


def kind_of(type_: str) -> str:
    """The family of a type: integer, decimal, text, boolean, date, float or its own name."""
    name = type_.lstrip("!").partition("(")[0]
    families = {"string": "text", "boolean": "boolean", "date": "date", "decimal": "decimal"}
    if name in _WHOLE:
        return "integer"
    return "float" if name.startswith("float") else families.get(name, name)


def _fits(sort: Sort, type_: str) -> bool:
    return sort is Sort.LABEL or kind_of(type_) in _ALLOWED[sort].split(", ")


__all__ = ["ROW", "Column", "Key", "Layout", "Slot", "TableColumn", "TableMapping", "kind_of"]
