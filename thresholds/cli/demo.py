"""`thresholds demo`: a guided tour that a trainer can talk over, on the real matters in `cases/`."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option
from thresholds.interview.commands import Command, command_of
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.cli.demo_show import Guide


@click.command("demo")
@lang_option
@click.option(
    "--step", type=click.IntRange(1), metavar="N", help="从第几步开始；不在终端里就只看这一步 begin at a step"
)
@click.option("--auto", is_flag=True, help="不停下来等 all steps without waiting")
def command(lang: str, step: int | None, auto: bool) -> int:
    """导览：一步一个要点，在真实案件上现算现看。A guided tour on real matters, one idea a step.

    回车下一步，b 返回，数字跳到那一步，q 结束。不在终端里，或者加 --auto，就一次打完；这时 --step N 只打一步。
    """
    from thresholds.cli.demo_show import Guide

    guide = Guide(lang)
    if step is not None and step > guide.last:
        raise click.BadParameter(phrase("demo.no-step", lang).format(last=guide.last), param_hint="--step")
    if guide.interactive and not auto:
        _walked(guide, step or 1)
        return 0
    for number in range(1, guide.last + 1) if step is None else (step,):
        guide.present(number)
    return 0


def _walked(guide: Guide, first: int) -> None:
    """From step to step, as the trainer says."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        following: int | None = first
        while following is not None:
            guide.present(following)
            following = _following(guide, following)
    except (EOFError, KeyboardInterrupt):
        guide.tell("")


def _following(guide: Guide, now: int) -> int | None:
    """The step that is asked for; None where the tour ends."""
    while True:
        line = guide.hear("demo.prompt", number=now, last=guide.last).strip()
        wanted = command_of(line)
        if wanted is Command.STOP or (not line and now == guide.last):
            return None
        if not line:
            return now + 1
        if wanted is Command.BACK:
            return max(1, now - 1)
        if line.isascii() and line.isdigit() and 0 < int(line) <= guide.last:
            return int(line)
        guide.say("demo.help", last=guide.last)
