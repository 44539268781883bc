"""`thresholds ruleset lint`: check rulesets."""

from __future__ import annotations

from pathlib import Path

import click

from thresholds.cli.options import lang_option


@click.command("lint")
@click.argument("names", metavar="ID|PATH...", nargs=-1)
@lang_option
def command(names: tuple[str, ...], lang: str) -> int:
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
