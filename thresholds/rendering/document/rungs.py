"""What a ladder shows, for every writer that draws it on paper: lengths on one scale, and the words beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import log1p
from typing import Literal, NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.rendering.sentences import MARKS
from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.report.ladder import Mark, Rung
from thresholds.values.citation import cite

#: Lengths are thousandths of the room for a bar.
FULL = 1000

#: Nothing on a bar is closer together than this, so that a shortfall of one record can be seen.
_LEAST = 12

#: How much the scale is stretched near zero, how far it reaches beyond the highest standard, and how far at most: with
#: quantities further out the standards would stand too close together.
_STRETCH = 10
_HEADROOM, _FARTHEST = 3, 100


class DrawnMark(NamedTuple):
    """A standard on a bar: how far along, its figure with ● ◐ ○ for how it is reached, and the grade that it makes."""

    at: int
    figure: str
    grade: str


class DrawnRung(NamedTuple):
    """A bar: which item, what is counted, how much; filled surely up to `least` and perhaps up to `most`.

    What is counted is said once for each item. `endless` says that the quantity goes on beyond the end of the scale.
    """

    item: str
    counted: str
    quantity: str
    least: int
    most: int
    marks: tuple[DrawnMark, ...]
    endless: bool


class Stretch(NamedTuple):
    """A part of a bar between two places: filled surely, perhaps or not, and whether a standard stands at its left."""

    left: int
    right: int
    filled: Literal["least", "most", ""]
    mark: bool


def drawn(rungs: Sequence[Rung], lang: str) -> tuple[DrawnRung, ...]:
    """The bars of a ladder on one logarithmic scale, each relative to its lowest standard."""
    words = Words(lang)
    top = _top(rungs)
    seen: set[str] = set()
    found = []
    for rung in rungs:
        found.append(_drawn(rung, top, words, said=rung.item in seen))
        seen.add(rung.item)
    return tuple(found)


def stretches(rung: DrawnRung) -> list[Stretch]:
    """A bar from end to end."""
    marks = {mark.at for mark in rung.marks}
    found = []
    for left, right in between([0, rung.least, rung.most, *marks]):
        filled: Literal["least", "most", ""] = "least" if left < rung.least else "most" if left < rung.most else ""
        found.append(Stretch(left, right, filled, left in marks))
    return found


def between(places: Iterable[int]) -> list[tuple[int, int]]:
    """From each place of the scale to the next, and from the last to the end."""
    return list(pairwise(sorted({*places, FULL})))


def grades_at(rungs: Sequence[DrawnRung]) -> dict[int, str]:
    """Where on the scale each grade begins, if it is the same place on every bar; empty where it is not."""
    places = {(mark.grade, mark.at) for rung in rungs for mark in rung.marks}
    return {at: grade for grade, at in sorted(places, key=lambda place: place[1])} if _one_place_each(places) else {}


def _one_place_each(places: set[tuple[str, int]]) -> bool:
    return len({grade for grade, _ in places}) == len({at for _, at in places}) == len(places)


def _drawn(rung: Rung, top: float, words: Words, said: bool) -> DrawnRung:
    places = [_place(mark.at, rung, top) for mark in rung.marks]
    stops = [0, *places, FULL]
    least = _length(rung.low, rung, stops, top)
    most = FULL if rung.high is None else _length(rung.high, rung, stops, top)
    if rung.high != rung.low and most - least < _LEAST:
        least, most = _apart(least, most, stops)
    item = cite(rung.item, words.lang, rung.single)
    return DrawnRung(
        item=words.say("bars.narrow", item=item) if rung.narrow else item,
        counted="" if said else _counted(rung, words),
        quantity=_quantity(rung, words),
        least=least,
        most=most,
        marks=tuple([_mark(mark, at, rung, words) for mark, at in zip(rung.marks, places, strict=True)]),
        endless=rung.high is None or _place(rung.high, rung, top) > FULL,
    )


def _mark(mark: Mark, at: int, rung: Rung, words: Words) -> DrawnMark:
    number = number_text(mark.at, rung.unit)
    figure = f"{MARKS[mark.status]} {number}{words.unit(rung, number)}"
    return DrawnMark(at, figure, mark.named[0 if words.lang == "zh" else 1] or words.term(mark.grade, Family.GRADE))


def _counted(rung: Rung, words: Words) -> str:
    """The categories or the money that a rung counts; nothing of a sum, whose quantity says that it is one."""
    if rung.unit is None:
        return ""
    own = {name: zh if words.lang == "zh" else en for name, zh, en in rung.labels}
    return words.joined([own.get(name) or glossary.label(name, words.lang) for name in rung.names])


def _quantity(rung: Rung, words: Words) -> str:
    high = None if rung.high is None else number_text(rung.high, rung.unit)
    number = words.bounds(number_text(rung.low, rung.unit), high)
    number += words.unit(rung, number)
    return number if rung.unit else words.say("docx.ladder.sum", number=number)


def _top(rungs: Sequence[Rung]) -> float:
    """How many times the lowest standard the end of the scale is."""
    standards = [float(rung.marks[-1].at / rung.marks[0].at) for rung in rungs]
    reached = [float((rung.low if rung.high is None else rung.high) / rung.marks[0].at) for rung in rungs]
    return max(_HEADROOM * max(standards, default=1.0), min(_FARTHEST, max(reached, default=1.0)))


def _place(quantity: Fraction, rung: Rung, top: float) -> int:
    """The place of a number on the scale; a coordinate of a drawing may come from a float."""
    share = log1p(_STRETCH * float(quantity / rung.marks[0].at)) / log1p(_STRETCH * top)
    return round(share * FULL)


def _length(quantity: Fraction, rung: Rung, stops: Sequence[int], top: float) -> int:
    """How far a bar reaches: to a mark or beyond it exactly when its standard is reached, else visibly short of it."""
    reached = sum(quantity >= mark.at for mark in rung.marks)
    if quantity == 0 or (reached and quantity == rung.marks[reached - 1].at):
        return stops[reached]
    end = FULL if reached == len(rung.marks) else stops[reached + 1] - _LEAST
    return max(stops[reached] + _LEAST, min(end, _place(quantity, rung, top)))


def _apart(least: int, most: int, stops: Sequence[int]) -> tuple[int, int]:
    """Both ends of an interval too short to be seen, moved apart where there is room before the next mark."""
    if least == FULL:
        return least, most
    if least in stops:
        return least, least + _LEAST
    if most + _LEAST <= min([stop for stop in stops if stop > most], default=FULL) - _LEAST:
        return least, least + _LEAST
    return most - _LEAST, most
