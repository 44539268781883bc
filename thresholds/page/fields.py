"""What can be set on the page for a ruleset: its categories and facts, each with the lines the law draws on it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.flat import Key, Sort, keys_of
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.rendering.words import Words
from thresholds.report.model import evaluate
from thresholds.wording import phrase

#: The second body of records: its keys begin so.
SECOND = "second."
#: What a body of records is taken to have been, where it is not stated what was done with it.
ACT = "other_acquisition"
#: Gains, what is left of them when costs are off, and the reading that says which of both counts.
GAINS, NET, GAINS_READING = "illegal_gains", "illegal_gains.net", "gains"
#: A figure is moved along so many places at most between one line and the next.
_BETWEEN = 8
_FEN = 100


class Group(StrEnum):
    """Where on the page a field stands."""

    CONDUCT = "conduct"
    RECORDS = "records"
    NUMBERS = "numbers"
    MONEY = "money"
    FACTS = "facts"
    STANDARDS = "standards"
    SECOND = "second"


class Field(NamedTuple):
    """One thing to set: its key, how it is read, its label, and for figures the lines on it.

    `lines` are whole records, things or 分, ascending; of a standard that regions fix they are the ends of its band.
    `choices` are values with their labels; the first is nothing.
    """

    key: str
    sort: Sort
    group: Group
    label: str
    lines: tuple[int, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def figure(self) -> bool:
        """Whether it is a number, moved by a slider."""
        return self.sort in (Sort.COUNT, Sort.MONEY)

    @property
    def money(self) -> bool:
        """Whether it is an amount in yuan."""
        return self.sort is Sort.MONEY

    def shown(self, amount: int) -> str:
        """A number of this field as it is typed: records as they are, 分 as yuan."""
        if not self.money:
            return str(amount)
        whole, rest = divmod(amount, _FEN)
        return f"{whole}.{rest:02}" if rest else str(whole)

    @property
    def banded(self) -> bool:
        """Whether it is a standard that can only be fixed inside a band; it is moved from stop to stop."""
        return self.group is Group.STANDARDS

    @property
    def stops(self) -> tuple[str, ...]:
        """Where the slider can stand, as typed: every line, one less and one more, and places between."""
        return tuple([self.shown(amount) for amount in (_band if self.banded else _stops)(self.lines)])


_CHOICES: dict[Sort, tuple[Family, ...]] = {
    Sort.TRUTH: (Family.TRUTH,),
    Sort.PENALTY: (Family.TRUTH,),
    Sort.PUNISHMENT: (Family.TRUTH,),
    Sort.CONSEQUENCE: (Family.TRUTH, Family.CONSEQUENCE),
    Sort.ACT: (Family.ACT,),
    Sort.ORIGIN: (Family.ORIGIN, Family.TRUTH),
}
_GROUPS = {Sort.COUNT: Group.NUMBERS, Sort.MONEY: Group.MONEY}
#: Only these of a second body of records are set on the page.
_OF_SECOND = ("act", "obtained_in", "lawful_business")


@lru_cache(maxsize=64)
def fields_of(ruleset: Ruleset, lang: str) -> tuple[Field, ...]:
    """Everything that can be set for a ruleset, in the order of the page."""
    lines, words = _lines(ruleset), Words(lang, ruleset)
    found = [_field(key, group, words, lines) for key, group in _keys(ruleset)]
    if ruleset.from_dealings:
        of_body = [field for field in found if field.group is Group.RECORDS or field.key in _OF_SECOND]
        found += [field._replace(key=SECOND + field.key, group=Group.SECOND) for field in of_body]
    order = list(Group)
    return tuple(sorted(found, key=lambda field: order.index(field.group)))


@lru_cache(maxsize=64)
def settable(ruleset: Ruleset) -> dict[str, Key]:
    """The keys that can be set for a ruleset, those of the second body of records included."""
    found = {key.id: key for key, _ in _keys(ruleset)}
    if ruleset.from_dealings:
        found |= {
            SECOND + key.id: key for key, group in _keys(ruleset) if group is Group.RECORDS or key.id in _OF_SECOND
        }
    return found


def _keys(ruleset: Ruleset) -> Iterator[tuple[Key, Group]]:
    keys = keys_of(ruleset)
    if ruleset.from_dealings:
        yield keys["act"], Group.CONDUCT
        for name in glossary.ids(Family.CATEGORY):
            yield keys[name], Group.RECORDS
    for fact in ruleset.facts:
        if fact.kind == "records":
            for name in glossary.ids(Family.CATEGORY):
                yield keys[f"{fact.id}.{name}"], Group.NUMBERS
        elif fact.id in keys:
            key = keys[fact.id]
            if key.sort in _GROUPS or key.sort in _CHOICES:
                yield key, _GROUPS.get(key.sort, Group.CONDUCT if key.sort is Sort.ORIGIN else Group.FACTS)
            if key.id == GAINS and ruleset.reading(GAINS_READING):
                yield keys[NET], Group.MONEY
    for parameter in ruleset.parameters:
        yield keys[parameter.id], Group.STANDARDS


def _field(key: Key, group: Group, words: Words, lines: dict[str, tuple[int, ...]]) -> Field:
    return Field(key.id, key.sort, group, _label(key, words), lines.get(key.id, ()), _choices(key.sort, words))


def _label(key: Key, words: Words) -> str:
    fact, dot, category = key.id.partition(".")
    if key.id == NET:
        return words.say("page.net", gains=_known(GAINS, words))
    if not dot:
        family = Family.CATEGORY if key.id in glossary.ids(Family.CATEGORY) else None
        return words.term(key.id, family) if family or words.own(key.id) else _known(key.id, words)
    return f"{words.term(fact)}{words.say('page.part')}{words.term(category, Family.CATEGORY)}"


def _known(name: str, words: Words) -> str:
    """The word for a key of the format or a fact."""
    for family in (Family.FACT, Family.KEY):
        term = glossary.term(name, family)
        if term is not None:
            return term.zh if words.lang == "zh" else term.en
    return name


def _choices(sort: Sort, words: Words) -> tuple[tuple[str, str], ...]:
    """Nothing stated, then every value that the glossary has for this kind of fact."""
    families = _CHOICES.get(sort, ())
    found = [("", words.say("page.unstated"))] if families else []
    for family in families:
        names = ("unknown",) if family is Family.TRUTH and sort is Sort.ORIGIN else glossary.ids(family)
        found += [(name, words.term(name, family)) for name in names]
    if sort is Sort.PUNISHMENT:
        found.append(("exempted", words.say("stated.exempted")))
    return tuple(found)


def takes(field: Field, lang: str) -> str:
    """How a figure is written in its field, with examples that it takes."""
    if field.banded:
        low, high = (field.shown(line) for line in field.lines)
        return phrase("page.takes.standard", lang).format(low=low, high=high)
    return phrase("page.takes.money" if field.money else "page.takes.count", lang)


# -- the lines of the law ----------------------------------------------------------------------------------


def _lines(ruleset: Ruleset) -> dict[str, tuple[int, ...]]:
    """By key the standards that the ruleset measures it by: what its ladder shows when a little of everything is there.

    Records and things are as they are, money is in 分.
    """
    from thresholds.case.load import load_case
    from thresholds.page.as_case import case_of
    from thresholds.page.state import State
    from thresholds.report.ladder import ladder

    keys = [key for key, _ in _keys(ruleset)]
    found: dict[str, set[int]] = {}
    for probe in _probes(ruleset, keys):
        report = evaluate(load_case(case_of(State(ruleset=ruleset.id).having(probe), ruleset)), ruleset)
        for person in report.persons[0].charges:
            for rung in ladder(person):
                for name in rung.names if rung.unit is not None or rung.word else ():
                    found.setdefault(name, set()).update(int(mark.at) for mark in rung.marks if _whole(mark.at))
    lines = {key.id: tuple(sorted(found.get(key.id, found.get(key.id.partition(".")[0], set())))) for key in keys}
    return lines | {one.id: (one.at_least, one.at_most) for one in ruleset.parameters}


def _probes(ruleset: Ruleset, keys: list[Key]) -> Iterator[dict[str, str]]:
    """Facts under which every figure is measured: one of each, from duty or service, for business or not, all true."""
    figures = {key.id: "1" for key in keys if key.sort in _GROUPS and not _fixed(ruleset, key.id)}
    if not ruleset.from_dealings:
        yield figures
        yield figures | {key.id: "yes" for key in keys if key.sort is Sort.TRUTH}
        return
    yield figures | {"act": "sale", "obtained_in": "duty_or_service"}
    for conduct in ruleset.conduct:
        yield figures | {"act": conduct.acts[0], conduct.fact: "yes"}


def _fixed(ruleset: Ruleset, name: str) -> bool:
    return any(parameter.id == name for parameter in ruleset.parameters)


def _whole(number: Fraction) -> bool:
    return number.denominator == 1


def _stops(lines: tuple[int, ...]) -> list[int]:
    """Every line with its neighbours, and even steps from each to the next; beyond the last half as much again."""
    ends = [0, *lines] if lines else [0, 100]
    ends.append(ends[-1] * 3 // 2)
    stops = {0, 1}
    for low, high in pairwise(ends):
        step = max(1, (high - low) // _BETWEEN)
        stops.update(_round(low + step * number, step) for number in range(1, _BETWEEN))
    for line in lines:
        stops.update((line - 1, line, line + 1))
    return sorted(stop for stop in stops | {ends[-1]} if stop >= 0)


def _band(lines: tuple[int, ...]) -> list[int]:
    """Nothing, then even steps from one end of a band to the other."""
    low, high = lines
    return [0, *(low + (high - low) * number // _BETWEEN for number in range(_BETWEEN + 1))]


def _round(number: int, step: int) -> int:
    """To a figure that reads well, about as fine as the step."""
    size = int("1" + "0" * (len(str(step)) - 1))
    return number // size * size
