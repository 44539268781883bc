"""What one ruleset in place of another does to cases: whose grade changes, from what to what, and by which items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from thresholds.case.load import load_case
from thresholds.case.model import Case
from thresholds.errors import Diagnostic, NotFoundError, SourceErrors
from thresholds.evaluation.assess import Finding
from thresholds.law.load import load_ruleset
from thresholds.law.model import Ruleset
from thresholds.report.model import PersonReport, evaluate
from thresholds.source.yaml import parse, read_text
from thresholds.suite.read import SUITE_SCHEMA, files_under, schema_of, tests_in
from thresholds.values.status import Status


class Measured(NamedTuple):
    """A case with the readings that it is measured under, and the ruleset that it names."""

    case: Case
    readings: dict[str, str]
    ruleset: str | None


class Effect(NamedTuple):
    """One person measured by both rulesets."""

    case: Case
    before: PersonReport
    after: PersonReport

    @property
    def changed(self) -> bool:
        """Whether the grade differs."""
        return self.before.grade != self.after.grade


class Effects(NamedTuple):
    """Every person of the cases measured; `passed_over` cases name a ruleset of another offence."""

    persons: tuple[Effect, ...]
    cases: int
    passed_over: int

    @property
    def changed(self) -> tuple[Effect, ...]:
        """The persons whose grade differs."""
        return tuple(effect for effect in self.persons if effect.changed)


def effects(before: Ruleset, after: Ruleset, paths: Sequence[str]) -> Effects:
    """What the change does to the cases and suites under these paths.

    Readings that only one of the rulesets declares count for that one.

    Raises:
        SourceErrors: with everything that is wrong in the files.
    """
    persons: list[Effect] = []
    measured = passed_over = 0
    for one in _cases(paths):
        if not _concerns(one.ruleset, (before, after)):
            passed_over += 1
            continue
        measured += 1
        reports = [
            evaluate(one.case.model_copy(update={"readings": {}}), side, readings=_declared(one.readings, side))
            for side in (before, after)
        ]
        persons += [Effect(one.case, *both) for both in zip(reports[0].persons, reports[1].persons, strict=True)]
    return Effects(tuple(persons), measured, passed_over)


def _cases(paths: Sequence[str]) -> Iterable[Measured]:
    """Every case file and every test of a suite, after all files have been read."""
    found: list[Measured] = []
    wrong: list[Diagnostic] = []
    for path in files_under(tuple(paths)):
        try:
            if path.suffix.lower() in (".yaml", ".yml", ".json"):
                schema = schema_of(parse(read_text(path), str(path)))
                if schema.startswith("thresholds/ruleset"):
                    continue
                if schema == SUITE_SCHEMA:
                    found += [Measured(test.case, {**test.case.readings, **test.readings}, test.ruleset)
                              for test in tests_in(path)]  # fmt: skip
                    continue
            case = load_case(path)
            found.append(Measured(case, dict(case.readings), case.ruleset))
        except SourceErrors as errors:
            wrong += errors.diagnostics
    if wrong:
        raise SourceErrors(wrong)
    return found


def _concerns(name: str | None, sides: tuple[Ruleset, Ruleset]) -> bool:
    """Whether a case that names a ruleset may be measured by these: it is one of them, or of the same offence."""
    if not name or name in {side.id for side in sides}:
        return True
    try:
        return load_ruleset(name).offence in {side.offence for side in sides}
    except NotFoundError:
        return False


def _declared(readings: dict[str, str], ruleset: Ruleset) -> dict[str, str]:
    """The readings chosen that a ruleset declares with that option."""
    known = {reading.id: reading.options for reading in ruleset.readings}
    return {name: option for name, option in readings.items() if option in known.get(name, {})}


def deciding(person: PersonReport) -> tuple[Finding, ...]:
    """The items by which a person stands where he does: established or open, and of the highest grade he may have."""
    rank = person.engine.ruleset.grade_ids.index(person.grade.at_most)
    standing = (Status.ESTABLISHED, Status.OPEN)
    return tuple(one for one in person.findings if rank and one.rank == rank and one.status in standing)
