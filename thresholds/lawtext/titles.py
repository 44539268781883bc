"""The title of an official text: what its head says besides — who adopted it, when, its number — is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thresholds.lawtext.lines import Line

_KIND = r"(?:解释|规定|决定|意见|批复)(?:[（(][^）)]{1,4}[）)])?"
_ENDS = re.compile(rf".*{_KIND}")
#: Where a whole head stands in one line, what follows the title: a figure, a bracket, 最高… or the rest of the head.
_BEGINS = re.compile(rf"(.*?{_KIND})(?=[\d（(<])")
#: An announcement names the title in full.
_ANNOUNCED = re.compile(rf"《([^》]*(?:〈[^〉]*〉[^》]*)?{_KIND})》已[于经]")
#: Lines of a head that no title goes over: sentences, numbers in brackets, dates, the word 公告.
_APART = re.compile(r".*(?:[。；：，:;)）]|公告|\d号)|[\d〇零一二三四五六七八九十年月日]+")


def title_of(before: Sequence[Line]) -> str:
    """The title in the lines before the articles, and empty where none of them is one.

    It is the heading that Markdown marks; else what stands up to the first line that ends as titles do; else what an
    announcement calls the text; else, of a law, the first line.
    """
    headings = [line.words for line in before if line.heading]
    marked = [words for words in headings if _ENDS.fullmatch(words)] or headings
    if marked:
        return marked[0]
    found = _lines_of_title(before)
    if found:
        return found
    for pattern in (_BEGINS, _ANNOUNCED):
        for line in before:
            match = pattern.match(line.words) if pattern is _BEGINS else pattern.search(line.words)
            if match is not None:
                return match[1]
    first = before[0].words if before else ""
    return "" if _APART.fullmatch(first) else first


def _lines_of_title(before: Sequence[Line]) -> str:
    """The lines up to the first that ends as titles do, from the last line on that is no part of a title."""
    parts: list[str] = []
    for line in before:
        if _ENDS.fullmatch(line.words):
            return "".join([*parts, line.words])
        parts = [] if _APART.fullmatch(line.words) else [*parts, line.words]
    return ""
