"""`thresholds code TH201`: what a diagnostic means and what to do."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option


@click.command("code")
@click.argument("code", required=False)
@lang_option
def command(code: str | None, lang: str) -> int:
    """提示的说明；不给编号就全部列出。What a diagnostic means; all of them without a code."""
    from thresholds.errors import NotFoundError
    from thresholds.wording.codes import codes, page

    if code is None:
        for known in codes():
            click.echo(f"{known}  {page(known, lang).splitlines()[0]}")
        return 0
    wanted = code.upper()
    if wanted not in codes():
        raise NotFoundError("no-code", value=code, allowed="、".join(codes()))
    click.echo(f"{wanted}  {page(wanted, lang)}")
    return 0
