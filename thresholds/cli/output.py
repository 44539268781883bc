"""Reports in a format, printed, written to a file, or one file each into a folder."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from thresholds.cli.options import write_out
from thresholds.rendering import Format, format_of
from thresholds.rendering.as_json import json_text
from thresholds.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thresholds.lawtext.sentences import Sentences
    from thresholds.rendering.added import AddedFormat
    from thresholds.report.model import Report


class Wish(NamedTuple):
    """What is to be written: a format, a language, for whom, one person alone or all, where to; official texts."""

    format: str
    lang: str
    audience: str | None = None
    person: str | None = None
    output: str | None = None
    law: Sentences | None = None


def write_reports(reports: Sequence[Report], wish: Wish) -> None:
    """Print reports or write them to the file, or to a file each where the output is a folder.

    Raises:
        click.UsageError: several reports in a format of one, or bytes for a terminal.
        SourceErrors: the folder is missing or cannot be written to (TH001).
    """
    form = format_of(wish.format)
    if wish.output is not None and is_folder(wish.output):
        for name, report in _named(reports, form.ending):
            write_out(content([report], wish), str(Path(wish.output) / name))
        return
    if form.binary and len(reports) > 1:
        raise click.UsageError(phrase("document.one-each", wish.lang).format(format=wish.format))
    if form.binary and wish.output is None and sys.stdout.isatty():
        raise click.UsageError(phrase("document.to-terminal", wish.lang).format(format=wish.format))
    write_out(content(reports, wish), wish.output)


def is_folder(output: str) -> bool:
    """Whether an output is a folder: one that exists, or a name with a slash at its end."""
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _named(reports: Sequence[Report], ending: str) -> Iterator[tuple[str, Report]]:
    """Each report with the name of its case file, numbered where several have the same."""
    taken: dict[str, int] = {}
    for report in reports:
        stem = Path(report.case.file).stem or report.case.id
        taken[stem] = taken.get(stem, 0) + 1
        yield f"{stem}-{taken[stem]}{ending}" if taken[stem] > 1 else f"{stem}{ending}", report


def content(reports: Sequence[Report], wish: Wish) -> str | bytes:
    """Reports as one text, or as the bytes of one file."""
    if wish.format == "json":
        return _json(reports, wish)
    if wish.format == "text":
        return _text(reports, wish)
    form = format_of(wish.format)
    if not form.document:
        return _shown(reports, form, wish)
    from thresholds.lawtext.sentences import NO_SENTENCES
    from thresholds.rendering import write_document
    from thresholds.rendering.document.audience import audience_of
    from thresholds.rendering.document.build import document, joined

    audience = audience_of(wish.audience or "court")
    documents = [document(report, wish.lang, audience, wish.person, wish.law or NO_SENTENCES) for report in reports]
    return write_document(joined(documents, audience), wish.format)


def _shown(reports: Sequence[Report], form: Format | AddedFormat, wish: Wish) -> str | bytes:
    """Reports by a function of another package: each after the other, or the bytes of one."""
    assert not isinstance(form, Format)
    alone = [
        report if wish.person is None else replace(report, persons=(report.person(wish.person),)) for report in reports
    ]
    parts = [form.show(report, wish.lang) for report in alone]
    if len(parts) == 1:
        return parts[0]
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) < len(parts):
        raise click.UsageError(phrase("document.one-each", wish.lang).format(format=wish.format))
    return "".join(texts)


def _text(reports: Sequence[Report], wish: Wish) -> str:
    from io import StringIO

    from thresholds.lawtext.sentences import NO_SENTENCES
    from thresholds.rendering.console import file_console
    from thresholds.rendering.text import print_report

    stream = StringIO()
    console = file_console(stream)
    for report in reports:
        print_report(report, console, wish.lang, wish.person, wish.law or NO_SENTENCES)
    return stream.getvalue()


def _json(reports: Sequence[Report], wish: Wish) -> str:
    """One object for one case, a list for several."""
    found = []
    for report in reports:
        data = report.to_dict()
        people = data["persons"]
        assert isinstance(people, list)
        if wish.person is not None:
            data["persons"] = [entry for entry in people if entry["id"] == wish.person]
        for finding in (finding for entry in people for finding in entry["findings"]):
            if wish.law is not None and (sentence := wish.law.of(report.ruleset, finding["item"])):
                finding["sentence"] = sentence
        found.append(data)
    return json_text(found[0] if len(found) == 1 else found)
