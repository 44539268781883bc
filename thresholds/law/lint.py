"""What must hold of a ruleset before it is used, and what a lawyer wants to be told of besides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    FactCondition,
    JudgmentCondition,
    MoneyCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.law.model import GENERAL, Item, Ruleset
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.values.chinese_numerals import parse_chinese
from thresholds.values.citation import order

_ID = re.compile(r"art\d+(\.\d+){0,2}")
_QUOTED = re.compile("「([^」]*)」")
_NUMBER = re.compile("[一二三四五六七八九十百千万亿两]+(?=条|元|倍|年)")


def check_structure(reader: Reader, ruleset: Ruleset, root: Node | None = None) -> None:
    """Note everything that makes a ruleset unusable (TH104-TH118)."""
    _Checker(reader, ruleset, root or Node(0, 0)).check()


class _Checker:
    """Checks one ruleset; each method is one check."""

    def __init__(self, reader: Reader, ruleset: Ruleset, root: Node) -> None:
        self.reader, self.ruleset, self.root = reader, ruleset, root
        self.places = dict(_ids(root))
        self.items = {item.id: item for _, item in ruleset.items()}

    def check(self) -> None:
        self._ids()
        self._grades_and_conduct()
        for _, item in self.ruleset.items():
            for condition in conditions_of(item.when):
                self._references(item, condition)
                self._facts(item, condition)
                self._categories(item, condition)
                self._readings(item, condition)
        self._options()

    def wrong(self, code: str, value: str, **detail: str) -> None:
        """Note an error where the id stands."""
        self.reader.wrong(code, self.places.get(value, self.root), value, **detail)

    def _ids(self) -> None:
        """Ids are citations, unique, and in the order of the law."""
        ids = []
        for provision in self.ruleset.provisions:
            ids.append(provision.id)
            ids += [item.id for item in getattr(provision, "any_of", ())]
        for number, name in enumerate(ids):
            if not _ID.fullmatch(name):
                self.wrong("TH104", name)
            elif name in ids[:number]:
                self.wrong("TH105", name)
            elif number and _ID.fullmatch(ids[number - 1]) and order(name) < order(ids[number - 1]):
                self.wrong("TH111", name)

    def _grades_and_conduct(self) -> None:
        conducts = {GENERAL, *(conduct.id for conduct in self.ruleset.conduct)}
        for paragraph in self.ruleset.standards:
            if paragraph.grade not in self.ruleset.grade_ids:
                self.reader.wrong("TH110", self.places.get(paragraph.id, self.root), paragraph.grade)
            if paragraph.conduct not in conducts:
                self.reader.wrong("TH118", self.places.get(paragraph.id, self.root), paragraph.conduct)

    def _references(self, item: Item, condition: Condition) -> None:
        """Items referred to exist, have numbers, and do not lead back."""
        if isinstance(condition, ProportionsCondition):
            names: tuple[str, ...] = condition.proportions_of
        elif isinstance(condition, StandardsCondition):
            names = condition.standards_of
        else:
            return
        for name in names:
            target = self.items.get(name)
            if (
                target is None
                or isinstance(target.when, JudgmentCondition | FactCondition | DealingCondition)
                or (isinstance(condition, ProportionsCondition) and not isinstance(target.when, RecordsCondition))
            ):
                self.wrong("TH106", item.id, refers=name)
            elif name == item.id or item.id in self._reach(target, set()):
                self.wrong("TH117", item.id)

    def _reach(self, item: Item, seen: set[str]) -> set[str]:
        when = item.when
        names = getattr(when, "standards_of", ()) or getattr(when, "proportions_of", ())
        for name in names:
            if name not in seen and name in self.items:
                seen.add(name)
                self._reach(self.items[name], seen)
        return seen

    def _facts(self, item: Item, condition: Condition) -> None:
        declared = {fact.id for fact in self.ruleset.facts}
        names = []
        if isinstance(condition, FactCondition):
            names.append(condition.fact)
        elif isinstance(condition, MoneyCondition):
            names.append(condition.money)
        elif isinstance(condition, DealingCondition) and condition.dealing.fact:
            names.append(condition.dealing.fact)
        for name in names:
            if name not in declared or glossary.term(name, Family.FACT) is None:
                self.wrong("TH107", item.id, refers=name)

    def _categories(self, item: Item, condition: Condition) -> None:
        known = glossary.ids(Family.CATEGORY)
        names: tuple[str, ...] = ()
        if isinstance(condition, RecordsCondition):
            names = condition.records_of
        elif isinstance(condition, DealingCondition):
            names = condition.dealing.categories
        for name in names:
            if name not in known:
                self.wrong("TH108", item.id, refers=name)

    def _readings(self, item: Item, condition: Condition) -> None:
        """Readings that a condition turns on are declared, with the option named."""
        used: list[tuple[str, str]] = []
        if isinstance(condition, ProportionsCondition):
            if condition.mixing_in:
                used.append((condition.mixing_in.reading, condition.mixing_in.option))
            if condition.multiplied:
                used.append((condition.multiplied.reading, condition.multiplied.only_below_base))
        elif isinstance(condition, StandardsCondition) and condition.counting_only:
            only = condition.counting_only
            if only.reading and only.whole_supply:
                used.append((only.reading, only.whole_supply))
        for name, option in used:
            reading = self.ruleset.reading(name)
            if reading is None or option not in reading.options:
                self.wrong("TH109", item.id, refers=f"{name}={option}")

    def _options(self) -> None:
        from thresholds.law.readings import READINGS

        for reading in self.ruleset.readings:
            if len(reading.options) < 2 or reading.favours_accused not in reading.options:
                self.wrong("TH112", reading.id)
            if reading.id not in READINGS:
                self.wrong("TH109", reading.id, refers=reading.id)


def conditions_of(condition: Condition) -> Iterator[Condition]:
    """A condition and everything below it."""
    yield condition
    if isinstance(condition, AnyOfCondition):
        for inner in condition.any_of:
            yield from conditions_of(inner)
    elif isinstance(condition, AllOfCondition):
        for inner in condition.all_of:
            yield from conditions_of(inner)


def _ids(node: Node) -> Iterator[tuple[str, Node]]:
    """Every `id:` of a document with its place."""
    named = node.get("id") if node.pairs is not None else None
    if named is not None and named.text:
        yield named.text, named
    for _, value in node.pairs or ():
        yield from _ids(value)
    for item in node.items or ():
        yield from _ids(item)


def lint(reader: Reader, ruleset: Ruleset, root: Node) -> None:
    """Note what a careful author mends: words and numbers that differ, facts that nothing reads (TH113-TH116)."""
    places = dict(_ids(root))
    for _, item in ruleset.items():
        place = places.get(item.id, root)
        if not item.gloss.strip():
            reader.wrong("TH114", place, item.id)
        numbers = set(_numbers(item.when))
        said = {value for quoted in _QUOTED.findall(item.gloss) for word in _NUMBER.findall(quoted)
                if (value := parse_chinese(word)) is not None}  # fmt: skip
        if numbers and said and not numbers <= said:
            reader.wrong("TH113", place, item.id, said=_listed(said), number=_listed(numbers))
        for condition in conditions_of(item.when):
            if isinstance(condition, RecordsCondition) and not condition.records_of:
                reader.wrong("TH115", place, item.id)
    for fact in ruleset.facts:
        if glossary.term(fact.id) is None and fact.id != "dealings":
            reader.wrong("TH116", places.get(fact.id, root), fact.id)


def _numbers(when: Condition) -> Iterator[int]:
    """The numbers of a condition as the law writes them: 条, 元, 倍, 年."""
    for condition in conditions_of(when):
        if isinstance(condition, RecordsCondition):
            yield condition.at_least
        elif isinstance(condition, MoneyCondition):
            yield condition.at_least // 100
        elif isinstance(condition, StandardsCondition) and condition.times.denominator == 1:
            yield condition.times.numerator
        elif isinstance(condition, FactCondition) and condition.within:
            yield condition.within


def _listed(numbers: set[int]) -> str:
    return "、".join(str(number) for number in sorted(numbers))
