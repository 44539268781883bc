"""What each tool is asked, as models; what is wrong with the arguments of a call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from thresholds.errors import Diagnostic, SourceErrors, clip, nearest
from thresholds.wording import Worded

#: What diagnostics name in the place of a file.
ARGUMENTS = "<arguments>"

#: So many characters of a wrong value are repeated.
_SHOWN = 40
#: What an argument is to be, where it is not simply a text: the phrases agents.wanted.….
_WANTED = {name: name for name in ("lang", "case", "readings", "full", "edits")}

#: A text of one character or more.
Text = Annotated[str, Field(min_length=1)]

_Asked = TypeVar("_Asked", bound="Asked")


class Asked(BaseModel):
    """The arguments of a call; `lang` goes before the language that the server was started in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: Literal["zh", "en"] | None = None


class AboutCase(Asked):
    """A case, as the text of a case file or as an object with the same keys, and by what it is measured."""

    case: str | dict[str, object]
    ruleset: str | None = None
    readings: dict[str, str] = Field(default_factory=dict)
    person: str | None = None


class Evaluate(AboutCase):
    """`full` asks for the whole report besides."""

    full: StrictBool = False


class Margins(AboutCase):
    """`grade` asks for both sides of one tier."""

    grade: str | None = None


class WhatIf(AboutCase):
    """Edits, each PATH=VALUE, carried out together."""

    edits: tuple[str, ...] = Field(min_length=1, max_length=50)


class LookUp(Asked):
    """An item or a provision of a ruleset, by its id or as it is cited."""

    item: Text
    ruleset: str | None = None


class Glossary(Asked):
    """A term in any spelling."""

    term: Text


class Rulesets(Asked):
    """Nothing, for all of them in short; or one by its id."""

    ruleset: str | None = None


class Code(Asked):
    """The code of a diagnostic."""

    code: Text


def read(model: type[_Asked], arguments: Mapping[str, object]) -> _Asked:
    """The arguments as the model.

    Raises:
        SourceErrors: with everything that is wrong with them (TH740): the argument, what was sent, what is allowed.
    """
    try:
        return model.model_validate(dict(arguments))
    except ValidationError as error:
        found = [_wrong(model, arguments, one["loc"], one["type"]) for one in error.errors(include_url=False)]
        raise SourceErrors(dict.fromkeys(found)) from None


def _wrong(model: type[Asked], arguments: Mapping[str, object], place: tuple[int | str, ...], kind: str) -> Diagnostic:
    """One argument that is wrong; the alternatives of a union are one fault."""
    known = tuple(model.model_fields)
    name = str(place[0]) if place else ""
    if kind == "extra_forbidden":
        problem = Worded("agents.argument.unknown")
        return Diagnostic("TH740", ARGUMENTS, 0, 0, name, known, nearest(name, known), (("problem", problem),))
    wanted = Worded(f"agents.wanted.{_WANTED.get(name, 'text')}")
    where, given = _sent(name, arguments.get(name), place[1:])
    key = "missing" if kind == "missing" else "kind"
    problem = Worded(f"agents.argument.{key}", given=given, wanted=wanted)
    return Diagnostic("TH740", ARGUMENTS, 0, 0, where, detail=(("problem", problem),))


def _sent(name: str, value: object, inner: tuple[int | str, ...]) -> tuple[str, str]:
    """The argument, or the part of a list or a map that is wrong in it, and its value as JSON in short."""
    if len(inner) == 1 and isinstance(value, list | tuple) and isinstance(inner[0], int):
        name, value = f"{name}.{inner[0] + 1}", value[inner[0]]
    elif len(inner) == 1 and isinstance(value, Mapping) and inner[0] in value:
        name, value = f"{name}.{inner[0]}", value[inner[0]]
    return name, clip(json.dumps(value, ensure_ascii=False, default=lambda other: type(other).__name__), _SHOWN)
