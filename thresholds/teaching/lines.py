"""Exercises of the first two levels: one short, exact and one over; facts; sums, shares and multiples of a standard."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from thresholds.law.conditions import StandardsCondition
from thresholds.teaching.draw import Draw
from thresholds.teaching.sketch import Sketch
from thresholds.teaching.stage import OTHERS, PERSON, Counted, Line, Plain, Stage

#: One step below the line, on it, one above.
SIDES = (-1, 0, 1)
#: The shares of a sum are tenths.
_PARTS = 10


def side(stage: Stage, line: Line, steps: int) -> Sketch:
    """A quantity so many steps above a line."""
    value = stage.at(line.bar) + steps * line.bar.step
    return Sketch(stage.case(line, value), line.bounded.items[0])


def _beside(kind: str, stage: Stage, draw: Draw) -> Sketch | None:
    lines = stage.plain_lines(kind)
    return _varied(side(stage, draw.pick(lines), draw.pick(SIDES)), stage, draw) if lines else None


def _varied(sketch: Sketch, stage: Stage, draw: Draw) -> Sketch:
    """The same number of records of another category that the same item asks for."""
    dealings = sketch.plain.get("dealings")
    if not isinstance(dealings, list):
        return sketch
    return sketch._replace(plain=sketch.plain | {"dealings": [_other_category(one, stage, draw) for one in dealings]})


def _other_category(dealing: Plain, stage: Stage, draw: Draw) -> Plain:
    records_ = dealing.get("records")
    if not isinstance(records_, dict) or len(records_) != 1:
        return dealing
    [(category, number_)] = records_.items()
    alike = [one.categories for one in stage.counted if category in one.categories]
    return dealing | {"records": {draw.pick(alike[0]): number_}} if alike else dealing


def records(stage: Stage, draw: Draw) -> Sketch | None:
    """A number of records beside its standard."""
    return _beside("records", stage, draw)


def money(stage: Stage, draw: Draw) -> Sketch | None:
    """An amount of money beside its standard."""
    return _beside("money", stage, draw)


def number(stage: Stage, draw: Draw) -> Sketch | None:
    """A number of things beside its standard."""
    return _beside("number", stage, draw)


def facts(stage: Stage, draw: Draw) -> Sketch | None:
    """A fact that an item turns on: so, or not."""
    lines = fact_lines(stage)
    if not lines:
        return None
    line = draw.pick(lines)
    held = line.bounded.chooses(line.bar) or draw.below(3) > 0
    return Sketch(stage.case(line, held), line.bounded.items[0])


def fact_lines(stage: Stage) -> tuple[Line, ...]:
    """The facts that items turn on, those of leniency and of special conduct apart."""
    kinds = ("fact", "fact_absent", "dealing")
    return tuple([
        line
        for line in stage.lines
        if line.bar.kind in kinds and not stage.lenient(line) and not stage.special(line)
    ])  # fmt: skip


def part(stage: Stage, draw: Draw) -> Sketch | None:
    """A share of another item's standard; now and then the very numbers, but of records that it does not count."""
    lines = stage.multiples(lambda times: times < 1)
    if not lines:
        return None
    line = draw.pick(lines)
    made = _varied(side(stage, line, draw.pick(SIDES)), stage, draw)
    return _elsewhere(made) if _counts_only(stage, line) and draw.below(4) == 0 else made


def _counts_only(stage: Stage, line: Line) -> bool:
    item = stage.ruleset.by_id.get(line.bounded.items[0])
    return item is not None and isinstance(item.when, StandardsCondition) and item.when.counting_only is not None


def _elsewhere(sketch: Sketch) -> Sketch:
    dealings = sketch.plain.get("dealings")
    assert isinstance(dealings, list)
    return sketch._replace(plain=sketch.plain | {"dealings": [one | {"obtained_in": "elsewhere"} for one in dealings]})


def multiple(stage: Stage, draw: Draw) -> Sketch | None:
    """Several times another item's standard."""
    lines = stage.multiples(lambda times: times > 1)
    return _varied(side(stage, draw.pick(lines), draw.pick(SIDES)), stage, draw) if lines else None


def total(stage: Stage, draw: Draw) -> Sketch | None:
    """Several classes none of which is enough, and their shares just below the sum, at it or above it."""
    lines = stage.plain_lines("sum")
    if not lines:
        return None
    line = draw.pick(lines)
    classes = [one for name in line.bar.names for one in stage.counted if one.item == name]
    if len(classes) != len(line.bar.names):
        return side(stage, line, draw.pick(SIDES))
    dealings = _dealings(_spread(classes, draw, draw.pick(SIDES)), draw)
    return Sketch({"persons": {PERSON: {}}, "dealings": dealings}, line.bounded.items[0])


def _spread(classes: list[Counted], draw: Draw, steps: int) -> list[tuple[Counted, int]]:
    """Numbers of two classes or more whose shares make one, and so many records more of the class with the most."""
    taken = list(draw.shuffled(classes))[: draw.between(2, len(classes))]
    taken.sort(key=lambda one: one.at_least)
    cuts = sorted(draw.shuffled(range(1, _PARTS))[: len(taken) - 1])
    parts = [high - low for low, high in pairwise((0, *cuts, _PARTS))]
    found = [one.at_least * tenths // _PARTS for one, tenths in zip(taken, parts, strict=True)]
    missing = 1 - sum(Fraction(quantity, one.at_least) for one, quantity in zip(taken, found, strict=True))
    found[-1] += -(-missing.numerator * taken[-1].at_least // missing.denominator) + steps
    return list(zip(taken, found, strict=True))


def _dealings(spread: list[tuple[Counted, int]], draw: Draw) -> list[Plain]:
    return [
        {"by": PERSON, "act": "purchase", "source": other, "records": {draw.pick(one.categories): str(quantity)}}
        for (one, quantity), other in zip(spread, _sources(len(spread)), strict=True)
    ]


def _sources(number_: int) -> list[str]:
    return [OTHERS[at % len(OTHERS)] for at in range(number_)]
