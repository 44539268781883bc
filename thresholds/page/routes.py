"""The addresses of the page. Everything shown comes from the address or from what was sent; nothing is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from thresholds.errors import NotFoundError, ThresholdsError
from thresholds.page import export
from thresholds.page.addresses import pairs_of
from thresholds.page.opened import opened, report_on, sent_along
from thresholds.page.quiz_views import SHEETS, quiz_file, quiz_page
from thresholds.page.rulesets import told
from thresholds.page.sitting import read_sitting
from thresholds.page.state import LONGEST, READING, State, read_state
from thresholds.page.views import Views

Result = TypeVar("Result")
#: Runs a function with what it is given, away from the loop that answers requests.
Run = Callable[..., Awaitable[Result]]

_STATIC = Path(__file__).parent / "static"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
#: What every page may load: what this server gives, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: The server itself is told where a form comes from, so that it can refuse those of other sites; nobody else is.
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
#: A case file opened goes along from person to person as one field of a form; the server bounds the whole.
_LARGEST_FIELD, _MOST_FIELDS = 64 * 1024 * 1024, 60
#: More persons than any case file that is taken can have.
_MANY = 10**9


def router(run: Run[Response]) -> APIRouter:
    """The routes of the page; what takes time goes through `run`."""
    routes = APIRouter(include_in_schema=False)
    views = Views()

    @routes.get("/")
    async def whole(request: Request) -> Response:
        return await run(_shown, views, views.whole, request.url.query)

    @routes.get("/page/result")
    async def result(request: Request) -> Response:
        return await run(_shown, views, views.result, request.url.query)

    @routes.get("/page/flips")
    async def near(request: Request) -> Response:
        view = partial(views.flips, whole="hx-request" not in request.headers)
        return await run(_shown, views, view, request.url.query)

    @routes.get("/page/export/{kind}")
    async def kept(kind: str, request: Request) -> Response:
        return await run(_kept, views, kind, request.url.query)

    @routes.post("/page/case")
    async def case(request: Request) -> Response:
        limits = {"max_files": 1, "max_fields": _MOST_FIELDS, "max_part_size": _LARGEST_FIELD}
        async with request.form(**limits) as form:
            sent = form.get("file")
            content = await sent.read() if isinstance(sent, UploadFile) else None
            name = sent.filename if isinstance(sent, UploadFile) else None
            fields = {key: value for key, value in form.items() if isinstance(value, str)}
        return await run(_case, views, fields, name, content)

    @routes.get("/page/case")
    async def gone(request: Request) -> Response:
        state = read_state(pairs_of(request.url.query))
        return _answer(views.gone(state), 404)

    @routes.get("/quiz")
    async def quiz(request: Request) -> Response:
        return await run(_quiz, views, request.url.query)

    @routes.get("/quiz/export/{sheet}/{kind}")
    async def sheet(sheet: str, kind: str, request: Request) -> Response:
        return await run(_sheet, views, sheet, kind, request.url.query)

    @routes.get("/static/{name}")
    async def static(name: str) -> Response:
        return _static(views, name)

    return routes


def _answer(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, headers=_HEADERS)


def _wrong(
    views: Views, state: State, error: ThresholdsError, status: int, root: str, home: State | None = None
) -> Response:
    return _answer(views.wrong(state, told(error, state.lang), root, home), status)


def _file(content: bytes, kind: str, name: str = "") -> Response:
    """A file to be kept."""
    known = export.KINDS[kind]
    named = {"Content-Disposition": f'attachment; filename="{name or known.name}"'}
    return Response(content, media_type=known.media, headers=_HEADERS | named)


def _too_long(views: Views, state: State, query: str, root: str = "../") -> Response | None:
    """The answer to an address that is too long (TH720); None to any other."""
    if len(query) <= LONGEST:
        return None
    return _answer(views.wrong(state, views.too_long(state, len(query)), root), 414)


def _has_blanks(query: str) -> bool:
    """Whether a form sent fields with nothing in them, as browsers do where no script leaves them out."""
    return len(pairs_of(query, blank=True)) > len(pairs_of(query))


def _shorter(place: str, query: str) -> Response:
    """To the address that shows the same, without empty fields in it."""
    return RedirectResponse(f"{place}?{query}" if query else place, 303, headers=_HEADERS)


def _shown(views: Views, view: Callable[[State], str], query: str) -> Response:
    """A view of the state that the address holds."""
    state = read_state(pairs_of(query))
    whole = view == views.whole
    root = "" if whole else "../"
    if refused := _too_long(views, State(lang=state.lang), query, root):
        return refused
    if whole and _has_blanks(query):
        return _shorter("./", state.query)
    try:
        return _answer(view(state))
    except ThresholdsError as error:
        return _wrong(views, state, error, 404, root)


def _kept(views: Views, kind: str, query: str) -> Response:
    """The moment as a file."""
    state = read_state(pairs_of(query))
    if kind not in export.KINDS:
        return _answer(views.wrong(state, [views.no_export(state, kind)], "../../", state), 404)
    if refused := _too_long(views, State(lang=state.lang), query, "../../"):
        return refused
    try:
        return _file(export.exported(kind, state), kind)
    except ThresholdsError as error:
        home = None if isinstance(error, NotFoundError) else state
        return _answer(views.wrong(state, export.refused(error, state), "../../", home), 422)


def _case(views: Views, fields: dict[str, str], name: str | None, content: bytes | None) -> Response:
    """A person of a case file, as sent or as it stood on the page before, or what is kept of it as a file."""
    switched = pairs_of(fields.get("switch", ""), blank=True)
    shown = fields | dict(switched)
    state = read_state([(key, shown.get(key, "")) for key in ("lang", "theme", "present")])
    readings = {key.removeprefix(READING): value for key, value in fields.items() if key.startswith(READING) and value}
    keep, home = fields.get("keep", ""), read_state(pairs_of(fields.get("back", "")[:LONGEST]))
    wrong = partial(views.wrong, state, home=home)
    if keep and keep not in export.KINDS:
        return _answer(wrong([views.no_export(state, keep)]), 404)
    try:
        file = opened(name, content or b"", state.lang) if name else sent_along(fields)
        if not file.text.strip():
            return _answer(wrong([views.no_file(state)]), 422)
        report = report_on(file, readings)
        number = min(_whole(fields.get("person", fields.get("at", ""))), len(report.persons) - 1)
        if keep:
            return _file(export.exported_case(keep, file, readings, report, number, state.lang), keep)
        return _answer(views.person(state, file, report, number, home))
    except ThresholdsError as error:
        return _answer(wrong(told(error, state.lang)), 422)


def _whole(text: str) -> int:
    """A whole number, however many digits it has: from `_MANY` on it is that; 0 where it is none."""
    digits = text.strip().lstrip("0")
    return min(int(digits[: len(str(_MANY))]), _MANY) if digits.isdecimal() else 0


def _quiz(views: Views, query: str) -> Response:
    """The quiz where it stands."""
    sitting = read_sitting(pairs_of(query))
    if refused := _too_long(views, State(lang=sitting.state.lang), query, "./"):
        return refused
    if _has_blanks(query):
        return _shorter("quiz", sitting.query)
    try:
        return _answer(quiz_page(views, sitting))
    except ThresholdsError as error:
        return _wrong(views, sitting.state, error, 404, "./")


def _sheet(views: Views, sheet: str, kind: str, query: str) -> Response:
    """The quiz as a file."""
    sitting = read_sitting(pairs_of(query))
    if kind not in SHEETS.get(sheet, ()):
        said = views.no_export(sitting.state, kind, SHEETS.get(sheet, SHEETS["worksheet"]))
        return _answer(views.wrong(sitting.state, [said], "../../../"), 404)
    if refused := _too_long(views, State(lang=sitting.state.lang), query, "../../../"):
        return refused
    try:
        return _file(quiz_file(sitting, sheet, kind), kind, f"{sheet}.{export.KINDS[kind].name.rpartition('.')[2]}")
    except ThresholdsError as error:
        return _wrong(views, sitting.state, error, 404, "../../../")


def _static(views: Views, name: str) -> Response:
    """A file of the page by its plain name."""
    if name == "colours.css":
        return Response(views.colours, media_type=_KINDS[".css"], headers={"Cache-Control": "max-age=3600"})
    path = _STATIC / name
    if path.suffix not in _KINDS or path.name not in {file.name for file in _STATIC.iterdir()}:
        return Response("", 404, media_type=_KINDS[".txt"])
    headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
    return FileResponse(path, media_type=_KINDS[path.suffix], headers=headers)
