"""Citations across instruments: 刑法第二百五十三条之一第二款 is Criminal Law art. 253-1 ¶2."""

from __future__ import annotations

import re

from thresholds.values.chinese_numerals import parse_chinese

_NUMERAL = "[零一二三四五六七八九十百]+"
_PINPOINT = re.compile(
    rf"(刑法|刑事诉讼法|法[释发]?〔\d{{4}}〕\d+号)第({_NUMERAL})条(?:之({_NUMERAL}))?(?:第({_NUMERAL})款)?(?:第（({_NUMERAL})）项)?"
)
_INTERPRETED = re.compile(r"的立法解释（全国人大常委会(\d{4})年(\d{1,2})月(\d{1,2})日）")
_ENGLISH = {"刑法": "Criminal Law", "刑事诉讼法": "Criminal Procedure Law"}


def pinpoint(text: str, lang: str = "zh") -> str:
    """A citation as it is shown; what is not of this form stands as it is."""
    if lang == "zh":
        return text
    return _INTERPRETED.sub(_interpreted, _PINPOINT.sub(_in_english, text))


def _interpreted(match: re.Match[str]) -> str:
    year, month, day = map(int, match.groups())
    return f" as interpreted by the NPC Standing Committee on {year}-{month:02}-{day:02}"


def _in_english(match: re.Match[str]) -> str:
    instrument, *numerals = match.groups()
    article, sub, paragraph, item = (parse_chinese(numeral) if numeral else None for numeral in numerals)
    shown = f"{_ENGLISH.get(instrument, instrument)} art. {article}"
    shown += f"-{sub}" if sub else ""
    shown += f" ¶{paragraph}" if paragraph else ""
    return shown + (f" ({item})" if item else "")


def pinpoints_in(text: str) -> tuple[str, ...]:
    """Every citation of this form in a text, in order."""
    return tuple(match[0] for match in _PINPOINT.finditer(text))
