"""Exercises of the third level: numbers between bounds, what is unknown, what is taken off, added up or not, dates."""

from __future__ import annotations

from datetime import date, timedelta

from thresholds.law.conditions import AllOfCondition, AnyOfCondition, Condition, FactCondition
from thresholds.law.model import Ruleset
from thresholds.teaching.draw import Draw
from thresholds.teaching.lines import SIDES, fact_lines
from thresholds.teaching.sketch import Sketch
from thresholds.teaching.stage import OTHERS, PERSON, Line, Plain, Stage, between

_BATCH = "B1"
_TEN = 10
#: Years within which exercises are set after an instrument comes into force, where it stays so long.
_AFTER = 6


def bounds(stage: Stage, draw: Draw) -> Sketch | None:
    """A number that is known between bounds, or as it is often written (五十余条), beside its standard."""
    lines = [*stage.plain_lines("records"), *stage.plain_lines("money"), *stage.plain_lines("number")]
    lines = [line for line in lines if stage.at(line.bar) >= _TEN]
    if not lines:
        return None
    line = draw.pick(lines)
    at, scale = stage.at(line.bar), line.bar.scale
    spread = max(1, at // _TEN // scale) * scale
    low = draw.pick((at - spread, at - line.bar.step, at))
    high = draw.pick(
        [end for end in (at - line.bar.step, at, at + draw.between(1, spread // scale) * scale) if end > low]
    )
    rough = _rough(line, at) if draw.below(2) else None
    made = between(
        stage.case(line, low),
        stage.case(line, high),
        lambda low, high: draw.pick(rough) if rough else {"at_least": _bare(low), "at_most": _bare(high)},
    )
    return None if made is None else Sketch(made, line.bounded.items[0])


def _bare(quantity: str) -> str:
    """A quantity without its unit, which goes without saying where the fact has only one."""
    return quantity.partition(" ")[0]


def _rough(line: Line, at: int) -> tuple[str, str] | None:
    """The line's number and the round one below it, each with 余: at least that, and less than the next step."""
    scale = line.bar.scale
    if at % scale or line.bar.kind == "number":
        return None
    number, step = at // scale, 1
    while not number // step % _TEN:
        step *= _TEN
    below = number - (step if number > step else step // _TEN)
    return (f"{number}余{line.bar.word}", f"{below}余{line.bar.word}") if step > 1 else None


def unknown(stage: Stage, draw: Draw) -> Sketch | None:
    """What nobody knows: a fact, or the category of records that are enough for one class and not for another."""
    if len(stage.counted) > 1 and draw.below(2):
        return _either_class(stage, draw)
    lines = [line for line in fact_lines(stage) if not line.bounded.chooses(line.bar)]
    if not lines:
        return None
    line = draw.pick(lines)
    word = "unknown" if line.bar.kind != "dealing" or draw.below(2) else None
    made = between(stage.case(line, True), stage.case(line, False), lambda _yes, _no: word)
    return None if made is None else Sketch(made, line.bounded.items[0])


def _either_class(stage: Stage, draw: Draw) -> Sketch:
    few, many = sorted(draw.shuffled(stage.counted)[:2], key=lambda one: one.at_least)
    number = few.at_least + draw.pick((-1, 0, 1, few.at_least // 5))
    category = {"one_of": [draw.pick(few.categories), draw.pick(many.categories)]}
    return Sketch(whole(category, number), few.item)


def whole(category: object, number: int, more: Plain | None = None, *dealings: Plain) -> Plain:
    """A case about one batch; it is bought whole where nothing else is said to be done with it."""
    batch: Plain = {"category": category, "records": str(number), **(more or {})}
    done = dealings or ({"act": "purchase", "source": OTHERS[-1]},)
    listed = [{"by": PERSON, **one, "batch": _BATCH} for one in done]
    return {"persons": {PERSON: {}}, "batches": {_BATCH: batch}, "dealings": listed}


def deductions(stage: Stage, draw: Draw) -> Sketch | None:
    """Records of which duplicates and untrue ones are taken off, so that what remains stands beside the line."""
    if not stage.counted:
        return None
    one = draw.pick(stage.counted)
    twice, untrue = draw.between(1, one.at_least // 5), draw.between(0, one.at_least // _TEN)
    off: Plain = {"duplicates": str(twice), **({"inauthentic": str(untrue)} if untrue else {})}
    number = one.at_least + twice + untrue + draw.pick(SIDES)
    return Sketch(whole(draw.pick(one.categories), number, off), one.item)


def recipients(stage: Stage, draw: Draw) -> Sketch | None:
    """The same records supplied to several, each of whom counts."""
    if not stage.counted or not stage.has("each_recipient_counted"):
        return None
    one, several = draw.pick(stage.counted), draw.between(2, len(OTHERS))
    number = -(-one.at_least // several) + draw.pick((-1, 0))
    sales: list[Plain] = [{"act": draw.pick(("sale", "provision")), "to": other} for other in OTHERS[:several]]
    return Sketch(whole(draw.pick(one.categories), number, None, *sales), one.item)


def once(stage: Stage, draw: Draw) -> Sketch | None:
    """Records that are got and supplied, which count once."""
    if not stage.counted or not stage.has("counted_once"):
        return None
    one = draw.pick(stage.counted)
    number = draw.pick((-(-one.at_least // 2), one.at_least - 1, one.at_least))
    getting: Plain = {"act": draw.pick(("purchase", "receipt")), "source": OTHERS[1]}
    selling: Plain = {"act": "sale", "to": OTHERS[0]}
    return Sketch(whole(draw.pick(one.categories), number, None, getting, selling), one.item)


def timed(stage: Stage) -> list[tuple[Line, int]]:
    """The facts that are measured back from the conduct, each with the years within which they lie."""
    found = []
    for line in fact_lines(stage):
        item = stage.ruleset.by_id[line.bounded.items[0]]
        years = within(item.when, line.bar.names[0]) if line.bar.kind == "fact" else 0
        if years:
            found.append((line, years))
    return found


def within(when: Condition, fact: str) -> int:
    """The years within which a fact must lie for a condition; 0 where it asks for none."""
    if isinstance(when, FactCondition):
        return (when.within or 0) if when.fact == fact else 0
    parts = when.all_of if isinstance(when, AllOfCondition) else when.any_of if isinstance(when, AnyOfCondition) else ()
    return max((within(part, fact) for part in parts), default=0)


def dates(stage: Stage, draw: Draw) -> Sketch | None:
    """A penalty just within so many years before the conduct, or just outside."""
    lines = timed(stage)
    if not lines:
        return None
    line, years = draw.pick(lines)
    return dated(stage, draw, line, years, draw.pick((-1, 1)))


def dated(stage: Stage, draw: Draw, line: Line, years: int, days: int) -> Sketch | None:
    """A penalty so many days after the day that lies exactly so many years before the conduct."""
    done = day_in_force(stage.ruleset, draw)
    before = done.replace(year=done.year - years) + timedelta(days)
    made = between(stage.case(line, True), stage.case(line, False), lambda _yes, _no: before.isoformat())
    return None if made is None else Sketch(_done_on(made, done), line.bounded.items[0])


def day_in_force(ruleset: Ruleset, draw: Draw) -> date:
    """A day within the first years of the instrument; never the last of a month."""
    start, until = ruleset.in_force.start, ruleset.in_force.until
    last = start.year + _AFTER if until is None else max(start.year + 1, min(start.year + _AFTER, until.year - 1))
    return date(draw.between(start.year + 1, last), draw.between(1, 12), draw.between(2, 27))


def _done_on(plain: Plain, day: date) -> Plain:
    """The case with its conduct on a day: in its dealings, or as a fact where there are none."""
    dealings = plain.get("dealings")
    if isinstance(dealings, list) and dealings:
        return plain | {"dealings": [one | {"date": day.isoformat()} for one in dealings]}
    facts = plain.get("facts")
    own = dict(facts.get(PERSON) or {}) if isinstance(facts, dict) else {}
    return plain | {"facts": {PERSON: own | {"conduct_date": day.isoformat()}}}
