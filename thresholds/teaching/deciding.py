"""Which items decide: those that alone hold the tier, and those that keep it open."""

from __future__ import annotations

from thresholds.report.model import PersonReport
from thresholds.values.status import Status

_LENIENCY = "leniency"


def deciding(person: PersonReport) -> tuple[str, ...]:
    """The deciding items of a person, in the order of the law.

    - Items that are established and give the very tier that is reached in any event; where it is reached in every
      world, but by none of them alone, the open ones that give it.
    - Where the tier is open, also the open items that give a higher one.
    - Provisions on leniency that are established or open.

    Where no tier is reached nothing decides. Items of lower tiers hold as well, but what they hold is passed.
    """
    low, high = person.assessment.bounds
    found = {
        finding.item
        for finding in person.findings
        if finding.trace.kind != _LENIENCY and _holds(finding.rank, finding.status, low, high)
    }
    if low and not any(one.rank == low and one.status is Status.ESTABLISHED for one in person.findings):
        found |= {one.item for one in person.findings if one.rank == low and one.status is Status.OPEN}
    lenient = {one.item for one in person.findings if one.trace.kind == _LENIENCY and _may_be(one.status)}
    return tuple([finding.item for finding in person.findings if finding.item in found | lenient])


def _holds(rank: int, status: Status, low: int, high: int) -> bool:
    if rank == low:
        return low > 0 and status is Status.ESTABLISHED
    return low < rank <= high and _may_be(status)


def _may_be(status: Status) -> bool:
    return status in (Status.ESTABLISHED, Status.OPEN)
