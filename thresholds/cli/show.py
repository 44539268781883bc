"""One result in the format asked for: printed, or written to a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from thresholds.cli.options import write_out
from thresholds.rendering import FORMATS
from thresholds.rendering.as_json import json_text
from thresholds.wording import phrase

if TYPE_CHECKING:
    from rich.console import Console

    from thresholds.rendering.document.model import Document


class Result(NamedTuple):
    """The ways in which a result can be shown: as data, as a document in a language, or printed in a language.

    Where nothing is said of printing, the document is printed.
    """

    data: Callable[[], dict[str, object]]
    document: Callable[[str], Document]
    text: Callable[[Console, str], None] | None = None

    def print(self, console: Console, lang: str) -> None:
        """Print it on a console."""
        if self.text is not None:
            self.text(console, lang)
            return
        from thresholds.rendering.blocks import print_blocks

        print_blocks(self.document(lang), console)


def show(result: Result, format_: str, lang: str, output: str | None) -> None:
    """Print a result, or write it to a file.

    Raises:
        click.UsageError: the format is of bytes, and a terminal is to show it.
        SourceErrors: the folder of the output is missing or cannot be written to (TH001).
    """
    if format_ == "json":
        write_out(json_text(result.data()), output)
    elif format_ == "text":
        _print(result, lang, output)
    else:
        from thresholds.rendering import write_document

        if FORMATS[format_].binary and output is None and sys.stdout.isatty():
            raise click.UsageError(phrase("document.to-terminal", lang).format(format=format_))
        write_out(write_document(result.document(lang), format_), output)


def _print(result: Result, lang: str, output: str | None) -> None:
    from thresholds.rendering.console import console_for, file_console

    if output is None:
        result.print(console_for(), lang)
        return
    from io import StringIO

    stream = StringIO()
    result.print(file_console(stream), lang)
    write_out(stream.getvalue(), output)
