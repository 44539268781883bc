"""Tables within a program: an Ibis table, or a frame of Arrow, pandas or Polars, answered in its own kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, cast

from thresholds.batch.faults import evaluating, need_libraries
from thresholds.columns import INCLUDES, ROW, Columns, Layout, TableColumn, TableMapping
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.evaluation.choices import choose
from thresholds.law.load import load_ruleset
from thresholds.law.model import Ruleset

if TYPE_CHECKING:
    import ibis
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
        SourceErrors: columns that are not known, or cannot be what they say (TH501 to TH505).
        TypeError: this is no table.
    """
    need_libraries()
    import ibis

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

        numbered = table if ROW in table.columns else table.mutate(**{ROW: (ibis.row_number() + 1).cast("int64")})
        columns = [TableColumn(name, str(type_)) for name, type_ in table.schema().items() if name != ROW]
        layout = Layout.read(self.ruleset, columns, self.mapping)
        found = Columns(self.ruleset, layout, self.choices, self.include)
        return Answers(found.answered(numbered), found.refused(numbered))

    def computed(self, table: pyarrow.Table) -> Answers[pyarrow.Table]:
        """Both tables, in the order of the rows."""
        import ibis
        import pyarrow as pa

        if ROW in table.column_names:
            raise SourceErrors([Diagnostic("TH518", _NAME, 0, 0, detail=_reserved(table))])
        numbered = table.add_column(0, ROW, pa.array(range(1, len(table) + 1), pa.int64()))
        backend = ibis.duckdb.connect()
        try:
            with evaluating(_NAME):
                backend.con.register("given", numbered)
                given = ibis.table(ibis.Schema.from_pyarrow(numbered.schema), name="given")
                queries = [backend.compile(one.order_by(ROW)) for one in self.expressed(given)]
                return Answers(*[backend.con.sql(query).to_arrow_table() for query in queries])
        finally:
            backend.disconnect()


def _reserved(table: pyarrow.Table) -> tuple[tuple[str, str], ...]:
    from thresholds.wording import Worded

    number = str(table.column_names.index(ROW) + 1)
    return (("number", number), ("problem", Worded("batch.problem.reserved", value=ROW)))


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
            return lambda: table.collect().to_arrow(), lambda found: polars.DataFrame(found).lazy()
        if isinstance(table, polars.DataFrame):
            return table.to_arrow, polars.DataFrame
    if library == "pandas":
        import pandas

        if isinstance(table, pandas.DataFrame):
            # without Arrow's types whole numbers beside nothing would become floats
            made = lambda found: found.to_pandas(types_mapper=pandas.ArrowDtype)  # noqa: E731
            return lambda: pa.Table.from_pandas(table, preserve_index=False), made
    raise TypeError(f"an Ibis, Arrow, Polars or pandas table is wanted, not {type(table).__name__}")
