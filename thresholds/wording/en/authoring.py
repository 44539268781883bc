"""English wording, key by key with `zh`: writing and comparing rulesets."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "lacks.title": "its title",
    "lacks.citation": "its citation",
    "lacks.statute": "the article of the statute",
    "lacks.range": "the statutory range in words (range)",
    "lacks.law": "the item that it is about (law)",
    "lacks.basis": "its source (basis)",
    "lacks.use": "where it is used: no item is measured by it",
    "lacks.source": "its source",
    "lacks.offence": "the offence that it points to",
    "lacks.facts": "the facts that it looks at",
    "lacks.of": "what it is reckoned from (of)",
    "lacks.note": "where the number that 「」 does not have is from (note)",
    "lint.no-suites": "{file}: no suites were found, so that tests at boundaries were not looked for; --tests says where they are",
}
