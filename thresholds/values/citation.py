"""Citations: `art5.1.3` is 第五条第一款第（三）项, in both directions."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

#: An id of a provision or an item: article, paragraph, item, sub-item; a suffix tells apart what one sentence holds.
PATTERN = r"art(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-[a-z0-9_]+)?"
_ID = re.compile(PATTERN)
_NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A Chinese numeral below one hundred, as articles are numbered: 12 = 十二."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _NUMERALS[ones]
    head = "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


def cite(item: str, lang: str = "zh", single: Container[int] = ()) -> str:
    """The pinpoint of an item, as it is cited: 第五条第一款第（三）项, or Art. 5 ¶1 (3).

    Of articles that have a `single` paragraph none is named: 第四条第（一）项.

    Raises:
        ValueError: the id is not of the form `art5.1.3`.
    """
    match = _ID.fullmatch(item)
    if not match:
        raise ValueError(item)
    article, paragraph, point, sub = (int(part) if part else 0 for part in match.groups())
    if article in single:
        paragraph = 0
    if lang == "en":
        parts = (f" ¶{paragraph}" if paragraph else "", f" ({point})" if point else "", f" {sub}." if sub else "")
        return f"Art. {article}" + "".join(parts)
    text = f"第{numeral(article)}条"
    if paragraph:
        text += f"第{numeral(paragraph)}款"
    return text + (f"第（{numeral(point)}）项" if point else "") + (f"第{sub}目" if sub else "")


def single_paragraphs(ids: Iterable[str]) -> frozenset[int]:
    """The articles whose items are all in a first paragraph: ids of items need one, and it is the only one."""
    paragraphs: dict[int, set[str]] = {}
    with_items = set()
    for match in [_ID.fullmatch(item) for item in ids]:
        if match:
            paragraphs.setdefault(int(match[1]), set()).update({match[2]} - {None})
            with_items |= {int(match[1])} if match[3] else set()
    return frozenset(article for article in with_items if paragraphs[article] == {"1"})


def cited(place: str, lang: str = "zh") -> str:
    """The same; what is no id of an item is a citation already."""
    return cite(place, lang) if _ID.fullmatch(place) else place


def order(item: str) -> tuple[int, ...]:
    """The place of an item in the law, for sorting."""
    return tuple(int(part) for part in re.findall(r"\d+", item.partition("-")[0]))
