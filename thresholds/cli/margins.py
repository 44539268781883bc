"""`thresholds margins`: what would change the tier, both ways."""

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
    write_out,
)
from thresholds.rendering.as_json import json_text

if TYPE_CHECKING:
    from rich.tree import Tree

    from thresholds.explore.margins import Margin
    from thresholds.report.model import PersonReport


@click.command("margins")
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
@click.option("--grade", metavar="GRADE", help="只看这一档的两边，默认看相邻的档 both sides of one tier")
@click.option("--edits", is_flag=True, help="附上可以试算的命令 with the commands that try each out")
@output_option
def command(
    path: str,
    format_: str,
    lang: str,
    ruleset: str | None,
    reading: tuple[str, ...],
    person: str | None,
    grade: str | None,
    edits: bool,
    output: str | None,
) -> int:
    """差多少就变档：最少还要多少能达到，最少去掉多少就不到。What would change the tier, at the least.

    每一条都从条文的数算出，再评过一遍；几项都够的，写明须都去掉。
    """
    from thresholds.case.load import load_case
    from thresholds.report.model import evaluate
    from thresholds.report.tiers import check_grade, margins_of

    report = evaluate(load_case(case_path(path), wished(ruleset)), ruleset, readings=parse_readings(reading))
    wanted = [report.person(person)] if person else report.persons
    persons = [charge for one in wanted for charge in one.shown]
    if grade is not None:
        check_grade(persons, grade)
    found = [(entry, margins_of(entry, grade)) for entry in persons]
    if format_ == "json":
        from thresholds.report.margins import MARGINS_SCHEMA, margins_dict

        head = {"schema": MARGINS_SCHEMA, "case": {"id": report.case.id, "sha256": report.case.sha256}}
        whole = {**head, "persons": [margins_dict(entry, margins) for entry, margins in found]}
        write_out(json_text(whole), output)
        return 0
    _print([_tree(entry, margins, lang, path if edits else None) for entry, margins in found], output)
    return 0


def _tree(person: PersonReport, margins: tuple[Margin, ...], lang: str, case: str | None) -> Tree:
    from rich.text import Text

    from thresholds.rendering.margins import MarginWords
    from thresholds.rendering.tree import FoldingTree
    from thresholds.rendering.words import Words

    words = Words(lang, person.engine.ruleset)
    wording = MarginWords(person, words)
    head = words.say("margins.now", name=words.heading(person), grade=words.grade(person.grade))
    tree = FoldingTree(Text(head, style="bold"), guide_style="dim")
    for margin in margins:
        branch = tree.add(Text(wording.head(margin), style="bold yellow" if margin.reach else "bold green"))
        for sentence, edits in wording.sentences(margin):
            node = branch.add(Text(sentence))
            for made in edits if case is not None else ():
                node.add(Text(wording.edits(made, case or ""), style="dim"))
        for sentence in wording.mixtures(margin):
            branch.add(Text(sentence, style="dim"))
    for note in wording.notes(margins) if margins else [words.say("margins.none")]:
        tree.add(Text(note, style="dim"))
    return tree


def _print(trees: list[Tree], output: str | None) -> None:
    from io import StringIO

    from rich.console import Console

    from thresholds.rendering.console import console_for

    stream = StringIO()
    console = console_for() if output is None else Console(file=stream, width=100, color_system=None)
    for tree in trees:
        console.print(tree)
    if output is not None:
        write_out(stream.getvalue(), output)
