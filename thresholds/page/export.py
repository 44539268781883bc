"""The moment kept: what the page shows as a case file, a report or a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thresholds.case.write import case_text
from thresholds.page.as_case import case_of
from thresholds.page.picture import picture
from thresholds.page.rulesets import known_ruleset
from thresholds.page.scene import report_of
from thresholds.page.state import State
from thresholds.rendering import render_bytes
from thresholds.wording import phrase

if TYPE_CHECKING:
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
#: What can be kept of a case file that was opened.
OPENED = ("html", "markdown", "docx", "json")


def exported(kind: str, state: State) -> bytes:
    """The file of one of `KINDS`.

    Raises:
        NotFoundError: the state names no ruleset that there is.
        SourceErrors: something typed is wrong.
    """
    ruleset = known_ruleset(state.ruleset)
    report = report_of(state, ruleset)
    if kind == "case":
        return case_text(case_of(state, ruleset), state.lang).encode()
    if kind == "picture":
        foot = phrase("page.foot", state.lang).format(id=ruleset.id, digest=ruleset.sha256[:12])
        return picture(report.persons[0].shown, state.lang, foot).encode()
    return report_file(kind, report, state.lang)


def report_file(kind: str, report: Report, lang: str) -> bytes:
    """A report as the file of one of `KINDS` that is a format of reports."""
    return render_bytes(report, KINDS[kind].format, lang)
