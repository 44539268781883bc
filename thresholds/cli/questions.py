"""`thresholds questions`: what is still to be found out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from thresholds.cli.options import (
    case_path,
    lang_option,
    parse_readings,
    reading_option,
    ruleset_option,
    write_out,
)


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
def command(path: str, format_: str, lang: str, ruleset: str | None, reading: tuple[str, ...]) -> int:
    """还要查什么：未写明或者不明、又能改变档次的事实，影响大的在前。What could still change the grade."""
    from thresholds.case.load import load_case
    from thresholds.report.as_dict import question_dicts
    from thresholds.report.model import evaluate

    case = load_case(Path(case_path(path)))
    report = evaluate(case, ruleset, readings=parse_readings(reading))
    if format_ == "json":
        found = [{"id": person.id, "questions": question_dicts(person)} for person in report.persons]
        write_out(json.dumps(found, ensure_ascii=False, indent=2) + "\n", None)
        return 0
    from rich.text import Text
    from rich.tree import Tree

    from thresholds.rendering.text import console_for, question_lines
    from thresholds.rendering.words import Words

    words, console = Words(lang), console_for()
    for person in report.persons:
        tree = Tree(Text(f"{person.name}  {words.grade(person.grade)}", style="bold"))
        for text, style in question_lines(person, words) or [(words.say("question.none"), "dim")]:
            tree.add(Text(text, overflow="fold", style=style))
        console.print(tree)
    return 0
