"""Wrong and right examples of what cannot be exported: rulesets (TH750, TH751), and cases as inputs (TH752, TH753)."""

from __future__ import annotations

_FIRST = "- {{id: art5.1.3, gloss: 一类, when: {{records_of: [location_tracking], at_least: {first} 条}}}}"
_SECOND = "- {{id: art5.1.4, gloss: 另一类, when: {{records_of: [general_information], at_least: {second} 条}}}}"
_SUM = "- {{id: art5.1.6, gloss: 合计, when: {{proportions_of: [art5.1.3, art5.1.4], sum_at_least: 1}}}}"


def _sum(first: int, second: int) -> str:
    return "\n".join((_FIRST, _SECOND, _SUM)).format(first=first, second=second)


#: As items of article 5, paragraph 1.
RULESETS: dict[str, tuple[str, str]] = {
    "TH750": ("- {id: art5.1.10, gloss: 其他情形, when: {judgment: 只列出}}", _FIRST.format(first=50)),
    "TH751": (_sum(999_999_937, 999_999_929), _sum(50, 5000)),
}

#: As sections of a case file.
CASES: dict[str, tuple[str, str]] = {
    "TH752": ("facts: {jia: {illegal_gains: 1万余元}}", "facts: {jia: {illegal_gains: 10000 元}}"),
    "TH753": ("facts: {jia: {illegal_gains: 9999亿元}}", "facts: {jia: {illegal_gains: 999亿元}}"),
}
