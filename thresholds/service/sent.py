"""What is sent: a case, a case with edits, rows of a table. Nothing sent can name a file."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple, NoReturn

from thresholds import glossary
from thresholds.case.edit import Edit, parse_edit
from thresholds.case.load import Document, read_case
from thresholds.case.model import Case
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.law.model import Ruleset
from thresholds.service.problems import BODY
from thresholds.source.node import Node, Plain
from thresholds.source.reader import Reader
from thresholds.source.yaml import decoded, parse

_WHATIF = ("case", "edits")
_RULESET = "ruleset"


class Scenario(NamedTuple):
    """A case and the edits that are to be tried on it."""

    written: Document
    edits: tuple[Edit, ...]


def document_of(body: bytes, *, as_json: bool) -> Document:
    """The tree of a case as sent, each node with its place in the body.

    Raises:
        SourceErrors: it is not UTF-8 (TH002), not strict YAML (TH003 to TH010), or not JSON (TH705) where it says so.
    """
    text = decoded(body, BODY)
    root = parse(text, BODY)
    if as_json:
        loaded(text)
    return Document(root, BODY, text)


def loaded(text: str) -> object:
    """A JSON text as Python has it, its numbers as the texts that are written.

    Raises:
        SourceErrors: it is not JSON (TH705).
    """
    try:
        found: object = json.loads(text, parse_int=Number, parse_float=Number, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise SourceErrors([Diagnostic("TH705", BODY, error.lineno, error.colno)]) from None
    except (ValueError, RecursionError):
        raise SourceErrors([Diagnostic("TH705", BODY, 1, 1)]) from None
    return found


class Number(str):
    """A number of a JSON text, as written."""

    __slots__ = ()


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def case_of(written: Document, ruleset: Ruleset | None, known: Collection[str]) -> Case:
    """The case of a document that names no ruleset but those known.

    Raises:
        SourceErrors: with everything that is wrong in it, another ruleset among that (TH223).
    """
    wrong = [_unknown(node, known) for node in _unknown_in(written.root, known)]
    if not wrong:
        return read_case(*written, ruleset=ruleset)
    try:
        read_case(_without_ruleset(written.root), *written[1:], ruleset=ruleset)
    except SourceErrors as errors:
        wrong += errors.diagnostics
    raise SourceErrors(wrong)


def scenario_of(body: Document, known: Collection[str]) -> Scenario:
    """The case and the edits of a body `{case: …, edits: [PATH=VALUE, …]}`.

    A case that is a text is a case file as it stands; its hash is then that of the file, otherwise of its values.

    Raises:
        SourceErrors: the body is not of that form, a value is not strict YAML, or a ruleset is named that is not known.
        EditError: an edit is not of the form PATH=VALUE.
    """
    reader = Reader(BODY)
    fields = reader.fields(body.root, _WHATIF, _WHATIF)
    texts = reader.listed(fields["edits"].value) if "edits" in fields else []
    given = [reader.text(node) for node in texts]
    if not reader.diagnostics and not given:
        reader.wrong("TH232", fields["edits"].key)
    reader.finish()
    node = fields["case"].value
    if node.text is not None:
        written = Document(parse(node.text, BODY), BODY, node.text)
    else:
        written = Document(node, BODY, json.dumps(plain(node), ensure_ascii=False, sort_keys=True))
    edits = tuple([parse_edit(text or "", number) for number, text in enumerate(given, 1)])
    wrong = [_unknown(node, known) for node in _unknown_in(written.root, known)]
    wrong += [_unknown(node, known) for edit in edits for node in _unknown_of(edit, known)]
    if wrong:
        raise SourceErrors(wrong)
    return Scenario(written, edits)


def plain(node: Node) -> Plain:
    """A node as maps, lists and texts."""
    if node.pairs is not None:
        return {key.text or "": plain(value) for key, value in node.pairs}
    if node.items is not None:
        return [plain(item) for item in node.items]
    return node.text


def _unknown_in(root: Node, known: Collection[str]) -> list[Node]:
    """Where a case names a ruleset that is not among those known, under either spelling of the key."""
    named = [value for key, value in root.pairs or () if _is_ruleset(key.text)]
    return [node for node in named if not _may_stand(node, known)]


def _unknown_of(edit: Edit, known: Collection[str]) -> list[Node]:
    """The same of what an edit puts there."""
    if edit.value is None or not _is_ruleset(edit.steps[0].text):
        return []
    return [] if _may_stand(edit.value, known) else [edit.value]


def _is_ruleset(key: str | None) -> bool:
    return _RULESET in (key, glossary.find_key(key or ""))


def _may_stand(node: Node, known: Collection[str]) -> bool:
    """Whether a node names a ruleset that is known, or nothing; what is no text is refused by the reader."""
    return node.text is None or node.empty or node.text.strip() in ("", *known)


def _unknown(node: Node, known: Collection[str]) -> Diagnostic:
    name = (node.text or "").strip()
    ids: Sequence[str] = tuple(known)
    return Diagnostic("TH223", node.file or BODY, node.line, node.column, name, tuple(ids), nearest(name, ids))


def _without_ruleset(root: Node) -> Node:
    """The tree without the ruleset that it names."""
    found = Node(root.line, root.column)
    found.pairs = [(key, value) for key, value in root.pairs or () if not _is_ruleset(key.text)]
    return found
