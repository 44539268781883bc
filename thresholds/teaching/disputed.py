"""Exercises of the fourth level: readings that are chosen, conduct with standards of its own, resale, leniency."""

from __future__ import annotations

from collections.abc import Callable

from thresholds.law.conditions import ProportionsCondition, StandardsCondition
from thresholds.teaching.counting import dated, timed, whole, within
from thresholds.teaching.draw import Draw
from thresholds.teaching.lines import SIDES, side
from thresholds.teaching.sketch import Sketch
from thresholds.teaching.stage import OTHERS, PERSON, Line, Plain, Stage, between

_BATCH = "B1"
_DUTY, _ELSEWHERE = "duty_or_service", "elsewhere"
#: A fact is so as often as not but once in so many; seeds of draws within a draw.
_OFTEN, _DRAWS = 3, 1 << 32

#: Makes a case that turns on a reading; None where the ruleset gives nothing for it.
Maker = Callable[[Stage, Draw], Sketch | None]


def readings(stage: Stage, draw: Draw) -> Sketch | None:
    """A case that turns on a reading, of which the exercise says which option is chosen."""
    able = [(name, made) for name, make in _MAKERS if stage.ruleset.reading(name) and (made := make(stage, draw))]
    if able:
        name, made = draw.pick(able)
        reading = stage.ruleset.reading(name)
        assert reading is not None
        return made._replace(plain=made.plain | {"readings": {name: draw.pick(tuple(reading.options))}})
    return _under(stage, draw)


def _under(stage: Stage, draw: Draw) -> Sketch | None:
    """An item that asks for an option of a reading, under each option."""
    lines = [line for line in stage.lines if line.bar.numeric and stage.case(line, stage.at(line.bar)).get("readings")]
    if not lines:
        return None
    made = side(stage, draw.pick(lines), draw.pick(SIDES))
    [name] = list(made.plain["readings"])[:1]  # type: ignore[call-overload]
    reading = stage.ruleset.reading(name)
    assert reading is not None
    return made._replace(plain=made.plain | {"readings": {name: draw.pick(tuple(reading.options))}})


def _gains(stage: Stage, draw: Draw) -> Sketch | None:
    """Income that reaches a line, and less than that after the cost."""
    lines = [line for line in stage.plain_lines("money") if line.bar.names == ("illegal_gains",)]
    if not lines or not stage.counted:
        return None
    line, many = lines[0], stage.counted[-1]
    at = stage.at(line.bar)
    cost = draw.between(1, 9) * at // 10
    income = at + draw.below(cost // line.bar.scale) * line.bar.scale
    bought: Plain = {"act": "purchase", "source": OTHERS[1], "paid": line.bar.text(cost)}
    sold: Plain = {"act": "sale", "to": OTHERS[0], "paid": line.bar.text(income)}
    number = draw.between(1, many.at_least // 10)
    return Sketch(whole(draw.pick(many.categories), number, None, bought, sold), line.bounded.items[0])


def _many_kinds(stage: Stage, draw: Draw) -> Sketch | None:
    """Records of two kinds at once, one short of the lower number."""
    if len(stage.counted) < 2:
        return None
    few, many = sorted(draw.shuffled(stage.counted)[:2], key=lambda one: one.at_least)
    plain = whole("", few.at_least - 1)
    kinds = [draw.pick(few.categories), draw.pick(many.categories)]
    batches = {_BATCH: {"kinds": kinds, "records": str(few.at_least - 1)}}
    return Sketch(plain | {"batches": batches}, few.item)


def _public(stage: Stage, draw: Draw) -> Sketch | None:
    """Records enough only together with those that their subjects made public."""
    if not stage.counted:
        return None
    one = draw.pick(stage.counted)
    open_ = draw.between(1, one.at_least // 5)
    over = draw.below(open_)
    return Sketch(whole(draw.pick(one.categories), one.at_least + over, {"public": str(open_)}), one.item)


def _exempted(stage: Stage, draw: Draw) -> Sketch | None:
    """An earlier conviction that ended in exemption from punishment."""
    found = [
        line for line in stage.lines if line.bar.names == ("prior_criminal_punishment",) and not stage.special(line)
    ]
    if not found:
        return None
    line = draw.pick(found)
    made = between(stage.case(line, True), stage.case(line, False), lambda _yes, _no: "exempted")
    return None if made is None else Sketch(made, line.bounded.items[0])


def _same_day(stage: Stage, draw: Draw) -> Sketch | None:
    """A penalty on the very day so many years before."""
    found = timed(stage)
    return dated(stage, draw, *draw.pick(found), 0) if found else None


def _mixed_origin(stage: Stage, draw: Draw) -> Sketch | None:
    """A part from duty or service and a part from elsewhere, neither of which is enough alone."""
    narrow = _narrow(stage)
    classes = [one for one in stage.counted if narrow and one.item in narrow.standards_of and one.at_least % 10 == 0]
    if narrow is None or not classes:
        return None
    one = draw.pick(classes)
    part = int(one.at_least * narrow.times) * 3 // 5
    category = draw.pick(one.categories)
    sold = [
        {"by": PERSON, "act": "sale", "to": OTHERS[0], "obtained_in": origin, "records": {category: str(part)}}
        for origin in (_DUTY, _ELSEWHERE)
    ]
    item = next(item.id for _, item in stage.ruleset.items() if item.when is narrow)
    return Sketch({"persons": {PERSON: {}}, "dealings": sold}, item)


def _narrow(stage: Stage) -> StandardsCondition | None:
    for _, item in stage.ruleset.items():
        if isinstance(item.when, StandardsCondition) and item.when.counting_only is not None:
            return item.when
    return None


def _two_tens(stage: Stage, draw: Draw) -> Sketch | None:
    """Two classes past their own numbers whose shares make the multiple only together."""
    found = [
        (item.when.times, outer.id, item)
        for _, item in stage.ruleset.items()
        if isinstance(item.when, StandardsCondition) and item.when.times > 1
        for name in item.when.standards_of
        for outer in (stage.ruleset.by_id[name],)
        if isinstance(outer.when, ProportionsCondition)
    ]
    if not found or len(stage.counted) < 2:
        return None
    times, _, item = found[0]
    first, second = draw.shuffled(stage.counted)[:2]
    part = draw.between(2, int(times) - 2)
    bought = [
        {"by": PERSON, "act": "purchase", "source": other, "records": {draw.pick(one.categories): str(number)}}
        for one, other, number in (
            (first, OTHERS[0], first.at_least * part),
            (second, OTHERS[1], second.at_least * (int(times) - part)),
        )
    ]
    return Sketch({"persons": {PERSON: {}}, "dealings": bought}, item.id)


#: By reading, in the order of the law.
_MAKERS: tuple[tuple[str, Maker], ...] = (
    ("gains", _gains),
    ("tenfold_sum", _two_tens),
    ("one_record_many_kinds", _many_kinds),
    ("duty_mix", _mixed_origin),
    ("prior_exemption", _exempted),
    ("public_information", _public),
    ("two_years", _same_day),
)


def lawful(stage: Stage, draw: Draw) -> Sketch | None:
    """Conduct with standards of its own: many records, which do not count, and what does, beside its line."""
    lines = [line for line in stage.lines if stage.special(line)]
    if not lines or not stage.counted:
        return None
    line = draw.pick(lines)
    if line.bar.numeric:
        made = side(stage, line, draw.pick(SIDES)).plain
    else:
        made = _stated_before(stage, Draw("before", draw.below(_DRAWS)), line)
    apart = _kept_apart(stage, draw, line) | {key: one[key] for one in _listed(made) for key in one if key == "date"}
    return Sketch(made | {"dealings": [apart]}, line.bounded.items[0])


def _stated_before(stage: Stage, draw: Draw, line: Line) -> Plain:
    """A fact of special conduct: so or not; one that is measured back from the conduct also by its day."""
    years = within(stage.ruleset.by_id[line.bounded.items[0]].when, line.bar.names[0])
    made = dated(stage, draw, line, years, draw.pick((-1, 1))) if years and draw.below(2) else None
    return made.plain if made is not None else stage.case(line, draw.below(_OFTEN) > 0)


def _listed(plain: Plain) -> list[Plain]:
    dealings = plain.get("dealings")
    return dealings if isinstance(dealings, list) else []


def _kept_apart(stage: Stage, draw: Draw, line: Line) -> Plain:
    """A purchase, of more records than the general standard asks for, that the special conduct covers."""
    conduct = next(one for one in stage.ruleset.conduct if one.id == stage.conduct_of(line))
    category = draw.pick(conduct.categories)
    most = max((one.at_least for one in stage.counted if category in one.categories), default=1)
    number = most * draw.between(1, 3) + draw.between(0, most // 10)
    act = draw.pick(conduct.acts)
    return {"by": PERSON, "act": act, "source": OTHERS[1], "records": {category: str(number)}, conduct.fact: "yes"}


def resale(stage: Stage, draw: Draw) -> Sketch | None:
    """Records bought under special conduct, a part of which is sold on."""
    found = [one for one in stage.ruleset.conduct if one.returns is not None]
    if not found:
        return None
    conduct = draw.pick(found)
    able = [one for one in stage.counted if set(one.categories) & set(conduct.categories)]
    if not able:
        return None
    one = draw.pick(able)
    category = next(name for name in one.categories if name in conduct.categories)
    sold = one.at_least + draw.pick(SIDES)
    bought: Plain = {"act": conduct.acts[0], "source": OTHERS[1], conduct.fact: "yes"}
    selling: Plain = {"act": "sale", "to": OTHERS[0], "records": str(sold)}
    made = whole(category, sold + draw.between(1, one.at_least), None, bought, selling)
    return Sketch(made | _option(stage, conduct.returns.reading if conduct.returns else "", draw), one.item)


def _option(stage: Stage, name: str, draw: Draw) -> Plain:
    reading = stage.ruleset.reading(name)
    return {} if reading is None else {"readings": {name: draw.pick(tuple(reading.options))}}


def leniency(stage: Stage, draw: Draw) -> Sketch | None:
    """A provision on leniency: everything that it asks for, or one thing missing, unstated or unknown."""
    lines = [line for line in stage.lines if stage.lenient(line)]
    if not lines:
        return None
    line = draw.pick(lines)
    words = draw.pick(("yes", "no", "unknown", None))
    met, unmet = stage.case(line, True), stage.case(line, False)
    if words == "yes":
        return Sketch(met, line.bounded.id)
    made = unmet if words == "no" else between(met, unmet, lambda _yes, _no: words)
    return None if made is None else Sketch(made, line.bounded.id)
