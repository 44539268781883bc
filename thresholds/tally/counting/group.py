"""Exact duplicates: records whose keys are all the same, grouped once, whatever their number.

Of equal records the one of the most protected category is kept, and of those the one of the first source. A bit for
each source and category says where a key occurs, so that one grouping gives duplicates within sources and across
them. Records without any key are nobody's duplicate. Keys are compared themselves, never by a hash of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from thresholds.tally.counting.gather import once
from thresholds.tally.counting.model import Place, added

if TYPE_CHECKING:
    from thresholds.tally.workspace import Workspace

#: As many sources and categories as there are bits; of more the keys of each source are grouped first.
_BITS = 64
_KEPT, _EACH = "tally_kept", "tally_each_source"
#: The extra column of the questions that arise about any of the equal records, as bits.
ASKED = "asked"


class Places(NamedTuple):
    """Every source and category that records stand in, the one whose record is kept of equal ones first."""

    ordered: tuple[Place, ...]
    categories: tuple[str, ...]

    def sql(self) -> str:
        """The number of the place of a record."""
        size = len(self.categories)
        sources = 1 + max([source for source, _ in self.ordered], default=0)
        numbers = [0] * (sources * size)
        for number, (source, category) in enumerate(self.ordered):
            numbers[source * size + self.categories.index(category)] = number
        if len(self.ordered) == 1:
            return "0"
        return f"[{', '.join(map(str, numbers))}][source::INTEGER * {size} + category::INTEGER + 1]"


class Groups(NamedTuple):
    """What grouping came to: for each place the keys that a source keeps there, and those kept of all."""

    table: str
    in_source: dict[Place, int]
    kept: dict[Place, int]


def places(rows: Mapping[Place, int], categories: Sequence[str], protection: Mapping[str, int]) -> Places:
    """The places of records, by the protection of their categories (the lower number is the more protected)."""
    rank = {name: (protection[name], number) for number, name in enumerate(categories)}
    ordered = sorted((place for place, number in rows.items() if number), key=lambda p: (rank[p[1]], p[0]))
    return Places(tuple(ordered), tuple(categories))


def group(
    workspace: Workspace, view: str, keys: Sequence[str], found: Places, extra: Sequence[str], mark: str
) -> Groups:
    """Group the records that count by their keys into a table: `code` (the number of the place), and `extra` columns.

    `extra` are expressions `… AS name` of groups, `asked` among them for questions. `mark` says what the
    view was made from.
    """
    few = len(found.ordered) <= _BITS
    counts = _by_mask if few else _by_source
    return counts(workspace, view, keys, found, extra, mark)


def _records(view: str, keys: Sequence[str], found: Places) -> tuple[str, str]:
    """The records with a key, and those without, each with its code."""
    without = " AND ".join(f"{key} IS NULL" for key in keys) or "true"
    counting = f"FROM {view} WHERE reason = 0 AND category < {len(found.categories)}"
    columns = f"SELECT *, ({found.sql()})::USMALLINT AS code {counting}"
    return f"{columns} AND NOT ({without})", f"{columns} AND ({without})"


def _by_mask(
    workspace: Workspace, view: str, keys: Sequence[str], found: Places, extra: Sequence[str], mark: str
) -> Groups:
    keyed, unkeyed = _records(view, keys, found)
    kind = next(name for bits, name in _UNSIGNED if len(found.ordered) <= bits)
    bit = f"(1::{kind} << code::{kind})"
    more = "".join(f", {one}" for one in extra)
    listed = ", ".join(keys) or "()"
    single = _of_one(more)
    select = (
        f"SELECT min(code) AS code, bit_or{bit} AS mask{more} FROM ({keyed}) GROUP BY {listed} "
        f"UNION ALL SELECT code, {bit} AS mask{single} FROM ({unkeyed})"
    )
    once(workspace, _KEPT, select, f"{mark}\n{select}")
    masks = workspace.rows(f"SELECT mask, count(*) FROM {_KEPT} GROUP BY mask")
    in_source: list[tuple[Place, int]] = []
    kept: list[tuple[Place, int]] = []
    for text, number in masks:
        there = [place for at, place in enumerate(found.ordered) if int(str(text)) >> at & 1]
        first = {source: (source, category) for source, category in reversed(there)}
        in_source += [(place, int(str(number))) for place in first.values()]
        kept.append((there[0], int(str(number))))
    return Groups(_KEPT, added(in_source), added(kept))


def _of_one(extra: str) -> str:
    """Expressions of groups for single rows."""
    return extra.replace("min(", "(").replace("bool_or(", "(")


#: Types for so many bits.
_UNSIGNED = ((8, "UTINYINT"), (16, "USMALLINT"), (32, "UINTEGER"), (64, "UBIGINT"))


def _by_source(
    workspace: Workspace, view: str, keys: Sequence[str], found: Places, extra: Sequence[str], mark: str
) -> Groups:
    keyed, unkeyed = _records(view, keys, found)
    names = [one.rpartition(" AS ")[2] for one in extra]
    more = "".join(f", {one}" for one in extra)
    again = "".join(f", {'bit_or' if name == ASKED else 'min'}({name}) AS {name}" for name in names)
    listed = ", ".join(keys) or "()"
    each = f"SELECT {', '.join(keys)}, source, min(code) AS code{more} FROM ({keyed}) GROUP BY {listed}, source"
    once(workspace, _EACH, each, f"{mark}\n{each}")
    single = _of_one(more)
    select = (
        f"SELECT min(code) AS code{again} FROM {_EACH} GROUP BY {listed} UNION ALL SELECT code{single} FROM ({unkeyed})"
    )
    once(workspace, _KEPT, select, f"{mark}\n{each}\n{select}")
    in_source = f"SELECT code FROM {_EACH} UNION ALL SELECT code FROM ({unkeyed})"
    return Groups(_KEPT, by_code(workspace, f"({in_source})", found), by_code(workspace, _KEPT, found))


def by_code(workspace: Workspace, relation: str, found: Places) -> dict[Place, int]:
    """How many rows of a relation with a column `code` there are at each place."""
    rows = workspace.rows(f"SELECT code, count(*) FROM {relation} GROUP BY code")
    return {found.ordered[int(str(code))]: int(str(number)) for code, number in rows}


def by_question(workspace: Workspace, relation: str, found: Places) -> dict[tuple[Place, int], int]:
    """The same by `code` and `asked`, the questions that arise."""
    rows = workspace.rows(f"SELECT code, asked, count(*) FROM {relation} GROUP BY code, asked")
    return {(found.ordered[int(str(code))], int(str(asked))): int(str(number)) for code, asked, number in rows}
