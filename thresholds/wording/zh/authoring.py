"""编写、比较规则集."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "lacks.title": "名称（title）",
    "lacks.citation": "文号（citation）",
    "lacks.statute": "所依据的刑法条文（statute）",
    "lacks.range": "法定刑（range）",
    "lacks.law": "说的是哪一项（law）",
    "lacks.basis": "出处（basis）",
    "lacks.use": "用在哪里：没有一项以它为标准",
    "lacks.source": "出处（source）",
    "lacks.offence": "所指的罪名（offence）",
    "lacks.facts": "看哪些事实",
    "lacks.of": "按什么计算（of）",
    "lacks.note": "「」里没有的数出自哪里（note）",
    "lint.no-suites": "{file}: 没有找到测试集，没有查边界测试；用 --tests 指明在哪里",
}
