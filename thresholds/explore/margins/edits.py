"""Changes as assignments to paths of the case file, so that everyone can try them: `facts.yi.illegal_gains=5000元`."""

from __future__ import annotations

import json
import re
from fractions import Fraction

from thresholds.case.edit import path_of
from thresholds.case.model import Dealing, Figure, Gains
from thresholds.explore.margins.model import Change, Kind
from thresholds.values.figures import Unit
from thresholds.values.interval import Interval, decimal_text

_PLAIN = re.compile(r"[^\W\d][\w-]*|\d{4}-\d\d(-\d\d)?")


def raised(value: Gains | Figure | None, name: str, now: Interval, number: int) -> Gains | Figure:
    """An amount of money with so many fen more at both ends; one that is not stated starts from what it is now."""
    if isinstance(value, Gains):
        gross, net = (None if figure is None else _shifted(figure, number) for figure in (value.gross, value.net))
        return Gains(gross=gross, net=net)
    if value is None:
        value = Figure(at_least=now.at_least, at_most=now.at_most)
    shifted = _shifted(value, number)
    return Gains(gross=shifted, net=shifted) if name == "illegal_gains" else shifted


def _shifted(figure: Figure, number: int) -> Figure:
    at_most = None if figure.at_most is None else figure.at_most + number
    return Figure(at_least=figure.at_least + number, at_most=at_most)


def fact(person: str, name: str, value: Gains | Figure) -> str:
    """An amount of a person: `facts.yi.illegal_gains=5000元`."""
    return f"{path_of('facts', person, name)}={_amount(value)}"


def _amount(value: Gains | Figure) -> str:
    if isinstance(value, Figure):
        return _money(value)
    if value.gross == value.net or value.net is None:
        assert value.gross is not None
        return _money(value.gross)
    if value.gross is None:
        return f"{{net: {_money(value.net)}}}"
    return f"{{gross: {_money(value.gross)}, net: {_money(value.net)}}}"


def _money(value: Figure) -> str:
    return figure(value, "元")


def figure(value: Figure, unit: str) -> str:
    """A figure with its unit, 元 of fen: `5000元`, or `{at_least: 2个, at_most: 3个}`."""

    def written(number: int) -> str:
        return f"{_yuan(number) if unit == '元' else number}{unit}"

    low = written(value.at_least)
    if value.at_least == value.at_most:
        return low
    if value.at_most is None:
        return f"{{at_least: {low}}}"
    return f"{{at_least: {low}, at_most: {written(value.at_most)}}}"


def _yuan(fen: int) -> str:
    return decimal_text(Fraction(fen, Unit.MONEY.scale))


def appended(person: str, dealing: Dealing) -> str:
    """One more dealing: `dealings.+={by: yi, act: sale, records: {location_tracking: 12}}`."""
    parts = [f"by: {_key(person)}", f"act: {dealing.act}"]
    if dealing.date is not None:
        parts.append(f"date: {_key(dealing.date.written)}")
    for body in dealing.bodies:
        assert body.category is not None
        assert body.records is not None
        parts.append(f"records: {{{body.category.options[0]}: {body.records.at_least}}}")
        if body.deductions.verified is not None:
            parts.append(f"verified: {body.deductions.verified.at_least}")
    if dealing.obtained_in is not None:
        parts.append(f"obtained_in: {dealing.obtained_in}")
    if dealing.paid is not None:
        parts.append(f"paid: {_yuan(dealing.paid.at_least)}元")
    return f"dealings.+={{{', '.join(parts)}}}"


def shown(person: str, change: Change, dealing: str = "") -> str:
    """A fact shown or refuted: `facts.yi.prior_criminal_punishment=yes`, `dealings.D1.obtained_in=duty_or_service`."""
    name = change.names[0]
    answer = "yes" if change.truth else "no"
    if change.kind is Kind.ORIGIN:
        answer = "duty_or_service" if change.truth else "elsewhere"
    if change.kind in (Kind.DEALING_FACT, Kind.ORIGIN):
        return f"{path_of('dealings', dealing or change.where[0], name)}={answer}"
    return f"{path_of('facts', person, name)}={answer}"


def _key(name: str) -> str:
    """A name as YAML reads it: plain where it can be."""
    return name if _PLAIN.fullmatch(name) and name.lower() != "null" else json.dumps(name, ensure_ascii=False)


def at_most(person: str, change: Change) -> str:
    """An amount that is not more than what is left of it: `facts.yi.illegal_gains=4999.99元`."""
    low = min(change.now.at_least, change.to or 0) if change.now is not None else 0
    return fact(person, change.names[0], Figure(at_least=low, at_most=change.to))
