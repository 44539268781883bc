"""Whether the words of a ruleset say the numbers that its conditions ask for, and no others (TH113, TH122, TH123)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from thresholds.authoring.lint.asked import Asked, asked_by, facts_of
from thresholds.authoring.lint.places import Places, below
from thresholds.law.conditions import JudgmentCondition, StandardsCondition
from thresholds.law.lint import conditions_of
from thresholds.law.model import Item, Rule, Ruleset, Standards
from thresholds.lawtext.numbers import TIMES, YEARS, Number, Side, numbers_in
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.values.dates import parse_date


def check_glosses(reader: Reader, ruleset: Ruleset, places: Places) -> None:
    """Note every provision and item whose words and numbers differ."""
    _Glosses(reader, ruleset, places).check()


_QUOTED = re.compile("「([^」]*)」")

#: Ranks and ages: numbers of what a fact is, not of how much.
_RANKS = ("级", "岁", "周岁")

_Entry = Standards | Item | Rule


class _Glosses:
    """Holds the words of one ruleset against its conditions."""

    def __init__(self, reader: Reader, ruleset: Ruleset, places: Places) -> None:
        self.reader, self.ruleset, self.places = reader, ruleset, places
        self.units = frozenset(fact.unit for fact in ruleset.facts if fact.unit)
        self.items = [(paragraph, item) for paragraph, item in ruleset.items()]
        glosses = [provision.gloss for provision in ruleset.provisions] + [item.gloss for _, item in self.items]
        self.all_said = [said for gloss in glosses for said in self.said(gloss)]

    def check(self) -> None:
        for provision in self.ruleset.provisions:
            place = below(self.places.provision(provision.id), "gloss")
            if isinstance(provision, Standards):
                self._compare(place, provision, self._opening(provision), self._of_article(provision))
                for item in provision.any_of:
                    self._item(provision, item)
            else:
                self._rule(place, provision)

    def _item(self, paragraph: Standards, item: Item) -> None:
        place = below(self.places.provision(item.id), "gloss")
        asked = list(asked_by(item.when, self.ruleset))
        self._compare(place, item, asked, [*self._besides(paragraph, item), *self._siblings(item)])

    def _opening(self, paragraph: Standards) -> list[Asked]:
        """What the opening words ask; a number that another provision says need not be said once more."""
        asked = asked_by(paragraph.requires, self.ruleset)
        return [
            one._replace(must=one.must and not any(one.is_said_by(said) for said in self.all_said)) for one in asked
        ]

    def _rule(self, place: Node, rule: Rule) -> None:
        """The multiples and years of a provision that sets no standard; the day from which it is in force."""
        asked = [_asked(number, TIMES) for number in rule.times or () if number]
        asked += [_asked(rule.within, YEARS)] if rule.within else []
        self._missing(place, rule, asked)
        start = _day(quoted(rule.gloss)) if rule.rule == "in_force" else None
        if start is not None and start != self.ruleset.in_force.start:
            self.reader.wrong(
                "TH133", place, rule.id, said=start.isoformat(), start=self.ruleset.in_force.start.isoformat()
            )

    def _compare(self, place: Node, entry: _Entry, asked: list[Asked], besides: Sequence[Asked]) -> None:
        """Numbers asked for that the words do not say; then those in 「」 that nothing asks for."""
        if not entry.gloss.strip() or self._missing(place, entry, asked):
            return  # TH114, or said already
        known = [*asked, *besides]
        strange = [said for said in self.said(quoted(entry.gloss)) if not any(one.is_said_by(said) for one in known)]
        for said in strange:
            like = next((one for one in asked if one.value == said.value), None)
            if like is not None:
                self.reader.wrong("TH123", place, entry.id, said=said.written, number=like.written)
        odd = [
            said.written
            for said in strange
            if said.unit not in _RANKS and all(one.value != said.value for one in asked)
        ]
        if odd:
            self.reader.wrong("TH122", place, entry.id, said=_listed(odd))

    def _missing(self, place: Node, entry: _Entry, asked: Sequence[Asked]) -> bool:
        """Whether some number that must be said is not; where only its unit or its side differs, that is noted.

        Words without any number are taken as they are where a note says why.
        """
        said = self.said(entry.gloss)
        missing = [one for one in asked if one.must and not any(one.is_said_by(word) for word in said)]
        if not said and entry.note:
            return False
        for one in missing:
            like = next((word for word in said if word.value == one.value), None)
            if like is not None:
                self.reader.wrong("TH123", place, entry.id, said=like.written, number=one.written)
        if any(all(word.value != one.value for word in said) for one in missing):
            words, numbers = _listed(word.written for word in said), _listed(one.written for one in asked if one.must)
            self.reader.wrong("TH113", place, entry.id, said=words or "-", number=numbers)
        return bool(missing)

    def said(self, text: str) -> list[Number]:
        """The numbers that a text says, in common units and those that facts are declared in."""
        return said_in(text, self.units)

    def _besides(self, paragraph: Standards, item: Item) -> list[Asked]:
        """Numbers that an item may repeat: of its paragraph, its facts, its judgment, and the items it refers to."""
        asked = list(asked_by(paragraph.requires, self.ruleset))
        texts = [fact.label + fact.asks for fact in self.ruleset.facts if fact.id in set(facts_of(item.when))]
        for condition in conditions_of(item.when):
            if isinstance(condition, JudgmentCondition):
                texts.append(condition.judgment)
            elif isinstance(condition, StandardsCondition):
                for name in condition.standards_of:
                    asked += asked_by(self.ruleset.by_id[name].when, self.ruleset)
        return asked + self._in(texts)

    def _siblings(self, item: Item) -> list[Asked]:
        """Numbers of the other items of the same sentence."""
        base = item.id.partition("-")[0]
        return self._of_items([other for _, other in self.items if other.id.partition("-")[0] == base])

    def _of_article(self, paragraph: Standards) -> list[Asked]:
        """Numbers that the opening words of a paragraph may say: of its facts, and of any item of its article."""
        article = _article(paragraph.id)
        names = set(facts_of(paragraph.requires))
        texts = [fact.label + fact.asks for fact in self.ruleset.facts if fact.id in names]
        return self._of_items([item for _, item in self.items if _article(item.id) == article]) + self._in(texts)

    def _of_items(self, items: Iterable[Item]) -> list[Asked]:
        return [asked for item in items for asked in asked_by(item.when, self.ruleset)]

    def _in(self, texts: Iterable[str]) -> list[Asked]:
        """Numbers that texts say, as if they were asked for."""
        said = [said for text in texts for said in self.said(text)]
        return [Asked(one.value, frozenset((one.unit,)), one.written, side=None) for one in said]


def said_in(text: str, units: frozenset[str] = frozenset()) -> list[Number]:
    """The numbers that a text says; both ends of 五张以上不满二十五张 by themselves."""
    found: list[Number] = []
    for number in numbers_in(text, units):
        found.append(number)
        if number.below is not None:
            found.append(number._replace(value=number.below, side=Side.BELOW, below=None))
    return found


def quoted(text: str) -> str:
    """What stands in 「」: the words of the law itself."""
    return "，".join(_QUOTED.findall(text))


def _asked(number: int, unit: str) -> Asked:
    return Asked(Fraction(number), frozenset((unit,)), f"{number} {unit}", side=None)


def _article(identifier: str) -> str:
    return identifier.partition("-")[0].partition(".")[0]


def _day(text: str) -> date | None:
    """The day that 「自2017年6月1日起施行」 names."""
    found = parse_date(text.removeprefix("自").partition("起")[0])
    return found.first if found is not None and found.exact else None


def _listed(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(words))
