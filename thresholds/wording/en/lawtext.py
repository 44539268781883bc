"""Rulesets against official texts."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "code.where.TH14": "a ruleset against an official text (exit code 3 where they differ)",
    "code.where.TH15": "a ruleset against an official text (exit code 3 where they differ, 1 where the text cannot be read)",
    "lawtext.text": "the whole text",
    "lawtext.nothing": "none",
    "lawtext.all": "all of it",
    "lawtext.head": "document number, first day in force, articles of the statute",
    "lawtext.numbers": "numbers {number}",
    "lawtext.multipliers": "multipliers {number}",
    "lawtext.spans": "spans of time {number}",
    "lawtext.categories": "categories {number}",
    "lawtext.references": "references {number}",
    "lawtext.terms": "terms {number}",
    "lawtext.quotations": "quotations {number}",
    "lawtext.borrowed": "numbers from elsewhere {number}",
    "lawtext.agrees": "✓ {cite}",
    "lawtext.differs": "✗ {cite}  {number} not in agreement",
    "lawtext.found-elsewhere": "{entry}: {said} is not in this sentence but in {source}, where it was found",
    "lawtext.not-looked-for": "{entry}: {said} is not in this text; the ruleset has it from {source}, which was not looked at",
    "lawtext.unstated.citation": "Document number: the text does not state it, not compared",
    "lawtext.unstated.in_force": "Date in force: the text does not state it, not compared",
    "lawtext.summary.agrees": "In agreement. {citation}, text {file}: {articles} articles; all {claims} points of the ruleset stand in their sentences, and every number, reference and category of the text is in the ruleset",
    "lawtext.summary.differs": "{number} not in agreement, in {wrong} articles. {citation}, text {file}: {articles} articles, {claims} points in agreement",
    "lawtext.sentence": "Text: {text}",
    "lawtext.of-none": "no text of {citation} was given with --text: {value}",
    "lawtext.old-word": "it is Word's old format (.doc)",
    "lawtext.pdf": "it is a PDF",
    "lawtext.no-word": "it is no Word file (.docx), or a damaged one",
}
