"""What may be shown besides quantities: category, origin, consent, lawful business, a breach, conduct itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from thresholds.case.edit import path_of
from thresholds.case.model import Stated
from thresholds.evaluation.assess import Engine
from thresholds.evaluation.counting import UNBOUNDED
from thresholds.evaluation.facts import DUTY, MIXED, Holding, PersonFacts
from thresholds.evaluation.program import Program
from thresholds.evaluation.supposed import (
    counting,
    truth_of,
    with_category,
    with_dealing_fact,
    with_facts,
    with_origin,
    without,
    without_dealings,
)
from thresholds.evaluation.unclear import groups, is_unclear
from thresholds.explore.margins import edits
from thresholds.explore.margins.model import Change, Kind
from thresholds.explore.margins.state import fact_state, supplies_where
from thresholds.law.model import Conduct
from thresholds.values.status import Truth

#: More unclear holdings, or more supplies of an open origin, than this are supposed all together.
MOST_APART = 2


class Step(NamedTuple):
    """One thing supposed: as a change, as edits of the file, and what it makes of the person.

    `alone` says that it is tried only by itself; `part` makes the same of some of its dealings.
    """

    change: Change
    edits: tuple[str, ...]
    make: Callable[[PersonFacts], PersonFacts]
    alone: bool = False
    part: Callable[[tuple[str, ...]], Step] | None = None


def steps(engine: Engine, person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Everything that may be supposed to reach a tier, or to fall below it."""
    yield from _categories(engine.program, person, reach)
    yield from _origins(person, reach)
    yield from _consent(person, reach)
    for conduct in engine.ruleset.conduct:
        yield from _business(conduct, person, reach)
    yield from _breach(person, reach)
    if not reach and person.dealings:
        change = Change(Kind.CONDUCT, ("dealings",), truth=False, state="stated")
        yield Step(change, (), without_dealings, alone=True)


# -- categories -------------------------------------------------------------------------------------


def _categories(program: Program, person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Records whose category is not clear are of the most (to reach) or the least protected; or of another one."""
    unclear = [holding for holding in person.holdings if is_unclear(holding)]
    apart = [[holding] for holding in unclear] if len(unclear) <= MOST_APART else [unclear]
    pick = min if reach else max
    for group in apart:
        chosen = {holding: _picked(holding, program, pick) for holding in group}
        yield _category(chosen, alone=False)
        if len(unclear) <= MOST_APART:
            for names in groups(group[0], program):
                if chosen[group[0]] not in names:
                    yield _category({group[0]: names[0]}, alone=True)


def _category(chosen: dict[Holding, str], *, alone: bool) -> Step:
    places = [place(holding) for holding in chosen]
    names = tuple(chosen.values())
    change = Change(Kind.CATEGORY, names, truth=True, state="unknown", where=tuple(label for label, _ in places))
    made = tuple(f"{path}.category={name}" for (_, path), name in zip(places, names, strict=True))
    labels = {holding.label: name for holding, name in chosen.items()}
    return Step(change, made, lambda before: with_category(before, labels), alone)


def _picked(holding: Holding, program: Program, pick: Callable[..., str]) -> str:
    assert holding.category is not None
    return pick(holding.category.options, key=lambda name: program.protection.get(name, UNBOUNDED))


def place(holding: Holding) -> tuple[str, str]:
    """Where a holding stands in the file: its batch, or the dealing of its own; as a name and as a path."""
    if holding.batch is not None:
        return holding.batch, path_of("batches", holding.batch)
    dealing = holding.lines[0].dealing.id
    return dealing, path_of("dealings", dealing)


# -- facts of dealings --------------------------------------------------------------------------------


def _origins(person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Supplies of an origin that the file leaves open come from duty; or nothing that is supplied does."""
    where = supplies_where(person, (None, "unknown") if reach else (DUTY, "unknown", MIXED))
    for group in [(one,) for one in where] if len(where) <= MOST_APART else [where]:
        yield _origin(person, reach, group)


def _origin(person: PersonFacts, reach: bool, where: tuple[str, ...]) -> Step:
    stated = (None, "unknown") if reach else ("unknown", DUTY, MIXED)
    found = {origin for origin in stated if set(where) & set(supplies_where(person, (origin,)))}
    states = {None: "unstated", "unknown": "unknown"}
    state = states.get(found.pop(), "yes") if len(found) == 1 else "several"
    change = Change(Kind.ORIGIN, ("obtained_in",), truth=reach, state=state, where=where)
    made = tuple(edits.shown(person.person.id, change, dealing) for dealing in where)
    origin = DUTY if reach else "elsewhere"
    return Step(
        change,
        made,
        lambda before: with_origin(before, origin, frozenset(where)),
        part=lambda some: _origin(person, reach, some),
    )


def _consent(person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Consent, or that nobody can be identified any more, where the file says that it is unknown."""
    found: dict[str, tuple[str, str]] = {}
    fact = ""
    for holding in person.holdings:
        for line in holding.lines:
            for name in ("consent", "anonymised") if not line.certain else ():
                levels = [("dealings", line.dealing), *([("batches", holding.body)] if holding.batch else [])]
                for level, value in levels:
                    stated: Stated | None = getattr(value, name)
                    if stated is not None and stated.truth is Truth.UNKNOWN and (reach or fact in ("", name)):
                        fact = name
                        key = line.dealing.id if level == "dealings" else holding.batch or ""
                        found.setdefault(path_of(level, key, name), (line.dealing.id, name))
    if not found:
        return
    where = tuple(dict.fromkeys(dealing for dealing, _ in found.values()))
    names = tuple(dict.fromkeys(name for _, name in found.values()))
    change = Change(Kind.CONSENT, names, truth=not reach, state="unknown", where=where)
    answer = "no" if reach else "yes"
    made = tuple(f"{path}={answer}" for path in found)
    yield Step(change, made, lambda before: (counting if reach else without)(before, where))


# -- facts of the person ------------------------------------------------------------------------------


def _business(conduct: Conduct, person: PersonFacts, reach: bool) -> Iterator[Step]:
    """Lawful business shown or refuted, where there is something that it covers; the less likely answer only alone."""
    covered = [
        line.dealing
        for holding in person.holdings
        for line in holding.gets
        if line.dealing.act in conduct.acts
        and (holding.category is None or not set(conduct.categories).isdisjoint(holding.category.options))
    ]
    own = {dealing.id: getattr(dealing, conduct.fact).truth for dealing in covered if getattr(dealing, conduct.fact)}
    state = str(next(iter(own.values()))) if len(own) == len(covered) and own else fact_state(person, conduct.fact)
    for truth in (Truth.NO, Truth.YES) if covered else ():
        if state == str(truth) or (state == "unstated" and truth is Truth.NO):
            continue
        change = Change(Kind.BUSINESS, (conduct.fact,), truth=truth is Truth.YES, state=state, where=tuple(own))
        made = [path_of("dealings", dealing, conduct.fact) + f"={truth}" for dealing in own]
        if len(own) < len(covered):
            made.append(edits.shown(person.person.id, change))
        yield Step(change, tuple(made), _answered(conduct.fact, truth, frozenset(own)), (truth is Truth.NO) != reach)


def _answered(fact: str, truth: Truth, dealings: frozenset[str]) -> Callable[[PersonFacts], PersonFacts]:
    def make(before: PersonFacts) -> PersonFacts:
        made = with_facts(before, **{fact: truth_of(fact, truth)})
        return with_dealing_fact(made, fact, truth, dealings) if dealings else made

    return make


def _breach(person: PersonFacts, reach: bool) -> Iterator[Step]:
    """That a law, an administrative regulation or a departmental rule was breached, or none was."""
    name = "breach_of_state_provisions"
    state = fact_state(person, name)
    if state in ("no", "unknown") if reach else state != "no":
        change = Change(Kind.BREACH, (name,), truth=reach, state=state)
        value = truth_of(name, Truth.YES if reach else Truth.NO)
        made = (edits.shown(person.person.id, change),)
        yield Step(change, made, lambda before: with_facts(before, **{name: value}), alone=not reach)
