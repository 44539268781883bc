"""Tables within a program: an Ibis table, or a frame of Arrow, pandas or Polars, answered in its own kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, cast

from thresholds.batch.faults import evaluating, need_libraries
from thresholds.batch.heads import laid_out
from thresholds.batch.staging import check_names
from thresholds.columns import INCLUDES, ROW, Columns, TableColumn, TableMapping
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.evaluation.choices import choose
from thresholds.law.load import load_ruleset
from thresholds.law.model import Ruleset

if TYPE_CHECKING:
    import ibis
    import pandas
    import polars
    import pyarrow

Table = TypeVar("Table")

#: How messages name what is no file.
_NAME = "table"


class Answers(NamedTuple, Generic[Table]):
    """The rows that were answered and the others, which together are all rows; `row` counts from 1."""

    answered: Table
    rejected: Table


def evaluate_table(
    table: Table,
    ruleset: Ruleset | str | Path | None = None,
    *,
    readings: Mapping[str, str] | None = None,
    mapping: TableMapping | None = None,
    include: frozenset[str] = frozenset(INCLUDES),
) -> Answers[Table]:
    """Score a table of cases, one row a person.

    An Ibis table stays on its own backend and nothing is computed yet; where it has no column `row`, its rows are
    numbered as they come, which a backend need not do twice alike. Every other frame is answered by DuckDB, in the
    order of its rows, and numbers with nothing beside them stay whole.

    Raises:
        UnavailableError: a library is missing (TH510).
        NotFoundError: no such ruleset.
        ReadingError: a reading that the ruleset does not declare, or an option that it does not have.
        SourceErrors: columns that are not known, or cannot be what they say (TH501 to TH506), or whose names are those
            of others (TH518).
        TypeError: this is no table.
        ValueError: there is no such group of columns to include.
    """
    need_libraries()
    import ibis

    if strange := sorted(include - set(INCLUDES)):
        raise ValueError(f"no such columns to include: {', '.join(strange)}; there are {', '.join(INCLUDES)}")

    scoring = _Scoring(_ruleset(ruleset), readings, mapping or TableMapping(), include)
    if isinstance(table, ibis.Table):
        return cast(Answers[Table], scoring.expressed(table))
    to_arrow, back = _kind(table)
    found = scoring.computed(to_arrow())
    return cast(Answers[Table], Answers(back(found.answered), back(found.rejected)))


def _ruleset(ruleset: Ruleset | str | Path | None) -> Ruleset:
    if isinstance(ruleset, Ruleset):
        return ruleset
    return load_ruleset() if ruleset is None else load_ruleset(ruleset)


class _Scoring:
    def __init__(
        self, ruleset: Ruleset, readings: Mapping[str, str] | None, mapping: TableMapping, include: frozenset[str]
    ) -> None:
        self.ruleset, self.include = ruleset, include
        self.choices = choose(ruleset, readings)
        self.mapping = mapping._replace(file=mapping.file or _NAME)

    def expressed(self, table: ibis.Table) -> Answers[ibis.Table]:
        """The two expressions."""
        import ibis

        named = [name for name in table.columns if name != ROW or not table[ROW].type().is_integer()]
        check_names(_NAME, named)
        number = table[ROW] if ROW in table.columns else ibis.row_number() + 1
        numbered = table.mutate(**{ROW: number.cast("int64")})
        columns = [TableColumn(name, str(type_)) for name, type_ in table.schema().items() if name != ROW]
        layout = laid_out(self.ruleset, columns, self.mapping)
        found = Columns(self.ruleset, layout, self.choices, self.include)
        return Answers(found.answered(numbered), found.refused(numbered))

    def computed(self, table: pyarrow.Table) -> Answers[pyarrow.Table]:
        """Both tables, in the order of the rows."""
        import ibis
        import pyarrow as pa

        check_names(_NAME, table.column_names)
        cells = [column.cast(pa.string()) if pa.types.is_null(column.type) else column for column in table.columns]
        numbers = pa.array(range(1, len(table) + 1), pa.int64())
        numbered = pa.table([numbers, *cells], [ROW, *table.column_names])
        backend = ibis.duckdb.connect()
        try:
            with evaluating(_NAME):
                backend.con.register("given", numbered)
                schema = backend.con.sql("SELECT * FROM given LIMIT 0").to_arrow_table().schema
                given = ibis.table(ibis.Schema.from_pyarrow(schema), name="given")
                queries = [backend.compile(one.order_by(ROW)) for one in self.expressed(given)]
                return Answers(*[backend.con.sql(query).to_arrow_table() for query in queries])
        finally:
            backend.disconnect()


def _kind(table: object) -> tuple[Callable[[], pyarrow.Table], Callable[[pyarrow.Table], object]]:
    """How a frame becomes an Arrow table, and how an Arrow table becomes such a frame.

    Raises:
        TypeError: it is no frame that is known.
    """
    import pyarrow as pa

    library = type(table).__module__.partition(".")[0]
    if isinstance(table, pa.Table):
        return lambda: table, lambda found: found
    if library == "polars":
        import polars

        if isinstance(table, polars.LazyFrame):
            return lambda: _of_polars(table.collect()), lambda found: polars.DataFrame(found).lazy()
        if isinstance(table, polars.DataFrame):
            return lambda: _of_polars(table), polars.DataFrame
    if library == "pandas":
        import pandas

        if isinstance(table, pandas.DataFrame):
            # without Arrow's types whole numbers beside nothing would become floats
            made = lambda found: found.to_pandas(types_mapper=pandas.ArrowDtype)  # noqa: E731
            return lambda: _of_pandas(table), made
    raise TypeError(f"an Ibis, Arrow, Polars or pandas table is wanted, not {type(table).__name__}")


def _of_polars(frame: polars.DataFrame) -> pyarrow.Table:
    return _joined([(name, str(frame[name].dtype), frame[name].to_arrow) for name in frame.columns])


def _of_pandas(frame: pandas.DataFrame) -> pyarrow.Table:
    """The columns of a frame, and those of its index that have a name."""
    import pyarrow as pa

    index = frame.index.to_frame(index=False)
    named = [(str(name), index.iloc[:, place]) for place, name in enumerate(frame.index.names) if name is not None]
    series = [*named, *[(str(name), frame.iloc[:, place]) for place, name in enumerate(frame.columns)]]
    return _joined([(name, str(one.dtype), partial(pa.Array.from_pandas, one)) for name, one in series])


def _joined(columns: Sequence[tuple[str, str, Callable[[], pyarrow.Array]]]) -> pyarrow.Table:
    """The columns as one table; each has a name, a type of its own kind of frame, and what makes it one of Arrow.

    Raises:
        SourceErrors: a column holds what Arrow has no single type for (TH503); the texts of Arrow quote cells.
    """
    import pyarrow as pa

    arrays: list[pyarrow.Array] = []
    wrong: list[Diagnostic] = []
    for name, type_, convert in columns:
        try:
            arrays.append(convert())
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            detail = (("type", type_), ("types", "boolean, date, decimal, integer, text"))
            wrong.append(Diagnostic("TH503", _NAME, 0, 0, name, detail=detail))
    if wrong:
        raise SourceErrors(wrong)
    return pa.table(arrays, [name for name, *_ in columns])
