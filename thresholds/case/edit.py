"""A case changed without touching its file: `PATH=VALUE`, read again by the reader of case files.

    facts.yi.illegal_gains=3万余元      a value in place of another, or a new one; 事实.乙.违法所得 is such a path too
    dealings.D1.records=28              a dealing by its id, or (dealings.2) by its number from 1
    dealings.+={by: yi, act: theft}     one more at the end of a list
    facts.yi.illegal_gains=             nothing after the equals sign takes it out
    evidence."E1.2".at=卷一             a key with a dot in it stands in quotes

Keys are English or Chinese, freely mixed; a key that stands in the file in the other language is the same key. Maps
missing on the way are made. VALUE is YAML and takes the place of the whole value, with its remarks. Nothing that the
reader of case files checks is checked here: its diagnostics name the edit, and the column in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.load import Document, collector_paused, document, read_case
from thresholds.case.model import Case
from thresholds.case.place import Given, Step, put
from thresholds.errors import Diagnostic, EditError, SourceErrors
from thresholds.source.node import Node
from thresholds.source.yaml import parse

#: What diagnostics name in the place of the file, with the number of the edit as the line.
OPTION = "--set"
#: A key of a path, and the dot or the equals sign after it.
_STEP = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([^\s.="'][^.=]*?))\s*([.=])""")
_BARE = re.compile(r"""[^\s.="'+](?:[^.=\n]*[^\s.=])?""")
_NOTHING = ("", "null", "~")


class Edit(NamedTuple):
    """One change: its number from 1, the path as written and its keys, and what goes there; None takes it out."""

    number: int
    path: str
    steps: tuple[Step, ...]
    value: Node | None
    given: str = ""


def path_of(*keys: str) -> str:
    """A path of these keys, quoted where they need it."""
    return ".".join(key if _BARE.fullmatch(key) else f"'{key}'" if '"' in key else f'"{key}"' for key in keys)


def parse_edit(text: str, number: int = 1) -> Edit:
    """An edit from `PATH=VALUE`; `number` is its place among those given, from 1.

    Raises:
        EditError: it is not of that form.
        SourceErrors: VALUE is not strict YAML (TH004-TH010).
    """
    steps: list[Step] = []
    at, end = 0, "."
    while end == ".":
        match = _STEP.match(text, at)
        if match is None:
            raise EditError("edit-form", value=text, number=str(number))
        double, single, bare, end = match.groups()
        place = max(match.start(group) for group in (1, 2, 3))
        steps.append(Step(double or single or bare, place + (bare is not None), bare is None))
        at = match.end()
    path, given = text[: at - 1].strip(), text[at:].strip()
    value = None if given in _NOTHING else _value(text, at, number)
    return Edit(number, path, tuple(steps), value, given)


def _value(text: str, start: int, number: int) -> Node:
    """What stands after the equals sign, each node at its column in the whole text."""
    value = text[start:]
    try:
        root = parse(value, OPTION)
    except SourceErrors as errors:
        found = [
            one._replace(line=number, column=_column(value, start, one.line, one.column)) for one in errors.diagnostics
        ]
        raise SourceErrors(found) from None
    return _given(root, value, start, number)


def _column(value: str, start: int, line: int, column: int) -> int:
    """The column in the text of the edit, whose lines are counted as one."""
    before = sum(len(one) for one in value.splitlines(keepends=True)[: line - 1])
    return start + before + column


def _given(node: Node, value: str, start: int, number: int) -> Given:
    made = Given(OPTION, number, _column(value, start, node.line, node.column))
    made.text, made.quoted = node.text, node.quoted
    if node.items is not None:
        made.items = [_given(item, value, start, number) for item in node.items]
    if node.pairs is not None:
        made.pairs = [
            (_given(key, value, start, number), _given(inner, value, start, number)) for key, inner in node.pairs
        ]
    return made


def edited(root: Node, edits: Iterable[Edit]) -> Node:
    """The tree with the edits carried out one after the other; the tree given stays as it is.

    Raises:
        SourceErrors: a path leads nowhere (TH401-TH404); every such edit is named at once.
    """
    wrong: list[Diagnostic] = []
    for edit in edits:
        try:
            root = put(root, edit.steps, edit.value, Given(OPTION, edit.number, 1)) or root
        except SourceErrors as errors:
            wrong += errors.diagnostics
    if wrong:
        raise SourceErrors(wrong)
    return root


def read_edited(written: Document, edits: Sequence[Edit]) -> Case:
    """The case of a document with the edits carried out; its hash is that of the text and the edits together.

    Without edits it is the case itself.

    Raises:
        SourceErrors: a path leads nowhere, or with everything that is wrong in the case that results.
    """
    if not edits:
        return read_case(*written)
    told = "".join(f"\n{edit.path}={edit.given}" for edit in edits)
    return read_case(edited(written.root, edits), written.name, written.text + told)


def load_edited(source: str | Path | Mapping[str, object], edits: Sequence[Edit]) -> Case:
    """A case from anything that `load_case` takes, with the edits carried out.

    Raises:
        SourceErrors: with everything that is wrong in it.
    """
    with collector_paused():
        return read_edited(document(source), edits)


def placed(errors: SourceErrors, edits: Sequence[Edit]) -> SourceErrors:
    """Errors found when a case was measured, at the edit that brought them in where one did (TH223, TH224, TH226)."""
    return SourceErrors([_placed(one, edits) for one in errors.diagnostics])


_MEASURED = {"TH223": "ruleset", "TH224": "readings", "TH226": "judged_on"}


def _placed(diagnostic: Diagnostic, edits: Sequence[Edit]) -> Diagnostic:
    section = _MEASURED.get(diagnostic.code)
    for edit in reversed(edits):
        first = edit.steps[0]
        if section is None or edit.value is None or (glossary.find_key(first.text) or first.text) != section:
            continue
        for node in _texts(edit.value):
            if diagnostic.value in (node.text, edit.steps[-1].text):
                return diagnostic._replace(file=OPTION, line=edit.number, column=node.column)
    return diagnostic


def _texts(node: Node) -> Iterable[Node]:
    """The texts of a value, keys included."""
    for key, value in node.pairs or ():
        yield key
        yield from _texts(value)
    if node.text is not None:
        yield node
