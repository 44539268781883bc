"""What stands before every endpoint, the page's too: who may ask, how much may be sent, and what nobody is shown."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from thresholds.service.language import language_of
from thresholds.service.logs import note
from thresholds.service.problems import RefusedError, refused
from thresholds.service.readable import answer_to
from thresholds.service.settings import Settings

#: Sent with every answer that does not say otherwise. Addresses of pages hold facts: none is handed on or kept.
#: What all answers have.
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
#: Answered however many requests are open, so that nobody takes a busy service for a dead one.
_HEALTH = "/healthz"
_SAFE = ("GET", "HEAD", "OPTIONS")
#: Seconds for which what is still being sent is taken and thrown away after a refusal, so that its sender reads it.
_LINGER = 5.0


class Guard:
    """Refuses other hosts and other sites, bounds bodies in size and time, and hides every fault."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        """From start to end; being broken off, by a second Ctrl-C, is no failure that would have to be told."""
        failures: list[Message] = []

        async def tell(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.failed":
                failures.append(message)
            else:
                await send(message)

        try:
            await self.app(scope, receive, tell)
        except Exception:
            for message in failures:
                await send(message)
            raise

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        arriving = _Arriving(receive, self.settings)
        leaving = _Leaving(send, arriving, bodied=scope["method"] != "HEAD", last=_framed_twice(request))
        self._open += 1
        try:
            self._check(request)
            await self.app(_as_get(scope), arriving.receive, leaving.send)
            refusal = arriving.refusal
        except RefusedError as error:
            refusal = error
        except asyncio.CancelledError:
            if not leaving.started:
                await self._answer(RefusedError(503), request, leaving)
                return  # the server ends, and has nothing more to do here
            raise
        except Exception as error:
            note(error, request.method, getattr(scope.get("route"), "path", "-"))
            refusal = RefusedError(500)
        finally:
            self._open -= 1
        if refusal is not None and not leaving.started:
            await self._answer(refusal, request, leaving, arriving)

    async def _answer(
        self, refusal: RefusedError, request: Request, leaving: _Leaving, arriving: _Arriving | None = None
    ) -> None:
        """Say why, and close the connection: its body may not have been read."""
        lang = language_of(request, self.settings.lang)
        problem = refused(refusal.status, lang, **refusal.fields)
        response = answer_to(request, problem, lang, {"connection": "close"})
        start = {"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers}
        await leaving.send_on(start)
        await leaving.send_on({"type": "http.response.body", "body": response.body, "more_body": True})
        if arriving is not None:
            await arriving.discard()
        await leaving.send_on({"type": "http.response.body", "body": b""})

    def _check(self, request: Request) -> None:
        """See that the request may be answered at all.

        Raises:
            RefusedError: too many are open (503), the host is another's (421), another site asks (403), more is
                announced than is taken (413), or it is compressed (415).
        """
        settings = self.settings
        if self._open > 2 * (settings.concurrency + settings.waiting) and request.url.path != _HEALTH:
            raise RefusedError(503)
        if not settings.answers_to(request.headers.get("host", "")):
            raise RefusedError(421)
        if _of_another_site(request):
            raise RefusedError(403)
        announced = request.headers.get("content-length", "0")
        if not announced.isdecimal() or len(announced) > 18 or int(announced) > settings.max_body:
            raise RefusedError(413, most=str(settings.max_body))
        packed = request.headers.get("content-encoding", "identity").strip().lower()
        if packed != "identity":
            raise RefusedError(415, value=f"Content-Encoding: {packed}", allowed="application/json, application/yaml")


def _as_get(scope: Scope) -> Scope:
    """HEAD as the GET that it stands for; the server leaves out what is not to be sent."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


def _framed_twice(request: Request) -> bool:
    """Whether a length is announced of a body in chunks: what follows may be another's, and is not taken (RFC 9112)."""
    return "content-length" in request.headers and "transfer-encoding" in request.headers


def _of_another_site(request: Request) -> bool:
    """Whether a page of another site asks, without its visitor having followed a link here."""
    origin = request.headers.get("origin")
    if request.method not in _SAFE and origin is not None:
        host = request.headers.get("host", "")
        if origin.partition("://")[2].lower() != host.lower():
            return True
    if request.headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    followed = (request.headers.get("sec-fetch-mode"), request.headers.get("sec-fetch-dest"))
    return request.method not in _SAFE or followed != ("navigate", "document")


class _Arriving:
    """A body as it comes in, counted and timed whether or not its length was announced."""

    def __init__(self, receive: Receive, settings: Settings) -> None:
        self._receive, self._settings = receive, settings
        self._until = asyncio.get_running_loop().time() + settings.timeout
        self._bytes, self._all = 0, False
        self.refusal: RefusedError | None = None

    async def receive(self) -> Message:
        """The next part.

        Raises:
            RefusedError: it grew too large (413), or takes too long (408).
        """
        if self._all:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise self._refuse(RefusedError(408)) from None
        if message["type"] == "http.request":
            self._bytes += len(message.get("body", b""))
            self._all = not message.get("more_body", False)
            if self._bytes > self._settings.max_body:
                raise self._refuse(RefusedError(413, most=str(self._settings.max_body)))
        return message

    async def discard(self) -> None:
        """Take the rest and throw it away, for a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(min(_LINGER, self._settings.timeout)):
                while not self._all:
                    message = await self._receive()
                    self._all = not message.get("more_body", False)

    def _refuse(self, refusal: RefusedError) -> RefusedError:
        """Remember why, for an application that takes the exception for something else."""
        self.refusal = refusal
        return refusal


class _Leaving:
    """An answer as it goes out, with the headers that all have; held back where the body was refused meanwhile."""

    def __init__(self, send: Send, arriving: _Arriving, *, bodied: bool, last: bool) -> None:
        self._send, self._arriving, self._bodied, self._last = send, arriving, bodied, last
        self.started = False

    async def send(self, message: Message) -> None:
        """The next part of the application's answer."""
        if self._arriving.refusal is None or self.started:
            await self.send_on(message)

    async def send_on(self, message: Message) -> None:
        """The next part, whoever it is from."""
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if self._last or _ending():
                headers["connection"] = "close"
        elif not self._bodied:
            message = {**message, "body": b""}
        await self._send(message)


def _ending() -> bool:
    """Whether the server has been asked to end: connections that are still open then bring no further request."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return bool(getattr(server, "should_exit", False))
