"""What courts argued over, with both numbers: several lines about one person, points of one stay, no phone number.

None of it is ever taken off in silence: two have an option that takes them off, one has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from thresholds.tally.counting.group import Places, by_code
from thresholds.tally.counting.model import ONE_PER_PERSON, STATIONARY, WITHOUT_PHONE, Amounts, Note, Place

if TYPE_CHECKING:
    from thresholds.tally.workspace import Workspace

_STAYED = "tally_without_stationary"

#: The option that takes off what a note is about.
OPTIONS = {ONE_PER_PERSON: "--one-per-person", STATIONARY: "--merge-stationary", WITHOUT_PHONE: ""}
LAW = {ONE_PER_PERSON: ("art11.3",), STATIONARY: ("art5.1.3", "art11.3"), WITHOUT_PHONE: ("art1",)}


def without_stationary(workspace: Workspace, kept: str) -> str:
    """The records with one for each stay, points that follow each other in one place; the name of their table.

    Points of one person (where it is known) in the order of time; points without a time or a place all stay. Of a stay
    the first point is left, with the questions about all of them.
    """
    point = "person IS NOT NULL AND place IS NOT NULL AND moment IS NOT NULL"
    order = "PARTITION BY person ORDER BY moment, place, code"
    moved = f"SELECT *, place IS DISTINCT FROM lag(place) OVER ({order}) AS moved FROM {kept} WHERE {point}"
    stays = f"SELECT *, count(*) FILTER (moved) OVER ({order}) AS stay FROM ({moved})"
    asked = "bit_or(asked) OVER (PARTITION BY person, stay)"
    workspace.execute(
        f"CREATE OR REPLACE TEMP TABLE {_STAYED} AS SELECT * FROM {kept} WHERE ({point}) IS NOT true "
        f"UNION ALL BY NAME SELECT * EXCLUDE (moved, stay) FROM "
        f"(SELECT * REPLACE ({asked} AS asked) FROM ({stays}) QUALIFY moved)"
    )
    return _STAYED


def one_per_person(kept: str) -> str:
    """The records that are left if every person counts once, at his most protected record, as a relation.

    Records that say nothing of a person all stay. Every question about one of a person's records is one about him.
    """
    persons = f"SELECT min(code) AS code, bit_or(asked) AS asked FROM {kept} WHERE person IS NOT NULL GROUP BY person"
    return f"(FROM ({persons}) UNION ALL SELECT code, asked FROM {kept} WHERE person IS NULL)"


def with_phone(workspace: Workspace, kept: str, found: Places) -> dict[Place, int]:
    """How many records of each place have a phone number."""
    return by_code(workspace, f"(SELECT code FROM {kept} WHERE NOT no_phone)", found)


def note(identifier: str, records: Amounts, otherwise: Amounts, *, deducted: bool = False) -> Note:
    """The note about two ways of counting, category by category."""
    now, then = _by_category(records), _by_category(otherwise)
    rows = tuple((category, now.get(category, 0), then.get(category, 0)) for category in sorted({*now, *then}))
    return Note(identifier, LAW[identifier], OPTIONS[identifier], deducted, rows)


def _by_category(amounts: Amounts) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for (_, category), number in amounts.items():
        found[category] = found.get(category, 0) + number
    return found
