"""A changed case written back into the text that it came from: comments, order and layout stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from thresholds.case.place import identifier, keys_of
from thresholds.case.plain import canonical, plain_of
from thresholds.case.write import case_text
from thresholds.source.node import Node
from thresholds.source.yaml import parse

if TYPE_CHECKING:
    from ruamel.yaml import YAML

Step = str | int


class Changed(NamedTuple):
    """A value that stands otherwise than before, and the steps that lead to it: keys, or places in a list."""

    steps: tuple[Step, ...]
    value: object


def merged(text: str, after: Mapping[str, object]) -> str | None:
    """The text of a YAML case file with what is different in `after`; None where it cannot be done without loss."""
    root = parse(text, "<text>")
    spoken = parse(case_text(after, _language(root)), "<text>")
    yaml, data = _loaded(text)
    for change in changes(canonical(plain_of(root)), canonical(after)):
        _put(data, change.steps, spoken)
    stream = StringIO()
    yaml.dump(data, stream)
    found = stream.getvalue()
    same = canonical(plain_of(parse(found, "<text>"))) == canonical(after)
    return found if same and _comments(text) <= _comments(found) else None


def changes(before: object, after: object, steps: tuple[Step, ...] = ()) -> Iterator[Changed]:
    """What is new or otherwise in `after`, as far down as possible; nothing is ever taken out."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key, value in after.items():
            if key not in before:
                yield Changed((*steps, key), value)
            else:
                yield from changes(before[key], value, (*steps, key))
    elif _is_list(before) and _is_list(after) and len(before) <= len(after):  # type: ignore[arg-type]
        for number, value in enumerate(after):  # type: ignore[arg-type]
            if number >= len(before):  # type: ignore[arg-type]
                yield Changed((*steps, number), value)
            else:
                yield from changes(before[number], value, (*steps, number))  # type: ignore[index]
    elif before != after:
        yield Changed(steps, after)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _language(root: Node) -> str:
    """Chinese where any key at the top is Chinese."""
    return "zh" if any(not key.isascii() for key in root.keys()) else "en"  # noqa: SIM118


def _loaded(text: str) -> tuple[YAML, object]:
    """The document with its comments, every scalar a text, and the dumper that writes it in the same layout."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver
    from ruamel.yaml.util import load_yaml_guess_indent

    class Literal(VersionedResolver):
        """Resolves nothing, so that 0012 and 2021-03-02 are written as they were read."""

        def resolve(self, kind: object, value: object, implicit: object) -> object:
            """A scalar is always a text."""
            return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)

    _, indent, offset = load_yaml_guess_indent(text)
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = Literal
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    if offset:
        yaml.indent(mapping=2, sequence=(indent or 2), offset=offset)
    return yaml, yaml.load(text)


def _put(data: object, steps: Sequence[Step], spoken: Node) -> None:
    """The value at the end of the steps, as it is spelled in `spoken`, put into the document."""
    path: tuple[str, ...] = ()
    inside, node = data, spoken
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        key, child = _child(node, step, path)
        if isinstance(step, int):
            assert isinstance(inside, list)
            if last:
                inside[step:] = [_made(child, True)]
                return
            inside, node, path = inside[step], child, (*path, "+")
            continue
        assert isinstance(inside, dict)
        here = next((one for one in inside if identifier(str(one), keys_of(path), path) == step), key)
        if last:
            inside[here] = _made(child, len(steps) > 1)
            return
        inside, node, path = inside[here], child, (*path, step)


def _child(node: Node, step: Step, path: tuple[str, ...]) -> tuple[str, Node]:
    if isinstance(step, int):
        assert node.items is not None
        return "", node.items[step]
    for key, value in node.pairs or ():
        if identifier(key.text or "", keys_of(path), path) == step:
            return key.text or "", value
    raise KeyError(step)


def _made(node: Node, flow: bool) -> object:
    """A value for the document: on one line inside an entry, else entry by entry."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if node.pairs is not None:
        made = CommentedMap((key.text or "", _made(value, True)) for key, value in node.pairs)
        if flow:
            made.fa.set_flow_style()
        return made
    if node.items is not None:
        items = CommentedSeq(_made(item, True) for item in node.items)
        if flow:
            items.fa.set_flow_style()
        return items
    return DoubleQuotedScalarString(node.text or "") if node.quoted else (node.text or "")


def _comments(text: str) -> set[str]:
    """The comments of a text, roughly: what follows a # at the beginning of a line or after a space."""
    found = set()
    for line in text.splitlines():
        start = 0 if line.lstrip().startswith("#") else line.find(" #")
        if start >= 0 and (start or line.lstrip().startswith("#")):
            found.add(line[start:].strip())
    return found
