"""`thresholds check`: score case files and explain every item."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import (
    FormatChoice,
    case_path,
    lang_option,
    parse_readings,
    person_option,
    reading_option,
    ruleset_option,
    wished,
)
from thresholds.cli.output import Wish, write_reports
from thresholds.rendering import format_of
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.lawtext.sentences import Sentences
    from thresholds.report.model import Report


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    type=FormatChoice(),
    default="text",
    show_default=True,
    help="格式 format",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["court", "defence", "prosecution", "client"]),
    help="文书给谁看：只改取舍和次序，不改计算 for whom a document is arranged  [default: court]",
)
@lang_option
@ruleset_option
@reading_option
@person_option
@click.option(
    "--text",
    "texts",
    multiple=True,
    metavar="FILE",
    help="官方文本，可以给几份：各项旁边印出条文 official texts: the sentence beside each item",
)
@click.option("--watch", is_flag=True, help="文件一改就重评，说明档次有什么变化 again whenever a file changes")
@click.option(
    "--output", metavar="FILE", help="写入文件；文件夹则一案一份 write to a file, or a file each into a folder"
)
def command(
    paths: tuple[str, ...],
    format_: str,
    audience: str | None,
    lang: str,
    ruleset: str | None,
    reading: tuple[str, ...],
    person: str | None,
    texts: tuple[str, ...],
    watch: bool,
    output: str | None,
) -> int:
    """评案卷：每人的档次，各项成立与否，数字与理由。Score case files.

    PATH 是案卷（YAML、JSON，或者一笔一行的 .csv、.xlsx）、文件夹，或者 sample:NAME（自带的示例）。
    """
    if audience is not None and not format_of(format_).document:
        raise click.UsageError(phrase("document.for-documents", lang).format(format=format_))
    evaluated = partial(_reports, paths, ruleset, parse_readings(reading), person)
    show = partial(_show, wish=Wish(format_, lang, audience, person, output, _law(texts)))
    if watch:
        from thresholds.cli.watch import Task, keep_watching

        data = output is None and format_ != "text"
        files = tuple(case_path(name) for name in paths)
        return keep_watching(Task(evaluated, show, files, ruleset, person, output, data), lang)
    show(evaluated())
    return 0


def _reports(paths: tuple[str, ...], ruleset: str | None, readings: dict[str, str], person: str | None) -> list[Report]:
    """A report for every case, after all files have been read: every error of every file at once."""
    from thresholds.case.load import load_case
    from thresholds.errors import Diagnostic, SourceErrors
    from thresholds.report.model import evaluate
    from thresholds.suite.read import files_under

    cases = []
    wrong: list[Diagnostic] = []
    for path in files_under(tuple(case_path(name) for name in paths)):
        try:
            cases.append(load_case(path, wished(ruleset)))
        except SourceErrors as errors:
            wrong += errors.diagnostics
    if wrong:
        raise SourceErrors(wrong)
    if not cases:
        raise SourceErrors([Diagnostic("TH003", paths[0], 0, 0)])
    reports = [evaluate(case, ruleset, readings=readings) for case in cases]
    if person is not None:
        for report in reports:
            report.person(person)
    return reports


def _law(texts: tuple[str, ...]) -> Sentences | None:
    """The official texts in these files; None where none is named."""
    if not texts:
        return None
    from thresholds.lawtext.read import read_law_text
    from thresholds.lawtext.sentences import Sentences

    return Sentences(tuple([read_law_text(Path(name)) for name in texts]))


def _show(reports: Sequence[Report], wish: Wish) -> None:
    """Print the reports as fits the terminal, or write them.

    Raises:
        NotFoundError: official texts are given, and none of them is of a ruleset that the cases are measured by.
    """
    rulesets = {report.ruleset for report in reports}
    if wish.law is not None and not any(wish.law.text_of(ruleset) for ruleset in rulesets):
        from thresholds.errors import NotFoundError

        citations = "、".join(sorted(ruleset.citation for ruleset in rulesets))
        raise NotFoundError("lawtext.of-none", value="、".join(wish.law.titles), citation=citations)
    if wish.format != "text" or wish.output is not None:
        write_reports(reports, wish)
        return
    from thresholds.lawtext.sentences import NO_SENTENCES
    from thresholds.rendering.console import console_for
    from thresholds.rendering.text import print_report

    console = console_for()
    for report in reports:
        print_report(report, console, wish.lang, wish.person, wish.law or NO_SENTENCES)
