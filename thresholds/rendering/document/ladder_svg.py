"""A ladder as SVG: bars on one logarithmic scale, readable in black and white, with texts that never overlap.

Nothing is measured by a font: a wide character is taken as one em, any other as a little more than it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple
from unicodedata import east_asian_width

from thresholds.rendering.document.markup import NOTHING, Markup, element, join, text
from thresholds.rendering.document.rungs import FULL, DrawnMark, DrawnRung

#: Widths of the drawing in its own units, which are pixels where there is room.
WIDE, NARROW = 720, 340

_SIZE, _SMALL = 14, 12.5
_LINE = 1.45
_BAR = 16
_EDGE = 6
_GAP = 12
#: What must stay together: a wide character with the punctuation after it, or a word; each with its spaces.
_PIECES = re.compile(r"(?:[\u2e80-\uffef]|[^\u2e80-\uffef\s]+)(?:\s*[，。、；：）”」])*\s*|\s+")
_ANCHORS = ("middle", "start", "end")
#: Room for the arrow of a quantity without upper bound.
_ARROW = 12
_NARROW_EM = 0.6


class Label(NamedTuple):
    """A text under a bar: where it is anchored and how, in which row, and whether a leader comes down to it."""

    at: float
    row: int
    text: str
    anchor: str
    led: bool

    @property
    def extent(self) -> tuple[float, float]:
        """Where it begins and where it ends."""
        long = width_of(self.text, _SMALL)
        left = self.at - {"start": 0, "middle": long / 2, "end": long}[self.anchor]
        return left, left + long


def width_of(value: str, size: float) -> float:
    """How wide a text is at most, in the units of its size."""
    return size * sum(1 if east_asian_width(c) in "WFA" else _NARROW_EM for c in value)


def rung_svg(rung: DrawnRung, width: int, name: str, description: str) -> Markup:
    """The drawing of a rung; `name` begins the ids in it, `description` is read out instead of it."""
    drawing, height = rung_drawing(rung, width, name, description)
    return element(
        "svg",
        drawing,
        role="img",
        aria_labelledby=f"{name}-title {name}-description",
        viewBox=f"0 0 {width} {height}",
        class_="narrow" if width == NARROW else "wide",
    )


def rung_drawing(rung: DrawnRung, width: int, name: str, description: str) -> tuple[Markup, int]:
    """What stands in the drawing of a rung, and how high it is."""
    hatch = f"{name}-hatch"
    drawing, height = _rung(rung, width, hatch)
    title = element("title", text(rung.item), id=f"{name}-title")
    told = element("desc", text(description), id=f"{name}-description")
    return join([title, told, _pattern(hatch), drawing]), ceil(height)


def _pattern(name: str) -> Markup:
    line = element("path", d="M-1 7 L7 -1 M5 7 L7 5 M-1 1 L1 -1", class_="hatch")
    return element("defs", element("pattern", line, id=name, width="6", height="6", patternUnits="userSpaceOnUse"))


def _rung(rung: DrawnRung, width: int, hatch: str) -> tuple[Markup, float]:
    """A rung and its height: what is counted, the bar, the standards below it."""
    room = width - 2 * _EDGE - _ARROW
    parts, y = _head(rung, width)
    y += 9
    parts += [*_bar(rung, y, room, hatch)]
    labels = place_labels(rung.marks, room, width)
    y += _BAR
    below = y + 4
    rows = 1 + max((label.row for label in labels), default=-1)
    for mark in rung.marks:
        x = _x(mark.at, room)
        parts.append(element("line", x1=_n(x), x2=_n(x), y1=_n(y - _BAR - 4), y2=_n(below), class_="mark"))
    for label in labels:
        base = below + _SMALL * _LINE * (label.row + 1)
        if label.led:
            end = base - _SMALL
            parts.append(element("line", x1=_n(label.at), x2=_n(label.at), y1=_n(below), y2=_n(end), class_="leader"))
        parts.append(_text(label.at, base, label.text, _SMALL, anchor=label.anchor))
    return join(parts), below + _SMALL * _LINE * rows + _GAP


def _head(rung: DrawnRung, width: int) -> tuple[list[Markup], float]:
    """The item and the quantity on one line where they fit, then what is counted; and where that ends."""
    room, parts = width - 2 * _EDGE, []
    y = _SIZE * (1.2 - _LINE)
    for line in wrapped(rung.item, room, _SIZE):
        y += _SIZE * _LINE
        parts.append(_text(_EDGE, y, line, _SIZE, "item"))
        used = _EDGE + width_of(line, _SIZE) + _SIZE
    if used + width_of(rung.quantity, _SIZE) > width - _EDGE:
        y, used = y + _SIZE * _LINE, _EDGE
    parts.append(_text(used, y, rung.quantity, _SIZE))
    for line in wrapped(rung.counted, room, _SMALL):
        y += _SMALL * _LINE
        parts.append(_text(_EDGE, y, line, _SMALL, "small"))
    return parts, y


def _bar(rung: DrawnRung, y: float, room: float, hatch: str) -> Iterator[Markup]:
    """The track, the part that is sure, and hatched the part that may be; an arrow where there is no end."""
    least, most = _x(rung.least, room), _x(rung.most, room)
    height = _n(_BAR)
    yield element("rect", x=_n(_EDGE), y=_n(y), width=_n(room), height=height, class_="track")
    if least > _EDGE:
        yield element("rect", x=_n(_EDGE), y=_n(y), width=_n(least - _EDGE), height=height, class_="least")
    if most > least:
        yield element(
            "rect", x=_n(least), y=_n(y), width=_n(most - least), height=height, fill=f"url(#{hatch})", class_="most"
        )
    if rung.endless:
        tip = f"{_n(most)},{_n(y - 3)} {_n(most + _ARROW)},{_n(y + _BAR / 2)} {_n(most)},{_n(y + _BAR + 3)}"
        yield element("polygon", points=tip, class_="arrow")


def place_labels(marks: Sequence[DrawnMark], room: float, width: int) -> list[Label]:
    """The figures under a bar: all in one row, each below its mark; else a row each; else as a list without leaders.

    In rows of their own they are centred, or begin or end at their marks, whichever leaves the leaders free.
    """
    said = [f"{mark.figure} {mark.grade}" for mark in marks]
    at = [_x(mark.at, room) for mark in marks]
    rows = range(len(marks))
    tries = [("middle", [0 for _ in marks])]
    tries += [(anchor, order) for anchor in _ANCHORS for order in (list(rows), list(reversed(rows)))]
    for anchor, order in tries:
        labels = [Label(x, row, one, anchor, row > 0) for x, row, one in zip(at, order, said, strict=True)]
        if _readable(labels, width):
            return labels
    listed = [line for one in said for line in wrapped(one, width - 2 * _EDGE, _SMALL)]
    return [Label(_EDGE, row, line, "start", False) for row, line in enumerate(listed)]


def _readable(labels: Sequence[Label], width: int) -> bool:
    """Whether all stand inside the drawing, apart from each other, and no leader runs through one."""
    for label in labels:
        left, right = label.extent
        if left < _EDGE or right > width - _EDGE:
            return False
        for other in labels:
            if other is label:
                continue
            if other.row == label.row and other.extent[0] < right + _SMALL and left < other.extent[1] + _SMALL:
                return False
            if other.row > label.row and left - 2 < other.at < right + 2:
                return False
    return True


def wrapped(value: str, room: float, size: float) -> list[str]:
    """A text in lines that are not wider than the room; broken after any wide character, otherwise at spaces."""
    found, line = [], ""
    for piece in _PIECES.findall(value):
        if line and width_of(line + piece.rstrip(), size) > room:
            found.append(line.rstrip())
            line = ""
        line += piece
    return [*found, line.rstrip()] if line.strip() else found


def _x(share: int, room: float) -> float:
    return _EDGE + room * share / FULL


def _text(x: float, y: float, value: str, size: float, name: str | None = None, anchor: str = "start") -> Markup:
    if not value:
        return NOTHING
    placed = None if anchor == "start" else anchor
    return element("text", text(value), x=_n(x), y=_n(y), font_size=_n(size), class_=name, text_anchor=placed)


def _n(number: float) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    return f"{number:.1f}".removesuffix(".0")
