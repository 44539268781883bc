"""What the tests of documents share: a case worked out by hand, and every case that is shipped as a document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from thresholds import Report, evaluate, load_case
from thresholds.rendering.document.audience import Audience
from thresholds.rendering.document.build import document
from thresholds.rendering.document.model import (
    Block,
    Bullets,
    Document,
    Heading,
    LadderChart,
    PageBreak,
    Paragraph,
    Table,
)

ROOT = Path(__file__).resolve().parent.parent
CASES = sorted((ROOT / "cases").rglob("*.yaml"))
MATTERS = [ROOT / "cases" / f"{name}.yaml" for name in ("zaozhuang-2017", "nantong-2019", "wuxi-2018", "wuhan-2017")]
LANGS = ("zh", "en")

#: 甲 supplies 28 location records that he had from his service; 乙 has those and between 14 and 30 more.
CHAIN: dict[str, Any] = {
    "schema": "thresholds/case/1",
    "id": "chain",
    "title": "两人转手",
    "note": "虚构",
    "source": {"publisher": "某报", "address": "https://example.org/?a=1&b=2"},
    "court": {"outcome": "未公布"},
    "evidence": {
        "E1": {"kind": "电子数据", "what": "聊天记录", "at": "卷二第31页"},
        "E2": {"kind": "鉴定意见", "what": "去重"},
    },
    "persons": {"jia": {"name": "甲", "role": "营业员"}, "yi": {"name": "乙", "note": "在逃", "court": "另案处理"}},
    "batches": {
        "B1": {"category": "location_tracking", "records": 28, "obtained_in": "duty_or_service", "evidence": ["E1"]},
        "B2": {
            "category": "general_information",
            "records": 100,
            "duplicates": {"value": 10, "evidence": ["E2"], "because": "逐条比对"},
        },
    },
    "dealings": [
        {"id": "D1", "by": "jia", "act": "sale", "to": "yi", "date": "2021-03-02", "batch": "B1", "paid": "3000 元"},
        {"id": "D2", "by": "yi", "act": "purchase", "source": "jia", "batch": "B1", "note": "当面交付"},
        {
            "id": "D3",
            "by": "yi",
            "act": "purchase",
            "source": "qian",
            "records": {"location_tracking": {"at_least": 14, "at_most": 30}},
        },
        {"id": "D4", "by": "yi", "act": "purchase", "batch": "B2"},
        {"id": "D5", "by": "yi", "act": "sale", "to": "sun", "batch": "B2"},
        {"id": "D6", "by": "yi", "act": "sale", "to": "zhou", "batch": "B2"},
        {
            "id": "D7",
            "by": "yi",
            "act": "provision",
            "to": "wu",
            "records": {"general_information": 9},
            "consent": True,
        },
    ],
    "facts": {"yi": {"prior_criminal_punishment": {"is": "no", "evidence": ["E1"], "disputed": True}}},
}


def chain(**more: Any) -> Report:
    """The case worked out by hand, evaluated."""
    return evaluate(load_case(CHAIN | more))


@cache
def report_of(path: Path) -> Report:
    """The report of a case that is shipped."""
    return evaluate(load_case(path))


@cache
def document_of(path: Path, lang: str, audience: Audience) -> Document:
    """The document of a case that is shipped."""
    return document(report_of(path), lang, audience)


def texts_of(block: Block) -> Iterator[str]:
    """Every text of a block."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Table():
            yield block.caption
            yield from block.head
            for row in block.rows:
                yield from row
        case LadderChart():
            yield block.caption
            yield from block.text


def said(found: Document) -> str:
    """Everything that a document says, without its line breaks."""
    return " ".join(text.replace("\n", "") for block in found.blocks for text in texts_of(block))


def part(found: Document, anchor: str) -> list[Block]:
    """What stands below a heading, up to the next of its level or above; the heading itself left out."""
    blocks = list(found.blocks)
    start = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.anchor == anchor)
    head = blocks[start]
    assert isinstance(head, Heading)
    end = next(
        (i for i, b in enumerate(blocks) if i > start and isinstance(b, Heading) and b.level <= head.level), len(blocks)
    )
    return [block for block in blocks[start + 1 : end] if not isinstance(block, PageBreak)]


def rows_of(blocks: list[Block]) -> list[tuple[str, ...]]:
    """The rows of all tables among blocks."""
    return [row for block in blocks if isinstance(block, Table) for row in block.rows]
