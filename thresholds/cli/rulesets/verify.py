"""`thresholds ruleset verify`: prove what can be proved of rulesets."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option, standards

if TYPE_CHECKING:
    from thresholds.cli.rulesets.proof_tree import Shown
    from thresholds.law.model import Ruleset
    from thresholds.verification.claims import Obligation

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
    from thresholds.law.load import available
    from thresholds.wording import phrase

    shown = []
    rulesets = [standards(name) for name in names or tuple(available())]
    with _counting_interrupts() as interrupts:
        for ruleset in rulesets:
            if not any(ruleset.items()):
                click.echo(phrase("verify.nothing", lang).format(id=ruleset.id), err=True)
                continue
            shown.append(_verified(ruleset, lang, interrupts))
            if format_ == "text":
                _print(shown[-1])
    if format_ == "json":
        from thresholds.cli.rulesets.proof_tree import whole

        click.echo(json.dumps(whole(shown), ensure_ascii=False, indent=2))
    return _DONE if all(one.verification.holds for one in shown) else _FAILED


def _verified(ruleset: Ruleset, lang: str, interrupts: Sequence[int]) -> Shown:
    """The proofs about one ruleset.

    Raises:
        UnavailableError: the solver is not installed (TH271).
    """
    from thresholds.errors import needing
    from thresholds.evaluation.assess import engine_for

    with needing("TH271", "z3"):
        from thresholds.verification.run import verify
    from thresholds.cli.rulesets.proof_tree import Shown

    def watched(claims: Sequence[Obligation]) -> Iterator[Obligation]:
        for claim in _with_bar(ruleset.id, lang, claims):
            if interrupts:
                raise KeyboardInterrupt
            yield claim
        if interrupts:
            raise KeyboardInterrupt

    return Shown(verify(engine_for(ruleset), watched), lang)


def _with_bar(name: str, lang: str, claims: Sequence[Obligation]) -> Iterable[Obligation]:
    """The claims one by one, with a bar where a person watches."""
    if not sys.stderr.isatty():
        return claims
    from rich.console import Console
    from rich.progress import track

    from thresholds.wording import phrase

    about = phrase("verify.progress", lang).format(id=name)
    return track(claims, description=about, console=Console(stderr=True), transient=True)


@contextmanager
def _counting_interrupts() -> Iterator[list[int]]:
    """Ctrl-C counted instead of raised: the solver's terms are freed in finalizers, where Python drops exceptions."""
    found: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: found.append(number))
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)


def _print(shown: Shown) -> None:
    """The claims, the counterexamples as they stand in a file, and what all of it is about."""
    from rich.text import Text

    from thresholds.rendering.console import console_for
    from thresholds.rendering.folding import fold

    console = console_for()
    console.print(shown.tree())
    for heading, case in shown.cases():
        click.echo(f"\n{heading}\n\n{case}", nl=False)
    console.print()
    for number, paragraph in enumerate(shown.closing()):
        for line in fold(Text(paragraph, style="bold" if not number else "dim"), console.width):
            line.rstrip()
            console.print(line)
    console.print()
