"""Tables → the tree of a case file, which the reader of case files then reads like any other."""

from __future__ import annotations

from thresholds.case.ledger.cells import mapped
from thresholds.case.ledger.columns import chinese
from thresholds.case.ledger.dealings import Ledger, Named, batches_node, referred
from thresholds.case.ledger.rows import Table
from thresholds.case.ledger.sections import SECTIONS, entries, paired, section_node
from thresholds.case.read import CASE_SCHEMA, CaseReader
from thresholds.source.node import Cell, Node
from thresholds.source.reader import Reader
from thresholds.wording import Worded

#: Rows among which the first of several cells is where a header should stand.
_LOOKED_AT = 12


def case_root(tables: dict[str, Table], name: str, reader: Reader) -> Node:
    """The tree of a case whose id is `name`; `tables` has the table of dealings and those of other sections.

    Raises:
        SourceErrors: with everything that is wrong in the tables, and in the case that they make.
    """
    ledger = Ledger(reader)
    if "dealings" in tables:
        _read(ledger, tables["dealings"])
    listed = {key: entries(key, tables[key], reader) for key in SECTIONS if key in tables}
    if not ledger.dealings and not listed.get("persons") and not reader.diagnostics:
        rows = tables["dealings"].rows if "dealings" in tables else ()
        reader.wrong("TH259", rows[-1].cells[0] if rows else Node(0, 0))
    if not ledger.persons and "persons" not in tables:
        for node in ledger.dealings:
            reader.wrong("TH202", node, "by", zh=chinese("by"))
    root = Node(0, 0)
    root.pairs = [(_text("schema"), _text(CASE_SCHEMA))]
    head = paired(tables["head"], reader) if "head" in tables else []
    if not any(key.text in ("id", "案件", "编号") for key, _ in head):
        root.pairs.append((_text("id"), _text(name)))
    root.pairs += head
    root.pairs += _sections(ledger, listed)
    if "readings" in tables:
        pairs = [pair for pair in paired(tables["readings"], reader) if pair[0].text not in ("readings", "口径")]
        root.pairs.append((_text("readings"), _map(pairs)))
    _refuse(root, reader)
    return root


def _read(ledger: Ledger, table: Table) -> None:
    if not ledger.read(table):
        wide = [row for row in table.rows[:_LOOKED_AT] if len(row.cells) > 1] or table.rows
        place: Node = wide[0].cells[0] if wide else Node(0, 0)
        ledger.reader.wrong("TH240", place, where=Worded("header.table"))


def _refuse(root: Node, reader: Reader) -> None:
    """Raise what was noted, together with what the reader of case files finds in the rest."""
    if not reader.diagnostics:
        return
    keys = {key.text for key, _ in root.pairs or ()}
    if "persons" in keys:
        whole = CaseReader(reader.file)
        whole.diagnostics += reader.diagnostics
        whole.case(root)
    reader.finish()


def _sections(ledger: Ledger, listed: dict[str, dict[str, Named] | None]) -> list[tuple[Node, Node]]:
    """The sections that there are; persons, batches and evidence are those of the rows where no sheet lists them."""
    found: dict[str, Node | None] = {key: section_node(named) for key, named in listed.items() if named}
    if "persons" not in found:
        found["persons"] = _map([(cell, mapped(cell, [])) for cell in ledger.persons.values()])
    found["batches"] = batches_node(ledger, listed.get("batches"))
    found["dealings"] = dealings = Node(0, 0)
    dealings.items = ledger.dealings
    if "evidence" not in found:
        for key in ("batches", "facts"):
            referred(key, found.get(key) or Node(0, 0), ledger.evidence)
        found["evidence"] = _map([(cell, mapped(cell, [])) for cell in ledger.evidence.values()])
    order = ("evidence", "persons", "batches", "dealings", "facts")
    return [(_text(key), node) for key in order if (node := found.get(key)) is not None and _holds(node)]


def _holds(node: Node) -> bool:
    return bool(node.pairs or node.items)


def _text(text: str) -> Node:
    node = Node(0, 0)
    node.text, node.quoted = text, True
    return node


def _map(pairs: list[tuple[Cell, Node]] | list[tuple[Cell, Cell]]) -> Node:
    node = Node(0, 0)
    node.pairs = [*pairs]
    return node
