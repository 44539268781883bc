"""What computes a part: DuckDB here, Spark elsewhere; both are given the same Ibis expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from thresholds.batch.counting import RowCounter, words_of, write_batches
from thresholds.batch.databases import literal, quoted
from thresholds.batch.faults import evaluating
from thresholds.batch.parts import Part, Slice
from thresholds.batch.staging import Stored
from thresholds.columns import ROW, TableColumn

if TYPE_CHECKING:
    import ibis
    import pyarrow

    from thresholds.columns import Columns, Known

#: The name of a part's rows within the database.
_PART = "thresholds_part"
#: The column that says by which ruleset a row was scored.
HASH = "ruleset_sha256"
#: Rows handed over at a time, and the rows of a row group.
_BATCH = 122_880


class Engine(Protocol):
    """Computes parts."""

    def columns_of(self, stored: Sequence[Stored]) -> tuple[TableColumn, ...]:
        """The columns of the input without the number of the row, with their types as Ibis writes them."""

    def evaluate(self, part: Part, columns: Columns, answered: Path, refused: Path) -> RowCounter:
        """Write the rows of a part that are answered (with the column HASH last), and the others, as Parquet files.

        Both are in the order of the input. What is returned has counted the answered rows.

        Raises:
            SourceErrors: no room (TH522), no memory (TH523), or the input is damaged (TH513).
            EngineError: the engine fails otherwise.
        """

    def close(self) -> None:
        """Let go of what it holds."""


class DuckEngine:
    """DuckDB within this process; what does not fit into `memory` is put into the folder `spill`."""

    def __init__(self, spill: Path, memory: str, threads: int | None, notes: Mapping[str, str]) -> None:
        import ibis

        self.backend = ibis.duckdb.connect()
        self.notes = notes
        self._names: tuple[str, ...] = ()
        self._schema: ibis.Schema | None = None
        self._doubts: str | None = None
        self._compiled: dict[Known, _Compiled] = {}
        settings = {
            "memory_limit": memory,
            "temp_directory": str(spill),
            "enable_progress_bar": "false",
            # a long IN is made a join with the values, after which rows come in any order, and not sooner
            "disabled_optimizers": "in_clause",
        }
        for name, value in settings.items():
            self.backend.raw_sql(f"SET {name} = {literal(value)}")
        if threads is not None:
            self.backend.raw_sql(f"SET threads = {threads}")

    def close(self) -> None:
        """Close the database."""
        self.backend.disconnect()

    def columns_of(self, stored: Sequence[Stored]) -> tuple[TableColumn, ...]:
        """The columns of all files, those that only some of them have included."""
        self._schema, self._doubts, self._compiled = None, None, {}
        self._names = tuple(dict.fromkeys(name for one in stored for name in one.columns))
        with evaluating(str(stored[0].path)):
            schema = self._table((Slice(stored[0], 0, 0),)).schema()
            return tuple(TableColumn(name, str(schema[name])) for name in self._names)

    def _table(self, slices: Sequence[Slice]) -> ibis.Table:
        import ibis

        rows = " UNION ALL ".join(self._select(one) for one in slices)
        self.backend.raw_sql(f"CREATE OR REPLACE TEMP VIEW {_PART} AS {rows}")
        if self._schema is None:
            found = self.backend.con.sql(f"SELECT * FROM {_PART} LIMIT 0").to_arrow_table().schema
            self._schema = ibis.Schema.from_pyarrow(found)
        return ibis.table(self._schema, name=_PART)

    def _select(self, one: Slice) -> str:
        file = one.stored
        number = f"(file_row_number + {file.first})::BIGINT AS {ROW}" if file.first else ROW
        there = set(file.columns) - set(file.untyped)
        columns = [quoted(name) if name in there else f"NULL::VARCHAR AS {quoted(name)}" for name in self._names]
        source = f"read_parquet({literal(file.path)}, file_row_number = true, hive_partitioning = false)"
        rows = f"file_row_number >= {one.start} AND file_row_number < {one.start + one.count}"
        return f"SELECT {', '.join([number, *columns])} FROM {source} WHERE {rows}"

    def evaluate(self, part: Part, columns: Columns, answered: Path, refused: Path) -> RowCounter:
        """Write a part; the rows without an answer are looked for only where some have none."""
        with evaluating(str(part.slices[0].stored.path)):
            compiled = self._compiled_for(columns, self._table(part.slices))
            counter = RowCounter(compiled.words)
            batches = self.backend.con.sql(compiled.answers).to_arrow_reader(_BATCH)
            schema = compiled.worded(batches.schema.empty_table()).schema
            write_batches(answered, schema, map(compiled.worded, batches), self.notes, counter)
            others = compiled.others
            rows = f"({others}) ORDER BY {ROW}" if counter.rows < part.rows else f"({others}) LIMIT 0"
            self.backend.raw_sql(f"COPY (SELECT * FROM {rows}) TO {literal(refused)} (FORMAT parquet)")
            return counter

    def _compiled_for(self, columns: Columns, table: ibis.Table) -> _Compiled:
        """The queries of a part: what is certain in all of it is not tried at two ends, nor checked again."""
        if self._doubts is None:
            self._doubts = str(self.backend.compile(columns.doubts(table, word_by_word=True)))
        [asked] = self.backend.con.sql(self._doubts).to_arrow_table().to_pylist()
        known = columns.known(asked).among(self._compiled)
        if known not in self._compiled:
            self._compiled[known] = _Compiled(self.backend, columns.knowing(known), table)
        return self._compiled[known]


class _Compiled:
    """The two queries of a part as SQL; words are handed over as numbers, which costs a fifth of handing over text."""

    def __init__(self, backend: ibis.backends.duckdb.Backend, columns: Columns, table: ibis.Table) -> None:
        columns = columns.coding()
        answered = columns.answered(table)
        ruleset = columns.layout.ruleset
        self.hash = ruleset.sha256
        self.words = words_of(ruleset, answered.columns)
        self.answers = str(backend.compile(answered))
        self.others = str(backend.compile(columns.refused(table)))

    def worded(self, batch: pyarrow.RecordBatch | pyarrow.Table) -> pyarrow.Table:
        """The batch with its words, and the hash of the ruleset."""
        import pyarrow as pa

        table = pa.table(batch).combine_chunks()
        arrays: dict[str, pyarrow.Array] = {
            name: column.chunk(0) if column.num_chunks else pa.array([], column.type)
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
        for name, words in self.words.items():
            arrays[name] = pa.DictionaryArray.from_arrays(arrays[name], pa.array(words))
        zeros = pa.repeat(pa.scalar(0, pa.uint8()), len(batch))
        arrays[HASH] = pa.DictionaryArray.from_arrays(zeros, pa.array([self.hash]))
        return pa.table(arrays)
