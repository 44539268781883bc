"""Threads of the service: few at a time, ended when their time is up, and right afterwards."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from thresholds import evaluate, load_case, render
from thresholds.service import Settings, create_app, guard
from thresholds.service import pool as module
from thresholds.service.examples import BETWEEN, INSIDER
from thresholds.service.pool import BrokenError, BusyError, Pool, TimeIsUpError
from thresholds.service.warm import warm

ROOT = Path(__file__).resolve().parent.parent
HERE = "http://127.0.0.1:8765"
JSON = {"content-type": "application/json"}


@pytest.fixture(autouse=True)
def unmeasured() -> Iterator[None]:
    """Threads in which coverage is not counted: its collector takes a lock, and would keep it where work is ended."""
    hook = threading.gettrace()
    threading.settrace(None)  # type: ignore[arg-type]
    yield
    threading.settrace(hook)  # type: ignore[arg-type]


def kind(response: Any, status: int) -> str:
    """The type of the problem that an answer of this status is."""
    assert response.status_code == status
    return str(response.json()["type"]).removeprefix("urn:thresholds:")


# -- threads ----------------------------------------------------------------------------------------------------


def worked(pool: Pool, *works: Callable[[], Any]) -> list[Any]:
    """What works give that are handed to a pool all at once: results, or exceptions."""

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*[pool.run(work) for work in works], return_exceptions=True)

    try:
        return asyncio.run(all_of_them())
    finally:
        pool.close()


def forever() -> None:
    while True:
        try:
            sum(range(100))
        except Exception:  # what ends work is no exception that work handles
            continue


def test_work_whose_time_is_up_is_ended() -> None:
    pool = Pool(2, 9, 0.5, lambda: None)
    assert [type(one) for one in worked(pool, forever, forever)] == [TimeIsUpError, TimeIsUpError]
    assert worked(Pool(2, 0, 30, lambda: None), lambda: 1, lambda: 2) == [1, 2]


def test_what_has_waited_too_long_is_not_begun() -> None:
    go, begun, done = threading.Event(), threading.Event(), []

    def first() -> None:
        begun.set()
        go.wait()

    async def both() -> None:
        pool = Pool(1, 9, 30, lambda: None)
        task = asyncio.create_task(pool.run(first))
        await asyncio.to_thread(begun.wait)
        await asyncio.sleep(0)
        pool._seconds = 0.05
        with pytest.raises(BusyError):
            await pool.run(lambda: done.append("late"))
        go.set()
        pool._seconds = 30
        await task
        await pool.run(lambda: done.append("next"))
        pool.close()

    asyncio.run(both())
    assert done == ["next"]


class Exit(BaseException):
    """What no work should end in."""


def test_work_that_ends_as_none_should_takes_its_thread_along() -> None:
    def ended() -> None:
        raise Exit("of a library")

    async def after() -> list[Any]:
        pool = Pool(1, 9, 30, lambda: None)
        before = await pool.run(threading.current_thread)
        with pytest.raises(BrokenError, match=r"^Exit$"):
            await pool.run(ended)
        found = [before, await pool.run(threading.current_thread)]
        pool.close()
        return found

    before, replaced = asyncio.run(after())
    assert replaced is not before
    before.join()


def test_threads_that_the_system_refuses_are_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    start = threading.Thread.start
    refusals = iter([True, True])

    def sometimes(thread: threading.Thread) -> None:
        if thread.name == "thresholds-work" and next(refusals, False):
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", sometimes)

    async def twice() -> list[Any]:
        pool = Pool(2, 9, 0.05, lambda: None)
        with pytest.raises(BusyError):
            await pool.run(lambda: 0)
        pool._seconds = 30
        found = [await pool.run(lambda: 1)]
        pool.close()
        return found

    assert asyncio.run(twice()) == [1]


def test_what_ends_work_is_tried_again_where_a_destructor_swallowed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    swallowed: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda fault: swallowed.append(type(fault.exc_value).__name__))
    monkeypatch.setattr(module, "_AGAIN", 0.01)
    ended = threading.Event()

    class Swallowing:
        def __del__(self) -> None:
            while not swallowing.is_set():
                pass

    swallowing = threading.Event()

    def work() -> None:
        holder = Swallowing()
        try:
            del holder
            forever()
        finally:
            ended.set()

    async def all_of_it() -> None:
        pool = Pool(1, 9, 0.2, lambda: None)
        with pytest.raises(TimeIsUpError):
            await pool.run(work)
        await asyncio.to_thread(ended.wait)
        pool.close()

    asyncio.run(all_of_it())
    assert swallowed == ["_Stopped"]


def test_a_thread_takes_the_place_of_one_that_ended() -> None:
    async def after() -> list[Any]:
        pool = Pool(1, 9, 5, lambda: None)
        names = [await pool.run(threading.current_thread)]
        pool._seconds = 0.05
        with pytest.raises(TimeIsUpError):
            await pool.run(forever)
        pool._seconds = 30
        names.append(await pool.run(threading.current_thread))
        names.append(await pool.run(threading.current_thread))
        pool.close()
        return names

    before, replaced, same = asyncio.run(after())
    assert replaced is same
    assert replaced is not before
    before.join()


def test_errors_come_back_as_they_are() -> None:
    def wrong() -> None:
        raise TimeoutError("of the work itself")

    (found,) = worked(Pool(1, 0, 30, lambda: None), wrong)
    assert type(found) is TimeoutError


def test_threads_that_cannot_be_prepared_work_all_the_same() -> None:
    assert worked(Pool(1, 0, 30, lambda: 1 // 0), lambda: 7) == [7]


def test_the_collector_is_never_left_paused() -> None:
    assert worked(Pool(1, 0, 30, lambda: None), gc.disable) == [None]
    assert worked(Pool(1, 0, 30, lambda: None), gc.isenabled) == [True]


def test_few_may_wait() -> None:
    go = threading.Event()

    async def many() -> list[Any]:
        pool = Pool(1, 1, 30, lambda: None)
        first = [asyncio.create_task(pool.run(go.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await pool.run(lambda: 0)
        go.set()
        found: list[Any] = await asyncio.gather(*first)
        found.append(await pool.run(lambda: 3))
        pool.close()
        return found

    assert asyncio.run(many()) == [True, True, 3]


def test_work_that_nobody_waits_for_is_not_begun() -> None:
    go, done = threading.Event(), []

    async def left() -> None:
        pool = Pool(1, 5, 30, lambda: None)
        first = asyncio.create_task(pool.run(go.wait))
        second = asyncio.create_task(pool.run(lambda: done.append(1)))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        go.set()
        await first
        await pool.run(lambda: done.append(2))
        pool.close()

    asyncio.run(left())
    assert done == [2]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # files that were being read
def test_no_answer_is_wrong_after_work_was_ended_at_any_point() -> None:
    text = (ROOT / "cases" / "teaching" / "insider-half.yaml").read_text("utf-8")
    cases = [load_case(text), load_case(INSIDER), load_case(BETWEEN)]
    expected = [render(evaluate(case), "json") for case in cases]

    async def often() -> list[str]:
        pool = Pool(2, 99, 30, warm)
        found: list[str] = []
        for number in range(60):
            case = cases[number % 3]
            pool._seconds = 0.0005 * (number % 30)
            ended = [pool.run(lambda case=case: render(evaluate(case), "json")) for _ in range(2)]  # type: ignore[misc]
            await asyncio.gather(*ended, return_exceptions=True)
            pool._seconds = 30
            found.append(await pool.run(lambda case=case: render(evaluate(case), "json")))  # type: ignore[misc]
        pool.close()
        return found

    assert asyncio.run(often()) == expected * 20


# -- limits of an application -------------------------------------------------------------------------------------


async def of_app(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as found:
        yield found


def test_busy_is_said_and_over_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    from thresholds.service import lookups
    from thresholds.service.results import as_json

    go, begun = threading.Event(), threading.Event()

    def slow() -> Any:
        begun.set()
        go.wait()
        return as_json([])

    monkeypatch.setattr(lookups, "rulesets", slow)
    app = create_app(Settings(concurrency=1, waiting=0))

    async def both() -> tuple[httpx.Response, ...]:
        async for client in of_app(app):
            first = asyncio.create_task(client.get("/rulesets"))
            await asyncio.to_thread(begun.wait)
            second, health = await client.get("/rulesets"), await client.get("/healthz")
            go.set()
            return await first, second, health, await client.get("/rulesets")
        raise AssertionError

    first, second, health, again = asyncio.run(both())
    assert kind(second, 503) == "TH710"
    assert second.headers["retry-after"] == "1"
    assert (first.status_code, health.status_code, again.status_code) == (200, 200, 200)


def test_more_than_can_be_open_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_LINGER", 0.01)
    app = create_app(Settings(concurrency=1, waiting=0))

    async def several() -> list[int]:
        go = asyncio.Event()

        async def slowly() -> AsyncIterator[bytes]:
            await go.wait()
            yield json.dumps(INSIDER).encode()

        async for client in of_app(app):
            first = [asyncio.create_task(client.post("/evaluate", content=slowly(), headers=JSON)) for _ in range(3)]
            done, _ = await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            health = await client.get("/healthz")
            go.set()
            await asyncio.gather(*first)
            return [*[task.result().status_code for task in done], health.status_code]
        raise AssertionError

    assert asyncio.run(several()) == [503, 200]


def test_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from thresholds.service import lookups

    with TestClient(create_app(Settings(timeout=0.2, concurrency=1)), base_url=HERE) as found:
        monkeypatch.setattr(lookups, "rulesets", forever)
        answer = found.get("/rulesets?lang=en")
        assert kind(answer, 504) == "TH711"
        assert "0.2 seconds" in answer.json()["detail"]
