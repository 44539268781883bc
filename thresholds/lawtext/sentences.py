"""The sentence of the law beside what a ruleset says of it: for reports that show both."""

from __future__ import annotations

from dataclasses import dataclass

from thresholds.law.model import Ruleset
from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import Pinpoint, pinpoint_of
from thresholds.lawtext.terms import plain


@dataclass(frozen=True)
class Sentences:
    """Official texts, each of an instrument."""

    texts: tuple[LawText, ...] = ()

    def of(self, ruleset: Ruleset, identifier: str) -> str:
        """What a text says at the place that an id of the ruleset cites; empty where no text of it is there.

        Of an item its own words alone; where the text has no such place, the next wider one.
        """
        text = self.text_of(ruleset)
        place: Pinpoint | None = pinpoint_of(identifier) if text is not None else None
        while text is not None and place is not None:
            passage = text.find(place)
            if passage is not None:
                return passage.words
            place = place.above
        return ""

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
