"""`thresholds ruleset show`: the review sheet of a ruleset."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option


@click.command("show")
@click.argument("name", metavar="ID|PATH", default="fashi-2017-10")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="格式 format")
@lang_option
def command(name: str, format_: str, lang: str) -> int:
    """打印复核表：条款、本规则集的话、机器怎样判、数、类别。The review sheet of a ruleset."""
    from thresholds.law.load import is_statute, load_ruleset
    from thresholds.rendering.console import console_for
    from thresholds.rendering.sheet import print_sheet, sheet_rows
    from thresholds.rendering.words import Words

    if is_statute(name):
        return _statute(name, format_, lang)
    ruleset = load_ruleset(name)
    if format_ == "json":
        import json

        keys = ("cite", "gloss", "machine", "number", "categories")
        rows = [dict(zip(keys, row, strict=True)) for row in sheet_rows(ruleset, Words(lang, ruleset))]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    print_sheet(ruleset, console_for(), lang)
    return 0


def _statute(name: str, format_: str, lang: str) -> int:
    """The sheet of a statute in its versions."""
    from thresholds.law.statutes import load_statute
    from thresholds.rendering.console import console_for
    from thresholds.rendering.statute_sheet import print_statute, statute_dict
    from thresholds.rendering.words import Words

    statute = load_statute(name)
    if format_ == "json":
        import json

        click.echo(json.dumps(statute_dict(statute, Words(lang)), ensure_ascii=False, indent=2))
    else:
        print_statute(statute, console_for(), lang)
    return 0
