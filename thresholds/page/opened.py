"""A case file opened on the page: its text as sent, read like any other; nothing is written down."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds.case.ledger import is_table, read_ledger
from thresholds.case.load import read_case
from thresholds.case.write import case_text
from thresholds.page.rulesets import check_named
from thresholds.report.model import evaluate
from thresholds.source.validated import to_plain
from thresholds.source.yaml import decoded, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresholds.report.model import Report

_DIGEST = re.compile("[0-9a-f]{64}")


class Opened(NamedTuple):
    """A case file: its name, its text, of a table the same as YAML, and the SHA-256 of the bytes that were opened.

    From page to page the text comes back with other ends of lines; the digest goes along, and without it is the text's.
    """

    name: str
    text: str
    sha256: str = ""


def opened(name: str, content: bytes, lang: str) -> Opened:
    """The file as text.

    Raises:
        SourceErrors: it is no text in UTF-8, or a table with something wrong in it.
    """
    base = Path(name.replace("\\", "/")).name or "case.yaml"
    if not is_table(Path(base)):
        return Opened(base, decoded(content, base), hashlib.sha256(content).hexdigest())
    root, digest = read_ledger(Path(base), content)
    plain: dict[str, object] = to_plain(root)
    return Opened(base, case_text(plain, lang), digest)


def sent_along(fields: Mapping[str, str]) -> Opened:
    """The file as it stood on the page before; browsers end the lines of a field otherwise than the file did.

    What is no digest by its form is none.
    """
    digest = fields.get("sha256", "")
    text = fields.get("case", "").replace("\r\n", "\n")
    return Opened(fields.get("name", ""), text, digest if _DIGEST.fullmatch(digest) else "")


def report_on(file: Opened, readings: Mapping[str, str]) -> Report:
    """The report on an opened file, under the readings chosen on the page.

    Raises:
        SourceErrors: with everything that is wrong in it; a ruleset that it names by a path (TH721) is not read.
        ReadingError: there is no such reading, or no such option of it.
    """
    root = parse(file.text, file.name)
    check_named(root, file.name)
    return evaluate(read_case(root, file.name, file.text, file.sha256), readings=dict(readings) or None)
