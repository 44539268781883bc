"""What the steps of a tally hand on to each other: tables of raw rows, what their columns are, and the counts."""

from __future__ import annotations

from typing import NamedTuple


class Note(NamedTuple):
    """Something to know of a table that was read: `key` names its sentence (`tally.input.note.…`, field `number`)."""

    key: str
    number: int = 0


class RawTable(NamedTuple):
    """One table of raw rows, as it was read: `relation` names a DuckDB table or view whose columns are all text.

    `columns` are the headers as written (made distinct), in order, and are the column names of the relation.
    `lines` = `rows` + `empty` + `repeated_headers` + `header_lines`: nothing that was read is dropped in silence.
    Ragged rows (too few or too many fields) stay in the relation, the missing fields null, surplus ones joined
    to the last; `ragged` says how many there are. A line whose every field is blank is `empty`.
    `sha256` is that of `file`; `part_sha256` that of the member of an archive, where it is one.
    """

    file: str
    part: str
    sha256: str
    encoding: str
    relation: str
    columns: tuple[str, ...]
    rows: int
    ragged: int = 0
    empty: int = 0
    repeated_headers: int = 0
    header_lines: int = 1
    part_sha256: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def lines(self) -> int:
        """Everything that was read."""
        return self.rows + self.empty + self.repeated_headers + self.header_lines

    @property
    def label(self) -> str:
        """The file, and the sheet, table or member of it."""
        return f"{self.file}!{self.part}" if self.part else self.file
