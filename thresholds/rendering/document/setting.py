"""What every section of a document needs: the report, the words, for whom it is arranged, and names in full."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.rendering.document.audience import Audience
from thresholds.rendering.words import Words
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.case.model import Free
    from thresholds.evaluation.facts import Line
    from thresholds.report.model import Grade, PersonReport, Report

#: Written in a cell that does not apply.
NOTHING = "—"


class Setting(NamedTuple):
    """A report as it is to be written: in which words, for whom, and which persons of it."""

    report: Report
    words: Words
    audience: Audience
    persons: tuple[PersonReport, ...]

    @property
    def names(self) -> dict[str, str]:
        """The names of the persons of the case by their ids; one without a name has the id alone."""
        return {name: person.name or name for name, person in self.report.case.persons.items()}

    def name(self, identifier: str) -> str:
        """The name of somebody in the ledger, or the id where the file does not list him."""
        return self.names.get(identifier, identifier)

    def day(self, day: date) -> str:
        """A day as it is written: 2017年6月1日, or 2017-06-01."""
        return f"{day.year}年{day.month}月{day.day}日" if self.words.lang == "zh" else day.isoformat()

    def piece(self, identifier: str) -> str:
        """A piece of evidence with what the evidence list says of it: `E1（电子数据：聊天记录，卷二第31页）`."""
        piece = self.report.case.evidence.get(identifier)
        if piece is None:
            return identifier
        what = self.words.say("document.colon").join([part for part in (piece.kind, piece.what) if part])
        text = self.words.say("clause").join([part for part in (what, piece.at) if part])
        return self.words.say("document.brackets", text=identifier, inside=text) if text else identifier

    def dealing(self, line: Line) -> str:
        """A dealing with what was done, from whom, and when: `D3 购买（来自吴某，2016）`."""
        dealing, words = line.dealing, self.words
        source = words.joined([self.name(name) for name in dealing.source])
        more = [words.say("document.from", source=source)] if source else []
        more += [dealing.date.written] if dealing.date and dealing.date.written else []
        text = f"{dealing.id} {words.term(dealing.act, Family.ACT)}"
        return words.say("document.brackets", text=text, inside=words.say("clause").join(more)) if more else text

    def grade(self, grade: Grade) -> str:
        """A grade for a cell, two bounds on two lines."""
        if grade.determined:
            return self.words.grade(grade)
        low, high = (self.words.term(name, Family.GRADE) for name in grade)
        return self.words.say("document.grade.open", low=low, high=high)

    def gloss(self, zh: str, en: str) -> str:
        """A ruleset's own words in the language of the document; Chinese where there are no English ones."""
        return zh if self.words.lang == "zh" or not en else en

    def free(self, value: Free) -> list[str]:
        """A free text, list or map of the file, a line each."""
        if isinstance(value, str):
            return [value] if value else []
        if isinstance(value, dict):
            inner = {key: self.words.say("document.semicolon").join(self.free(part)) for key, part in value.items()}
            colon = self.words.say("document.colon")
            return [f"{self._label(key)}{colon}{text}" for key, text in inner.items() if text]
        return [line for part in value for line in self.free(part)]

    def _label(self, key: str) -> str:
        """A key of a free map: somebody of the case, a word that is usual there, or as it is written."""
        if key in self.names:
            return self.name(key)
        known = phrase(f"document.key.{key}", self.words.lang, "")
        return known or (glossary.label(key, "zh", Family.KEY) if self.words.lang == "zh" else key)
