"""Where text goes: a terminal, a pipe or a file, each with the width and the colours that it can show."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from thresholds.values.visible import visible

#: The width of a file, and of a pipe that no window belongs to.
WIDTH = 100

#: The width of a terminal that does not say how wide it is.
_UNKNOWN_WIDTH = 80

#: Rich asks for a height too before it believes a width; nothing here depends on it.
_HEIGHT = 25


class _Plain(Console):
    """A console that takes every text literally, and that no text of a file can give orders to."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Segments with their control characters made visible; those of rich itself are marked as such."""
        for segment in super().render(renderable, options):
            text, style, control = segment
            shown = text if control else visible(text)
            yield segment if shown is text else Segment(shown, style)

    def on_broken_pipe(self) -> None:
        """Leave a pipe closed early to the command line, where it is no error; rich would end with exit code 1."""
        raise BrokenPipeError


def console_for(stream: TextIO | None = None) -> Console:
    """A console on standard output or another stream, with colour only on terminals, unless NO_COLOR is set.

    As wide as COLUMNS says, or the terminal; a file is always 100 cells wide, and so is a pipe without a window.
    FORCE_COLOR gives colour to pipes and files too.
    """
    target = stream or sys.stdout
    return _Plain(
        file=target,
        width=_width(target),
        height=_HEIGHT,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        markup=False,
        emoji=False,
        highlight=False,
    )


def file_console(stream: TextIO, width: int = WIDTH) -> Console:
    """A console for a text that is kept: without colour, whatever the environment says."""
    return _Plain(
        file=stream,
        width=width,
        height=_HEIGHT,
        color_system=None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    if _regular(stream):
        return WIDTH
    for one in (stream, sys.__stderr__, sys.__stdin__):
        try:
            size = os.get_terminal_size(one.fileno())  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):
            continue
        return size.columns or _UNKNOWN_WIDTH
    return WIDTH


def _regular(stream: TextIO) -> bool:
    """Whether a stream is a file on disk: its width must not depend on the window that it is written from."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (AttributeError, ValueError, OSError):
        return False
