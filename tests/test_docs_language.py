"""docs/ruleset-language.md says every key and every kind there is, and nothing besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from thresholds.law import conditions, model
from thresholds.law.conditions import KINDS, LawValue
from thresholds.law.model import FactKind, RuleKind, Ruleset
from thresholds.source.reader import Reader
from thresholds.source.validated import validated
from thresholds.source.yaml import parse

PAGE = (Path(__file__).parent.parent / "docs" / "ruleset-language.md").read_text(encoding="utf-8")

#: Fields of a ruleset that are worked out, not written.
WORKED_OUT = {"sha256", "file"}

TABLE = re.compile(r"^<!-- (.+) -->\n((?:\|.*\n)+)", re.MULTILINE)
EXAMPLE = re.compile(r"^```yaml (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def models_of(annotation: Any, found: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """Every model that an annotation can hold, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation.__name__ not in found:
        found[annotation.__name__] = annotation
        for field in annotation.model_fields.values():
            models_of(field.annotation, found)
    for inner in get_args(annotation):
        models_of(inner, found)
    return found


MODELS = models_of(Ruleset, {})


def rows() -> Iterator[tuple[str, list[list[str]]]]:
    """Each table by what it is of, its rows as cells."""
    for name, table in TABLE.findall(PAGE):
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        yield name, lines


TABLES = dict(rows())


def written(name: str) -> list[str]:
    """The first column of a table, without its quotes."""
    return [re.sub("`", "", row[0]) for row in TABLES[name]]


def test_every_model_has_a_table() -> None:
    assert [name for name, _ in rows()] == list(dict.fromkeys(name for name, _ in rows()))
    assert TABLES.keys() - {"rule kinds", "conditions", "fact kinds"} == MODELS.keys()


@pytest.mark.parametrize("name", MODELS)
def test_every_key_is_there_and_no_other(name: str) -> None:
    fields = {field.alias or key: field for key, field in MODELS[name].model_fields.items() if key not in WORKED_OUT}
    assert written(name) == list(fields)
    required = {row[0].strip("`") for row in TABLES[name] if row[1] == "●"}
    assert required == {key for key, field in fields.items() if field.is_required()}
    assert all(row[2] for row in TABLES[name])


@pytest.mark.parametrize(
    ("table", "kinds"),
    [("conditions", tuple(KINDS)), ("rule kinds", get_args(RuleKind)), ("fact kinds", get_args(FactKind))],
)
def test_every_kind_is_there(table: str, kinds: tuple[str, ...]) -> None:
    assert written(table) == list(kinds)


def test_every_kind_of_condition_has_a_section() -> None:
    headings = re.findall(r"^### (.*`.*)$", PAGE, re.MULTILINE)
    assert re.findall(r"`(\w+)`", "".join(headings)) == list(KINDS)
    numerals = "零一二三四五六七八九十"
    assert f"一共{numerals[10]}{numerals[len(KINDS) - 10]}种" in PAGE


def test_every_model_has_an_example() -> None:
    assert {name for name, _ in EXAMPLE.findall(PAGE)} == MODELS.keys()


@pytest.mark.parametrize(("name", "text"), EXAMPLE.findall(PAGE))
def test_every_example_is_read(name: str, text: str) -> None:
    reader = Reader("example.yaml")
    kind: type[LawValue] = getattr(conditions, name, None) or getattr(model, name)
    found = validated(kind, parse(text, "example.yaml"), reader)
    assert [diagnostic.show("en") for diagnostic in reader.diagnostics] == []
    assert isinstance(found, kind)
