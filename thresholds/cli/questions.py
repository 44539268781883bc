"""`thresholds questions`: what is still to be found out, why, and what each answer would make."""

from __future__ import annotations

from pathlib import Path

import click

from thresholds.cli.options import (
    case_path,
    lang_option,
    parse_readings,
    person_option,
    reading_option,
    ruleset_option,
    wished,
    write_out,
)
from thresholds.rendering.as_json import json_text


@click.command("questions")
@click.argument("path", metavar="CASE")
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
@person_option
def command(
    path: str, format_: str, lang: str, ruleset: str | None, reading: tuple[str, ...], person: str | None
) -> int:
    """还要查什么：能改变档次的事实，影响大的在前；为什么问，怎样答会怎样。What could still change the grade, and why.

    逐一试过：把可能的回答放进案卷，再评一次。要接着一问一答，用 thresholds interview CASE。
    """
    from thresholds.case.load import load_case
    from thresholds.report.model import evaluate

    report = evaluate(load_case(Path(case_path(path)), wished(ruleset)), ruleset, readings=parse_readings(reading))
    wanted = [report.person(person)] if person is not None else list(report.persons)
    persons = [charge for one in wanted for charge in one.shown]
    if format_ == "json":
        from thresholds.rendering.questions import questions_dict

        write_out(json_text([questions_dict(one) for one in persons]), None)
        return 0
    from thresholds.rendering.console import console_for
    from thresholds.rendering.questions import question_tree
    from thresholds.rendering.words import Words

    console = console_for()
    for one in persons:
        console.print(question_tree(one, Words(lang, one.engine.ruleset)))
    return 0
