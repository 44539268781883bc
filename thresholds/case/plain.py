"""A case document as plain data: English keys, values as they are written or in the words of the glossary."""

from __future__ import annotations

from collections.abc import Mapping

from thresholds.case.place import identifier, keys_of
from thresholds.case.write import case_text
from thresholds.source.node import Node
from thresholds.source.yaml import parse


def plain_of(root: Node) -> dict[str, object]:
    """The document with English keys and values as written, every value a text, a list or a map.

    Raises:
        TypeError: the document is no map.
    """
    found = _plain(root, ())
    if not isinstance(found, dict):
        raise TypeError(root.shape)
    return found


def _plain(node: Node, path: tuple[str, ...]) -> object:
    if node.pairs is not None:
        keys = keys_of(path)
        named = [(identifier(key.text or "", keys, path), value) for key, value in node.pairs]
        return {name: _plain(value, (*path, name)) for name, value in named}
    if node.items is not None:
        return [_plain(item, (*path, "+")) for item in node.items]
    return None if node.empty else node.text


def canonical(plain: Mapping[str, object]) -> dict[str, object]:
    """The case with every key and every word of the glossary in English, all else as it is written.

    Raises:
        TypeError: a value is no text, whole number, truth, list or map.
    """
    return plain_of(parse(case_text(plain, "en"), "<case>"))
