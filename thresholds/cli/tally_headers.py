"""`thresholds tally --header`: what the user says of first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.tally.inputs import Written

_SAID = {"yes": True, "有": True, "true": True, "no": False, "无": False, "false": False}


def written(wishes: tuple[str, ...], lang: str) -> Written:
    """`yes`, or `*.csv=no`, as often as wanted; the last that fits a file goes before the others.

    Raises:
        click.UsageError: it is not of that form.
    """
    from thresholds.tally.inputs import Written
    from thresholds.values.visible import visible

    everywhere: bool | None = None
    of_files: list[tuple[str, bool]] = []
    for wish in wishes:
        pattern, equals, said = wish.rpartition("=")
        yes = _SAID.get(said.strip().lower())
        if yes is None or (equals and not pattern.strip()):
            raise click.UsageError(phrase("tally.cli.header", lang).format(value=wish))
        if equals:
            of_files.append((visible(pattern.strip()), yes))
        else:
            everywhere = yes
    return Written(header=everywhere, headers=tuple(of_files))
