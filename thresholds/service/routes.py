"""The endpoints: what each takes, what it answers, and how it is described."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from thresholds.case.load import Document
from thresholds.service import describe, examples, lookups, results, shapes
from thresholds.service.describe import YAML_TYPES, Told, Value
from thresholds.service.results import FORMS, Answer, Wish
from thresholds.service.rows import scored
from thresholds.service.sent import document_of
from thresholds.service.warm import ready_for_rows

_JSON = "application/json"
_COMMON = ("ruleset", "reading", "person", "lang")
_SENT = (400, 403, 405, 408, 413, 415, 421, 422, 500, 503, 504)
_ASKED = (400, 403, 404, 405, 421, 422, 500, 503, 504)
_AT_ONCE = (400, 403, 405, 421, 422, 500)


class Call(NamedTuple):
    """What a request comes with: its body and whether that is JSON, what its query asks for, the name in its path."""

    body: bytes
    as_json: bool
    wish: Wish
    name: str


class Endpoint(NamedTuple):
    """One endpoint: what is told of it, what answers it, and the media types of the bodies that it takes.

    `at_once` is answered without waiting for a thread. `before` makes ready what is large: nothing may end that.
    """

    path: str
    told: Told
    work: Callable[[Call], Answer]
    types: tuple[str, ...] = ()
    at_once: bool = False
    before: Callable[[], None] | None = None

    @property
    def method(self) -> str:
        """POST where it takes a body."""
        return "POST" if self.types else "GET"

    @property
    def name(self) -> str:
        """The command that it stands for."""
        return self.path.strip("/").replace("/{", "_").rstrip("}")

    @property
    def parameter(self) -> str:
        """The name in the braces of its path."""
        return self.path.partition("{")[2].rstrip("}")


def endpoints(known: Collection[str], most_rows: int) -> tuple[Endpoint, ...]:
    """All endpoints of a service that knows these rulesets."""
    return (*_of_cases(known), _of_rows(most_rows), *_lookups())


def _of_cases(known: Collection[str]) -> tuple[Endpoint, ...]:
    def judged(work: Callable[[Document, Wish, Collection[str]], Answer]) -> Callable[[Call], Answer]:
        return lambda call: work(document_of(call.body, as_json=call.as_json), call.wish, known)

    def endpoint(
        path: str, more: tuple[str, ...], answers: dict[str, Value], work: Callable[[Call], Answer]
    ) -> Endpoint:
        body = describe.whatif_body() if path == "/whatif" else describe.case_body()
        return Endpoint(path, Told((*_COMMON, *more), body, answers, _SENT), work, (_JSON, *YAML_TYPES))

    text: Value = {"type": "string"}
    forms = {kind.partition(";")[0]: text for kind in FORMS.values()} | {_JSON: describe.ref("report")}
    return (
        endpoint("/evaluate", ("format", "for"), forms, judged(results.reported)),
        endpoint("/questions", (), {_JSON: describe.ref("questions")}, judged(results.asked)),
        endpoint("/margins", ("grade",), {_JSON: describe.ref("margins")}, judged(results.measured)),
        endpoint("/whatif", (), {_JSON: describe.ref("comparison")}, judged(results.supposed)),
    )


def _of_rows(most: int) -> Endpoint:
    told = Told(
        ("ruleset", "reading", "columns", "lang"),
        describe.rows_body(most),
        {_JSON: describe.ref("batch-rows")},
        (*_SENT, 501),
        examples.ROWS_ANSWER,
    )
    return Endpoint("/batch", told, lambda call: scored(call.body, call.wish, most), (_JSON,), before=ready_for_rows)


def _lookups() -> tuple[Endpoint, ...]:
    def endpoint(
        path: str, parameters: tuple[str, ...], shape: Value, work: Callable[[Call], Answer], excerpt: str = ""
    ) -> Endpoint:
        return Endpoint(path, Told(parameters, None, {_JSON: shape}, _ASKED, excerpt=excerpt), work)

    health = Told((), None, {_JSON: shapes.HEALTH}, _AT_ONCE, examples.HEALTH)
    schema = Told(("lang",), None, {lookups.SCHEMA_TYPE: {"type": "object"}}, _ASKED)
    return (
        endpoint("/rulesets", ("lang",), shapes.RULESETS, lambda _: lookups.rulesets(), "id"),
        endpoint("/rulesets/{id}", ("lang",), shapes.SHEET, lambda call: lookups.ruleset(call.name, call.wish.lang)),
        Endpoint("/schema/{name}", schema, lambda call: lookups.schema(call.name)),
        endpoint("/glossary", ("term", "lang"), shapes.TERMS, lambda call: lookups.terms(call.wish.term)),
        endpoint("/codes", ("lang",), shapes.CODES, lambda call: lookups.all_codes(call.wish.lang), "code"),
        endpoint("/codes/{code}", ("lang",), shapes.CODE, lambda call: lookups.code(call.name, call.wish.lang)),
        Endpoint("/healthz", health, lambda _: lookups.health(), at_once=True),
    )
