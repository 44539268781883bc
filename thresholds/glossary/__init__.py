"""The glossary: the one source of every term, in English for code and files, in Chinese as the law writes it."""

from __future__ import annotations

from functools import cache

from thresholds.glossary.keys import KEYS
from thresholds.glossary.term import Family, Term
from thresholds.glossary.terms import TERMS

__all__ = ["Family", "Term", "all_terms", "find_key", "find_value", "ids", "label", "term"]


@cache
def all_terms() -> tuple[Term, ...]:
    """Every term, keys of the file formats included, in the order of the families."""
    return TERMS + KEYS


@cache
def _family(family: Family) -> dict[str, Term]:
    return {entry.id: entry for entry in all_terms() if entry.family is family}


@cache
def _by_spelling(family: Family) -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in _family(family).values():
        for spelling in (entry.id, entry.zh, *entry.also):
            table.setdefault(spelling, entry.id)
    return table


def ids(family: Family) -> tuple[str, ...]:
    """The identifiers of a family, in the order of the glossary (for categories: of the law)."""
    return tuple(_family(family))


def find_value(family: Family, spelling: str) -> str | None:
    """The identifier behind an English or a Chinese spelling of an enumerated value."""
    return _by_spelling(family).get(spelling)


def find_key(spelling: str) -> str | None:
    """The identifier behind an English or a Chinese spelling of a key."""
    table = _by_spelling(Family.KEY)
    return table.get(spelling) or _by_spelling(Family.FACT).get(spelling)


def term(identifier: str, family: Family | None = None) -> Term | None:
    """The term with this identifier, in the family given or in the first that has it."""
    if family is not None:
        return _family(family).get(identifier)
    return next((entry for entry in all_terms() if entry.id == identifier), None)


def label(identifier: str, lang: str = "zh", family: Family | None = None) -> str:
    """The word that people read for an identifier; the identifier itself where the glossary has none.

    Any fact may be unknown, whatever the family of its values; that someone is a unit may be asked for as a fact is.
    """
    entry = term(identifier, family) or _family(Family.TRUTH).get(identifier)
    if entry is None and family is Family.FACT:
        entry = _family(Family.PERSON_KIND).get(identifier)
    if entry is None:
        return identifier
    return entry.zh if lang == "zh" else entry.en
