"""Several rulesets looked through: each file by itself, against one another, and against the tests there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from thresholds.authoring.lint.alone import lint
from thresholds.authoring.lint.tested import check_tested, tests_of
from thresholds.authoring.lint.versions import check_versions
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.source.reader import Reader
from thresholds.source.yaml import parse, read_text
from thresholds.suite.read import Test, files_under, tests_in

#: Beside a folder of rulesets, where their tests are looked for.
SUITES = ("tests/conformance", "tests/boundaries")

_FILE = "ruleset.yaml"


class Reviewed(NamedTuple):
    """A ruleset with what was found in it, in the order of its file; `tests` are its tests, None without any suites."""

    ruleset: Ruleset
    findings: tuple[Diagnostic, ...]
    tests: tuple[Test, ...] | None


def review(names: Sequence[str | Path], suites: Sequence[str] = ()) -> tuple[list[Reviewed], list[Diagnostic]]:
    """Rulesets by id or path, looked through; and what is wrong with files that could not be read.

    Raises:
        NotFoundError: there is no ruleset of a name.
        ThresholdsError: a test names a reading or an item that its ruleset does not have.
    """
    rulesets, wrong = [], []
    for name in names:
        try:
            rulesets.append(load_ruleset(name))
        except SourceErrors as errors:
            wrong += errors.diagnostics
    found: list[Reviewed] = []
    read: dict[tuple[str, ...], list[Test]] = {}
    for number, ruleset in enumerate(rulesets):
        folders = tuple(suites) or _beside(ruleset)
        if folders not in read:
            read[folders] = _tests(folders, wrong)
        tests = tuple(tests_of(ruleset, read[folders], len(rulesets) == 1)) if folders else None
        # Of two rulesets that are looked through together the later one is blamed.
        others = [*rulesets[:number], *_others(ruleset, rulesets)]
        found.append(_review(ruleset, others, tests))
    return found, wrong


def _review(ruleset: Ruleset, others: Sequence[Ruleset], tests: tuple[Test, ...] | None) -> Reviewed:
    reader = Reader(ruleset.file)
    text = read_text(Path(ruleset.file))
    root = parse(text, ruleset.file)
    lint(reader, ruleset, root, text)
    check_versions(reader, ruleset, root, others)
    if tests is not None:
        check_tested(reader, ruleset, root, tests)
    places = sorted(reader.diagnostics, key=lambda one: (one.line, one.column))
    return Reviewed(ruleset, tuple(places), tests)


def _is_beside_others(ruleset: Ruleset) -> bool:
    """Whether a file stands where rulesets do: `FOLDER/ID/ruleset.yaml`."""
    path = Path(ruleset.file)
    return path.name == _FILE and path.resolve().parent.name == ruleset.id


def _others(ruleset: Ruleset, named: Iterable[Ruleset]) -> list[Ruleset]:
    """The rulesets that one must agree with: those beside it, and all that can be named; not those named with it."""
    if not _is_beside_others(ruleset):
        return []
    paths = [*sorted(Path(ruleset.file).parent.parent.glob(f"*/{_FILE}")), *available().values()]
    known = {one.id for one in named}
    found: dict[str, Ruleset] = {}
    for path in paths:
        try:
            other = load_ruleset(path)
        except SourceErrors:
            continue  # what is wrong with it is said to whoever looks through it
        if other.id not in known:
            found.setdefault(other.id, other)
    return list(found.values())


def _beside(ruleset: Ruleset) -> tuple[str, ...]:
    """The folders of suites beside the folder of a ruleset."""
    if not _is_beside_others(ruleset):
        return ()
    home = Path(ruleset.file).parent.parent.parent
    return tuple(str(home / name) for name in SUITES if (home / name).is_dir())


def _tests(folders: tuple[str, ...], wrong: list[Diagnostic]) -> list[Test]:
    """The tests of these folders and files; what cannot be read is noted."""
    tests: list[Test] = []
    try:
        paths = files_under(folders)
    except SourceErrors as errors:
        wrong += errors.diagnostics
        return tests
    for path in paths:
        try:
            tests += tests_in(path)
        except SourceErrors as errors:
            wrong += errors.diagnostics
    return tests
