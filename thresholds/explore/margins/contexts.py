"""What may be shown besides quantities and facts with numbers: origin, category, lawful business; alone and together.

Each such supposition makes a context, in which fewer changes of quantity may be enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import combinations
from typing import NamedTuple

from thresholds.case.edit import path_of
from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.facts import DUTY, MIXED, Holding, PersonFacts
from thresholds.evaluation.program import Program
from thresholds.evaluation.supposed import truth_of, with_category, with_facts, with_origin
from thresholds.evaluation.unclear import is_unclear
from thresholds.evaluation.worlds import World, worlds_of
from thresholds.explore.margins import edits
from thresholds.explore.margins.model import Change, Kind
from thresholds.explore.margins.state import fact_state, supplies_where
from thresholds.values.status import Truth

#: More unclear holdings than this are supposed to be clear all together, not each by itself.
MOST_APART = 2


class Step(NamedTuple):
    """One thing supposed: as a change, as edits of the file, and what it makes of the person."""

    change: Change
    edits: tuple[str, ...]
    make: Callable[[PersonFacts], PersonFacts]


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


def contexts(engine: Engine, assessment: Assessment, reach: bool) -> Iterator[Context]:
    """The file as it is, then every combination of suppositions that help to reach (or to fall), the smallest first."""
    person, choices = assessment.person, assessment.choices
    yield Context(person, assessment.worlds, ())
    steps = list(_steps(engine, person, reach))
    for size in range(1, len(steps) + 1):
        for chosen in combinations(steps, size):
            supposed = reduce(lambda made, step: step.make(made), chosen, person)
            worlds = worlds_of(supposed, engine.program, choices).worlds
            yield Context(supposed, tuple(worlds), chosen)


def _steps(engine: Engine, person: PersonFacts, reach: bool) -> Iterator[Step]:
    yield from _categories(engine.program, person, reach)
    yield from _origin(person, reach)
    yield from _business(engine, person, reach)


def _origin(person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Supplies of an origin that the file leaves open come from duty; or none at all does."""
    open_ones = (None, "unknown") if reach else (DUTY, "unknown", MIXED)
    where = supplies_where(person, open_ones)
    if not where:
        return
    states = {None: "unstated", "unknown": "unknown"}
    stated = next((state for origin, state in states.items() if supplies_where(person, (origin,))), "yes")
    state = stated if reach else "unknown" if not supplies_where(person, (DUTY, MIXED)) else "yes"
    change = Change(Kind.ORIGIN, ("obtained_in",), truth=reach, state=state, where=where)
    made = tuple(edits.shown(person.person.id, change, dealing) for dealing in where)
    origin = DUTY if reach else "elsewhere"
    yield Step(change, made, lambda before: with_origin(before, origin, frozenset(where)))


def _business(engine: Engine, person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Lawful business refuted, or shown where there is something that it covers."""
    for conduct in engine.ruleset.conduct:
        state = fact_state(person, conduct.fact)
        covered = any(
            line.dealing.act in conduct.acts
            and (holding.category is None or not set(conduct.categories).isdisjoint(holding.category.options))
            for holding in person.holdings
            for line in holding.gets
        )
        if covered and (state in ("yes", "unknown") if reach else state != "yes"):
            change = Change(Kind.BUSINESS, (conduct.fact,), truth=not reach, state=state)
            value = truth_of(conduct.fact, Truth.NO if reach else Truth.YES)
            made = (edits.shown(person.person.id, change),)
            yield Step(change, made, lambda before, name=conduct.fact, value=value: with_facts(before, **{name: value}))  # type: ignore[misc]


def _categories(program: Program, person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Records whose category is not clear are of the most (to reach) or the least protected that is possible."""
    unclear = [holding for holding in person.holdings if is_unclear(holding)]
    groups = [[holding] for holding in unclear] if len(unclear) <= MOST_APART else [unclear]
    pick = min if reach else max
    for group in groups:
        chosen = [_picked(holding, program, pick) for holding in group]
        places = tuple(place(holding) for holding in group)
        change = Change(Kind.CATEGORY, tuple(dict.fromkeys(chosen)), truth=True, state="unknown", where=places)
        made = tuple(f"{where}.category={name}" for where, name in zip(places, chosen, strict=True))
        labels = {holding.label: name for holding, name in zip(group, chosen, strict=True)}
        yield Step(change, made, lambda before, labels=labels: with_category(before, labels))  # type: ignore[misc]


def _picked(holding: Holding, program: Program, pick: Callable[..., str]) -> str:
    assert holding.category is not None
    return pick(holding.category.options, key=lambda name: program.protection.get(name, UNBOUNDED))


def place(holding: Holding) -> str:
    """Where a holding stands in the file: its batch, or the dealing of its own."""
    if holding.batch is not None:
        return path_of("batches", holding.batch)
    return edits.place_of(holding.lines[0].dealing.id)


def smaller(found: Sequence[tuple[Context, tuple[Change, ...]]], context: Context, changes: tuple[Change, ...]) -> bool:
    """Whether a context within this one asks for nothing more of any quantity or fact."""
    return any(other.within(context) and _asks_no_more(asked, changes) for other, asked in found)


def _asks_no_more(asked: tuple[Change, ...], changes: tuple[Change, ...]) -> bool:
    known = {(change.kind, change.names): change.by for change in changes}
    return all(
        (change.kind, change.names) in known and abs(change.by or 0) <= abs(known[change.kind, change.names] or 0)
        for change in asked
    )
