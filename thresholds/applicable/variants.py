"""A ruleset as it measures conduct of an earlier time: the same items and numbers under the statute of then."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from thresholds.evaluation.assess import Engine
from thresholds.law.conditions import AllOfCondition, Condition, FactCondition
from thresholds.law.model import Grade, Rule, Ruleset, Standards
from thresholds.law.statute import Statute, Version

#: Facts that dates and readings give, by what they stand for: the offence, its heavier tier, numbers, conduct.
OFFENCE, TIER, NUMBER, SHOWN = "offence_then", "second_tier_then", "number_for_old_offence", "old_offence_shown"
MARKS = (OFFENCE, TIER, NUMBER, SHOWN)


class Shape(NamedTuple):
    """How the ruleset is changed: `cut` is the version whose tiers are all there are ("" for the present).

    `marks` are facts that every paragraph asks for, `tier_marks` those of paragraphs above the tiers of `below`.
    """

    cut: str = ""
    marks: tuple[str, ...] = ()
    tier_marks: tuple[str, ...] = ()
    below: str = ""


@lru_cache(maxsize=32)
def engine_under(ruleset: Ruleset, statute: Statute, shape: Shape) -> Engine:
    """The engine of a ruleset in another shape; the same gives the same engine."""
    return Engine(variant(ruleset, statute, shape))


def variant(ruleset: Ruleset, statute: Statute, shape: Shape) -> Ruleset:
    """The ruleset under the same id and hash, with the tiers and the conditions of an earlier time."""
    versions = {version.id: version for version in statute.versions}
    cut = versions.get(shape.cut)
    lower = _grade_ids(versions.get(shape.below))
    grades = _cut(ruleset, cut) if cut is not None else ruleset.grades
    known = tuple(grade.id for grade in grades)
    provisions = [
        _standards(provision, shape, known, lower) if isinstance(provision, Standards) else _rule(provision, known)
        for provision in ruleset.provisions
    ]
    return _remade(
        ruleset,
        grades=grades,
        provisions=tuple(provisions),
        facts=(*ruleset.facts, *statute.facts),
        readings=(*ruleset.readings, *statute.readings),
        statute=f"{cut.citation}（{ruleset.statute}）" if cut is not None else ruleset.statute,
    )


def with_readings(ruleset: Ruleset, statute: Statute) -> Ruleset:
    """The ruleset with the readings of the statute beside its own, for choosing among them."""
    return _remade(ruleset, readings=(*ruleset.readings, *statute.readings))


def _remade(ruleset: Ruleset, **changes: object) -> Ruleset:
    """A copy with other fields, and without what had been worked out from the former ones."""
    made = ruleset.model_copy(update=changes)
    for name in [name for name in made.__dict__ if name not in Ruleset.model_fields]:
        del made.__dict__[name]
    return made


def _grade_ids(version: Version | None) -> tuple[str, ...]:
    return tuple(grade.id for grade in version.grades) if version is not None else ()


def _cut(ruleset: Ruleset, version: Version) -> tuple[Grade, ...]:
    """The lowest grade, and those that the version has, with its ranges."""
    own = {grade.id: grade for grade in version.grades}
    kept = [grade for grade in ruleset.grades[1:] if grade.id in own]
    changed = [
        grade.model_copy(
            update={name: getattr(own[grade.id], name) for name in ("range", "range_en", "months", "life")}
        )
        for grade in kept
    ]
    return (ruleset.grades[0], *changed)


def _standards(paragraph: Standards, shape: Shape, known: Sequence[str], lower: Sequence[str]) -> Standards:
    """The paragraph; one of a tier that there was not gives the highest that there was."""
    grade = paragraph.grade if paragraph.grade in known else known[-1]
    marks = (*shape.marks, *(shape.tier_marks if paragraph.grade not in lower else ()))
    return paragraph.model_copy(update={"grade": grade, "requires": required(paragraph.requires, marks)})


def required(before: Condition | None, marks: Sequence[str]) -> Condition | None:
    """What a paragraph asks with these facts besides."""
    asked: list[Condition] = [FactCondition(fact=mark) for mark in marks]
    if before is not None:
        asked.append(before)
    if len(asked) < 2:
        return asked[0] if asked else None
    return AllOfCondition(all_of=tuple(asked))


def _rule(rule: Rule, known: Sequence[str]) -> Rule:
    """The provision; what depends on a tier that there was not does not follow."""
    named = (rule.when.grade, rule.when.from_grade) if rule.when is not None else ()
    gone = any([name is not None and name not in known for name in named])
    return rule.model_copy(update={"when": None}) if gone else rule
