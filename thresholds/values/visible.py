"""Text from files as it may be shown: what a terminal would obey, or what turns the order of reading, is made seen."""

from __future__ import annotations

import re

#: Controls (but line breaks and tabs), marks that turn the direction of writing, line separators, lone surrogates.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_PICTURES = 0x2400
_DELETE = 0x7F


def visible(text: str) -> str:
    """The text with each such character as one that is seen: `\\x1b` as ␛, those without a picture as �.

    Line breaks and tabs stay. Each character becomes one character, so places in the text are the same before and
    after.
    """
    return _OBEYED.sub(_picture, text) if _OBEYED.search(text) else text


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == _DELETE:
        return "␡"
    return chr(_PICTURES + code) if code < 0x20 else "�"
