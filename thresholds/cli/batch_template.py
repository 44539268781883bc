"""The header of a table of cases, and one row that shows what its cells look like."""

from __future__ import annotations

import csv
import io

from thresholds import glossary
from thresholds.case.flat import Key, Sort, keys_of
from thresholds.glossary import Family
from thresholds.law.model import Ruleset

#: What a cell of each sort looks like; dates and regions are left out of a first table.
_CELLS = {
    Sort.LABEL: ("甲", "A"),
    Sort.COUNT: ("0", "0"),
    Sort.MONEY: ("0", "0"),
    Sort.TRUTH: ("否", "no"),
    Sort.CONSEQUENCE: ("否", "no"),
    Sort.PUNISHMENT: ("否", "no"),
    Sort.PENALTY: ("否", "no"),
    Sort.ACT: ("出售", "sale"),
    Sort.ORIGIN: ("其他场合", "elsewhere"),
}


def template_of(ruleset: Ruleset, lang: str) -> str:
    """A table as CSV, with the columns that a ruleset reads, in the language asked for."""
    keys = [key for key in keys_of(ruleset).values() if key.sort in _CELLS and "." not in key.id]
    keys.sort(key=lambda key: key.id != "id")
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([_header(ruleset, key, lang) for key in keys])
    writer.writerow([_CELLS[key.sort][lang == "en"] for key in keys])
    return stream.getvalue()


def _header(ruleset: Ruleset, key: Key, lang: str) -> str:
    if lang == "en":
        return key.id
    own = ruleset.labels.get(key.id)
    if own is not None and own[0]:
        return own[0]
    families = (Family.CATEGORY, Family.FACT, Family.KEY)
    found = (glossary.term(key.id, family) for family in families)
    return next((term.zh for term in found if term is not None), key.id)
