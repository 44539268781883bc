"""`thresholds ruleset verify`: prove what can be proved of rulesets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option, output_option, write_out

if TYPE_CHECKING:
    from thresholds.verification.claims import Obligation
    from thresholds.verification.show import Shown

_FAILED = 3


@click.command("verify")
@click.argument("names", metavar="[ID|PATH...]", nargs=-1)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="格式 format"
)
@lang_option
@output_option
def command(names: tuple[str, ...], format_: str, lang: str, output: str | None) -> int:
    """证明规则集：只升不降，各项都用得上，界线就是条文的数，程序与条文一致。Prove rulesets.

    对一切整数作证明（z3），不是举例。不写编号就是全部规则集；有反例的退出码是 3，反例写成案卷，可以直接评。
    要另装：pip install 'thresholds[verify]'。
    """
    from thresholds.law.load import available, load_ruleset

    rulesets = [load_ruleset(name) for name in names or tuple(available())]
    shown = [_verified(ruleset.id if not names else name, lang) for ruleset, name in zip(rulesets, names, strict=False)]
    return 0
