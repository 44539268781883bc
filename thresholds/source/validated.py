"""Nodes → pydantic models, with every pydantic error brought back to its line and column, and worded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from thresholds.errors import nearest
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.wording import Worded

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[Any, ...]

#: Fields of a ruleset that are worked out, not written.
_WORKED_OUT = ("sha256", "file")
_SHAPES = {"model_type": "map", "dict_type": "map", "tuple_type": "list", "string_type": "text"}


def to_plain(node: Node) -> Any:
    """Dictionaries, lists and texts; what is empty becomes None."""
    if node.pairs is not None:
        return {key.text or "": to_plain(value) for key, value in node.pairs}
    if node.items is not None:
        return [to_plain(item) for item in node.items]
    return None if node.empty else node.text


def validated(model: type[Model], node: Node, reader: Reader) -> Model | None:
    """The model of a node; what does not fit is noted in the reader with its place (TH101-TH103, TH203)."""
    try:
        return model.model_validate(to_plain(node))
    except ValidationError as error:
        for problem in _of_one_branch(node, error.errors(include_url=False)):
            _note(reader, model, node, problem)
        return None


def _of_one_branch(root: Node, problems: list[Any]) -> list[Any]:
    """Of a union, only the errors of the member that the document comes nearest to.

    Nearest is the one with the fewest keys unknown or missing; pydantic reports every member's.
    """
    misses: dict[Location, dict[str, int]] = {}
    branches: list[tuple[Location, str] | None] = []
    for problem in problems:
        loc = tuple(problem["loc"])
        at = next((index for index in range(len(loc) - 1) if _is_class(root, loc, index)), None)
        branches.append(None if at is None else (loc[:at], loc[at]))
        if at is not None:
            counts = misses.setdefault(loc[:at], {})
            keys_differ = problem["type"] in ("extra_forbidden", "missing") and len(loc) == at + 2
            counts[loc[at]] = counts.get(loc[at], 0) + keys_differ
    return [
        problem
        for problem, branch in zip(problems, branches, strict=True)
        if branch is None or branch[1] == min(misses[branch[0]], key=misses[branch[0]].__getitem__)
    ]


def _is_class(root: Node, loc: Location, index: int) -> bool:
    """Whether a part of a location names a member of a union, not a key of the document."""
    part = loc[index]
    return isinstance(part, str) and part[:1].isupper() and _find(root, loc[:index])[0].get(part) is None


def _note(reader: Reader, model: type[BaseModel], root: Node, problem: Any) -> None:
    loc = tuple(problem["loc"])
    place, parent = _find(root, loc)
    last = str(loc[-1]) if loc else ""
    kind = problem["type"]
    context = problem.get("ctx", {})
    if kind == "extra_forbidden":
        key = next((key for key, _ in parent.pairs or () if key.text == last), place)
        names = _names(model, loc[:-1])
        reader.wrong("TH101", key, last, names, nearest(last, names))
    elif kind == "missing":
        reader.wrong("TH102", place, last)
    elif kind in _SHAPES:
        reader.misshapen(place, _SHAPES[kind])
    elif kind == "union_tag_not_found":
        names = tuple(dict.fromkeys(_first_fields(model, loc)))
        written = list(place.keys())
        near = next((found for word in written for found in [nearest(word, names)] if found), "")
        reader.wrong("TH103", place, ", ".join(written), names, near, problem=Worded("rules.kind"))
    elif kind == "literal_error":
        names = tuple(word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", "))
        near = nearest(place.text or "", names)
        reader.wrong("TH103", place, place.text, names, near, problem=Worded("rules.choice"))
    else:
        shown = place.text if place.text is not None else last
        reader.wrong("TH103", place, shown, problem=_worded(kind, problem))


def _worded(kind: str, problem: Any) -> Worded:
    """What is wrong with a value; what pydantic says where there are no words of ours for it."""
    if kind == "value_error":
        said = str(problem["ctx"]["error"])
        return Worded("rules.figure" if said.startswith("TH") else f"rules.{said}")
    if kind.startswith("date"):
        return Worded("rules.date")
    if kind.startswith(("int", "fraction", "decimal", "float")):
        return Worded("rules.number")
    return Worded(str(problem["msg"]))


def _names(model: type[BaseModel], loc: Location) -> tuple[str, ...]:
    """The keys that may stand at a location."""
    found = _models(model, loc)
    fields = found[0].model_fields if found else {}
    return tuple(field.alias or name for name, field in fields.items() if name not in _WORKED_OUT)


def _first_fields(model: type[BaseModel], loc: Location) -> Iterator[str]:
    """The keys by which the members of a union are told apart: the first of each."""
    for found in _models(model, loc):
        yield next(iter(found.model_fields))


def _models(model: type[BaseModel], loc: Location) -> list[type[BaseModel]]:
    """The models that a location can hold."""
    found: list[type[BaseModel]] = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        if len(found) > 1:
            found = [one for one in found if part == one.__name__ or part in one.model_fields][:1]
            continue
        fields = {field.alias or name: field for name, field in found[0].model_fields.items()} if found else {}
        found = list(_inside(fields[part].annotation)) if part in fields else []
    return found


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _inside(inner)


def _find(node: Node, loc: Location) -> tuple[Node, Node]:
    """The node at a pydantic location and the one above it; union tags in the location are passed over."""
    place = parent = node
    for part, after in zip(loc, (*loc[1:], None), strict=False):
        inner: Node | None = None
        if isinstance(part, int) and place.items is not None and part < len(place.items):
            inner = place.items[part]
        elif isinstance(part, str) and place.pairs is not None:
            inner = place.get(part)
        if inner is not None and not _is_tag(place, inner, after):
            place, parent = inner, place
    return place, parent


def _is_tag(place: Node, inner: Node, after: Any) -> bool:
    """Whether a part of a location that is a key too only says which member of a union was taken."""
    if not isinstance(after, str):
        return False
    return inner.pairs is None or (place.get(after) is not None and inner.get(after) is None)
