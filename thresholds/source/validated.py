"""Nodes → pydantic models, with every pydantic error brought back to its line and column."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from thresholds.errors import nearest
from thresholds.source.node import Node
from thresholds.source.reader import Reader

Model = TypeVar("Model", bound=BaseModel)


def to_plain(node: Node) -> Any:
    """Dictionaries, lists and texts; what is empty becomes None."""
    if node.pairs is not None:
        return {key.text or "": to_plain(value) for key, value in node.pairs}
    if node.items is not None:
        return [to_plain(item) for item in node.items]
    return None if node.empty else node.text


def validated(model: type[Model], node: Node, reader: Reader) -> Model | None:
    """The model of a node; what does not fit is noted in the reader with its place (TH101-TH103)."""
    try:
        return model.model_validate(to_plain(node))
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            _note(reader, node, problem)
        return None


def _note(reader: Reader, root: Node, problem: Any) -> None:
    loc = tuple(problem["loc"])
    place, parent = _find(root, loc)
    last = str(loc[-1]) if loc else ""
    if problem["type"] == "extra_forbidden":
        key = next((key for key, _ in parent.pairs or () if key.text == last), place)
        reader.wrong("TH101", key, last, near=nearest(last, list(problem.get("ctx", {}).get("allowed", ()))))
    elif problem["type"] == "missing":
        reader.wrong("TH102", place, last)
    else:
        shown = place.text if place.text is not None else last
        reader.wrong("TH103", place, shown, problem=str(problem["msg"]))


def _find(node: Node, loc: tuple[Any, ...]) -> tuple[Node, Node]:
    """The node at a pydantic location and the one above it; union tags in the location are passed over."""
    place = parent = node
    for part in loc:
        inner: Node | None = None
        if isinstance(part, int) and place.items is not None and part < len(place.items):
            inner = place.items[part]
        elif isinstance(part, str) and place.pairs is not None:
            inner = place.get(part)
        if inner is not None:
            place, parent = inner, place
    return place, parent
