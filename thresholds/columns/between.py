"""Worlds between the two ends of every row, where an item can be met although it is met at neither."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from thresholds.columns.row import Body, Row
from thresholds.columns.stage import Stage
from thresholds.columns.terms import Term, Value, chosen, every, highest, less, lowest, negated, reaches, some, total
from thresholds.columns.worlds import Counts, World
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.evaluation.between import clips, turning
from thresholds.evaluation.program import ALL, NARROW, AmountMeasure, Program, RecordsMeasure, SumMeasure

#: More combinations of amounts in brackets are not tried in every row at once.
_MOST = 32


def between(stage: Stage, program: Program, low: World, top: World, unless: Term = False) -> list[World]:
    """The worlds between two ends, in one step of the stage; the upper end itself where `unless` is so.

    Raises:
        SourceErrors: too many columns that a bracket asks about have bounds (TH505).
    """
    found = list(_bracketed(stage, program, low, top))
    for measure in clips(program):
        made = _clipped(stage, program, measure, low, top, unless)
        if made is not None and made not in found:
            found.append(made)
    return found


def _bracketed(stage: Stage, program: Program, low: World, top: World) -> Iterator[World]:
    """Every combination of the amounts that some condition asks to stay below a number."""
    tries: dict[str, list[Value]] = {}
    for name, constants in turning(program).items():
        least, most = low.amounts.get(name, 0), top.amounts.get(name, 0)
        if least != most:
            inside = [stage.put(_clamped(stage, constant, least, most)) for constant in sorted(constants)]
            tries[name] = [least, *inside, most]
    if prod(len(values) for values in tries.values()) > _MOST:
        raise SourceErrors([Diagnostic("TH505", "", 0, 0, "、".join(tries))])
    for combination in product(*tries.values()) if tries else ():
        moved = dict(zip(tries, combination, strict=True))
        for world in (low, top):
            yield world._replace(amounts={**world.amounts, **moved})


def _clamped(stage: Stage, number: int, least: Value, most: Value) -> Term:
    return lowest([highest([number, stage.of(least)]), stage.of(most)])


def _clipped(stage: Stage, program: Program, measure: SumMeasure, low: World, top: World, unless: Term) -> World | None:
    """The most of every class that does not reach its own standard; the upper end where some class cannot be so few.

    None where no class can be more or fewer.
    """
    moved: dict[tuple[str, str], Term] = {}
    beyond: list[Term] = [unless]
    for share in measure.shares:
        counted = program.measures[share.records]
        assert isinstance(counted, RecordsMeasure | AmountMeasure)
        scope = _scope(counted)
        names = share.categories or (getattr(counted, "name", ""),)
        excess = less(total([_number(stage, top, scope, name) for name in names]), share.standard - 1)
        for name in names:
            least, most = _number(stage, low, scope, name), _number(stage, top, scope, name)
            room = 0 if _same(low, top, scope, name) else less(most, least)
            taken = lowest([excess, room])
            if not _same(low, top, scope, name):
                moved[scope, name] = less(most, taken)
            excess = less(excess, taken)
        beyond.append(reaches(excess, 1))
    if not moved:
        return None
    impossible = some(beyond)
    kept = {place: chosen(impossible, _number(stage, top, *place), term) for place, term in moved.items()}
    return _with(stage, top, kept)


def _scope(measure: RecordsMeasure | AmountMeasure) -> str:
    """Where the number of a class is: records under the general standards, an amount, or records of a fact."""
    if isinstance(measure, AmountMeasure):
        return "amounts"
    return "general" if measure.scope in (ALL, NARROW) else measure.scope


def _numbers(world: World, scope: str) -> Counts:
    if scope in ("amounts", "general"):
        found: Counts = getattr(world, scope)
        return found
    return world.tallies.get(scope, {})


def _number(stage: Stage, world: World, scope: str, name: str) -> Term:
    return stage.of(_numbers(world, scope).get(name, 0))


def _same(low: World, top: World, scope: str, name: str) -> bool:
    return _numbers(low, scope).get(name, 0) == _numbers(top, scope).get(name, 0)


def _with(stage: Stage, world: World, moved: dict[tuple[str, str], Term]) -> World:
    for (scope, name), term in moved.items():
        numbers: Counts = {**_numbers(world, scope), name: stage.put(term)}
        if scope == "amounts":
            world = world._replace(amounts=numbers)
        elif scope == "general":
            world = world._replace(general=numbers)
        else:
            world = world._replace(tallies={**world.tallies, scope: numbers})
    return world


def crossed(stage: Stage, row: Row, program: Program, without: list[World], lawful: list[World]) -> list[World]:
    """Worlds between few records with all of them under 第六条, and many with none of them.

    Only where of several gettings it is unknown whether 第六条 covers them.
    """
    doubtful = [one for body in row.bodies if body.special is not False for one in _doubtful(stage, program, body)]
    if len(doubtful) < 2:
        return []
    single = negated(reaches(total([chosen(one, 1, 0) for one in doubtful]), 2))
    return between(stage, program, lawful[0], without[1], single)


def _doubtful(stage: Stage, program: Program, body: Body) -> Iterator[Term]:
    """Of which records of a body it is unknown whether 第六条 covers them."""
    of, fact = stage.of, body.lawful_business
    unknown = [of(body.there), negated(of(body.out)), of(body.special), of(fact.maybe), negated(of(fact.yes))]
    stated = {name: of(number.stated) for name, number in body.counts.items()}
    for name in program.special_categories & stated.keys():
        yield every([*unknown, stated[name]])
    yield every([*unknown, negated(some(stated.values()))])
