"""A neighbouring offence as a value."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.evaluation.assess import Assessment, Bounds, Finding
from thresholds.law.model import Ruleset
from thresholds.values.status import Status


class Drawn(NamedTuple):
    """A number that the file does not state: at most so many of the records counted may be such."""

    fact: str
    at_most: int | None
    categories: tuple[str, ...]


class Flag(NamedTuple):
    """Another offence: the ruleset cut to it, between which grades, by which items.

    `status` is established or open. `drawn` is what would have to be found out first, where the file is silent.
    """

    ruleset: Ruleset
    status: Status
    bounds: Bounds
    findings: tuple[Finding, ...]
    assessment: Assessment
    drawn: Drawn | None = None

    @property
    def grades(self) -> tuple[str, str]:
        """The lowest and the highest grade."""
        names = self.ruleset.grade_ids
        return names[self.bounds.low], names[self.bounds.high]

    @property
    def statute(self) -> str:
        """The article of the statute that makes it an offence."""
        return self.ruleset.statute

    @property
    def offence(self) -> str:
        """The identifier of the offence."""
        return self.ruleset.offence
