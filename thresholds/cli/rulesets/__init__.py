"""`thresholds ruleset …`: look at rulesets, check them, prove them, compare them, write new ones."""

from __future__ import annotations

import click

from thresholds.cli.lazy import LazyGroup

COMMANDS = {
    "list": "thresholds.cli.rulesets.list",
    "show": "thresholds.cli.rulesets.show",
    "lint": "thresholds.cli.rulesets.lint",
    "check-text": "thresholds.cli.rulesets.check_text",
    "verify": "thresholds.cli.rulesets.verify",
    "diff": "thresholds.cli.rulesets.diff",
    "new": "thresholds.cli.rulesets.new",
}


@click.group("ruleset", cls=LazyGroup, commands_at=COMMANDS)
def command() -> None:
    """规则集：列出、打印复核表、自查、核对文本、证明、比较、新建。Rulesets."""
