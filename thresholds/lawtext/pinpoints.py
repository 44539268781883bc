"""Places in a text: article, paragraph, item and sub-item, from the id of a ruleset or to words for people."""

from __future__ import annotations

import re
from typing import NamedTuple

from thresholds.values.citation import numeral

#: `art253-1.1.2-large`: an article inserted after another has a number of its own; a suffix is of the ruleset alone.
_ID = re.compile(r"art(\d+)(?:-(\d+)(?!\w))?(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-[A-Za-z0-9_]+)?")
_HUNDRED = 100


class Pinpoint(NamedTuple):
    """A place in a text; 0 where it is not that narrow. The article is (253, 1) for 第二百五十三条之一, else (5, 0)."""

    article: tuple[int, int]
    paragraph: int = 0
    item: int = 0
    sub_item: int = 0

    @property
    def above(self) -> Pinpoint | None:
        """The next wider place; none above an article."""
        if self.sub_item:
            return self._replace(sub_item=0)
        if self.item:
            return self._replace(item=0)
        return self._replace(paragraph=0) if self.paragraph else None

    def holds(self, other: Pinpoint) -> bool:
        """Whether another place is this one or lies inside it."""
        return (
            self.article == other.article
            and self.paragraph in (0, other.paragraph)
            and self.item in (0, other.item)
            and self.sub_item in (0, other.sub_item)
        )

    def cite(self, lang: str = "zh") -> str:
        """第五条第一款第（三）项, or Art. 5 ¶1 (3)."""
        number, inserted = self.article
        if lang == "en":
            text = f"Art. {number}" + (f"-{inserted}" if inserted else "")
            text += f" ¶{self.paragraph}" if self.paragraph else ""
            return text + (f" ({self.item})" if self.item else "") + (f" {self.sub_item}." if self.sub_item else "")
        text = f"第{chinese(number)}条" + (f"之{chinese(inserted)}" if inserted else "")
        text += f"第{chinese(self.paragraph)}款" if self.paragraph else ""
        text += f"第（{chinese(self.item)}）项" if self.item else ""
        return text + (f"第{self.sub_item}目" if self.sub_item else "")


class Cited(str):
    """A pinpoint that stands inside a sentence: `{cite:zh}` and `{cite:en}` show it in either language."""

    __slots__ = ("pinpoint",)
    pinpoint: Pinpoint

    def __new__(cls, pinpoint: Pinpoint) -> Cited:
        """The pinpoint; as a text, its Chinese citation."""
        made = super().__new__(cls, pinpoint.cite())
        made.pinpoint = pinpoint
        return made

    def __format__(self, lang: str) -> str:
        return self.pinpoint.cite(lang or "zh")


def pinpoint_of(identifier: str) -> Pinpoint | None:
    """The place that an id of a ruleset cites, its suffix left out; None where it is no citation."""
    match = _ID.fullmatch(identifier)
    if match is None:
        return None
    article, inserted, *rest = (int(part) if part else 0 for part in match.groups())
    return Pinpoint((article, inserted), *rest)


def chinese(number: int) -> str:
    """A Chinese numeral below one thousand, as statutes number their articles: 253 = 二百五十三, 110 = 一百一十."""
    hundreds, rest = divmod(number, _HUNDRED)
    if not hundreds:
        return numeral(rest)
    head = f"{numeral(hundreds)}百"
    if not rest:
        return head
    if rest < 10:
        return f"{head}零{numeral(rest)}"
    return head + (f"一{numeral(rest)}" if rest < 20 else numeral(rest))
