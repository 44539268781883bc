"""The case of a call: read from its text or its object, and never from a file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from thresholds.agents.asked import ARGUMENTS, AboutCase
from thresholds.case.edit import Edit, edited, parse_edit, path_of
from thresholds.case.load import Document, collector_paused, read_case
from thresholds.errors import Diagnostic, NotFoundError, SourceErrors
from thresholds.law.load import load_ruleset
from thresholds.law.model import Ruleset
from thresholds.report.model import PersonReport, Report, evaluate
from thresholds.source.node import Node
from thresholds.source.yaml import parse

#: The longest text of a case that is read, in characters.
LONGEST = 2_000_000
CASE = "<case>"


class Written(NamedTuple):
    """A case as it was sent: its tree, and whether lines and columns of it mean anything to the sender."""

    document: Document
    as_text: bool


def written(case: str | Mapping[str, object]) -> Written:
    """The tree of a case.

    Raises:
        SourceErrors: it is too long (TH741), a path in place of a case (TH746), or not strict YAML.
    """
    text = case if isinstance(case, str) else json.dumps(case, ensure_ascii=False, indent=1)
    if len(text) > LONGEST:
        raise SourceErrors([Diagnostic("TH741", CASE, 0, 0, str(len(text)), detail=(("most", str(LONGEST)),))])
    if _names_a_file(text.strip()):
        raise SourceErrors([Diagnostic("TH746", CASE, 0, 0)])
    with collector_paused():
        root = parse(text, CASE)
    return Written(Document(root, CASE, text), isinstance(case, str))


def only_ids(root: Node) -> None:
    """See that a case names its ruleset by an id.

    Raises:
        SourceErrors: it names a file (TH745).
    """
    node = root.get("ruleset", "规则")
    if node is not None and node.text and _is_path(node.text.strip()):
        raise SourceErrors([Diagnostic("TH745", node.file or CASE, node.line, node.column, node.text)])


def ruleset_named(name: str | None) -> Ruleset | None:
    """The ruleset of a call; None where it names none.

    Raises:
        SourceErrors: it is a path (TH745).
        NotFoundError: there is none of that id.
    """
    if name is None:
        return None
    if _is_path(name):
        raise SourceErrors([Diagnostic("TH745", ARGUMENTS, 0, 0, name)])
    return load_ruleset(name)


def report_of(asked: AboutCase, case: Written) -> Report:
    """The report on the case of a call.

    Raises:
        SourceErrors: with everything that is wrong in the case.
        NotFoundError: there is no such ruleset or person; ReadingError: no such reading.
    """
    ruleset = ruleset_named(asked.ruleset)
    with collector_paused():
        read = read_case(*case.document, ruleset=ruleset)
    report = evaluate(read, asked.ruleset, readings=asked.readings)
    if asked.person is not None:
        _person(asked.person, report)
    return report


def persons_of(asked: AboutCase, report: Report) -> list[PersonReport]:
    """The persons asked for, each offence of which the case speaks by itself."""
    wanted = [_person(asked.person, report)] if asked.person is not None else report.persons
    return [charge for one in wanted for charge in one.shown]


def _person(name: str, report: Report) -> PersonReport:
    return report.person(the_one(name, [(one.id, one.name) for one in report.persons]))


def the_one(name: str, persons: Sequence[tuple[str, str]]) -> str:
    """The id of the person (each an id and a name) who has this id, or alone this name; the name where nobody has.

    Raises:
        NotFoundError: several have this name.
    """
    ids = list(dict.fromkeys(one for one, called in persons if called == name))
    if name in [one for one, _ in persons] or not ids:
        return name
    if len(ids) > 1:
        raise NotFoundError("agents.several-persons", value=name, allowed="、".join(ids))
    return ids[0]


def edits_of(texts: tuple[str, ...], case: Written) -> list[Edit]:
    """The edits of a call.

    Raises:
        EditError: one is not of the form PATH=VALUE.
        SourceErrors: a path leads nowhere, or they name a ruleset by a path (TH745).
    """
    edits = [parse_edit(text, number) for number, text in enumerate(texts, 1)]
    only_ids(edited(case.document.root, edits))
    return edits


def paths(root: Node) -> dict[tuple[int, int], str]:
    """By line and column the path of what stands there, as `whatif` takes it: the innermost."""
    found: dict[tuple[int, int], str] = {}
    waiting: list[tuple[Node, tuple[str, ...]]] = [(root, ())]
    while waiting:
        node, steps = waiting.pop()
        if steps:
            found[node.line, node.column] = path_of(*steps)
        inner = [(value, str(number)) for number, value in enumerate(node.items or (), 1)]
        for key, value in node.pairs or ():
            found[key.line, key.column] = path_of(*steps, key.text or "")
            inner.append((value, key.text or ""))
        waiting += [(value, (*steps, name)) for value, name in inner]
    return found


def _names_a_file(text: str) -> bool:
    """Whether what should be a case is a path, or the name of a sample: one line that is no map."""
    if "\n" in text or ": " in text or text.startswith(("{", "[")):
        return False
    return text.startswith("sample:") or _is_path(text)


def _is_path(name: str) -> bool:
    separated = any([mark in name for mark in (os.sep, os.altsep, "/", "\\") if mark])
    return separated or PurePath(name).suffix.lower() in (".yaml", ".yml")
