"""How the provisions of a ruleset use the facts that it declares, against what it declares of them (TH116, TH128)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thresholds import glossary
from thresholds.authoring.lint.asked import facts_of
from thresholds.authoring.lint.places import Places, below
from thresholds.glossary import Family
from thresholds.law.conditions import Condition, FactCondition
from thresholds.law.lint import conditions_of
from thresholds.law.model import FactDeclaration, Rule, Ruleset
from thresholds.source.reader import Reader

RAISES, LOWERS, BOTH = "raises", "lowers", "both"


class Use(NamedTuple):
    """A fact is used, in a way that raises the grade or lowers it, or (empty) in one that does neither by itself."""

    fact: str
    direction: str = ""


def check_facts(reader: Reader, ruleset: Ruleset, places: Places) -> None:
    """Note facts declared that nothing uses, and directions that their use contradicts."""
    used: dict[str, set[str]] = {}
    for use in uses(ruleset):
        used.setdefault(use.fact, set()).add(use.direction)
    for fact in ruleset.facts:
        place = places.entry("facts", fact.id)
        if fact.id not in used and not _of_files(fact):
            reader.wrong("TH116", place, fact.id)
        found = used.get(fact.id, set()) - {""}
        if len(found) > 1:
            continue  # which way it works in the end only a proof can tell
        works = next(iter(found), fact.direction)
        if fact.direction not in (works, BOTH):
            reader.wrong("TH128", below(place, "direction"), fact.id, declared=fact.direction, works=works)


def _of_files(fact: FactDeclaration) -> bool:
    """Whether a fact belongs to dealings and batches, which counting uses whatever the provisions say."""
    if fact.kind or glossary.term(fact.id, Family.FACT):
        return False
    return glossary.term(fact.id) is not None or fact.id == "dealings"


def uses(ruleset: Ruleset) -> Iterator[Use]:
    """Every use of a fact by a provision, a condition or a kind of conduct."""
    for conduct in ruleset.conduct:
        yield Use(conduct.fact)
    for paragraph in ruleset.standards:
        yield from _of_condition(paragraph.requires)
        for item in paragraph.any_of:
            yield from _of_condition(item.when)
    for rule in ruleset.rules:
        yield from _of_rule(rule)


def _of_condition(when: Condition | None) -> Iterator[Use]:
    for condition in conditions_of(when):
        if isinstance(condition, FactCondition) and not condition.holds:
            yield Use(condition.fact, LOWERS)
        elif not hasattr(condition, "any_of") and not hasattr(condition, "all_of"):
            yield from [Use(fact, RAISES) for fact in facts_of(condition)]


def _of_rule(rule: Rule) -> Iterator[Use]:
    lenient = LOWERS if rule.rule == "leniency" else ""
    against = RAISES if rule.rule == "leniency" else ""
    yield from [Use(name, lenient) for name in (rule.when.facts if rule.when else ())]
    yield from [Use(name, against) for name in (rule.when.none_of if rule.when else ())]
    yield from [Use(name, RAISES if rule.rule == "accumulation" else "") for name in rule.facts]
    if rule.of:
        yield Use(rule.of)
