"""The OpenAPI description: every endpoint with its parameters, schemas as they are published, and examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from thresholds import schemas
from thresholds.service import examples, shapes
from thresholds.service.problems import MEDIA_TYPE, REPEATED
from thresholds.service.query import AUDIENCES, COLUMNS
from thresholds.service.results import FORMS
from thresholds.service.settings import Settings
from thresholds.wording import phrase

Value = dict[str, object]
_JSON = "application/json"
_NO_METHOD = 405
YAML_TYPES = ("application/yaml", "application/x-yaml")
_PUBLISHED = ("case", "report", "questions", "margins", "comparison", "batch-rows")


class Told(NamedTuple):
    """What is told of an endpoint: its parameters, the schema of its body, and those of its answers by media type.

    `example` is an answer, where it is not made from the examples of what is sent; `excerpt` is the parameter whose
    example an entry of a long list must have to be in the example of the answer.
    """

    parameters: tuple[str, ...]
    body: Value | None
    answers: Mapping[str, Value]
    statuses: tuple[int, ...]
    example: object = None
    excerpt: str = ""


def described(name: str, told: Told, path_parameter: str = "") -> Value:
    """What FastAPI puts beside an endpoint, as `openapi_extra`."""
    parameters = [_parameter(one) for one in told.parameters]
    if path_parameter:
        parameters.insert(0, _of_path(path_parameter))
    found: Value = {"operationId": name, "parameters": parameters, "responses": _responses(told)}
    if told.body is not None:
        found["requestBody"] = told.body
    return found


def _responses(told: Told) -> Value:
    content: Value = {kind: {"schema": shape} for kind, shape in told.answers.items()}
    found: Value = {"200": {"description": _both("service.told.answer"), "content": content}}
    for status in told.statuses:
        title = _both(f"service.status.{status}")
        problem = {"schema": ref("problem"), "example": examples.problem(status)}
        refusal: Value = {"description": title, "content": {MEDIA_TYPE: problem}}
        if status in REPEATED:
            refusal["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        if status == _NO_METHOD:
            refusal["headers"] = {"Allow": {"schema": {"type": "string"}}}
        found[str(status)] = refusal
    return found


def limits(settings: Settings) -> str:
    """What a request may take, in both languages."""
    fields = {
        "size": f"{settings.max_body:,}",
        "seconds": f"{settings.timeout:g}",
        "head": f"{settings.head:g}",
        "concurrency": settings.concurrency,
        "waiting": settings.waiting,
        "connections": settings.connections,
        "rows": f"{settings.max_rows:,}",
    }
    return "\n\n".join([phrase("service.told.limits", lang).format(**fields) for lang in ("zh", "en")])


def case_body() -> Value:
    """The body of what takes a case: JSON, or a case file in YAML as it stands."""
    cases = {name: {"value": value} for name, value in examples.CASES.items()}
    content: Value = {_JSON: {"schema": ref("case"), "examples": cases}}
    chinese: Value = {"schema": ref("case"), "example": examples.CHINESE}
    return {"required": True, "content": content | dict.fromkeys(YAML_TYPES, chinese)}


def whatif_body() -> Value:
    """A case and edits of it."""
    case: Value = {"anyOf": [ref("case"), {"type": "string", "description": _both("service.told.case-text")}]}
    edit: Value = {"type": "string", "pattern": "^[^=]+=", "description": _both("service.told.edit")}
    properties: Value = {"case": case, "edits": {"type": "array", "items": edit, "minItems": 1}}
    shape = _object(properties, ("case", "edits"), additionalProperties=False)
    content: Value = {_JSON: {"schema": shape, "example": examples.WHATIF}}
    chinese: Value = {"schema": shape, "example": examples.CHINESE_WHATIF}
    return {"required": True, "content": content | dict.fromkeys(YAML_TYPES, chinese)}


def rows_body(most: int) -> Value:
    """Rows of a table of cases."""
    value: Value = {"type": ["string", "number", "boolean", "null"]}
    row: Value = {"type": "object", "additionalProperties": value, "minProperties": 1}
    shape: Value = {"type": "array", "items": row, "minItems": 1, "maxItems": most}
    return {"required": True, "content": {_JSON: {"schema": shape, "example": examples.ROWS}}}


def ref(name: str) -> Value:
    """A schema among the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def components() -> Value:
    """The published schemas as components, their definitions under names of their own, and that of a problem."""
    found: Value = {"problem": _problem()}
    for name in _PUBLISHED:
        whole = schemas.schema(name)
        definitions = whole.pop("$defs", {})
        assert isinstance(definitions, dict)
        head = {key: value for key, value in whole.items() if key not in ("$schema", "$id")}
        found[name] = _moved(head, name)
        found |= {f"{name}.{part}": _moved(value, name) for part, value in definitions.items()}
    found |= shapes.LOOKED_UP
    return found


def _moved(value: object, name: str) -> object:
    """A schema whose references go to the components instead of to its own definitions."""
    if isinstance(value, list):
        return [_moved(one, name) for one in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _moved(one, name) for key, one in value.items()}
    target = value.get("$ref")
    if isinstance(target, str):
        moved["$ref"] = f"#/components/schemas/{name}.{target.rpartition('/')[2]}"
    return moved


def _problem() -> Value:
    """RFC 9457, with every place that is wrong."""
    text, number = {"type": "string"}, {"type": "integer"}
    place: Value = dict.fromkeys(("code", "in", "value", "near", "detail", "hint"), text)
    place |= {"line": number, "column": number, "allowed": {"type": "array", "items": text}}
    whole: Value = {"type": text, "title": text, "status": number, "detail": text}
    whole["errors"] = {"type": "array", "items": _object(place)}
    return _object(whole)


def _object(properties: Value, required: Iterable[str] | None = None, **more: object) -> Value:
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": properties, "required": needed, **more}


def _parameter(name: str) -> Value:
    text: Value = {"type": "string"}
    shapes: dict[str, Value] = {
        "lang": {"type": "string", "enum": ["zh", "en"]},
        "format": {"type": "string", "enum": list(FORMS), "default": "json"},
        "for": {"type": "string", "enum": list(AUDIENCES)},
        "reading": {"type": "array", "items": {"type": "string", "pattern": "^[^=]+=.+$"}},
        "columns": {"type": "string", "description": ",".join(COLUMNS)},
    }
    told: Value = {"name": name, "in": "query", "schema": shapes.get(name, text)}
    told["description"] = _both(f"service.parameter.{name}")
    if name in examples.PARAMETERS:
        told["example"] = examples.PARAMETERS[name]
    return told


def _of_path(name: str) -> Value:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 1},
        "description": _both(f"service.parameter.{name}"),
        "example": examples.PARAMETERS[name],
    }


def _both(key: str) -> str:
    """A sentence in Chinese, then in English."""
    return f"{phrase(key, 'zh')} {phrase(key, 'en')}"


def summary(name: str) -> str:
    """What an endpoint does."""
    return _both(f"service.endpoint.{name}")
