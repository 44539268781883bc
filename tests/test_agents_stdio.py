"""What `thresholds mcp` writes: lines of the protocol to standard output and nothing else, whoever asks for what."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BOUGHT = "{by: a, act: purchase, records: {location_tracking: 很多}}"
CASE = f"schema: thresholds/case/1\nid: x\npersons: {{a: {{name: 张三}}}}\ndealings:\n- {BOUGHT}\n"


def asked(number: int, method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def called(number: int, tool: str, **arguments: Any) -> dict[str, Any]:
    return asked(number, "tools/call", name=tool, arguments=arguments)


HELLO = [
    asked(1, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={"name": "t", "version": "1"}),
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
]


def talk(*messages: dict[str, Any]) -> tuple[dict[int, dict[str, Any]], str]:
    """The answers by the numbers of what was asked, and what went to standard error; the server ends by itself."""
    server = subprocess.Popen(
        [sys.executable, "-m", "thresholds", "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        encoding="utf-8",
        cwd=ROOT,
    )
    answers: dict[int, dict[str, Any]] = {}
    with server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        for message in (*HELLO, *messages):
            server.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
            server.stdin.flush()
            if "id" in message:
                line = server.stdout.readline()
                answer = json.loads(line)
                assert answer["jsonrpc"] == "2.0"
                assert line == json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n"
                answers[answer["id"]] = answer
        server.stdin.close()
        assert server.stdout.read() == ""
        told = server.stderr.read()
        assert server.wait() == 0
    return answers, told


def test_every_line_is_of_the_protocol_and_nothing_is_logged() -> None:
    answers, told = talk(
        asked(2, "tools/list"),
        called(3, "evaluate", case=CASE),
        called(4, "evaluate", case=CASE.replace("很多", "50")),
        called(5, "no_such_tool"),
        called(6, "code", code="TH205"),
    )
    assert told == ""
    assert answers[1]["result"]["serverInfo"]["name"] == "thresholds"
    assert set(answers[1]["result"]["capabilities"]) == {"tools"}
    assert len(answers[2]["result"]["tools"]) == 8
    assert answers[3]["result"]["isError"] is True
    assert {error["code"] for error in answers[3]["result"]["structuredContent"]["errors"]} >= {"TH205"}
    assert answers[4]["result"]["isError"] is False
    assert answers[4]["result"]["structuredContent"]["persons"][0]["grade"]["at_least"] == "serious"
    assert answers[5]["error"]["code"] == -32602
    assert "no_such_tool" in answers[5]["error"]["message"]
    assert answers[6]["result"]["structuredContent"]["code"] == "TH205"


def test_the_same_question_has_the_same_bytes() -> None:
    question = called(2, "evaluate", case=(ROOT / "cases" / "wuxi-2018.yaml").read_text("utf-8"))
    assert talk(question) == talk(question)
