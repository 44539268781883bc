"""The moment as a picture: the tier and the ladder in one drawing that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.rendering.document.charts import rung_text
from thresholds.rendering.document.ladder_svg import WIDE, rung_drawing, wrapped
from thresholds.rendering.document.markup import Markup, element, join, text
from thresholds.rendering.document.rungs import drawn
from thresholds.rendering.document.style import LIGHT, ladder_rules
from thresholds.rendering.words import Words
from thresholds.report.ladder import ladder

if TYPE_CHECKING:
    from thresholds.report.model import PersonReport

_EDGE, _SIZE, _SMALL, _LINE = 24, 20, 12, 1.6
#: They have Chinese and the marks of items alike, as on the page.
_FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', SimHei, sans-serif"
_STYLE = f"text {{ font-family: {_FONTS}; }}"


def picture(persons: tuple[PersonReport, ...], lang: str, foot: str) -> str:
    """An SVG file: for each offence its tier, then a bar for each quantity; `foot` says what it was worked out from."""
    parts: list[Markup] = []
    y = float(_EDGE)
    for place, person in enumerate(persons):
        words = Words(lang, person.engine.ruleset)
        offence = words.term(person.charged or person.engine.ruleset.offence)
        for line in wrapped(words.say("page.picture", offence=offence, grade=words.grade(person.grade)), WIDE, _SIZE):
            y += _SIZE * _LINE
            parts.append(_line(y, line, _SIZE, "item"))
        y += _EDGE / 2
        rungs = ladder(person)
        for number, (rung, bar) in enumerate(zip(rungs, drawn(rungs, lang), strict=True)):
            inner, height = rung_drawing(bar, WIDE, f"picture-{place}-{number}", rung_text(rung, words))
            parts.append(element("svg", inner, x=str(_EDGE), y=f"{y:g}", width=str(WIDE), height=str(height)))
            y += height
    for line in wrapped(foot, WIDE, _SMALL):
        y += _SMALL * _LINE
        parts.append(_line(y, line, _SMALL, "small"))
    return _whole(join(parts), WIDE + 2 * _EDGE, int(y) + _EDGE)


def _line(y: float, line: str, size: int, name: str) -> Markup:
    return element("text", text(line), x=str(_EDGE), y=f"{y:g}", font_size=str(size), class_=name)


def _whole(content: Markup, width: int, height: int) -> str:
    drawing = element(
        "svg",
        element("style", Markup(_STYLE + ladder_rules(LIGHT))),
        element("rect", width=str(width), height=str(height), fill=LIGHT["paper"]),
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawing}\n'
