"""The person with some things supposed: in each context fewer changes of quantity may be enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import combinations
from typing import NamedTuple

from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.worlds import World, worlds_of
from thresholds.explore.margins.model import Change
from thresholds.explore.margins.steps import Step, steps

#: Of more steps than this only the first are combined with one another.
MOST_COMBINED = 4
#: In more worlds than this nothing is combined: one thing at a time is enough to ask.
MOST_WORLDS = 64
#: Of more parts than this it is not tried whether each can be left out.
MOST_TRIED = 16


class Context(NamedTuple):
    """The person with some things supposed, and the worlds that are then possible."""

    person: PersonFacts
    worlds: tuple[World, ...]
    steps: tuple[Step, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is supposed."""
        return tuple(step.change for step in self.steps)

    @property
    def edits(self) -> tuple[str, ...]:
        """The same as edits of the file."""
        return tuple(edit for step in self.steps for edit in step.edits)

    def within(self, other: Context) -> bool:
        """Whether the other supposes all that this one does, and more."""
        return len(self.steps) < len(other.steps) and set(self.changes) < set(other.changes)


class Contexts:
    """Makes contexts of one person."""

    def __init__(self, engine: Engine, assessment: Assessment, reach: bool) -> None:
        self.program, self.choices = engine.program, assessment.choices
        self.person, self.base = assessment.person, assessment.worlds
        self.steps = list(steps(engine, self.person, reach))

    def all(self) -> Iterator[Context]:
        """The file as it is; every combination of suppositions, the smallest first; those tried only by themselves."""
        yield Context(self.person, self.base, ())
        together = [step for step in self.steps if not step.alone]
        most = len(together) if len(self.base) <= MOST_WORLDS else 1
        for size in range(1, most + 1):
            for chosen in combinations(together if size == 1 else together[:MOST_COMBINED], size):
                yield self.of(chosen)
        for step in self.steps:
            if step.alone:
                yield self.of((step,))

    def of(self, chosen: tuple[Step, ...]) -> Context:
        """The person with these things supposed."""
        supposed = reduce(lambda made, step: step.make(made), chosen, self.person)
        return Context(supposed, tuple(worlds_of(supposed, self.program, self.choices).worlds), chosen)

    def trimmed(self, context: Context, enough: Callable[[Context], bool]) -> Context:
        """The context without the dealings that its only step does not need; of very many, without halves of them."""
        step = context.steps[0]
        if len(context.steps) > 1 or step.part is None:
            return context
        size = len(step.change.where)
        while size := size // 2:
            position = 0
            while position < len(context.steps[0].change.where) and position < MOST_TRIED * size:
                where = context.steps[0].change.where
                fewer = where[:position] + where[position + size :]
                tried = self.of((step.part(fewer),)) if fewer else None
                if tried is not None and enough(tried):
                    context = tried
                else:
                    position += size
        return context


def smaller(found: Sequence[tuple[Context, tuple[Change, ...]]], context: Context, changes: tuple[Change, ...]) -> bool:
    """Whether a context within this one asks for nothing more of any quantity or fact."""
    return any(other.within(context) and _asks_no_more(asked, changes) for other, asked in found)


def _asks_no_more(asked: tuple[Change, ...], changes: tuple[Change, ...]) -> bool:
    known = {(change.kind, change.names): change for change in changes}
    return all(
        (other := known.get((change.kind, change.names))) is not None
        and abs(change.by or 0) <= abs(other.by or 0)
        and (change.narrow is None or (other.narrow is not None and _no_stricter(change, other)))
        for change in asked
    )


def _no_stricter(change: Change, other: Change) -> bool:
    """Of two caps on what duty or service may count; adding, being from duty at all is the same demand."""
    assert change.narrow is not None
    assert other.narrow is not None
    return (change.by or 0) > 0 or change.narrow >= other.narrow
