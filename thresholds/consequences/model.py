"""What follows for one person, as values; months are 月, amounts 分."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from thresholds.law.consequences import Consequence, LayerName, Overlay, ProbationPeriod, Punishment, StartingPoint
from thresholds.law.model import Grade, Rule
from thresholds.values.interval import Interval
from thresholds.values.status import Status


class Standing(StrEnum):
    """How a consequence stands over all worlds: in every one, in some, in none."""

    APPLIES = "applies"
    OPEN = "open"
    DOES_NOT_APPLY = "does_not_apply"


class FineMode(StrEnum):
    """What the statute's range says of the fine."""

    NONE = "none"
    WITH = "with"
    MAY_BE_ADDED = "may_be_added"
    WITH_OR_INSTEAD = "with_or_instead"


class Term(NamedTuple):
    """A principal punishment of a range, with the months that the range leaves it; None where it has no term."""

    punishment: Punishment
    months: tuple[int, int] | None


class Span(NamedTuple):
    """The statutory range of one grade, taken apart: punishments and fine; `standing` of the grade itself."""

    grade: Grade
    standing: Standing
    terms: tuple[Term, ...]
    fine: FineMode


class Condition(NamedTuple):
    """One condition of a consequence: what it asks and of what, how it stands, how the file states it.

    `wanted` is False where the condition is that something is not so; `standing` is that of the condition;
    `provision` is the provision of the ruleset that asks it, where one does.
    """

    kind: str
    name: str
    standing: Standing
    wanted: bool = True
    stated: str = ""
    evidence: tuple[str, ...] = ()
    provision: str = ""


class Following(NamedTuple):
    """A consequence of the data as it stands for this person, with each of its conditions."""

    entry: Consequence
    standing: Standing
    conditions: tuple[Condition, ...]

    @property
    def contested(self) -> bool:
        """Whether the law itself is split; both views stand in the entry."""
        return self.entry.status == "contested"


class FineStep(NamedTuple):
    """One step to the band of the fine: `multiple`, `no_amount`, `fixed`, `floor`, `floor_above_ceiling`, `ceiling`.

    `figures` are those that the step is about: the multiples, the fixed band, the floor, the ceiling; `law` says
    where the floor is read, besides the rule itself.
    """

    kind: str
    rule: Rule
    law: tuple[str, ...]
    standing: Standing
    figures: Interval


class Period(NamedTuple):
    """The period of probation for the terms that allow it, both in months; never shorter than the term itself."""

    rule: ProbationPeriod
    punishment: Punishment
    term: tuple[int, int]
    months: tuple[int, int]


class Probation(NamedTuple):
    """Whether probation is possible, whether something excludes it, on what grounds, and for how long."""

    possible: Standing
    excluded: Standing
    grounds: tuple[Following, ...]
    periods: tuple[Period, ...]


class BelowRange(NamedTuple):
    """Whether a sentence below the range is possible, and the next lower grade, where the offence has one."""

    standing: Standing
    into: Grade | None
    grounds: tuple[Following, ...]


class OverlayLine(NamedTuple):
    """A starting point of a dated document: beside the statutory range, never part of it."""

    overlay: Overlay
    point: StartingPoint
    after_trial: bool


class Layer(NamedTuple):
    """What one layer concluded: each conclusion with its standing, in the order of the data."""

    name: LayerName
    concluded: tuple[tuple[str, Standing], ...]


class Source(NamedTuple):
    """A file of data that consequences rest on."""

    id: str
    sha256: str


class Consequences(NamedTuple):
    """Everything that follows for one person, between the bounds of his grade.

    `ranges`, `fine` and `provisions` are what the ruleset itself says; `fine` is the band of the fine in fen. Where
    a ruleset has several offences this is of one of them, the gravest; `besides` has the others that are reached.
    """

    ranges: tuple[Grade, ...]
    fine: Interval | None
    fine_rule: Rule | None
    provisions: tuple[tuple[Rule, Status], ...]
    spans: tuple[Span, ...]
    fine_steps: tuple[FineStep, ...]
    circumstances: tuple[Following, ...]
    latitude: tuple[Following, ...]
    limits: tuple[Following, ...]
    probation: Probation | None
    below_range: BelowRange | None
    overlays: tuple[OverlayLine, ...]
    chain: tuple[Layer, ...]
    sources: tuple[Source, ...]
    offence: str = ""
    besides: tuple[Consequences, ...] = ()

    def following(self, identifier: str) -> Following | None:
        """A consequence by its id; None where it does not stand."""
        every = (*self.circumstances, *self.latitude, *self.limits)
        return next((found for found in every if found.entry.id == identifier), None)
