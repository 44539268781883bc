"""HTML and SVG as typed text: only what has been escaped, or made here, can stand in a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

#: Text in which everything that has a meaning in HTML is there on purpose.
Markup = NewType("Markup", str)

NOTHING = Markup("")
BREAK = Markup("<br>")

#: Elements that have no content and no end.
_VOID = frozenset({"br", "col", "link", "meta"})


def text(value: str) -> Markup:
    """Text that a page shows as it stands."""
    return Markup(escape(value))


def lines(value: str) -> Markup:
    """Text with its line breaks."""
    return join([text(line) for line in value.split("\n")], BREAK)


def join(parts: Iterable[Markup], between: Markup = NOTHING) -> Markup:
    """Parts one after another."""
    return Markup(between.join(parts))


def element(name: str, /, *content: Markup, **attributes: str | None) -> Markup:
    """An element; attributes that are None are left out, `class_` is `class`, and `_` in a name is `-`."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{join(content)}</{name}>")
