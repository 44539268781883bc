"""The core as JDM: a decision graph for zen-engine, which refuses inputs that do not fit the schema."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from thresholds.export.about import About
from thresholds.export.core import Comparison, Core, CoreItem, Part, grade_name, machine_name
from thresholds.export.expressions import expression, total
from thresholds.export.schema import inputs_schema

_WIDTH = 320


def jdm(core: Core, lang: str) -> str:
    """The file: numbers, a table for each paragraph that collects the items met, a table for each grade, the result."""
    about = About(core, lang)
    schema = json.dumps(inputs_schema(about), ensure_ascii=False)
    middle = [_numbers(about), *[_paragraph(about, *entry) for entry in core.paragraphs.items()]]
    middle += [_grade(about, offence) for offence in core.offences]
    nodes = [
        _node("inputs", "inputNode", {"schema": schema}, "\n".join(about.lines())),
        *[node for node in middle if node is not None],
        _result(about),
        _node("outputs", "outputNode", None, ""),
    ]
    for place, node in enumerate(nodes):
        node["position"] = {"x": place * _WIDTH, "y": 0}
    edges = [
        {"id": f"from_{one['id']}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for one, other in pairwise(nodes)
    ]
    head = {"contentType": "application/vnd.gorules.decision", "header": about.header()}
    return json.dumps({**head, "nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1) + "\n"


def _node(name: str, kind: str, content: dict[str, Any] | None, says: str) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "name": name, "type": kind}
    if says:
        node["description"] = says
    return node if content is None else {**node, "content": content}


def _numbers(about: About) -> dict[str, Any] | None:
    """The numbers made of inputs; each may use those before it."""
    earlier: set[str] = set()

    def named(name: str) -> str:
        return f"$.{name}" if name in earlier else name

    def choose(asked: tuple[str, ...], test: str, parts: tuple[Part, ...]) -> str:
        condition = " or ".join(f"{named(name)} {test}" for name in asked)
        return f"({condition} ? {total(parts, named)} : 0)"

    lines = []
    for number in about.core.numbers:
        lines.append({"id": number.name, "key": number.name, "value": expression(number, choose, named)})
        earlier.add(number.name)
    says = "\n".join(f"{number.name}: {about.of_number(number)}" for number in about.core.numbers)
    return _node("numbers", "expressionNode", {"expressions": lines, "passThrough": True}, says) if lines else None


def _paragraph(about: About, paragraph: str, items: tuple[CoreItem, ...]) -> dict[str, Any]:
    """A table whose rows are the ways of meeting its items; it collects the items met."""
    fields = list(dict.fromkeys(test.of for item in items for way in item.ways for test in way))
    name = machine_name(paragraph)
    rules = []
    for item in items:
        for number, way in enumerate(item.ways):
            tests = _cells(way)
            row = {"_id": f"{machine_name(item.id)}_{number + 1}", "_description": about.gloss(item.id)}
            rules.append({**row, **{field: tests.get(field, "") for field in fields}, "item": json.dumps(item.id)})
    content = {
        "hitPolicy": "collect",
        "passThrough": True,
        "outputPath": name,
        "inputs": [{"id": field, "name": field, "field": field} for field in fields],
        "outputs": [{"id": "item", "name": "item", "field": "item"}],
        "rules": rules,
    }
    return _node(name, "decisionTableNode", content, about.paragraph(paragraph))


def _cells(way: tuple[Comparison, ...]) -> dict[str, str]:
    """The tests of a row by what they compare; two of the same stand together."""
    cells: dict[str, str] = {}
    for test in way:
        text = ("true" if test.constant else "false") if test.operator == "is" else f"{test.operator} {test.constant}"
        cells[test.of] = f"{cells[test.of]} and {text}" if test.of in cells else text
    return cells


def _grade(about: About, offence: str) -> dict[str, Any]:
    """A table from the gravest paragraph down: the first of which an item is met gives the grade."""
    name, rules, fields = grade_name(offence), [], []
    for paragraph, grade in about.core.ladder(offence):
        fields.append(machine_name(paragraph))
        rules.append((fields[-1], grade))
    rows = [
        {"_id": f"{name}_{field}", **{other: "> 0" if other == field else "" for other in fields},
         name: json.dumps(grade)}
        for field, grade in rules
    ]  # fmt: skip
    lowest = about.core.ruleset.grade_ids[0]
    rows.append({"_id": f"{name}_{lowest}", **dict.fromkeys(fields, ""), name: json.dumps(lowest)})
    content = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": field, "name": field, "field": f"len({field})"} for field in fields],
        "outputs": [{"id": name, "name": name, "field": name}],
        "rules": rows,
    }
    return _node(name, "decisionTableNode", content, about.grade(offence))


def _result(about: About) -> dict[str, Any]:
    """The grade, or one for each offence, and the items met in the order of the law."""
    core = about.core
    met = f"flatMap([{', '.join(map(machine_name, core.paragraphs))}], map(#, #.item))"
    order = json.dumps([item.id for item in core.items if item.ways], ensure_ascii=False)
    lines = [(grade_name(offence), grade_name(offence)) for offence in core.offences]
    lines.append(("items", f"filter({order}, # in {met})"))
    content = {"expressions": [{"id": key, "key": key, "value": value} for key, value in lines], "passThrough": False}
    return _node("result", "expressionNode", content, about.say("export.met"))
