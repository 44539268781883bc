"""Connections: so many at a time, none of which may keep its place by sending or taking next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from thresholds.service.guard import HEADERS
from thresholds.service.problems import refused

if TYPE_CHECKING:
    from thresholds.service.settings import Settings


class Connection(H11Protocol):
    """One connection.

    uvicorn ends one that is silent between requests, and the application bounds how long a body and the work may
    take. This bounds the rest: the head of a request, and how long an answer may wait to be taken.
    """

    def __init__(self, settings: Settings, **given: Any) -> None:
        super().__init__(**given)
        self.settings = settings
        self._late, self._stuck = _Timer(self.loop), _Timer(self.loop)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection; one too many is closed."""
        super().connection_made(transport)
        if len(self.connections) > self.settings.connections:
            transport.abort()
        else:
            self._expect()

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        super().data_received(data)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the connection."""
        super().connection_lost(exc)
        self._late.stop()
        self._stuck.stop()

    def pause_writing(self) -> None:
        """Note that the answer is not being taken."""
        super().pause_writing()
        self._stuck.start(self.settings.timeout, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that it is being taken again."""
        super().resume_writing()
        self._stuck.stop()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is silent, whether or not all of its last answer has been taken."""
        super().timeout_keep_alive_handler()
        self._stuck.start(self.settings.timeout, self.transport.abort)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Answer what is no request, as every other problem is answered."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            told = refused(400, self.settings.lang).response(self.settings.lang, HEADERS | {"connection": "close"})
            parts = (h11.Response(status_code=400, headers=told.raw_headers), h11.Data(bytes(told.body)))
            for part in (*parts, h11.EndOfMessage()):
                self.transport.write(self.conn.send(part) or b"")
        self.transport.close()

    def _expect(self) -> None:
        """Have the head of a request, once it is waited for, come within its time."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._late.stop()
        else:
            self._late.start(self.settings.head, self.transport.abort)


class _Timer:
    """Calls something after a time, unless it is stopped before."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handle: asyncio.TimerHandle | None = None

    def start(self, seconds: float, call: Callable[[], object]) -> None:
        """Run from now on; nothing, where it runs already."""
        self._handle = self._handle or self._loop.call_later(seconds, call)

    def stop(self) -> None:
        """Run no longer."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
