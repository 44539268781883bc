"""The description of the service is true: of every example, and of whatever may be sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from starlette.testclient import TestClient

from thresholds.columns.cells import FAULTS
from thresholds.service import Settings, create_app

HERE = "http://localhost"
APP = create_app(Settings(max_rows=20, timeout=300))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(APP, base_url=HERE) as found:
        yield found


DESCRIBED: dict[str, Any] = APP.openapi()
OPERATIONS = [(method, path, told) for path, one in DESCRIBED["paths"].items() for method, told in one.items()]
NAMES = [told["operationId"] for _, _, told in OPERATIONS]


def test_every_endpoint_is_described() -> None:
    assert {path for _, path, _ in OPERATIONS} == {
        "/evaluate", "/questions", "/margins", "/whatif", "/batch", "/rulesets", "/rulesets/{id}", "/schema/{name}",
        "/glossary", "/codes", "/codes/{code}", "/healthz",
    }  # fmt: skip
    assert len(set(NAMES)) == len(NAMES)
    for method, _, told in OPERATIONS:
        assert told["summary"]
        assert ("requestBody" in told) == (method == "post")
        assert {"200", "422", "500"} <= told["responses"].keys()
        for status, answer in told["responses"].items():
            assert answer["description"]
            if status != "200":
                (media,) = answer["content"]
                assert media == "application/problem+json"


def test_every_reference_leads_somewhere() -> None:
    def targets(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for inner in value.values():
                yield from targets(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from targets(inner)

    found = set(targets(DESCRIBED))
    known = {f"#/components/schemas/{name}" for name in DESCRIBED["components"]["schemas"]}
    assert found <= known
    assert len(found) > 50


def validated(value: object, shape: dict[str, Any]) -> None:
    """See that a value is as a schema of the description says."""
    whole = shape | {"components": DESCRIBED["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def sent(told: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Every example of a body, with its media type."""
    for media, content in told.get("requestBody", {}).get("content", {}).items():
        if "example" in content:
            yield media, content["example"]
        for one in content.get("examples", {}).values():
            yield media, one["value"]


@pytest.mark.parametrize(("method", "path", "told"), OPERATIONS, ids=NAMES)
def test_every_example_is_answered_as_described(
    method: str, path: str, told: dict[str, Any], client: TestClient
) -> None:
    named, of_path = named_and_of_path(told)
    answers = told["responses"]["200"]["content"]
    requests: list[dict[str, Any]] = [{}] if method == "get" else []
    for media, value in sent(told):
        if media == "application/json":
            validated(value, told["requestBody"]["content"][media]["schema"])
        text = value if isinstance(value, str) else json.dumps(value)
        requests.append({"content": text.encode(), "headers": {"content-type": media}})
    assert requests
    for one in requests:
        for query in ({}, named):
            answer = client.request(method, path.format(**of_path), params=query, **one)
            assert answer.status_code == 200, answer.text
            media = answer.headers["content-type"]
            validated(answer.json(), answers[media]["schema"])


def named_and_of_path(told: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The examples of the parameters of a query, and of a path."""
    named = {one["name"]: one["example"] for one in told["parameters"] if "example" in one}
    return named, {one["name"]: named.pop(one["name"]) for one in told["parameters"] if one["in"] == "path"}


@pytest.mark.parametrize(("method", "path", "told"), OPERATIONS, ids=NAMES)
def test_an_example_of_every_answer_is_what_comes_back(
    method: str, path: str, told: dict[str, Any], client: TestClient
) -> None:
    """With the examples of all parameters; of a list there may be some entries."""
    named, of_path = named_and_of_path(told)
    (media,) = [kind for kind in told["responses"]["200"]["content"] if kind.endswith("json")]
    shown = told["responses"]["200"]["content"][media]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    bodies = {name: one["value"] for name, one in body.get("examples", {}).items()}
    bodies = bodies or {"example": body.get("example")}
    assert shown["examples"].keys() == bodies.keys()
    for name, sent_value in bodies.items():
        value = shown["examples"][name]["value"]
        validated(value, shown["schema"])
        headers = {"content-type": "application/json"}
        request: dict[str, Any] = {} if sent_value is None else {"content": json.dumps(sent_value), "headers": headers}
        answer = client.request(method, path.format(**of_path), params=named, **request).json()
        if path in ("/rulesets", "/codes"):
            assert value
            assert all(one in answer for one in value)
        else:
            assert value == answer


def test_answers_are_typed_and_refusals_declared() -> None:
    for method, path, told in OPERATIONS:
        for kind, content in told["responses"]["200"]["content"].items():
            if kind == "application/json":
                assert content["schema"] not in ({}, {"type": "object"}), path
                assert content["schema"] != {"type": "array", "items": {"type": "object"}}, path
        assert {"400", "405"} <= told["responses"].keys(), (method, path)
        assert "Allow" in told["responses"]["405"]["headers"]
    rows = DESCRIBED["components"]["schemas"]["batch-rows"]["properties"]
    assert rows["answered"]["items"]["additionalProperties"] is False
    assert rows["rejected"]["items"]["properties"]["reason"]["enum"] == list(FAULTS[1:])


def test_what_is_looked_up_is_as_described(client: TestClient) -> None:
    """Every ruleset, every statute and every code."""
    answers = {path: told["responses"]["200"]["content"] for _, path, told in OPERATIONS}
    shapes = {path: one["application/json"]["schema"] for path, one in answers.items() if "application/json" in one}
    for lang in ("zh", "en"):
        known = client.get(f"/rulesets?lang={lang}").json()
        for one in known:
            sheet = client.get(f"/rulesets/{one['id']}?lang={lang}").json()
            assert isinstance(sheet, dict) == (one["kind"] == "statute")
            validated(sheet, shapes["/rulesets/{id}"])
        validated(known, shapes["/rulesets"])
        for path in ("/codes", "/glossary"):
            validated(client.get(path, params={"lang": lang}).json(), shapes[path])


def test_an_example_of_what_is_wrong_is_real(client: TestClient) -> None:
    told = next(told for _, path, told in OPERATIONS if path == "/evaluate")
    example = told["responses"]["422"]["content"]["application/problem+json"]["example"]
    case = told["requestBody"]["content"]["application/json"]["examples"]["insider"]["value"]
    broken = case | {"dealings": [case["dealings"][0] | {"act": "sell"}]}
    answer = client.post("/evaluate?lang=en", content=json.dumps(broken), headers={"content-type": "application/json"})
    assert answer.json()["title"] == example["title"]
    assert answer.json()["errors"][0].keys() == example["errors"][0].keys()
    for key in ("code", "in", "value", "near"):
        assert answer.json()["errors"][0][key] == example["errors"][0][key]
    for status, answer in told["responses"].items():
        if status != "200":
            content = answer["content"]["application/problem+json"]
            validated(content["example"], content["schema"])


# -- whatever may be sent ---------------------------------------------------------------------------------------


def schema(*, coverage: bool, acceptance: bool) -> Any:
    """The description as schemathesis has it.

    `coverage`: with a case for each value and each fault by itself. `acceptance`: what fits the schema must be
    accepted; of a case or a reading a schema does not say whether it contradicts itself or the ruleset.
    """
    wanted: dict[str, Any] = {"request-timeout": 300, "phases": {"coverage": {"enabled": coverage}}}
    wanted["checks"] = {"positive_data_acceptance": {"enabled": acceptance}}
    config = schemathesis.Config.from_dict(wanted)
    return schemathesis.openapi.from_asgi("/openapi.json", APP, config=config, headers={"Host": "localhost"})


OF_CASES = ["/evaluate", "/questions", "/margins", "/whatif"]
CASES = schema(coverage=False, acceptance=False).include(path=OF_CASES)
TABLES = schema(coverage=True, acceptance=False).include(path="/batch")
OTHERS = schema(coverage=True, acceptance=True).exclude(path=[*OF_CASES, "/batch"])
MANY = settings(
    max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip
#: Cases take a second or two to be made up.
FEW = settings(MANY, max_examples=4)


def answered(case: Any, client: TestClient) -> None:
    """Send a request and see that its answer is one that is described."""
    case.call_and_validate(session=client, headers={"Host": "localhost"})


@CASES.parametrize()
@FEW
def test_whatever_is_sent_as_a_case_is_answered_as_described(case: Any, client: TestClient) -> None:
    answered(case, client)


@TABLES.parametrize()
@MANY
def test_whatever_is_sent_as_a_table_is_answered_as_described(case: Any, client: TestClient) -> None:
    answered(case, client)


@OTHERS.parametrize()
@MANY
def test_whatever_is_looked_up_is_answered_as_described(case: Any, client: TestClient) -> None:
    answered(case, client)
