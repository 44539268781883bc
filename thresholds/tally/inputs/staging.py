"""Rows of text written into a piece as Parquet, batch by batch: what workbooks and databases are read into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from thresholds.tally.inputs.pieces import Entry, Pieces
from thresholds.tally.model import Note
from thresholds.tally.workspace import literal, quoted

#: Rows held at once before they are written.
BATCH = 20_000

Texts = Sequence[str | None]


class Staged(NamedTuple):
    """A table that lies in a piece: its part of the file, its columns, and how many of its lines are what."""

    name: str
    part: str
    columns: tuple[str, ...]
    rows: int
    ragged: int = 0
    empty: int = 0
    repeated: int = 0
    header_lines: int = 0
    notes: tuple[Note, ...] = ()

    def query(self, pieces: Pieces) -> str:
        """The query that gives its rows."""
        listed = ", ".join(f"c{number} AS {quoted(name)}" for number, name in enumerate(self.columns))
        return f"SELECT {listed} FROM read_parquet({literal(str(pieces.folder.resolve() / self.name))})"

    def entry(self) -> Entry:
        """As the manifest lists it."""
        return {**self._asdict(), "columns": list(self.columns), "notes": [list(note) for note in self.notes]}


def listed(entry: Entry) -> Staged:
    """A table as the manifest lists it."""
    given = {key: value for key, value in entry.items() if key in Staged._fields}
    columns, notes = given["columns"], given["notes"]
    assert isinstance(columns, list)
    assert isinstance(notes, list)
    return Staged(**{**given, "columns": tuple(columns), "notes": tuple(Note(*note) for note in notes)})  # type: ignore[arg-type]


def write(pieces: Pieces, name: str, width: int, batches: Iterable[Sequence[Texts]]) -> int:
    """Write columns `c0` … of text; each batch gives its columns. How many rows there are.

    Raises:
        UnavailableError: the disk is full (TH602).
    """
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([(f"c{number}", pyarrow.string()) for number in range(width)])
    rows = 0
    with pieces.writing(name) as temporary, parquet.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for columns in batches:
            arrays = [pyarrow.array(column, pyarrow.string()) for column in columns]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(arrays, schema=schema))
            rows += len(columns[0]) if columns else 0
    return rows
