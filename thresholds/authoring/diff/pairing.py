"""Which entry of one ruleset is which of another, though articles may have been renumbered between them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from thresholds.authoring.lint.asked import facts_of
from thresholds.law.conditions import (
    AllOfCondition,
    AnyOfCondition,
    Condition,
    ProportionsCondition,
    StandardsCondition,
)
from thresholds.law.model import Item, Rule, Ruleset, Standards

Entry = TypeVar("Entry")


class Placed(NamedTuple):
    """An item with its paragraph."""

    paragraph: Standards
    item: Item

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id

    @property
    def rank(self) -> tuple[str, str, str]:
        """What the item leads to, and of which conduct."""
        return self.paragraph.grade, self.paragraph.offence, self.paragraph.conduct


class Pairs(NamedTuple):
    """Items and other provisions of two rulesets, those that are the same beside each other, None where one is new.

    In the order of the newer, those that are gone after all that stayed; `renamed` are the ids of the older that
    have another id now.
    """

    items: tuple[tuple[Placed | None, Placed | None], ...]
    rules: tuple[tuple[Rule | None, Rule | None], ...]
    renamed: Mapping[str, str]

    @property
    def paragraphs(self) -> tuple[tuple[Standards, Standards], ...]:
        """Paragraphs of which an item is the same."""
        found = {(one.paragraph.id, other.paragraph.id): (one.paragraph, other.paragraph)
                 for one, other in self.items if one and other}  # fmt: skip
        return tuple(found.values())


def pairs_of(before: Ruleset, after: Ruleset) -> Pairs:
    """The pairs of two rulesets: first what has the same id and form, then what agrees in less and less."""
    items = _paired(
        [Placed(*one) for one in before.items()],
        [Placed(*one) for one in after.items()],
        (
            lambda one: (one.id, one.rank, shape(one.item.when)),
            lambda one: (one.rank, shape(one.paragraph.requires), shape(one.item.when), _numbers(one.item.when)),
            lambda one: (one.rank, shape(one.item.when)),
            lambda one: (one.rank, one.id),
            lambda one: (one.rank, next(facts_of(one.item.when), object())),
            lambda one: one.id,
        ),
    )
    rules = _paired(
        before.rules,
        after.rules,
        (
            lambda one: (one.id, one.rule, one.gloss),
            lambda one: (one.rule, one.gloss),
            lambda one: (one.id, one.rule, _effect(one)),
            lambda one: (one.rule, _effect(one) or object()),
            lambda one: (one.id, one.rule),
            lambda one: one.id,
        ),
    )
    pairs = [*items, *rules]
    renamed = {one.id: other.id for one, other in pairs if one and other and one.id != other.id}
    return Pairs(tuple(items), tuple(rules), renamed)


def _paired(
    before: Iterable[Entry], after: Sequence[Entry], keys: Sequence[Callable[[Entry], Hashable]]
) -> list[tuple[Entry | None, Entry | None]]:
    """Entries that agree in the first key, then those left in the next; of several with one key the first goes first.

    The same key of several that are judgments, say, means nothing by itself: only ids and order tell them apart.
    """
    ones, others = dict(enumerate(before)), dict(enumerate(after))
    found: dict[int, Entry] = {}
    for key in keys:
        free: dict[Hashable, list[int]] = {}
        for place, other in others.items():
            free.setdefault(key(other), []).append(place)
        for number, one in list(ones.items()):
            places = free.get(key(one))
            if places:
                place = places.pop(0)
                found[place] = ones.pop(number)
                del others[place]
    kept: list[tuple[Entry | None, Entry | None]] = [(found.get(place), other) for place, other in enumerate(after)]
    return kept + [(one, None) for one in ones.values()]


def shape(when: Condition | None) -> Hashable:
    """A condition without its numbers and without the ids that it refers to."""
    if isinstance(when, AnyOfCondition | AllOfCondition):
        inner = when.any_of if isinstance(when, AnyOfCondition) else when.all_of
        return type(when).__name__, tuple(shape(one) for one in inner)
    if isinstance(when, StandardsCondition):
        return "standards", len(when.standards_of), when.counting_only
    if isinstance(when, ProportionsCondition):
        return "proportions", len(when.proportions_of)
    if when is None:
        return None
    left = when.model_dump(exclude={"at_least", "below", "standard", "within"})
    return type(when).__name__, tuple(sorted((key, repr(value)) for key, value in left.items()))


def _effect(rule: Rule) -> Hashable:
    """What a provision that sets no standard does, words aside; nothing for one that is only shown."""
    stated = rule.model_dump(exclude_defaults=True, exclude={"id", "rule", "gloss", "gloss_en", "note"})
    return tuple(sorted((key, repr(value)) for key, value in stated.items()))


def _numbers(when: Condition) -> Hashable:
    """What `shape` leaves out, ids aside."""
    if isinstance(when, AnyOfCondition | AllOfCondition):
        inner = when.any_of if isinstance(when, AnyOfCondition) else when.all_of
        return tuple(_numbers(one) for one in inner)
    names = ("at_least", "below", "standard", "within", "times", "sum_at_least")
    return tuple(str(getattr(when, name, None)) for name in names)


def with_ids(when: Condition, renamed: Mapping[str, str]) -> Condition:
    """The same condition with the ids of items as they are now."""
    if isinstance(when, AnyOfCondition):
        return when.model_copy(update={"any_of": tuple(with_ids(one, renamed) for one in when.any_of)})
    if isinstance(when, AllOfCondition):
        return when.model_copy(update={"all_of": tuple(with_ids(one, renamed) for one in when.all_of)})
    update: dict[str, Any] = {
        name: tuple(renamed.get(item, item) for item in getattr(when, name))
        for name in ("standards_of", "proportions_of")
        if hasattr(when, name)
    }
    return when.model_copy(update=update) if update else when
