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


def test_nothing_of_what_other_libraries_say_is_kept() -> None:
    from thresholds.service.logs import Bare, log_config

    try:
        raise ValueError(SECRET)
    except ValueError:
        fault = sys.exc_info()
    for name, info, line in (("asyncio", fault, "ERROR: asyncio: ValueError"), ("anything", None, "ERROR: anything")):
        record = logging.LogRecord(name, logging.ERROR, "x.py", 1, "Exception in callback %s", (SECRET,), info)
        assert Bare().format(record) == line
    assert log_config()["root"] == {"handlers": ["stderr"], "level": "ERROR"}
    empty = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "", (), None)
    assert Bare().format(empty) == "ERROR: "


def test_what_nobody_waits_for_is_noted_without_its_text(noted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    import warnings
    from types import SimpleNamespace

    from thresholds.service.logs import keep_quiet

    for place, name in ((logging, "raiseExceptions"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(place, name, getattr(place, name))
    with warnings.catch_warnings():
        keep_quiet()
        warnings.warn(SECRET, stacklevel=1)
        for hook in (sys.unraisablehook, threading.excepthook):
            hook(SimpleNamespace(exc_value=KeyError(SECRET)))
            hook(SimpleNamespace(exc_value=None))
    assert noted == ["ERROR: 500 - -: KeyError (?:0)"] * 2


def test_what_cannot_be_made_ready_is_noted_and_the_rest_is_there(
    noted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from thresholds.service import warm

    def broken(*_: object) -> object:
        raise ValueError(SECRET)

    monkeypatch.setattr(warm, "opened", broken)
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1:8765") as found:
        assert found.post("/evaluate", json=INSIDER).status_code == 200
    assert len(noted) == 1
    assert noted[0].startswith("ERROR: 500 - -: ValueError (test_service_faults.py:")


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
