"""Fonts made for tests: every character is a box, in a family with a name of our choice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

_EM = 1000


def make_font(path: Path, family: str, characters: Iterable[str]) -> None:
    """Write a font of a family that has exactly these characters."""
    codes = sorted({ord(character) for character in characters})
    names = {code: f"u{code:04X}" for code in codes}
    order = [".notdef", *names.values()]
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    box = _box()
    builder.setupGlyf(dict.fromkeys(order, box))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (_EM, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    plain = family.replace(" ", "")
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "fullName": family, "psName": plain})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWeightClass=400)
    builder.setupPost()
    builder.save(str(path))


def _box() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()
