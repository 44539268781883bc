"""The query of a request: every parameter known, none given twice, every wrong one named at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from starlette.requests import Request

from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.service.language import LANGUAGES, language_of
from thresholds.service.problems import QUERY
from thresholds.service.results import FORMS, Wish

AUDIENCES = ("court", "defence", "prosecution", "client")
COLUMNS = ("grade", "items", "scores", "deciding", "readings")
#: Parameters that may be given more than once.
_REPEATED = ("reading",)


class Known(NamedTuple):
    """What may be named: the rulesets of this service, statutes among them."""

    rulesets: tuple[str, ...]
    lang: str


def wish_of(request: Request, known: Known, allowed: Collection[str]) -> Wish:
    """What a request asks for; `allowed` are the parameters of its endpoint.

    Raises:
        SourceErrors: with every parameter that is not known, given twice, or has no such value (TH707, TH714).
    """
    wrong = _misplaced(request, allowed)
    given = dict(request.query_params)

    def one_of(name: str, choices: Sequence[str]) -> str | None:
        value = given.get(name)
        if name not in allowed or value is None or value in choices:
            return value if name in allowed else None
        wrong.append(Diagnostic("TH707", QUERY, 0, 0, f"{name}={value}", tuple(choices), nearest(value, choices)))
        return None

    lang = one_of("lang", LANGUAGES)
    found = Wish(
        ruleset=one_of("ruleset", known.rulesets),
        readings=_readings(request, wrong),
        person=given.get("person"),
        lang=lang or language_of(request, known.lang),
        form=one_of("format", tuple(FORMS)) or "json",
        audience=one_of("for", AUDIENCES),
        grade=given.get("grade"),
        columns=_columns(given.get("columns"), wrong),
        term=given.get("term"),
    )
    if found.audience is not None and found.form == "json":
        wrong.append(Diagnostic("TH707", QUERY, 0, 0, f"for={found.audience}", ("format=html",)))
    if wrong:
        raise SourceErrors(wrong)
    return found


def _misplaced(request: Request, allowed: Collection[str]) -> list[Diagnostic]:
    """Parameters that the endpoint does not have, and those given more than once."""
    names = [name for name, _ in request.query_params.multi_items()]
    found = []
    for name in dict.fromkeys(names):
        if name not in allowed:
            found.append(Diagnostic("TH707", QUERY, 0, 0, name, tuple(allowed), nearest(name, allowed)))
        elif name not in _REPEATED and names.count(name) > 1:
            found.append(Diagnostic("TH714", QUERY, 0, 0, name))
    return found


def _readings(request: Request, wrong: list[Diagnostic]) -> dict[str, str]:
    """`gains=net` as a mapping; two options of one reading are noted (TH714)."""
    found: dict[str, str] = {}
    for wish in request.query_params.getlist("reading"):
        name, _, option = wish.partition("=")
        if not name.strip() or not option.strip():
            wrong.append(Diagnostic("TH707", QUERY, 0, 0, f"reading={wish}", ("reading=gains=net",)))
        else:
            name, option = name.strip(), option.strip()
            if found.setdefault(name, option) != option:
                wrong.append(Diagnostic("TH714", QUERY, 0, 0, f"reading={name}"))
    return found


def _columns(given: str | None, wrong: list[Diagnostic]) -> frozenset[str] | None:
    """The groups of columns asked for; the bounds of the grade are always there."""
    if given is None:
        return None
    names = [name.strip() for name in given.split(",") if name.strip()]
    for name in names:
        if name not in COLUMNS:
            wrong.append(Diagnostic("TH707", QUERY, 0, 0, f"columns={name}", COLUMNS, nearest(name, COLUMNS)))
    return frozenset(names) - {"grade"}
