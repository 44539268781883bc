"""An input as Parquet: what it is already, or a copy of it in the work folder, with the number of every row.

Rows that are no rows at all (fields too many or too few, a line that is no JSON object) are kept apart, not dropped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds.batch.faults import damaged, reading
from thresholds.batch.inputs import InputFile, Survey
from thresholds.columns import ROW, TableColumn
from thresholds.errors import Diagnostic, SourceErrors

if TYPE_CHECKING:
    import pyarrow

#: Told how much has been done of how much.
Tell = Callable[[int, int], None]


class Stored(NamedTuple):
    """A Parquet file of rows: how many, its columns, and how they are numbered.

    `first` is the number of its first row where rows count on from there; 0 where the file has the column `row`.
    `untyped` are columns without a single value, for which the file has no type.
    """

    path: Path
    rows: int
    columns: tuple[str, ...]
    first: int
    untyped: tuple[str, ...] = ()


class Malformed(NamedTuple):
    """What is no row: its number in the input, the code of why, and what was found (no cell of it)."""

    row: int
    reason: str
    value: str


class Staged(NamedTuple):
    """One input as Parquet: usually one file, several where later lines have keys that earlier ones do not."""

    stored: tuple[Stored, ...]
    malformed: tuple[Malformed, ...]
    rows: int


class Writer:
    """Writes Parquet: a file for every run of batches with the same columns, each row with its number."""

    def __init__(self, stem: Path) -> None:
        self.stem = stem
        self.stored: list[Stored] = []
        self._writer: pyarrow.parquet.ParquetWriter | None = None
        self._rows = 0

    def write(self, table: pyarrow.Table, numbers: object) -> None:
        """Write a table whose rows have these numbers."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        cells = [column.cast(pa.string()) if pa.types.is_null(column.type) else column for column in table.columns]
        numbered = pa.table([pa.array(numbers, pa.int64()), *cells], [ROW, *table.column_names])
        if self._writer is None or self._writer.schema != numbered.schema:
            self.close()
            path = self.stem.with_name(f"{self.stem.name}-{len(self.stored):03}.parquet")
            self._writer = pq.ParquetWriter(path, numbered.schema)
            self.stored.append(Stored(path, 0, tuple(table.column_names), 0))
        self._writer.write_table(numbered)
        self._rows += len(numbered)

    def close(self) -> None:
        """End the file at hand."""
        if self._writer is not None:
            self._writer.close()
            self.stored[-1] = self.stored[-1]._replace(rows=self._rows)
        self._writer, self._rows = None, 0


def staged(file: InputFile, found: Survey, stem: Path, first: int, tell: Tell) -> Staged:
    """The rows of a file, of which the first has the number `first`; what has to be copied is written beside `stem`.

    Raises:
        SourceErrors: it cannot be read as what it is (TH513, TH514, TH516), or the disk is full (TH522).
    """
    if file.form == "parquet":
        return _as_it_is(file, first)
    if file.form == "duckdb":
        from thresholds.batch.databases import copied

        return copied(file, stem, first)
    note = stem.with_name(f"{stem.name}.json")
    done = _noted(note)
    if done is not None:
        return done
    writer = Writer(stem)
    with reading(file.label):
        made = _written(file, found, writer, first, tell)
    _note(note, made)
    return made


def _written(file: InputFile, found: Survey, writer: Writer, first: int, tell: Tell) -> Staged:
    from thresholds.batch import databases, texts

    if file.form == "csv":
        malformed = texts.read_csv(file, found, writer, first, tell)
    elif file.form == "jsonl":
        malformed = texts.read_json_lines(file, found, writer, first, tell)
    else:
        batches = databases.sqlite_batches(file) if file.form == "sqlite" else arrow_batches(file)
        malformed = []
        number = first
        for table, done, total in batches:
            writer.write(table, range(number, number + len(table)))
            number += len(table)
            tell(done, total)
    writer.close()
    rows = sum(one.rows for one in writer.stored) + len(malformed)
    return Staged(tuple(writer.stored), tuple(malformed), rows)


def _as_it_is(file: InputFile, first: int) -> Staged:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with reading(file.label):
        metadata = pq.read_metadata(file.path)
        schema = metadata.schema.to_arrow_schema()
    untyped = tuple(field.name for field in schema if pa.types.is_null(field.type))
    return Staged((Stored(file.path, metadata.num_rows, tuple(schema.names), first, untyped),), (), metadata.num_rows)


def _noted(note: Path) -> Staged | None:
    """What an earlier run has copied whole."""
    if not note.exists():
        return None
    kept = json.loads(note.read_text("utf-8"))
    stored = tuple(Stored(note.with_name(name), rows, tuple(columns), 0) for name, rows, columns in kept["stored"])
    return Staged(stored, tuple(Malformed(*one) for one in kept["malformed"]), kept["rows"])


def _note(note: Path, made: Staged) -> None:
    from thresholds.batch.parts import write_whole

    stored = [[one.path.name, one.rows, one.columns] for one in made.stored]
    write_whole(note, json.dumps({"stored": stored, "malformed": made.malformed, "rows": made.rows}))


def arrow_batches(file: InputFile) -> Iterator[tuple[pyarrow.Table, int, int]]:
    """The batches of an Arrow file or stream, with how many have been read of how many."""
    import pyarrow as pa

    with pa.memory_map(str(file.path)) as stream:
        opened = _opened(stream)
        if isinstance(opened, pa.ipc.RecordBatchFileReader):
            if not opened.num_record_batches:
                yield opened.schema.empty_table(), 0, 0
            for number in range(opened.num_record_batches):
                yield pa.Table.from_batches([opened.get_batch(number)]), number + 1, opened.num_record_batches
        else:
            yield opened.schema.empty_table(), 0, file.size
            for batch in opened:
                yield pa.Table.from_batches([batch]), stream.tell(), file.size


def _opened(stream: pyarrow.NativeFile) -> pyarrow.ipc.RecordBatchFileReader | pyarrow.ipc.RecordBatchStreamReader:
    import pyarrow as pa

    try:
        return pa.ipc.open_file(stream)
    except pa.ArrowInvalid:
        stream.seek(0)
        return pa.ipc.open_stream(stream)


def peeked(file: InputFile, found: Survey | None = None) -> tuple[TableColumn, ...] | None:
    """The columns of a file from its head alone; None for JSON lines, which have none.

    Raises:
        SourceErrors: it is not what its name says (TH513), its table is not named or not there (TH514), or a column
            has no name, the name of another or the name `row` (TH518).
    """
    from thresholds.batch import databases, texts

    if file.form == "jsonl":
        return None
    with reading(file.label):
        if file.form == "csv":
            columns = tuple(TableColumn(name, "string") for name in texts.header(file, found))
        elif file.form == "sqlite":
            columns = tuple(TableColumn(name, "string") for name in databases.sqlite_columns(file))
        elif file.form == "duckdb":
            columns = databases.duckdb_columns(file)
        else:
            columns = _of_schema(file)
    check_names(file.label, [column.name for column in columns])
    return columns


def _of_schema(file: InputFile) -> tuple[TableColumn, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if file.form == "parquet":
        schema = pq.read_schema(file.path)
    else:
        with pa.memory_map(str(file.path)) as stream:
            schema = _opened(stream).schema
    return tuple(TableColumn(field.name, ibis_type(field.type)) for field in schema)


def ibis_type(type_: pyarrow.DataType) -> str:
    """The name that Ibis gives an Arrow type, text for that of no values; Arrow's own where Ibis has none."""
    import pyarrow as pa
    from ibis.formats.pyarrow import PyArrowType

    try:
        return "string" if pa.types.is_null(type_) else str(PyArrowType.to_ibis(type_))
    except (KeyError, NotImplementedError, TypeError, ValueError):
        return str(type_)


def check_names(file: str, names: Sequence[str]) -> None:
    """Nothing, where every column can be told from the others whatever the case of its letters.

    Raises:
        SourceErrors: one has no name, the name of another, or that of the number of the row (TH518).
    """
    seen: dict[str, str] = {}
    wrong: list[Diagnostic] = []
    for number, name in enumerate(names, 1):
        folded = name.strip().casefold()
        problem = "no-name" if not folded else "reserved" if folded == ROW else "twice" if folded in seen else ""
        if problem:
            wrong += damaged(file, problem, "TH518", value=name, number=str(number)).diagnostics
        seen[folded] = name
    if wrong:
        raise SourceErrors(wrong)


def same_columns(files: Sequence[InputFile], columns: Sequence[tuple[TableColumn, ...] | None]) -> None:
    """Nothing, where all files have the same columns, in whatever order.

    Raises:
        SourceErrors: one has others than the first, or of another type (TH517).
    """
    wrong = []
    for file, own in zip(files, columns, strict=True):
        if own is None or columns[0] is None:
            continue
        names = sorted(column.name for column in set(own) ^ set(columns[0]))
        if names:
            detail = (("first", files[0].label),)
            shown = ", ".join(dict.fromkeys(names))
            wrong.append(Diagnostic("TH517", file.label, 0, 0, shown, detail=detail))
    if wrong:
        raise SourceErrors(wrong)
