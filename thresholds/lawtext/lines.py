"""The lines of an official text, from Markdown, plain text or Word: without marks of layout, but with their places."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.yaml import looks_like, not_utf8, read_bytes
from thresholds.wording import Worded

#: What Word files begin with: they are archives.
_ARCHIVE = b"PK\x03\x04"
#: Word files before 2007, and PDF: neither can be read.
_REFUSED = {b"\xd0\xcf\x11\xe0": "lawtext.old-word", b"%PDF": "lawtext.pdf"}

#: A quotation or a list in Markdown: what stands before the words of a line.
_LEAD = re.compile(r"[\s>]*(?:[-*+]\s+)?[\s>]*(?P<heading>#{1,6}\s)?")
#: Bold, footnotes, and backslashes before punctuation.
_MARKUP = re.compile(r"\*\*|__|\[\^[^\]]*\]|\\(?=[!-/:-@\[-`{-~])")
#: White space, but for a space between two Latin words.
_SPACE = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_DIGITS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_RULE = re.compile(r"[-*_=\s]*")
#: A comment in HTML, as Markdown copies carry them, over any number of lines.
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT = re.compile(r"(\w+):\s*['\"]?(.*?)['\"]?\s*")


class Line(NamedTuple):
    """A line as it is written (`raw`, without layout) and its words, whose characters stand at `columns`.

    A heading is what Markdown marks as one.
    """

    number: int
    raw: str
    words: str
    columns: tuple[int, ...]
    heading: bool = False


class Lines(NamedTuple):
    """The lines of a text that have words, and what its head states by key."""

    lines: tuple[Line, ...]
    head: dict[str, str]


def read_lines(path: Path) -> tuple[bytes, Lines]:
    """The bytes of a file and its lines; of a Word file its paragraphs count as lines.

    Raises:
        SourceErrors: it cannot be read (TH001, TH002), or is of a kind that is not read (TH159).
    """
    name = str(path)
    raw = read_bytes(path, name)
    refused = next((key for start, key in _REFUSED.items() if raw.startswith(start)), None)
    if refused is not None:
        raise _unreadable(name, refused)
    written = _word(name, raw) if raw.startswith(_ARCHIVE) else _decoded(name, raw).splitlines()
    return raw, lines_of(written)


def lines_of(written: list[str]) -> Lines:
    """The lines with words, after the head between two lines of dashes where there is one."""
    head: dict[str, str] = {}
    first = 0
    if written and written[0].strip() == "---" and "---" in (line.strip() for line in written[1:]):
        first = next(number for number, line in enumerate(written) if number and line.strip() == "---") + 1
        head = {match[1]: match[2] for line in written[1:first] if (match := _FRONT.fullmatch(line))}
    rest = _COMMENT.sub(_blanked, "\n".join(written[first:])).split("\n")
    found = [_line(number, text) for number, text in enumerate(rest, first + 1) if not _RULE.fullmatch(text)]
    return Lines(tuple(line for line in found if line.words), head)


def _blanked(comment: re.Match[str]) -> str:
    """Spaces in place of a comment, so that what comes after it keeps its line and column."""
    return re.sub(r"[^\n]", " ", comment[0])


def _line(number: int, text: str) -> Line:
    """A line without its layout; a footnote has no words."""
    start = _LEAD.match(text)
    assert start is not None
    rest = text[start.end() :]
    if rest.startswith("[^"):
        return Line(number, "", "", ())
    raw = _MARKUP.sub("", rest).translate(_DIGITS)
    dropped = {place for match in _MARKUP.finditer(rest) for place in range(*match.span())}
    left = "".join(" " if place in dropped else character for place, character in enumerate(rest))
    dropped |= {place for match in _SPACE.finditer(left) for place in range(*match.span())}
    kept = [place for place in range(len(rest)) if place not in dropped]
    words = "".join(rest[place] for place in kept).translate(_DIGITS)
    return Line(number, raw, words, tuple(start.end() + place + 1 for place in kept), bool(start["heading"]))


def _decoded(name: str, raw: bytes) -> str:
    """UTF-8, or what a text saved elsewhere seems to be.

    Raises:
        SourceErrors: it is no text (TH002).
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = looks_like(raw)
        if not encoding:
            raise SourceErrors([not_utf8(name, raw, error.start)]) from None
        return raw.decode(encoding)


def _word(name: str, raw: bytes) -> list[str]:
    """The paragraphs of a Word file, those of its tables included, line breaks inside them kept.

    Raises:
        SourceErrors: it is no Word file, or a damaged one (TH159).
    """
    from docx import Document
    from docx.oxml.ns import qn

    try:
        body = Document(io.BytesIO(raw)).element.body
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError):  # the parser of XML says SyntaxError
        raise _unreadable(name, "lawtext.no-word") from None
    written = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n"}
    lines: list[str] = []
    for paragraph in body.iter(qn("w:p")):
        parts = (part.text or "" if part.tag == qn("w:t") else written.get(part.tag, "") for part in paragraph.iter())
        lines += "".join(parts).split("\n")
    return lines


def _unreadable(name: str, problem: str) -> SourceErrors:
    return SourceErrors([Diagnostic("TH159", name, 0, 0, detail=(("problem", Worded(problem)),))])
