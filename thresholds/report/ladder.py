"""The ladder of a person: where each quantity stands between zero and the standards it is measured by."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from thresholds.values.figures import Unit

if TYPE_CHECKING:
    from thresholds.report.model import PersonReport


class Mark(NamedTuple):
    """A standard on a rung: the item that sets it, the grade that reaching it makes, and where it stands."""

    item: str
    grade: str
    at: Fraction


class Rung(NamedTuple):
    """One quantity: of which item and of which categories or money it is, its bounds, and the standards above it.

    Records are in 条, money in 分, sums have no unit; `high` None has no upper bound. `narrow` says that only what
    was obtained in duty or service and supplied is counted. Marks stand in ascending order.
    """

    item: str
    names: tuple[str, ...]
    unit: Unit | None
    low: Fraction
    high: Fraction | None
    marks: tuple[Mark, ...]
    narrow: bool = False


def ladder(person: PersonReport) -> tuple[Rung, ...]:
    """The rungs of a person, in the order of the law: one for each numeric item of a first grade."""
    raise NotImplementedError
