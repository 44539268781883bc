"""The core as DMN 1.3: literal expressions for numbers, decision tables for paragraphs, grades and whole inputs."""

from __future__ import annotations

import json
import xml.etree.ElementTree as Xml
from collections.abc import Iterable

from thresholds import __version__
from thresholds.export.about import About
from thresholds.export.core import Comparison, Core, CoreItem, Input, Number, Part, grade_name, machine_name
from thresholds.export.diagram import NAMESPACES, add_diagram
from thresholds.export.expressions import expression, total

_MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
_INPUT = "input_"
#: The decision whether every input is there and within its range, and the grade where one is not.
GIVEN = "inputs_given"
MISSING_INPUT = "missing_input"


def dmn(core: Core, lang: str) -> str:
    """The file, as XML that the schema of DMN 1.3 accepts."""
    return _Writer(core, lang).text()


class _Writer:
    """One document; whatever is called by name has that name as the name of its variable."""

    def __init__(self, core: Core, lang: str) -> None:
        self.core, self.about = core, About(core, lang)
        self._inputs = {entry.name for entry in core.inputs}
        ruleset = core.ruleset
        self.root = Xml.Element(
            "definitions",
            {
                "xmlns": _MODEL,
                **NAMESPACES,
                "id": f"thresholds_{machine_name(ruleset.id)}",
                "name": ruleset.id,
                "namespace": f"urn:thresholds:export:{ruleset.id}:{ruleset.sha256[:16]}",
                "expressionLanguage": _FEEL,
                "typeLanguage": _FEEL,
                "exporter": "thresholds",
                "exporterVersion": __version__,
            },
        )

    def text(self) -> str:
        """The document."""
        _says(self.root, "\n".join(self.about.lines()))
        self._types()
        for entry in self.core.inputs:
            data = self._element("inputData", f"{_INPUT}{entry.name}", entry.name, self.about.of_input(entry))
            _variable(data, entry.name, "boolean" if entry.source.truth else self._type_of(entry))
        for number in self.core.numbers:
            self._number(number)
        for paragraph, items in self.core.paragraphs.items():
            self._paragraph(paragraph, items)
        self._given()
        for offence in self.core.offences:
            self._grade(offence)
        add_diagram(self.root)
        Xml.indent(self.root, " ")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(self.root, encoding="unicode")}\n'

    def _element(self, tag: str, identifier: str, name: str, says: str) -> Xml.Element:
        element = Xml.SubElement(self.root, tag, {"id": identifier, "name": name})
        _says(element, says)
        return element

    def _types(self) -> None:
        """Whole numbers within each range that inputs have, and lists of items."""
        says = self.about.say("export.integers", limit=self.core.maximum)
        ranges = {
            self._type_of(entry): self.core.range_of(entry) for entry in self.core.inputs if not entry.source.truth
        }
        for name, (least, most) in ranges.items():
            item = self._element("itemDefinition", f"type_{name}", name, says)
            _text(item, "typeRef", "number")
            _text(Xml.SubElement(item, "allowedValues", {"id": f"range_{name}"}), "text", f"[{least}..{most}]")
        listed = self._element("itemDefinition", "type_items", "items", self.about.say("export.met"))
        listed.set("isCollection", "true")
        _text(listed, "typeRef", "string")

    def _type_of(self, entry: Input) -> str:
        least, most = self.core.range_of(entry)
        return f"whole_number_{least}_to_{most}"

    def _decision(self, name: str, kind: str, says: str, needs: Iterable[str]) -> Xml.Element:
        decision = self._element("decision", name, name, says)
        _variable(decision, name, kind)
        for need in dict.fromkeys(needs):
            required = Xml.SubElement(decision, "informationRequirement", {"id": f"{name}_needs_{need}"})
            given = need in self._inputs
            tag = "requiredInput" if given else "requiredDecision"
            Xml.SubElement(required, tag, {"href": f"#{_INPUT if given else ''}{need}"})
        return decision

    def _number(self, number: Number) -> None:
        """A literal expression; what counts only sometimes is a table before it, as S-FEEL has no other way."""
        needs = [part.of for part in number.parts if part.below is None]

        def choose(asked: tuple[str, ...], test: str, parts: tuple[Part, ...]) -> str:
            needs.append(self._part(f"{number.name}_part_{len(needs) + 1}", asked, test, parts))
            return needs[-1]

        text = expression(number, choose)
        decision = self._decision(number.name, "number", self.about.of_number(number), needs)
        _text(Xml.SubElement(decision, "literalExpression", {"id": f"{number.name}_is"}), "text", text)

    def _part(self, name: str, asked: tuple[str, ...], test: str, parts: tuple[Part, ...]) -> str:
        """The parts of a number that count only where one of these passes the test; its name."""
        needs = [*asked, *(part.of for part in parts)]
        decision = self._decision(name, "number", self.about.say("export.part"), needs)
        table = _table(decision, name, "FIRST", list(asked), ["number"] * len(asked), kind="number")
        for row, _ in enumerate(asked):
            tests = [test if place == row else "-" for place in range(len(asked))]
            _rule(table, f"{name}_{row + 1}", "", tests, total(parts))
        _rule(table, f"{name}_{len(asked) + 1}", "", ["-"] * len(asked), "0")
        return name

    def _paragraph(self, paragraph: str, items: tuple[CoreItem, ...]) -> None:
        name = machine_name(paragraph)
        fields = list(dict.fromkeys(test.of for item in items for way in item.ways for test in way))
        decision = self._decision(name, "items", self.about.paragraph(paragraph), fields)
        table = _table(decision, name, "COLLECT", fields, self._kinds(fields), "[]")
        for item in items:
            for number, way in enumerate(item.ways):
                cells = _cells(way)
                row = f"{name}_{machine_name(item.id)}_{number + 1}"
                tests = [cells.get(field, "-") for field in fields]
                _rule(table, row, self.about.gloss(item.id), tests, _string(item.id))

    def _kinds(self, fields: Iterable[str]) -> list[str]:
        truths = {entry.name for entry in self.core.inputs if entry.source.truth}
        return ["boolean" if field in truths else "number" for field in fields]

    def _counted(self, paragraph: str) -> str:
        """How many rows of a paragraph hold: a decision of its own, for engines whose columns take names alone."""
        of = machine_name(paragraph)
        decision = self._decision(f"met_{of}", "number", self.about.met(paragraph), [of])
        literal = Xml.SubElement(decision, "literalExpression", {"id": f"met_{of}_is"})
        _text(literal, "text", f"count({of})")
        return f"met_{of}"

    def _given(self) -> None:
        """Whether every input is there and within its range: what is null is in none, and takes the last row."""
        fields = [entry.name for entry in self.core.inputs]
        decision = self._decision(GIVEN, "boolean", self.about.say("export.given"), fields)
        table = _table(decision, GIVEN, "FIRST", fields, self._kinds(fields), kind="boolean")
        ranges = [self.core.range_of(entry) for entry in self.core.inputs]
        tests = [
            "true,false" if entry.source.truth else f"[{least}..{most}]"
            for entry, (least, most) in zip(self.core.inputs, ranges, strict=True)
        ]
        _rule(table, f"{GIVEN}_1", "", tests, "true")
        _rule(table, f"{GIVEN}_2", "", ["-"] * len(fields), "false")

    def _grade(self, offence: str) -> None:
        """The first paragraph of which an item is met, from the gravest down; no grade where an input is missing."""
        name, ladder = grade_name(offence), self.core.ladder(offence)
        fields = [self._counted(paragraph) for paragraph, _ in ladder]
        decision = self._decision(name, "string", self.about.grade(offence), [GIVEN, *fields])
        table = _table(decision, name, "FIRST", [GIVEN, *fields], ["boolean", *["number"] * len(fields)])
        for row, (paragraph, grade) in enumerate(ladder):
            tests = ["> 0" if place == row else "-" for place in range(len(fields))]
            _rule(table, f"{name}_{row + 1}", self.about.paragraph(paragraph), ["true", *tests], _string(grade))
        rest, lowest = ["-"] * len(fields), self.core.ruleset.grade_ids[0]
        _rule(table, f"{name}_{len(ladder) + 1}", "", ["true", *rest], _string(lowest))
        says = self.about.say("export.missing-input")
        _rule(table, f"{name}_{len(ladder) + 2}", says, ["-", *rest], _string(MISSING_INPUT))


def _says(element: Xml.Element, text: str) -> None:
    if text:
        _text(element, "description", text)


def _text(element: Xml.Element, tag: str, text: str) -> None:
    Xml.SubElement(element, tag).text = text


def _variable(element: Xml.Element, name: str, kind: str) -> None:
    identifier = f"{element.get('id')}_variable"
    Xml.SubElement(element, "variable", {"id": identifier, "name": name, "typeRef": kind})


def _table(
    decision: Xml.Element,
    name: str,
    policy: str,
    fields: list[str],
    kinds: list[str],
    default: str = "",
    kind: str = "string",
) -> Xml.Element:
    """An empty table with a column of its kind for each expression; its output is of `kind`, `default` without rows."""
    table = Xml.SubElement(decision, "decisionTable", {"id": f"{name}_table", "hitPolicy": policy})
    for number, (field, asked_kind) in enumerate(zip(fields, kinds, strict=True)):
        column = Xml.SubElement(table, "input", {"id": f"{name}_column_{number + 1}"})
        asked = Xml.SubElement(column, "inputExpression", {"id": f"{name}_asks_{number + 1}", "typeRef": asked_kind})
        _text(asked, "text", field)
    output = Xml.SubElement(table, "output", {"id": f"{name}_output", "typeRef": kind})
    if default:
        _text(Xml.SubElement(output, "defaultOutputEntry", {"id": f"{name}_default"}), "text", default)
    return table


def _rule(table: Xml.Element, identifier: str, says: str, tests: list[str], result: str) -> None:
    """A row: a test for each column, and what it gives."""
    rule = Xml.SubElement(table, "rule", {"id": identifier})
    _says(rule, says)
    for number, test in enumerate(tests):
        _text(Xml.SubElement(rule, "inputEntry", {"id": f"{identifier}_if_{number + 1}"}), "text", test)
    _text(Xml.SubElement(rule, "outputEntry", {"id": f"{identifier}_then"}), "text", result)


def _string(text: str) -> str:
    """A text in FEEL."""
    return json.dumps(text, ensure_ascii=False)


def _cells(way: tuple[Comparison, ...]) -> dict[str, str]:
    """The unary tests of a row by what they compare: two of one number are an interval."""
    cells: dict[str, str] = {}
    bounds: dict[str, dict[str, int]] = {}
    for test in way:
        if test.operator == "is":
            cells[test.of] = "true" if test.constant else "false"
        else:
            bounds.setdefault(test.of, {})[test.operator] = test.constant
    for name, found in bounds.items():
        if len(found) == 2:
            cells[name] = f"[{found['>=']}..{found['<']})"
        else:
            [(operator, constant)] = found.items()
            cells[name] = f"{operator} {constant}"
    return cells
