"""What a cell is compared by: its value, or what is written where there is none, as DuckDB expressions.

The cell is number n of `shapes`, and these stand on its levels.
"""

from __future__ import annotations

from collections.abc import Sequence

from thresholds.tally.kinds.kind import FREE, NUMBERED, Kind, Shape, traits


def carries(kind: Kind, key: str) -> str:
    """Whether a key that `record_sql` made says something plausible of its kind, as an expression."""
    if kind is Kind.RESIDENT_ID:
        return f"({key} > 0 OR {key} = {_PAPER})"
    if kind in NUMBERED:
        return f"{key} > 0"
    return f"{key} IS NOT NULL" if traits(kind).shape in FREE else f"{key} >= chr(2)"


#: Keys of numbers that are no numbers: the text stands beside, and is another paper where resident IDs should be.
#: Above, below 0, stand numbers that are not valid: minus the digits; less 10^17 where a resident ID is whole.
AS_TEXT, _SHORT = -(1 << 61), 10**17
_PAPER = AS_TEXT - 1


def unlike(n: int, shape: Shape) -> str:
    """The key of a number that is not valid, negative: the digits, else a mark that it stands beside as text."""
    exact = paper = ""
    if shape is Shape.RESIDENT_ID:
        exact, paper = f" WHEN d{n} IS NOT NULL THEN -({_SHORT} + n{n} * 11 + d{n})", f" WHEN o{n} THEN {_PAPER}"
    digits = f"regexp_full_match(t{n}, '[1-9]\\d{{0,16}}')"
    written = f"CASE WHEN {digits} THEN -TRY_CAST(t{n} AS BIGINT){paper} ELSE {AS_TEXT} END"
    return f"CASE WHEN v{n} IS NOT NULL THEN NULL{exact} WHEN t{n} IS NOT NULL THEN {written} END"


def written(n: int, shape: Shape) -> str:
    """What is written in a cell that has no value, behind a character that no value begins with (`carries`)."""
    text = f"coalesce(t{n}, f{n}::VARCHAR)" if shape in (Shape.MOMENT, Shape.LATITUDE, Shape.LONGITUDE) else f"t{n}"
    marked = f"chr(1) || {text}"
    return f"CASE WHEN w{n} IS NOT NULL THEN {text} ELSE {marked} END" if shape is Shape.MOMENT else marked


def several(cells: Sequence[int]) -> str:
    """Whether any cell of a kind but the first says something."""
    return f"({' OR '.join(f'p{n}' for n in cells[1:])})"


def exactly(n: int, kind: Kind) -> str:
    """What one cell says, as text: its value, else what is written there, so that no two are taken for equal."""
    shape = traits(kind).shape
    if shape in FREE:
        return f"v{n}"
    if kind not in NUMBERED:
        return f"coalesce(v{n}::VARCHAR, {written(n, shape)})"
    mark = unlike(n, shape)
    beside = f"CASE WHEN ({mark}) <= {AS_TEXT} THEN chr(1) || t{n} ELSE '' END"
    return f"CASE WHEN v{n} IS NOT NULL THEN v{n}::VARCHAR ELSE ({mark})::VARCHAR || {beside} END"
