"""Values of a case file: bare, bounded, or wrapped as {is: …, because: …, evidence: …, disputed: …}."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from thresholds import glossary
from thresholds.case.model import (
    Category,
    Days,
    Figure,
    Free,
    Gains,
    Penalty,
    Punishment,
    Rate,
    Stated,
)
from thresholds.errors import nearest
from thresholds.glossary import Family
from thresholds.source.node import Node
from thresholds.source.reader import Reader
from thresholds.values.figures import FigureError, Unit, parse_figure, parse_rate
from thresholds.values.status import Truth

REMARKS = ("because", "evidence", "disputed")
_WRAPPED = (*REMARKS, "is", "value", "note")
_BOUNDS = (*REMARKS, "at_least", "at_most", "note")


class Remarks(NamedTuple):
    """What stands beside a wrapped value."""

    because: str = ""
    evidence: tuple[str, ...] = ()
    disputed: bool = False


PLAIN = Remarks()


class ValueReader(Reader):
    """Reads every kind of value that a case file can hold."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.evidence_used: list[tuple[Node, str]] = []

    def _keys(self, node: Node) -> set[str]:
        return {glossary.find_key(key) or key for key in node.keys()}  # noqa: SIM118

    def remarks(self, node: Node, allowed: tuple[str, ...]) -> tuple[dict[str, Node], Remarks]:
        """The other fields of a wrapping map, and the remarks in it."""
        fields = {name: field.value for name, field in self.fields(node, allowed).items()}
        because = fields.pop("because", None)
        evidence = fields.pop("evidence", None)
        disputed = fields.pop("disputed", None)
        fields.pop("note", None)
        stated = self.truth(disputed) if disputed is not None else None
        return fields, Remarks(
            (self.text(because) or "") if because is not None else "",
            self.evidence(evidence) if evidence is not None else (),
            stated is not None and stated.truth is Truth.YES,
        )

    def unwrap(self, node: Node) -> tuple[Node | None, Remarks]:
        """The value inside {is: …} or {value: …} and its remarks; a bare value is its own."""
        if node.pairs is None:
            return node, PLAIN
        keys = self._keys(node)
        if not keys & {"is", "value"}:
            if keys <= set(REMARKS):
                self.wrong("TH228", node)
                return None, PLAIN
            return node, PLAIN
        fields, remarks = self.remarks(node, _WRAPPED)
        inner = fields.get("is", fields.get("value"))
        if inner is None:
            self.wrong("TH228", node)
        elif len(fields) > 1:
            self.wrong("TH218", fields["value"], "value", first="is", line=str(fields["is"].line))
        return inner, remarks

    def evidence(self, node: Node) -> tuple[str, ...]:
        """Ids of pieces of evidence; whether they exist is checked when the whole file is read."""
        found = []
        for item in self.listed(node):
            text = self.text(item)
            if text is not None:
                found.append(text)
                self.evidence_used.append((item, text))
        return tuple(found)

    def truth(self, node: Node) -> Stated | None:
        """yes, no or unknown, with remarks."""
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        identifier = self.enumerated(inner, Family.TRUTH)
        return Stated(truth=Truth(identifier), **remarks._asdict()) if identifier else None

    def consequence(self, node: Node) -> Stated | None:
        """Whether grave consequences came about: yes/no/unknown or their kind, or a list of kinds."""
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        truth, kinds = Truth.YES, []
        for item in self.listed(inner):
            text = self.text(item)
            if text is None:
                return None
            known = glossary.find_value(Family.TRUTH, text.strip())
            if known:
                truth = Truth(known)
            else:
                kind = self.enumerated(item, Family.CONSEQUENCE)
                kinds.append(glossary.label(kind) if kind else "")
        because = "，".join(filter(None, [remarks.because, "、".join(kinds)]))
        return Stated(truth=truth, **{**remarks._asdict(), "because": because})

    def figure(self, node: Node, unit: Unit, word: str = "") -> Figure | None:
        """Records or money: a figure, bounds, or unknown (from zero up); `word` is what else it may be counted in."""
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        if inner.pairs is not None:
            return self._bounds(inner, unit, remarks, word)
        text = self.text(inner)
        if text is None:
            return None
        if glossary.find_value(Family.TRUTH, text.strip()) == "unknown":
            return Figure(at_least=0, at_most=None, written=text, **remarks._asdict())
        found = self._figure(inner, text, unit, word)
        if found is None:
            return None
        return Figure(at_least=found[0], at_most=found[1], written=text.strip(), **remarks._asdict())

    def _figure(self, node: Node, text: str, unit: Unit, word: str = "") -> tuple[int, int | None] | None:
        try:
            return parse_figure(text.strip().removesuffix(word) if word else text, unit)
        except FigureError as error:
            self.wrong(error.code, node)
            return None

    def _bounds(self, node: Node, unit: Unit, outer: Remarks, word: str = "") -> Figure | None:
        before = len(self.diagnostics)
        fields, remarks = self.remarks(node, _BOUNDS)
        if not fields:
            if len(self.diagnostics) == before:
                self.wrong("TH228", node)
            return None
        ends: dict[str, tuple[int, int | None] | None] = {}
        for name, inner in fields.items():
            text = self.text(inner)
            ends[name] = self._figure(inner, text, unit, word) if text is not None else None
        if any(end is None for end in ends.values()):
            return None
        low, high = ends.get("at_least"), ends.get("at_most")
        at_least = low[0] if low else 0
        at_most = high[1] if high else None
        if at_most is not None and at_most < at_least:
            self.wrong("TH216", node, "–".join(inner.text or "" for inner in fields.values()))
            return None
        merged = Remarks(
            remarks.because or outer.because, remarks.evidence + outer.evidence, remarks.disputed or outer.disputed
        )
        written = "–".join(inner.text or "" for inner in fields.values())
        return Figure(at_least=at_least, at_most=at_most, written=written, **merged._asdict())

    def rate(self, node: Node) -> Rate | None:
        """A share: 0.045 or 4.5%, bounds of one, or unknown (anything from none to all)."""
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        ends = {"at_least": Fraction(0), "at_most": Fraction(1)}
        nodes = {"at_least": inner, "at_most": inner}
        if inner.pairs is not None:
            before = len(self.diagnostics)
            nodes, remarks = self.remarks(inner, _BOUNDS)
            if not nodes:
                if len(self.diagnostics) == before:
                    self.wrong("TH228", inner)
                return None
        elif glossary.find_value(Family.TRUTH, (inner.text or "").strip()) == "unknown":
            nodes = {}
        for name, end in nodes.items():
            text = self.text(end)
            if text is None:
                return None
            try:
                ends[name] = parse_rate(text)
            except FigureError:
                self.wrong("TH227", end)
                return None
        if ends["at_least"] > ends["at_most"]:
            self.wrong("TH216", inner, "–".join(end.text or "" for end in nodes.values()))
            return None
        written = "–".join(end.text or "" for end in dict.fromkeys(nodes.values())) or (inner.text or "")
        low, high = ends["at_least"], ends["at_most"]
        return Rate(at_least=low, at_most=high, written=written, **remarks._asdict())

    def days(self, node: Node) -> Days | None:
        """A date with its precision."""
        inner, remarks = self.unwrap(node)
        found = self.date(inner) if inner is not None else None
        if inner is None or found is None:
            return None
        return Days(first=found.first, last=found.last, written=(inner.text or "").strip(), **remarks._asdict())

    def category(self, node: Node) -> Category | None:
        """One category, {one_of: […]}, or unknown (any of them)."""
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        if inner.pairs is not None:
            before = len(self.diagnostics)
            fields, remarks = self.remarks(inner, (*REMARKS, "one_of", "note"))
            options = fields.get("one_of")
            if options is None and len(self.diagnostics) == before:
                self.wrong("TH228", inner)
            return self.categories(options, remarks) if options is not None else None
        found = self.enumerated(inner, Family.CATEGORY, "unknown")
        if found is None:
            return None
        options_found = glossary.ids(Family.CATEGORY) if found == "unknown" else (found,)
        return Category(options=options_found, **remarks._asdict())

    def categories(self, node: Node, remarks: Remarks = PLAIN, each: bool = False) -> Category | None:
        """A list of categories: alternatives, or (`each`) all carried by one record."""
        found = [self.enumerated(item, Family.CATEGORY) for item in self.listed(node)]
        if not found and node.items is not None:
            self.wrong("TH232", node, "[]")
        if not found or None in found:
            return None
        unique = {name for name in found if name is not None}
        ordered = tuple(name for name in glossary.ids(Family.CATEGORY) if name in unique)
        return Category(options=ordered, each=each and len(ordered) > 1, **remarks._asdict())

    def gains(self, node: Node) -> Gains | None:
        """Illegal gains: a figure, or {gross: …, net: …}."""
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        if inner.pairs is not None and self._keys(inner) & {"gross", "net"}:
            fields, beside = self.remarks(inner, (*REMARKS, "gross", "net", "note"))
            gross = self.figure(fields["gross"], Unit.MONEY) if "gross" in fields else None
            net = self.figure(fields["net"], Unit.MONEY) if "net" in fields else None
            if not fields:
                self.wrong("TH228", inner)
            both = Remarks(beside.because or remarks.because, beside.evidence + remarks.evidence, beside.disputed)
            return Gains(gross=gross, net=net, **both._asdict())
        figure = self.figure(inner, Unit.MONEY)
        if figure is None:
            return None
        return Gains(gross=figure, net=figure, **remarks._asdict())

    def punishment(self, node: Node) -> Punishment | None:
        """An earlier criminal punishment: yes/no/unknown, a date, or exempted."""
        inner, remarks = self.unwrap(node)
        text = self.text(inner) if inner is not None else None
        if inner is None or text is None:
            return None
        truth = glossary.find_value(Family.TRUTH, text.strip())
        if truth:
            return Punishment(truth=Truth(truth), **remarks._asdict())
        if text.strip() in ("exempted", "免予刑事处罚", "免于刑事处罚"):
            return Punishment(truth=Truth.YES, exempted=True, **remarks._asdict())
        days = self._fact_date(inner, "exempted 免予刑事处罚")
        return Punishment(truth=Truth.YES, days=days, **remarks._asdict()) if days else None

    def penalty(self, node: Node) -> Penalty | None:
        """An administrative penalty: yes/no/unknown, a date, or a list of dates."""
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        truth = glossary.find_value(Family.TRUTH, (inner.text or "").strip())
        if truth:
            return Penalty(truth=Truth(truth), **remarks._asdict())
        found = [self._fact_date(item) for item in self.listed(inner)]
        days = tuple(day for day in found if day is not None)
        if not days or len(days) != len(found):
            return None
        return Penalty(truth=Truth.YES, days=days, **remarks._asdict())

    def _fact_date(self, node: Node, *words: str) -> Days | None:
        inner, remarks = self.unwrap(node)
        if inner is None:
            return None
        text = self.text(inner)
        if text is None:
            return None
        if not text[:1].isdigit():
            names = ["yes 是", "no 否", "unknown 不明", *words, "2021-03-02"]
            self.wrong("TH204", inner, allowed=names, near=nearest(text, " ".join(names[:-1]).split()))
            return None
        found = self.date(inner)
        if not found:
            return None
        return Days(first=found.first, last=found.last, written=text, **remarks._asdict())

    def free(self, node: Node) -> Free:
        """Free text, lists and maps, as they stand."""
        if node.pairs is not None:
            return {key.text or "": self.free(value) for key, value in node.pairs}
        if node.items is not None:
            return tuple(self.free(item) for item in node.items)
        return node.text or ""
