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
    """A holding at one end: records in all, in a dealing about the whole of it, and those that do not count."""

    total: int
    whole: int
    off: int
    keep: Fraction | None


class _Part(NamedTuple):
    """Part of a holding: its records; those under the holding's deductions; those that its own line settles."""

    raw: int
    plain: int
    known: int


class _Got(NamedTuple):
    """What was got: records counting outside art. 6, counting in all, and in all before deductions."""

    ordinary: int
    everything: int
    raw: int


NOTHING = Counted(0, 0, 0, 0)
_ONE = Fraction(1)
_EMPTY = _Part(0, 0, 0)


def count(
    holding: Holding,
    high: bool,
    treatment: Treatment,
    choices: Choices,
    lawful: Truth | None,
    resold: bool | None = None,
) -> Counted:
    """The records of a holding that count, at the lower or (`high`) the upper end; `lawful` as facts say.

    `resold` puts the supplies at an end of their own, where more of one means less of another.
    Law: 第十一条第一款、第二款、第三款；第六条第二款.
    """
    size = _size(holding, high, treatment, choices)
    if size is None:
        return NOTHING
    upper = high if resold is None else resold
    supplied, duty, largest, covers = _supplied(holding, upper, size, treatment, choices)
    if not holding.gets:
        return Counted(supplied, 0, duty, supplied)
    got = _got(holding, high, treatment, choices, size, lawful)
    whole = _combine(high, supplied, largest, covers, got.everything, got)
    if covers and choices.resale_scope == "all_acquired":
        return Counted(whole, 0, duty, supplied)
    general = _combine(high, supplied, largest, covers, got.ordinary, got)
    return Counted(general, whole - general, duty, supplied)


def _combine(high: bool, supplied: int, largest: int, covers: int, kept: int, got: _Got) -> int:
    """Records counted, when `kept` of those got count by themselves once."""
    if not high:
        return max(kept, supplied)
    if covers >= got.raw:
        return supplied
    return supplied + kept - max(0, largest - (got.everything - kept))


def _counting(amount: int, high: bool, size: _Size) -> int:
    """Of a part of `amount` records, how many count at this end: rates apply in proportion, rounded down."""
    if not size.off and size.keep is None:
        return amount if amount < size.total else size.total
    left = min(amount, size.total - size.off) if high else max(0, amount - size.off)
    if size.keep is None or left >= UNBOUNDED // 2:
        return left
    return floor(left * size.keep)


def _counts(part: _Part, high: bool, size: _Size) -> int:
    return min(_counting(part.plain, high, size) + part.known, size.total)


def _size(holding: Holding, high: bool, treatment: Treatment, choices: Choices) -> _Size | None:
    """How many records there are and how many of them do not count; None where no number is stated at all."""
    records, parts = holding.body.records, holding.parts
    if records is None:
        if not parts:
            return None
        total, whole = UNBOUNDED, 0
    else:
        total = end(records, high)
        if parts and not high:
            total = max(total, *[figure.at_least for figure in parts])
        whole = total
    if not holding.deductions.given and not _singly(treatment, choices):
        return _Size(total, whole, 0, None)
    off, away = holding.deductions, 0
    keep: Fraction | None = None
    if off.given:
        away = _off(off, high, choices)
        if off.duplicate_rate or off.inauthentic_rate:
            keep = _kept_share(off, high)
    if _singly(treatment, choices):
        away = max(away, total - (end(off.verified, high) if off.verified else 0))
    return _Size(total, whole, min(away, total), keep)


def _singly(treatment: Treatment, choices: Choices) -> bool:
    """Whether only records checked one by one count."""
    return treatment.singly and choices.bulk_presumption_t1_t2 == "item_by_item"


def _kept_share(off: Deductions, high: bool) -> Fraction:
    return max(Fraction(0), _ONE - _rate(off.duplicate_rate, high) - _rate(off.inauthentic_rate, high))


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


def _part(line: Line, high: bool, size: _Size, treatment: Treatment, choices: Choices) -> _Part:
    """The records of one line at this end; what the line itself proves of them goes before the holding's deductions."""
    if line.whole:
        return _Part(size.whole, size.whole, 0)
    if line.amount is None:
        return _EMPTY
    amount = min(end(line.amount, high), size.total)
    own = line.deductions
    if not own.given:
        return _Part(amount, amount, 0)
    left = floor(max(0, amount - _off(own, high, choices)) * _kept_share(own, high))
    if not _singly(treatment, choices):
        return _Part(amount, 0, left)
    if own.verified is None:
        return _Part(amount, left, 0)
    return _Part(amount, 0, min(left, end(own.verified, high)))


def possible(holding: Holding, line: Line, choices: Choices) -> bool:
    """Whether a line can be about any record that counts: a stated dealing is, unless its number comes to nothing."""
    amount = holding.body.records if line.whole else line.amount
    if amount is None or amount.at_most is None:
        return True
    if not holding.deductions.given and not line.deductions.given:
        return amount.at_most > 0
    treatment = Treatment(singly=False, eligible=False, lawful=False, acts=frozenset())
    size = _size(holding, True, treatment, choices)
    return size is None or _counts(_part(line, True, size, treatment, choices), True, size) > 0


def _supplied(
    holding: Holding, high: bool, size: _Size, treatment: Treatment, choices: Choices
) -> tuple[int, int, int, int]:
    """Supplied to all recipients; of that from duty; the largest part, counted and before deductions."""
    supplied = duty = largest = covers = 0
    for _, lines in holding.supplies:
        raw = plain = known = duty_plain = duty_known = mixed = 0
        for line in lines:
            if not (line.certain or high):
                continue
            part = _part(line, high, size, treatment, choices)
            raw, plain, known = raw + part.raw, plain + part.plain, known + part.known
            if line.origin == MIXED:
                mixed += part.plain + part.known
            elif from_duty(line.origin, high):
                duty_plain, duty_known = duty_plain + part.plain, duty_known + part.known
        if mixed:
            duty_plain += _duty_share(holding, mixed, high, size, treatment, choices)
        counted = _counts(_Part(raw, min(plain, size.total), known), high, size)
        in_duty = _counts(_Part(raw, min(duty_plain, size.total), duty_known), high, size)
        supplied, duty = supplied + counted, duty + min(counted, in_duty)
        largest, covers = max(largest, counted), max(covers, min(raw, size.total))
    return supplied, duty, largest, covers


def from_duty(origin: str | None, high: bool) -> bool:
    """Whether records of this origin count as obtained in duty or service at this end."""
    return origin == DUTY or (high and origin == "unknown")


def _duty_share(holding: Holding, amount: int, high: bool, size: _Size, treatment: Treatment, choices: Choices) -> int:
    """Of what one recipient got of records from several origins, how many came from duty or service, at this end."""
    in_duty = elsewhere = 0
    for get in holding.gets:
        raw = _part(get, True, size, treatment, choices).raw
        if from_duty(get.origin, high):
            in_duty += raw
        else:
            elsewhere += raw
    return min(amount, in_duty) if high else max(0, amount - elsewhere)


def is_lawful(line: Line, treatment: Treatment, lawful: Truth | None) -> bool:
    """Whether a getting falls under art. 6: bought or received, ordinary records, for lawful business."""
    if not treatment.eligible or line.dealing.act not in treatment.acts:
        return False
    own = line.dealing.lawful_business
    truth = own.truth if own is not None else lawful
    return truth is Truth.YES or (truth is Truth.UNKNOWN and treatment.lawful)


def _got(
    holding: Holding, high: bool, treatment: Treatment, choices: Choices, size: _Size, lawful: Truth | None
) -> _Got:
    """What was got. From one source parts add up; from several they may overlap, wholly at the lower end."""
    ordinary: dict[object, _Part] = {}
    everything: dict[object, _Part] = {}
    for line in holding.gets:
        if not (line.certain or high):
            continue
        part, key = _part(line, high, size, treatment, choices), line.dealing.source or line.dealing.act
        everything[key] = _joined(everything.get(key, _EMPTY), part, size)
        if not is_lawful(line, treatment, lawful):
            ordinary[key] = _joined(ordinary.get(key, _EMPTY), part, size)
    counting = [_counts(part, high, size) for part in ordinary.values()]
    all_counting = [_counts(part, high, size) for part in everything.values()]
    raw = [part.raw for part in everything.values()]
    if not high:
        return _Got(max(counting, default=0), max(all_counting, default=0), max(raw, default=0))
    most = max(_counting(size.total, True, size), sum(part.known for part in everything.values()))
    return _Got(min(sum(counting), most), min(sum(all_counting), most), min(sum(raw), size.total))


def _joined(one: _Part, other: _Part, size: _Size) -> _Part:
    raw, plain = min(one.raw + other.raw, size.total), min(one.plain + other.plain, size.total)
    return _Part(raw, plain, min(one.known + other.known, size.total))
