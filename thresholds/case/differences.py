"""What differs between two versions of a case, by meaning: in which language, order or spelling it is written does not.

6万多条 and {at_least: 60000, at_most: 69999} are the same figure. Dealings are matched by id; those without one, or
whose id the other version does not have, by what they say.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from thresholds.case.model import (
    Batch,
    Body,
    Case,
    Dealing,
    Declared,
    Evidence,
    Facts,
    Figure,
    Free,
    Person,
    Tally,
    Value,
)

#: What stands at a path: a value of the model, a word of the glossary or a text, ids, or free text; None is nothing.
Leaf = Value | str | tuple[str, ...] | Free | None
Path = tuple[str, ...]

_HEAD = ("id", "title", "ruleset", "judged_on", "region", "source", "note", "court")
#: How a value is written, and where.
_FORM = ("written", "line", "id")
#: Fields whose members stand in no order.
_UNORDERED = ("by", "to", "source", "evidence", "days")
#: Beyond so many pairs of dealings alike in whose they are, they are matched in the order of what they say.
_MOST_PAIRS = 250_000


class Difference(NamedTuple):
    """One thing that differs: its path in identifiers and names (a dealing by its id), and what is said of it.

    A person, batch, dealing or piece of evidence that only one version has stands there as a whole.
    """

    path: Path
    before: Leaf
    after: Leaf


def differences(before: Case, after: Case) -> tuple[Difference, ...]:
    """Everything that differs but what is expected, section by section in the order of a case file."""
    return (
        *_fields((), _head(before), _head(after)),
        *_fields(("standards",), _texts(before.standards), _texts(after.standards)),
        *_named("evidence", before.evidence, after.evidence),
        *_named("persons", before.persons, after.persons),
        *_named("batches", before.batches, after.batches),
        *_dealings(before.dealings, after.dealings),
        *_facts(before, after),
        *_fields(("readings",), _texts(before.readings), _texts(after.readings)),
    )


def is_automatic(name: str) -> bool:
    """Whether the id of a dealing is its number only, given because the file gives none."""
    return name.startswith("#") and name[1:].isdigit()


def _head(case: Case) -> dict[Path, Leaf]:
    return {(name,): value for name in _HEAD if (value := getattr(case, name)) not in ("", None)}


def _texts(pairs: Mapping[str, str] | Mapping[str, Figure]) -> dict[Path, Leaf]:
    return {(name,): value for name, value in pairs.items()}


def _fields(path: Path, before: Mapping[Path, Leaf], after: Mapping[Path, Leaf]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if meaning(one, name[-1]) != meaning(other, name[-1]):
            yield Difference((*path, *name), one, other)


def _named(
    section: str,
    before: Mapping[str, Person] | Mapping[str, Batch] | Mapping[str, Evidence],
    after: Mapping[str, Person] | Mapping[str, Batch] | Mapping[str, Evidence],
) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            yield Difference((section, name), one, other)
        else:
            yield from _fields((section, name), _flat(one), _flat(other))


def _facts(before: Case, after: Case) -> Iterator[Difference]:
    yield from _fields(("facts", "everyone"), _flat(before.everyone), _flat(after.everyone))
    for name in dict.fromkeys((*before.facts, *after.facts)):
        one, other = before.facts.get(name, Facts()), after.facts.get(name, Facts())
        yield from _fields(("facts", name), _flat(one), _flat(other))


def _flat(value: Value) -> dict[Path, Leaf]:
    """The fields of a person, a batch, a dealing and the like that say something."""
    found: dict[Path, Leaf] = {}
    for name in type(value).model_fields:
        inner = getattr(value, name)
        if name in _FORM or inner in (None, "", ()):
            continue
        if name == "declared":
            found |= _declared(inner)
            continue
        if name == "deductions":
            found |= _flat(inner)
        elif name == "bodies":
            found |= _bodies(inner)
        else:
            found[(name,)] = inner
    return found


def _declared(facts: Mapping[str, Declared]) -> dict[Path, Leaf]:
    """The facts that rulesets declare; of records each category by itself."""
    found: dict[Path, Leaf] = {}
    for name, value in facts.items():
        if isinstance(value, Tally):
            found |= {(name, category): figure for category, figure in value.records.items()}
        else:
            found[(name,)] = value
    return found


def _bodies(bodies: Sequence[Body]) -> dict[Path, Leaf]:
    """The records of a dealing of its own: one category with its number, or several, each with its own."""
    if len(bodies) == 1:
        (body,) = bodies
        both: dict[Path, Leaf] = {("category",): body.category, ("records",): body.records}
        return {name: value for name, value in both.items() if value is not None}
    return {("records", body.category.options[0]): body.records for body in bodies if body.category is not None}


def meaning(value: Leaf, field: str = "") -> Hashable:
    """What a value says whatever the way it is written; two values of a field that mean the same are equal in it."""
    if isinstance(value, Value):
        said = [(name, meaning(getattr(value, name), name)) for name in type(value).model_fields if name not in _FORM]
        return (type(value).__name__, *((name, inner) for name, inner in said if inner not in (None, "", (), False)))
    if isinstance(value, Mapping):
        return tuple(sorted((key, meaning(inner)) for key, inner in value.items()))
    if isinstance(value, tuple):
        members = [meaning(inner) for inner in value]
        return tuple(sorted(members, key=repr)) if field in _UNORDERED else tuple(members)
    return value


# -- dealings ---------------------------------------------------------------------------------------------


class _Said(NamedTuple):
    """A dealing, its fields, and what they mean."""

    dealing: Dealing
    fields: dict[Path, Leaf]
    meanings: frozenset[tuple[Path, Hashable]]
    key: str


def _said(dealing: Dealing) -> _Said:
    fields = _flat(dealing)
    meanings = [(path, meaning(value, path[-1])) for path, value in _apart(dealing, fields).items()]
    return _Said(dealing, fields, frozenset(meanings), repr(sorted(meanings, key=repr)))


def same_dealings(before: Case, after: Case) -> dict[str, str]:
    """Dealings of the second version that the first has too, from their ids there to their ids in the first."""
    pairs, _, _ = _matched(before.dealings, after.dealings)
    return {other.id: one.id for one, other in pairs}


def _dealings(before: Sequence[Dealing], after: Sequence[Dealing]) -> Iterator[Difference]:
    pairs, gone, new = _matched(before, after)
    for one, other in pairs:
        if one == other:
            continue
        name = one.id
        if name != other.id and not (is_automatic(name) and is_automatic(other.id)):
            yield Difference(("dealings", name, "id"), name, other.id)
        yield from _fields(("dealings", name), *_alike(_said(one), _said(other)))
    for one in gone:
        yield Difference(("dealings", one.id), one, None)
    for other in new:
        yield Difference(("dealings", other.id), None, other)


def _alike(one: _Said, other: _Said) -> tuple[dict[Path, Leaf], dict[Path, Leaf]]:
    """The fields of both; a single category is written as one of several where the other has several."""
    if len(one.dealing.bodies) == len(other.dealing.bodies):
        return one.fields, other.fields
    return _apart(one.dealing, one.fields), _apart(other.dealing, other.fields)


def _apart(dealing: Dealing, fields: dict[Path, Leaf]) -> dict[Path, Leaf]:
    """The fields with the number of a single category as that of one of several."""
    bodies = dealing.bodies
    category = bodies[0].category if len(bodies) == 1 else None
    if category is None or len(category.options) > 1 or bodies[0].records is None:
        return fields
    rest = {path: value for path, value in fields.items() if path not in (("category",), ("records",))}
    return rest | {("records", category.options[0]): bodies[0].records}


_Pairs = list[tuple[Dealing, Dealing]]


def _matched(before: Sequence[Dealing], after: Sequence[Dealing]) -> tuple[_Pairs, list[Dealing], list[Dealing]]:
    """Dealings that are the same in both versions in the order of the first; those gone, and those new.

    Those with the same id are the same, those without one where they say the same; most stand where they stood.
    """
    named = {other.id: other for other in after}
    found: dict[str, Dealing] = {}
    for one in before:
        other = named.get(one.id)
        if other is not None and (not is_automatic(one.id) or one == other):
            found[one.id] = other
    for alike in (_equal, _similar):
        taken = {other.id for other in found.values()}
        left = [_said(one) for one in before if one.id not in found]
        free = [_said(other) for other in after if other.id not in taken]
        found |= {one.dealing.id: other.dealing for one, other in alike(left, free)}
    taken = {other.id for other in found.values()}
    pairs = [(one, found[one.id]) for one in before if one.id in found]
    gone = [one for one in before if one.id not in found]
    return pairs, gone, [other for other in after if other.id not in taken]


def _equal(before: Iterable[_Said], after: Iterable[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Those that say the same."""
    free: dict[str, list[_Said]] = {}
    for other in after:
        free.setdefault(other.key, []).append(other)
    for one in before:
        if free.get(one.key):
            yield one, free[one.key].pop(0)


def _similar(before: Iterable[_Said], after: Iterable[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Those of the same people that agree in more than not, the likest first; two that both have an id do not."""
    whose: dict[Hashable, tuple[list[_Said], list[_Said]]] = {}
    for side, group in enumerate((before, after)):
        for said in group:
            whose.setdefault(meaning(said.dealing.by, "by"), ([], []))[side].append(said)
    for ones, others in whose.values():
        yield from _likest(sorted(ones, key=_order), sorted(others, key=_order))


def _order(said: _Said) -> str:
    return said.key


def _likest(ones: list[_Said], others: list[_Said]) -> Iterator[tuple[_Said, _Said]]:
    if len(ones) * len(others) > _MOST_PAIRS:
        yield from [(one, other) for one, other in zip(ones, others, strict=False) if _likeness(one, other)]
        return
    scores = [
        (-likeness[0], likeness[1], number, place)
        for number, one in enumerate(ones)
        for place, other in enumerate(others)
        if (likeness := _likeness(one, other))
    ]
    used_ones: set[int] = set()
    used_others: set[int] = set()
    for _, _, number, place in sorted(scores):
        if number not in used_ones and place not in used_others:
            used_ones.add(number)
            used_others.add(place)
            yield ones[number], others[place]


def _likeness(one: _Said, other: _Said) -> tuple[int, int] | None:
    """How many fields agree and how many do not; None where they are not to be taken for the same dealing."""
    if not (is_automatic(one.dealing.id) or is_automatic(other.dealing.id)):
        return None
    same, either = len(one.meanings & other.meanings), {path for path, _ in one.meanings | other.meanings}
    return (same, len(either) - same) if 2 * same > len(either) else None
