"""What each tool is asked, as models; what is wrong with the arguments of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.wording import Worded

#: What diagnostics name in the place of a file.
ARGUMENTS = "<arguments>"

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

    full: bool = False


class Margins(AboutCase):
    """`grade` asks for both sides of one tier."""

    grade: str | None = None


class WhatIf(AboutCase):
    """Edits, each PATH=VALUE, carried out together."""

    edits: tuple[str, ...] = Field(min_length=1, max_length=50)


class LookUp(Asked):
    """An item or a provision of a ruleset, by its id or as it is cited."""

    item: str
    ruleset: str | None = None


class Glossary(Asked):
    """A term in any spelling."""

    term: str


class Rulesets(Asked):
    """Nothing, for all of them in short; or one by its id."""

    ruleset: str | None = None


class Code(Asked):
    """The code of a diagnostic."""

    code: str


def read(model: type[_Asked], arguments: Mapping[str, object]) -> _Asked:
    """The arguments as the model.

    Raises:
        SourceErrors: with everything that is wrong with them (TH740).
    """
    try:
        return model.model_validate(dict(arguments))
    except ValidationError as error:
        found = [_wrong(model, tuple(map(str, one["loc"])), one["type"]) for one in error.errors(include_url=False)]
        raise SourceErrors(dict.fromkeys(found)) from None


def _wrong(model: type[Asked], place: tuple[str, ...], kind: str) -> Diagnostic:
    """One argument that is wrong; the alternatives of a union are one fault."""
    known = tuple(model.model_fields)
    name = place[0] if place else ""
    problem = {"missing": "missing", "extra_forbidden": "unknown"}.get(kind, "kind")
    unknown = problem == "unknown"
    detail = (("problem", Worded(f"agents.argument.{problem}")),)
    near = nearest(name, known) if unknown else ""
    return Diagnostic("TH740", ARGUMENTS, 0, 0, name, known if unknown else (), near, detail)
