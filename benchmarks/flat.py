"""A table of flat cases, most of them on a boundary, and the decision of `oracle.py` as one hand-written query."""

from __future__ import annotations

from pathlib import Path

from benchmarks.inputs import Input
from benchmarks.oracle import GAINS, ITEMS, STANDARDS, Amounts, Verdict

CATEGORIES = ("location_tracking", "accommodation_record", "general_information")
#: Half, one, five and ten times a standard, doubled to stay whole.
HALVES = "[0, 1, 2, 10, 20]"
STEP = "[-1, 0, 0, 1]"
_BESIDE = f"standard * ({HALVES})[1 + dice(i, 5, salt)] // 2 + ({STEP})[1 + dice(i, 4, salt + 50)]"

#: Each item as it is met, and the grade that follows.
QUERY = """
select row, "art5.1.3", "art5.1.4", "art5.1.5", "art5.1.6", "art5.1.7", "art5.1.8", "art5.2.3",
    case when "art5.2.3" then 2 when "art5.1.3" or "art5.1.4" or "art5.1.5" or "art5.1.6" or "art5.1.7" or "art5.1.8"
        then 1 else 0 end as grade
from (
    select row, a >= 50 as "art5.1.3", b >= 500 as "art5.1.4", c >= 5000 as "art5.1.5",
        a < 50 and b < 500 and c < 5000 and weight >= 5000 as "art5.1.6", g >= 5000 as "art5.1.7",
        insider and (weight >= 2500 or g >= 2500) as "art5.1.8",
        weight >= 50000 or g >= 50000 or (insider and (weight >= 25000 or g >= 25000)) as "art5.2.3"
    from (
        select row, location_tracking as a, accommodation_record as b, general_information as c,
            100 * location_tracking + 10 * accommodation_record + general_information as weight,
            illegal_gains as g, obtained_in = 'duty_or_service' as insider
        from {table}))
"""


def write_flat(path: Path, rows: int, seed: int = 20171) -> None:
    """A Parquet file: a third of the rows near a class, a third near a sum, a third anywhere; half with gains."""
    import duckdb

    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as connection:
        connection.execute(f"create macro dice(i, n, salt) as (hash(i * 31 + salt * {seed}) % n)::bigint")
        connection.execute(f"create macro near(i, standard, salt) as greatest(0, {_BESIDE})")
        target = str(path).replace("'", "''")
        connection.execute(f"copy ({_cases(rows)}) to '{target}' (format parquet)")


def _cases(rows: int) -> str:
    near = [f"near(i, {standard}, {salt})" for salt, standard in enumerate(STANDARDS, 1)]
    anywhere = [f"dice(i, {standard + standard // 5 + 1}, {salt})" for salt, standard in enumerate(STANDARDS, 10)]
    parts = ["share_1", "share_2", "whole - 100 * share_1 - 10 * share_2"]
    numbers = ", ".join(
        f"(case i % 3 when 0 then {one} when 1 then {two} else {three} end)::int as {name}"
        for name, one, two, three in zip(CATEGORIES, near, parts, anywhere, strict=True)
    )
    kind, near_gains = "dice(i, 20, 20)", f"near(i, {GAINS * 100}, 22)"
    fen = f"case when {kind} < 10 then 0 when {kind} < 13 then dice(i, 600001, 21) else {near_gains} end"
    return f"""
    select (i + 1)::bigint as row, {numbers}, ({fen} * 0.01)::decimal(12, 2) as illegal_gains, 'sale' as act,
        case when dice(i, 2, 30) = 0 then 'duty_or_service' else 'elsewhere' end as obtained_in
    from (select *, dice(i, (whole - 100 * share_1) // 10 + 1, 42)::bigint as share_2 from (
        select *, dice(i, whole // 100 + 1, 41)::bigint as share_1 from (
            select range as i, near(range, {STANDARDS[2]}, 40)::bigint as whole from range({rows}))))
    order by row"""


def inputs_of(path: Path, number: int) -> list[Input]:
    """The first rows as inputs of the oracle."""
    import duckdb

    names = ", ".join(CATEGORIES)
    query = (
        f"select {names}, (illegal_gains * 100)::bigint, obtained_in from '{path}' where row <= {number} order by row"
    )
    with duckdb.connect() as connection:
        found = connection.execute(query).fetchall()
    return [Input(Amounts(*amounts), origin == "duty_or_service") for *amounts, origin in found]


def code_of(verdict: Verdict) -> int:
    """The items met as bits."""
    return sum(1 << place for place, item in enumerate(ITEMS) if item in verdict.items)
