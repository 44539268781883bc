"""What other installed packages add: entry points, looked for only where a name is none of ours.

    thresholds.renderers   a name of a format → a module with `write(document)`, or a function of a report
    thresholds.rulesets    any name → a module or a folder, in which each folder is named by its ruleset's id

Looking through what is installed takes time, so that nobody who names what is built in waits for it. What is built in
is never replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thresholds.errors import UnavailableError
from thresholds.wording import Worded, phrase

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

RENDERERS = "thresholds.renderers"
RULESETS = "thresholds.rulesets"


class Added(NamedTuple):
    """Something that a package adds under a name, not yet imported."""

    name: str
    package: str
    load: Callable[[], object]


class Found(NamedTuple):
    """Everything of a group that can be told by its name, and what is wrong with the rest."""

    added: dict[str, Added]
    faults: tuple[UnavailableError, ...]


class FolderAdded(NamedTuple):
    """A ruleset that a package brings."""

    package: str
    file: Path


class RulesetsAdded(NamedTuple):
    """The rulesets of other packages by their ids, and what is wrong with the rest."""

    files: dict[str, FolderAdded]
    faults: tuple[UnavailableError, ...]


def renderers(built_in: Collection[str]) -> Found:
    """The formats of other packages by name; one with a name that is taken is a fault (TH743)."""
    found: dict[str, list[Added]] = {}
    for added in _group(RENDERERS):
        found.setdefault(added.name, []).append(added)
    faults = [fault for name, several in found.items() for fault in _clashes(name, several, built_in)]
    alone = {name: several[0] for name, several in found.items() if len(several) == 1 and name not in built_in}
    return Found(alone, tuple(faults))


def rulesets(built_in: Collection[str]) -> RulesetsAdded:
    """The rulesets of other packages by id; faults are those that cannot be used (TH742), and ids taken (TH743)."""
    faults: list[UnavailableError] = []
    found: dict[str, list[FolderAdded]] = {}
    for added in _group(RULESETS):
        try:
            files = _files(added)
        except UnavailableError as fault:
            faults.append(fault)
            continue
        for file in files:
            found.setdefault(file.parent.name, []).append(FolderAdded(added.package, file))
    for name, several in found.items():
        named = [Added(name, one.package, lambda: None) for one in several]
        faults += _clashes(name, named, built_in)
    alone = {name: several[0] for name, several in found.items() if len(several) == 1 and name not in built_in}
    return RulesetsAdded(alone, tuple(faults))


def imported(added: Added) -> object:
    """What a package adds.

    Raises:
        UnavailableError: importing it fails (TH742).
    """
    try:
        return added.load()
    except (Exception, SystemExit) as error:  # whatever the package does when it is imported
        raise broken(added, "not-imported", error=type(error).__name__) from None


def broken(added: Added, problem: str, **fields: str) -> UnavailableError:
    """That something cannot be used, and why (TH742)."""
    worded = Worded(f"plugin.{problem}", **fields)
    return UnavailableError("TH742", package=added.package, value=added.name, problem=worded)


class Faults(str):
    """Faults that are worded in the language of the sentence around them."""

    __slots__ = ("faults",)
    faults: tuple[UnavailableError, ...]

    def __new__(cls, faults: Collection[UnavailableError]) -> Faults:
        """These faults."""
        made = super().__new__(cls, "")
        made.faults = tuple(faults)
        return made

    def __format__(self, lang: str) -> str:
        separator = phrase("plugin.separator", lang or "zh")
        return separator.join([fault.show(lang or "zh") for fault in self.faults])


def _group(group: str) -> Iterator[Added]:
    """What installed packages add to a group, in an order that does not change."""
    from importlib.metadata import entry_points

    def order(one: EntryPoint) -> tuple[str, str, str]:
        return one.name, _package(one), one.value

    for one in sorted(set(entry_points(group=group)), key=order):
        yield Added(one.name, _package(one), one.load)


def _package(one: EntryPoint) -> str:
    return one.dist.name if one.dist is not None else one.value.partition(".")[0]


def _clashes(name: str, several: list[Added], built_in: Collection[str]) -> Iterator[UnavailableError]:
    """That a name is that of something built in, or of another package."""
    if name in built_in:
        for one in several:
            yield UnavailableError("TH743", value=name, package=one.package, other=Worded("plugin.built-in"))
    elif len(several) > 1:
        other = Worded("plugin.of", package=several[1].package)
        yield UnavailableError("TH743", value=name, package=several[0].package, other=other)


def _files(added: Added) -> list[Path]:
    """The files of the rulesets that a package brings.

    Raises:
        UnavailableError: it is no folder, or none of rulesets (TH742).
    """
    folder = _folder(imported(added))
    if folder is None or not folder.is_dir():
        raise broken(added, "not-a-folder")
    files = sorted(folder.glob("*/ruleset.yaml"))
    if not files:
        raise broken(added, "no-ruleset")
    return files


def _folder(value: object) -> Path | None:
    """The folder that an entry point means: itself, or that of a module."""
    if isinstance(value, str | PathLike):
        return Path(value)
    file = getattr(value, "__file__", None)
    if isinstance(file, str):
        return Path(file).parent
    paths = list(getattr(value, "__path__", ()))
    return Path(paths[0]) if paths else None
