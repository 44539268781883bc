"""案卷还够到的其他罪名."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "neighbour.heading": "其他罪名",
    "neighbour.established": "按所写事实，{citation}的{items}成立",
    "neighbour.open": "按所写事实，{citation}的{items}待查",
    "neighbour.drawn": "案卷没有写「{fact}」，所计信息中至多 {most} 条可能属于；如果属于，{citation}的{items}可能成立",
    "neighbour.line": "{offence}（{statute}）  {grade}",
    "neighbour.may": "可能达到 {grade}",
    "neighbour.untouched": "案卷没有写以下罪名的事实，各项均不成立：{offences}",
}
