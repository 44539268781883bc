"""`thresholds test`: run suites and cases with expectations."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option, ruleset_option

if TYPE_CHECKING:
    from thresholds.suite.read import Test


@click.command("test")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@lang_option
@ruleset_option
def command(paths: tuple[str, ...], lang: str, ruleset: str | None) -> int:
    """跑测试：测试集、写了预期的案卷、文件夹。Run suites and cases with expectations."""
    from thresholds.errors import Diagnostic, SourceErrors
    from thresholds.law.load import load_ruleset
    from thresholds.suite.read import files_under, tests_in
    from thresholds.suite.run import failures
    from thresholds.values.visible import visible

    tests: list[Test] = []
    wrong: list[Diagnostic] = []
    besides = [load_ruleset(ruleset)] if ruleset else []
    for path in files_under(paths):
        try:
            tests += tests_in(path, besides)
        except SourceErrors as errors:
            wrong += errors.diagnostics
    passed = failed = 0
    for test in _shown(tests):
        try:
            lines = failures(test, lang, ruleset)
        except SourceErrors as errors:
            wrong += errors.diagnostics
            continue
        for line in lines:
            click.echo(visible(line))
        passed, failed = passed + (not lines), failed + bool(lines)
    for error in wrong:
        click.echo(error.show(lang), err=True)
    click.echo(f"{passed} passed, {failed} failed")
    if wrong:
        return 1
    return 3 if failed else 0


def _shown(tests: Sequence[Test]) -> Iterable[Test]:
    """The tests, with a bar where there are many and a person watches."""
    if len(tests) < 2000 or not sys.stderr.isatty():
        return tests
    from rich.console import Console
    from rich.progress import track

    return track(tests, console=Console(stderr=True), transient=True)
