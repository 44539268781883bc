"""The text of a case file with edits carried out: comments and layout stay where they can."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from thresholds.case.differences import differences
from thresholds.case.edit import OPTION, Edit, read_edited
from thresholds.case.load import Document, read_case
from thresholds.case.place import Given, Putting, Step
from thresholds.case.write import case_text
from thresholds.errors import EngineError, SourceErrors
from thresholds.source.node import Node
from thresholds.source.validated import to_plain
from thresholds.source.yaml import parse

if TYPE_CHECKING:
    from ruamel.yaml import YAML

#: Lines are never folded: every value stays on the line that it was written on.
_WIDTH = 1 << 20


def rewritten(written: Document, edits: Sequence[Edit], lang: str = "zh") -> str:
    """The text of a case file that says what the document says with the edits carried out, ending in a line break.

    A file in YAML keeps its comments, its order and its layout; anything else is written anew in the house layout:
    JSON in the language of its keys, a table in `lang`. What is written is read again and compared.

    Raises:
        SourceErrors: a path leads nowhere, or with everything that is wrong in the case that results.
        EngineError: what was written does not say the same; a fault of this program.
    """
    wanted = read_edited(written, edits)
    root = written.root
    trails = []
    for edit in edits:
        putting = Putting(edit.steps, edit.value, Given(OPTION, edit.number, 1))
        root = putting.at(root, 0, ()) or root
        trails.append(tuple(putting.trail))
    for text in (_kept(written.text, edits, trails), _anew(root, lang if written.sha256 else _language(root))):
        if text is None:
            continue
        try:
            if not differences(wanted, read_case(parse(text, written.name), written.name, text)):
                return text
        except SourceErrors:
            continue
    raise EngineError("engine-fault", detail="rewritten case differs")


def _anew(root: Node, lang: str) -> str:
    plain = to_plain(root)
    return case_text({key: value for key, value in plain.items() if value is not None}, lang)


def _language(root: Node) -> str:
    """The language of the first key that is not the same in both, Chinese where there is none."""
    keys = [key for key in root.keys() if key != "schema"]  # noqa: SIM118
    return "en" if keys and keys[0].isascii() else "zh"


def _kept(text: str, edits: Sequence[Edit], trails: Sequence[tuple[int, ...]]) -> str | None:
    """The text with its comments and its layout; None where it is not block YAML, or the library cannot keep it."""
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.error import YAMLError

    yaml = _yaml(text)
    try:
        data = yaml.load(text)
        if not isinstance(data, CommentedMap) or data.fa.flow_style():
            return None
        for edit, trail in zip(edits, trails, strict=True):
            _carry_out(data, edit, trail)
        stream = StringIO()
        yaml.dump(data, stream)
    except (YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return stream.getvalue()


def _yaml(text: str) -> YAML:
    from ruamel.yaml import YAML
    from ruamel.yaml.util import load_yaml_guess_indent

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    _, indent, offset = load_yaml_guess_indent(text)
    if indent is not None and offset is not None:
        yaml.indent(sequence=indent, offset=offset)
    return yaml


def _carry_out(data: Any, edit: Edit, trail: tuple[int, ...]) -> None:
    """One edit in the tree of the library, along the positions that its steps were found at."""
    container, root = data, data
    for number, place in enumerate(trail):
        key: Any = place
        if isinstance(container, dict):
            keys = list(container)
            key = keys[place] if place < len(keys) else edit.steps[number].text
        there = key in container if isinstance(container, dict) else key < len(container)
        rest = edit.steps[number + 1 :]
        if edit.value is None and not rest:
            _take_out(container, key)
            return
        if not rest or not there or container[key] is None:
            _set(container, key, _nested(rest, edit.given, block=container is root))
            return
        if rest[0].another and not isinstance(container[key], list):
            _set(container, key, _flow([container[key]]))
        container = container[key]


def _nested(steps: Sequence[Step], given: str, *, block: bool) -> Any:
    """A value with the maps and lists that lead to it, all on one line but for the outermost of a new section."""
    value = _yaml(given).load(given)
    for step in reversed(steps):
        value = _flow([value] if step.another else {step.text: value})
    if steps and block:
        value.fa.set_block_style()
    return value


def _flow(value: list[Any] | dict[str, Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made = CommentedSeq(value) if isinstance(value, list) else CommentedMap(value)
    made.fa.set_flow_style()
    return made


# -- what stands below the last member of a block belongs to what comes after the block -------------------


def _set(container: Any, key: Any, value: object) -> None:
    new = key not in container if isinstance(container, dict) else key == len(container)
    below = ""
    if _is_block(container):
        below = _taken_off(container, _last(container)) if new else _taken_off(container[key], None)
    if isinstance(container, list) and new:
        container.append(value)
    else:
        container[key] = value
    _put_below(container, key, below)


def _take_out(container: Any, key: Any) -> None:
    below = _taken_off(container, key) if _is_block(container) and key == _last(container) else ""
    del container[key]
    if len(container):
        _put_below(container, _last(container), below)


def _is_block(value: Any) -> bool:
    return isinstance(value, dict | list) and bool(value) and not value.fa.flow_style()  # type: ignore[union-attr]


def _last(container: Any) -> Any:
    return next(reversed(container)) if isinstance(container, dict) else len(container) - 1


def _taken_off(container: Any, key: Any) -> str:
    """The comments and empty lines below the last text in a block, taken off it; what stands beside it stays."""
    if key is None:
        return _taken_off(container, _last(container)) if _is_block(container) else ""
    if _is_block(container[key]):
        return _taken_off(container[key], None)
    token: Any = (container.ca.items.get(key) or [None] * 3)[2 if isinstance(container, dict) else 0]
    if token is None:
        return ""
    beside, _, below = token.value.partition("\n")
    token.value = f"{beside}\n"
    return str(below)


def _put_below(container: Any, key: Any, below: str) -> None:
    """Comments and empty lines below a member of a block, and below all that is in it."""
    if not below:
        return
    if _is_block(container[key]):
        _put_below(container[key], _last(container[key]), below)
        return
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    slot = 2 if isinstance(container, dict) else 0
    entry: Any = container.ca.items.setdefault(key, [None, None, None, None][: slot + 2])
    if entry[slot] is None:
        entry[slot] = CommentToken(f"\n{below}", CommentMark(0), None)
    else:
        entry[slot].value += below
