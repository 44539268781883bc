"""Problems as somebody reads them who uses the page: in a browser, where JSON would be no answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from thresholds.page.routes import POLICY
from thresholds.page.state import State
from thresholds.page.views import Views
from thresholds.service.logs import note
from thresholds.service.problems import Problem

#: The first parts of the addresses of the page; those of endpoints answer with problem details to everybody.
_OF_PAGE = ("", "page", "quiz")
_NOT_FOUND = 404


def answer_to(request: Request, problem: Problem, lang: str, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as JSON; as a page where a browser asks for one of the page, or for what is not there."""
    answer = problem.response(lang, headers)
    if not _by_reader(request, problem):
        return answer
    try:
        told = _page(problem, lang, "../" * (request.url.path.count("/") - 1))
    except Exception as error:  # what is wrong is said all the same
        note(error, "-", "-")
        return answer
    kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
    kept |= {"content-language": lang, "content-security-policy": POLICY}
    return Response(told, answer.status_code, kept, "text/html")


def _page(problem: Problem, lang: str, root: str) -> str:
    lines = dict.fromkeys((problem.title(lang), *problem.detail.splitlines()))
    return _views().wrong(State(lang=lang), [one for one in lines if one], root)


@cache
def _views() -> Views:
    return Views()


def _by_reader(request: Request, problem: Problem) -> bool:
    if "text/html" not in request.headers.get("accept", ""):
        return False
    return problem.code == "TH708" or request.url.path.split("/")[1] in _OF_PAGE
