"""Case files from disk, from text, or from a dictionary."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from thresholds.case.model import Case
from thresholds.case.read import CaseReader
from thresholds.source.node import Node, Plain, from_plain
from thresholds.source.yaml import parse, read_text


def load_case(source: str | Path | Mapping[str, Plain]) -> Case:
    """A case from a path, from the text of a case file, or from a dictionary of the same shape.

    A text with a line break or a brace is taken as the file itself; anything else is a path.

    Raises:
        SourceErrors: with everything that is wrong in it.
    """
    with collector_paused():
        if isinstance(source, Mapping):
            text = json.dumps(source, ensure_ascii=False, sort_keys=True, default=str)
            return read_case(from_plain(source), "<case>", text)
        if isinstance(source, str) and ("\n" in source or source.lstrip().startswith("{")):
            return read_case(parse(source, "<text>"), "<text>", source)
        text = read_text(Path(source))
        return read_case(parse(text, str(source)), str(source), text)


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


def read_case(root: Node, name: str, text: str) -> Case:
    """The case of a parsed document; its hash is that of the text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    case = CaseReader(name).case(root, sha256=digest)
    assert case is not None
    return case
