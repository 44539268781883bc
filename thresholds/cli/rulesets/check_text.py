"""`thresholds ruleset check-text`: proof that a ruleset says what the official text says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option, standards

if TYPE_CHECKING:
    from thresholds.law.model import Ruleset
    from thresholds.lawtext.results import Comparison


@click.command("check-text")
@click.argument("name", metavar="ID|PATH")
@click.argument("text", metavar="FILE")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="格式 format")
@lang_option
def command(name: str, text: str, format_: str, lang: str) -> int:
    """与官方文本核对：每个数、倍数、类别、期限、引用都在那一句里，文本的数没有漏写。Prove a ruleset by its text.

    FILE 是官方文本：Markdown、文字文件，或者国家法律法规数据库下载的 Word（.docx）。全部相符退出码 0，有不符的 3。
    文本没有写文号或者施行日的，只说没有核对，不算不符。
    """
    from thresholds.lawtext.check import compare
    from thresholds.lawtext.read import read_law_text

    ruleset = standards(name)
    comparison = compare(ruleset, read_law_text(Path(text)))
    if format_ == "json":
        from thresholds.lawtext.as_dict import comparison_dict

        click.echo(json.dumps(comparison_dict(ruleset, comparison, lang), ensure_ascii=False, indent=2))
    else:
        _show(ruleset, comparison, lang)
    return 3 if comparison.discrepancies else 0


def _show(ruleset: Ruleset, comparison: Comparison, lang: str) -> None:
    """The table on standard output; what differs on standard error, below the article that it is of."""
    from rich.text import Text

    from thresholds.lawtext.diagnostics import Diagnostics
    from thresholds.rendering.check_text import article_line, closing_lines, print_line
    from thresholds.rendering.console import console_for
    from thresholds.rendering.words import Words

    console, words = console_for(), Words(lang)
    found = Diagnostics(ruleset, comparison.text)
    for article in comparison.articles:
        print_line(article_line(article, words), console)
        for key in comparison.unstated if article.article is None else ():
            print_line(Text(words.say(f"lawtext.unstated.{key}"), style="dim"), console)
        sys.stdout.flush()
        for discrepancy in article.discrepancies:
            click.echo(found.diagnostic(discrepancy).show(lang), err=True)
    console.print()
    for line in closing_lines(ruleset, comparison, words):
        print_line(line, console)
