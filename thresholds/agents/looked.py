"""What looking up answers, as models: items, terms, rulesets, statutes and codes."""

from __future__ import annotations

from pydantic import Field

from thresholds.agents.answers import Answer


class ItemFound(Answer):
    """An item or a provision: its words in short, what the machine does, its number."""

    ruleset: str
    citation: str
    item: str
    cite: str
    grade: str | None = None
    gloss: str
    machine: str
    standard: str | None = None
    categories: tuple[str, ...] = ()
    note: str | None = None


class Term(Answer):
    """A term in both languages."""

    id: str
    family: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    cite: str | None = None
    note: str | None = None
    ruleset: str | None = None


class Terms(Answer):
    """Every term that is spelt so, or that the spelling is a part of; `more` of these are left out."""

    terms: tuple[Term, ...]
    more: int | None = None


class ReadingDeclared(Answer):
    """A reading that a ruleset declares: what is open, and its options, the default first."""

    id: str
    asks: str
    options: dict[str, str]


class Stated(Answer):
    """A fact that a ruleset declares itself."""

    id: str
    zh: str
    en: str
    kind: str
    unit: str | None = None


class RulesetFound(Answer):
    """A ruleset in short; of one that was asked for, what it declares besides."""

    id: str
    citation: str
    title: str
    offences: tuple[str, ...]
    statute: str
    in_force_from: str
    in_force_until: str | None = None
    items: int
    grades: tuple[str, ...] | None = None
    item_ids: tuple[str, ...] | None = None
    readings: tuple[ReadingDeclared, ...] | None = None
    facts: tuple[Stated, ...] | None = None


class VersionFound(Answer):
    """The text of a statute in one period: its offences, and its tiers with the range of punishment of each."""

    id: str
    citation: str
    in_force_from: str | None = None
    in_force_until: str | None = None
    gloss: str
    offences: tuple[str, ...] = ()
    grades: dict[str, str] = Field(default_factory=dict)
    source: str


class StatuteFound(Answer):
    """A statute in its versions; it has no numbers of its own, these are of the ruleset `measured_by`."""

    id: str
    citation: str
    title: str
    measured_by: str
    versions: tuple[VersionFound, ...]
    readings: tuple[ReadingDeclared, ...] = ()


class RulesetsFound(Answer):
    """Rulesets, and statutes that may be named in their place: dates choose the version. Or one such statute."""

    rulesets: tuple[RulesetFound, ...] = ()
    statutes: tuple[str, ...] = ()
    versions_of: StatuteFound | None = None


class CodeMeans(Answer):
    """The page of a code."""

    code: str
    says: str
    where: str
    hint: str | None = None
    wrong: str | None = None
    right: str | None = None
