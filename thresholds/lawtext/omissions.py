"""What a text says and a ruleset does not: places without a provision, numbers, references and categories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.law.conditions import (
    DealingCondition,
    ProportionsCondition,
    RecordsCondition,
    StandardsCondition,
)
from thresholds.law.model import Ruleset
from thresholds.lawtext.claims import Amount, amounts_of, rule_amounts
from thresholds.lawtext.coverage import Coverage, Sentence
from thresholds.lawtext.entries import Entry
from thresholds.lawtext.numbers import TIMES, YEARS, Number, Side, numbers_in
from thresholds.lawtext.passages import Passage
from thresholds.lawtext.references import Reference, references_in, resolved
from thresholds.lawtext.results import Discrepancy
from thresholds.lawtext.standards import Targets, general_agrees
from thresholds.lawtext.terms import plain, written

_PROPORTIONS = re.compile("按相应比例.{0,2}合计")


def omissions(coverage: Coverage, targets: Targets, ruleset: Ruleset) -> Iterator[Discrepancy]:
    """Everything that the text says and no entry of the ruleset that answers for it does."""
    cited = {entry.pinpoint.article for entry in coverage.entries}
    for passage in coverage.missing:
        if targets.whole or passage.pinpoint.article in cited:
            yield _omitted("TH141", passage, "", 0)
    for place, passage in coverage.text.passages.items():
        entries = coverage.answering[place]
        if entries or coverage.cites(place):
            yield from _Passage(passage, entries, coverage, targets, ruleset).omitted()


def _omitted(code: str, passage: Passage, found: str, offset: int, said: str = "") -> Discrepancy:
    return Discrepancy(code, passage.pinpoint, "", said, found, *passage.place(offset), in_text=True)


class _Passage:
    """One passage with the entries that answer for it, and those of the items that are read after it."""

    def __init__(
        self, passage: Passage, entries: tuple[Entry, ...], coverage: Coverage, targets: Targets, ruleset: Ruleset
    ) -> None:
        self.passage, self.entries, self.coverage = passage, entries, coverage
        self.targets, self.ruleset = targets, ruleset
        self.below = coverage.below(passage.pinpoint)
        self.sentence = Sentence((passage,), (), coverage.units)
        self.items = [entry for entry in entries if entry.kind == "item"]

    def omitted(self) -> Iterator[Discrepancy]:
        """Numbers, references and categories that nothing accounts for."""
        for number in self._numbers():
            yield _omitted("TH150", self.passage, number.written, number.start)
        yield from self._references()
        for label, start in self._categories():
            yield _omitted("TH152", self.passage, label, start)

    def _numbers(self) -> Iterator[Number]:
        """Numbers without an entry: each must be there as often as the sentence has it."""
        numbers = [n for n in numbers_in(self.passage.text, self.coverage.units) if n.side is not Side.FROM]
        times = Counter(_key(number) for number in numbers)
        seen: Counter[object] = Counter()
        for number in numbers:
            seen[_key(number)] += 1
            otherwise = any(self._said_otherwise(entry, number) for entry in self.entries)
            if (otherwise or self._in_every_part(number)) and not self._adds_up_without(number):
                continue
            found = sum(amount.is_said_by(number) for amount in self._amounts(self.entries))
            if found < (times[_key(number)] if self.items else 1) and seen[_key(number)] > found:
                yield number

    def _adds_up_without(self, number: Number) -> bool:
        """Whether occasions add up over any time, though the sentence sets a span."""
        rules = [entry.rule for entry in self.entries if entry.rule is not None and entry.rule.rule == "accumulation"]
        spans = number.unit == YEARS and number.side is Side.WITHIN
        return spans and bool(rules) and not any(rule.within for rule in rules)

    def _amounts(self, entries: Iterable[Entry]) -> list[Amount]:
        found = [a for entry in entries for part in entry.conditions for a in amounts_of(part, self.ruleset)]
        return found + [amount for entry in entries if entry.rule for amount in rule_amounts(entry.rule)]

    def _said_otherwise(self, entry: Entry, number: Number) -> bool:
        """Whether a fact of an entry has the number in its name, or what only people judge quotes it."""
        facts = [fact for fact in entry.facts if fact.kind in ("truth", "number", "money", "records")]
        if any(_same(number, said) for fact in facts for said in self._in(f"{fact.label}。{fact.asks}")):
            return True
        quoted = any(plain(number.written) in plain(words) for words in entry.quotations)
        return quoted and _may_quote(entry, number)

    def _in_every_part(self, number: Number) -> bool:
        """Whether every item below that decides something, and every rule, has the number of the opening words."""
        deciding = [entry for entry in self.below if entry.kind == "rule" or (entry.kind == "item" and entry.facts)]
        return bool(deciding) and all(
            self._said_otherwise(entry, number) or any(one.is_said_by(number) for one in self._amounts([entry]))
            for entry in deciding
        )

    def _in(self, text: str) -> tuple[Number, ...]:
        return numbers_in(text, self.coverage.units)

    def _references(self) -> Iterator[Discrepancy]:
        for reference in references_in(self.passage.text):
            said = self.passage.text[reference.start : reference.end]
            lacking = self._lacking(reference, said)
            if lacking is not None:
                yield _omitted("TH151", self.passage, said, reference.start, lacking)
        phrase = _PROPORTIONS.search(self.passage.text)
        if phrase is not None and self.items and not any(_has(entry, ProportionsCondition) for entry in self.items):
            yield _omitted("TH151", self.passage, phrase[0], phrase.start())

    def _lacking(self, reference: Reference, said: str) -> str | None:
        """What of a reference no entry says: some of its items, or (empty) the whole; None where all of it is said."""
        kinds = (StandardsCondition, ProportionsCondition)
        machine = [entry for entry in self.entries if any(_has(entry, kind) for kind in kinds)]
        if reference.measuring and machine:
            missing = self._standards(reference, machine)
            return "、".join(missing) if missing else None
        if not reference.items or (not self.items and not self.below and len(reference.items) == 1):
            return None
        if reference.besides and self._counting():
            return None if self._general() else ""
        facts = self._facts(reference)
        if facts is not None:
            return "、".join(facts) if facts else None
        entries = (*self.entries, *self.below)
        quoted = any(plain(said) in plain(words) for entry in entries for words in entry.quotations)
        return None if quoted else ""

    def _standards(self, reference: Reference, machine: list[Entry]) -> list[str]:
        """Items whose standards are referred to and not named; places that have no standard, or are not there."""
        names = frozenset().union(*(entry.names for entry in machine))
        place = self.passage.pinpoint
        items = self.targets.items_of(place, reference, self.coverage.sentence(machine[0]))
        missing = [name for name in items if name not in names]
        if reference.items:
            places = resolved(reference, place, self.coverage.text)
            measured = [entry.pinpoint for entry in items.values()]
            missing += [one.cite() for one in places if not any(one.holds(other) for other in measured)]
            missing += ["？"] * (len(reference.items) - len(places))
        return missing

    def _counting(self) -> list[Entry]:
        """What counts information here: items, and the kind of conduct that the passage sets apart."""
        place = self.passage.pinpoint
        conducts = [entry for entry in self.coverage.conducts if entry.pinpoint.holds(place)]
        kinds = (RecordsCondition, DealingCondition)
        return [*conducts, *(entry for entry in self.items if any(_has(entry, kind) for kind in kinds))]

    def _general(self) -> bool:
        """Whether the general category stands for what the reference leaves out."""
        entries = [entry for entry in self._counting() if "general_information" in entry.categories]
        return any(general_agrees(self.coverage.sentence(entry), self.targets) for entry in entries)

    def _facts(self, reference: Reference) -> list[str] | None:
        """Labels of the facts of items referred to that are not read here; None where none of them is."""
        places = resolved(reference, self.passage.pinpoint, self.coverage.text)
        there = [entry for entry in self.coverage.entries if entry.pinpoint in places and entry.kind == "item"]
        wanted = {fact.id: fact for entry in there for fact in entry.facts}
        read = {fact.id for entry in (*self.entries, *self.below) for fact in entry.facts}
        if not read & set(wanted) or len(places) < len(reference.items):
            return None
        return [fact.label or fact.id for name, fact in wanted.items() if name not in read]

    def _categories(self) -> Iterator[tuple[str, int]]:
        """Categories that the passage names and none of the items that count information does."""
        counting = self._counting()
        if not counting or not self.items:
            return
        named = frozenset().union(*(entry.categories for entry in counting))
        for identifier in glossary.ids(Family.CATEGORY):
            pattern = written(identifier, Family.CATEGORY)
            match = re.search(pattern, self.passage.text) if pattern else None
            if match is not None and identifier not in named and identifier != "general_information":
                yield match[0], match.start()


def _key(number: Number) -> object:
    return number.value, number.unit, number.side, number.low


def _same(number: Number, said: Number) -> bool:
    return (number.value, number.side) == (said.value, said.side) and number.unit in ("", said.unit)


def _has(entry: Entry, kind: type[object]) -> bool:
    return any(isinstance(condition, kind) for condition in entry.conditions)


def _may_quote(entry: Entry, number: Number) -> bool:
    """Whether it is enough that an entry quotes a number: where nothing is measured, and no field is there for it."""
    if entry.kind == "item":
        return entry.asserted
    if entry.rule is None:
        return False
    if entry.rule.rule == "accumulation":
        return number.unit != YEARS
    return number.unit != TIMES or not entry.rule.times
