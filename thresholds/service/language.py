"""The language that a request asks for."""

from __future__ import annotations

from starlette.requests import Request

LANGUAGES = ("zh", "en")


def language_of(request: Request, default: str = "zh") -> str:
    """`lang` of the query, or else the first of Accept-Language that is spoken here."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    return _preferred(request.headers.get("accept-language", "")) or default


def _preferred(header: str) -> str:
    """The best of Accept-Language; nothing where it names none that is spoken here."""
    best, found = 0.0, ""
    for part in header.split(",")[:20]:
        tag, _, rest = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        weight = _weight(rest)
        if name in LANGUAGES and weight > best:
            best, found = weight, name
    return found


def _weight(parameter: str) -> float:
    """The weight of `q=0.8`; 1 where none is given, 0 where it is none."""
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
