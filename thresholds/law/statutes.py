"""Where statutes are found, and how one is read: `criminal-law-253-1/statute.yaml` beside the rulesets."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from thresholds.errors import NotFoundError, nearest
from thresholds.law.load import search_folders
from thresholds.law.reading import read_law
from thresholds.law.statute import Statute
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.source.yaml import read_text
from thresholds.wording import Worded

FILE = "statute.yaml"


def available_statutes() -> dict[str, Path]:
    """Every statute that can be named by its id, with its file."""
    found: dict[str, Path] = {}
    for folder in search_folders():
        for path in sorted(folder.glob(f"*/{FILE}")):
            found.setdefault(path.parent.name, path)
    return found


def load_statute(name: str | Path) -> Statute:
    """A statute by its id, or from a path to its file or folder.

    Raises:
        NotFoundError: no such id; the nearest is named.
        SourceErrors: with everything that is wrong in the file.
    """
    if isinstance(name, Path):
        return _load(name / FILE if name.is_dir() else name)
    known = available_statutes()
    if name not in known:
        raise NotFoundError("no-ruleset", value=name, allowed="、".join(known) or "-", near=nearest(name, known))
    return _load(known[name])


def statute_of(offence: str) -> Statute | None:
    """The statute whose versions are known for an offence (as rulesets name it); None where there is none.

    Raises:
        SourceErrors: with everything that is wrong in the file of one that was looked at.
    """
    return next((statute for name in available_statutes() if (statute := load_statute(name)).offence == offence), None)


def _load(path: Path) -> Statute:
    return _read(read_text(path), str(path))


@lru_cache(maxsize=8)
def _read(text: str, name: str) -> Statute:
    """Reading is pure, so that the same text may be read once."""
    return read_law(Statute, text, name, _check)


def _check(reader: Reader, statute: Statute, root: Node) -> None:
    """Versions follow one another day by day; every reading that is named is declared, and has two options or more."""
    day = timedelta(days=1)
    for before, after in zip(statute.versions, statute.versions[1:], strict=False):
        until, start = before.in_force.until, after.in_force.start
        if until is None or start is None or until + day != start:
            reader.wrong("TH103", root, after.id, problem=Worded("rules.versions"))
    for reading in statute.readings:
        if len(reading.options) < 2 or reading.favours_accused not in reading.options:
            reader.wrong("TH112", root, reading.id)
    for version in statute.versions:
        named = [version.numbers_under, *[offence.without_subject for offence in version.offences]]
        for option in named:
            reading_of = statute.reading(option.reading) if option else None
            if option and (reading_of is None or option.option not in reading_of.options):
                reader.wrong("TH109", root, version.id, refers=f"{option.reading}={option.option}")
