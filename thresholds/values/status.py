"""The four statuses of an item and the three truth values of a fact."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """How an item stands on the facts of the file."""

    ESTABLISHED = "established"
    NOT_ESTABLISHED = "not_established"
    OPEN = "open"
    FOR_THE_COURT = "for_the_court"


class Truth(StrEnum):
    """What a file says of a fact; a fact that it does not mention has no Truth at all (None)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def over_worlds(verdicts: Iterable[bool]) -> Status:
    """Established in every world, in none, or open."""
    seen = set(verdicts)
    if seen == {True}:
        return Status.ESTABLISHED
    return Status.OPEN if True in seen else Status.NOT_ESTABLISHED
