"""The same decision in zen-engine, twice: as an expression node, and as a decision table that collects."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from benchmarks.inputs import Input
from benchmarks.oracle import ITEMS, Verdict

WEIGHED = "first * 100 + second * 10 + third"
PLAIN = {
    "art5.1.3": "first >= 50",
    "art5.1.4": "second >= 500",
    "art5.1.5": "third >= 5000",
    "art5.1.6": "first < 50 and second < 500 and third < 5000 and $.weighed >= 5000",
    "art5.1.7": "fen >= 500000",
    "art5.1.8": "insider and ($.weighed >= 2500 or fen >= 250000)",
    "art5.2.3": ("$.weighed >= 50000 or fen >= 5000000 or (insider and ($.weighed >= 25000 or fen >= 2500000))"),
}
FIELDS = ("first", "second", "third", "fen", "insider", "weighed")
TABLE = (
    ("art5.1.3", {"first": ">= 50"}),
    ("art5.1.4", {"second": ">= 500"}),
    ("art5.1.5", {"third": ">= 5000"}),
    ("art5.1.6", {"first": "< 50", "second": "< 500", "third": "< 5000", "weighed": ">= 5000"}),
    ("art5.1.7", {"fen": ">= 500000"}),
    ("art5.1.8", {"insider": "true", "weighed": ">= 2500"}),
    ("art5.1.8", {"insider": "true", "fen": ">= 250000"}),
    ("art5.2.3", {"weighed": ">= 50000"}),
    ("art5.2.3", {"fen": ">= 5000000"}),
    ("art5.2.3", {"insider": "true", "weighed": ">= 25000"}),
    ("art5.2.3", {"insider": "true", "fen": ">= 2500000"}),
)
TRACED = {"trace": True}


class Zen:
    """Both decisions, and how their answers are read."""

    def __init__(self) -> None:
        import zen

        engine = zen.ZenEngine({"loader": lambda _: json.dumps(_expression())})
        self.engine = engine
        self.expression = engine.create_decision(json.dumps(_expression()))
        self.table = engine.create_decision(json.dumps(_table()))

    def verdicts(self) -> dict[str, Callable[[Input], Verdict]]:
        """Every way of asking, traced and untraced, as a verdict."""
        return {
            "zen expression": lambda given: _named(self.expression.evaluate(context(given))),
            "zen expression, traced": lambda given: _named(self.expression.evaluate(context(given), TRACED)),
            "zen table": lambda given: _collected(self.table.evaluate(context(given))),
            "zen table, traced": lambda given: _collected(self.table.evaluate(context(given), TRACED)),
        }

    def batch(self, contexts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The expression node on many contexts at once: what it says of each, by `key_of`."""
        asked = [{"key": "decide", "context": each} for each in contexts]
        return [answer["data"]["result"] for answer in self.engine.evaluate_batch(asked)]


def context(given: Input) -> dict[str, Any]:
    """The input as zen takes it."""
    return {**given.amounts._asdict(), "insider": given.insider}


def _named(answer: dict[str, Any]) -> Verdict:
    assert "trace" not in answer or answer["trace"]
    result = answer["result"]
    return _verdict({item for item in ITEMS if result[key_of(item)]})


def _collected(answer: dict[str, Any]) -> Verdict:
    return _verdict({row["item"] for row in answer["result"]})


def _verdict(met: set[str]) -> Verdict:
    return Verdict(2 if "art5.2.3" in met else 1 if met else 0, frozenset(met))


def key_of(item: str) -> str:
    """The name of an item in an expression."""
    return item.replace(".", "_")


def _expression() -> dict[str, Any]:
    rows = {"weighed": WEIGHED, **{key_of(item): test for item, test in PLAIN.items()}}
    return _graph([_node("decide", "expressionNode", _lines(rows, keep=False))])


def _table() -> dict[str, Any]:
    rules = [
        {"_id": f"row{number}", "item": f'"{item}"', **{name: tests.get(name, "") for name in FIELDS}}
        for number, (item, tests) in enumerate(TABLE)
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name} for name in FIELDS],
        "outputs": [{"id": "item", "name": "item", "field": "item"}],
        "rules": rules,
    }
    weigh = _node("weigh", "expressionNode", _lines({"weighed": WEIGHED}, keep=True))
    return _graph([weigh, _node("decide", "decisionTableNode", content)])


def _lines(rows: dict[str, str], keep: bool) -> dict[str, Any]:
    expressions = [{"id": key, "key": key, "value": value} for key, value in rows.items()]
    return {"expressions": expressions, "passThrough": keep}


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    node: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": place}
    if content is not None:
        node["content"] = content
    return node


def _graph(middle: list[dict[str, Any]]) -> dict[str, Any]:
    nodes = [_node("request", "inputNode"), *middle, _node("response", "outputNode")]
    edges = [
        {"id": f"e{number}", "type": "edge", "sourceId": one["id"], "targetId": next_one["id"]}
        for number, (one, next_one) in enumerate(pairwise(nodes))
    ]
    return {"nodes": nodes, "edges": edges}
