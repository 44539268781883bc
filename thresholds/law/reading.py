"""How every file of the law is read: parsed, validated, checked, and marked with its hash and its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from thresholds.law.conditions import LawValue
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.source.validated import validated
from thresholds.source.yaml import parse

Model = TypeVar("Model", bound=LawValue)


def read_law(
    model: type[Model], text: str, name: str, check: Callable[[Reader, Model, Node], None] | None = None
) -> Model:
    """The model of a text, with `sha256` of the text and `file`; `check` notes what validation alone cannot see.

    Raises:
        SourceErrors: with everything that is wrong in the text.
    """
    reader = Reader(name)
    root = parse(text, name)
    found = validated(model, root, reader)
    if found is not None and check is not None:
        check(reader, found, root)
    reader.finish()
    assert found is not None
    return found.model_copy(update={"sha256": hashlib.sha256(text.encode()).hexdigest(), "file": name})
