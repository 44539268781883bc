"""Where rulesets are found, and how one is read."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from thresholds import plugins
from thresholds.errors import NotFoundError, SourceErrors, UnavailableError, clip, nearest
from thresholds.law.lint import check_structure
from thresholds.law.model import Ruleset
from thresholds.law.reading import read_law
from thresholds.plugins import Added, FolderAdded, RulesetsAdded
from thresholds.source.yaml import read_text

#: An environment variable naming folders of rulesets that are looked in first.
SEARCH_VARIABLE = "THRESHOLDS_RULESETS"


#: What a folder of a ruleset can be called.
_ID = re.compile(r"[\w〔〕-][\w〔〕.-]*")
#: The line of a ruleset that gives its id, and so much of a file as is looked at for it.
_ID_LINE = re.compile(rb"""^(?:\xef\xbb\xbf)?(["']?)id\1[ ]*:[ ]*(["']?)([^"'#\s]+)\2[ ]*(?:#.*)?\r?$""", re.MULTILINE)
_HEAD = 8192


@lru_cache(maxsize=4)
def data_folder(name: str) -> Path:
    """The shipped `rulesets` or `cases`: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "data" / name
    return shipped if shipped.is_dir() else package.parent / name


def search_folders() -> tuple[Path, ...]:
    """Folders of rulesets, in the order in which they are looked in."""
    named = os.environ.get(SEARCH_VARIABLE, "")
    return (*(Path(part) for part in named.split(os.pathsep) if part), data_folder("rulesets"))


def available() -> dict[str, Path]:
    """Every ruleset that can be named by its id, with its file."""
    found: dict[str, Path] = {}
    for folder in search_folders():
        for path in sorted(folder.glob("*/ruleset.yaml")):
            found.setdefault(path.parent.name, path)
    return found


def added() -> RulesetsAdded:
    """The rulesets that other installed packages bring, by id; looking for them takes time.

    One whose folder has another name than its id is a fault (TH742).
    """
    found = _added()
    strange = {name: fault for name, one in found.files.items() for fault in [_misnamed(name, one)] if fault}
    files = {name: one for name, one in found.files.items() if name not in strange}
    return RulesetsAdded(files, (*found.faults, *strange.values()))


def _added() -> RulesetsAdded:
    """The same by the names of their folders, of which none has been looked into."""
    taken = {name for folder in search_folders() for name in _folders(folder)}
    return plugins.rulesets(taken)


def _misnamed(name: str, one: FolderAdded) -> UnavailableError | None:
    """That the id in the file is not the name of its folder; what else is wrong with a file is said when it is read."""
    identifier = _id_in(one.file)
    return _other_id(name, one, identifier) if identifier not in ("", name) else None


def _other_id(name: str, one: FolderAdded, identifier: str) -> UnavailableError:
    entry = Added(name, one.package, lambda: None)
    return plugins.broken(entry, "other-id", folder=name, id=clip(identifier))


def _id_in(file: Path) -> str:
    """The id of a ruleset by the head of its file, or by all of it where the head does not say; empty for none."""
    try:
        with file.open("rb") as opened:
            line = _ID_LINE.search(opened.read(_HEAD))
        return line[3].decode() if line else _load(file).id
    except (OSError, UnicodeDecodeError, SourceErrors):
        return ""


def load_added(name: str, one: FolderAdded) -> Ruleset:
    """The ruleset that a package brings under an id.

    Raises:
        UnavailableError: the id in the file is another (TH742).
        SourceErrors: with everything that is wrong in the file.
    """
    ruleset = _load(one.file)
    if ruleset.id != name:
        raise _other_id(name, one, ruleset.id)
    return ruleset


def ruleset_ids() -> tuple[str, ...]:
    """The ids of all rulesets, those of other packages last; for what runs long, because these are looked for once."""
    return (*available(), *added_ids())


@lru_cache(maxsize=1)
def added_ids() -> tuple[str, ...]:
    """The ids that other packages bring; what is installed does not change while a process runs."""
    return tuple(added().files)


def _folders(folder: Path) -> list[str]:
    """The ids of rulesets and statutes in a folder."""
    return [path.parent.name for name in ("ruleset.yaml", "statute.yaml") for path in folder.glob(f"*/{name}")]


def is_statute(name: str) -> bool:
    """Whether a name is the id of a statute, whose versions dates choose from."""
    return any([(folder / name / "statute.yaml").is_file() for folder in search_folders()])


def load_ruleset(name: str | Path = "fashi-2017-10") -> Ruleset:
    """A ruleset by its id, or from a path to its file or folder; of a statute the one that gives its numbers.

    One of another package is found by its id where none of ours has it.

    Raises:
        NotFoundError: no such id; the nearest is named, or what is wrong with other packages.
        UnavailableError: the package that brings it gives it another id inside (TH742).
        SourceErrors: with everything that is wrong in the file.
    """
    path = Path(name)
    if isinstance(name, Path) or path.suffix in (".yaml", ".yml") or (os.sep in name and path.exists()):
        return _load(path / "ruleset.yaml" if path.is_dir() else path)
    named = _named(str(name))
    if named is not None:
        return _load(named)
    if is_statute(str(name)):
        from thresholds.law.statutes import load_statute

        return load_ruleset(load_statute(str(name)).measured_by)
    folders = _added().files
    if str(name) in folders:
        return load_added(str(name), folders[str(name)])
    besides = added()
    raise _no_ruleset(str(name), (*available(), *besides.files), besides)


def _no_ruleset(name: str, known: tuple[str, ...], besides: RulesetsAdded) -> NotFoundError:
    allowed, near = "、".join(known) or "-", nearest(name, known)
    if besides.faults:
        faults = plugins.Faults(besides.faults)
        return NotFoundError("no-ruleset-besides", value=name, allowed=allowed, faults=faults, near=near)
    return NotFoundError("no-ruleset", value=name, allowed=allowed, near=near)


def _named(name: str) -> Path | None:
    """The file of an id, in the first folder that has it."""
    if not _ID.fullmatch(name):
        return None
    files = [folder / name / "ruleset.yaml" for folder in search_folders()]
    return next((file for file in files if file.is_file()), None)


def _load(path: Path) -> Ruleset:
    text = read_text(path)
    return _read(text, str(path))


@lru_cache(maxsize=32)
def _read(text: str, name: str) -> Ruleset:
    """Reading is pure, so that the same text may be read once."""
    return read_law(Ruleset, text, name, check_structure)
