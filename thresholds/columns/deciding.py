"""Which of its numbers every item turns on, in each row: as `evaluation/decisive.py` has it for one person."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from fractions import Fraction
from math import lcm
from typing import Generic, NamedTuple, TypeVar

from thresholds.columns.cells import UNBOUNDED
from thresholds.columns.stage import Stage
from thresholds.columns.terms import (
    Term,
    Value,
    chosen,
    equals,
    every,
    exceeds,
    highest,
    lowest,
    negated,
    reaches,
    some,
    times,
)
from thresholds.columns.verdicts import Judge, Verdicts
from thresholds.evaluation.program import ALL, NARROW, Compiled, Program, standard_of
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)

#: Beyond it no column counts. A number that is cut off there is written as the highest score that can be anyway.
_INT64 = 2**63 - 1

_Held = TypeVar("_Held")
_Result = TypeVar("_Result")
#: Something made in steps of the stage: it yields where one has to be closed.
_Made = Generator[None, None, _Result]


class Standing(NamedTuple, Generic[_Held]):
    """A number against its standard, and how the part of the law that it stands for stands.

    `low` and `high` are its score in parts of a common denominator, `endless` where there is no upper bound. `own` is
    whether the number reaches its standard and `rank` whether the part is met: 2 always, 0 never, 1 otherwise. `shut`:
    something beside it that is no number is not so. `idle`: something that is no number and is enough instead is so.
    """

    low: _Held
    high: _Held
    endless: _Held
    own: _Held
    rank: _Held
    shut: _Held
    idle: _Held


class Part(NamedTuple):
    """A condition at a multiple of its standards, counting everything or only what item (8) counts."""

    when: Condition
    times: Fraction = Fraction(1)
    scope: str = ALL


class Decisive(NamedTuple):
    """The number that an item turns on, as columns, and the denominator of its score."""

    standing: Standing[Value]
    common: int


def decisive(stage: Stage, program: Program, verdicts: Verdicts) -> dict[str, Decisive]:
    """The number of every numeric item by its id; none for what a region fixes."""
    makers = {}
    for compiled in program.compiled:
        standards = _standards(program, compiled)
        if standards:
            common = lcm(*[standard.numerator for standard in standards])
            makers[compiled.item.id] = common, _Maker(stage, verdicts, program, compiled.conduct, common)
    items = {compiled.item.id: compiled for compiled in program.compiled}
    made = _side_by_side([maker.item(items[name]) for name, (_, maker) in makers.items()])
    while True:
        try:
            next(made)
        except StopIteration as end:
            found = dict(zip(makers, end.value, strict=True))
            return {name: Decisive(found[name], common) for name, (common, _) in makers.items()}
        stage.step()


def _standards(program: Program, compiled: Compiled) -> list[Fraction]:
    """The standards of all numbers that an item asks for; none where a region fixes one, or there is no number."""
    own = _standards_of(program, Part(compiled.item.when))
    opening = _standards_of(program, Part(compiled.requires)) if compiled.requires and own else []
    return [] if own is None or opening is None else own + opening


def _standards_of(program: Program, part: Part) -> list[Fraction] | None:
    inner = parts_of(program, part)
    if inner is not None:
        found = [_standards_of(program, one) for one in inner]
        return None if None in found else [standard for one in found for standard in one or []]
    if isinstance(part.when, MoneyCondition) and part.when.at_least is None:
        return None
    number = _number(program, part)
    return [] if number is None else [number[1]]


def parts_of(program: Program, part: Part) -> list[Part] | None:
    """What a condition is made of; nothing where it is not made of others."""
    match part.when:
        case StandardsCondition(standards_of=names, times=multiple, counting_only=only):
            scope = NARROW if only else part.scope
            return [Part(program.ruleset.by_id[name].when, part.times * multiple, scope) for name in names]
        case AnyOfCondition(any_of=parts) | AllOfCondition(all_of=parts):
            return [part._replace(when=when) for when in parts]
    return None


def _number(program: Program, part: Part) -> tuple[int, Fraction] | None:
    """The measure of a plain condition and its standard in the parts of the measure; nothing where it has no number."""
    match part.when:
        case (RecordsCondition() | NumberCondition()) as when:
            return program.number(program.counted(when, part.scope)), standard_of(when) * part.times
        case MoneyCondition(money=name, at_least=int(standard)):
            return program.number(program.amount(name, part.scope)), standard * part.times
        case ProportionsCondition() as when:
            measure = program.sum_of(when, part.times, part.scope)
            return program.number(measure), when.sum_at_least * part.times * measure.scale
    return None


class _Maker:
    """Makes the standing of one item, over all worlds."""

    def __init__(self, stage: Stage, verdicts: Verdicts, program: Program, conduct: str, common: int) -> None:
        self.stage, self.program, self.conduct, self.common = stage, program, conduct, common
        self.judge: Judge = verdicts.judge
        self.worlds = verdicts.measured

    def item(self, compiled: Compiled) -> _Made[Standing[Value]]:
        """The number of the item itself, unless the opening words of its paragraph ask for one that stands worse."""
        asked = [Part(compiled.item.when), *([Part(compiled.requires)] if compiled.requires else [])]
        own, *openings = yield from _side_by_side([self._part(part) for part in asked])
        assert own is not None
        for opening in openings:
            if opening is not None:
                mine, other = self._read(own), self._read(opening)
                worse = exceeds(mine.own, highest([other.rank, other.own]))
                own = self._kept(_either(worse, other, mine))
                yield
        return own

    def _part(self, part: Part) -> _Made[Standing[Value] | None]:
        inner = parts_of(self.program, part)
        if inner is None:
            return (yield from self._leaf(part))
        made = yield from _side_by_side([self._part(one) for one in inner])
        ways = [one for one in made if one is not None]
        others = [one for one, way in zip(inner, made, strict=True) if way is None]
        if not ways:
            return None
        together = isinstance(part.when, AllOfCondition)
        found = self._read((yield from self._first(ways, _worse if together else _better)))
        if together:
            never = [negated(some(self._met(one))) for one in others]
            found = found._replace(shut=some([*never, *[self._read(way).shut for way in ways]]))
        else:
            enough = some([every(self._met(one)) for one in others])
            found = found._replace(idle=some([found.idle, every([exceeds(2, found.rank), enough])]))
        kept = self._kept(found._replace(rank=self._rank(part)))
        yield
        return kept

    def _first(self, ways: Sequence[Standing[Value]], before: _Before) -> _Made[Standing[Value]]:
        """The way that goes before all others; the earlier one of those that are alike."""
        found = list(ways)
        while len(found) > 1:
            pairs = list(zip(found[::2], found[1::2], strict=False))
            left = found[len(pairs) * 2 :]
            found = []
            for first, second in pairs:
                one, other = self._read(first), self._read(second)
                found.append(self._kept(_either(before(other, one), other, one)))
            found += left
            yield
        return found[0]

    def _leaf(self, part: Part) -> _Made[Standing[Value] | None]:
        number = _number(self.program, part)
        if number is None:
            return None
        measure, standard = number
        values = [self.stage.of(value) for value in dict.fromkeys(world[measure] for world in self.worlds)]
        factor = Fraction(self.common) / standard
        assert factor.denominator == 1
        low, high = lowest(values), highest(values)
        endless = reaches(high, UNBOUNDED // 2) if len(values) > 1 else False
        if factor * UNBOUNDED > _INT64:
            low, high = (lowest([end, _INT64 // factor.numerator]) for end in (low, high))
        low, high = times(low, factor.numerator), times(high, factor.numerator)
        rank = self._rank(part)
        kept = self._kept(Standing(low, high, endless, rank, rank, shut=False, idle=False))
        yield
        return kept

    def _met(self, part: Part) -> list[Term]:
        """Whether a condition is met, in each world."""
        ways = self.program.ways(part.when, self.conduct, part.times, part.scope)
        return [self.judge.met(ways, world) for world in self.worlds]

    def _rank(self, part: Part) -> Term:
        met = self._met(part)
        return chosen(every(met), 2, chosen(some(met), 1, 0))

    def _kept(self, standing: Standing[Term]) -> Standing[Value]:
        return Standing(*[self.stage.put(term) for term in standing])

    def _read(self, standing: Standing[Value]) -> Standing[Term]:
        return Standing(*[self.stage.of(value) for value in standing])


_Before = Callable[[Standing[Term], Standing[Term]], Term]


def _side_by_side(made: Sequence[_Made[_Result]]) -> _Made[list[_Result]]:
    """All of them made in the same steps."""
    found: dict[int, _Result] = {}
    while True:
        for place, one in enumerate(made):
            if place not in found:
                try:
                    next(one)
                except StopIteration as end:
                    found[place] = end.value
        if len(found) == len(made):
            return [found[place] for place in range(len(made))]
        yield


def _either(condition: Term, one: Standing[Term], other: Standing[Term]) -> Standing[Term]:
    return Standing(*[chosen(condition, new, old) for new, old in zip(one, other, strict=True)])


def _better(one: Standing[Term], other: Standing[Term]) -> Term:
    """Of two ways either of which is enough: whether the first goes before."""
    pairs = [(one.rank, other.rank), (other.shut, one.shut), (other.idle, one.idle)]
    return _ordered(pairs, _nearer(one, other))


def _worse(one: Standing[Term], other: Standing[Term]) -> Term:
    """Of two conditions both of which are needed: whether the first goes before."""
    return _ordered([(other.idle, one.idle), (other.rank, one.rank)], _nearer(other, one))


def _ordered(pairs: Sequence[tuple[Term, Term]], last: Term) -> Term:
    """Whether the first of a pair is higher, where those before are equal; in the end what comes last."""
    found = last
    for mine, theirs in reversed(pairs):
        more, same = (
            (every([mine, negated(theirs)]), some([every([mine, theirs]), negated(some([mine, theirs]))]))
            if _is_truth(mine) or _is_truth(theirs)
            else (exceeds(mine, theirs), equals(mine, theirs))
        )
        found = some([more, every([same, found])])
    return found


def _is_truth(term: Term) -> bool:
    return isinstance(term, bool) or getattr(term, "truth", False)


def _nearer(one: Standing[Term], other: Standing[Term]) -> Term:
    """Whether the first stands higher against its standard: at the lower end, then at the upper."""
    wider = some([
        every([one.endless, negated(other.endless)]),
        every([negated(one.endless), negated(other.endless), exceeds(one.high, other.high)]),
    ])  # fmt: skip
    return some([exceeds(one.low, other.low), every([equals(one.low, other.low), wider])])
