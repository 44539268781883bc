"""The sentence of the law beside what a ruleset says of it: for reports that show both."""

from __future__ import annotations

from dataclasses import dataclass

from thresholds.law.model import Ruleset
from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import pinpoint_of
from thresholds.lawtext.terms import plain


@dataclass(frozen=True)
class Sentences:
    """Official texts, each of an instrument."""

    texts: tuple[LawText, ...] = ()

    def of(self, ruleset: Ruleset, identifier: str) -> str:
        """What a text says at the place that an id of the ruleset cites, of an item its own words alone.

        Empty where no text of the ruleset is at hand, or it has no such place.
        """
        text, place = self.text_of(ruleset), pinpoint_of(identifier)
        passage = text.find(place) if text is not None and place is not None else None
        return passage.words if passage is not None else ""

    def text_of(self, ruleset: Ruleset) -> LawText | None:
        """The text with the document number of a ruleset; of a statute, that which has its name."""
        wanted = plain(ruleset.citation)
        for text in self.texts:
            if wanted in [plain(number) for number in text.numbers]:
                return text
        return next((text for text in self.texts if not text.numbers and wanted in plain(text.title)), None)

    @property
    def titles(self) -> tuple[str, ...]:
        """What each text is: its document number, else its name."""
        return tuple("、".join(text.numbers) or text.title or text.file for text in self.texts)


NO_SENTENCES = Sentences()
