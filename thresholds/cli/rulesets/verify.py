"""`thresholds ruleset verify`: prove what can be proved of rulesets."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option

if TYPE_CHECKING:
    from thresholds.law.model import Ruleset
    from thresholds.verification.claims import Obligation
    from thresholds.verification.show import Shown

_DONE, _FAILED = 0, 3


@click.command("verify")
@click.argument("names", metavar="[ID|PATH]...", nargs=-1)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="格式 format"
)
@lang_option
def command(names: tuple[str, ...], format_: str, lang: str) -> int:
    """证明规则集：多了不会降档，各项都用得上，界线就是条文的数，程序与条文一致。Prove rulesets.

    对一切整数作证明（z3），不是举例；不写编号就是全部规则集。有反例的写成案卷，可以直接评，退出码是 3。
    要另装：pip install 'thresholds[verify]'。Proofs for all whole numbers; counterexamples are case files.
    """
    from thresholds.law.load import available, load_ruleset
    from thresholds.wording import phrase

    rulesets = [load_ruleset(name) for name in names or tuple(available())]
    shown = []
    for ruleset in rulesets:
        if not any(ruleset.items()):
            click.echo(phrase("verify.nothing", lang).format(id=ruleset.id), err=True)
            continue
        one = _verified(ruleset, lang)
        shown.append(one)
        if format_ == "text":
            _print(one)
    if format_ == "json":
        from thresholds.verification.show import whole

        click.echo(json.dumps(whole(shown), ensure_ascii=False, indent=2))
    return _DONE if all(one.verification.holds for one in shown) else _FAILED


def _verified(ruleset: Ruleset, lang: str) -> Shown:
    """The proofs about one ruleset.

    Raises:
        UnavailableError: the solver is not installed (TH271).
    """
    from thresholds.errors import UnavailableError
    from thresholds.evaluation.assess import engine_for

    try:
        from thresholds.verification.run import verify
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        raise UnavailableError("TH271") from None
    from thresholds.verification.show import Shown

    return Shown(verify(engine_for(ruleset), partial(_watched, ruleset.id, lang)), lang)


def _watched(name: str, lang: str, claims: Sequence[Obligation]) -> Iterator[Obligation]:
    """The claims one by one, with a bar where a person watches."""
    if not sys.stderr.isatty():
        yield from claims
        return
    from rich.console import Console
    from rich.progress import track

    from thresholds.wording import phrase

    about = phrase("verify.progress", lang).format(id=name)
    yield from track(claims, description=about, console=Console(stderr=True), transient=True)


def _print(shown: Shown) -> None:
    """The claims, the counterexamples as they stand in a file, and what all of it is about."""
    from rich.text import Text

    from thresholds.rendering.console import console_for
    from thresholds.rendering.folding import fold
    from thresholds.wording import phrase

    console = console_for()
    console.print(shown.tree())
    for case in shown.cases():
        click.echo(f"\n{phrase('verify.case', shown.lang)}\n\n{case}")
    for number, paragraph in enumerate(shown.closing()):
        for line in fold(Text(paragraph, style="bold" if not number else "dim"), console.width):
            line.rstrip()
            console.print(line)
    console.print()
