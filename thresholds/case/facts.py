"""Facts of persons, readings and regional standards: what a case file says in the words of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from thresholds.case.declared import read_declared
from thresholds.case.model import Facts, Figure
from thresholds.case.values import ValueReader
from thresholds.errors import NotFoundError, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.law.load import load_ruleset
from thresholds.law.model import FactDeclaration, Ruleset
from thresholds.law.readings import KNOWN, READINGS
from thresholds.law.vocabulary import vocabulary
from thresholds.source.node import Node
from thresholds.source.reader import Field, spelled
from thresholds.values.figures import Unit

FACT_KEYS = tuple(name for name in Facts.model_fields if name != "declared")
EVERYONE = ("everyone", "所有人")


class FactsReader(ValueReader):
    """Reads facts; the words of `ruleset` go before those of the others."""

    def __init__(self, file: str, ruleset: Ruleset | None = None) -> None:
        super().__init__(file)
        self.ruleset = ruleset
        self.person_uses: list[tuple[Node, str]] = []

    def named(self, node: Node) -> Iterator[tuple[str, Node, Node]]:
        """The entries of a map by name; names that are empty or come twice are noted and left out."""
        if node.pairs is None:
            self.misshapen(node, "map")
            return
        seen: dict[str, int] = {}
        for key, value in node.pairs:
            name = (key.text or "").strip()
            if not name:
                self.wrong("TH233", key)
            elif name in seen:
                self.wrong("TH219", key, name, first=str(seen[name]))
            else:
                seen[name] = key.line
                yield name, key, value

    def facts(self, field: Field | None) -> dict[str, Any]:
        """Facts by person, and those of everyone."""
        if field is None:
            return {}
        found: dict[str, Any] = {"facts": {}}
        everyone: Node | None = None
        for name, key, value in self.named(field.value):
            facts = self._facts_of(value)
            if name in EVERYONE:
                if everyone is not None:
                    self.wrong("TH218", key, first=everyone.text or "", line=str(everyone.line))
                found["everyone"], everyone = facts, key
            else:
                self.person_uses.append((key, name))
                found["facts"][name] = facts
        return found

    def _facts_of(self, node: Node) -> Facts:
        if node.empty:
            return Facts()
        readers: dict[str, Callable[[Node], Any]] = {
            "illegal_gains": self.gains,
            "profit_from_use": lambda inner: self.figure(inner, Unit.MONEY),
            "prior_criminal_punishment": self.punishment,
            "administrative_penalty": self.penalty,
            "grave_consequences": self.consequence,
            "role_in_joint_offence": self._role,
            "conduct_date": self.days,
            "case_filed_on": self.days,
        }
        own: dict[str, FactDeclaration] = {}
        fields = self.fields(node, FACT_KEYS, besides=lambda spelling: self._besides(node, spelling, own))
        values: dict[str, Any] = {
            name: readers.get(name, self.truth)(field.value) for name, field in fields.items() if name not in own
        }
        declared = {name: read_declared(self, fact, fields[name].value) for name, fact in own.items() if name in fields}
        if declared:
            values["declared"] = {name: value for name, value in declared.items() if value is not None}
        return Facts(**values)

    def _besides(self, node: Node, spelling: str, own: dict[str, FactDeclaration]) -> str | None:
        """The id behind the spelling of a fact that a ruleset declares; one that none does is noted."""
        known = vocabulary(self.ruleset)
        fact = known.facts.get(spelling)
        if fact is not None:
            own[fact.id] = fact
            return fact.id
        key = next(key for key, _ in node.pairs or () if key.text == spelling)
        own_words = tuple(
            f"{fact.id} {fact.label}" for fact in (self.ruleset.declared.values() if self.ruleset else ())
        )
        near = nearest(spelling, (*known.facts, *" ".join(map(spelled, FACT_KEYS)).replace("/", " ").split()))
        self.wrong("TH201", key, allowed=(*own_words, *map(spelled, FACT_KEYS)), near=near)
        return None

    def _role(self, node: Node) -> str | None:
        inner, _ = self.unwrap(node)
        return self.enumerated(inner, Family.ROLE, "unknown") if inner is not None else None

    def readings(self, node: Node) -> dict[str, str]:
        """Readings by id; one that no ruleset can declare is noted."""
        found: dict[str, str] = {}
        for name, key, value in self.named(node):
            if name not in KNOWN and name not in vocabulary(self.ruleset).readings:
                known = tuple(reading.id for reading in self.ruleset.readings) if self.ruleset else READINGS
                self.wrong("TH234", key, name, known, nearest(name, known))
            elif value.empty or value.text == "":
                self.wrong("TH232", key)
            else:
                found[name] = (self.text(value) or "").strip()
        return found

    def standards(self, field: Field | None) -> dict[str, Figure]:
        """What the region has fixed, by the id of the ruleset's parameter."""
        if field is None:
            return {}
        found: dict[str, Figure] = {}
        for name, key, value in self.named(field.value):
            parameter = vocabulary(self.ruleset).parameters.get(name)
            if parameter is None:
                known = tuple(vocabulary(self.ruleset).parameters)
                self.wrong("TH235", key, name, known, nearest(name, known))
                continue
            figure = self.figure(value, Unit.MONEY)
            if figure is not None:
                if figure.at_least < parameter.at_least or (figure.at_most or figure.at_least) > parameter.at_most:
                    ends = [f"{fen // 100} 元" for fen in (parameter.at_least, parameter.at_most)]
                    self.wrong("TH236", value, figure.written, band="–".join(ends))
                found[parameter.id] = figure
        return found


def named_ruleset(name: str) -> Ruleset | None:
    """The ruleset that a case names, for the words that it declares; what is wrong with it is said when it is used."""
    try:
        return load_ruleset(name)
    except (NotFoundError, SourceErrors):
        return None
