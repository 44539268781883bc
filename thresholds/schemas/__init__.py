"""The JSON Schemas of the files that are written for this project and of the results that it gives, as published.

Each stands in this folder as a file, as it was made from the code (`made`), and is given back as it stands there. Its
id says which format it is of (`urn:thresholds:report:1`); its version grows with every change of the schema, and
`versions.json` keeps the SHA-256 of each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from thresholds.errors import NotFoundError, nearest

__all__ = ["Published", "Schema", "made", "names", "published", "schema", "schema_text"]

Schema = dict[str, object]


class Published(NamedTuple):
    """A published schema: its name, the version of the schema, its `$id`, and the function that makes it."""

    name: str
    version: str
    id: str
    module: str
    function: str

    @property
    def file(self) -> Path:
        """Where it stands."""
        return Path(__file__).parent / f"{self.name}-{self.id.rpartition(':')[2]}.json"


_PUBLISHED = tuple([
    Published(name, version, f"urn:thresholds:{name}:1", f"thresholds.{module}", f"{name.replace('-', '_')}_schema")
    for name, version, module in (
        ("case", "1.0", "case.schema"),
        ("suite", "1.0", "schemas.suite"),
        ("report", "1.0", "schemas.report"),
        ("questions", "1.0", "schemas.explored"),
        ("margins", "1.0", "schemas.explored"),
        ("comparison", "1.0", "schemas.explored"),
        ("batch", "1.0", "schemas.counted"),
        ("batch-rows", "1.0", "schemas.counted"),
        ("tally", "1.0", "rendering.tally_schema"),
    )
])  # fmt: skip


def names() -> tuple[str, ...]:
    """The names of the published schemas: those of files first, then those of results."""
    return tuple([one.name for one in _PUBLISHED])


def published(name: str) -> Published:
    """A published schema by its name, or by its id.

    Raises:
        NotFoundError: there is none of that name.
    """
    for one in _PUBLISHED:
        if name in (one.name, one.id):
            return one
    raise NotFoundError("no-schema", value=name, allowed="、".join(names()), near=nearest(name, names()))


def schema(name: str) -> Schema:
    """The schema of a name, draft 2020-12, as it is published.

    Raises:
        NotFoundError: there is none of that name.
    """
    found: Schema = json.loads(schema_text(name))
    return found


def schema_text(name: str) -> str:
    """The same as the text of a file, ending in a line break."""
    return published(name).file.read_text(encoding="utf-8")


def made(name: str) -> Schema:
    """The schema as the code and the rulesets at hand make it; what is published was made so.

    Raises:
        NotFoundError: there is none of that name.
    """
    one = published(name)
    make: Callable[[], Schema] = getattr(import_module(one.module), one.function)
    return make()
