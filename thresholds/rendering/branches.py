"""The tree of a person as values: lines and those below them, in the same words and marks as in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from thresholds.rendering.text import person_tree
from thresholds.values.visible import visible

if TYPE_CHECKING:
    from rich.tree import Tree

    from thresholds.rendering.words import Words
    from thresholds.report.model import PersonReport

#: What styles of the terminal mean, as classes of the page.
_CLASSES = {
    "bold red": "met",
    "bold yellow": "open",
    "bold green": "below",
    "cyan": "court",
    "yellow": "open",
    "bold": "head",
    "dim": "quiet",
    "italic": "law",
}
#: Heads of what stands beside the items.
_ASIDE = ("counts", "readings", "questions", "consequences", "neighbour.heading")


class Piece(NamedTuple):
    """A part of a line, and the class that it is drawn in."""

    text: str
    class_: str


class Branch(NamedTuple):
    """A line, and those below it; `aside` are those that stand beside the items: counts, readings, questions."""

    pieces: tuple[Piece, ...]
    below: tuple[Branch, ...]
    aside: bool = False


def branches(person: PersonReport, words: Words) -> tuple[Branch, ...]:
    """What stands below a person's head: items, counts, readings, questions, consequences."""
    heads = {words.say(key) for key in _ASIDE}
    found = _branch(person_tree(person, words)).below
    return tuple([branch._replace(aside=branch.pieces[0].text in heads) for branch in found])


def _branch(node: Tree) -> Branch:
    label = node.label if isinstance(node.label, Text) else Text(str(node.label))
    return Branch(tuple(_pieces(label)), tuple([_branch(child) for child in node.children]))


def _pieces(label: Text) -> Iterator[Piece]:
    """The text between the ends of its styles; of two at one place the inner one counts."""
    text = label.plain
    ends = sorted({0, len(text), *(end for span in label.spans for end in (span.start, span.end))})
    for start, end in pairwise(ends):
        styles = [str(label.style), *(str(span.style) for span in label.spans if span.start <= start < span.end)]
        style = next((found for found in reversed(styles) if found), "")
        yield Piece(visible(text[start:end]), _CLASSES.get(style, ""))
