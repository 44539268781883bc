"""`thresholds whatif`: what would become of the result if some values were otherwise."""

from __future__ import annotations

from pathlib import Path

import click

from thresholds.cli.options import (
    case_path,
    lang_option,
    output_option,
    parse_readings,
    person_option,
    reading_option,
    ruleset_option,
    write_out,
)
from thresholds.cli.show import Result, show
from thresholds.rendering import FORMATS


@click.command("whatif")
@click.argument("path", metavar="CASE")
@click.option(
    "--set",
    "edits",
    multiple=True,
    required=True,
    metavar="PATH=VALUE",
    help="改动，可写几个，一起算 an edit, as often as wanted; all together are one scenario",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="格式 format",
)
@lang_option
@ruleset_option
@reading_option
@person_option
@output_option
@click.option("--save", metavar="FILE", help="把改动后的案卷写成新文件 write the case with the edits to a new file")
def command(
    path: str,
    edits: tuple[str, ...],
    format_: str,
    lang: str,
    ruleset: str | None,
    reading: tuple[str, ...],
    person: str | None,
    output: str | None,
    save: str | None,
) -> int:
    """假设：改动案卷里的一处或者几处，结果有什么不同。What if some values of a case were otherwise.

    \b
    --set facts.yi.illegal_gains=3万余元    --set 事实.乙.违法所得=      （等号后空着就是删去 nothing takes it out）
    --set dealings.D1.records=28            --set dealings.2.paid=      （编号，或者第几笔 by id or by number）
    --set 'dealings.+={by: yi, act: theft, records: {location_tracking: 12}}'    （添一笔 one more）
    --set readings.gains=net                --set 'evidence."E1.2".at=卷一'

    案卷文件不会改动。The file itself is not touched.
    """
    from thresholds.case.edit import parse_edit
    from thresholds.case.load import collector_paused, document
    from thresholds.rendering.comparison import whatif_document
    from thresholds.report.comparison_dict import whatif_dict
    from thresholds.report.whatif import what_if

    if save is not None and Path(save).exists():
        return _exists(save, lang)
    parsed = [parse_edit(text, number) for number, text in enumerate(edits, 1)]
    with collector_paused():
        written = document(Path(case_path(path)))
    found = what_if(written, parsed, ruleset, readings=parse_readings(reading))
    if person is not None:
        found = found._replace(comparison=found.comparison.of(person))
    show(Result(lambda: whatif_dict(found), lambda lang: whatif_document(found, lang)), format_, lang, output)
    if save is not None:
        from thresholds.case.rewrite import rewritten

        write_out(rewritten(written, parsed, lang), save)
        _say("written", save, lang)
    return 0


def _exists(path: str, lang: str) -> int:
    _say("exists", path, lang)
    return 1


def _say(key: str, path: str, lang: str) -> None:
    from thresholds.wording import phrase

    click.echo(phrase(key, lang).format(path=path), err=True)
