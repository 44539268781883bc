"""Names that stand outside conditions: those of facts, categories, acts, readings, grades and items in other places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from thresholds import glossary
from thresholds.errors import nearest
from thresholds.glossary import Family
from thresholds.law.conditions import UNIT
from thresholds.law.model import Rule, Ruleset
from thresholds.source.node import Node
from thresholds.source.reader import Reader


def check_names(reader: Reader, ruleset: Ruleset, places: Mapping[str, Node], root: Node) -> None:
    """Note names that nothing has: facts (TH107), categories, readings, grades, items (TH106-TH110), acts (TH135)."""
    known = _Known(ruleset)

    def check(code: str, where: str, names: Iterable[str], allowed: Iterable[str]) -> None:
        place, among = places.get(where, root), tuple(allowed)
        for name in names:
            if name not in among and not (code == "TH107" and _of_the_format(name)):
                reader.wrong(code, place, where, near=nearest(name, among), refers=name)

    for conduct in ruleset.conduct:
        check("TH135", conduct.id, conduct.acts, known.acts)
        check("TH108", conduct.id, conduct.categories, known.categories)
        check("TH107", conduct.id, (conduct.fact,), known.facts)
        check("TH109", conduct.id, (conduct.returns.reading,) if conduct.returns else (), known.readings)
    for fact in ruleset.facts:
        check("TH108", fact.id, fact.drawn_from.records_of if fact.drawn_from else (), known.categories)
    for neighbour in ruleset.neighbours:
        check("TH108", ruleset.id, neighbour.records_of, known.categories)
    for rule in ruleset.rules:
        check("TH135", rule.id, rule.acts, known.acts)
        check("TH107", rule.id, _facts_of(rule), known.facts)
        check("TH109", rule.id, rule.readings, known.readings)
        check("TH106", rule.id, rule.counted_singly, known.items)
        check("TH106", rule.id, rule.when.items if rule.when else (), known.items)
        for grade in _grades_of(rule):
            if grade not in ruleset.grade_ids:
                reader.wrong("TH110", places.get(rule.id, root), grade, near=nearest(grade, ruleset.grade_ids))


class _Known:
    """What there is to be named."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.facts = tuple(fact.id for fact in ruleset.facts)
        self.readings = tuple(reading.id for reading in ruleset.readings)
        self.items = tuple(ruleset.by_id)
        self.acts = glossary.ids(Family.ACT)
        self.categories = glossary.ids(Family.CATEGORY)


def _of_the_format(name: str) -> bool:
    """Whether a fact belongs to the format of case files."""
    return name == UNIT or any(glossary.term(name, family) for family in (Family.FACT, Family.KEY))


def _facts_of(rule: Rule) -> tuple[str, ...]:
    found = rule.facts + ((rule.of,) if rule.of else ())
    if rule.when is None:
        return found
    return found + rule.when.all_of + rule.when.none_of + ((rule.when.fact,) if rule.when.fact else ())


def _grades_of(rule: Rule) -> tuple[str, ...]:
    return tuple(filter(None, (rule.when.grade, rule.when.from_grade))) if rule.when else ()
