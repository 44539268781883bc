"""Runs tests: what was expected against what the report says, one line for each difference."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds import glossary
from thresholds.case.model import Expectation
from thresholds.errors import Diagnostic, NotFoundError, ReadingError, SourceErrors
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.report.model import Grade, PersonReport, Report, evaluate
from thresholds.suite.read import Test
from thresholds.values.interval import Interval
from thresholds.wording import Worded, phrase


def failures(test: Test, lang: str = "zh", ruleset: str | None = None) -> list[str]:
    """The differences of one test; none means that it passes.

    Raises:
        SourceErrors: the test expects of an item, a grade or a reading that the ruleset does not have.
    """
    report = measured(test, ruleset or test.ruleset)
    found: list[str] = []
    for name, expected in (test.case.expected or {}).items():
        found += _person(test, report.person(name), expected, lang)
    if found and test.says:
        found[-1] += phrase("test.says", lang).format(says=test.says)
    return found


def measured(test: Test, ruleset: Ruleset | str | None) -> Report:
    """The report on the case of a test, by a ruleset or by what the case chooses, under the readings of the test.

    Raises:
        SourceErrors: there is no such ruleset (TH223) or reading (TH224).
    """
    try:
        return evaluate(test.case, ruleset, readings=test.readings)
    except (ReadingError, NotFoundError) as error:
        detail = (("problem", Worded(error.key, **error.fields)),)
        name = error.fields.get("value", "")
        code = "TH224" if isinstance(error, ReadingError) else "TH223"
        raise SourceErrors([Diagnostic(code, test.file, test.line, 1, name, detail=detail)]) from None


def _person(test: Test, person: PersonReport, expected: Expectation, lang: str) -> Iterator[str]:
    where = {"file": test.file, "line": str(expected.line or test.line), "test": test.id, "person": person.id}

    def differs(key: str, **fields: str) -> str:
        return phrase(key, lang).format(**where, **fields)

    wrong = unknown(test, person.engine.ruleset, expected)
    if wrong:
        raise SourceErrors(wrong)
    ruleset = person.engine.ruleset
    if expected.at_least is not None and expected.at_most is not None:
        wanted = Grade(expected.at_least, expected.at_most)
        if person.grade != wanted:
            yield differs("test.grade", expected=_shown(wanted, ruleset, lang), got=_shown(person.grade, ruleset, lang))
    for item, status in expected.statuses:
        got = person.finding(item).status.value
        if got != status:
            labels = [glossary.label(name, lang, Family.STATUS) for name in (status, got)]
            yield differs("test.status", item=item, expected=labels[0], got=labels[1])
    changing = {use.id for use in person.readings if use.changes_to is not None} if expected.depends_on else set()
    for reading in expected.depends_on:
        if reading not in changing:
            yield differs("test.depends", reading=reading)
    for category, interval in expected.counted:
        got_interval = person.counts.get(category, (Interval(0, 0),))[0]
        if got_interval != interval:
            name = glossary.label(category, lang, Family.CATEGORY)
            yield differs("test.counted", category=name, expected=_bounds(interval), got=_bounds(got_interval))


def unknown(test: Test, ruleset: Ruleset, expected: Expectation) -> list[Diagnostic]:
    """Items (TH225) and readings (TH224) that are expected of a person and that the ruleset does not have."""
    wrong = []
    for item, _ in expected.statuses:
        if item not in ruleset.item_ids:
            wrong.append(Diagnostic("TH225", test.file, expected.line, 1, item, ruleset.item_ids))
    for reading in expected.depends_on:
        if ruleset.reading(reading) is None:
            names = tuple(entry.id for entry in ruleset.readings)
            detail = (("problem", Worded("no-reading-short")),)
            wrong.append(Diagnostic("TH224", test.file, expected.line, 1, reading, names, detail=detail))
    return wrong


def _shown(grade: Grade, ruleset: Ruleset, lang: str) -> str:
    own = [ruleset.labels.get(name) for name in grade]
    at = 0 if lang == "zh" else 1
    names = [
        label[at] if label else glossary.label(name, lang, Family.GRADE) for name, label in zip(grade, own, strict=True)
    ]
    return names[0] if grade.determined else f"{names[0]}–{names[1]}"


def _bounds(interval: Interval) -> str:
    low, high = interval
    return str(low) if low == high else f"{low}–{'∞' if high is None else high}"
