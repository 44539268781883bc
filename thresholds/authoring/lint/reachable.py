"""Items that can never decide: those never met, those masked by a laxer one, those met whenever another is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thresholds.authoring.lint.implied import AllOf, Form, form_of, has_number, implies, is_never
from thresholds.authoring.lint.places import Places, below
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    ProportionsCondition,
    StandardsCondition,
)
from thresholds.law.lint import conditions_of
from thresholds.law.model import Item, Ruleset, Standards
from thresholds.source.reader import Reader


class _Whole(NamedTuple):
    """An item with the opening words of its paragraph."""

    paragraph: Standards
    item: Item
    form: Form

    @property
    def rank(self) -> tuple[str, str, str]:
        """Items of the same rank do the same when they are met."""
        return self.paragraph.grade, self.paragraph.conduct, self.paragraph.offence


def check_reachable(reader: Reader, ruleset: Ruleset, places: Places) -> None:
    """Note what can never decide (TH115, TH125-TH127); an item with a `note` says itself that the law is so."""
    wholes = [_whole(paragraph, item, ruleset) for paragraph, item in ruleset.items()]
    for whole in wholes:
        place = below(places.provision(whole.item.id), "when")
        if is_never(whole.form):
            reader.wrong("TH115", place, whole.item.id)
        for inner in conditions_of(whole.item.when):
            if _repeats(inner):
                reader.wrong("TH125", place, whole.item.id, other=whole.item.id)
        for name in _idle_references(whole.item, ruleset):
            reader.wrong("TH127", place, whole.item.id, refers=name)
    _masked(reader, wholes, places)


def _whole(paragraph: Standards, item: Item, ruleset: Ruleset) -> _Whole:
    parts = (form_of(paragraph.requires, ruleset), form_of(item.when, ruleset))
    return _Whole(paragraph, item, AllOf(parts) if paragraph.requires is not None else parts[1])


def _masked(reader: Reader, wholes: list[_Whole], places: Places) -> None:
    """Of two items that imply each other the later is noted."""
    for number, whole in enumerate(wholes):
        if whole.item.note or is_never(whole.form):
            continue
        for place, other in enumerate(wholes):
            if number == place or other.rank != whole.rank or is_never(other.form):
                continue
            same = implies(other.form, whole.form)
            if implies(whole.form, other.form) and (not same or place < number):
                code = "TH125" if same else "TH126"
                reader.wrong(code, below(places.provision(whole.item.id), "when"), whole.item.id, other=other.item.id)
                break


def _repeats(condition: Condition) -> bool:
    """Whether the same part stands twice in an enumeration."""
    parts: tuple[Condition, ...] = ()
    if isinstance(condition, AnyOfCondition):
        parts = condition.any_of
    elif isinstance(condition, AllOfCondition):
        parts = condition.all_of
    return any(part in parts[:number] for number, part in enumerate(parts))


def _idle_references(item: Item, ruleset: Ruleset) -> Iterator[str]:
    """Items referred to of which no multiple or share can be taken, or that are never met."""
    for condition in conditions_of(item.when):
        names: tuple[str, ...] = ()
        if isinstance(condition, StandardsCondition):
            names = condition.standards_of
        elif isinstance(condition, ProportionsCondition):
            names = condition.proportions_of
        for number, name in enumerate(names):
            form = form_of(ruleset.by_id[name].when, ruleset)
            if is_never(form) or not has_number(form) or name in names[:number]:
                yield name
