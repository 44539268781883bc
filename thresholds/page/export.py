"""The moment kept: what the page shows as a case file, a report or a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thresholds.case.load import load_case
from thresholds.case.write import case_text
from thresholds.errors import SourceErrors
from thresholds.page.as_case import case_of
from thresholds.page.chosen import with_readings
from thresholds.page.picture import picture
from thresholds.page.rulesets import known_ruleset, told
from thresholds.page.scene import wrong_lines
from thresholds.page.state import State
from thresholds.rendering import render_bytes
from thresholds.report.model import evaluate
from thresholds.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresholds.errors import ThresholdsError
    from thresholds.page.opened import Opened
    from thresholds.report.model import Report


class Kind(NamedTuple):
    """A kind of file: the format of the report, how it is called, its media type."""

    format: str
    name: str
    media: str


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    "case": Kind("", "case.yaml", "application/yaml; charset=utf-8"),
    "html": Kind("html", "report.html", "text/html; charset=utf-8"),
    "markdown": Kind("markdown", "report.md", "text/markdown; charset=utf-8"),
    "docx": Kind("docx", "report.docx", _WORD),
    "json": Kind("json", "report.json", "application/json"),
    "picture": Kind("", "ladder.svg", "image/svg+xml"),
}


def exported(kind: str, state: State) -> bytes:
    """The file of one of `KINDS`.

    Raises:
        NotFoundError: the state names no ruleset that there is.
        SourceErrors: something typed is wrong.
    """
    ruleset = known_ruleset(state.ruleset)
    text = case_text(case_of(state, ruleset), state.lang)
    report = evaluate(load_case(text, ruleset), ruleset)  # of the file that can be kept: the report has its hash
    if kind == "case":
        return text.encode()
    if kind == "picture":
        return _drawing(report, 0, state.lang)
    return render_bytes(report, KINDS[kind].format, state.lang)


def refused(error: ThresholdsError, state: State) -> list[str]:
    """Why there is no file of a state, line by line; of what was typed each line begins with its field."""
    if not isinstance(error, SourceErrors):
        return told(error, state.lang)
    return wrong_lines(error, state, known_ruleset(state.ruleset))


def exported_case(
    kind: str, file: Opened, readings: Mapping[str, str], report: Report, number: int, lang: str
) -> bytes:
    """The file of one of `KINDS` for a case file opened: of its person `number` the picture, of all others the rest.

    The case is the text as it stands, with those readings in it that were chosen otherwise than it has them.
    """
    if kind == "case":
        usual = {name: reading.default for name, reading in report.readings.items()} | dict(report.case.readings)
        chosen = {name: option for name, option in readings.items() if usual.get(name) != option}
        return with_readings(file.text, file.name, chosen, lang).encode()
    return _drawing(report, number, lang) if kind == "picture" else render_bytes(report, KINDS[kind].format, lang)


def _drawing(report: Report, number: int, lang: str) -> bytes:
    ruleset = report.ruleset
    foot = phrase("page.foot", lang).format(id=ruleset.id, digest=ruleset.sha256[:12])
    return picture(report.persons[number].shown, lang, foot).encode()
