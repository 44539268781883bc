"""Threads that do the work of requests: so many at a time, each for so long, with few waiting.

A thread keeps its handles of durable-rules for as long as it lives (evaluation/chaining.py), so threads are few and
stay. Work whose time is up is ended where it stands, by an exception raised within its thread; the thread ends with
it, and another takes its place, because what it held may be half done. What several threads share stands that: no
evaluation holds a lock of Python's own making, caches are filled by single steps, and nothing is imported by then
(service/warm.py).
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Generic, Protocol, TypeVar

Result = TypeVar("Result")
Found = TypeVar("Found")

#: Seconds after which work that has not ended is ended once more: what ends it is lost where it meets a destructor, and
#: comes late where Python 3.11 has several threads to end at a time.
_AGAIN = 1.0
#: So often a thread wakes to receive what may be on its way to it.
_WAKES = 20


class BusyError(Exception):
    """Too many requests wait already, or one has waited too long."""


class TimeIsUpError(Exception):
    """The work took longer than is allowed."""


class _Stopped(BaseException):
    """Raised within a thread to end the work that it is at; no handler of errors takes it for one."""


class BrokenError(Exception):
    """The work ended in a way that no work should end in; `args` has the name of the exception alone."""


class _Work(Protocol):
    def do(self) -> Callable[[], None]: ...


class _Job(Generic[Result]):
    """One piece of work, and the thread that is at it; `begun` is called there when it begins."""

    def __init__(self, work: Callable[[], Result], begun: Callable[[], object]) -> None:
        self.future: Future[Result] = Future()
        self._work, self._begun = work, begun
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False

    def do(self) -> Callable[[], None]:
        """Do it, unless nobody waits for it any more; what hands over the result."""
        if not self.future.set_running_or_notify_cancel():
            return lambda: None
        self._begun()
        with self._lock:
            self._thread = threading.current_thread()
        try:
            hand_over = self._done()
            self._leave()
        except BaseException as error:
            self._leave()
            self.future.set_exception(BrokenError(type(error).__name__))
            raise
        return hand_over

    def _done(self) -> Callable[[], None]:
        try:
            return partial(self.future.set_result, self._work())
        except Exception as error:
            return partial(self.future.set_exception, error)

    def _leave(self) -> None:
        """Be at it no longer; what should have ended it and has not come yet must not end the next."""
        with self._lock:
            self._thread = None
        if self._ended:
            _received()

    def stop(self) -> bool:
        """End it wherever it stands; whether a thread was still at it."""
        if self.future.cancel():
            return False
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                return False
            self._ended = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(self._thread.ident or 0), ctypes.py_object(_Stopped)
            )
            return True


def _received() -> None:
    """Let an exception come that was raised in this thread and has not come yet: it does when the thread wakes.

    Taking it back instead would leave Python 3.11 looking for it for ever, which is slow, and endless under a debugger.
    """
    with suppress(_Stopped):
        for _ in range(_WAKES):
            threading.Event().wait(0.001)


class Pool:
    """Threads, started when first needed; `prepare` is what each does before anything else.

    `seconds` is how long work may take, and before that how long it may wait to be begun: what is begun has all its
    time, so that many who wait are never all begun too late.
    """

    def __init__(self, threads: int, waiting: int, seconds: float, prepare: Callable[[], object]) -> None:
        self._threads, self._most, self._seconds = threads, threads + waiting, seconds
        self._prepare = prepare
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._taken = self._running = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """What the work gives, done in one of the threads.

        Raises:
            BusyError: as many wait as may, or it waited for as long as it may.
            TimeIsUpError: it was begun, and not done in time.
        """
        with self._lock:
            if self._taken >= self._most:
                raise BusyError
            self._taken += 1
        self._start()
        begun = asyncio.Event()
        job = _Job(work, partial(_tell, asyncio.get_running_loop(), begun.set))
        self._queue.put(job)
        try:
            await self._within(begun.wait(), BusyError)
            return await self._within(asyncio.wrap_future(job.future), TimeIsUpError)
        finally:
            _end(job)

    async def _within(self, awaited: Awaitable[Found], late: type[Exception]) -> Found:
        """What is awaited, or an exception of this kind where it takes too long."""
        try:
            async with asyncio.timeout(self._seconds) as limit:
                return await awaited
        except TimeoutError:
            if not limit.expired():
                raise
            raise late from None

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
        try:
            threading.Thread(target=self._live, name="thresholds-work", daemon=True).start()
        except RuntimeError:  # the system has no more threads; the next request tries again
            with self._lock:
                self._running -= 1

    def _live(self) -> None:
        try:
            with suppress(Exception):  # what is wrong is said to whoever asks
                self._prepare()
            while (job := self._queue.get()) is not None:
                self._do(job)
        except BaseException:  # work was ended, or ended as none should: what it held may be half done
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


def _tell(loop: asyncio.AbstractEventLoop, call: Callable[[], object]) -> None:
    """Have a loop call something, unless it has ended meanwhile."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call)


def _end(job: _Job[Result]) -> None:
    """See that nobody works at a job any more."""
    if job.stop():
        asyncio.get_running_loop().call_later(_AGAIN, _end, job)
