"""`thresholds check`: score case files and explain every item."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import (
    case_path,
    lang_option,
    parse_readings,
    reading_option,
    ruleset_option,
    write_out,
)

if TYPE_CHECKING:
    from thresholds.report.model import Report


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="格式 format",
)
@lang_option
@ruleset_option
@reading_option
@click.option("--person", metavar="ID", help="只看一人 one person alone")
@click.option("--output", metavar="FILE", help="写入文件 write to a file")
def command(
    paths: tuple[str, ...],
    format_: str,
    lang: str,
    ruleset: str | None,
    reading: tuple[str, ...],
    person: str | None,
    output: str | None,
) -> int:
    """评案卷：每人的档次，各项成立与否，数字与理由。Score case files.

    PATH 是案卷（YAML 或者 JSON）、文件夹，或者 sample:NAME（自带的示例）。
    """
    reports = _reports(paths, ruleset, parse_readings(reading), person)
    if format_ == "json":
        write_out(_json(reports, person), output)
        return 0
    _print(reports, lang, person, output)
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
            cases.append(load_case(path))
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


def _json(reports: list[Report], person: str | None) -> str:
    """One object for one case, a list for several."""
    found = []
    for report in reports:
        data = report.to_dict()
        if person is not None:
            people = data["persons"]
            assert isinstance(people, list)
            data["persons"] = [entry for entry in people if entry["id"] == person]
        found.append(data)
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2) + "\n"


def _print(reports: list[Report], lang: str, person: str | None, output: str | None) -> None:
    from thresholds.rendering.text import console_for, print_report

    if output is None:
        console = console_for()
        for report in reports:
            print_report(report, console, lang, person)
        return
    from io import StringIO

    from rich.console import Console

    stream = StringIO()
    console = Console(file=stream, width=100, color_system=None)
    for report in reports:
        print_report(report, console, lang, person)
    write_out(stream.getvalue(), output)
