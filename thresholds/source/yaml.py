"""Strict YAML 1.2 with the place of everything: no anchors, no tags, no second spelling of a key, bounded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.node import Node, halves_joined
from thresholds.wording import Worded

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 24
MAX_NODES = 5_000_000

#: What the parser says, and what people are told; `context` is where the thing at fault begins.
_PROBLEMS = (
    (re.compile(r"expected ',' or '\}'"), "yaml.brace", "context"),
    (re.compile(r"expected ',' or '\]'"), "yaml.bracket", "context"),
    (re.compile(r"mapping values are not allowed|found unexpected ':'"), "yaml.colon-here", "problem"),
    (re.compile(r"could not find expected ':'"), "yaml.no-colon", "context"),
    (re.compile(r"found character '\\t'"), "yaml.tab", "problem"),
    (re.compile(r"expected <block end>"), "yaml.indentation", "problem"),
    (re.compile(r" directive|YAML document|duplicate tag|<document start>.*<stream end>"), "yaml.directive", "problem"),
    (re.compile(r" an? tag|undefined tag"), "yaml.tag", "problem"),
    (re.compile(r" an (?:anchor|alias)"), "yaml.anchor", "problem"),
    (re.compile(r"block scalar"), "yaml.block", "problem"),
    (re.compile(r"escape|chr\(\) arg"), "yaml.escape", "problem"),
    (re.compile(r"<document start>|document end marker"), "yaml.after", "problem"),
    (re.compile(r"node content.*<stream end>"), "yaml.unclosed", "problem"),
    (re.compile(r"node content"), "yaml.no-value", "problem"),
    (re.compile(r"entries are not allowed|keys are not allowed"), "yaml.own-line", "problem"),
    (re.compile(r"quoted scalar|end of stream|found unexpected document separator"), "yaml.quote", "context"),
    (re.compile(r"found character '(?P<character>.)' that cannot start"), "yaml.character", "problem"),
)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = "tag:yaml.org,2002:"


def read_text(path: Path, name: str | None = None) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises:
        SourceErrors: it cannot be read (TH001), is not UTF-8 (TH002) or is too large (TH008).
    """
    shown = name or str(path)
    return decoded(read_bytes(path, shown), shown)


def decoded(raw: bytes, name: str) -> str:
    """Bytes as text, with or without a byte order mark.

    Raises:
        SourceErrors: they are not UTF-8 (TH002).
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceErrors([not_utf8(name, raw, error.start)]) from None


def read_bytes(path: Path, name: str) -> bytes:
    """What is in a file.

    Raises:
        SourceErrors: it cannot be read (TH001) or is too large (TH008).
    """
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise SourceErrors([Diagnostic("TH008", name, 0, 0, str(path.stat().st_size))])
        return path.read_bytes()
    except OSError as error:
        raise SourceErrors([unreadable(name, error)]) from None
    except ValueError:  # no file can have such a name
        raise SourceErrors([unreadable(name, FileNotFoundError())]) from None


def unreadable(name: str, error: OSError) -> Diagnostic:
    """TH001: why a file cannot be read."""
    reasons = {FileNotFoundError: "file.missing", IsADirectoryError: "file.folder", PermissionError: "file.denied"}
    problem = Worded(reasons.get(type(error), error.strerror or type(error).__name__))
    return Diagnostic("TH001", name, 0, 0, detail=(("problem", problem),))


def not_utf8(name: str, raw: bytes, at: int) -> Diagnostic:
    """TH002: the bytes of a file are no UTF-8 from `at` on."""
    before = raw[:at].decode("utf-8-sig", "replace")
    looks = looks_like(raw)
    encoding = {"gb18030": "GBK/GB18030", "utf-16": "UTF-16"}.get(looks, "")
    detail = (("looks", Worded("file.looks-like", value=encoding) if encoding else Worded("file.not-text")),)
    return Diagnostic("TH002", name, *_place(before), encoding, detail=detail)


def looks_like(raw: bytes) -> str:
    """The encoding that a file which is not UTF-8 seems to have; nothing for a picture and the like."""
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    guess = "utf-16" if marked else "gb18030"
    try:
        text = raw.decode(guess)
    except UnicodeDecodeError:
        return ""
    return "" if _UNPRINTABLE.search(text) else guess


def _place(before: str) -> tuple[int, int]:
    """The line and column just after a text."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def parse(text: str, name: str) -> Node:
    """The one document of a YAML (or JSON) text.

    Raises:
        SourceErrors: not strict YAML (TH003-TH010); every duplicate key is reported at once.
    """
    builder = _Builder(name)
    try:
        root = builder.build(_fast_events(text))
    except SourceErrors:
        raise
    except Exception:  # what the parser in C refuses, YAML 1.2 may allow: a ? inside {…}, for one
        builder = _Builder(name)
        root = _build_slowly(builder, text)
    if builder.diagnostics:
        raise SourceErrors(builder.diagnostics)
    if root is None:
        raise SourceErrors([Diagnostic("TH003", name, 1, 1)])
    return root


def _build_slowly(builder: _Builder, text: str) -> Node | None:
    """The same with the parser in Python, which knows YAML 1.2 in full and says best what is wrong."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return builder.build(YAML(typ="safe", pure=True).parse(text))
    except (YAMLError, ValueError, RecursionError) as error:
        raise SourceErrors([*builder.diagnostics, _syntax(error, builder.name, text)]) from None


def _fast_events(text: str) -> Iterator[object]:
    """Events of the parser in C."""
    from _ruamel_yaml import CParser

    parser = CParser(text)
    while True:
        event = parser.get_event()
        yield event
        if type(event).__name__ == "StreamEndEvent":
            return


def _syntax(error: Exception, name: str, text: str) -> Diagnostic:
    """What the parser refuses, in words that its users know, where the fault begins."""
    found = _UNPRINTABLE.search(text)
    if found:
        problem = Worded("yaml.unprintable", value=f"U+{ord(found[0]):04X}")
        return Diagnostic("TH004", name, *_place(text[: found.start()]), detail=(("problem", problem),))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    wording = Worded("yaml.other")
    for pattern, key, begins in _PROBLEMS:
        match = pattern.search(f"{getattr(error, 'context', None) or ''} {said}")
        if match:
            wording = Worded(key, **match.groupdict())
            mark = (getattr(error, "context_mark", None) if begins == "context" else None) or mark
            break
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Diagnostic("TH004", name, line, column, detail=(("problem", wording),))


class _Builder:
    """Makes nodes of events, refusing what a case file or a ruleset never needs."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.diagnostics: list[Diagnostic] = []
        self.nodes = 0

    def build(self, events: Iterator[object]) -> Node | None:
        root: Node | None = None
        stack: list[Node] = []
        pending: list[Node | None] = []
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
                node = self._node(event, kind)
                if stack:
                    self._attach(stack[-1], pending, node)
                else:
                    root = node
                if kind != "ScalarEvent":
                    stack.append(node)
                    pending.append(None)
                    if len(stack) > MAX_DEPTH:
                        self._stop("TH009", event)
            elif kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._stop("TH010", event)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                closed = stack.pop()
                pending.pop()
                if closed.pairs is not None:
                    self._duplicates(closed)
            elif kind == "AliasEvent":
                self._stop("TH006", event, f"*{event.anchor}")  # type: ignore[attr-defined]
        return None if root is not None and root.empty else root

    def _node(self, event: object, kind: str) -> Node:
        mark = event.start_mark  # type: ignore[attr-defined]
        if event.anchor is not None:  # type: ignore[attr-defined]
            self._stop("TH006", event, f"&{event.anchor}")  # type: ignore[attr-defined]
        if event.tag is not None and event.tag != "!":  # type: ignore[attr-defined]
            tag = str(event.tag)  # type: ignore[attr-defined]
            self._stop("TH007", event, f"!!{tag.removeprefix(_TAGS)}" if tag.startswith(_TAGS) else tag)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop("TH008", event, str(MAX_NODES))
        node = Node(mark.line + 1, mark.column + 1)
        if kind == "ScalarEvent":
            text: str = event.value  # type: ignore[attr-defined]
            node.text = text if text.isascii() else self._joined(text, node)
            node.quoted = not event.implicit[0]  # type: ignore[attr-defined]
        elif kind == "MappingStartEvent":
            node.pairs = []
        else:
            node.items = []
        return node

    def _joined(self, text: str, node: Node) -> str:
        """The text with two halves as the character that they are; one that stands alone is noted (TH004)."""
        whole, alone = halves_joined(text)
        if alone:
            detail = (("problem", Worded("yaml.half", value=alone)),)
            self.diagnostics.append(Diagnostic("TH004", self.name, node.line, node.column, detail=detail))
        return whole

    def _attach(self, parent: Node, pending: list[Node | None], node: Node) -> None:
        if parent.items is not None:
            parent.items.append(node)
            return
        key = pending[-1]
        if key is None:
            if node.text is None:
                detail = (("problem", Worded("yaml.key")),)
                raise SourceErrors([Diagnostic("TH004", self.name, node.line, node.column, detail=detail)])
            pending[-1] = node
            return
        assert parent.pairs is not None
        parent.pairs.append((key, node))
        pending[-1] = None

    def _duplicates(self, node: Node) -> None:
        seen: dict[str, Node] = {}
        for key, _ in node.pairs or ():
            text = key.text or ""
            if text in seen:
                detail = (("first", str(seen[text].line)),)
                self.diagnostics.append(Diagnostic("TH005", self.name, key.line, key.column, text, detail=detail))
            seen.setdefault(text, key)

    def _stop(self, code: str, event: object, value: str = "") -> None:
        mark = event.start_mark  # type: ignore[attr-defined]
        raise SourceErrors([*self.diagnostics, Diagnostic(code, self.name, mark.line + 1, mark.column + 1, value)])
