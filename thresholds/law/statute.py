"""A statute in its versions: what was an offence when, by whom, and with which tiers. It has no numbers of its own."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from thresholds.law.conditions import ActFamily, LawValue, ReadingOption
from thresholds.law.model import FactDeclaration, Grade, Reading


class Force(LawValue):
    """In force from a day until a day, both included; open where nothing is said."""

    start: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None


class StatuteOffence(LawValue):
    """An offence of one version: its acts, and what it asks besides.

    `subject` is a fact that must be shown of the person, unless the option `without_subject` is chosen; `obtained_in`
    where the records must come from; `breach` a fact that is taken as stated and takes the conduct out when denied.
    """

    id: str
    label: str
    label_en: str = ""
    gloss: str
    gloss_en: str = ""
    acts: ActFamily
    subject: str = ""
    obtained_in: str = ""
    breach: str = ""
    without_subject: ReadingOption | None = None


class Version(LawValue):
    """The text of one period; `numbers_under` is the option under which the interpretation's numbers apply to it."""

    id: str
    in_force: Force
    citation: str
    citation_en: str = ""
    gloss: str
    gloss_en: str = ""
    offences: tuple[StatuteOffence, ...] = ()
    grades: tuple[Grade, ...] = ()
    numbers_under: ReadingOption | None = None
    source: str
    status: Literal["settled", "practice", "contested", "open"]
    note: str = ""

    @property
    def narrow(self) -> tuple[StatuteOffence, ...]:
        """Offences that do not reach everyone."""
        return tuple(offence for offence in self.offences if offence.subject or offence.obtained_in)


class Statute(LawValue):
    """One article of the code in its versions, the earliest first; `measured_by` gives the numbers."""

    schema_id: Annotated[Literal["thresholds/statute/1"], Field(alias="schema")]
    id: str
    title: str
    title_en: str = ""
    citation: str
    offence: str
    measured_by: str
    versions: tuple[Version, ...]
    facts: tuple[FactDeclaration, ...] = ()
    readings: tuple[Reading, ...] = ()
    sha256: str = ""
    file: str = ""

    def __hash__(self) -> int:
        return hash((self.id, self.sha256, self.file))

    @cached_property
    def starts(self) -> tuple[date, ...]:
        """The first day of every version, the earliest possible day for the first."""
        return tuple(version.in_force.start or date.min for version in self.versions)

    def between(self, first: date, last: date) -> tuple[Version, ...]:
        """The versions in force on some day between two, both included, the earliest first."""
        ends = [*self.starts[1:], date.max]
        return tuple(
            version
            for version, start, end in zip(self.versions, self.starts, ends, strict=True)
            if start <= last and (first < end or end == date.max)
        )

    def reading(self, identifier: str) -> Reading | None:
        """A reading that the statute declares."""
        return next((reading for reading in self.readings if reading.id == identifier), None)
