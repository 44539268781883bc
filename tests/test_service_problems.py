"""What is wrong with a request is said all at once, with codes, places and hints, in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from problems import problem, told
from starlette.testclient import TestClient

from thresholds.service import Settings, create_app
from thresholds.service.examples import BETWEEN, INSIDER

YAML = {"content-type": "application/yaml"}
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1:8765") as found:
        yield found


# -- what is wrong with a case ---------------------------------------------------------------------------------

WRONG = """\
schema: thresholds/case/1
id: wrong
persons: {jia: {}}
dealings:
- {by: jia, act: sell, recrods: 60}
facts: {jia: {illegal_gains: 很多}}
"""


def test_all_that_is_wrong_at_once_and_where(client: TestClient) -> None:
    found = problem(client.post("/evaluate", content=WRONG.encode(), headers=YAML), 422)
    assert told(found) == [("TH204", "body", 5, 18), ("TH201", "body", 5, 24), ("TH205", "body", 6, 30)]
    assert found["type"] == "urn:thresholds:TH204"
    act, key, gains = found["errors"]
    assert (act["value"], key["value"], gains["value"]) == ("sell", "recrods", "很多")
    assert "sale 出售" in act["allowed"]
    assert key["near"] == "records"
    assert gains["hint"].startswith("如 483")
    assert found["detail"].count("\n") == 2
    english = problem(client.post("/evaluate?lang=en", content=WRONG.encode(), headers=YAML), 422)
    assert told(english) == told(found)
    assert all(one["detail"] != other["detail"] for one, other in zip(found["errors"], english["errors"], strict=True))


@pytest.mark.parametrize("path", ["/questions", "/margins", "/evaluate?format=docx"])
def test_the_same_everywhere(path: str, client: TestClient) -> None:
    found = problem(client.post(path, content=WRONG.encode(), headers=YAML), 422)
    assert [one["code"] for one in found["errors"]] == ["TH204", "TH201", "TH205"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"", 422, "TH003"),
        (b"\xff\xfea", 422, "TH002"),
        (b"a: [", 422, "TH004"),
        (b"a: 1\na: 2", 422, "TH005"),
        (b"a: &x [1]\nb: *x", 422, "TH006"),
        (b"a: !!python/object:os.system 1", 422, "TH007"),
        (b"a: " + b"[" * 40 + b"]" * 40, 422, "TH009"),
        (b"a: " + b"[" * 100_000, 422, "TH009"),
        (b"a: 1\n---\nb: 2", 422, "TH010"),
        (b"schema: thresholds/case/2\nid: x\npersons: {a: {}}", 422, "TH220"),
        (b"- 1", 422, "TH203"),
    ],
)
def test_what_is_no_case(sent: bytes, status: int, code: str, client: TestClient) -> None:
    found = problem(client.post("/evaluate", content=sent, headers=YAML), status)
    assert found["errors"][0]["code"] == code


@pytest.mark.parametrize(
    ("sent", "line", "column"),
    [
        ("schema: thresholds/case/1", 1, 1),
        ('{"schema": "thresholds/case/1",\n "id": "x", "persons": {"a": {}},}', 2, 34),
        ('{"id": NaN}', 1, 1),
        ("{id: x}", 1, 2),
    ],
)
def test_json_is_json(sent: str, line: int, column: int, client: TestClient) -> None:
    found = problem(client.post("/evaluate", content=sent.encode(), headers=JSON), 422)
    assert told(found) == [("TH705", "body", line, column)]


def test_characters_beyond_the_first_plane_may_come_as_pairs(client: TestClient) -> None:
    case = INSIDER | {"persons": {"jia": {"name": "𠮷野\\ud842\\udfb7"}}}
    sent = json.dumps(case)
    assert "\\ud842\\udfb7" in sent
    plain = json.dumps(case, ensure_ascii=False)
    names = [
        client.post("/evaluate", content=text.encode(), headers=JSON).json()["persons"][0]["name"]
        for text in (sent, plain)
    ]
    assert names == ["𠮷野\\ud842\\udfb7"] * 2


def test_what_is_wrong_with_edits(client: TestClient) -> None:
    def wrong(edits: object, **more: object) -> dict[str, Any]:
        return problem(client.post("/whatif", json={"case": BETWEEN, "edits": edits, **more}), 422)

    assert wrong(["no equals sign"])["type"] == "urn:thresholds:edit-form"
    assert told(wrong(["facts.yi.first_offender=no", "dealings.7.act=sale"]))[0][:3] == ("TH401", "edits", 2)
    assert told(wrong(["dealings.1.act=sell"])) == [("TH204", "edits", 1, 16)]
    assert wrong([])["type"] == "urn:thresholds:TH232"
    assert wrong([[1]])["type"] == "urn:thresholds:TH203"
    assert wrong("facts.yi.first_offender=no", more=1)["type"] == "urn:thresholds:TH201"
    assert [one["code"] for one in problem(client.post("/whatif", json={}), 422)["errors"]] == ["TH202", "TH202"]


def test_an_edit_is_named_as_it_was_sent(client: TestClient) -> None:
    found = problem(client.post("/whatif", json={"case": BETWEEN, "edits": ["dealings.7.act=sale"]}), 422)
    assert found["detail"].startswith("edits:1:10: TH401 ")
    assert "--set" not in json.dumps(found)


@pytest.mark.parametrize("path", ["/evaluate", "/questions", "/margins", "/whatif", "/batch"])
@pytest.mark.parametrize("sent", ["", "null", " \n"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_body_is_no_empty_file(path: str, sent: str, lang: str, client: TestClient) -> None:
    found = problem(client.post(f"{path}?lang={lang}", content=sent, headers=JSON), 422)
    assert told(found) == [("TH003", "body", 1, 1)]
    words = {"zh": ("请求体", "文件"), "en": ("body", "file")}[lang]
    assert words[0] in found["detail"]
    assert words[1] not in found["detail"]
    assert "thresholds case" not in found["detail"]


def test_columns_that_are_not_known_are_placed_where_they_are_first_named(client: TestClient) -> None:
    rows = '[{"location_tracking": 1},\n {"act": "sale", "lcation_tracking": 1}, {"lcation_tracking": 2, "x": 3}]'
    found = problem(client.post("/batch", content=rows, headers=JSON), 422)
    assert told(found) == [("TH501", "body", 2, 18), ("TH501", "body", 2, 66)]
    assert found["errors"][0]["near"] == "location_tracking"
    assert "--keep" not in found["detail"]
    assert "thresholds batch" not in found["detail"]
    nothing = problem(client.post("/batch?lang=en", json=[{"colour": 1}]), 422)
    assert nothing["detail"].startswith("body:1:1: TH506 of 1 columns none is known")
    assert "--template" not in nothing["detail"]


def test_a_row_without_columns(client: TestClient) -> None:
    sent = '[{"act": "sale"},\n {}, 7]'
    found = problem(client.post("/batch?lang=en", content=sent, headers=JSON), 422)
    assert told(found) == [("TH203", "body", 2, 2), ("TH203", "body", 2, 6)]
    row = "a row with at least one column (name: value) should stand here"
    assert [one["detail"] for one in found["errors"]] == [f"{row}, not a row without any", f"{row}, not one value"]


# -- what is wrong with a query -------------------------------------------------------------------------------


def test_all_that_is_wrong_with_a_query(client: TestClient) -> None:
    query = "?rulset=fashi-2017-10&lang=fr&format=pdf&reading=gains&person=jia&person=yi&term=x"
    found = problem(client.post("/evaluate" + query, json=INSIDER), 422)
    assert {(one["code"], one["value"], one["near"]) for one in found["errors"]} == {
        ("TH707", "rulset", "ruleset"),
        ("TH714", "person", ""),
        ("TH707", "term", ""),
        ("TH707", "lang=fr", ""),
        ("TH707", "format=pdf", ""),
        ("TH707", "reading=gains", ""),
    }
    assert all(one["in"] == "query" for one in found["errors"])
    only_of_documents = problem(client.post("/evaluate?for=court", json=INSIDER), 422)
    assert only_of_documents["errors"][0]["value"] == "for=court"
    assert problem(client.post("/batch?columns=grade,colour", json=[{}]), 422)["errors"][0]["value"] == "columns=colour"


@pytest.mark.parametrize("path", ["/evaluate", "/questions", "/margins"])
def test_two_options_of_one_reading(path: str, client: TestClient) -> None:
    query = "?reading=gains=net&reading=%20gains%20=gross&reading=bulk_presumption_t1_t2=conservative"
    found = problem(client.post(path + query, json=INSIDER), 422)
    assert [(one["code"], one["value"]) for one in found["errors"]] == [("TH714", "reading=gains")]
    twice = client.post(path + "?reading=gains=net&reading=gains=net", json=INSIDER)
    assert twice.status_code == 200
    assert twice.content == client.post(path + "?reading=gains=net", json=INSIDER).content


@pytest.mark.parametrize(
    ("path", "kind", "value"),
    [
        ("/evaluate?person=bing", "no-person", "bing"),
        ("/evaluate?reading=gain=net", "no-reading", "gain"),
        ("/evaluate?reading=gains=nett", "no-option", "nett"),
        ("/margins?grade=grave", "no-grade", "grave"),
        ("/questions?person=bing", "no-person", "bing"),
    ],
)
def test_names_that_a_case_or_a_ruleset_does_not_have(path: str, kind: str, value: str, client: TestClient) -> None:
    found = problem(client.post(path, json=INSIDER), 422)
    assert found["type"] == f"urn:thresholds:{kind}"
    (one,) = found["errors"]
    assert one["value"] == value
    assert one["allowed"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/rulesets/fashi-2017-11", "no-ruleset"),
        ("/schema/cases", "no-schema"),
        ("/codes/TH999", "no-code"),
        ("/glossary?term=serius", "no-term"),
        ("/nothing", "TH708"),
        ("/evaluate/", "TH708"),
        ("/docs", "TH708"),
        ("/redoc", "TH708"),
    ],
)
def test_what_is_not_there(path: str, kind: str, client: TestClient) -> None:
    assert problem(client.get(path), 404)["type"] == f"urn:thresholds:{kind}"


def test_methods(client: TestClient) -> None:
    answer = client.get("/evaluate")
    assert problem(answer, 405)["type"] == "urn:thresholds:TH709"
    assert answer.headers["allow"] == "POST"
    assert problem(client.post("/rulesets", json={}), 405)["type"] == "urn:thresholds:TH709"
    assert client.request("TRACE", "/evaluate").status_code == 405


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "zh"),
        ("fr", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5,zh;q=0.8", "zh"),
        ("zh;q=0.1,en;q=0.2", "en"),
        ("en;q=0", "zh"),
        ("en;q=x", "zh"),
    ],
)
def test_the_language_asked_for(header: str, lang: str, client: TestClient) -> None:
    answer = client.get("/nothing", headers={"accept-language": header})
    title = {"zh": "没有找到", "en": "Not found"}[lang]
    assert (answer.json()["title"], answer.headers["content-language"]) == (title, lang)
    assert answer.headers["vary"] == "accept-language"
    other = {"zh": "en", "en": "zh"}[lang]
    asked = client.get(f"/nothing?lang={other}", headers={"accept-language": header})
    assert asked.headers["content-language"] == other
