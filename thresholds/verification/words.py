"""Claims and what came of them in words: terms as the ruleset and the glossary have them, numbers with their units."""

from __future__ import annotations

from fractions import Fraction

from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.rendering.words import Words, decimal_or_ratio
from thresholds.report.as_dict import number_text
from thresholds.values.citation import cite
from thresholds.values.figures import Unit
from thresholds.verification.claims import Amount, Field, Name, Says, Verdict
from thresholds.verification.monotone import name_of
from thresholds.wording import counter

MARKS = {
    Verdict.PROVED: "✓",
    Verdict.REFUTED: "✗",
    Verdict.UNDECIDED: "?",
    Verdict.DOUBTFUL: "!",
    Verdict.OUTSIDE: "–",
}

_FAMILIES = {
    "fact": Family.FACT,
    "category": Family.CATEGORY,
    "grade": Family.GRADE,
    "offence": Family.LAW,
}


class ClaimWords:
    """Sentences about one ruleset in one language."""

    def __init__(self, ruleset: Ruleset, lang: str) -> None:
        self.ruleset, self.words = ruleset, Words(lang, ruleset)

    def text(self, sentence: Says) -> str:
        """A sentence with everything named that it speaks of."""
        fields = {name: self._shown(field) for name, field in sentence.fields.items()}
        return self.words.say(sentence.key, **fields)

    def _shown(self, field: Field) -> str:
        if isinstance(field, Name):
            return self.name(field)
        if isinstance(field, Amount):
            return self.amount(field)
        if isinstance(field, str):
            return field
        return self.words.joined([self._part(part) for part in field])

    def _part(self, part: Name | Amount) -> str:
        """A part of a list; of a quantity also what it is of."""
        if isinstance(part, Name):
            return self.name(part)
        named = f"{self.name(name_of(part.quantity))} " if part.quantity is not None else ""
        return named + self.amount(part)

    def name(self, name: Name) -> str:
        """What something is called; of items that share a citation the id besides."""
        if name.kind == "item":
            cited = cite(name.id, self.words.lang)
            return f"{cited} {name.id}" if "-" in name.id else cited
        shown = self.words.term(name.id, _FAMILIES.get(name.kind))
        return self.words.term(name.id, Family.KEY) if shown == name.id else shown

    def amount(self, amount: Amount) -> str:
        """A number with its unit; a sum has none."""
        quantity, value = amount
        if quantity is None:
            return decimal_or_ratio(Fraction(value))
        if quantity.kind == "number":
            return f"{value}{counter(self.ruleset.declared[quantity.name].unit, self.words.lang, str(value))}"
        unit = Unit.MONEY if quantity.kind in ("money", "parameter") else Unit.RECORDS
        return f"{number_text(value, unit)}{self.words.say(f'unit.{unit.value}')}"
