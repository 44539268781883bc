"""The application: endpoints, the trainer's page, and how every error is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.message import Message
from functools import cached_property, partial

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from thresholds import __version__
from thresholds.errors import Diagnostic, SourceErrors, ThresholdsError
from thresholds.page.routes import router as page_router
from thresholds.service import describe, lookups
from thresholds.service.answers import answers
from thresholds.service.guard import Guard
from thresholds.service.language import language_of
from thresholds.service.logs import note
from thresholds.service.pool import BusyError, Pool, Result, TimeIsUpError
from thresholds.service.problems import QUERY, RefusedError, is_ours, problem_of, refused
from thresholds.service.query import Known, wish_of
from thresholds.service.readable import answer_to
from thresholds.service.results import Answer
from thresholds.service.routes import Call, Endpoint, endpoints
from thresholds.service.settings import Settings
from thresholds.service.warm import ready, warm

#: A report as HTML has its styles within it, and names their hash itself.
_OF_DOCUMENTS = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; sandbox"


def create_app(settings: Settings) -> FastAPI:
    """The service as an ASGI application.

    It keeps nothing of a request. Rulesets are those that can be named by their ids when it is made; a request can
    name no file. Work is done by the threads of a pool (`app.state.pool`), which start with the first request.
    """
    desk = _Desk(settings)
    app = _Described(
        title="thresholds",
        version=__version__,
        summary=describe.summary("all"),
        description=describe.limits(settings),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=desk.lifespan,
        openapi_url="/openapi.json",
    )
    app.state.pool = desk.pool
    app.state.endpoints = endpoints(desk.known.rulesets, settings.max_rows)
    for endpoint in app.state.endpoints:
        app.add_api_route(
            endpoint.path,
            desk.serving(endpoint),
            methods=[endpoint.method],
            name=endpoint.name,
            summary=describe.summary(endpoint.name),
            response_class=Response,
            openapi_extra=describe.described(endpoint.name, endpoint.told, endpoint.parameter),
        )
    app.include_router(page_router(desk.run), include_in_schema=False)
    for kind in (ThresholdsError, RefusedError, HTTPException, RequestValidationError, ClientDisconnect):
        app.add_exception_handler(kind, partial(_answered, settings))
    app.add_middleware(Guard, settings=settings)
    return app


class _Described(FastAPI):
    """Its description has the published schemas as components, and examples of what is answered."""

    def openapi(self) -> dict[str, object]:
        if self.openapi_schema is None:
            found = super().openapi()
            found["components"] = {"schemas": describe.components()}
            for endpoint in self.state.endpoints:
                answer = found["paths"][endpoint.path][endpoint.method.lower()]["responses"]["200"]["content"]
                media = next(kind for kind in answer if kind.endswith("json"))
                answer[media]["examples"] = {name: {"value": one} for name, one in answers(endpoint).items()}
            self.openapi_schema = found
        return self.openapi_schema


class _Desk:
    """What the endpoints share: the settings, the rulesets that may be named, the threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings.concurrency, settings.waiting, settings.timeout, warm)

    @cached_property
    def known(self) -> Known:
        return Known(lookups.known_rulesets(), self.settings.lang)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(ready)
        await asyncio.to_thread(_described, app)
        yield
        self.pool.close()

    def serving(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """What answers the requests of an endpoint."""

        async def serve(request: Request) -> Response:
            as_json = _as_json(request, endpoint) if endpoint.types else False
            wish = wish_of(request, self.known, endpoint.told.parameters)
            if endpoint.before is not None:
                await asyncio.to_thread(endpoint.before)
            body = await request.body() if endpoint.types else b""
            call = Call(body, as_json, wish, request.path_params.get(endpoint.parameter, ""))
            if endpoint.at_once:
                return _response(endpoint.work(call))
            return _response(await self.work(partial(endpoint.work, call)))

        return serve

    async def work(self, work: Callable[[], Result]) -> Result:
        """What the work gives, done by one of the threads.

        Raises:
            RefusedError: too many wait (503), or it takes too long (504).
        """
        try:
            return await self.pool.run(work)
        except BusyError:
            raise RefusedError(503) from None
        except TimeIsUpError:
            raise RefusedError(504, seconds=f"{self.settings.timeout:g}") from None

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """What a function gives for these arguments, in one of the threads."""
        return await self.work(partial(function, *arguments))


def _as_json(request: Request, endpoint: Endpoint) -> bool:
    """Whether a body is JSON; the other form is YAML.

    Raises:
        RefusedError: it says that it is neither, or is not UTF-8 (415).
    """
    head = Message()
    head["content-type"] = request.headers.get("content-type", "")
    kind = str(head["content-type"]).partition(";")[0].strip().lower()
    if kind not in endpoint.types or head.get_content_charset("utf-8") not in ("utf-8", "utf8"):
        raise RefusedError(415, value=kind or "-", allowed=", ".join(endpoint.types))
    return kind == endpoint.types[0]


def _described(app: FastAPI) -> None:
    """Make the description before it is asked for; what fails is noted, and fails again for whoever asks."""
    try:
        app.openapi()
    except Exception as error:
        note(error, "-", "-")


def _response(answer: Answer) -> Response:
    styled = {"content-security-policy": _OF_DOCUMENTS} if answer.media_type.startswith("text/html") else None
    return Response(answer.body, headers=styled, media_type=answer.media_type)


async def _answered(settings: Settings, request: Request, error: Exception) -> Response:
    """The answer to a request that something is wrong with.

    Raises:
        Exception: the fault is ours; it is noted, and nobody is shown it.
    """
    lang = language_of(request, settings.lang)
    if isinstance(error, RequestValidationError):
        error = SourceErrors([_parameter(one["loc"]) for one in error.errors()])
    if isinstance(error, ThresholdsError):
        if is_ours(error):
            raise error
        return answer_to(request, problem_of(error, lang, of_path=request.method == "GET"), lang)
    if isinstance(error, RefusedError):
        return answer_to(request, refused(error.status, lang, **error.fields), lang)
    if isinstance(error, HTTPException):
        return answer_to(request, refused(error.status_code, lang, value=request.method), lang, _allowing(error))
    return answer_to(request, refused(400, lang), lang)


def _allowing(error: HTTPException) -> dict[str, str] | None:
    """The headers of an error; where GET is allowed, so is HEAD."""
    headers = dict(error.headers or {})
    if headers.get("Allow") == "GET":
        headers["Allow"] = "GET, HEAD"
    return headers or None


def _parameter(place: tuple[object, ...]) -> Diagnostic:
    return Diagnostic("TH707", QUERY, 0, 0, ".".join([str(one) for one in place[1:]]))
