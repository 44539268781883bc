"""The offences of a ruleset, each as a ruleset of its own: its paragraphs, its ladder of grades, its statute."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache

from thresholds.law.lint import asked_by, facts_of
from thresholds.law.model import Offence, Rule, Ruleset, Standards

_GAINS = "illegal_gains"


@lru_cache(maxsize=64)
def charges(ruleset: Ruleset) -> tuple[Ruleset, ...]:
    """One ruleset for each offence, in the order in which they are listed; the ruleset itself where it has one."""
    if not ruleset.offences:
        return (ruleset,)
    return tuple(_charge(ruleset, offence) for offence in ruleset.offences)


def _charge(ruleset: Ruleset, offence: Offence) -> Ruleset:
    grades = tuple(grade for grade in ruleset.grades if grade.offence in ("", offence.id))
    used = {paragraph.grade for paragraph in ruleset.standards if paragraph.offence == offence.id}
    lowest = ruleset.grades[0].id
    kept = tuple(grade for grade in grades if grade.id in used or grade.id == lowest or grade.offence)
    names = {grade.id for grade in kept}
    items = {item.id for paragraph in ruleset.standards if paragraph.offence == offence.id for item in paragraph.any_of}
    own: list[Standards | Rule] = []
    for provision in ruleset.provisions:
        if isinstance(provision, Rule):
            own += [_within(provision, items)] if _applies(provision, names, items) else []
        elif provision.offence == offence.id:
            own.append(provision.model_copy(update={"offence": ""}))
    made = ruleset.model_copy(
        update={
            "offence": offence.id,
            "offence_label": offence.label,
            "offence_label_en": offence.label_en,
            "offences": (),
            "statute": offence.statute,
            "statute_from": offence.statute_from or ruleset.statute_from,
            "new_offence": offence.new_offence,
            "grades": tuple(grade.model_copy(update={"offence": ""}) for grade in kept),
            "provisions": tuple(own),
        }
    )
    # Which articles have one paragraph is known of the whole alone.
    made.__dict__["single"] = ruleset.single
    return made


@lru_cache(maxsize=128)
def facts_read(ruleset: Ruleset) -> frozenset[str]:
    """Every fact that an item of the ruleset reads."""
    return frozenset(
        fact
        for paragraph, item in ruleset.items()
        for condition in asked_by(paragraph, item)
        for fact in facts_of(condition)
    )


def spoken_of(ruleset: Ruleset, stated: Set[str]) -> frozenset[str]:
    """The offences of which these facts speak: those with a fact of their own among them, or else any that reads one.

    A fact that several offences share, or gains, which any offence may have, speaks of none beside another's own.
    """
    by_offence = facts_by_offence(ruleset)
    common = {fact for fact in stated if fact == _GAINS or sum(fact in facts for facts in by_offence.values()) > 1}
    own = frozenset(offence for offence, facts in by_offence.items() if facts & (stated - common))
    return own or frozenset(offence for offence, facts in by_offence.items() if facts & stated)


@lru_cache(maxsize=128)
def facts_by_offence(ruleset: Ruleset) -> dict[str, frozenset[str]]:
    """By offence every fact that an item of it reads; under the empty name where the ruleset has one offence alone."""
    found: dict[str, frozenset[str]] = {}
    for paragraph, item in ruleset.items():
        for condition in asked_by(paragraph, item):
            found[paragraph.offence] = found.get(paragraph.offence, frozenset()) | facts_of(condition)
    return found


def _applies(rule: Rule, grades: set[str], items: set[str]) -> bool:
    """Whether a provision that depends on a grade or on items depends on one of these."""
    when = rule.when
    named = {when.grade, when.from_grade} - {None} if when else set()
    return named <= grades and (when is None or not when.items or not items.isdisjoint(when.items))


def _within(rule: Rule, items: set[str]) -> Rule:
    """The provision with those of its items that the offence has."""
    if rule.when is None or items.issuperset(rule.when.items):
        return rule
    own = tuple(item for item in rule.when.items if item in items)
    return rule.model_copy(update={"when": rule.when.model_copy(update={"items": own})})
