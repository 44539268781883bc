"""Faults of the service: nobody is shown one, and what is noted of it holds no facts."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from thresholds.service import Settings, create_app
from thresholds.service.examples import INSIDER

SECRET = "赵某某在三月卖给钱某"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1:8765") as found:
        yield found


def kind(response: Any, status: int) -> str:
    """The type of the problem that an answer of this status is."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["type"]).removeprefix("urn:thresholds:")


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        from thresholds.service.logs import Bare

        self.lines.append(Bare().format(record))


@pytest.fixture
def noted() -> Iterator[list[str]]:
    """The lines of the log."""
    kept, logger = Kept(), logging.getLogger("thresholds.service")
    logger.addHandler(kept)
    logger.propagate = False
    yield kept.lines
    logger.removeHandler(kept)
    logger.propagate = True


def test_a_fault_of_ours_shows_nothing(client: TestClient, noted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from thresholds.errors import EngineError
    from thresholds.service import results

    faults = iter([ValueError(SECRET), EngineError("engine-fault", detail=SECRET), KeyError(SECRET)])

    def broken(*_: object, **__: object) -> object:
        raise next(faults)

    monkeypatch.setattr(results, "evaluate", broken)
    for _ in range(3):
        answer = client.post("/evaluate?lang=en", json=INSIDER)
        assert kind(answer, 500) == "TH712"
        assert SECRET not in answer.text
        assert "Traceback" not in answer.text
    assert len(noted) == 3
    for line, name in zip(noted, ("ValueError", "EngineError", "KeyError"), strict=True):
        assert line.startswith(f"ERROR: 500 POST /evaluate: {name} (test_service_faults.py:")
        assert SECRET not in line


def test_files_of_the_service_are_not_named_to_anybody(
    client: TestClient, noted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from thresholds.errors import Diagnostic, SourceErrors
    from thresholds.service import results

    def broken(*_: object, **__: object) -> object:
        raise SourceErrors([Diagnostic("TH001", "/srv/rulesets/own/ruleset.yaml", 0, 0)])

    monkeypatch.setattr(results, "evaluate", broken)
    answer = client.post("/evaluate", json=INSIDER)
    assert kind(answer, 500) == "TH712"
    assert "/srv" not in answer.text
    assert len(noted) == 1
    assert "/srv" not in noted[0]


def test_requests_that_are_wrong_are_not_noted(client: TestClient, noted: list[str]) -> None:
    wrong = INSIDER | {"persons": {SECRET: {}}}
    assert client.post("/evaluate", json=wrong).status_code == 422
    assert client.post(f"/evaluate?person={SECRET}", json=INSIDER).status_code == 422
    assert client.get(f"/{SECRET}").status_code == 404
    assert noted == []


def test_a_line_of_the_log_has_no_traceback() -> None:
    from thresholds.service.logs import Bare, log_config

    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "x.py", 1, "Exception\n%s", (SECRET,), sys.exc_info()
        )
    assert Bare().format(record) == "ERROR: Exception"
    assert log_config()["formatters"] == {"bare": {"()": "thresholds.service.logs.Bare"}}


def test_a_status_without_a_code_has_its_title_alone() -> None:
    from thresholds.service.problems import refused

    answer = refused(418, "en").response("en")
    told = json.loads(bytes(answer.body))
    assert told == {
        "type": "about:blank",
        "title": "The request is not answered",
        "status": 418,
        "detail": "The request is not answered",
        "errors": [],
    }
    often = refused(429, "zh").response("zh")
    assert (often.status_code, often.headers["retry-after"]) == (429, "1")
    assert json.loads(bytes(often.body))["type"] == "urn:thresholds:TH713"
