"""`thresholds export`: the numeric core of a ruleset for other engines, and cases as its inputs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import (
    case_path,
    lang_option,
    output_option,
    parse_readings,
    person_option,
    reading_option,
    standards,
    write_out,
)

if TYPE_CHECKING:
    from thresholds.export.core import Core

_FORMATS = ("dmn", "jdm", "json-logic")
_INPUTS = "--inputs"
#: The endings that say what a file is, the longer ones first, each with what may be written to it.
_ENDINGS = {
    ".jdm.json": ("jdm",),
    ".json": ("json-logic", "jdm", _INPUTS),
    ".dmn": ("dmn",),
    ".xml": ("dmn",),
}


@click.command("export")
@click.argument("ruleset", metavar="ID|PATH")
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), default="dmn", show_default=True, help="给哪种引擎 the format"
)
@lang_option
@reading_option
@click.option("--inputs", "case", metavar="CASE", help="不导出规则，打印案卷里各人的输入 the inputs of a case instead")
@person_option
@output_option
def command(
    ruleset: str,
    format_: str,
    lang: str,
    reading: tuple[str, ...],
    case: str | None,
    person: str | None,
    output: str | None,
) -> int:
    """导出规则集的数字部分，给别的规则引擎用。Export the numeric core of a ruleset for other engines.

    dmn 是 DMN 1.3（FEEL），jdm 给 zen-engine，json-logic 给浏览器。只用整数；不在其中的都列出来。
    Whole numbers alone; what is left out is listed.
    """
    from thresholds.export import core_for, export_text

    _check_ending(_INPUTS if case is not None else format_, lang, output)
    core = core_for(standards(ruleset), parse_readings(reading))
    if case is not None:
        return _inputs(core, case, person, output)
    if person is not None:
        from thresholds.wording import phrase

        raise click.UsageError(phrase("export.person-without-case", lang))
    write_out(export_text(core, format_, lang), output)
    _tell(core, format_, lang, output)
    return 0


def _check_ending(written: str, lang: str, output: str | None) -> None:
    """Nothing, where the name of the output does not end as something else does.

    Raises:
        click.UsageError: it does.
    """
    name = "" if output is None else output.lower()
    told = next((formats for ending, formats in _ENDINGS.items() if name.endswith(ending)), (written,))
    if written not in told:
        from thresholds.wording import phrase

        wanted = next(ending for ending, formats in _ENDINGS.items() if written in formats)
        what = written if written == _INPUTS else f"--format {written}"
        raise click.UsageError(phrase("export.output.kind", lang).format(path=output, what=what, ending=wanted))


def _inputs(core: Core, path: str, person: str | None, output: str | None) -> int:
    """The inputs of the persons of a case who are determined; the others are named as errors.

    Raises:
        NotFoundError: the case has no such person.
        SourceErrors: the case is wrong, or persons are not determined (TH752) or too large (TH753).
    """
    from thresholds.case.load import load_case
    from thresholds.errors import NotFoundError, SourceErrors
    from thresholds.evaluation.facts import derive
    from thresholds.export.inputs import case_inputs

    name = case_path(path)
    case = load_case(name, core.ruleset)
    if person is not None and person not in case.persons:
        raise NotFoundError("no-person", value=person, allowed="、".join(case.persons))
    persons = [one for one in derive(case) if person in (None, one.person.id)]
    document, wrong = case_inputs(core, case, persons)
    write_out(json.dumps(document, ensure_ascii=False, indent=1) + "\n", output)
    if wrong:
        raise SourceErrors(wrong)
    return 0


def _tell(core: Core, format_: str, lang: str, output: str | None) -> None:
    """What the export holds and what it leaves out: beside a file on standard output, otherwise on standard error."""
    from rich.text import Text

    from thresholds.export.about import About
    from thresholds.rendering.console import console_for
    from thresholds.rendering.folding import fold

    about = About(core, lang)
    ways = sum(len(item.ways) for item in core.items)
    items = sum(bool(item.ways) for item in core.items)
    holds = about.say("export.holds", format=format_, inputs=len(core.inputs), items=items, ways=ways)
    written = [] if output is None else [about.say("export.written", file=output)]
    console = console_for(sys.stderr if output is None else sys.stdout)
    for line in [*written, holds, *about.lines()]:
        for folded in fold(Text(line), console.width):
            folded.rstrip()
            console.print(folded)
