"""Files with expectations: suites of tests, and cases that say what is expected."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from thresholds.case.ledger import is_ledger, is_table
from thresholds.case.model import Case
from thresholds.case.read import CaseReader
from thresholds.errors import Diagnostic, NotFoundError, SourceErrors, nearest
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.source.yaml import parse, read_text, unreadable

SUITE_SCHEMA = "thresholds/suite/1"
SUITE_KEYS = ("schema", "title", "ruleset", "tests", "note")
TEST_KEYS = ("id", "says", "law", "status", "readings", "case", "expected", "note")
STATUSES = ("settled", "practice", "contested", "open")
SUFFIXES = (".yaml", ".yml", ".json")


class Test(NamedTuple):
    """One test: a case with its expectations, measured by a ruleset under readings."""

    file: str
    line: int
    id: str
    says: str
    ruleset: str | None
    readings: dict[str, str]
    case: Case


def files_under(paths: tuple[str, ...]) -> list[Path]:
    """The files named, and every YAML or JSON file and every ledger below the folders named, in order.

    Raises:
        SourceErrors: a path does not exist (TH001).
    """
    found: list[Path] = []
    missing = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found += sorted(inner for inner in path.rglob("*") if _is_case(inner) and inner.is_file())
        elif path.exists():
            found.append(path)
        else:
            missing.append(unreadable(name, FileNotFoundError()))
    if missing:
        raise SourceErrors(missing)
    return found


def _is_case(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES or is_ledger(path)


def tests_in(path: Path, besides: Sequence[Ruleset] = ()) -> list[Test]:  # noqa: PT028
    """The tests of a suite, or a case file as one test; nothing for files without expectations, as all tables are.

    A suite names a ruleset by its id, one that can be found or one of those given besides.

    Raises:
        SourceErrors: with everything that is wrong in the file.
    """
    if is_table(path):
        return []
    text = read_text(path)
    root = parse(text, str(path))
    kind = schema_of(root)
    if kind.startswith("thresholds/suite"):
        return _suite(root, str(path), {ruleset.id: ruleset for ruleset in besides})
    if kind.startswith("thresholds/ruleset"):
        return []
    if not kind:
        place = Diagnostic("TH231", str(path), root.line, root.column)
        raise SourceErrors([place])
    reader = CaseReader(str(path))
    case = reader.case(root, sha256=hashlib.sha256(text.encode()).hexdigest())
    if case is None or case.expected is None:
        return []
    return [Test(str(path), root.line, case.id, case.title, None, {}, case)]


def schema_of(root: Node) -> str:
    """What the file says that it is."""
    node = root.get("schema", "格式") if root.pairs is not None else None
    return (node.text or "") if node is not None else ""


def _suite(root: Node, file: str, besides: Mapping[str, Ruleset]) -> list[Test]:
    reader = Reader(file)
    fields = reader.fields(root, SUITE_KEYS, ("schema", "tests"))
    if "schema" in fields and reader.text(fields["schema"].value) != SUITE_SCHEMA:
        written = fields["schema"].value.text or ""
        reader.wrong("TH220", fields["schema"].value, allowed=(SUITE_SCHEMA,), near=nearest(written, (SUITE_SCHEMA,)))
    name, ruleset = _ruleset(reader, fields["ruleset"].value, besides) if "ruleset" in fields else (None, None)
    found: list[Test] = []
    seen: dict[str, int] = {}
    for node in reader.listed(fields["tests"].value) if "tests" in fields else []:
        test = _test(reader, node, file, name, ruleset)
        if test is None:
            continue
        if test.id in seen:
            reader.wrong("TH219", node.get("id", "编号") or node, test.id, first=str(seen[test.id]))
        seen.setdefault(test.id, node.line)
        found.append(test)
    reader.finish()
    return found


def _ruleset(reader: Reader, node: Node, besides: Mapping[str, Ruleset]) -> tuple[str | None, Ruleset | None]:
    """The ruleset that a suite is of, by its name or path, which must exist; and the ruleset itself."""
    name = reader.text(node)
    if name is None or name in besides:
        return name, besides.get(name or "")
    try:
        ruleset = load_ruleset(name)
    except NotFoundError:
        known = (*available(), *besides)
        reader.wrong("TH223", node, name, known, nearest(name, known))
        return name, None
    return name, ruleset


def _test(reader: Reader, node: Node, file: str, name: str | None, ruleset: Ruleset | None) -> Test | None:
    fields = reader.fields(node, TEST_KEYS, ("id", "case", "expected"))
    if not {"id", "case", "expected"} <= set(fields):
        return None
    texts = {name: reader.text(fields[name].value) or "" for name in ("id", "says", "law", "status") if name in fields}
    if texts.get("status", STATUSES[0]) not in STATUSES:
        near = nearest(texts["status"], STATUSES)
        reader.wrong("TH204", fields["status"].value, allowed=STATUSES, near=near)
    inner = CaseReader(file, ruleset)
    readings = inner.readings(fields["readings"].value) if "readings" in fields else {}
    try:
        case = inner.case(fields["case"].value, named=False, expected=fields["expected"].value)
    except SourceErrors as errors:
        reader.diagnostics += errors.diagnostics
        return None
    assert case is not None
    identifier, says = texts["id"], texts.get("says", "")
    named = case.model_copy(update={"id": identifier})
    return Test(file, node.line, identifier, says, named.ruleset or name, readings, named)
