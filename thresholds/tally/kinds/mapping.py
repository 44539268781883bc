"""The mapping file: what a person says of columns, categories, keys and readings, in Chinese or English (YAML)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol

from thresholds import glossary
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.source.node import Node
from thresholds.source.reader import Field, Reader
from thresholds.source.yaml import parse, read_text
from thresholds.tally.kinds.categories import SWITCHES, switch
from thresholds.tally.kinds.kind import Kind
from thresholds.tally.kinds.names import find_kind, label
from thresholds.tally.kinds.record import Recognised, Settings
from thresholds.tally.model import RawTable
from thresholds.wording import phrase

SCHEMA = "thresholds/tally-mapping/1"

#: What is written for a column that is no part of a record.
IGNORED = ("ignore", "忽略", "不计")

#: Keys of the file and of a section of `files`, with their Chinese spellings.
_KEYS = {
    "schema": "格式",
    "columns": "列",
    "category": "类别",
    "keys": "判重依据",
    "readings": "口径",
    "latest": "最晚年份",
    "files": "文件",
}
_OF_FILE = ("columns", "category")

#: Years that can be the last plausible one.
_YEARS = range(1949, 2100)


class Told(NamedTuple):
    """What is said of columns (no kind: no part of a record) and of the category of all rows; `places` is where."""

    columns: Mapping[str, Kind | None] = {}
    category: str = ""
    places: Mapping[str, tuple[int, int]] = {}


class MappingFile(NamedTuple):
    """A mapping file as read: of all tables, and of those whose file or part a name or pattern fits."""

    file: str = ""
    everywhere: Told = Told()
    files: Mapping[str, Told] = {}
    keys: tuple[Kind, ...] = ()
    readings: Mapping[str, str] = {}
    latest: int | None = None
    places: Mapping[str, tuple[int, int]] = {}

    def columns(self, table: RawTable) -> dict[str, Kind | None]:
        """What is said of the columns of a table; what is said of its file goes before what is said of all."""
        found = dict(self.everywhere.columns)
        for told in self._told(table):
            found |= told.columns
        return {column: found[column] for column in table.columns if column in found}

    def settings(self, table: RawTable) -> Settings:
        """How rows of a table become records."""
        category = next((told.category for told in self._told(table) if told.category), self.everywhere.category)
        latest = Settings().latest if self.latest is None else self.latest
        return Settings(dict(self.readings), latest, category)

    def _told(self, table: RawTable) -> Iterator[Told]:
        return (told for pattern, told in self.files.items() if _fits(pattern, table))


def _fits(pattern: str, table: RawTable) -> bool:
    """Whether a name or pattern (`*.csv`) is that of the table, its file or its part."""
    names = (table.label, table.file, PurePath(table.file).name, table.part)
    return any(name == pattern or fnmatchcase(name, pattern) for name in names if name)


def read_mapping(path: Path, name: str | None = None) -> MappingFile:
    """The mapping file at a path.

    Raises:
        SourceErrors: it cannot be read, is not strict YAML, or says what is not known (TH201-TH220, TH620-TH624).
    """
    shown = name or str(path)
    return _Read(shown).whole(parse(read_text(path, shown), shown))


def check_tables(mapping: MappingFile, tables: Sequence[RawTable]) -> None:
    """Nothing, when every column and file that the mapping names is there.

    Raises:
        SourceErrors: a column that no table has (TH625), a file that is not read (TH626).
    """
    found = list(_absent(mapping, mapping.everywhere, tables))
    for pattern, told in mapping.files.items():
        among = [table for table in tables if _fits(pattern, table)]
        if among:
            found += _absent(mapping, told, among)
        else:
            names = [table.label for table in tables]
            found.append(_missing("TH626", mapping, pattern, mapping.places[pattern], names))
    if found:
        raise SourceErrors(found)


def _absent(mapping: MappingFile, told: Told, tables: Sequence[RawTable]) -> Iterator[Diagnostic]:
    """The columns named that none of the tables has."""
    columns = list(dict.fromkeys(column for table in tables for column in table.columns))
    for column in told.columns:
        if column not in columns:
            yield _missing("TH625", mapping, column, told.places[column], columns)


def _missing(code: str, mapping: MappingFile, value: str, place: tuple[int, int], names: Iterable[str]) -> Diagnostic:
    """A diagnostic of a name that nothing bears, with the nearest that something does."""
    near = nearest(value, names)
    return Diagnostic(code, mapping.file, *place, value, near=near)


class _Read:
    """Reads one mapping file, noting everything that is wrong."""

    def __init__(self, file: str) -> None:
        self.file, self.reader = file, Reader(file)

    def whole(self, root: Node) -> MappingFile:
        """All that the file says."""
        fields = self._fields(root, tuple(_KEYS))
        if "schema" in fields and fields["schema"].value.text != SCHEMA:
            self.reader.wrong("TH220", fields["schema"].value, allowed=[SCHEMA])
        files = self._map(fields.get("files"))
        read = MappingFile(
            self.file,
            self._told(fields),
            {(key.text or ""): self._told(self._fields(value, _OF_FILE)) for key, value in files},
            self._keys(fields.get("keys")),
            self._readings(fields.get("readings")),
            self._latest(fields.get("latest")),
            {(key.text or ""): (key.line, key.column) for key, _ in files},
        )
        self.reader.finish()
        return read

    def _fields(self, node: Node, allowed: tuple[str, ...]) -> dict[str, Field]:
        """The pairs of a map by the English spelling of their keys."""
        found: dict[str, Field] = {}
        spellings = {name: name for name in allowed} | {_KEYS[name]: name for name in allowed}
        for key, value in self._map(Field(node, node)):
            name = spellings.get(key.text or "")
            if name is None:
                shown = [f"{one} {_KEYS[one]}" for one in allowed]
                self.reader.wrong("TH201", key, allowed=shown, near=nearest(key.text or "", spellings))
            elif name in found:
                first = found[name].key
                self.reader.wrong("TH218", key, first=first.text or "", line=str(first.line))
            elif not value.empty:
                found[name] = Field(key, value)
        return found

    def _map(self, field: Field | None) -> list[tuple[Node, Node]]:
        """The pairs of a map; anything else is noted."""
        if field is not None and field.value.pairs is None:
            self.reader.misshapen(field.value, "map")
        return (field.value.pairs or []) if field is not None else []

    def _told(self, fields: Mapping[str, Field]) -> Told:
        """What is said of columns and category."""
        pairs = self._map(fields.get("columns"))
        columns = {(key.text or ""): self._kind(value, IGNORED) for key, value in pairs}
        category = fields.get("category")
        found = self.reader.enumerated(category.value, Family.CATEGORY) if category else None
        return Told(columns, found or "", {(key.text or ""): (key.line, key.column) for key, _ in pairs})

    def _kind(self, node: Node, besides: Sequence[str] = ()) -> Kind | None:
        """A kind by any of its names; none for what says that a column is no part of a record."""
        text = self.reader.text(node)
        if text is None or text in besides:
            return None
        kind = find_kind(text)
        if kind is None:
            names = [name for one in Kind for name in (str(one), label(one), label(one, "en"))]
            shown = [f"{one} {label(one)}" for one in Kind] + [" ".join(besides)] * bool(besides)
            self.reader.wrong("TH620", node, allowed=shown, near=nearest(text, [*names, *besides]))
        return kind

    def _keys(self, field: Field | None) -> tuple[Kind, ...]:
        """The kinds that tell records apart; one named twice is noted."""
        found: list[Kind] = []
        for node in self.reader.listed(field.value) if field else ():
            kind = self._kind(node)
            if kind is not None and kind in found:
                self.reader.wrong("TH624", node)
            elif kind is not None:
                found.append(kind)
        return tuple(found)

    def _readings(self, field: Field | None) -> dict[str, str]:
        """The options chosen, by switch."""
        found: dict[str, str] = {}
        for key, value in self._map(field):
            one = switch(key.text or "")
            text = self.reader.text(value)
            if one is None:
                names = [known.id for known in SWITCHES]
                self.reader.wrong("TH621", key, allowed=names, near=nearest(key.text or "", names))
                continue
            option = glossary.find_value(Family.CATEGORY, text or "") or text
            if text is not None and option not in one.options:
                self.reader.wrong("TH622", value, allowed=one.options, near=nearest(text, one.options), reading=one.id)
            elif option is not None:
                found[one.id] = option
        return found

    def _latest(self, field: Field | None) -> int | None:
        """The last year in which anything in the data can lie."""
        text = self.reader.text(field.value) if field else None
        if field is None or text is None:
            return None
        if text.isascii() and text.isdigit() and int(text) in _YEARS:
            return int(text)
        self.reader.wrong("TH623", field.value)
        return None


class Described(Protocol):
    """A table with what its columns were taken for."""

    @property
    def table(self) -> RawTable:
        """The table."""

    @property
    def columns(self) -> Sequence[Recognised]:
        """What each of its columns was taken for."""


def mapping_text(sources: Sequence[Described], lang: str = "zh") -> str:
    """A mapping file that says what was recognised, to be corrected by hand: each column of each table once."""
    zh = lang != "en"
    lines = [f"{_KEYS['schema'] if zh else 'schema'}: {SCHEMA}", f"{_KEYS['files'] if zh else 'files'}:"]
    for one in sources:
        lines += [f"  {_quoted(one.table.label)}:", f"    {_KEYS['columns'] if zh else 'columns'}:"]
        for told in one.columns:
            kind = (IGNORED[1] if zh else IGNORED[0]) if told.kind is None else label(told.kind, lang)
            doubt = "" if told.certain else f"  # {phrase('tally.kind.confirm', lang)}"
            lines.append(f"      {_quoted(told.column)}: {_quoted(kind)}{doubt}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as YAML writes it, in quotation marks."""
    from json import dumps

    return dumps(text, ensure_ascii=False)
