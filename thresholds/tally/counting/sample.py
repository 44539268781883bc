"""A random sample of counted records, drawn the same from the same inputs and seed, with every cell masked.

Raw rows are drawn, every one as likely as any other, and a row whose record stands n times in the inputs is taken
with the chance 1/n: so every record is as likely as any other. All chances are digests of the seed and a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.tally.counting.gather import key_columns
from thresholds.tally.counting.masks import masked
from thresholds.tally.counting.model import ACROSS
from thresholds.tally.counting.tallying import Plan
from thresholds.tally.kinds import record_sql
from thresholds.tally.workspace import quoted

if TYPE_CHECKING:
    from thresholds.tally.counting.result import Source, Tally
    from thresholds.tally.workspace import Workspace

_RAW, _MADE = "tally_drawn", "tally_drawn_records"
_ALL = "tally_records"
#: A column of this name no table has: headers are trimmed.
_ROW = '" row"'
_BITS = 64


class Drawn(NamedTuple):
    """A record to be checked: the source and its row (the first below the header is 1), the category, masked cells."""

    source: int
    row: int
    category: str
    cells: tuple[tuple[str, str], ...]


class Sample(NamedTuple):
    """Records drawn from `population` counted ones; `mark` says which inputs and which way of counting they are of."""

    seed: int
    population: int
    mark: str
    rows: tuple[Drawn, ...]


class _Candidate(NamedTuple):
    """A drawn row that is a counted record, and how often that record stands in the inputs."""

    source: int
    row: int
    category: int
    cells: tuple[str | None, ...]
    identity: tuple[object, ...]
    times: int


def draw(workspace: Workspace, plan: Plan, tally: Tally, size: int, seed: int) -> Sample:
    """So many records of a tally, or all where there are no more, in the order in which they were drawn.

    The tables of records that counting made must be there still.
    """
    population = population_of(tally)
    if not population:
        return Sample(seed, 0, mark(tally), ())
    rows = sum(source.table.rows for source in plan.sources)
    wanted = min(size, population)
    tried = min(rows, 64 + 2 * wanted * rows // max(population, 1))
    while True:
        candidates = list(_candidates(workspace, plan, _numbers(rows, tried, seed)))
        taken = _accepted(candidates, seed, everything=tried == rows)
        if len(taken) >= wanted or tried == rows:
            break
        tried = min(rows, tried * 2)
    chosen = taken[:wanted]
    return Sample(seed, population, mark(tally), tuple(_shown(one, plan.sources[one.source]) for one in chosen))


def population_of(tally: Tally) -> int:
    """The records that a sample is drawn from."""
    return tally.counted if any(step.rule == ACROSS for step in tally.steps) else 0


def mark(tally: Tally) -> str:
    """What tells check sheets of one tally from those of another: inputs, keys, readings, options in a few digits."""
    parts = [source.table.sha256 + source.table.part for source in tally.sources]
    parts += [*tally.keys, str(tally.options), str(tally.readings), str(tally.counted), tally.mapping.sha256]
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _chance(seed: int, what: str) -> int:
    """A number below 2^64 that looks random."""
    return int.from_bytes(sha256(f"{seed}:{what}".encode()).digest()[: _BITS // 8], "big")


def _numbers(rows: int, size: int, seed: int) -> dict[int, int]:
    """So many different numbers of rows below `rows`, each with its place in the draw; the first stay if more are."""
    found: dict[int, int] = {}
    if size == rows:
        return {row: row for row in range(rows)}
    turn = 0
    while len(found) < size:
        # the product of a number below 2^64 and `rows`, cut: every row as likely but for rows / 2^64
        found.setdefault(_chance(seed, f"draw:{turn}") * rows >> _BITS, len(found))
        turn += 1
    return found


def _accepted(candidates: list[_Candidate], seed: int, *, everything: bool) -> list[_Candidate]:
    """The candidates that chance takes, one for each record; each by its first row where every row was drawn."""
    taken: dict[tuple[object, ...], _Candidate] = {}
    if everything:
        for one in sorted(candidates, key=lambda one: (one.source, one.row)):
            taken.setdefault(one.identity, one)
        return sorted(taken.values(), key=lambda one: _chance(seed, f"all:{one.source}:{one.row}"))
    for one in candidates:
        if _chance(seed, f"take:{one.source}:{one.row}") * one.times < 1 << _BITS:
            taken.setdefault(one.identity, one)
    return list(taken.values())


def _candidates(workspace: Workspace, plan: Plan, numbers: dict[int, int]) -> Iterator[_Candidate]:
    """The drawn rows that are counted records, in the order of the draw."""
    found: list[tuple[int, _Candidate]] = []
    first = 0
    for number, source in enumerate(plan.sources):
        rows = source.table.rows
        own = {row - first: place for row, place in numbers.items() if first <= row < first + rows}
        if own:
            found += [(own[one.row - 1], one) for one in _of_source(workspace, plan, number, sorted(own))]
        first += rows
    for _, one in sorted(found, key=lambda pair: pair[0]):
        yield one


def _of_source(workspace: Workspace, plan: Plan, number: int, rows: Sequence[int]) -> Iterator[_Candidate]:
    """The drawn rows of one source that are counted records.

    The raw rows are read once more, in their order; the drawn ones are made into records and set beside them again.
    """
    source = plan.sources[number]
    raw = ", ".join(quoted(name) for name in source.table.columns)
    workspace.execute("SET preserve_insertion_order = true")
    workspace.execute("CREATE OR REPLACE TEMP TABLE tally_numbers AS SELECT unnest(?::BIGINT[]) AS n", [list(rows)])
    numbered = f"SELECT row_number() OVER () - 1 AS {_ROW}, {raw} FROM {quoted(source.table.relation)}"
    workspace.execute(
        f"CREATE OR REPLACE TEMP TABLE {_RAW} AS FROM ({numbered}) "
        f"WHERE {_ROW} IN (SELECT n FROM tally_numbers) ORDER BY {_ROW}"
    )
    select = record_sql(source.table._replace(relation=_RAW), source.columns, number, plan.keys, source.settings)
    cells = ", ".join(f"r.{quoted(name)} AS cell_{place}" for place, name in enumerate(source.table.columns))
    workspace.execute(
        f"CREATE OR REPLACE TEMP TABLE {_MADE} AS SELECT r.{_ROW} + 1 AS row_, {cells}, m.* "
        f"FROM {_RAW} r POSITIONAL JOIN ({select}) m"
    )
    workspace.execute("SET preserve_insertion_order = false")
    for name in key_columns(workspace, _ALL):
        # what only tables with several columns of a kind have
        workspace.execute(f"ALTER TABLE {_MADE} ADD COLUMN IF NOT EXISTS {name} VARCHAR")
    yield from _counted(workspace, plan, number)


def _counted(workspace: Workspace, plan: Plan, number: int) -> Iterator[_Candidate]:
    """Those of the drawn rows that count, with how often their record stands in all inputs."""
    counting = f"reason = 0 AND category < {len(glossary.ids(Family.CATEGORY))}"
    identity = _identity(plan, key_columns(workspace, _ALL))
    names = [f"i_{place}" for place in range(len(identity))]
    made = ", ".join(f"{expression} AS {name}" for expression, name in zip(identity, names, strict=True))
    listed = ", ".join(names)
    wanted = f"SELECT DISTINCT {made} FROM {_MADE} WHERE {counting}"
    same = " AND ".join(f"a.{name} IS NOT DISTINCT FROM w.{name}" for name in names)
    times = (
        f"SELECT {', '.join(f'w.{name}' for name in names)}, count(*) AS times "
        f"FROM (SELECT {made} FROM {_ALL} WHERE {counting}) a JOIN ({wanted}) w ON {same} GROUP BY ALL"
    )
    same = same.replace("a.", "d.").replace("w.", "t.")
    width = len(plan.sources[number].table.columns)
    cells = ", ".join(f"cell_{place}" for place in range(width))
    query = (
        f"SELECT row_, category, times, {listed.replace('i_', 'd.i_')}, {cells} "
        f"FROM (SELECT *, {made} FROM {_MADE} WHERE {counting}) d JOIN ({times}) t ON {same} ORDER BY row_"
    )
    for row, category, count, *rest in workspace.rows(query):
        key = tuple(rest[: len(names)])
        alone = all(value is None for value in key)
        shown = tuple(None if cell is None else str(cell) for cell in rest[len(names) :])
        place = int(str(row))
        yield _Candidate(
            number, place, int(str(category)), shown, (number, place) if alone else key, 1 if alone else int(str(count))
        )


def _identity(plan: Plan, keys: Sequence[str]) -> list[str]:
    """What records are told apart by, as expressions: their keys, or the person where each counts once."""
    if not plan.options.one_per_person:
        return list(keys)
    return ["person::VARCHAR", *(f"CASE WHEN person IS NULL THEN {key} END" for key in keys)]


def _shown(one: _Candidate, source: Source) -> Drawn:
    """The candidate with its cells masked."""
    kinds = {column.column: column.kind for column in source.columns}
    cells = tuple(
        (name, masked(cell, kinds.get(name))) for name, cell in zip(source.table.columns, one.cells, strict=True)
    )
    return Drawn(one.source, one.row, glossary.ids(Family.CATEGORY)[one.category], cells)
