"""A document → a Case: section by section, every error noted before any is raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thresholds import glossary
from thresholds.case.check import check_references
from thresholds.case.expectations import read_expected
from thresholds.case.facts import FactsReader, named_ruleset
from thresholds.case.model import (
    NOTHING_OFF,
    Batch,
    Body,
    Case,
    Days,
    Dealing,
    Deductions,
    Evidence,
    Person,
)
from thresholds.case.values import REMARKS
from thresholds.errors import nearest
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.source.node import Node
from thresholds.source.reader import Field
from thresholds.values.figures import Unit

CASE_SCHEMA = "thresholds/case/1"
CASE_KEYS = (
    "schema", "id", "title", "ruleset", "judged_on", "evidence", "persons", "batches", "dealings", "facts",
    "readings", "region", "standards", "expected", "source", "note", "court",
)  # fmt: skip
EVIDENCE_KEYS = ("kind", "what", "at", "note")
PERSON_KEYS = ("name", "role", "kind", "note", "source", "court")
DEDUCTIONS = ("duplicates", "inauthentic", "public", "verified", "duplicate_rate", "inauthentic_rate")
BODY_KEYS = (
    "category", "kinds", "records", "obtained_in", *DEDUCTIONS, "consent", "anonymised", "counting", "evidence",
    "note",
)  # fmt: skip
DEALING_KEYS = (
    "id", "by", "act", "to", "source", "date", "batch", "paid", "knew_of_crime", "used_in_crime",
    "lawful_business", *BODY_KEYS,
)  # fmt: skip


class CaseReader(FactsReader):
    """Reads one case document."""

    def __init__(self, file: str, ruleset: Ruleset | None = None) -> None:
        super().__init__(file, ruleset)
        self.batch_fields: dict[str, dict[str, Field]] = {}
        self.batch_uses: list[tuple[Node, str]] = []
        self.dealing_nodes: list[tuple[Dealing, dict[str, Field]]] = []

    def case(self, root: Node, *, named: bool = True, expected: Node | None = None, sha256: str = "") -> Case | None:
        """The case of a document; `named` is off inside suites, where schema, id and expected stand elsewhere.

        Raises:
            SourceErrors: with every error of the document.
        """
        required = ("schema", "id", "persons") if named else ("persons",)
        fields = self._head(root, required) if named else self.fields(root, CASE_KEYS, required)
        values: dict[str, Any] = {"id": "", "file": self.file, "sha256": sha256}
        for name in ("id", "title", "ruleset", "region"):
            if name in fields:
                values[name] = (self.text(fields[name].value) or "").strip()
        for name in ("source", "note", "court"):
            if name in fields:
                values[name] = self.free(fields[name].value)
        if "judged_on" in fields:
            values["judged_on"] = self._judged_on(fields["judged_on"].value)
        if self.ruleset is None and values.get("ruleset"):
            self.ruleset = named_ruleset(values["ruleset"])
        values["evidence"] = self._mapped(fields.get("evidence"), self._evidence)
        values["persons"] = self._mapped(fields.get("persons"), self._person)
        values["batches"] = self._mapped(fields.get("batches"), self._batch)
        values["dealings"] = self._dealings(fields.get("dealings"))
        values |= self.facts(fields.get("facts"))
        values["readings"] = self.readings(fields["readings"].value) if "readings" in fields else {}
        values["standards"] = self.standards(fields.get("standards"))
        if "persons" in fields and fields["persons"].value.pairs == []:
            self.wrong("TH232", fields["persons"].key)
        if expected is None and "expected" in fields:
            expected = fields["expected"].value
        if expected is not None:
            values["expected"] = read_expected(self, expected)
            self.person_uses += [(key, (key.text or "").strip()) for key, _ in expected.pairs or ()]
        check_references(self, values)
        self.finish()
        return Case(**values)

    def _head(self, root: Node, required: tuple[str, ...]) -> dict[str, Field]:
        """The sections of a case file; a file of another kind is not read further.

        Raises:
            SourceErrors: the file says that it is of another kind or version.
        """
        schema = root.get("schema", "格式")
        if schema is not None and schema.text not in (None, "", CASE_SCHEMA):
            self.wrong("TH220", schema, allowed=(CASE_SCHEMA,), near=nearest(schema.text, (CASE_SCHEMA,)))
            self.finish()
        fields = self.fields(root, CASE_KEYS, required)
        if "schema" in fields:
            self.text(fields["schema"].value)
        return fields

    def _judged_on(self, node: Node) -> Days | None:
        days = self.days(node)
        if days and (days.last - days.first).days > 30:
            self.wrong("TH229", node, days.written)
            return None
        return days

    def _mapped(self, field: Field | None, read: Callable[[str, Node], Any]) -> dict[str, Any]:
        if field is None:
            return {}
        found: dict[str, Any] = {}
        for name, _, value in self.named(field.value):
            made = read(name, value)
            if made is not None:
                found[name] = made
        return found

    def _evidence(self, name: str, node: Node) -> Evidence | None:
        if node.text is not None:
            return Evidence(id=name, what="" if node.empty else node.text)
        fields = self.fields(node, EVIDENCE_KEYS)
        return Evidence(id=name, **{key: self.text(field.value) or "" for key, field in fields.items()})

    def _person(self, name: str, node: Node) -> Person | None:
        if node.empty:
            return Person(id=name)
        fields = self.fields(node, PERSON_KEYS)
        values: dict[str, Any] = {"id": name}
        for key, field in fields.items():
            if key == "kind":
                values[key] = self.enumerated(field.value, Family.PERSON_KIND) or "natural"
            elif key in ("source", "court"):
                values[key] = self.free(field.value)
            else:
                values[key] = self.text(field.value) or ""
        return Person(**values)

    def _body(self, fields: dict[str, Field], *, with_records: bool = True) -> dict[str, Any]:
        """The fields that batches and dealings share."""
        values: dict[str, Any] = {}
        if "category" in fields and "kinds" in fields:
            self.wrong("TH222", fields["kinds"].key)
        elif "category" in fields:
            values["category"] = self.category(fields["category"].value)
        elif "kinds" in fields:
            values["category"] = self.categories(fields["kinds"].value, each=True)
        if with_records and "records" in fields:
            values["records"] = self.figure(fields["records"].value, Unit.RECORDS)
        if "obtained_in" in fields:
            inner, _ = self.unwrap(fields["obtained_in"].value)
            if inner is not None:
                values["obtained_in"] = self.enumerated(inner, Family.ORIGIN, "unknown")
        values["deductions"] = self._deductions(fields)
        for name in ("consent", "anonymised"):
            if name in fields:
                values[name] = self.truth(fields[name].value)
        if "counting" in fields:
            values["counting"] = self.text(fields["counting"].value) or ""
        if "evidence" in fields:
            values["evidence"] = self.evidence(fields["evidence"].value)
        return values

    def _deductions(self, fields: dict[str, Field]) -> Deductions:
        found: dict[str, Any] = {}
        for name in DEDUCTIONS:
            if name in fields:
                node = fields[name].value
                found[name] = self.rate(node) if name.endswith("_rate") else self.figure(node, Unit.RECORDS)
        return Deductions(**found) if found else NOTHING_OFF

    def _batch(self, name: str, node: Node) -> Batch | None:
        self.batch_fields[name] = {}
        if node.empty:
            return Batch(id=name)
        self.batch_fields[name] = fields = self.fields(node, BODY_KEYS)
        if "records" in fields and self._by_category(fields["records"].value):
            self.wrong("TH221", fields["records"].value, name)
            return None
        values = self._body(fields)
        if values.get("records") is not None and "category" not in fields and "kinds" not in fields:
            self.wrong("TH217", fields["records"].key, name)
        return Batch(id=name, **values)

    def _by_category(self, node: Node) -> bool:
        """Whether a map under `records` goes from categories to figures (and is not a bounded figure)."""
        if not node.pairs:
            return False
        known = {*REMARKS, "is", "value", "at_least", "at_most", "note"}
        return not {glossary.find_key(key) or key for key in node.keys()} & known  # noqa: SIM118

    def _dealings(self, field: Field | None) -> tuple[Dealing, ...]:
        if field is None:
            return ()
        if field.value.items is None:
            self.misshapen(field.value, "list")
            return ()
        found: list[Dealing] = []
        seen: dict[str, int] = {}
        for number, node in enumerate(field.value.items, 1):
            dealing = self._dealing(node, number)
            if dealing is None:
                continue
            if dealing.id in seen:
                self.wrong("TH219", node.get("id", "编号") or node, dealing.id, first=str(seen[dealing.id]))
            seen.setdefault(dealing.id, node.line)
            found.append(dealing)
        return tuple(found)

    def _dealing(self, node: Node, number: int) -> Dealing | None:
        fields = self.fields(node, DEALING_KEYS, ("by", "act"))
        if node.pairs is None:
            return None
        name = (self.text(fields["id"].value) or "").strip() if "id" in fields else f"#{number}"
        values: dict[str, Any] = {"id": name, "line": node.line}
        values["by"] = self._people(fields.get("by"), known=True)
        values["to"] = self._people(fields.get("to"))
        values["source"] = self._people(fields.get("source"))
        if "act" in fields:
            act, _ = self.unwrap(fields["act"].value)
            values["act"] = self.enumerated(act, Family.ACT) if act is not None else None
        if "date" in fields:
            values["date"] = self.days(fields["date"].value)
        if "paid" in fields:
            values["paid"] = self.figure(fields["paid"].value, Unit.MONEY)
        for fact in ("knew_of_crime", "used_in_crime", "lawful_business"):
            if fact in fields:
                values[fact] = self.truth(fields[fact].value)
        if "note" in fields:
            values["note"] = self.text(fields["note"].value) or ""
        before = len(self.diagnostics)
        values |= self._matter(fields)
        if not values.get("act") or not values["by"] or len(self.diagnostics) > before:
            return None
        dealing = Dealing(**values)
        self.dealing_nodes.append((dealing, fields))
        return dealing

    def _matter(self, fields: dict[str, Field]) -> dict[str, Any]:
        """What the dealing is about: a batch or part of it, or bodies of records of its own."""
        common = self._body(fields, with_records=False)
        records = fields.get("records")
        by_category = records is not None and self._by_category(records.value)
        category = common.pop("category", None)
        if "batch" in fields:
            name = (self.text(fields["batch"].value) or "").strip()
            if name:
                self.batch_uses.append((fields["batch"].value, name))
            elif fields["batch"].value.text is not None:
                self.wrong("TH232", fields["batch"].key)
            values = common | {"batch": name}
            if "category" in fields or "kinds" in fields or by_category:
                self.wrong("TH221", (fields.get("category") or fields.get("kinds") or fields["records"]).key)
            elif records is not None:
                values["records"] = self.figure(records.value, Unit.RECORDS)
            return values
        shared = {name: common[name] for name in ("obtained_in", "consent", "anonymised") if name in common}
        if by_category and records is not None:
            return common | {"bodies": self._own_bodies(records.value, fields, common)}
        if records is not None and category is None:
            if not ("category" in fields or "kinds" in fields):
                self.wrong("TH217", records.key, "")
            return common
        figure = self.figure(records.value, Unit.RECORDS) if records is not None else None
        body = Body(category=category, records=figure, deductions=common["deductions"], **shared)
        return common | {"bodies": (body,)}

    def _own_bodies(self, node: Node, fields: dict[str, Field], common: dict[str, Any]) -> tuple[Body, ...]:
        if "category" in fields or "kinds" in fields:
            self.wrong("TH222", (fields.get("category") or fields["kinds"]).key)
        deductions = common["deductions"]
        pairs = node.pairs or []
        numbers = [name for name in DEDUCTIONS[:4] if getattr(deductions, name) is not None]
        if numbers and len(pairs) > 1:
            self.wrong("TH230", fields[numbers[0]].key)
        bodies = []
        seen: dict[str, Node] = {}
        for key, value in pairs:
            name = self.enumerated(key, Family.CATEGORY)
            figure = self.figure(value, Unit.RECORDS)
            if name is not None and name in seen:
                self.wrong("TH218", key, first=seen[name].text or "", line=str(seen[name].line))
            elif name is not None and figure is not None:
                seen[name] = key
                category = self.category(key)
                bodies.append(Body(category=category, records=figure, deductions=deductions))
        return tuple(bodies)

    def _people(self, field: Field | None, known: bool = False) -> tuple[str, ...]:
        if field is None:
            return ()
        names: list[str] = []
        if known and field.value.items == []:
            self.wrong("TH232", field.key)
        for item in self.listed(field.value):
            text = (self.text(item) or "").strip()
            if not text and item.text is not None:
                self.wrong("TH232", field.key)
            if text and text not in names:
                names.append(text)
            if known and text:
                self.person_uses.append((item, text))
        return tuple(names)

    def unknown_person(self, node: Node, name: str, persons: list[str]) -> None:
        """Note that a person is not listed under `persons`."""
        self.wrong("TH211", node, name, allowed=persons, near=nearest(name, persons))
