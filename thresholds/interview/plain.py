"""A case as plain data: looked into, and copied with another value in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Place = tuple[str, ...]

_REMARKS = ("because", "evidence", "disputed", "note")
_SIDES = ("gross", "net")
_FIGURES = (
    "records", "paid", "illegal_gains", "profit_from_use", "duplicates", "inauthentic", "public", "verified",
    "duplicate_rate", "inauthentic_rate",
)  # fmt: skip


def dealings_of(case: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The dealings in the order of the file."""
    found = case.get("dealings")
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, Sequence) else []


def name_of(dealing: Mapping[str, object], number: int) -> str:
    """The id of a dealing, or its number from 1."""
    return str(dealing.get("id") or f"#{number}").strip()


def dealing_of(case: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The dealing of an id; empty where there is none."""
    for number, dealing in enumerate(dealings_of(case), 1):
        if name_of(dealing, number) == name:
            return dealing
    return {}


def names_in(value: object) -> list[str]:
    """A name or a list of names as a list."""
    if isinstance(value, str):
        return [value.strip()]
    return [str(one).strip() for one in value] if isinstance(value, Sequence) else []


def section(case: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The entries of a section by name; none where it is missing."""
    found = case.get(name)
    return found if isinstance(found, Mapping) else {}


def with_value(case: Mapping[str, object], place: Place, value: object) -> dict[str, object]:
    """A copy of the case with a value in a place; remarks beside an earlier value stay, maps are made on the way."""
    around = "value" if set(_FIGURES) & set(place[2:]) else "is"
    if place[0] == "dealings" and len(place) > 1:
        return {**case, "dealings": _with_dealing(case, place[1], place[2:], value, around)}
    found = _put(case, place, value, around)
    assert isinstance(found, dict)
    return found


def _with_dealing(case: Mapping[str, object], name: str, place: Place, value: object, around: str) -> list[object]:
    dealings = case.get("dealings")
    items = list(dealings) if isinstance(dealings, Sequence) else []
    return [
        _put(item, place, value, around) if isinstance(item, Mapping) and name_of(item, number) == name else item
        for number, item in enumerate(items, 1)
    ]


def _put(inside: object, place: Place, value: object, around: str) -> object:
    if not place:
        return _beside_remarks(inside, value, around)
    found = dict(inside) if isinstance(inside, Mapping) else {}
    found[place[0]] = _put(found.get(place[0]), place[1:], value, around)
    return found


def _beside_remarks(before: object, value: object, around: str) -> object:
    """A value in place of another; what was said beside that one goes on standing beside this."""
    if not isinstance(before, Mapping):
        return value
    sides = {key: value for key in _SIDES if key in before}
    if sides:
        return {**before, **sides}
    remarks = {key: before[key] for key in _REMARKS if key in before}
    return {around: value, **remarks} if remarks else value


def added(case: Mapping[str, object], dealing: Mapping[str, object]) -> dict[str, object]:
    """A copy of the case with one more dealing."""
    return {**case, "dealings": [*dealings_of(case), dealing]}


def free_name(taken: Sequence[str], letter: str) -> str:
    """The first of B1, B2, … that is not taken."""
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"
