"""`thresholds ruleset lint`: check rulesets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option

if TYPE_CHECKING:
    from thresholds.authoring.lint.review import Reviewed


@click.command("lint")
@click.argument("names", metavar="ID|PATH...", nargs=-1)
@click.option("--tests", multiple=True, metavar="FOLDER", help="测试集所在 where the suites are")
@lang_option
def command(names: tuple[str, ...], tests: tuple[str, ...], lang: str) -> int:
    """自查规则集：依据、数字、单位、顺序、口径、版本、边界测试。Check rulesets.

    每一个数要有恰好达到、差一点不到两边的测试；测试集默认在规则集旁边的 tests/conformance 和 tests/boundaries 里找。
    """
    from thresholds.authoring.lint.review import review
    from thresholds.errors import SourceErrors
    from thresholds.law.load import available, is_statute
    from thresholds.law.statutes import load_statute
    from thresholds.wording import phrase

    statutes = [load_statute(name) for name in names if is_statute(name)]
    for statute in statutes:
        click.echo(phrase("clean", lang).format(file=statute.file))
    rulesets = tuple(name for name in names if not is_statute(name))
    if statutes and not rulesets:
        return 0
    found = review(rulesets or tuple(available()), tests)
    for one in found.rulesets:
        _show(one, lang)
    for diagnostic in found.unfilled:
        click.echo(diagnostic.show(lang), err=True)
    if found.wrong:
        raise SourceErrors(found.wrong)
    return 3 if found.findings else 0


def _show(reviewed: Reviewed, lang: str) -> None:
    from thresholds.wording import phrase

    for diagnostic in reviewed.findings:
        click.echo(diagnostic.show(lang), err=True)
    if reviewed.tests is None:
        click.echo(phrase("lint.no-suites", lang).format(file=reviewed.ruleset.file))
    if not reviewed.findings:
        click.echo(phrase("clean", lang).format(file=reviewed.ruleset.file))
