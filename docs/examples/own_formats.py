"""Two formats of another package: a writer of documents, and a function of a report."""

from __future__ import annotations

from thresholds import Report
from thresholds.rendering.document.model import Bullets, Document, Heading, Paragraph

#: How the files of the format end, and whether it gives bytes.
ENDING = ".txt"
BINARY = False


def write(document: Document) -> str:
    """The headings, sentences and lists of a document; tables and charts are left out."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            lines += ["", f"{'=' * block.level} {block.text}"]
        elif isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Bullets):
            lines += [f"- {item}" for item in block.items]
    return "\n".join(lines).lstrip() + "\n"


def grades(report: Report, lang: str) -> str:
    """One line for each person."""
    word = "至少" if lang == "zh" else "at least"
    return "".join(f"{person.name}: {word} {person.grade.at_least}\n" for person in report.persons)
