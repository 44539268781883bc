"""Files with expectations: suites of tests, and cases that say what is expected."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from thresholds.case.expectations import read_expected
from thresholds.case.model import Case
from thresholds.case.read import CaseReader
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.source.yaml import parse, read_text

SUITE_SCHEMA = "thresholds/suite/1"
SUITE_KEYS = ("schema", "title", "ruleset", "tests", "note")
TEST_KEYS = ("id", "says", "law", "status", "readings", "case", "expected", "note")
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
    """The files named, and every YAML or JSON file below the folders named, in order.

    Raises:
        SourceErrors: a path does not exist (TH001).
    """
    found: list[Path] = []
    missing = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found += sorted(inner for inner in path.rglob("*") if inner.suffix in SUFFIXES and inner.is_file())
        elif path.exists():
            found.append(path)
        else:
            missing.append(Diagnostic("TH001", name, 0, 0, "No such file or directory"))
    if missing:
        raise SourceErrors(missing)
    return found


def tests_in(path: Path) -> list[Test]:
    """The tests of a suite, or a case file as one test; nothing for files without expectations.

    Raises:
        SourceErrors: with everything that is wrong in the file.
    """
    text = read_text(path)
    root = parse(text, str(path))
    kind = schema_of(root)
    if kind.startswith("thresholds/suite"):
        return _suite(root, str(path))
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


def _suite(root: Node, file: str) -> list[Test]:
    reader = Reader(file)
    fields = reader.fields(root, SUITE_KEYS, ("schema", "tests"))
    if "schema" in fields and reader.text(fields["schema"].value) != SUITE_SCHEMA:
        reader.wrong("TH220", fields["schema"].value, allowed=(SUITE_SCHEMA,))
    ruleset = reader.text(fields["ruleset"].value) if "ruleset" in fields else None
    found: list[Test] = []
    seen: dict[str, int] = {}
    for node in reader.listed(fields["tests"].value) if "tests" in fields else []:
        test = _test(reader, node, file, ruleset)
        if test is None:
            continue
        if test.id in seen:
            reader.wrong("TH219", node, test.id, first=str(seen[test.id]))
        seen[test.id] = node.line
        found.append(test)
    reader.finish()
    return found


def _test(reader: Reader, node: Node, file: str, ruleset: str | None) -> Test | None:
    fields = reader.fields(node, TEST_KEYS, ("id", "case", "expected"))
    if not {"id", "case", "expected"} <= set(fields):
        return None
    inner = CaseReader(file)
    try:
        case = inner.case(fields["case"].value, named=False)
        expected = read_expected(inner, fields["expected"].value)
        inner.finish()
    except SourceErrors as errors:
        reader.diagnostics += errors.diagnostics
        return None
    assert case is not None
    for name in expected:
        if name not in case.persons:
            inner.unknown_person(fields["expected"].value, name, list(case.persons))
    reader.diagnostics += inner.diagnostics
    readings = {}
    if "readings" in fields:
        pairs = fields["readings"].value.pairs or []
        readings = {key.text or "": value.text or "" for key, value in pairs}
    says = (reader.text(fields["says"].value) or "") if "says" in fields else ""
    identifier = reader.text(fields["id"].value) or ""
    named = case.model_copy(update={"id": identifier, "expected": expected})
    return Test(file, node.line, identifier, says, named.ruleset or ruleset, readings, named)
