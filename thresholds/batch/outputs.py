"""What a run leaves behind: the answers in the form that the name of the output asks for, and the rejected rows."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from thresholds.batch.counting import write_batches
from thresholds.batch.databases import literal, quoted
from thresholds.batch.existing import check_database, copy_duckdb, copy_sqlite
from thresholds.batch.faults import unplaced, writing
from thresholds.batch.inputs import OF_TABLE, InputFile
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.source.yaml import unreadable

if TYPE_CHECKING:
    import duckdb
    import pyarrow

#: What the ending of the output asks for.
FORMS = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
}
#: The table of a database unless one is named.
TABLE = "answers"
_ROWS = 100_000


class Output(NamedTuple):
    """Where the answers go, in which form, and into which table where it is a database."""

    path: Path
    form: str
    table: str = ""

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.path}{OF_TABLE}{self.table}" if self.table else str(self.path)

    def beside(self, ending: str) -> Path:
        """A name next to the output."""
        return self.path.with_name(self.path.name + ending)


def output_of(name: str, inputs: Sequence[InputFile]) -> Output:
    """The output that a name means.

    Raises:
        SourceErrors: its form is not known (TH519), its folder is missing (TH001), it is an input (TH520), a folder
            that has something in it (TH521), or a database that takes no such table (TH527).
    """
    text, _, table = name.partition(OF_TABLE)
    path = Path(text)
    form = "folder" if text.endswith(("/", os.sep)) else FORMS.get(path.suffix.lower())
    if form is None:
        near = nearest(path.suffix.lower(), FORMS) if path.suffix else ""
        raise SourceErrors([Diagnostic("TH519", name, 0, 0, path.suffix, (*FORMS, "…/"), near)])
    check_place(path, inputs)
    if form == "folder" and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise SourceErrors([Diagnostic("TH521", name, 0, 0)])
    if form != "folder" and path.is_dir():
        raise SourceErrors([unreadable(text, IsADirectoryError())])
    output = Output(path, form, table or (TABLE if form in ("duckdb", "sqlite") else ""))
    check_database(path, form, output.label, output.table)
    return output


def check_place(path: Path, inputs: Sequence[InputFile]) -> None:
    """Nothing, where a file may be written here.

    Raises:
        SourceErrors: the folder is missing (TH001), or the file is an input or lies in the way of one (TH520).
    """
    if not path.parent.is_dir():
        raise SourceErrors([unreadable(str(path.parent), FileNotFoundError())])
    if not os.access(path.parent, os.W_OK):
        raise SourceErrors([unreadable(str(path.parent), PermissionError())])
    own = path.resolve()
    for file in inputs:
        given = file.path.resolve()
        if given == own or own in given.parents or (path.exists() and path.samefile(given)):
            raise SourceErrors([Diagnostic("TH520", str(path), 0, 0)])


class Answers(NamedTuple):
    """The parts of the answers in their order, the columns that hold few different words, and what is noted of them."""

    parts: Sequence[Path]
    words: Sequence[str]
    notes: Mapping[str, str]

    @property
    def query(self) -> str:
        """All rows in the order of the input, as SQL."""
        return f"SELECT * FROM {parquet_of(self.parts)}"

    @property
    def schema(self) -> pyarrow.Schema:
        """The columns, words as text."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        found = pq.read_schema(self.parts[0])
        return pa.schema([
            pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in found
        ])  # fmt: skip

    def batches(self) -> Iterator[pyarrow.Table]:
        """All rows in the order of the input, words as text."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = self.schema
        for part in self.parts:
            with pq.ParquetFile(part) as opened:
                for batch in opened.iter_batches(_ROWS):
                    yield pa.Table.from_batches([batch]).cast(schema)


def check_file(name: str, inputs: Sequence[InputFile]) -> None:
    """Nothing, where a file of this name may be written.

    Raises:
        SourceErrors: as `check_place`, or the name is that of a folder (TH001).
    """
    check_place(Path(name), inputs)
    if not name.strip() or Path(name).is_dir():
        raise SourceErrors([unreadable(name, IsADirectoryError())])


def check_apart(paths: Sequence[Path]) -> None:
    """Nothing, where these are all different.

    Raises:
        SourceErrors: two results would be written into one file, so that the first would be lost (TH527).
    """
    own = [path.resolve() for path in paths]
    for number, path in enumerate(own):
        if path in own[:number]:
            raise unplaced(str(paths[number]), "same-file")


def write_answers(output: Output, partial: Path, answers: Answers, database: duckdb.DuckDBPyConnection) -> None:
    """Put the parts together at `partial`, in the form of the output.

    Raises:
        SourceErrors: it cannot be written (TH001, TH522), nor into the database that is there (TH527).
    """
    with writing(str(output.path)):
        if output.form == "parquet":
            _parquet(answers, partial)
        elif output.form == "folder":
            _folder(output, answers, partial)
        elif output.form == "arrow":
            _arrow(answers, partial)
        elif output.form == "duckdb":
            _to_duckdb(output, answers, partial, database)
        elif output.form == "sqlite":
            _to_sqlite(output, answers, partial)
        else:
            options = "FORMAT csv, HEADER true" if output.form == "csv" else "FORMAT json"
            database.execute(f"COPY ({answers.query}) TO {literal(partial)} ({options})")


def parquet_of(paths: Sequence[Path], *options: str) -> str:
    """These Parquet files one after the other, as SQL reads them."""
    listed = f"[{', '.join(map(literal, paths))}]"
    return f"read_parquet({', '.join([listed, 'hive_partitioning = false', *options])})"


def _parquet(answers: Answers, path: Path) -> None:
    import pyarrow.parquet as pq

    if len(answers.parts) == 1 and answers.parts[0].is_file():
        _link(answers.parts[0], path)
        return
    with pq.ParquetFile(answers.parts[0], read_dictionary=list(answers.words)) as opened:
        schema = opened.schema_arrow
    write_batches(path, schema, _groups(answers), answers.notes)


def _groups(answers: Answers) -> Iterator[pyarrow.Table]:
    """The parts, row group by row group, words as dictionaries: they are written again as they were read."""
    import pyarrow.parquet as pq

    for part in answers.parts:
        with pq.ParquetFile(part, read_dictionary=list(answers.words)) as opened:
            for number in range(opened.num_row_groups):
                yield opened.read_row_group(number)


def _link(part: Path, path: Path) -> None:
    """The file under another name, without copying it where the disk can do that."""
    try:
        os.link(part, path)
    except OSError:
        shutil.copyfile(part, path)


def _folder(output: Output, answers: Answers, path: Path) -> None:
    path.mkdir()
    for part in answers.parts:
        _link(part, path / part.name)
    if output.path.exists():
        output.path.rmdir()


def _arrow(answers: Answers, path: Path) -> None:
    import pyarrow as pa

    schema = answers.schema.with_metadata(dict(answers.notes))
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for table in answers.batches():
            writer.write_table(table.cast(schema))


def _to_duckdb(output: Output, answers: Answers, path: Path, database: duckdb.DuckDBPyConnection) -> None:
    copy_duckdb(output.path, output.label, path, database)
    database.execute(f"ATTACH {literal(path)} AS made (TYPE duckdb)")
    try:
        database.execute(f"CREATE OR REPLACE TABLE made.main.{quoted(output.table)} AS {answers.query}")
        database.execute("CHECKPOINT made")
    finally:
        database.execute("DETACH made")


def _to_sqlite(output: Output, answers: Answers, path: Path) -> None:
    copy_sqlite(output.path, output.label, path)
    table, schema = quoted(output.table), answers.schema
    columns = ", ".join(f"{quoted(field.name)} {_sqlite_type(field.type)}" for field in schema)
    places = ", ".join("?" * len(schema))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} ({columns})")
        for batch in answers.batches():
            cells = [list(map(_cell, column.to_pylist())) for column in batch.columns]
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", zip(*cells, strict=True))


def _sqlite_type(type_: pyarrow.DataType) -> str:
    import pyarrow.types as kinds

    return "INTEGER" if kinds.is_integer(type_) or kinds.is_boolean(type_) else "TEXT"


def _cell(value: Any) -> int | str | None:
    if value is None or isinstance(value, int | str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def write_rejects(
    path: Path, partial: Path, parts: Sequence[Path], says: Mapping[str, str], database: duckdb.DuckDBPyConnection
) -> None:
    """The rows that were not answered, written at `partial` as CSV in the order of the input.

    Their columns are row, column, reason, its sentence and value.

    Raises:
        SourceErrors: it cannot be written (TH001, TH522).
    """
    cases = " ".join(f"WHEN {literal(reason)} THEN {literal(sentence)}" for reason, sentence in says.items())
    sentence = f"CASE reason {cases} END" if cases else "''"
    query = f'SELECT row, "column", reason, {sentence} AS says, value FROM {parquet_of(parts)} ORDER BY row'
    with writing(str(path)):
        database.execute(f"COPY ({query}) TO {literal(partial)} (FORMAT csv, HEADER true)")


def reasons(parts: Sequence[Path], database: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows were rejected for each reason."""
    query = f"SELECT reason, count(*) FROM {parquet_of(parts)} GROUP BY reason ORDER BY reason"
    with writing(str(parts[0])):
        return {str(reason): int(count) for reason, count in database.execute(query).fetchall()}
