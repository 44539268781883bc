"""The diagram of a DMN file: inputs on the left, the grade on the right, each decision beside what it needs."""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from collections.abc import Mapping

#: Namespaces of the diagram, to be declared on the root.
NAMESPACES = {
    "xmlns:dmndi": "https://www.omg.org/spec/DMN/20191111/DMNDI/",
    "xmlns:dc": "http://www.omg.org/spec/DMN/20180521/DC/",
    "xmlns:di": "http://www.omg.org/spec/DMN/20180521/DI/",
}
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 340, 50, 480, 70


def add_diagram(root: Xml.Element) -> None:
    """Add a shape for every input and decision, and an edge for every requirement."""
    needs = {element.get("id", ""): _needed(element) for element in root if element.tag in ("inputData", "decision")}
    places = _places({name: [other for _, other in found] for name, found in needs.items()})
    whole = Xml.SubElement(root, "dmndi:DMNDI")
    diagram = Xml.SubElement(whole, "dmndi:DMNDiagram", {"id": "diagram"})
    for name, (left, top) in places.items():
        shape = Xml.SubElement(diagram, "dmndi:DMNShape", {"id": f"shape_{name}", "dmnElementRef": name})
        bounds = {"x": left, "y": top, "width": _WIDTH, "height": _HEIGHT}
        Xml.SubElement(shape, "dc:Bounds", {key: str(number) for key, number in bounds.items()})
    for name, found in needs.items():
        for requirement, other in found:
            edge = Xml.SubElement(diagram, "dmndi:DMNEdge", {"id": f"edge_{requirement}", "dmnElementRef": requirement})
            _waypoint(edge, places[other][0] + _WIDTH, places[other][1])
            _waypoint(edge, *places[name])


def _needed(element: Xml.Element) -> list[tuple[str, str]]:
    """The requirements of a decision by id, each with what is required."""
    return [
        (requirement.get("id", ""), required.get("href", "")[1:])
        for requirement in element.iter("informationRequirement")
        for required in requirement
    ]


def _places(needs: Mapping[str, list[str]]) -> dict[str, tuple[int, int]]:
    """Columns by how many steps lead to an element; what is needed stands before what needs it."""
    column: dict[str, int] = {}
    rows: dict[int, int] = {}
    found = {}
    for name, others in needs.items():
        column[name] = max([column[other] + 1 for other in others], default=0)
        row = rows[column[name]] = rows.get(column[name], -1) + 1
        found[name] = (column[name] * _ACROSS, row * _DOWN)
    return found


def _waypoint(edge: Xml.Element, left: int, top: int) -> None:
    Xml.SubElement(edge, "di:waypoint", {"x": str(left), "y": str(top + _HEIGHT // 2)})
