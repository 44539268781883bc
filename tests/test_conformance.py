"""The suites, the sample cases, and tests of these tests: ids, wording, and both sides of every standard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from thresholds import load_ruleset
from thresholds.case.model import Case
from thresholds.law.conditions import MoneyCondition, ProportionsCondition, RecordsCondition, StandardsCondition
from thresholds.law.load import available, is_statute
from thresholds.law.readings import READINGS
from thresholds.law.statutes import load_statute
from thresholds.suite import read as suite
from thresholds.suite.run import failures

ROOT = Path(__file__).resolve().parents[1]
SUITES = ("tests/conformance", "tests/boundaries")
FILES = [path for name in (*SUITES, "cases") for path in suite.files_under((str(ROOT / name),))]
TESTS = {path: suite.tests_in(path) for path in FILES}
WHOLE = [test for tests in TESTS.values() for test in tests]
#: Those of the ruleset that cases are measured by unless they name another; the others are tried file by file.
EVERY = [test for test in WHOLE if test.ruleset in (None, "fashi-2017-10")]
OTHERS = {path: tests for path, tests in TESTS.items() if any(test not in EVERY for test in tests)}
IN_SUITES = [
    test
    for path, tests in TESTS.items()
    for test in tests
    if "cases" not in path.relative_to(ROOT).parts and test in EVERY
]

NUMERIC = RecordsCondition | MoneyCondition | ProportionsCondition | StandardsCondition
RULESET = load_ruleset("fashi-2017-10")
NUMERIC_ITEMS = [item.id for _, item in RULESET.items() if isinstance(item.when, NUMERIC)]


def label(test: suite.Test) -> str:
    """The file and the test, as an id of pytest."""
    return f"{Path(test.file).stem}:{test.id}"


@pytest.mark.parametrize("test", EVERY, ids=label)
def test_expectation(test: suite.Test) -> None:
    assert failures(test, lang="en") == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_suites_of_other_rulesets(path: Path) -> None:
    assert [failures(test, lang="en") for test in OTHERS[path] if failures(test, lang="en")] == []


@pytest.mark.parametrize("name", sorted({str(test.ruleset) for tests in OTHERS.values() for test in tests}))
def test_the_tests_of_another_ruleset_choose_each_option_of_its_own(name: str) -> None:
    tests = [test for tests in OTHERS.values() for test in tests if test.ruleset == name]
    assert [test.id for test in tests if not test.says.strip()] == []
    if name in available() and not is_statute(name):
        chosen = {reading for test in tests for reading in {**test.readings, **test.case.readings}}
        own = {reading.id for reading in load_ruleset(name).readings} - set(READINGS)
        assert own <= chosen


def test_every_test_expects_something() -> None:
    assert [path for path, tests in TESTS.items() if not tests and "cases" not in path.relative_to(ROOT).parts] == []
    for test in WHOLE:
        assert test.case.expected, test.id
        for name, expected in test.case.expected.items():
            assert expected.at_least or expected.statuses or expected.counted, (test.id, name)


def test_ids_are_unique() -> None:
    suites = Counter(test.id for test in IN_SUITES)
    assert [name for name, times in suites.items() if times > 1] == []
    cases = Counter(test.id for test in EVERY if test not in IN_SUITES)
    assert [name for name, times in cases.items() if times > 1] == []


def test_ids_are_readable() -> None:
    assert [test.id for test in IN_SUITES if not re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)+", test.id)] == []


def test_says_states_what_is_so() -> None:
    modal = re.compile(r"\b(should|must|would|shall|ought|needs? to)\b", re.IGNORECASE)
    assert [test.id for test in IN_SUITES if not test.says.strip()] == []
    assert [(test.id, test.says) for test in IN_SUITES if modal.search(test.says)] == []


def test_says_differs_from_test_to_test() -> None:
    said = Counter((test.file, test.says) for test in IN_SUITES)
    assert [pair for pair, times in said.items() if times > 1] == []


def test_every_item_is_expected_established_and_not() -> None:
    seen = {(item, status) for test in EVERY for item, status in statuses(test)}
    judgment = {item.id for _, item in RULESET.items() if not hasattr(item.when, "judgment")}
    wanted = {(item, status) for item in judgment for status in ("established", "not_established")}
    assert wanted - seen == set()


def test_every_reading_is_chosen_by_a_test() -> None:
    chosen = {name for test in EVERY for name in {**test.readings, **test.case.readings}}
    assert chosen == {reading.id for reading in (*RULESET.readings, *load_statute("criminal-law-253-1").readings)}


# -- both sides of every standard ---------------------------------------------------------------------


def statuses(test: suite.Test) -> Iterable[tuple[str, str]]:
    """Every item that a test expects of someone, with its status."""
    for expected in (test.case.expected or {}).values():
        yield from expected.statuses


Place = tuple[int, ...]


def shape(case: Case) -> tuple[object, Place]:
    """What a case of one person says without its numbers, and the numbers: records and money, by place."""
    numbers: list[int] = []

    def number(figure: object) -> object:
        low, high = getattr(figure, "at_least", None), getattr(figure, "at_most", None)
        if figure is None or low != high:
            return ("open", low, high)
        numbers.append(int(str(low)))
        return "number"

    lines = tuple(
        (
            dealing.batch,
            number(dealing.records),
            number(dealing.paid),
            tuple((body.category and body.category.options, number(body.records)) for body in dealing.bodies),
        )
        for dealing in case.dealings
    )
    batches = tuple((b.id, b.category and b.category.options, number(b.records)) for b in case.batches.values())
    facts = [case.facts.get(person, case.everyone) for person in case.persons]
    money = tuple((number(one.illegal_gains and one.illegal_gains.gross), number(one.profit_from_use)) for one in facts)
    return (len(case.persons), lines, batches, money), tuple(numbers)


def sides(item: str) -> tuple[dict[object, set[Place]], dict[object, set[Place]]]:
    """The numbers for which tests of one person expect the item established, and not, by the shape of the case."""
    met: dict[object, set[Place]] = {}
    unmet: dict[object, set[Place]] = {}
    for test in IN_SUITES:
        if len(test.case.persons) != 1:
            continue
        for name, status in statuses(test):
            if name == item and status in ("established", "not_established"):
                form, numbers = shape(test.case)
                side = met if status == "established" else unmet
                side.setdefault((form, tuple(sorted(test.readings.items()))), set()).add(numbers)
    return met, unmet


def adjacent(one: Place, other: Place) -> bool:
    """Whether the numbers differ by one record or one fen in all, in one place."""
    steps = [abs(a - b) for a, b in zip(one, other, strict=True) if a != b]
    return steps == [1]


@pytest.mark.parametrize("item", NUMERIC_ITEMS)
def test_both_sides_of_the_standard_are_tested(item: str) -> None:
    """Three cases that differ in one number alone: one short, the number, one above."""
    met, unmet = sides(item)
    triples = [
        (below, at, above)
        for form in met.keys() & unmet.keys()
        for below in unmet[form]
        for at in met[form]
        if adjacent(below, at) and sum(at) > sum(below)
        for above in met[form]
        if adjacent(at, above) and sum(above) > sum(at)
    ]
    assert triples


@pytest.mark.parametrize("item", ["art5.1.3", "art5.1.4", "art5.1.5"])
def test_every_category_stands_on_both_sides(item: str) -> None:
    when = RULESET.by_id[item].when
    assert isinstance(when, RecordsCondition)
    for category in when.records_of:
        for standard, wanted in (
            (when.at_least, item),
            (when.at_least // 2, "art5.1.8"),
            (when.at_least * 10, "art5.2.3"),
        ):
            found = {
                (sum(shape(test.case)[1]) - standard, status)
                for test in IN_SUITES
                if _alone(test.case, category)
                for name, status in statuses(test)
                if name == wanted
            }
            assert {(-1, "not_established"), (0, "established"), (1, "established")} <= found, (category, wanted)


def _alone(case: Case, category: str) -> bool:
    """Whether the case is one line in records of this category and nothing else."""
    if len(case.dealings) != 1 or case.batches or len(shape(case)[1]) != 1:
        return False
    [dealing] = case.dealings
    return [body.category.options for body in dealing.bodies if body.category] == [(category,)]


def test_no_file_is_left_out() -> None:
    written = {path for name in (*SUITES, "cases") for path in (ROOT / name).rglob("*") if path.is_file()}
    assert {path.suffix for path in written - set(FILES)} <= {".md"}
