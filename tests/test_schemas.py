"""The published schemas: as the code makes them, never changed without a version, and true of every file and result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema_rs import Draft202012Validator as Quick
from published_schemas import VERSIONS, hashes, text_of

from thresholds import NotFoundError, evaluate, load_case, schemas
from thresholds.batch.summary import SCHEMA as BATCH_SCHEMA
from thresholds.cli.root import run
from thresholds.law.load import ruleset_ids
from thresholds.schemas.counted import BATCH_SCHEMA as PUBLISHED_BATCH
from thresholds.service.results import Wish
from thresholds.service.rows import scored
from thresholds.source.validated import to_plain
from thresholds.source.yaml import parse, read_text
from thresholds.suite import read as suites

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "cases" / "zaozhuang-2017.yaml"
NAMES = ("case", "suite", "report", "questions", "margins", "comparison", "batch", "batch-rows", "tally")
FILES = [
    path
    for path in suites.files_under((str(ROOT / "cases"), str(ROOT / "tests" / "conformance")))
    if path.suffix == ".yaml"
]


def shown(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command prints."""
    assert run([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


# -- published ------------------------------------------------------------------------------------------------


def test_which_there_are() -> None:
    assert schemas.names() == NAMES
    with pytest.raises(NotFoundError, match="report"):
        schemas.schema("reprot")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_is_what_the_code_makes(name: str) -> None:
    assert schemas.schema_text(name) == text_of(name)
    assert schemas.schema(name) == schemas.made(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_does_not_change_without_a_version(name: str) -> None:
    """`python tests/published_schemas.py` writes the schemas anew, and refuses to where the version is the same."""
    one = schemas.published(name)
    known = json.loads(VERSIONS.read_text(encoding="utf-8"))[one.id]
    assert known[one.version] == hashes(schemas.schema_text(name))
    assert list(known)[-1] == one.version
    assert len(set(known.values())) == len(known)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_schema_with_an_id_and_no_open_reference(name: str) -> None:
    found = schemas.schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"urn:thresholds:{name}:1"
    assert found["title"] == f"thresholds/{name}/1"
    definitions = found.get("$defs", {})
    assert isinstance(definitions, dict)
    named = {str(value).rpartition("/")[2] for key, value in inside(found) if key == "$ref"}
    assert named <= set(definitions)


def inside(value: object) -> Iterator[tuple[str, object]]:
    """Every key of a document with what is under it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from inside(inner)


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    lines = shown(capsys, "schema").splitlines()
    assert [line.split()[:3] for line in lines] == [
        [name, f"urn:thresholds:{name}:1", schemas.published(name).version] for name in NAMES
    ]
    assert lines[2].endswith("报告：check --format json")
    assert shown(capsys, "schema", "report") == schemas.schema_text("report")
    assert shown(capsys, "schema", "urn:thresholds:report:1") == schemas.schema_text("report")
    assert shown(capsys, "schema", "margins", "--output", tmp_path / "x.json") == ""
    assert (tmp_path / "x.json").read_text("utf-8") == schemas.schema_text("margins")
    assert run(["schema", "reprot", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("there is no schema 'reprot'. Known: case")


def test_the_schema_of_cases_is_that_of_editors(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "schema", "case") == shown(capsys, "case", "schema")


# -- true of everything -----------------------------------------------------------------------------------------


def complaints(name: str, document: object) -> list[str]:
    """What a schema says against a document."""
    return [f"{list(error.absolute_path)} {error.message}" for error in VALIDATORS[name].iter_errors(document)]


VALIDATORS = {name: Draft202012Validator(schemas.schema(name)) for name in NAMES}
QUICK = Quick(schemas.schema("report"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_their_reports_are_as_the_schemas_say(path: Path) -> None:
    """The file itself, and the report on every case in it."""
    written = to_plain(parse(read_text(path), str(path)))
    kind = str(written.get("schema", written.get("格式"))).split("/")[1]
    assert complaints(kind, written) == []
    for test in suites.tests_in(path):
        report = evaluate(test.case, test.ruleset, readings=test.readings).to_dict()
        if kind == "suite":  # the hash of a case is that of its file: a test has none of its own
            assert isinstance(report["case"], dict)
            assert report["case"]["sha256"] == ""
            report["case"]["sha256"] = "0" * 64
        assert [f"{error.instance_path} {error.message}" for error in QUICK.iter_errors(report)] == [], test.id


CASES = [path for path in FILES if path.is_relative_to(ROOT / "cases")]


@pytest.mark.parametrize("path", CASES[::4], ids=lambda path: path.stem)
def test_other_results_are_as_the_schemas_say(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = next(iter(load_case(path).persons))
    edit = f"facts.{person}.illegal_gains=60000元"
    for name, arguments in (
        ("report", ("check", path)),
        ("questions", ("questions", path)),
        ("margins", ("margins", path)),
        ("comparison", ("whatif", path, "--set", edit)),
        ("comparison", ("compare", path, SAMPLE)),
    ):
        document = json.loads(shown(capsys, *arguments, "--format", "json"))
        assert complaints(name, document) == [], name


def test_a_report_beside_official_texts_is_as_the_schema_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = tmp_path / "text.md"
    text.write_text("法释〔2017〕10号\n\n第四条　一句。\n", encoding="utf-8")
    report = json.loads(shown(capsys, "check", SAMPLE, "--format", "json", "--text", text))
    assert complaints("report", report) == []


def test_the_summary_of_a_table_is_as_the_schema_says(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert PUBLISHED_BATCH == BATCH_SCHEMA
    table = ROOT / "docs" / "tables" / "cases.csv"
    told = shown(capsys, "batch", table, "--output", tmp_path / "answers.csv", "--format", "json")
    summary = json.loads(told)
    assert complaints("batch", summary) == []
    assert complaints("batch", summary | {"rows": {"read": -1}}) != []


@pytest.mark.parametrize("ruleset", ruleset_ids())
def test_rows_answered_by_the_service_are_as_the_schema_says(ruleset: str) -> None:
    """With every column that can be asked for, of every ruleset; `id` as a number, a text or nothing."""
    for label in (1, "1", True, None):
        rows = [{"id": label, "illegal_gains": "5000"}, {"id": label, "illegal_gains": "x"}, {"illegal_gains": None}]
        answer = json.loads(scored(json.dumps(rows).encode(), Wish(ruleset=ruleset), 9).body)
        assert [one["row"] for one in answer["answered"]] == [1, 3]
        assert complaints("batch-rows", answer) == []
        assert complaints("batch-rows", answer | {"rejected": [{"row": 2}]}) != []
        assert complaints("batch-rows", answer | {"answered": [{"row": 1, "oddity": "x"}]}) != []


def test_seized_data_counted_is_as_the_schema_says(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys, "tally", ROOT / "docs" / "tables" / "seized.csv", "--format", "json")
    assert complaints("tally", json.loads(told)) == []


# -- and of nothing else ------------------------------------------------------------------------------------------

Place = tuple[str | int, ...]

#: Maps whose keys are free: by kind of deduction, and by item.
FREE = {"deducted", "items"}


def places(value: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every map of a document with the way to it."""
    if isinstance(value, dict):
        yield place, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*place, key))


def alike(place: Place) -> Place:
    """The kind of a place: lists have one kind of entry, and below one reason all are the same."""
    steps = [step for step in place if isinstance(step, str)]
    return tuple([step for before, step in zip(["", *steps], steps, strict=False) if not before == step == "because"])


@contextmanager
def mutated(document: Any, place: Place, **changes: Any) -> Iterator[Any]:
    """The document with the map at a place changed, until it is put back; a value of None is taken out."""
    inner = document
    for step in place:
        inner = inner[step]
    before = list(inner.items())
    for key, value in changes.items():
        inner[key] = value
        if value is None:
            del inner[key]
    yield document
    inner.clear()
    inner.update(before)


def refused(document: Any, place: Place, **changes: Any) -> bool:
    """Whether a report is no longer one when it is changed."""
    with mutated(document, place, **changes) as made:
        return not QUICK.is_valid(made)


REPORTS = [
    json.loads(json.dumps(evaluate(load_case(path)).to_dict()))
    for path in (SAMPLE, ROOT / "cases" / "joint-five-persons.yaml")
]


@pytest.mark.parametrize("report", REPORTS, ids=["sample", "joint"])
def test_a_key_too_many_or_too_few_is_noticed_everywhere(report: dict[str, Any]) -> None:
    seen: set[Place] = set()
    for place, found in list(places(report)):
        kind = alike(place)
        if kind in seen:
            continue
        seen.add(kind)
        if not (place and place[-1] in FREE):
            assert refused(report, place, oddity="x"), place
        for key in list(found):
            if _needed(kind, key):
                assert refused(report, place, **{key: None}), (place, key)
    assert len(seen) > 40


#: What is said only where there is something to say, by the last step of the way to it.
SOMETIMES: Mapping[str, set[str]] = {
    "because": {"names", "times", "detail", "of_item", "evidence", "because", "below", "standard_at_least"},
    "findings": {"below", "standard_at_least"},
    "how": {"kinds", "because", "counting"},
    "counts": {"under_art6"},
    "circumstances": {"views", "basis"},
    "conditions": {"name", "is", "stated", "evidence"},
    "cross_flags": {"drawn_from"},
    "consequences": {"besides", "offence"},
}


def _needed(kind: Place, key: str) -> bool:
    last = str(kind[-1]) if kind else ""
    return last not in FREE and key not in SOMETIMES.get(last, set())


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ((), {"schema": "thresholds/report/2"}),
        ((), {"tool": "other 1"}),
        (("case",), {"sha256": "abc"}),
        (("persons", 0, "grade"), {"at_least": 1}),
        (("persons", 0, "grade"), {"at_least": "情节严重"}),
        (("persons", 0, "findings", 0), {"status": "maybe"}),
        (("persons", 0, "findings", 0), {"item": "5.1.3"}),
        (("persons", 0, "findings", 0), {"because": []}),
        (("persons", 0, "findings", 2), {"standard": 50}),
        (("persons", 0, "findings", 2), {"standard": "50条"}),
        (("persons", 0, "findings", 2), {"shortfall": None}),
        (("persons", 0, "findings", 2, "score"), {"at_least": "0.5/2"}),
        (("persons", 0, "counts", 0), {"at_least": "483"}),
        (("persons", 0, "counts", 0), {"at_least": -1}),
        (("persons", 0, "counts", 0), {"category": "location"}),
        (("persons", 0, "readings", 0), {"changes_grade_to": 0}),
        (("persons", 0, "law"), {"determined": "yes"}),
        (("persons", 0, "questions", 0), {"state": "open"}),
        (("persons", 0, "consequences", "ranges", 0), {"months": [1, 2, 3]}),
        (("persons", 0, "consequences", "ranges", 0), {"status": "perhaps"}),
        (("rulesets", 0, "in_force"), {"from": "2017-6-1"}),
    ],
)
def test_a_report_that_is_otherwise_is_refused(place: Place, changes: dict[str, Any]) -> None:
    report = REPORTS[0]
    assert QUICK.is_valid(report)
    assert refused(report, place, **changes)
    assert QUICK.is_valid(report)


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "thresholds/case/1"},
        {"tests": None},
        {"tests": [{"id": "x", "case": {"persons": {"a": {}}}}]},
        {"tests": [{"id": "x", "case": {}, "expected": {}}]},
        {"tests": [{"id": "x", "case": {"persons": {"a": {}}}, "expected": {"a": {"grad": "serious"}}}]},
        {"tests": [{"id": "x", "case": {"persons": {"a": {}}}, "expected": {}, "status": "certain"}]},
        {"oddity": 1},
    ],
)
def test_a_suite_that_is_otherwise_is_refused(changes: dict[str, Any]) -> None:
    test = {"id": "x", "case": {"人员": {"a": {}}}, "预期": {"a": {"档次": "未达到", "counted": {}}}, "status": "open"}
    suite = {"schema": "thresholds/suite/1", "标题": "一", "tests": [test]}
    assert complaints("suite", suite) == []
    with mutated(suite, (), **changes) as made:
        assert complaints("suite", made) != []
