"""Where a line may be broken: Chinese between any two characters, Latin words and numbers only as a last resort."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

#: What must not begin a line, and what must not end one.
_CLOSING = frozenset("，。；：、！？）」』》〉〕”’％～,.;:!?)]}")
_OPENING = frozenset("（「『《〈〔“‘～([{")

#: What stays with the number after it, across a space.
_SIGNS = frozenset("÷＝=×")


class FoldingText(Text):
    """A text that folds like this wherever rich wraps it: in the cells of a table."""

    def wrap(self, console: Console, width: int, **_: object) -> Lines:  # noqa: ARG002
        """The lines of the text at a width; rich's own ways of folding are not asked for."""
        lines = Lines(fold(self, width))
        for line in lines:
            line.rstrip()
        return lines


def fold(text: Text, width: int) -> list[Text]:
    """The text in lines of at most `width` cells, none of it lost but the spaces at which it is broken.

    A unit stays with its number (`483 条`), a closing mark with what it closes, an opening one with what it opens.
    """
    folded: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        folded += line.divide(_breaks(line.plain, width))
    return folded


def hanging(text: Text, width: int, indent: int = 4) -> list[Text]:
    """The text folded, with all lines but the first set in by so many cells."""
    first, *rest = text.divide(_breaks(text.plain, width, indent))
    lines = [first, *(Text(" " * indent).append_text(line) for line in rest)]
    for line in lines:
        line.rstrip()
    return lines


def _breaks(text: str, width: int, indent: int = 0) -> list[int]:
    """The places at which the lines after the first begin; those are set in."""
    found: list[int] = []
    start = last = used = 0
    for place, character in enumerate(text):
        size = cell_len(character)
        if place > start and _may_break(text, place):
            last = place
        if used + size > width and character != " ":
            start = last if last > start else place
            found.append(start)
            used = indent + cell_len(text[start:place])
        used += size
    return found


def _may_break(text: str, place: int) -> bool:
    """Whether a line may begin at this place of the text."""
    before, after = text[place - 1], text[place]
    if after == " " or after in _CLOSING:
        return False
    if before == " ":
        return place == 1 or not (text[place - 2] in _SIGNS or (text[place - 2].isdigit() and _wide(after)))
    counted = before.isascii() and before.isdigit()
    return before not in _OPENING and (_wide(before) or _wide(after)) and not counted


def _wide(character: str) -> bool:
    return cell_len(character) == 2
