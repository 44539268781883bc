"""How long a call to the tools may take, and what becomes of one that is given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_client import bought

from thresholds.agents import answers, asked, server
from thresholds.agents.answers import Questions
from thresholds.agents.ready import _CALLS
from thresholds.agents.told import MOST_ASKED
from thresholds.agents.tools import TOOLS, Sent
from thresholds.service.pool import Pool

#: Longer than any of this takes, on whatever machine; nothing waits for it that goes well.
LONG = 60.0


class Endless:
    """A tool whose calls come to no end; `begun` and `ended` tell what its thread does."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def work(self, _call: asked.AboutCase, _sent: Sent) -> answers.Answer:
        try:
            self.begun.set()
            while True:
                pass
        finally:
            self.ended.set()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    found = Endless()
    named = [replace(tool, does=found.work) if tool.name == "questions" else tool for tool in TOOLS]
    monkeypatch.setattr(server, "TOOLS", tuple(named))
    return found


def connected(seconds: float, work: Callable[[Client], Any], threads: int = 1, waiting: int = 8) -> Any:
    """What comes of some work with a client of a server whose calls may take so many seconds."""

    async def talk() -> Any:
        pool = Pool(threads, waiting, seconds, lambda: None)
        try:
            async with Client(server.create_server(pool, "zh", seconds)) as client:
                return await work(client)
        finally:
            pool.close()

    return anyio.run(talk)


def test_a_call_that_takes_too_long_is_ended_and_said_so(endless: Endless) -> None:
    async def work(client: Client) -> tuple[Any, Any]:
        late = await client.call_tool("questions", {"case": bought(49)})
        return late, await client.call_tool("evaluate", {"case": bought(50)})

    late, after = connected(2, work)
    assert endless.ended.wait(LONG)
    assert late.is_error
    assert [(one["code"], one["message"]) for one in late.structured_content["errors"]] == [
        ("TH747", "2 秒里没有算完，停了")
    ]
    assert after.structured_content["persons"][0]["grade"] == {"at_least": "serious", "at_most": "serious"}


def test_a_call_that_is_cancelled_is_ended_and_holds_up_no_other(endless: Endless) -> None:
    async def work(client: Client) -> Any:
        async with anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "questions", {"case": bought(49)})
            assert await anyio.to_thread.run_sync(endless.begun.wait, LONG)
            group.cancel_scope.cancel()
        return await client.call_tool("evaluate", {"case": bought(49)})

    after = connected(LONG, work)
    assert endless.ended.wait(LONG)
    assert after.structured_content["persons"][0]["grade"]["at_most"] == "not_reached"


def test_more_calls_than_may_wait_are_refused_in_the_language_of_the_call(endless: Endless) -> None:
    async def work(client: Client) -> Any:
        async with anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "questions", {"case": bought(49)})
            assert await anyio.to_thread.run_sync(endless.begun.wait, LONG)
            found = await client.call_tool("evaluate", {"case": bought(49), "lang": "en"})
            group.cancel_scope.cancel()
        return found

    found = connected(LONG, work, waiting=0)
    assert [one["code"] for one in found.structured_content["errors"]] == ["TH748"]
    assert found.content[0].text.startswith("TH748 too many calls are waiting")


def test_questions_stay_few_however_long_the_case() -> None:
    bodies = "".join("- {by: a, act: purchase, records: {location_tracking: {at_least: 0, at_most: 1}}}\n" * 60)
    case = f"schema: thresholds/case/1\nid: x\npersons: {{a: {{}}}}\ndealings:\n{bodies}"
    (tool,) = [one for one in TOOLS if one.name == "questions"]
    found = Questions.model_validate(tool.call({"case": case}, "zh").content).persons[0]
    assert len(found.questions) == MOST_ASKED
    # Sixty numbers; five facts that nothing is said of; the bodies' origin and the like may add to it.
    assert found.more is not None
    assert found.more >= 60 + 5 - MOST_ASKED
    short = Questions.model_validate(tool.call({"case": bought(49)}, "zh").content).persons[0]
    assert short.more is None


@pytest.mark.parametrize("name", ["5.1.3", "第五条第一款第(三)项", "Art.5 ¶1(3)", "ART5.1.3", "fashi-2017-10/5.1.3"])
def test_an_item_is_found_however_its_number_is_written(name: str) -> None:
    (tool,) = [one for one in TOOLS if one.name == "item"]
    assert tool.call({"item": name}, "zh").content["item"] == "art5.1.3"


def test_a_term_is_found_in_capitals_too() -> None:
    (tool,) = [one for one in TOOLS if one.name == "glossary"]
    assert tool.call({"term": "Location Tracking"}, "zh").content["terms"][0]["id"] == "location_tracking"


@pytest.mark.parametrize(
    "case", ["/etc/my file.yaml", "sample:zaozhuang-2017", "C:\\cases\\one.yaml", "cases/one.yaml"]
)
def test_the_name_of_a_file_is_no_case(case: str) -> None:
    (tool,) = [one for one in TOOLS if one.name == "evaluate"]
    assert [one["code"] for one in tool.call({"case": case}, "zh").content["errors"]] == ["TH746"]


def test_every_tool_is_made_ready_by_a_call_that_is_answered() -> None:
    for tool in TOOLS:
        assert not tool.call(_CALLS[tool.name], "zh").wrong, tool.name
