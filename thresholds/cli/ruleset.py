"""`thresholds ruleset list|show|lint`."""

from __future__ import annotations

from pathlib import Path

import click

from thresholds.cli.options import lang_option


@click.group("ruleset")
def command() -> None:
    """规则集：列出、打印复核表、自查。Rulesets."""


@command.command("list")
@lang_option
def list_(lang: str) -> int:
    """列出规则集。List rulesets."""
    from rich.table import Table

    from thresholds.law.load import available, load_ruleset
    from thresholds.rendering.console import console_for
    from thresholds.rendering.words import Words

    words = Words(lang)
    table = Table(box=None, pad_edge=False)
    for key in ("id", "citation", "force", "items"):
        table.add_column(words.say(f"rulesets.{key}"), overflow="fold")
    for name in available():
        ruleset = load_ruleset(name)
        table.add_row(name, ruleset.citation, str(ruleset.in_force.start), str(len(ruleset.item_ids)))
    console_for().print(table)
    return 0


@command.command("show")
@click.argument("name", metavar="ID|PATH", default="fashi-2017-10")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="格式 format")
@lang_option
def show(name: str, format_: str, lang: str) -> int:
    """打印复核表：条款、本规则集的话、机器怎样判、数、类别。The review sheet of a ruleset."""
    from thresholds.law.load import load_ruleset
    from thresholds.rendering.console import console_for
    from thresholds.rendering.sheet import print_sheet, sheet_rows
    from thresholds.rendering.words import Words

    ruleset = load_ruleset(name)
    if format_ == "json":
        import json

        keys = ("cite", "gloss", "machine", "number", "categories")
        rows = [dict(zip(keys, row, strict=True)) for row in sheet_rows(ruleset, Words(lang))]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    print_sheet(ruleset, console_for(), lang)
    return 0


@command.command("lint")
@click.argument("names", metavar="ID|PATH...", nargs=-1)
@lang_option
def lint_(names: tuple[str, ...], lang: str) -> int:
    """自查规则集：引用、数字、顺序、口径。Check rulesets."""
    from thresholds.law.lint import lint
    from thresholds.law.load import available, load_ruleset
    from thresholds.source.reader import Reader
    from thresholds.source.yaml import parse, read_text
    from thresholds.wording import phrase

    failed = False
    for name in names or tuple(available()):
        ruleset = load_ruleset(name)
        reader = Reader(ruleset.file)
        lint(reader, ruleset, parse(read_text(Path(ruleset.file)), ruleset.file))
        for diagnostic in reader.diagnostics:
            click.echo(diagnostic.show(lang), err=True)
        failed = failed or bool(reader.diagnostics)
        if not reader.diagnostics:
            click.echo(phrase("clean", lang).format(file=ruleset.file))
    return 3 if failed else 0
