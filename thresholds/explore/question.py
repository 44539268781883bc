"""A question as a value: what is asked, where the answer is written, and what each answer would make."""

from __future__ import annotations

from typing import NamedTuple

from thresholds.case.edit import path_of
from thresholds.evaluation.assess import Bounds
from thresholds.values.citation import order
from thresholds.values.status import Status

#: How far an item is met; for_the_court never moves.
_STEPS = {Status.NOT_ESTABLISHED: 0, Status.FOR_THE_COURT: 0, Status.OPEN: 1, Status.ESTABLISHED: 2}


class Turned(NamedTuple):
    """An item that would stand otherwise: its status now and then."""

    item: str
    now: Status
    then: Status

    @property
    def raised(self) -> bool:
        """Whether the answer works towards the item."""
        return _STEPS[self.then] > _STEPS[self.now]


class Outcome(NamedTuple):
    """What one answer would make of the person, tried by deciding it.

    `answer` is yes, no, most (a number beyond every standard), least, none, in_time, not_in_time, apart, same, or
    identifiers of categories with spaces between them.
    """

    answer: str
    bounds: Bounds
    turned: tuple[Turned, ...] = ()


class Question(NamedTuple):
    """One thing to find out: where it is written, how the file states it, and what its answers would make.

    `state` is unstated, unknown, undated or undivided. `now` is the grade without the answer; `could_make` the rank
    that an answer could lead to, None where none changes the grade and it is asked for other reasons; `lowers` says
    that the answer works for the accused alone. `places` are the keys that lead to where an answer is written,
    `where` the dealings or batches that it is about, `label` the body of records, where it is about one. A `joint`
    question changes the grade only together with others like it.
    """

    fact: str
    places: tuple[tuple[str, ...], ...]
    state: str
    now: Bounds
    outcomes: tuple[Outcome, ...] = ()
    could_make: int | None = None
    lowers: bool = False
    where: tuple[str, ...] = ()
    label: str = ""
    joint: bool = False

    @property
    def path(self) -> str:
        """The first place where an answer is written: `facts.yi.illegal_gains`."""
        return path_of(*self.places[0])

    @property
    def items(self) -> tuple[str, ...]:
        """The items that an answer turns, in the order of the law."""
        named = {turned.item: None for outcome in self.outcomes for turned in outcome.turned}
        return tuple(sorted(named, key=order))

    @property
    def could_raise(self) -> bool:
        """Whether an answer could raise the grade, or what is certain of it."""
        return any([_raises(outcome.bounds, self.now) for outcome in self.outcomes]) or (
            self.could_make is not None and not self.lowers and not self.outcomes
        )

    @property
    def could_lower(self) -> bool:
        """Whether an answer could lower the grade, or what is possible of it."""
        return any([_lowers(outcome.bounds, self.now) for outcome in self.outcomes])


def asked(
    fact: str,
    places: tuple[tuple[str, ...], ...],
    state: str,
    now: Bounds,
    outcomes: tuple[Outcome, ...] = (),
    where: tuple[str, ...] = (),
    label: str = "",
) -> Question:
    """The question with what its outcomes could make; one that changes nothing could make nothing."""
    differing = [outcome.bounds for outcome in outcomes if outcome.bounds != now]
    raising = [bounds for bounds in differing if _raises(bounds, now)]
    could: int | None = None
    if raising:
        could = max([bounds.high if bounds.high > now.high else bounds.low for bounds in raising])
    elif differing:
        could = min([bounds.low if bounds.low < now.low else bounds.high for bounds in differing])
    return Question(fact, places, state, now, outcomes, could, bool(differing) and not raising, where, label)


def _raises(bounds: Bounds, now: Bounds) -> bool:
    return bounds.high > now.high or bounds.low > now.low


def _lowers(bounds: Bounds, now: Bounds) -> bool:
    return bounds.high < now.high or bounds.low < now.low
