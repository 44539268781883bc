"""The facts that a file states of a person, each as it is written, with its reason and its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

from thresholds.case.model import (
    Amount,
    Days,
    Facts,
    Figure,
    Gains,
    Occasion,
    Penalty,
    Punishment,
    Remarked,
    Stated,
    Tally,
)
from thresholds.glossary import Family
from thresholds.rendering.document.setting import NOTHING, Setting
from thresholds.rendering.sentences import dealings
from thresholds.report.as_dict import number_text
from thresholds.values.figures import Unit
from thresholds.values.interval import plus
from thresholds.values.status import Truth
from thresholds.wording import counter

if TYPE_CHECKING:
    from thresholds.rendering.words import Words
    from thresholds.report.model import PersonReport

Row = tuple[str, str, str]

#: A number, or two, without any other word.
_PLAIN = re.compile(r"[\d.\s条元–-]*\w{0,2}")
#: Facts that are stated of a dealing.
_DEALING_FACTS = ("used_in_crime", "knew_of_crime", "lawful_business", "consent", "anonymised")
#: More payments than this are added up.
_MOST_ROWS = 8


def statement_rows(person: PersonReport, setting: Setting) -> tuple[Row, ...]:
    """A row for every fact stated of a person, or of everyone, in the order of the format."""
    facts, words = person.assessment.person.facts, setting.words
    declared = person.engine.ruleset.declared
    units = {
        name: words.say("unit.money") if fact.kind == "money" else counter(fact.unit, words.lang)
        for name, fact in declared.items()
    }
    found = []
    for name in (*Facts.model_fields, *facts.declared):
        value = facts.get(name)
        if value is not None and name != "declared":
            unit = units.get(name, "")
            found.append((words.term(name, Family.FACT), _value(value, words, unit), _why(value, setting)))
    return (*found, *_of_dealings(person, setting), *_payments(person, setting))


def _of_dealings(person: PersonReport, setting: Setting) -> Iterator[Row]:
    """The facts stated of single dealings."""
    words, facts = setting.words, person.assessment.person
    for name in _DEALING_FACTS:
        for dealing in (*facts.dealings, *facts.excluded):
            value = getattr(dealing, name)
            if value is not None:
                fact = words.say("document.brackets", text=_label(name, words), inside=dealing.id)
                yield fact, _value(value, words), _why(value, setting)


def _label(name: str, words: Words) -> str:
    known = words.term(name, Family.FACT)
    return known if known != name or words.lang != "zh" else words.term(name, Family.KEY)


def _payments(person: PersonReport, setting: Setting) -> Iterator[Row]:
    """Money received for supplies and paid for gettings, a row each, or in one row where there are many."""
    words = setting.words
    for supplies in (True, False):
        name = words.say("document.received" if supplies else "document.spent")
        paid = [(d, d.paid) for d in person.assessment.person.dealings if d.paid and d.supplies is supplies]
        if len(paid) > _MOST_ROWS:
            ids = dealings([dealing.id for dealing, _ in paid], words)
            total = reduce(_plus, [figure for _, figure in paid])
            yield words.say("document.brackets", text=name, inside=ids), money(total, words), NOTHING
            continue
        for dealing, figure in paid:
            yield (
                words.say("document.brackets", text=name, inside=dealing.id),
                money(figure, words),
                _why(figure, setting),
            )


def _plus(one: Figure, other: Figure) -> Figure:
    return Figure(at_least=one.at_least + other.at_least, at_most=plus(one.at_most, other.at_most))


def _value(value: object, words: Words, unit: str = "") -> str:
    match value:
        case Amount():
            return "\n".join(_occasion(occasion, words, unit) for occasion in value.occasions)
        case Tally():
            lines = [(words.term(name, Family.CATEGORY), figure) for name, figure in value.records.items()]
            return "\n".join(f"{name}  {_number(figure, words, words.say('unit.records'))}" for name, figure in lines)
        case Days():
            return value.written
        case Gains():
            return _gains(value, words)
        case Figure():
            return money(value, words)
        case Punishment():
            text = words.say("stated.exempted") if value.exempted else words.term(value.truth, Family.TRUTH)
            return _dated(text, (value.days,) if value.days else (), words)
        case Penalty():
            return _dated(words.term(value.truth, Family.TRUTH), value.days, words)
        case Stated():
            return words.term(value.truth, Family.TRUTH)
    return words.term(str(value), Family.ROLE)


def _gains(value: Gains, words: Words) -> str:
    if value.gross is not None and value.gross == value.net:
        return money(value.gross, words)
    parts = [
        words.say(f"document.gains.{name}", amount=money(figure, words))
        for name, figure in (("gross", value.gross), ("net", value.net))
        if figure is not None
    ]
    return words.say("document.semicolon").join(parts)


def _occasion(occasion: Occasion, words: Words, unit: str) -> str:
    """One occasion: its number, when it was, and that it was dealt with."""
    in_money = unit == words.say("unit.money")
    text = money(occasion.figure, words) if in_money else _number(occasion.figure, words, unit)
    beside = [occasion.date.written] if occasion.date else []
    if occasion.dealt_with is not Truth.NO:
        beside.append(words.say("document.dealt-with", truth=words.term(occasion.dealt_with, Family.TRUTH)))
    return words.say("document.brackets", text=text, inside=words.joined(beside)) if beside else text


def _number(figure: Figure, words: Words, unit: str) -> str:
    """A number of things between its bounds, and as it is written where that says more."""
    high = None if figure.at_most is None else str(figure.at_most)
    return as_written(words.bounds(str(figure.at_least), high) + unit, figure, words)


def money(figure: Figure, words: Words) -> str:
    """An amount in 元 between its bounds, and as it is written where that says more."""
    high = None if figure.at_most is None else number_text(figure.at_most, Unit.MONEY)
    low = number_text(figure.at_least, Unit.MONEY)
    return as_written(words.bounds(low, high) + words.say("unit.money"), figure, words)


def as_written(text: str, figure: Figure, words: Words) -> str:
    """A figure with how the file writes it, unless that is the number alone."""
    if _PLAIN.fullmatch(figure.written):
        return text
    return words.say("document.brackets", text=text, inside=words.say("document.written", written=figure.written))


def _dated(text: str, days: tuple[Days, ...], words: Words) -> str:
    written = words.joined([day.written for day in days if day.written])
    return words.say("document.brackets", text=text, inside=written) if written else text


def _why(value: object, setting: Setting) -> str:
    if not isinstance(value, Remarked):
        return NOTHING
    inner = [getattr(value, part, None) for part in ("gross", "net")]
    all_of = [value, *(figure for figure in inner if figure is not None)]
    lines = dict.fromkeys(part.because for part in all_of if part.because)
    if any(part.disputed for part in all_of):
        lines |= {setting.words.say("document.disputed"): None}
    lines |= dict.fromkeys(setting.piece(name) for part in all_of for name in part.evidence)
    return "\n".join(lines) or NOTHING
