"""Where a path leads in the tree of a case file, and the tree with another value there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.facts import EVERYONE, FACT_KEYS
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.law.vocabulary import vocabulary
from thresholds.source.node import Node
from thresholds.wording import Worded

#: Adds at the end of a list.
ANOTHER = "+"
_NAMED = ("persons", "batches", "evidence", "facts", "expected", "readings")
_FREE = ("source", "note", "court")


class Given(Node):
    """A node that does not stand in the file read but in what `file` names; the line is the number of the edit."""

    __slots__ = ("given_in",)

    def __init__(self, file: str, line: int, column: int) -> None:
        super().__init__(line, column)
        self.given_in = file

    @property
    def file(self) -> str:
        """What it stands in."""
        return self.given_in


class Step(NamedTuple):
    """One key of a path, the column where it begins (from 1), and whether it stands in quotes."""

    text: str
    column: int = 1
    quoted: bool = False

    @property
    def another(self) -> bool:
        """Whether it means one more at the end of a list."""
        return self.text == ANOTHER and not self.quoted


class Keys(Enum):
    """What the keys of a map are: those of the format, names, categories, what rulesets declare, or anything."""

    FORMAT = auto()
    NAMES = auto()
    CATEGORIES = auto()
    DECLARED = auto()
    FREE = auto()


def keys_of(path: Sequence[str]) -> Keys:
    """What the keys are of the map at a path of identifiers."""
    if not path:
        return Keys.FORMAT
    in_body = path[0] in ("dealings", "batches")
    if path[0] in _FREE or (not in_body and any(name in _FREE for name in path[2:])):
        return Keys.FREE
    if len(path) == 1 and path[0] in _NAMED:
        return Keys.NAMES
    if (path[0] == "facts" and len(path) == 2) or tuple(path) == ("standards",):
        return Keys.DECLARED
    of_fact = path[0] == "facts" and len(path) == 3
    return Keys.CATEGORIES if path[-1] in ("records", "counted") or of_fact else Keys.FORMAT


def identifier(spelling: str, keys: Keys, path: Sequence[str]) -> str:
    """What a key stands for whatever the language: its identifier, or the name itself."""
    if keys is Keys.FORMAT:
        return glossary.find_key(spelling) or spelling
    if keys is Keys.CATEGORIES:
        return glossary.find_value(Family.CATEGORY, spelling) or glossary.find_key(spelling) or spelling
    if keys is Keys.DECLARED:
        return _declared(spelling, path)
    if keys is Keys.NAMES:
        name = spelling.strip()
        return EVERYONE[0] if tuple(path) == ("facts",) and name in EVERYONE else name
    return spelling


def _declared(spelling: str, path: Sequence[str]) -> str:
    """A fact of the format, or the id of a fact or of a parameter that a ruleset declares."""
    found = glossary.find_key(spelling)
    if path[0] == "facts" and found in FACT_KEYS:
        return found
    known = vocabulary()
    entry = known.facts.get(spelling) if path[0] == "facts" else known.parameters.get(spelling)
    return entry.id if entry is not None else found or spelling


def put(root: Node, steps: Sequence[Step], value: Node | None, edit: Given) -> Node | None:
    """The tree with the value at the end of the path (None: with nothing there); `edit` is where the path stands.

    Raises:
        SourceErrors: the path leads nowhere (TH401-TH404).
    """
    return Putting(steps, value, edit).at(root, 0, ())


class Putting:
    """One value on its way to its place; trees are copied along the path and never changed.

    `trail` has, when the value is in its place, the position of each step among the members of its map or list.
    """

    def __init__(self, steps: Sequence[Step], value: Node | None, edit: Given) -> None:
        self.steps, self.value, self.edit = steps, value, edit
        self.trail: list[int] = []

    def at(self, node: Node | None, number: int, path: tuple[str, ...]) -> Node | None:
        """What stands at a path when the steps from `number` on have been taken."""
        if number == len(self.steps):
            return self.value
        step = self.steps[number]
        if node is not None and node.empty:
            node = None
        if (node is not None and node.items is not None) or step.another or path == ("dealings",):
            return self._in_list(node, number, path)
        return self._in_map(node, number, path)

    def _in_map(self, node: Node | None, number: int, path: tuple[str, ...]) -> Node:
        step, keys = self.steps[number], keys_of(path)
        if node is not None and node.pairs is None:
            raise self._below(node, number)
        pairs = list(node.pairs or ()) if node is not None else []
        wanted = identifier(step.text, keys, path)
        names = [identifier(key.text or "", keys, path) for key, _ in pairs]
        index = names.index(wanted) if wanted in names else len(pairs)
        if index == len(pairs):
            self._there(step, names)
            pairs.append((self._text(step), self._text(step)))
            pairs[index][1].text, pairs[index][1].quoted = "", False
        self.trail.append(index)
        inner = self.at(pairs[index][1], number + 1, (*path, wanted))
        pairs[index : index + 1] = [(pairs[index][0], inner)] if inner is not None else []
        return self._copy(node, step, pairs=pairs)

    def _in_list(self, node: Node | None, number: int, path: tuple[str, ...]) -> Node:
        step = self.steps[number]
        if node is not None and node.pairs is not None:
            raise self._below(node, number)
        items = [] if node is None else [node] if node.items is None else list(node.items)
        index = len(items) if step.another else self._index(items, number, path)
        if index == len(items):
            self._there(step, [])
        self.trail.append(index)
        inner = self.at(items[index] if index < len(items) else None, number + 1, (*path, ANOTHER))
        items[index : index + 1] = [inner] if inner is not None else []
        return self._copy(node if node is not None and node.items is not None else None, step, items=items)

    def _index(self, items: list[Node], number: int, path: tuple[str, ...]) -> int:
        """The member of a list that a step names: by id, by its text, or by its number from 1."""
        step = self.steps[number]
        names = [_name(item) for item in items]
        if step.text in names:
            return names.index(step.text)
        digits = step.text.removeprefix("#") if path == ("dealings",) else step.text
        if digits.isascii() and digits.isdigit() and 1 <= int(digits) <= len(items):
            return int(digits) - 1
        if path == ("dealings",):
            known = tuple(name or f"#{place}" for place, name in enumerate(names, 1))
            raise self._wrong("TH401", step, allowed=known, near=nearest(step.text, known))
        raise self._wrong("TH404", step, place=self._written(number), count=str(len(items)))

    def _there(self, step: Step, names: list[str]) -> None:
        """Nothing can be taken out that is not there."""
        if self.value is None:
            raise self._wrong("TH403", step, allowed=tuple(names), near=nearest(step.text, names))

    def _below(self, node: Node, number: int) -> SourceErrors:
        return self._wrong("TH402", self.steps[number], place=self._written(number), found=Worded(node.shape))

    def _written(self, number: int) -> str:
        return ".".join(step.text for step in self.steps[:number])

    def _wrong(
        self, code: str, step: Step, allowed: tuple[str, ...] = (), near: str = "", **detail: str
    ) -> SourceErrors:
        place = (self.edit.file, self.edit.line, step.column)
        return SourceErrors([Diagnostic(code, *place, step.text, allowed, near, tuple(sorted(detail.items())))])

    def _text(self, step: Step) -> Given:
        made = Given(self.edit.file, self.edit.line, step.column)
        made.text, made.quoted = step.text, step.quoted
        return made

    def _copy(
        self,
        node: Node | None,
        step: Step,
        pairs: list[tuple[Node, Node]] | None = None,
        items: list[Node] | None = None,
    ) -> Node:
        """A map or a list in the place of a node, or a new one where a step makes it."""
        made: Node
        if isinstance(node, Given) or node is None:
            file, line = (node.file, node.line) if node is not None else (self.edit.file, self.edit.line)
            made = Given(file, line, node.column if node is not None else step.column)
        else:
            made = Node(node.line, node.column)
        made.pairs, made.items = pairs, items
        return made


def _name(node: Node) -> str:
    """The id of a member of a list, or its text."""
    inner = node if node.text is not None else node.get("id", "编号", "案件")
    return (inner.text or "").strip() if inner is not None else ""
