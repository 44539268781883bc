"""Threads that do the work of requests: so many at a time, each for so long, with few waiting.

A thread keeps its handles of durable-rules for as long as it lives (evaluation/chaining.py), so threads are few and
stay. Work whose time is up is ended where it stands; its thread ends with it, and another takes its place, because
what it held may be half done.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Generic, Protocol, TypeVar

Result = TypeVar("Result")


class BusyError(Exception):
    """Too many requests wait already."""


class TimeIsUpError(Exception):
    """The work took longer than is allowed."""


class _Stopped(BaseException):
    """Raised within a thread to end the work that it is at; no handler of errors takes it for one."""


class _Work(Protocol):
    def do(self) -> Callable[[], None]: ...


class _Job(Generic[Result]):
    """One piece of work, and the thread that is at it."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self.future: Future[Result] = Future()
        self._work = work
        self._lock = threading.Lock()
        self._thread: int | None = None

    def do(self) -> Callable[[], None]:
        """Do it, unless nobody waits for it any more; what hands over the result."""
        if not self.future.set_running_or_notify_cancel():
            return lambda: None
        with self._lock:
            self._thread = threading.get_ident()
        try:
            found = self._work()
        except Exception as error:
            self._leave()
            return partial(self.future.set_exception, error)
        self._leave()
        return partial(self.future.set_result, found)

    def _leave(self) -> None:
        with self._lock:
            self._thread = None

    def stop(self) -> None:
        """End it wherever it stands; nothing, where it has ended of itself."""
        if self.future.cancel():
            return
        with self._lock:
            if self._thread is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), ctypes.py_object(_Stopped))


class Pool:
    """Threads, started when first needed; `prepare` is what each does before anything else."""

    def __init__(self, threads: int, waiting: int, seconds: float, prepare: Callable[[], object]) -> None:
        self._threads, self._most, self._seconds = threads, threads + waiting, seconds
        self._prepare = prepare
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._taken = self._running = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """What the work gives, done in one of the threads.

        Raises:
            BusyError: as many wait as may.
            TimeIsUpError: it was not done in time, waiting included.
        """
        with self._lock:
            if self._taken >= self._most:
                raise BusyError
            self._taken += 1
        self._start()
        job = _Job(work)
        self._queue.put(job)
        try:
            async with asyncio.timeout(self._seconds) as limit:
                return await asyncio.wrap_future(job.future)
        except TimeoutError:
            if not limit.expired():
                raise
            raise TimeIsUpError from None
        finally:
            job.stop()

    def close(self) -> None:
        """Let the threads end when they have done what waits."""
        with self._lock:
            running, self._running = self._running, 0
        for _ in range(running):
            self._queue.put(None)

    def _start(self) -> None:
        """See that all threads are there."""
        with self._lock:
            missing, self._running = self._threads - self._running, self._threads
        for _ in range(missing):
            self._add()

    def _add(self) -> None:
        threading.Thread(target=self._live, name="thresholds-work", daemon=True).start()

    def _live(self) -> None:
        try:
            with suppress(Exception):  # what is wrong is said to whoever asks
                self._prepare()
            while (job := self._queue.get()) is not None:
                self._do(job)
        except _Stopped:
            self._add()

    def _do(self, job: _Work) -> None:
        """Do a job; the result is handed over when there is room for the next."""
        try:
            hand_over = job.do()
        finally:
            # Those who read large files pause the collector, and several who do at once can leave it paused.
            gc.enable()
            with self._lock:
                self._taken -= 1
        hand_over()
