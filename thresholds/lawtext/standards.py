"""References of sentences as the items of the ruleset that they lead to, and whether its conditions name the same."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.lawtext.coverage import Coverage, Sentence
from thresholds.lawtext.entries import Entry
from thresholds.lawtext.pinpoints import Pinpoint
from thresholds.lawtext.references import Reference, resolved

_QUOTED = re.compile('[“‘「"]([^”’」"]{2,12})[”’」"]')
_NUMBERED = re.compile(r"〔\d{4}〕\d+号")


class Targets:
    """What references lead to in a ruleset."""

    def __init__(self, coverage: Coverage, ruleset: Ruleset) -> None:
        self.coverage, self.ruleset, self.text = coverage, ruleset, coverage.text

    @cached_property
    def whole(self) -> bool:
        """Whether the ruleset is of the whole instrument; one of a statute is of some articles."""
        return _NUMBERED.search(self.ruleset.citation) is not None

    @cached_property
    def measuring(self) -> tuple[Entry, ...]:
        """The items that set standards."""
        return tuple(entry for entry in self.coverage.entries if entry.measures)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The names of the grades."""
        grades = self.ruleset.grades[1:]
        return {grade.id: grade.label or glossary.label(grade.id, "zh", Family.GRADE) for grade in grades}

    @cached_property
    def offences(self) -> dict[str, str]:
        """The offence that each grade is of; of a ruleset with one offence, nothing."""
        return {grade.id: grade.offence for grade in self.ruleset.grades}

    def items_of(self, place: Pinpoint, reference: Reference, sentence: Sentence) -> dict[str, Entry]:
        """The measuring items that a reference leads to.

        Where it leads to a whole paragraph or article, and the sentence quotes names of grades that items there have,
        only those items.
        """
        places = resolved(reference, place, self.text)
        found = {entry.id: entry for entry in self.measuring if any(target.holds(entry.pinpoint) for target in places)}
        if reference.items:
            return found
        quoted = quoted_in(sentence.whole)
        graded = {
            name: entry
            for name, entry in found.items()
            if any(term in self.labels.get(entry.grade, "") for term in quoted)
        }
        return graded or found

    def measured(self, sentence: Sentence) -> dict[str, Entry]:
        """The items of all references of a sentence that lead to standards."""
        found: dict[str, Entry] = {}
        for place, reference in sentence.references:
            if reference.measuring:
                found |= self.items_of(place, reference, sentence)
        return found

    def strange(self, names: frozenset[str], sentence: Sentence) -> list[str]:
        """The names of items that no reference of the sentence leads to."""
        known = self.measured(sentence)
        return [name for name in self.ruleset.by_id if name in names and name not in known]

    def said(self, sentence: Sentence) -> str:
        """The references of a sentence, as it writes them."""
        texts = {passage.pinpoint: passage.text for passage in sentence.passages}
        found = [texts[place][reference.start : reference.end] for place, reference in sentence.references]
        return "、".join(dict.fromkeys(found))


@lru_cache(maxsize=16384)
def quoted_in(text: str) -> frozenset[str]:
    """Terms that a text puts in quotation marks: “情节严重”."""
    return frozenset(_QUOTED.findall(text))


def general_agrees(sentence: Sentence, targets: Targets) -> bool:
    """Whether what a sentence leaves out is just what the other items of that paragraph count."""
    if any("其他公民个人信息" in passage.text for passage in sentence.passages):
        return True
    for place, reference in sentence.references:
        if not reference.besides or not reference.items:
            continue
        out = {name: found for name, found in targets.items_of(place, reference, sentence).items() if found.categories}
        paragraphs = {found.pinpoint.above for found in out.values()}
        others = {
            found.id
            for found in targets.measuring
            if found.pinpoint.above in paragraphs and found.categories and "general_information" not in found.categories
        }
        return bool(out) and set(out) == others and len(reference.items) == len(others)
    return False
