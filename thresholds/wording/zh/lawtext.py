"""规则集与官方文本核对."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "code.where.TH14": "规则集与官方文本核对（不符的退出码 3）",
    "code.where.TH15": "规则集与官方文本核对（不符的退出码 3，文本读不出来的退出码 1）",
    "lawtext.text": "全文",
    "lawtext.nothing": "没有",
    "lawtext.all": "全部",
    "lawtext.head": "文号、施行日期、所依据的法律条文",
    "lawtext.numbers": "数字 {number}",
    "lawtext.multipliers": "倍数 {number}",
    "lawtext.spans": "期限 {number}",
    "lawtext.categories": "类别 {number}",
    "lawtext.references": "引用 {number}",
    "lawtext.terms": "用语 {number}",
    "lawtext.quotations": "引文 {number}",
    "lawtext.borrowed": "数字另有出处 {number}",
    "lawtext.agrees": "✓ {cite}",
    "lawtext.differs": "✗ {cite}　不符 {number} 处",
    "lawtext.found-elsewhere": "{entry}：{said} 不在本句，来自{source}，已找到",
    "lawtext.not-looked-for": "{entry}：{said} 不在本文本，规则集注明来自{source}，未核对",
    "lawtext.unstated.citation": "文号：文本没有写，没有核对",
    "lawtext.unstated.in_force": "施行日期：文本没有写，没有核对",
    "lawtext.summary.agrees": "相符。{citation}，文本 {file}：{articles} 条，规则集的 {claims} 处都在该句里，文本的数、引用、类别都已写进规则集",
    "lawtext.summary.differs": "{number} 处不符，在 {wrong} 条里。{citation}，文本 {file}：{articles} 条，相符的 {claims} 处",
    "lawtext.sentence": "条文：{text}",
    "lawtext.of-none": "--text 的文本里没有{citation}：文本是 {value}",
    "lawtext.old-word": "这是旧的 Word 格式（.doc）",
    "lawtext.pdf": "这是 PDF",
    "lawtext.no-word": "不是 Word 文件（.docx），或者文件已损坏",
}
