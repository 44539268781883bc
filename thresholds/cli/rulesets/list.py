"""`thresholds ruleset list`: list rulesets."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option


@click.command("list")
@lang_option
def command(lang: str) -> int:
    """列出规则集和法律条文的各个版本，以及施行的起止。List rulesets, and statutes in their versions."""
    from rich.table import Table

    from thresholds.errors import Diagnostic, SourceErrors
    from thresholds.law.load import added, available, load_ruleset
    from thresholds.law.statute import Force
    from thresholds.law.statutes import available_statutes, load_statute
    from thresholds.rendering.console import console_for
    from thresholds.rendering.statute_sheet import span_text
    from thresholds.rendering.words import Words

    words = Words(lang)
    table = Table(box=None, pad_edge=False)
    for key in ("id", "citation", "force", "items"):
        table.add_column(words.say(f"rulesets.{key}"), overflow="fold")
    wrong: list[Diagnostic] = []
    besides = added()
    homes = dict.fromkeys(available(), "") | {name: one.package for name, one in besides.files.items()}
    for name, package in homes.items():
        try:
            ruleset = load_ruleset(name)
        except SourceErrors as error:
            wrong += error.diagnostics
            continue
        force = Force.model_validate({"from": ruleset.in_force.start, "until": ruleset.in_force.until})
        shown = words.say("rulesets.of", id=name, package=package) if package else name
        table.add_row(shown, ruleset.citation, span_text(force), str(len(ruleset.item_ids)))
    for name in available_statutes():
        statute = load_statute(name)
        spans = "\n".join([span_text(version.in_force) for version in statute.versions])
        table.add_row(name, statute.citation, spans, words.say("rulesets.versions", number=len(statute.versions)))
    console_for().print(table)
    for fault in besides.faults:
        click.echo(fault.show(lang), err=True)
    if wrong:
        raise SourceErrors(wrong)
    return 1 if besides.faults else 0
