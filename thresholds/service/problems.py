"""What is wrong with a request, as RFC 9457 has it: the same codes, places and hints that the commands show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from starlette.responses import Response

from thresholds.case.edit import OPTION
from thresholds.errors import (
    Diagnostic,
    EditError,
    EngineError,
    NotFoundError,
    ReadingError,
    SourceErrors,
    ThresholdsError,
    UnavailableError,
    clip,
)
from thresholds.rendering.as_json import json_text
from thresholds.values.visible import visible
from thresholds.wording import phrase

MEDIA_TYPE = "application/problem+json"
#: What diagnostics name in the place of a file.
BODY, QUERY = "body", "query"
_SENT = (BODY, QUERY, OPTION)
#: The codes of what is refused before anything is read of a case, and of what cannot be answered.
CODES = {
    400: "TH719",
    421: "TH701",
    403: "TH702",
    415: "TH703",
    413: "TH704",
    408: "TH706",
    404: "TH708",
    405: "TH709",
    503: "TH710",
    504: "TH711",
    500: "TH712",
    429: "TH713",
}
#: What is worth asking again, after so many seconds.
REPEATED, _AGAIN = (429, 503), "1"
_TOO_LARGE = "TH008"


class RefusedError(Exception):
    """A request that is refused by its status; `fields` fill the sentence."""

    def __init__(self, status: int, **fields: str) -> None:
        super().__init__(status)
        self.status, self.fields = status, fields


class Problem(NamedTuple):
    """A problem before it is worded: its status, its code, and what is wrong at which places."""

    status: int
    code: str
    detail: str
    errors: Sequence[Mapping[str, object]] = ()

    def title(self, lang: str) -> str:
        """What is wrong in a few words."""
        return phrase(f"service.status.{self.status}", lang, phrase("service.status.other", lang))

    def response(self, lang: str, headers: Mapping[str, str] | None = None) -> Response:
        """The answer in a language."""
        told = {
            "type": f"urn:thresholds:{self.code}" if self.code else "about:blank",
            "title": self.title(lang),
            "status": self.status,
            "detail": self.detail,
            "errors": list(self.errors),
        }
        sent = {"content-language": lang, "vary": "accept-language", **(headers or {})}
        if self.status in REPEATED:
            sent["retry-after"] = _AGAIN
        body = json_text(told)
        return Response(body.encode(), self.status, sent, MEDIA_TYPE)


def refused(status: int, lang: str, **fields: str) -> Problem:
    """The problem of a status by itself; one that has no code says no more than its title."""
    code = CODES.get(status, "")
    if not code:
        return Problem(status, "", phrase(f"service.status.{status}", lang, phrase("service.status.other", lang)))
    return Problem(status, code, _sentence(code, lang, fields))


def problem_of(error: ThresholdsError, lang: str, *, of_path: bool = False) -> Problem:
    """The problem that an error is; `of_path`: what was not found is what the path names."""
    if isinstance(error, SourceErrors) and not is_ours(error):
        found = error.diagnostics
        large = any([one.code == _TOO_LARGE for one in found])
        told = "\n".join([_shown(one, lang) for one in found])
        return Problem(413 if large else 422, found[0].code, told, [_entry(one, lang) for one in found])
    if isinstance(error, UnavailableError):
        return Problem(501, error.key, error.show(lang))
    if isinstance(error, NotFoundError):
        return Problem(404 if of_path else 422, error.key, error.show(lang), [_named(error.key, error, lang)])
    if isinstance(error, (ReadingError, EditError)):
        return Problem(422, error.key, error.show(lang), [_named(error.key, error, lang)])
    return refused(500, lang)


def _shown(one: Diagnostic, lang: str) -> str:
    """One thing that is wrong, with its place in what was sent, as a line."""
    told = one._replace(file=_part(one.file))
    place = f"{told.file}:{told.line}:{told.column}" if told.line else told.file
    return f"{visible(place)}: {one.code} {told._replace(code=_said_as(one.code)).message(lang)}"


def _said_as(code: str) -> str:
    """The key of what is said of a code: its own over HTTP where the command's speaks of files and of options."""
    key = f"service.{code}"
    return key if phrase(key, default="") else code


def _entry(one: Diagnostic, lang: str) -> dict[str, object]:
    """One thing that is wrong at one place; of an edit, `line` is its number."""
    fields = {"value": clip(one.value), **dict(one.detail)}
    key = _said_as(one.code)
    told: dict[str, object] = {"code": one.code, "in": _part(one.file), "line": one.line, "column": one.column}
    return told | {
        "value": one.value,
        "allowed": list(one.allowed),
        "near": one.near,
        "detail": visible(phrase(key, lang).format(**fields)),
        "hint": visible(phrase(f"{key}.hint", lang, "").format(**fields)),
    }


def _part(file: str) -> str:
    return "edits" if file == OPTION else file


def _named(key: str, error: NotFoundError | ReadingError | EditError, lang: str) -> dict[str, object]:
    """What is not found, or not of its form, by its name."""
    allowed = error.fields.get("allowed", "")
    return {
        "code": key,
        "in": "edits" if isinstance(error, EditError) else QUERY,
        "line": int(error.fields.get("number", 0)),
        "column": 0,
        "value": error.fields.get("value", ""),
        "allowed": allowed.split("、") if allowed else [],
        "near": error.fields.get("near", ""),
        "detail": error.show(lang),
        "hint": "",
    }


def _sentence(code: str, lang: str, fields: Mapping[str, str]) -> str:
    text = phrase(code, lang).format(**fields)
    hint = phrase(f"{code}.hint", lang).format(**fields)
    return visible(text + phrase("hint", lang).format(hint=hint))


def is_ours(error: BaseException) -> bool:
    """Whether an error is a fault of this program or of its files, to be noted and never shown."""
    if isinstance(error, SourceErrors):
        return any([one.file not in _SENT for one in error.diagnostics])
    return not isinstance(error, ThresholdsError) or isinstance(error, EngineError)
