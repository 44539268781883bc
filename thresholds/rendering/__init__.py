"""Reports for people and programs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from thresholds.errors import NotFoundError, nearest

if TYPE_CHECKING:
    from thresholds.rendering.added import AddedFormat
    from thresholds.rendering.document.model import Document
    from thresholds.report.model import Report


class Format(NamedTuple):
    """A way to write a report: the module that does it, the ending of its files, and whether it gives bytes.

    The modules of documents have one function, `write(document)`, which returns text, or bytes where `binary` is set.
    """

    module: str
    ending: str
    binary: bool = False
    document: bool = True


#: The languages of reports.
LANGUAGES = ("zh", "en")

#: Every format by name. A module is imported only when its format is written.
FORMATS: dict[str, Format] = {
    "text": Format("thresholds.rendering.text", ".txt", document=False),
    "json": Format("thresholds.rendering.as_json", ".json", document=False),
    "markdown": Format("thresholds.rendering.document.markdown", ".md"),
    "html": Format("thresholds.rendering.document.html", ".html"),
    "docx": Format("thresholds.rendering.document.docx", ".docx", binary=True),
    "pdf": Format("thresholds.rendering.document.pdf", ".pdf", binary=True),
}


def format_of(name: str) -> Format | AddedFormat:
    """A format by its name: one of ours, or of another package.

    Raises:
        NotFoundError: there is none; UnavailableError: that of another package cannot be used (TH742).
    """
    if name in FORMATS:
        return FORMATS[name]
    from thresholds.rendering.added import added_format

    return added_format(name, FORMATS)


def formats() -> tuple[str, ...]:
    """Every format by name, those of other packages after ours: looked for, which takes time."""
    from thresholds.plugins import renderers

    return (*FORMATS, *renderers(FORMATS).added)


def render(report: Report, format: str = "text", lang: str = "zh", audience: str = "court") -> str:
    """The report as text of a format (`text`, `json`, `markdown`, `html`) in a language (`zh`, `en`).

    `audience` is for whom a document is arranged: `court`, `defence`, `prosecution` or `client`.

    Raises:
        NotFoundError: there is no such format, language or audience, or the format is made of bytes (see
            `render_bytes`).
    """
    written = _render(report, format, lang, audience)
    if isinstance(written, bytes):
        raise NotFoundError("format.binary", value=format)
    return written


def render_bytes(report: Report, format: str, lang: str = "zh", audience: str = "court") -> bytes:
    """The report as the bytes of a file: of every format, text in UTF-8.

    Raises:
        NotFoundError: there is no such format, language or audience.
    """
    written = _render(report, format, lang, audience)
    return written if isinstance(written, bytes) else written.encode("utf-8")


def write_document(document: Document, format: str) -> str | bytes:
    """A document in a format of documents: text, or bytes where the format is binary.

    Raises:
        NotFoundError: there is no such format; UnavailableError: that of another package cannot be used (TH742).
    """
    if format not in FORMATS:
        from thresholds.rendering.added import added_format

        return added_format(format, FORMATS).write(document)
    written: str | bytes = import_module(FORMATS[format].module).write(document)
    return written


def _render(report: Report, format: str, lang: str, audience: str) -> str | bytes:
    if lang not in LANGUAGES:
        raise NotFoundError("no-language", value=lang, allowed="、".join(LANGUAGES), near=nearest(lang, LANGUAGES))
    if format not in FORMATS:
        from thresholds.rendering.added import added_format

        added = added_format(format, FORMATS)
        if not added.document:
            return added.show(report, lang)
    if format == "json":
        from thresholds.rendering.as_json import as_json

        return as_json(report)
    if format == "text":
        from thresholds.rendering.text import as_text

        return as_text(report, lang)
    from thresholds.rendering.document.audience import audience_of
    from thresholds.rendering.document.build import document

    return write_document(document(report, lang, audience_of(audience)), format)
