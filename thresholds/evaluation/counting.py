"""Article 11: how many records count, as the exact interval over everything the file allows.

A record counts max(1 if illegally got, number of distinct recipients). Which records of a batch went to whom
is known only where whole batches move; elsewhere each end of the interval is the extreme over all possibilities.

For one batch of N records, of which d do not count, with parts got (g in all, o of them outside art. 6) and
parts s supplied to each recipient (taken from what was got, as far as that reaches):

    a part of s records holds from max(0, s - d) to min(s, N - d) that count;
    least: the larger of Σs and o         (the parts spread over what was got)
    most:  Σs + o - what the largest part must cover of o  (the parts nested; nothing of o where a part covers g)
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import NamedTuple

from thresholds.case.model import Deductions, Figure, Rate
from thresholds.evaluation.choices import Choices
from thresholds.evaluation.facts import DUTY, MIXED, Holding, Line
from thresholds.values.status import Truth

#: Stands for "no upper bound" in sums; every figure that is read is far smaller.
UNBOUNDED = 10**30


class Counted(NamedTuple):
    """Records of one holding at one end: under the general standards, under art. 6, from duty, supplied."""

    general: int
    lawful: int
    duty: int
    supplied: int


class Treatment(NamedTuple):
    """What depends on the category and on the world."""

    singly: bool
    eligible: bool
    lawful: bool
    acts: frozenset[str]


class _Size(NamedTuple):
    total: int
    off: int
    keep: Fraction | None


NOTHING = Counted(0, 0, 0, 0)
_ONE = Fraction(1)


def count(holding: Holding, high: bool, treatment: Treatment, choices: Choices, lawful: Truth | None) -> Counted:
    """The records of a holding that count, at the lower or (`high`) the upper end; `lawful` as facts say.

    Law: 第十一条第一款、第二款、第三款；第六条第二款.
    """
    size = _size(holding, high, treatment, choices)
    if size is None:
        return NOTHING
    supplied, duty, largest, covers = _supplied(holding, high, size)
    if not holding.gets:
        return Counted(supplied, 0, duty, supplied)
    ordinary, everything = _got(holding, high, treatment, size, lawful)
    resold = supplied > 0 and choices.resale_scope == "all_acquired"
    whole = _combine(high, size, supplied, largest, covers, everything, everything)
    general = whole if resold else _combine(high, size, supplied, largest, covers, ordinary, everything)
    return Counted(general, whole - general, duty, supplied)


def _combine(high: bool, size: _Size, supplied: int, largest: int, covers: int, ordinary: int, everything: int) -> int:
    """Records counted, when `ordinary` of the `everything` got count by themselves once."""
    kept = _counting(ordinary, high, size)
    if not high:
        return max(kept, supplied)
    if covers >= everything:
        return supplied
    room = _counting(everything, True, size) - kept
    return supplied + kept - max(0, largest - room)


def _counting(amount: int, high: bool, size: _Size) -> int:
    """Of a part of `amount` records, how many count at this end: rates apply in proportion, rounded down."""
    left = min(amount, size.total - size.off) if high else max(0, amount - size.off)
    if size.keep is None or left >= UNBOUNDED // 2:
        return left
    return floor(left * size.keep)


def _size(holding: Holding, high: bool, treatment: Treatment, choices: Choices) -> _Size | None:
    """How many records there are and how many of them do not count; None where no number is stated."""
    records, parts = holding.body.records, holding.parts
    if records is None:
        if not parts:
            return None
        total = UNBOUNDED if high else sum(figure.at_least for figure in parts)
    else:
        total = end(records, high)
        if parts and not high:
            total = max(total, *(figure.at_least for figure in parts))
    off, away = holding.deductions, 0
    keep: Fraction | None = None
    if off.given:
        away = _off(off, high, choices)
        if off.duplicate_rate or off.inauthentic_rate:
            keep = max(Fraction(0), _ONE - _rate(off.duplicate_rate, high) - _rate(off.inauthentic_rate, high))
    if treatment.singly and choices.bulk_presumption_t1_t2 == "item_by_item":
        checked = end(off.verified, high) if off.verified else 0
        away = max(away, total - checked)
    return _Size(total, min(away, total), keep)


def _off(off: Deductions, high: bool, choices: Choices) -> int:
    figures = [off.duplicates, off.inauthentic]
    if choices.public_information == "excluded":
        figures.append(off.public)
    return sum(end(figure, not high) for figure in figures if figure is not None)


def end(figure: Figure, high: bool) -> int:
    """The figure at one end; without upper bound it is UNBOUNDED."""
    if not high:
        return figure.at_least
    return UNBOUNDED if figure.at_most is None else figure.at_most


def _rate(rate: Rate | None, high: bool) -> Fraction:
    if rate is None:
        return Fraction(0)
    return rate.at_least if high else rate.at_most


def _amount(line: Line, high: bool, size: _Size) -> int:
    """The records of one line at this end, less what the line itself proves not to count."""
    if line.whole:
        return size.total
    if line.amount is None:
        return 0
    amount = end(line.amount, high)
    own = line.deductions
    if own.given:
        amount = max(0, amount - sum(end(f, not high) for f in (own.duplicates, own.inauthentic) if f))
        amount = floor(amount * (_ONE - _rate(own.duplicate_rate, high) - _rate(own.inauthentic_rate, high)))
    return min(amount, size.total)


def _supplied(holding: Holding, high: bool, size: _Size) -> tuple[int, int, int, int]:
    """Records supplied: to each recipient in all, added up; those from duty; the largest part, also raw."""
    supplied = duty = largest = covers = 0
    for _, lines in holding.supplies:
        raw = from_duty = 0
        for line in lines:
            if line.certain or high:
                amount = _amount(line, high, size)
                raw += amount
                from_duty += _duty_part(holding, line, amount, high, size)
        raw = min(raw, size.total)
        part = _counting(raw, high, size)
        supplied += part
        duty += min(part, _counting(min(from_duty, size.total), high, size))
        largest, covers = max(largest, part), max(covers, raw)
    return supplied, duty, largest, covers


def from_duty(origin: str | None, high: bool) -> bool:
    """Whether records of this origin count as obtained in duty or service at this end."""
    return origin == DUTY or (high and origin == "unknown")


def _duty_part(holding: Holding, line: Line, amount: int, high: bool, size: _Size) -> int:
    """How many of the records of a supply came from duty or service, at this end."""
    if line.origin != MIXED:
        return amount if from_duty(line.origin, high) else 0
    got_in_duty = got_elsewhere = 0
    for get in holding.gets:
        if from_duty(get.origin, high):
            got_in_duty += _amount(get, True, size)
        else:
            got_elsewhere += _amount(get, True, size)
    return min(amount, got_in_duty) if high else max(0, amount - got_elsewhere)


def is_lawful(line: Line, treatment: Treatment, lawful: Truth | None) -> bool:
    """Whether a getting falls under art. 6: bought or received, ordinary records, for lawful business."""
    if not treatment.eligible or line.dealing.act not in treatment.acts:
        return False
    own = line.dealing.lawful_business
    truth = own.truth if own is not None else lawful
    return truth is Truth.YES or (truth is Truth.UNKNOWN and treatment.lawful)


def _got(holding: Holding, high: bool, treatment: Treatment, size: _Size, lawful: Truth | None) -> tuple[int, int]:
    """Records got outside art. 6, and in all. From one source parts add up; from several they may overlap."""
    ordinary: dict[object, int] = {}
    everything: dict[object, int] = {}
    for line in holding.gets:
        if not (line.certain or high):
            continue
        amount, key = _amount(line, high, size), line.dealing.source or line.dealing.act
        everything[key] = min(everything.get(key, 0) + amount, size.total)
        if not is_lawful(line, treatment, lawful):
            ordinary[key] = min(ordinary.get(key, 0) + amount, size.total)
    if high:
        return min(sum(ordinary.values()), size.total), min(sum(everything.values()), size.total)
    return max(ordinary.values(), default=0), max(everything.values(), default=0)
