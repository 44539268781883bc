"""Several rulesets looked through: each file by itself, against one another, and against the tests there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from thresholds.authoring.lint.alone import lint
from thresholds.authoring.lint.placeholders import check_placeholders
from thresholds.authoring.lint.tested import check_tested, tests_of
from thresholds.authoring.lint.versions import check_versions
from thresholds.case.ledger import is_table
from thresholds.errors import Diagnostic, SourceErrors
from thresholds.law.load import available, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.source.reader import Reader
from thresholds.source.yaml import parse, read_text
from thresholds.suite.read import Test, files_under, tests_in

#: Beside a folder of rulesets, where their tests are looked for.
SUITES = ("tests/conformance", "tests/boundaries")

#: What a folder is called that has nothing but rulesets in it.
RULESETS = "rulesets"

_FILE = "ruleset.yaml"


class Review(NamedTuple):
    """What was looked through: the rulesets, what suites leave to be filled in, and what could not be read."""

    rulesets: tuple[Reviewed, ...]
    unfilled: tuple[Diagnostic, ...]
    wrong: tuple[Diagnostic, ...]

    @property
    def findings(self) -> bool:
        """Whether there is anything to mend."""
        return bool(self.unfilled) or any(one.findings for one in self.rulesets)


class Reviewed(NamedTuple):
    """A ruleset with what was found in it, in the order of its file; `tests` are its tests, None without any suites."""

    ruleset: Ruleset
    findings: tuple[Diagnostic, ...]
    tests: tuple[Test, ...] | None


def review(names: Sequence[str | Path], suites: Sequence[str] = ()) -> Review:
    """Rulesets by id or path, looked through; suites are looked for beside each where none are named.

    Raises:
        NotFoundError: there is no ruleset of a name.
    """
    rulesets: list[Ruleset] = []
    read = _Suites(rulesets)
    for name in names:
        try:
            rulesets.append(load_ruleset(name))
        except SourceErrors as errors:
            read.wrong += errors.diagnostics
    found: list[Reviewed] = []
    for number, ruleset in enumerate(rulesets):
        folders = tuple(suites) or suites_beside(ruleset)
        only = bool(suites) and len(rulesets) == 1 and ruleset.id not in available()
        tests = tuple(tests_of(ruleset, read.tests(folders), only)) if folders else None
        # Of two rulesets that are looked through together the later one is blamed.
        others = [*rulesets[:number], *_others(ruleset, rulesets)]
        reviewed, wrong = _review(ruleset, others, tests)
        found.append(reviewed)
        read.wrong += wrong
    return Review(tuple(found), tuple(read.unfilled), tuple(read.wrong))


def _review(
    ruleset: Ruleset, others: Sequence[Ruleset], tests: tuple[Test, ...] | None
) -> tuple[Reviewed, list[Diagnostic]]:
    """What was found in a ruleset, and what is wrong with its tests."""
    reader = Reader(ruleset.file)
    text = read_text(Path(ruleset.file))
    root = parse(text, ruleset.file)
    lint(reader, ruleset, root, text)
    check_versions(reader, ruleset, root, others)
    wrong = check_tested(reader, ruleset, root, tests) if tests is not None else []
    places = sorted(reader.diagnostics, key=lambda one: (one.line, one.column))
    return Reviewed(ruleset, tuple(places), tests), wrong


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


def suites_beside(ruleset: Ruleset) -> tuple[str, ...]:
    """The folders of suites beside the folder of rulesets, or inside it where it has some."""
    if not _is_beside_others(ruleset):
        return ()
    folder = Path(ruleset.file).parent.parent
    for home in (folder, folder.parent):
        found = tuple(str(home / name) for name in SUITES if (home / name).is_dir())
        if found:
            return found
    return ()


def home_of_suites(folder: Path) -> Path:
    """Where the suites of a folder of rulesets are written: beside a folder named `rulesets`, inside any other."""
    return folder.parent if folder.resolve().name == RULESETS else folder


def tests_beside(ruleset: Ruleset) -> list[Test]:
    """The tests of a ruleset in the suites beside it; those that are still to be filled in are not among them.

    Raises:
        SourceErrors: something else is wrong in a suite.
    """
    read = _Suites([ruleset])
    tests = tests_of(ruleset, read.tests(suites_beside(ruleset)), only=False)
    if read.wrong:
        raise SourceErrors(read.wrong)
    return tests


class _Suites:
    """Suites of some rulesets, each folder read once; what they leave to be filled in, and what is wrong with them."""

    def __init__(self, rulesets: Sequence[Ruleset]) -> None:
        self.rulesets = rulesets
        self.read: dict[tuple[str, ...], list[Test]] = {}
        self.unfilled: list[Diagnostic] = []
        self.wrong: list[Diagnostic] = []

    def tests(self, folders: tuple[str, ...]) -> list[Test]:
        """The tests of these folders and files."""
        if folders not in self.read:
            self.read[folders] = []
            try:
                paths = files_under(folders)
            except SourceErrors as errors:
                self.wrong += errors.diagnostics
                paths = []
            for path in paths:
                self.read[folders] += self._of(path)
        return self.read[folders]

    def _of(self, path: Path) -> list[Test]:
        """The tests of one file; an error in a line that is still to be filled in follows from that."""
        reader = Reader(str(path))
        try:
            if not is_table(path):
                check_placeholders(reader, read_text(path))
            self.unfilled += reader.diagnostics
            return tests_in(path, self.rulesets)
        except SourceErrors as errors:
            lines = {one.line for one in reader.diagnostics}
            self.wrong += [one for one in errors.diagnostics if one.line not in lines]
            return []
