"""The manual page of each diagnostic: what it means, what to do, and a wrong and a right example."""

from __future__ import annotations

import re
from typing import NamedTuple

from thresholds.wording import phrase, table
from thresholds.wording.examples import EXAMPLES, Example

_CODE = re.compile(r"TH\d{3}")
#: Where the sentences of codes stand.
_TOPICS = ("errors", "batch", "tally", "teaching", "agents", "service", "page", "export")
_FIELD = re.compile(r"(?<!\{)\{\w+(:\w+)?\}(?!\})")


class Page(NamedTuple):
    """The page of a code: its sentence, where it is said, what to do, and an example where there is one."""

    code: str
    says: str
    where: str
    hint: str
    example: Example | None


def codes() -> tuple[str, ...]:
    """Every code, in order."""
    return tuple(sorted(key for topic in _TOPICS for key in table(topic, "zh") if _CODE.fullmatch(key)))


def page(code: str, lang: str = "zh") -> Page:
    """The page of a code; fields that a real message fills stand as …"""
    says = _FIELD.sub("…", phrase(code, lang))
    hint = _FIELD.sub("…", phrase(f"{code}.hint", lang, "")).replace("{{", "{").replace("}}", "}")
    where = phrase(f"code.where.{code[:4]}", lang, "") or phrase(f"code.where.{code[:3]}", lang)
    return Page(code, says, where, hint, EXAMPLES.get(code))
