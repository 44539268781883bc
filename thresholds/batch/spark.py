"""Parts computed on a Spark cluster: the same Ibis expressions, compiled into Spark's own plan, so that no worker needs
Python or this package.

Spark writes what it has computed beside the part, and this process puts it together in the order of the input. Nothing
is fetched through Ibis: its way back leads through pandas, where whole numbers beside nulls become floats.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from thresholds.batch.cluster import LOCAL, spark_session
from thresholds.batch.counting import RowCounter, words_of, write_batches
from thresholds.batch.engines import HASH
from thresholds.batch.faults import damaged, evaluating, is_full
from thresholds.batch.parts import Part, Slice
from thresholds.batch.staging import Stored
from thresholds.columns import ROW, TableColumn
from thresholds.errors import Diagnostic, EngineError, SourceErrors

if TYPE_CHECKING:
    import ibis
    import pyarrow
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

    from thresholds.columns import Columns, Known

#: The name of a part's rows within the session.
_PART = "thresholds_part"
#: Where a row stands in its file, from 0: Spark's hidden column of Parquet files.
_PLACE = "_metadata.row_index"
#: Bytes that a task gathers before it writes: a worker of 512 MB has no room for Spark's 128 MB beside its own.
_GROUP = 8 << 20
#: What Spark says where a file is not what it was, or never was Parquet.
_DAMAGED = ("FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER", "is not a Parquet file", "UNABLE_TO_INFER_SCHEMA")


class SparkEngine:
    """Spark at a master (`spark://host:7077`; a cluster of its own within this process where none is named)."""

    def __init__(self, master: str | None, memory: str, notes: Mapping[str, str]) -> None:
        self._stack = ExitStack()
        self.session = self._stack.enter_context(spark_session(master or LOCAL, memory))
        self.notes = notes
        self._names: tuple[str, ...] = ()
        self._schemas: dict[str, StructType] = {}
        self._doubts: str | None = None
        self._queries: dict[Known, _Queries] = {}

    def close(self) -> None:
        """Let the cluster go."""
        self._stack.close()

    def columns_of(self, stored: Sequence[Stored]) -> tuple[TableColumn, ...]:
        """The columns of all files, those that only some of them have included.

        Raises:
            SourceErrors: Spark cannot read one of them (TH513).
        """
        self._doubts, self._queries = None, {}
        self._names = tuple(dict.fromkeys(name for one in stored for name in one.columns))
        first = {one.columns: Slice(one, 0, one.rows) for one in reversed(stored)}
        schema = self._table(tuple(first.values())).schema()
        return tuple(TableColumn(name, str(schema[name])) for name in self._names)

    def _table(self, slices: Sequence[Slice]) -> ibis.Table:
        """The rows of several files, one file after the other."""
        import ibis

        with _computing(slices):
            rows = reduce(lambda one, other: one.union(other), [self._rows(one) for one in slices])
            rows.createOrReplaceTempView(_PART)
            return ibis.pyspark.connect(self.session).table(_PART)

    def _rows(self, one: Slice) -> DataFrame:
        from pyspark.sql import functions as f

        file = one.stored
        place = f.col(_PLACE)
        number = place + f.lit(file.first) if file.first else f.col(ROW)
        rows = self._read(file)
        if (one.start, one.count) != (0, file.rows):
            rows = rows.where(place.between(one.start, one.start + one.count - 1))
        return rows.select(number.cast("long").alias(ROW), *[self._column(file, name) for name in self._names])

    def _read(self, file: Stored) -> DataFrame:
        """A file; of several alike Spark asks only the first for its types, which is a task of its own every time."""
        import pyarrow.parquet as pq

        with evaluating(str(file.path)):
            alike = str(pq.read_schema(file.path).remove_metadata())
        reader = self.session.read.option("__globPaths__", "false")
        known = self._schemas.get(alike)
        if known is not None:
            reader = reader.schema(known)
        rows = reader.parquet(_address(file.path))
        self._schemas.setdefault(alike, rows.schema)
        return rows

    def _column(self, file: Stored, name: str) -> Column:
        from pyspark.sql import functions as f

        if name not in file.columns:
            return f.lit(None).cast("string").alias(name)
        return f.col("`" + name.replace("`", "``") + "`").alias(name)

    def evaluate(self, part: Part, columns: Columns, answered: Path, refused: Path) -> RowCounter:
        """Write a part; the rows without an answer are looked for only where some have none.

        Raises:
            SourceErrors: no room (TH522), or the input is damaged (TH513).
            EngineError: Spark fails otherwise.
        """
        queries = self._queries_for(columns, part, answered)
        counter = RowCounter(queries.words)
        with self._computed(part, queries.answers, answered) as files:
            schema = queries.worded(_nothing(files)).schema
            write_batches(answered, schema, map(queries.worded, _tables(files)), self.notes, counter)
        others = queries.others if counter.rows < part.rows else f"SELECT * FROM ({queries.others}) LIMIT 0"
        with self._computed(part, others, refused) as files:
            write_batches(refused, _nothing(files).schema, _tables(files), {})
        return counter

    def _queries_for(self, columns: Columns, part: Part, beside: Path) -> _Queries:
        """The queries of a part: what is certain in all of it is not tried at two ends, nor checked again."""
        import ibis
        import pyarrow.parquet as pq

        table = self._table(part.slices)
        if self._doubts is None:
            self._doubts = str(ibis.to_sql(columns.doubts(table), dialect="pyspark"))
        with self._computed(part, self._doubts, beside) as files:
            [asked] = pq.read_table(files).to_pylist()
        known = columns.known(asked).among(self._queries)
        if known not in self._queries:
            self._queries[known] = _Queries(columns.knowing(known), table)
        return self._queries[known]

    @contextmanager
    def _computed(self, part: Part, query: str, path: Path) -> Iterator[list[Path]]:
        """The files, in the order of the rows, into which Spark writes a query's answer; gone afterwards."""
        folder = path.with_name(f"{path.name}.spark")
        try:
            with _computing(part.slices):
                rows = self.session.sql(query).write.mode("overwrite").option("parquet.block.size", str(_GROUP))
                rows.parquet(_address(folder))
            with evaluating(str(folder)):
                yield sorted(folder.glob("part-*.parquet"))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class _Queries:
    """The two queries of a part in Spark's SQL; words are handed over as numbers, which is quicker than text."""

    def __init__(self, columns: Columns, table: ibis.Table) -> None:
        import ibis

        columns = columns.coding()
        answered = columns.answered(table)
        ruleset = columns.layout.ruleset
        self.words = words_of(ruleset, answered.columns)
        self.hash = ruleset.sha256
        self.answers = str(ibis.to_sql(answered, dialect="pyspark"))
        self.others = str(ibis.to_sql(columns.refused(table), dialect="pyspark"))

    def worded(self, table: pyarrow.Table) -> pyarrow.Table:
        """The rows with their words as dictionaries, and the hash of the ruleset."""
        import pyarrow as pa

        arrays: dict[str, pyarrow.Array] = {}
        for name, column in zip(table.column_names, table.columns, strict=True):
            whole = column.combine_chunks() if column.num_chunks else pa.array([], column.type)
            if name in self.words:
                whole = pa.DictionaryArray.from_arrays(whole.cast(pa.uint8()), pa.array(self.words[name]))
            arrays[name] = whole
        zeros = pa.repeat(pa.scalar(0, pa.uint8()), len(table))
        arrays[HASH] = pa.DictionaryArray.from_arrays(zeros, pa.array([self.hash]))
        return pa.table(arrays)


def _address(path: Path) -> str:
    """A path as one of the file system, whatever file system the cluster takes for its own."""
    return f"file://{path.resolve()}"


def _nothing(files: Sequence[Path]) -> pyarrow.Table:
    """A table without rows, with the columns of these files."""
    import pyarrow.parquet as pq

    return pq.read_schema(files[0]).remove_metadata().empty_table()


def _tables(files: Sequence[Path]) -> Iterator[pyarrow.Table]:
    """The rows of these files, group by group."""
    import pyarrow.parquet as pq

    for path in files:
        with pq.ParquetFile(path) as opened:
            for number in range(opened.num_row_groups):
                yield opened.read_row_group(number)


@contextmanager
def _computing(slices: Sequence[Slice]) -> Iterator[None]:
    """While Spark computes; what it says of an error may quote cells, and is not shown."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    file = str(slices[0].stored.path)
    try:
        yield
    except (PySparkException, Py4JError) as error:
        if is_full(error):
            raise SourceErrors([Diagnostic("TH522", file, 0, 0)]) from None
        if any(text in str(error) for text in _DAMAGED):
            raise damaged(file, "broken-within") from None
        raise EngineError("batch.engine", name=type(error).__name__) from None
