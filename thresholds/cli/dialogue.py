"""Lines to and from a person at a terminal, or through a pipe: what is said goes to where nothing else is written."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.text import Text

from thresholds.interview.show import Shown
from thresholds.law.model import Ruleset
from thresholds.rendering.console import console_for
from thresholds.rendering.tree import FoldingTree
from thresholds.rendering.words import Words


class Dialogue:
    """A conversation in one language. In a pipe, and where output is redirected, it is held on standard error."""

    def __init__(self, lang: str) -> None:
        self.words = Words(lang)
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        self.console = console_for(sys.stdout if self.interactive else sys.stderr)
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")

    def about(self, ruleset: Ruleset) -> None:
        """What the ruleset names itself is called as it says from now on."""
        if self.words.ruleset is not ruleset:
            self.words = Words(self.words.lang, ruleset)

    def say(self, key: str, **fields: object) -> None:
        """A phrase on a line of its own."""
        self.tell(self.words.say(key, **fields))

    def tell(self, text: str, style: str = "") -> None:
        """A line, folded at the width."""
        self.console.print(FoldingTree(Text(text, style=style)))

    def show(self, shown: Shown, style: str = "bold") -> None:
        """A line with those that stand below it."""
        tree = FoldingTree(Text(shown.text, style=style), guide_style="dim")
        for text in shown.below:
            tree.add(Text(text))
        self.console.print(tree)

    def tell_all(self, lines: Iterable[str]) -> None:
        """Several lines."""
        for line in lines:
            self.tell(line)

    def hear(self, key: str, **fields: object) -> str:
        """A line typed after a prompt.

        Raises:
            EOFError: there is no more to come.
            KeyboardInterrupt: it was broken off.
        """
        prompt = self.words.say(key, **fields)
        if self.interactive:
            _edited_lines()
            return input(prompt)
        stream = self.console.file
        stream.write(prompt)
        stream.flush()
        line = sys.stdin.readline()
        stream.write("\n")
        if not line:
            raise EOFError
        return line.rstrip("\r\n")


def _edited_lines() -> None:
    """Lines that can be edited as they are typed, where the system has a library for it."""
    try:
        import readline  # noqa: F401
    except ImportError:
        return
