"""What a quiz asks about: a level of a ruleset, or cases that are there already."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from thresholds.cli.options import case_path, standards, wished

if TYPE_CHECKING:
    from thresholds.law.model import Ruleset
    from thresholds.teaching.sheet import Paper
    from thresholds.teaching.sources import Source

_DEFAULT = "fashi-2017-10"
_SHIPPED = "cases"


def paper_of(ruleset: str | None, level: int, number: int, seed: int, sources: tuple[str, ...]) -> Paper:
    """The questions: drawn on the lines of a ruleset, or (sources given) from cases.

    Raises:
        NotFoundError: there is no such ruleset or sample.
        SourceErrors: a file cannot be read (TH001 and others), or there is nothing to ask about (TH734).
    """
    from thresholds.teaching.quiz import quiz
    from thresholds.teaching.sheet import Paper
    from thresholds.teaching.sources import drawn_from

    if not sources:
        return Paper(quiz(standards(ruleset or _DEFAULT), level, seed, number), seed, level)
    found = drawn_from(_sources(sources, ruleset), seed, number)
    if not found:
        from thresholds.errors import Diagnostic, SourceErrors

        raise SourceErrors([Diagnostic("TH734", sources[0], 0, 0, "、".join(sources))])
    return Paper(found, seed)


def _sources(names: tuple[str, ...], ruleset: str | None) -> Iterator[Source]:
    from thresholds.suite.read import files_under

    law = wished(ruleset)
    for path in files_under(tuple(_path(name) for name in names)):
        yield from _of_file(path, law, ruleset)


def _path(name: str) -> str:
    """A path as given, a sample, or a folder of the cases that are shipped where there is none such here."""
    path = case_path(name)
    first, *rest = Path(path).parts or ("",)
    if os.path.exists(path) or first != _SHIPPED:
        return path
    from thresholds.law.load import data_folder

    return str(data_folder(_SHIPPED).joinpath(*rest))


def _of_file(path: Path, law: Ruleset | None, ruleset: str | None) -> Iterator[Source]:
    """The cases of a file: itself, or those of the tests of a suite; none of a ruleset."""
    from thresholds.case.ledger import is_table
    from thresholds.case.load import load_case
    from thresholds.source.yaml import parse, read_text
    from thresholds.suite.read import SUITE_SCHEMA, schema_of, tests_in
    from thresholds.teaching.sources import Source

    text = "" if is_table(path) else read_text(path)
    schema = schema_of(parse(text, str(path))) if text else ""
    if schema == SUITE_SCHEMA:
        for test in tests_in(path, (law,) if law else ()):
            yield Source(test.case, path.stem, "", ruleset or test.ruleset, tuple(test.readings.items()))
    elif schema.startswith("thresholds/case") or not schema:
        case = load_case(path, law)
        yield Source(case, case.title or case.id, text, ruleset)
