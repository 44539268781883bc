"""Where the consequences and the overlays are found, and how they are read: beside the rulesets, or for one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from thresholds import glossary
from thresholds.errors import NotFoundError, nearest
from thresholds.glossary import Family
from thresholds.law.consequences import (
    LAYERS,
    AllOf,
    AnyOf,
    ByProvision,
    Concluded,
    Consequence,
    ConsequencesFile,
    FactIs,
    FromGrade,
    InGrade,
    Overlay,
    RestingOn,
    Unstated,
    When,
)
from thresholds.law.load import load_ruleset, search_folders
from thresholds.law.model import Ruleset
from thresholds.law.reading import read_law
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.source.yaml import parse, read_text

GENERAL_PART = "criminal-law-general"
FILE, OVERLAY_FILE = "consequences.yaml", "overlay.yaml"
_Read = TypeVar("_Read", ConsequencesFile, Overlay)


class Data(NamedTuple):
    """What is known to follow for one ruleset: the general part, the offence's own file where it has one, overlays."""

    general: ConsequencesFile
    own: ConsequencesFile | None = None
    overlays: tuple[Overlay, ...] = ()

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """Every consequence: those of the offence before those of the general part."""
        return (*(self.own.consequences if self.own else ()), *self.general.consequences)

    @property
    def files(self) -> tuple[ConsequencesFile | Overlay, ...]:
        """All files, the general part first."""
        return (self.general, *((self.own,) if self.own else ()), *self.overlays)


def data_for(ruleset: Ruleset) -> Data:
    """The data for a ruleset: what stands beside its file goes with the general part.

    They are checked against the ruleset as it is written, which may have been changed for the law of another time.

    Raises:
        NotFoundError: there is no general part in any folder of rulesets.
        SourceErrors: with everything that is wrong in one of the files.
    """
    folders = search_folders()
    general = load_consequences(_first(folders))
    beside = Path(ruleset.file).parent / FILE
    own = load_consequences(beside) if ruleset.file and beside.is_file() else None
    check(Data(general, own), load_ruleset(Path(ruleset.file)) if own else ruleset)
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*/{OVERLAY_FILE}")):
            found.setdefault(path.parent.name, path)
    overlays = [load_overlay(path) for path in found.values()]
    mine = tuple(o for o in overlays if any(point.ruleset == ruleset.id for point in o.starting_points))
    return Data(general, own, mine)


def _first(folders: Iterable[Path]) -> Path:
    for folder in folders:
        path = folder / GENERAL_PART / FILE
        if path.is_file():
            return path
    raise NotFoundError("no-ruleset", value=GENERAL_PART, allowed="-")


def load_consequences(path: Path) -> ConsequencesFile:
    """One file of consequences.

    Raises:
        SourceErrors: with everything that is wrong in the file.
    """
    found: ConsequencesFile = _read(ConsequencesFile, read_text(path), str(path))
    return found


def load_overlay(path: Path) -> Overlay:
    """One overlay.

    Raises:
        SourceErrors: with everything that is wrong in the file.
    """
    found: Overlay = _read(Overlay, read_text(path), str(path))
    return found


@lru_cache(maxsize=64)
def _read(model: type[_Read], text: str, name: str) -> _Read:
    """Reading is pure, so that the same text may be read once."""
    return read_law(model, text, name)


class _Problem(NamedTuple):
    """What is wrong with an entry: the code, the offending value, the nearest name, and what it refers to."""

    entry: str
    code: str
    value: str
    near: str = ""
    refers: str = ""


def check(data: Data, ruleset: Ruleset) -> None:
    """Whether everything named is there: ids once, conclusions of earlier layers, provisions, grades, items, facts.

    Raises:
        SourceErrors: TH105, TH106, TH107, TH110 where something is not.
    """
    for file in (data.general, data.own):
        problems = [*_ids(file, data), *_references(file, data, ruleset)] if file else []
        if file and problems:
            reader = Reader(file.file)
            root = parse(read_text(Path(file.file)), file.file) if file.file else Node(0, 0)
            for found in problems:
                place = _place(root, found.entry)
                reader.wrong(found.code, place, found.value, near=found.near, refers=found.refers)
            reader.finish()


def _place(root: Node, identifier: str) -> Node:
    """Where an entry stands in its file."""
    listed = root.get("consequences")
    for entry in (listed.items or ()) if listed is not None else ():
        named = entry.get("id")
        if named is not None and named.text == identifier:
            return entry
    return root


def _ids(file: ConsequencesFile, data: Data) -> Iterator[_Problem]:
    seen = {entry.id for entry in data.general.consequences} if file is data.own else set()
    for entry in file.consequences:
        if entry.id in seen:
            yield _Problem(entry.id, "TH105", entry.id)
        seen.add(entry.id)


def _references(file: ConsequencesFile, data: Data, ruleset: Ruleset) -> Iterator[_Problem]:
    """What conditions name that does not exist; provisions, grades and items are those of the ruleset."""
    provisions = {rule.id for rule in ruleset.rules if rule.when is not None}
    for entry in file.consequences:
        earlier = LAYERS[: LAYERS.index(entry.layer)]
        concluded = {other.id for other in data.consequences if other.layer in earlier}
        for leaf in leaves(entry.when):
            if isinstance(leaf, InGrade | FromGrade):
                grade = leaf.grade if isinstance(leaf, InGrade) else leaf.from_grade
                if grade not in ruleset.grade_ids:
                    yield _Problem(entry.id, "TH110", grade, nearest(grade, ruleset.grade_ids))
            elif isinstance(leaf, FactIs | Unstated):
                name = leaf.fact if isinstance(leaf, FactIs) else leaf.unstated
                if glossary.term(name, Family.FACT) is None and name not in ruleset.declared:
                    yield _Problem(entry.id, "TH107", entry.id, refers=name)
            for name, known in _named(leaf, concluded, provisions, ruleset.by_id):
                if name not in known:
                    yield _Problem(entry.id, "TH106", entry.id, nearest(name, known), name)


def _named(
    leaf: When, concluded: Collection[str], provisions: Collection[str], items: Collection[str]
) -> list[tuple[str, Collection[str]]]:
    """The names in a condition, each with those that it may be one of."""
    if isinstance(leaf, Concluded):
        return [(leaf.concluded, concluded)]
    if isinstance(leaf, ByProvision):
        return [(leaf.provision, provisions)]
    return [(item, items) for item in leaf.resting_on] if isinstance(leaf, RestingOn) else []


def leaves(when: When) -> Iterator[When]:
    """The conditions at the ends of a tree."""
    if isinstance(when, AnyOf | AllOf):
        for inner in when.any_of if isinstance(when, AnyOf) else when.all_of:
            yield from leaves(inner)
    else:
        yield when
