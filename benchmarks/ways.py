"""Ways of deciding a whole table of flat cases, each to be measured in a process of its own.

Every way reads the same Parquet file, decides all of its rows and gives the totals: how many are of each grade, and how
many meet each item. So much is asked of all of them that every row and every item must be worked out, and no more is
kept. zen-engine takes dictionaries and OpenFisca arrays; theirs are made beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.flat import CATEGORIES, QUERY
from benchmarks.oracle import ITEMS

GRADES = ("serious", "especially_serious")
#: The number that stands for "established" in coded answers.
_ESTABLISHED = 1
MEMORY = "1GB"
#: Rows that OpenFisca holds in one simulation, and zen in one call: the fastest of those tried.
SIMULATED, ASKED = 200_000, 10_000


class Way(NamedTuple):
    """How many rows a pass decides, the pass, and what it says of the first rows: items met as bits."""

    rows: int
    totals: Callable[[], list[int]]
    codes: Callable[[int], list[int]]


def read_only(path: Path, rows: int) -> Way:
    """What all of those on DuckDB pay: the file read, its columns added up."""
    connection = _duckdb()
    columns = ", ".join(f"sum({name})::bigint" for name in (*CATEGORIES, "illegal_gains"))
    query = f"select {columns}, count(*) filter (obtained_in = 'elsewhere') from '{path}'"
    return Way(rows, lambda: list(connection.execute(query).fetchone() or ()), lambda _: [])


def hand_written(path: Path, rows: int) -> Way:
    """The query that somebody writes who knows the rules by heart."""
    connection, query = _duckdb(), QUERY.format(table=f"'{path}'")
    met = [f'"{item}"' for item in ITEMS]
    grades = [f"grade = {grade}" for grade in (1, 2)]
    return _of_query(connection, query, rows, grades, met)


def _of_query(
    connection: Any,
    query: str,
    rows: int,
    grades: list[str],
    met: list[str],
    rest: Iterable[str] = (),
    first: Callable[[], object] = bool,
) -> Way:
    """Totals of conditions over a query; what stands in the rest of its columns is worked out as well.

    What has to be done `first`, before every pass, is part of the pass.
    """
    columns = [f"countif({condition})" for condition in grades + met] + [f'max("{name}")' for name in rest]
    totals = f"select {', '.join(columns)} from ({query})"
    code = " + ".join(f"({condition})::int * {1 << place}" for place, condition in enumerate(met))

    def found() -> list[int]:
        first()
        [counted] = connection.execute(totals).fetchall()
        return list(counted[: len(grades) + len(met)])

    def codes(number: int) -> list[int]:
        answers = connection.execute(f"select {code} from ({query}) where row <= {number} order by row")
        return [mask for (mask,) in answers.fetchall()]

    return Way(rows, found, codes)


def ours(path: Path, rows: int) -> Way:
    """The compiled ruleset with all of its items, grade bounds and items alone."""
    return _ours(path, rows, frozenset({"items"}))


def ours_in_full(path: Path, rows: int) -> Way:
    """The same with scores, deciding items, and the readings that would change the grade."""
    return _ours(path, rows, frozenset({"items", "scores", "deciding", "readings"}))


def _ours(path: Path, rows: int, include: frozenset[str]) -> Way:
    connection, answered, look = _answered(path, include)
    grades = [f"grade_at_least = {rank} and grade_at_most = {rank}" for rank in range(1, len(GRADES) + 1)]
    met = [f'"{item}" = {_ESTABLISHED}' for item in ITEMS]
    done = {"row", *ITEMS, "grade_at_least", "grade_at_most", *_constants(answered)}
    rest = [name for name in answered.columns if name not in done]
    return _of_query(connection.con, connection.compile(answered), rows, grades, met, rest, look)


def _constants(answered: Any) -> list[str]:
    """The columns that say the same in every row, such as items on facts of which the table has no column."""
    from ibis.expr.operations import Literal

    return [name for name, value in answered.op().values.items() if isinstance(value, Literal)]


def _answered(path: Path, include: frozenset[str]) -> tuple[Any, Any, Callable[[], object]]:
    """A connection, the answers as an expression, and what looks through the table before they are made."""
    import ibis

    from thresholds import load_ruleset
    from thresholds.columns import Columns, Layout, TableColumn
    from thresholds.evaluation.choices import choose

    connection = ibis.duckdb.connect(threads=2, memory_limit=MEMORY)
    table = connection.read_parquet(str(path))
    columns = [TableColumn(name, str(kind)) for name, kind in table.schema().items() if name != "row"]
    ruleset = load_ruleset("fashi-2017-10")
    compiled = Columns(ruleset, Layout.read(ruleset, columns, None), choose(ruleset), include).coding()
    doubts = str(connection.compile(compiled.doubts(table, word_by_word=True)))

    def look() -> Any:
        return connection.con.sql(doubts).to_arrow_table().to_pylist()[0]

    return connection, compiled.knowing(compiled.known(look())).answered(table), look


def openfisca(path: Path, rows: int) -> Way:
    """A simulation of many persons at once, over arrays."""
    import numpy

    from benchmarks.peer_openfisca import OpenFisca

    system = OpenFisca()
    arrays = _arrays(path, rows)

    def decided(start: int, end: int) -> tuple[Any, list[Any]]:
        return system.many({name: array[start:end] for name, array in arrays.items()}, end - start)

    def totals() -> list[int]:
        found = [0] * (len(GRADES) + len(ITEMS))
        for start in range(0, rows, SIMULATED):
            grade, met = decided(start, min(start + SIMULATED, rows))
            columns = [grade == 1, grade == 2, *met]
            found = [total + int(numpy.count_nonzero(column)) for total, column in zip(found, columns, strict=True)]
        return found

    def codes(number: int) -> list[int]:
        mask = sum(column.astype(int) << place for place, column in enumerate(decided(0, number)[1]))
        return [int(code) for code in mask]  # type: ignore[union-attr]

    return Way(rows, totals, codes)


def zen(path: Path, rows: int) -> Way:
    """The expression node over many contexts in one call, on the first rows."""
    from benchmarks.peer_zen import Zen, key_of

    decision, keys = Zen(), [key_of(item) for item in ITEMS]
    columns = {name: array.tolist() for name, array in _arrays(path, rows).items()}
    contexts = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def masks(number: int) -> list[int]:
        found: list[int] = []
        for start in range(0, number, ASKED):
            answers = decision.batch(contexts[start : min(start + ASKED, number)])
            found += [sum(answer[key] << place for place, key in enumerate(keys)) for answer in answers]
        return found

    def totals() -> list[int]:
        found = masks(rows)
        especially = sum(code >> (len(ITEMS) - 1) for code in found)
        serious = sum(code > 0 for code in found) - especially
        return [serious, especially, *(sum(code >> place & 1 for code in found) for place in range(len(ITEMS)))]

    return Way(rows, totals, masks)


def _arrays(path: Path, rows: int) -> dict[str, Any]:
    """The columns as arrays, gains in fen, by the names that the peers use."""
    names = dict(zip(("first", "second", "third"), CATEGORIES, strict=True))
    picked = ", ".join(f"{column} as {name}" for name, column in names.items())
    query = f"""select {picked}, (illegal_gains * 100)::int as fen, obtained_in = 'duty_or_service' as insider
        from '{path}' where row <= {rows} order by row"""
    return dict(_duckdb().execute(query).fetchnumpy())


def _duckdb() -> Any:
    import duckdb

    return duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})


WAYS: dict[str, Callable[[Path, int], Way]] = {
    "ours": ours,
    "ours in full": ours_in_full,
    "hand-written SQL": hand_written,
    "file read, no decision": read_only,
    "OpenFisca": openfisca,
    "zen evaluate_batch": zen,
}
