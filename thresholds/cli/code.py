"""`thresholds code TH201`: what a diagnostic means and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option

if TYPE_CHECKING:
    from rich.console import Console

    from thresholds.rendering.words import Words
    from thresholds.wording.codes import Page
    from thresholds.wording.examples import Example


@click.command("code")
@click.argument("code", required=False)
@lang_option
def command(code: str | None, lang: str) -> int:
    """提示的说明；不给编号就全部列出。What a diagnostic means; all of them without a code."""
    from thresholds.errors import NotFoundError
    from thresholds.rendering.console import console_for
    from thresholds.rendering.words import Words
    from thresholds.wording.codes import codes, page

    console = console_for()
    if code is None:
        for known in codes():
            _say(console, page(known, lang))
        return 0
    wanted = code.upper()
    if wanted not in codes():
        raise NotFoundError("no-code", value=code, allowed="、".join(codes()))
    _print(console, page(wanted, lang), Words(lang))
    return 0


def _say(console: Console, found: Page) -> None:
    """The code and its sentence."""
    from rich.text import Text

    text = Text.assemble((found.code, "bold"), f"  {found.says}")
    _lines(console, text, len(found.code) + 2)


def _print(console: Console, found: Page, words: Words) -> None:
    """The whole page: the sentence, where it is said, what to do, the example."""
    from rich.text import Text

    _say(console, found)
    _lines(console, Text(found.where, style="dim"))
    if found.hint:
        console.print()
        _lines(console, Text(found.hint))
    if found.example is None:
        return
    for key, text, style in (("wrong", found.example.wrong, "red"), ("right", found.example.right, "green")):
        console.print()
        remarks = _remarks(found.example, words) if key == "wrong" else ""
        _lines(console, Text.assemble((words.say(f"code.{key}"), f"bold {style}"), (remarks, "dim")))
        for line in text.splitlines():
            _lines(console, Text(f"  {line}"))


def _remarks(example: Example, words: Words) -> str:
    """What the wrong example does not show of itself."""
    if not example.wrong:
        return words.say("code.empty")
    if example.times > 1:
        return words.say("code.repeated", times=example.times)
    return "" if example.encoding == "utf-8" else words.say("code.encoded", encoding=example.encoding.upper())


def _lines(console: Console, text: object, indent: int = 4) -> None:
    from rich.text import Text

    from thresholds.rendering.folding import hanging

    assert isinstance(text, Text)
    for line in hanging(text, console.width, indent):
        console.print(line)
