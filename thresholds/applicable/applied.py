"""How a person is measured once dates have chosen the law: what decides, and the laws that stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from thresholds.applicable.measured import Measured, Subject
from thresholds.applicable.model import Ground, LawName, Part
from thresholds.applicable.span import Span
from thresholds.evaluation.assess import Assessment, Bounds
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import PersonFacts
from thresholds.law.statute import Version


@dataclass(frozen=True)
class Beside:
    """A law that governs, may govern, or stands beside; measured when its result is asked for."""

    law: LawName
    part: Part
    measured: Callable[[], Measured]
    restricted: bool = False


@dataclass(frozen=True)
class Applied:
    """One person under the law that his dates choose.

    `measured` is what the report rests on; `under` gives the grade (as ranks) again under other readings. `bounds`
    stands in for the grade where several laws may govern. `named` says that the file goes before the dates, `varied`
    that the statute of an earlier time has a part in the result: that of `versions`, of the person before they chose.
    `stated` is the person as the file has him where dates change him; `equal` says that every law makes the same of
    him. `offences` has each offence (by id) of several by itself, for which dates may choose differently.
    """

    measured: Measured
    under: Callable[[Choices], Bounds]
    span: Span
    why: tuple[Ground, ...]
    laws: tuple[Beside, ...]
    subject: Subject | None = None
    versions: tuple[Version, ...] = ()
    bounds: Bounds | None = None
    named: bool = False
    varied: bool = False
    stated: PersonFacts | None = None
    equal: bool = False
    offences: dict[str, Applied] = field(default_factory=dict)

    @property
    def before(self) -> PersonFacts | None:
        """The person as the file has him, where dates change him."""
        return self.subject.person if self.subject is not None else self.stated

    @property
    def composed(self) -> bool:
        """Whether the grade is more than that of one engine, so that other readings are measured by `under`."""
        return self.varied or self.bounds is not None

    def assessed(self) -> Assessment:
        """The person assessed: between the results of the laws that may govern, where dates leave that open."""
        engine, person, choices = self.measured[:3]
        found = engine.assess(person, choices)
        return found._replace(bounds=self.bounds) if self.bounds is not None else found
