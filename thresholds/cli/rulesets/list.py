"""`thresholds ruleset list`: list rulesets."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option


@click.command("list")
@lang_option
def command(lang: str) -> int:
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
