"""The service answers what the commands print, and says what is wrong with a request as they do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from problems import problem, told
from starlette.testclient import TestClient

from thresholds import load_case, load_ruleset
from thresholds.cli.root import run
from thresholds.service import Settings, create_app
from thresholds.service.examples import BETWEEN, INSIDER
from thresholds.wording.codes import codes

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "cases" / "teaching").glob("*.yaml"))
SAMPLE = ROOT / "cases" / "zaozhuang-2017.yaml"
YAML = {"content-type": "application/yaml"}
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1:8765") as found:
        yield found


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> bytes:
    """What a command prints, as bytes."""
    assert run([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out.encode()


# -- the same as the commands ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*SAMPLES, SAMPLE], ids=lambda path: path.stem)
def test_a_report_is_that_of_check(path: Path, client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    answer = client.post("/evaluate", content=path.read_bytes(), headers=YAML)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == printed(capsys, "check", path, "--format", "json")


def test_a_case_as_json_with_everything_chosen(
    client: TestClient, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(INSIDER, ensure_ascii=False, indent=1), encoding="utf-8")
    query = {"ruleset": "fashi-2017-10", "reading": ["gains=net", "duty_mix=together"], "person": "jia", "lang": "en"}
    answer = client.post("/evaluate", params=query, content=path.read_bytes(), headers=JSON)
    options = ("--ruleset", "fashi-2017-10", "--reading", "gains=net", "--reading", "duty_mix=together")
    assert answer.content == printed(capsys, "check", path, "--format", "json", "--person", "jia", *options)
    (person,) = answer.json()["persons"]
    assert person["grade"] == {"at_least": "serious", "at_most": "serious"}
    chosen = {one["id"]: one["chosen"] for one in person["readings"]}
    assert (chosen["gains"], chosen["duty_mix"]) == ("net", "together")


def test_characters_as_pairs_of_escapes_are_read_by_both(
    client: TestClient, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(INSIDER | {"title": "𠮷野家𠮷", "note": "\\ud842"}), encoding="ascii")
    answer = client.post("/evaluate", content=path.read_bytes(), headers=JSON)
    assert answer.content == printed(capsys, "check", path, "--format", "json")
    assert answer.json()["case"]["title"] == "𠮷野家𠮷"


def test_one_person_alone(client: TestClient) -> None:
    answer = client.post("/evaluate?person=wu", content=SAMPLE.read_bytes(), headers=YAML)
    assert [person["id"] for person in answer.json()["persons"]] == ["wu"]


@pytest.mark.parametrize("form", ["html", "markdown", "docx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_are_those_of_check(
    form: str, lang: str, client: TestClient, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, output = SAMPLES[0], tmp_path / "report"
    query = {"format": form, "lang": lang, "for": "defence"}
    answer = client.post("/evaluate", params=query, content=path.read_bytes(), headers=YAML)
    printed(capsys, "check", path, "--format", form, "--lang", lang, "--for", "defence", "--output", output)
    assert answer.status_code == 200
    assert answer.content == output.read_bytes()
    kinds = {"html": "text/html; charset=utf-8", "markdown": "text/markdown; charset=utf-8"}
    assert answer.headers["content-type"] == kinds.get(form, answer.headers["content-type"])
    assert ("sandbox" in answer.headers["content-security-policy"]) == (form == "html")


@pytest.mark.parametrize("path", [SAMPLES[1], SAMPLES[-1], SAMPLE], ids=lambda path: path.stem)
@pytest.mark.parametrize("command", ["questions", "margins"])
def test_questions_and_margins(
    command: str, path: Path, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.post(f"/{command}", content=path.read_bytes(), headers=YAML)
    assert answer.content == printed(capsys, command, path, "--format", "json")


def test_questions_and_margins_of_one(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--person", "wu", "--reading", "gains=net", "--format", "json")
    query: dict[str, Any] = {"person": "wu", "reading": "gains=net"}
    sent = SAMPLE.read_bytes()
    answer = client.post("/questions", params=query, content=sent, headers=YAML)
    assert answer.content == printed(capsys, "questions", SAMPLE, *options)
    for grade in ("especially_serious", "情节特别严重"):
        answer = client.post("/margins", params=query | {"grade": grade}, content=sent, headers=YAML)
        assert answer.content == printed(capsys, "margins", SAMPLE, *options, "--grade", grade)


def test_what_if(client: TestClient, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = ROOT / "cases" / "teaching" / "insider-half.yaml"
    edits = ["往来.D1.条数.健康生理信息=249", "事实.乙.违法所得=5000元"]
    options = [word for edit in edits for word in ("--set", edit)]
    answer = client.post("/whatif?lang=en", json={"case": path.read_text("utf-8"), "edits": edits})
    assert answer.content == printed(capsys, "whatif", path, *options, "--format", "json")
    assert b'"serious"' in answer.content
    one = client.post("/whatif?person=甲", json={"case": path.read_text("utf-8"), "edits": edits})
    assert one.content == printed(capsys, "whatif", path, *options, "--person", "甲", "--format", "json")
    whole = tmp_path / "case.json"
    whole.write_text(json.dumps(INSIDER, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    as_values = client.post("/whatif", json={"case": INSIDER, "edits": ["dealings.1.records=249"]})
    assert as_values.status_code == 422, "a map is no number"
    edit = "dealings.1.records.health_information=249"
    as_values = client.post("/whatif", json={"case": INSIDER, "edits": [edit]})
    by_command = json.loads(printed(capsys, "whatif", whole, "--set", edit, "--format", "json"))
    found = as_values.json()
    assert found.pop("before")["case"].keys() == by_command.pop("before")["case"].keys()
    assert found["persons"] == by_command["persons"]


def test_rulesets(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    listed = client.get("/rulesets").json()
    found = {one["id"]: one for one in listed}
    assert found["fashi-2017-10"]["kind"] == "ruleset"
    assert found["fashi-2017-10"]["in_force"] == {"from": "2017-06-01", "until": None}
    assert found["fashi-2017-10"]["sha256"] == load_ruleset().sha256
    assert found["fashi-2017-10"]["grades"] == ["not_reached", "serious", "especially_serious"]
    assert found["criminal-law-253-1"]["kind"] == "statute"
    for name in found:
        for lang in ("zh", "en"):
            shown = printed(capsys, "ruleset", "show", name, "--format", "json", "--lang", lang)
            assert client.get(f"/rulesets/{name}", params={"lang": lang}).content == shown


def test_schemas_terms_and_codes(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(printed(capsys, "case", "schema"))
    assert client.get("/schema/case").json() == shown
    for name in ("suite", "report"):
        answer = client.get(f"/schema/{name}")
        assert answer.headers["content-type"] == "application/schema+json"
        assert answer.json()["$id"] == f"urn:thresholds:{name}:1"
    (term,) = client.get("/glossary", params={"term": "情节严重"}).json()
    assert (term["id"], term["zh"], term["family"]) == ("serious", "情节严重", "grade")
    assert len(client.get("/glossary").json()) > 100
    assert [one["code"] for one in client.get("/codes").json()] == list(codes())
    page = client.get("/codes/th205?lang=en").json()
    assert (page["code"], page["example"]["right"]) == ("TH205", "facts: {jia: {illegal_gains: 1万余元}}")


def test_health(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


# -- tables ---------------------------------------------------------------------------------------------------


def test_rows(client: TestClient) -> None:
    rows: list[dict[str, Any]] = [
        {"person": "甲", "act": "sale", "location_tracking": 50},
        {"person": "乙", "act": "sale", "location_tracking": 49, "illegal_gains": 4999.99},
        {"person": "丙", "act": "sale", "location_tracking": None, "illegal_gains": "5000"},
        {"person": "丁", "act": "sell", "location_tracking": 1},
    ]
    answer = client.post("/batch", json=rows)
    assert answer.status_code == 200
    found = answer.json()
    grades = {one["id"]: (one["grade_at_least"], one["grade_at_most"]) for one in found["answered"]}
    assert grades == {"甲": ("serious",) * 2, "乙": ("not_reached",) * 2, "丙": ("serious",) * 2}
    assert [one["art5.1.7.score_at_least"] for one in found["answered"]] == ["0", "0.9999", "1"]
    assert [(one["row"], one["column"]) for one in found["rejected"]] == [(4, "act")]
    few = client.post("/batch?columns=grade", json=rows[:1]).json()["answered"]
    assert few == [{"row": 1, "id": "甲", "grade_at_least": "serious", "grade_at_most": "serious"}]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("{}", [("TH203", "body", 1, 1)]),
        ("[]", [("TH715", "body", 1, 1)]),
        ('[{"act": "sale"}, 1, {"act": ["sale"]}]', [("TH203", "body", 1, 19), ("TH203", "body", 1, 30)]),
        ('[{"act": "sale", "gains": 1}]', [("TH501", "body", 1, 18)]),
        ('[{"": 1, "row": 2}]', [("TH518", "body", 1, 3), ("TH518", "body", 1, 10)]),
        ('[{"act": "sale",}]', [("TH705", "body", 1, 17)]),
        ('[{"act": "sale", "act": "sale"}]', [("TH005", "body", 1, 18)]),
    ],
)
def test_tables_that_are_none(rows: str, wrong: list[object], client: TestClient) -> None:
    found = problem(client.post("/batch", content=rows, headers=JSON), 422)
    assert told(found) == wrong
    assert found["type"] == f"urn:thresholds:{found['errors'][0]['code']}"


@pytest.mark.parametrize(
    ("values", "answered", "rejected"),
    [
        ([True, True], [], [1, 2]),
        ([True, 50], [2], [1]),
        ([True, "50"], [2], [1]),
        ([None, True], [1], [2]),
    ],
)
def test_a_value_of_another_type_costs_its_own_row(
    values: list[object], answered: list[int], rejected: list[int], client: TestClient
) -> None:
    rows = [{"act": "sale", "location_tracking": value} for value in values]
    found = client.post("/batch?lang=en", json=rows).json()
    assert [one["row"] for one in found["answered"]] == answered
    assert [one["row"] for one in found["rejected"]] == rejected
    for one in found["rejected"]:
        assert (one["column"], one["reason"], one["value"]) == ("location_tracking", "malformed", "yes")
        said = f"row {one['row']}, location_tracking, is “yes”: not a value that this column can have"
        assert one["detail"] == said
    chinese = client.post("/batch", json=rows).json()["rejected"]
    assert chinese[0]["detail"] == f"第 {rejected[0]} 行「location_tracking」是「yes」：不是这一列能有的值"


def test_numbers_where_yes_or_no_belongs(client: TestClient) -> None:
    rows = [{"first_offender": 1, "illegal_gains": 4000}, {"first_offender": 0, "illegal_gains": 5000}]
    found = client.post("/batch", json=rows).json()
    assert [(one["row"], one["column"], one["value"]) for one in found["rejected"]] == [
        (1, "first_offender", "1"), (2, "first_offender", "0"),
    ]  # fmt: skip
    both = problem(client.post("/batch", json=[{"first_offender": 1, "colour": 2}]), 422)
    assert told(both) == [("TH501", "body", 1, 22)]


def test_tables_that_are_too_large() -> None:
    with TestClient(create_app(Settings(max_rows=3)), base_url="http://localhost") as few:
        rows = [{"act": "sale", "location_tracking": 50}] * 4
        assert len(few.post("/batch", json=rows[:3]).json()["answered"]) == 3
        assert problem(few.post("/batch", json=rows), 422)["type"] == "urn:thresholds:TH715"
        wide = [{f"c{number}": 1 for number in range(501)}]
        assert problem(few.post("/batch", json=wide), 422)["type"] == "urn:thresholds:TH716"


def test_tables_without_their_libraries(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    found = problem(client.post("/batch", json=[{"act": "sale"}]), 501)
    assert found["type"] == "urn:thresholds:TH510"
    assert "thresholds[bulk]" in found["detail"]


# -- always ------------------------------------------------------------------------------------------------


def test_the_same_bytes_whatever_the_order_of_requests(client: TestClient) -> None:
    first = client.post("/evaluate", json=INSIDER).content
    client.post("/evaluate?reading=gains=net", json=BETWEEN)
    client.post("/whatif", json={"case": BETWEEN, "edits": ["dealings.1.act=sale"]})
    assert client.post("/evaluate", json=INSIDER).content == first
    assert load_case(INSIDER).id == json.loads(first)["case"]["id"]
