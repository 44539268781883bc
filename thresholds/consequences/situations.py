"""The situations of one person: every world with its grade, and the ways that facts stated as unknown can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thresholds.consequences.chain import FROM, RANK, TO, Chain, name_of
from thresholds.consequences.corners import Thing, Values, situations_of
from thresholds.consequences.together import Beside, Neighbours, abouts
from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.gains import supplies_from_duty
from thresholds.evaluation.measuring import CEILING, measured
from thresholds.evaluation.program import ALL, NARROW, Alternative, Program
from thresholds.evaluation.worlds import World
from thresholds.law.consequences import About
from thresholds.law.model import Ruleset
from thresholds.values.status import Status, Truth

_DUTY, _HALF = (name_of(About(about=about)) for about in ("duty_information_supplied", "half_rule_alone"))


class Situation(NamedTuple):
    """The values of one situation, and the world that it belongs to."""

    values: Values
    world: World


def situations(
    engine: Engine, assessment: Assessment, chain: Chain, beside: Beside, offence: str = ""
) -> list[Situation]:
    """Every situation that must be tried, in a fixed order, for one offence of the ruleset where it has several."""
    person, supports = assessment.person, list(chain.supports.values())
    things = [Thing(ways) for ways in _things(person, chain.names, beside.neighbours)]
    things += [Thing(tuple([{name: value} for value in ways])) for name, ways in abouts(beside, chain.book)]
    tried: dict[tuple[int, ...], list[Values]] = {}
    found = []
    for world in assessment.worlds:
        base = _of_world(engine, world, chain.names, offence)
        duty = _from_duty(person, world)
        if duty not in tried:
            tried[duty] = situations_of(supports, [Thing(tuple([{_DUTY: value} for value in duty])), *things])
        found += [Situation(base | values, world) for values in tried[duty]]
        if not offence and base[RANK] == assessment.bounds.high > assessment.bounds.low:
            for between in _on_the_way(engine, assessment, world, base):
                found += [Situation(between | values, world) for values in tried[duty]]
    return found


def _on_the_way(engine: Engine, assessment: Assessment, top: World, base: Values) -> Iterator[Values]:
    """What quantities pass between the ends: grades that no world has, and the half rule before the full number.

    What such a grade rests on may be so or not, as far as the items concerned can be met at all.
    """
    met = {finding.item for finding in assessment.findings if finding.status in (Status.ESTABLISHED, Status.OPEN)}
    turning = [name for name in base if name.startswith("resting_on") and met & set(name.partition(":")[2].split(","))]
    turning += [_HALF] if top.narrow or top.money.get((NARROW, "illegal_gains")) else []
    for rank in sorted(assessment.passed):
        for so in (0, 1) if turning else (0,):
            yield base | {RANK: rank, **_range(engine.ruleset, rank)} | dict.fromkeys(turning, so)
    if not base[_HALF] and _half_first(engine.program, assessment, top, base[RANK]):
        yield base | {_HALF: 1}


def _half_first(program: Program, assessment: Assessment, top: World, rank: int) -> bool:
    """Whether the lower standard is met at the top, and the full one not yet at some other world."""
    ways = [way for compiled in program.compiled if compiled.rank == rank for way in compiled.alternatives]
    narrow = [way for way in ways if _is_narrow(program, way)]
    full = [way for way in ways if not _is_narrow(program, way)]
    if not any(_all_met(measured(program, top), way) for way in narrow):
        return False
    values = [measured(program, world) for world in assessment.worlds]
    return any(not any(_all_met(numbers, way) for way in full) for numbers in values)


def _all_met(values: list[int], way: Alternative) -> bool:
    return all([_met(values[test.measure], test.operator, test.constant) for test in way])


def _of_world(engine: Engine, world: World, names: tuple[str, ...], offence: str) -> Values:
    """What one world decides of an offence: the grade, its range, what it rests on, amounts."""
    program, ruleset = engine.program, engine.ruleset
    values = measured(program, world)
    met = [program.compiled[number] for number in engine.decider.decide(values, {}).items]
    own = [compiled for compiled in met if compiled.offence == offence]
    rank = max([compiled.rank for compiled in own], default=0)
    items = {compiled.item.id for compiled in own if compiled.rank == rank}
    found = {RANK: rank, **_range(ruleset, rank)}
    found[_HALF] = int(rank > 0 and _narrow_alone(program, values, rank))
    for name in names:
        kind, _, subject = name.partition(":")
        if kind == "resting_on":
            found[name] = int(rank > 0 and items <= set(subject.split(",")))
        elif kind == "items":
            found[name] = max([one.rank for one in met if one.item.id in subject.split(",")], default=0)
        elif kind == "amount":
            found[name] = min(amount_of(world, subject), CEILING)
    return found


def _range(ruleset: Ruleset, rank: int) -> Values:
    months = ruleset.grades[rank].months if rank else None
    return {FROM: months[0] if months else 0, TO: months[1] if months else 0}


def amount_of(world: World, name: str) -> int:
    """An amount of money in a world (分)."""
    return world.amounts.get(name, world.money.get((ALL, name), 0))


def _narrow_alone(program: Program, values: list[int], rank: int) -> bool:
    """Whether nothing but the lower standard for records from duty or service carries the grade."""
    met = [
        way
        for compiled in program.compiled
        if compiled.rank == rank
        for way in compiled.alternatives
        if all([_met(values[test.measure], test.operator, test.constant) for test in way])
    ]
    return bool(met) and all([_is_narrow(program, way) for way in met])


def _met(value: int, operator: str, constant: int) -> bool:
    return value < constant if operator == "<" else value >= constant


def _is_narrow(program: Program, way: Alternative) -> bool:
    return any([getattr(program.measures[test.measure], "scope", ALL) == NARROW for test in way])


def _from_duty(person: PersonFacts, world: World) -> tuple[int, ...]:
    """Whether records from duty or service were supplied: a world that counts some knows it."""
    counted = any(world.narrow.values()) or world.money.get((NARROW, "illegal_gains"), 0) > 0
    if counted or supplies_from_duty(person, False):
        return (1,)
    return (0, 1) if supplies_from_duty(person, True) else (0,)


def _things(person: PersonFacts, names: tuple[str, ...], neighbours: Neighbours) -> Iterator[tuple[Values, ...]]:
    """For each thing that is the same in every world, the ways it can be."""
    yield ({name_of(About(about="unit")): int(person.person.kind == "unit")},)
    yield _roles(person)
    for name in names:
        kind, _, subject = name.partition(":")
        if kind == "fact":
            yield tuple([{name: value} for value in _truths(person, subject)])
        elif kind == "unstated":
            yield ({name: int(person.facts.get(subject) is None)},)
        elif kind == "neighbour":
            status = neighbours.get(subject, Status.NOT_ESTABLISHED)
            yield tuple([{name: value} for value in _BY_STATUS.get(status, (0,))])


_BY_STATUS = {Status.ESTABLISHED: (1,), Status.OPEN: (0, 1)}
_ROLES = ("principal", "accessory", "ringleader")


def _roles(person: PersonFacts) -> tuple[Values, ...]:
    """The part that the file states; one that it calls unknown can be any, or none in a joint offence."""
    stated = person.facts.role_in_joint_offence
    possible = (None, *_ROLES) if stated == "unknown" else (stated,)
    return tuple([{f"role:{role}": int(role == chosen) for role in _ROLES} for chosen in possible])


def _truths(person: PersonFacts, name: str) -> tuple[int, ...]:
    """A fact as 0 or 1, or both where it is unknown; exemption from punishment is no punishment."""
    value = person.facts.get(name)
    truth = Truth.NO if getattr(value, "exempted", False) else getattr(value, "truth", Truth.NO)
    return (0, 1) if truth is Truth.UNKNOWN else (int(truth is Truth.YES),)
