"""Case files from disk, from text, or from a dictionary."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from thresholds.case.ledger import is_table, read_ledger
from thresholds.case.model import Case
from thresholds.case.read import CaseReader
from thresholds.law.model import Ruleset
from thresholds.source.node import Node, from_plain
from thresholds.source.plain import plain_data
from thresholds.source.yaml import decoded, parse, read_bytes


class Document(NamedTuple):
    """A case as written: its tree, the name that its errors are reported under, and its text.

    `sha256` is the hash of the bytes of a file; where there is none, that of the text is taken. Of a table, which need
    not be text, the text is that hash.
    """

    root: Node
    name: str
    text: str
    sha256: str = ""


def document(source: str | Path | Mapping[str, object]) -> Document:
    """The tree of a case from a path, from the text of a case file, or from a dictionary of the same shape.

    A text with a line break or a brace is taken as the file itself; anything else is a path.

    Raises:
        SourceErrors: it cannot be read, is not strict YAML, is a table with something wrong in it, or a dictionary
            with a value that no file can hold.
    """
    if isinstance(source, Mapping):
        plain = plain_data(source, "<case>")
        return Document(from_plain(plain), "<case>", json.dumps(plain, ensure_ascii=False, sort_keys=True))
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith("{")):
        return Document(parse(source, "<text>"), "<text>", source)
    path = Path(source)
    if is_table(path):
        root, digest = read_ledger(path, read_bytes(path, str(source)))
        return Document(root, str(source), digest, digest)
    raw = read_bytes(path, str(path))
    text = decoded(raw, str(path))
    return Document(parse(text, str(source)), str(source), text, hashlib.sha256(raw).hexdigest())


def load_case(source: str | Path | Mapping[str, object], ruleset: Ruleset | None = None) -> Case:
    """A case from a path, from the text of a case file, or from a dictionary of the same shape.

    A text with a line break or a brace is taken as the file itself; anything else is a path.

    Raises:
        SourceErrors: with everything that is wrong in it.
    """
    with collector_paused():
        return read_case(*document(source), ruleset=ruleset)


@contextmanager
def collector_paused() -> Iterator[None]:
    """A large ledger makes millions of objects, none of them garbage; searching them takes half of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_case(root: Node, name: str, text: str, sha256: str = "", ruleset: Ruleset | None = None) -> Case:
    """The case of a parsed document; its hash is that of the text, unless one is given."""
    digest = sha256 or hashlib.sha256(text.encode()).hexdigest()
    case = CaseReader(name, ruleset).case(root, sha256=digest)
    assert case is not None
    return case
