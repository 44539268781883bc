"""`thresholds compare`: the persons of a case, its readings, or two versions of it side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thresholds.cli.options import (
    case_path,
    lang_option,
    output_option,
    parse_readings,
    person_option,
    reading_option,
    ruleset_option,
    wished,
)
from thresholds.cli.show import Result, show
from thresholds.rendering import FORMATS

if TYPE_CHECKING:
    from thresholds.report.model import Report


@click.command("compare")
@click.argument("path", metavar="CASE")
@click.argument("newer", required=False, metavar="[NEW]")
@click.option(
    "--by",
    type=click.Choice(["persons", "readings"]),
    default="persons",
    show_default=True,
    help="一份案卷：各人，或者各种口径 one case: its persons, or its readings",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="格式 format",
)
@lang_option
@ruleset_option
@reading_option
@person_option
@output_option
def command(
    path: str,
    newer: str | None,
    by: str,
    format_: str,
    lang: str,
    ruleset: str | None,
    reading: tuple[str, ...],
    person: str | None,
    output: str | None,
) -> int:
    """比较：一份案卷的各人、各种口径，或者两份案卷。Persons, readings, or two versions of a case side by side.

    \b
    compare CASE                 各人一行：档次、各项、条数、违法所得 a line for each person
    compare CASE --by readings   每种口径下各人的档次 everybody's grade under each reading
    compare OLD NEW              案卷和结果有什么不同 what differs in the case and in the result

    两份案卷按意思比：键的语言、次序和写法不同不算。
    """
    if newer is not None and by == "readings":
        raise click.UsageError("--by readings 只看一份案卷 takes one case")
    paths = (path,) if newer is None else (path, newer)
    reports = _reports(paths, ruleset, parse_readings(reading))
    if len(reports) == 2:
        result = _versions(reports[0], reports[1], person)
    else:
        result = _readings(_alone(reports[0], person)) if by == "readings" else _persons(_alone(reports[0], person))
    show(result, format_, lang, output)
    return 0


def _reports(paths: tuple[str, ...], ruleset: str | None, readings: dict[str, str]) -> list[Report]:
    """A report for each case, after all files have been read: every error of every file at once."""
    from thresholds.case.load import load_case
    from thresholds.errors import Diagnostic, SourceErrors
    from thresholds.report.model import evaluate

    cases = []
    wrong: list[Diagnostic] = []
    for name in paths:
        try:
            cases.append(load_case(case_path(name), wished(ruleset)))
        except SourceErrors as errors:
            wrong += errors.diagnostics
    if wrong:
        raise SourceErrors(wrong)
    return [evaluate(case, ruleset, readings=readings) for case in cases]


def _alone(report: Report, person: str | None) -> Report:
    """The report with one person alone, or (None) with all."""
    from thresholds.report.model import Report

    return report if person is None else Report(report.case, report.ruleset, (report.person(person),))


def _versions(before: Report, after: Report, person: str | None) -> Result:
    from thresholds.rendering.comparison import comparison_document
    from thresholds.report.compare import compare
    from thresholds.report.comparison_dict import comparison_dict

    found = compare(before, after).of(person)
    return Result(lambda: comparison_dict(found), lambda lang: comparison_document(found, lang))


def _persons(report: Report) -> Result:
    from thresholds.rendering.overview import overview_document, print_overview
    from thresholds.report.comparison_dict import overview_dict

    return Result(
        lambda: overview_dict(report),
        lambda lang: overview_document(report, lang),
        lambda console, lang: print_overview(report, console, lang),
    )


def _readings(report: Report) -> Result:
    from thresholds.rendering.by_readings import by_readings_document, print_by_readings
    from thresholds.report.comparison_dict import by_readings_dict
    from thresholds.report.overview import by_readings

    found = by_readings(report)
    return Result(
        lambda: by_readings_dict(found),
        lambda lang: by_readings_document(found, lang),
        lambda console, lang: print_by_readings(found, console, lang),
    )
