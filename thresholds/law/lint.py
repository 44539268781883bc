"""What must hold of a ruleset before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thresholds import glossary
from thresholds.errors import nearest
from thresholds.glossary import Family
from thresholds.law.conditions import (
    UNIT,
    AllOfCondition,
    AnyOfCondition,
    Condition,
    DealingCondition,
    FactCondition,
    JudgmentCondition,
    MoneyCondition,
    NumberCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
    UnderCondition,
)
from thresholds.law.model import GENERAL, FactDeclaration, Item, Ruleset, Standards
from thresholds.law.names import check_names
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.values.citation import PATTERN, order

_ID = re.compile(PATTERN)


def check_structure(reader: Reader, ruleset: Ruleset, root: Node | None = None) -> None:
    """Note everything that makes a ruleset unusable (TH104-TH118, TH135, TH160-TH163)."""
    _Checker(reader, ruleset, root or Node(0, 0)).check()


class _Checker:
    """Checks one ruleset; each method is one check."""

    def __init__(self, reader: Reader, ruleset: Ruleset, root: Node) -> None:
        self.reader, self.ruleset, self.root = reader, ruleset, root
        self.places = dict(_ids(root))
        self.items = {item.id: item for _, item in ruleset.items()}
        self.declared: dict[str, FactDeclaration] = {fact.id: fact for fact in ruleset.facts}

    def check(self) -> None:
        self._ids()
        self._grades_and_conduct()
        self._declarations()
        for paragraph, item in self.ruleset.items():
            for condition in asked_by(paragraph, item):
                self._references(item, condition)
                self._facts(item, condition)
                self._categories(item, condition)
                self._readings(item, condition)
        self._options()
        check_names(self.reader, self.ruleset, self.places, self.root)

    def wrong(self, code: str, value: str, **detail: str) -> None:
        """Note an error where the id stands."""
        self.reader.wrong(code, self.places.get(value, self.root), value, **detail)

    def _ids(self) -> None:
        """Ids are citations, unique, and in the order of the law."""
        provisions = self.ruleset.provisions
        runs = [[provision.id for provision in provisions]]
        runs += [[item.id for item in getattr(provision, "any_of", ())] for provision in provisions]
        seen: set[str] = set()
        for run in runs:
            for before, name in zip(["", *run], run, strict=False):
                if not _ID.fullmatch(name):
                    self.wrong("TH104", name)
                elif name in seen:
                    self.wrong("TH105", name)
                elif _ID.fullmatch(before) and order(name) < order(before):
                    self.wrong("TH111", name)
                seen.add(name)

    def _grades_and_conduct(self) -> None:
        conducts = {GENERAL, *(conduct.id for conduct in self.ruleset.conduct)}
        for paragraph in self.ruleset.standards:
            if paragraph.grade not in self.ruleset.grade_ids:
                self.reader.wrong("TH110", self.places.get(paragraph.id, self.root), paragraph.grade)
            if paragraph.conduct not in conducts:
                self.reader.wrong("TH118", self.places.get(paragraph.id, self.root), paragraph.conduct)
            offences = tuple(offence.id for offence in self.ruleset.offences)
            if paragraph.offence not in (offences or ("",)):
                near = nearest(paragraph.offence, offences)
                self.reader.wrong("TH160", self.places.get(paragraph.id, self.root), paragraph.offence, offences, near)

    def _declarations(self) -> None:
        """What the ruleset names itself has what people and case files need to name it by."""
        for grade in self.ruleset.grades:
            if not grade.label and glossary.term(grade.id, Family.GRADE) is None:
                self.wrong("TH161", grade.id, lacks="label")
        for fact in self.ruleset.facts:
            known = glossary.term(fact.id, Family.FACT) or glossary.term(fact.id, Family.KEY)
            if fact.kind and known:
                self.wrong("TH162", fact.id)
            for lacks, missing in (
                ("label", fact.kind and not fact.label),
                ("unit", fact.kind == "number" and not fact.unit),
            ):
                if missing:
                    self.wrong("TH161", fact.id, lacks=lacks)
        for parameter in self.ruleset.parameters:
            if parameter.at_least >= parameter.at_most:
                self.wrong("TH163", parameter.id)

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
                or isinstance(target.when, JudgmentCondition | FactCondition | DealingCondition | UnderCondition)
                or (isinstance(condition, ProportionsCondition) and not _countable(target.when))
                or any(getattr(inner, "below", None) is not None for inner in conditions_of(target.when))
            ):
                near = "" if target else nearest(name, self.items)
                self.wrong("TH106", item.id, refers=name, near=near)
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
        """Facts that a condition reads are declared, and are what the condition takes them for."""
        for name, kinds in _facts_read(condition):
            if name == UNIT:
                continue
            declared = self.declared.get(name)
            fits = declared is not None and (
                declared.kind in kinds if declared.kind else glossary.term(name, Family.FACT) is not None
            )
            if not fits:
                of_kind = f"{name} ({declared.kind or '-'} ≠ {'/'.join(kinds)})" if declared else name
                near = "" if declared else nearest(name, self.declared)
                self.wrong("TH107", item.id, refers=of_kind, near=near)
            elif isinstance(condition, NumberCondition) and declared and declared.unit != condition.at_least[1]:
                self.wrong("TH107", item.id, refers=f"{name} ({condition.at_least[1]} ≠ {declared.unit})")
        standard = getattr(condition, "standard", "")
        if standard and standard not in {parameter.id for parameter in self.ruleset.parameters}:
            self.wrong("TH107", item.id, refers=standard)

    def _categories(self, item: Item, condition: Condition) -> None:
        known = glossary.ids(Family.CATEGORY)
        names: tuple[str, ...] = ()
        if isinstance(condition, RecordsCondition):
            names = condition.records_of
        elif isinstance(condition, DealingCondition):
            names = condition.dealing.categories
        for name in names:
            if name not in known:
                self.wrong("TH108", item.id, refers=name, near=nearest(name, known))

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
        elif isinstance(condition, UnderCondition):
            used.append((condition.under.reading, condition.under.option))
        for name, option in used:
            reading = self.ruleset.reading(name)
            if reading is None or option not in reading.options:
                self.wrong("TH109", item.id, refers=f"{name}={option}")

    def _options(self) -> None:
        from thresholds.law.readings import READINGS

        for reading in self.ruleset.readings:
            if len(reading.options) < 2 or reading.favours_accused not in reading.options:
                self.wrong("TH112", reading.id)
            if reading.id not in (*READINGS, *self._own_readings()):
                self.wrong("TH109", reading.id, refers=reading.id)

    def _own_readings(self) -> set[str]:
        """Readings that a condition of the ruleset turns on by itself."""
        return {
            condition.under.reading
            for paragraph, item in self.ruleset.items()
            for condition in asked_by(paragraph, item)
            if isinstance(condition, UnderCondition)
        }


def _countable(when: Condition) -> bool:
    """Whether a condition is a plain number, of which a share can be taken."""
    return isinstance(when, RecordsCondition) or (isinstance(when, NumberCondition) and when.below is None)


def _facts_read(condition: Condition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The facts that a condition reads, with the kinds that they may be of."""
    if isinstance(condition, FactCondition):
        yield condition.fact, ("truth", "penalty", "punishment")
    elif isinstance(condition, MoneyCondition):
        yield condition.money, ("money",)
    elif isinstance(condition, NumberCondition):
        yield condition.number_of, ("number",)
    elif isinstance(condition, RecordsCondition) and condition.of_fact:
        yield condition.of_fact, ("records",)
    elif isinstance(condition, DealingCondition) and condition.dealing.fact:
        yield condition.dealing.fact, ()


def facts_of(condition: Condition) -> frozenset[str]:
    """The facts that a condition reads, without those below it."""
    return frozenset(name for name, _ in _facts_read(condition))


def asked_by(paragraph: Standards, item: Item) -> Iterator[Condition]:
    """Every condition of an item: what the opening words of its paragraph ask, then its own."""
    yield from conditions_of(paragraph.requires)
    yield from conditions_of(item.when)


def conditions_of(condition: Condition | None) -> Iterator[Condition]:
    """A condition and everything below it; nothing of none."""
    if condition is None:
        return
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
