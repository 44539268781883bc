"""The manual page of each diagnostic: its sentence, its hint, and a wrong and a right example."""

from __future__ import annotations

import re

from thresholds.wording import phrase
from thresholds.wording.zh import PHRASES

_CODE = re.compile(r"TH\d{3}")

#: What is wrong, and how it is written right. The right examples are parts of case files.
EXAMPLES: dict[str, tuple[str, str]] = {}


def codes() -> tuple[str, ...]:
    """Every code, in order."""
    return tuple(sorted(key for key in PHRASES if _CODE.fullmatch(key)))


def page(code: str, lang: str = "zh") -> str:
    """The page of a code; fields that a real message fills stand as …"""
    text = re.sub(r"\{\w+(:\w+)?\}", "…", phrase(code, lang))
    hint = phrase(f"{code}.hint", lang, "").replace("{{", "{").replace("}}", "}")
    lines = [text]
    if hint:
        lines.append(hint)
    if code in EXAMPLES:
        wrong, right = EXAMPLES[code]
        lines += [f"{phrase('code.wrong', lang)} {wrong}", f"{phrase('code.right', lang)} {right}"]
    return "\n".join(lines)
