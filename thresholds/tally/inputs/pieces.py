"""What inputs were made into, kept in the workspace: whole or not at all, found again by the hash they were made from.

A piece is written under another name, renamed when it is whole, and only then listed in a manifest, which is
itself written to another file and renamed. So whatever a manifest lists is whole, and the rest is swept away.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from thresholds.tally.workfolder import is_piece
from thresholds.tally.workspace import Workspace

_MANIFEST = "manifest.json"
#: Raised when pieces are made otherwise than before: older ones are made anew.
_VERSION = 2

Entry = dict[str, object]


class Pieces:
    """The pieces of a workspace by their keys: what is known of each, and the file it lies in, where it has one."""

    def __init__(self, workspace: Workspace) -> None:
        self.folder = workspace.pieces
        self._workspace = workspace
        self._entries: dict[str, Entry] = _listed(self.folder / _MANIFEST)
        self._entries = {key: entry for key, entry in self._entries.items() if self._is_whole(entry)}
        self.sweep()

    def get(self, key: str) -> Entry | None:
        """What is known of a piece that is whole."""
        return self._entries.get(key)

    def path(self, entry: Mapping[str, object]) -> Path:
        """Where the piece lies."""
        return self.folder / str(entry["name"])

    def put(self, key: str, entry: Entry) -> Entry:
        """List a piece, whose file (`name`, where it has one) is whole.

        Raises:
            UnavailableError: the disk is full (TH602) or the folder cannot be written to (TH604).
        """
        return self.put_all({key: entry})[key]

    def put_all(self, entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
        """List several pieces at once, or none of them; errors as in `put`."""
        sized = {
            key: {**entry, "size": self.path(entry).stat().st_size} if "name" in entry else entry
            for key, entry in entries.items()
        }
        after = {**self._entries, **sized}
        with self.writing(_MANIFEST) as temporary:
            text = json.dumps({"version": _VERSION, "pieces": after}, ensure_ascii=False, indent=1)
            temporary.write_text(text, encoding="utf-8")
        self._entries = after
        return sized

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """The path to write a piece to: renamed to `name` when it is whole, removed where it will not be.

        Raises:
            UnavailableError: the disk is full (TH602) or the folder cannot be written to (TH604).
        """
        temporary = self.folder / f"{name}.part"
        try:
            with self._workspace.guarded():
                yield temporary
                os.replace(temporary, self.folder / name)
        finally:
            temporary.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a file that is needed no more, and its entries."""
        (self.folder / name).unlink(missing_ok=True)
        self._entries = {key: entry for key, entry in self._entries.items() if entry.get("name") != name}

    def sweep(self) -> None:
        """Remove what the manifest does not list: what was being made when a run broke off."""
        known = {_MANIFEST, *(str(entry["name"]) for entry in self._entries.values() if "name" in entry)}
        for path in self.folder.iterdir():
            if path.name in known or not is_piece(path):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _is_whole(self, entry: Entry) -> bool:
        path = self.path(entry) if "name" in entry else None
        return path is None or (path.is_file() and path.stat().st_size == entry.get("size"))


def _listed(path: Path) -> dict[str, Entry]:
    """The entries of a manifest; none where it is missing, is of another version, or cannot be read."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        if read["version"] == _VERSION:
            return {str(key): dict(entry) for key, entry in read["pieces"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return {}
