"""The offences of a ruleset, each as a ruleset of its own: its paragraphs, its ladder of grades, its statute."""

from __future__ import annotations

from functools import lru_cache

from thresholds.law.lint import conditions_of, facts_of
from thresholds.law.model import Offence, Rule, Ruleset, Standards


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
    own: list[Standards | Rule] = []
    for provision in ruleset.provisions:
        if isinstance(provision, Rule):
            own += [provision] if _applies(provision, names) else []
        elif provision.offence == offence.id:
            own.append(provision.model_copy(update={"offence": ""}))
    return ruleset.model_copy(
        update={
            "offence": offence.id,
            "offence_label": offence.label,
            "offence_label_en": offence.label_en,
            "offences": (),
            "statute": offence.statute,
            "grades": tuple(grade.model_copy(update={"offence": ""}) for grade in kept),
            "provisions": tuple(own),
        }
    )


@lru_cache(maxsize=128)
def facts_read(ruleset: Ruleset) -> frozenset[str]:
    """Every fact that an item of the ruleset reads."""
    return frozenset(
        fact
        for paragraph, item in ruleset.items()
        for condition in (*conditions_of(paragraph.requires), *conditions_of(item.when))
        for fact in facts_of(condition)
    )


def _applies(rule: Rule, grades: set[str]) -> bool:
    """Whether a provision that depends on a grade depends on one of these."""
    when = rule.when
    named = {when.grade, when.from_grade} - {None} if when else set()
    return named <= grades
