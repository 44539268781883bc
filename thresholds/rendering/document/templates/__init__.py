"""What reports are poured into: the parts of an empty Word file, unpacked to be read and reviewed, and a Typst page."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def word_parts() -> dict[str, bytes]:
    """The members of an empty Word file by their names in it."""
    parts = _HERE / "word"
    return {path.relative_to(parts).as_posix(): path.read_bytes() for path in parts.rglob("*") if path.is_file()}


def typst_page() -> bytes:
    """The Typst program that sets a report; it takes the report as `sys.inputs.report`, in JSON."""
    return (_HERE / "report.typ").read_bytes()
