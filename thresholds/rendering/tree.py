"""A rich tree that folds: a line that fits goes out as it is, which is most of them and ten times faster."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text
from rich.tree import Tree

from thresholds.rendering.folding import fold
from thresholds.values.visible import visible

_GUIDES = ("├── ", "└── ", "│   ", "    ")
_ASCII_GUIDES = ("+-- ", "`-- ", "|   ", "    ")
_LEAST_WIDTH = 8

#: The cells that each level of a tree takes on the left.
GUIDE_WIDTH = 4


def _shown(label: object) -> Text:
    """A label as it is drawn; its own style becomes part of the text, for lines are drawn one by one."""
    text = label.copy() if isinstance(label, Text) else Text(str(label))
    if text.style:
        text.stylize_before(text.style)
    text.plain = visible(text.plain)
    return text


class FoldingTree(Tree):
    """A tree of texts. Long ones are folded at the width, wherever that is, so that no Chinese sentence is cut."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines of the tree, with its guides."""
        guides = _ASCII_GUIDES if options.ascii_only else _GUIDES
        yield from self._lines(self, "", "", console, options.max_width, guides)

    def _lines(
        self, node: Tree, first: str, rest: str, console: Console, width: int, guides: tuple[str, str, str, str]
    ) -> Iterator[Segment]:
        style = console.get_style(self.guide_style)
        label = _shown(node.label)
        room = max(_LEAST_WIDTH, width - cell_len(first))
        fits = cell_len(label.plain) <= room and "\n" not in label.plain
        lead = first
        for line in [label] if fits else fold(label, room):
            if lead:
                yield Segment(lead, style)
            line.rstrip()
            yield from line.render(console)
            yield Segment.line()
            lead = rest
        fork, corner, bar, gap = guides
        for number, child in enumerate(node.children, 1):
            last = number == len(node.children)
            yield from self._lines(
                child, rest + (corner if last else fork), rest + (gap if last else bar), console, width, guides
            )
