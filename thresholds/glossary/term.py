"""What a glossary entry holds."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Family(StrEnum):
    """The families of terms; an identifier is unique inside its family."""

    GRADE = "grade"
    STATUS = "status"
    TRUTH = "truth"
    CATEGORY = "category"
    ACT = "act"
    ORIGIN = "origin"
    PERSON_KIND = "person_kind"
    CONSEQUENCE = "consequence"
    ROLE = "role"
    FACT = "fact"
    LAW = "law"
    KEY = "key"


class Term(NamedTuple):
    """One term: identifier, Chinese label, English label, other spellings accepted in files, pinpoint, note."""

    family: Family
    id: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    cite: str = ""
    note: str = ""
