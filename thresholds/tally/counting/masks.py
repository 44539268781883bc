"""Cells as they may be shown to those who check a sample: enough to find the line by, never the value."""

from __future__ import annotations

import re
import unicodedata

from thresholds.tally.kinds import Kind

_DATED = (r"(19|20)\d\d([-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([T,]?[\d:.+Z时分秒]*)?|\d{4}(\d{6})?)", 7, 0)
_CALLED = (r"\+?\d{7,15}", 3, 4)
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙|广西|西藏|宁夏|新疆|香港|澳门"
)
_WRITTEN = ("[!-~]+", 1, 1)

#: What a cell of a kind looks like, and how many characters then stay at its beginning and end. Of a cell that looks
#: otherwise none does: nobody knows what is in it.
_SHAPES: dict[Kind, tuple[tuple[str, int, int], ...]] = {
    Kind.NAME: ((".+", 1, 0),),
    Kind.PHONE: (_CALLED,),
    Kind.PEER: (_CALLED,),
    Kind.RESIDENT_ID: ((r"\d{17}[\dXx]|\d{15}", 8, 2),),
    Kind.OTHER_ID: (("[A-Za-z0-9()-]+", 1, 2),),
    Kind.BANK_CARD: ((r"\d{12,19}", 6, 4),),
    Kind.PLATE: (("[\u4e00-\u9fff][A-Za-z].?[A-Za-z0-9]{4,6}[\u4e00-\u9fff]?", 2, 1),),
    Kind.ADDRESS: ((f"(?:{_PROVINCES}).+", 3, 0), (".+", 1, 0)),
    Kind.COMPANY: ((".+", 1, 0),),
    Kind.ACCOUNT: (_WRITTEN,),
    Kind.SOCIAL_ACCOUNT: (_WRITTEN,),
    Kind.PAYMENT_ACCOUNT: ((r"\d+", 3, 2), _WRITTEN),
    Kind.EMAIL: (("[^@]+@[^@]+", 1, 0),),
    Kind.DATE: (_DATED,),
    Kind.TIME: (_DATED,),
    Kind.CHECK_IN: (_DATED,),
    Kind.CHECK_OUT: (_DATED,),
}

#: A cell that is longer than this is shown as if it were so long: its length says something too.
_LONGEST = 20
#: What stands before a national number.
_PREFIX = re.compile(r"^(?:\+|00)?86-?(?=\d{11}$)")


def masked(cell: str | None, kind: Kind | None) -> str:
    """The cell with stars for most of it: 张**, 138****1234, 11010119********3X; nothing stays nothing.

    Of no cell more than two thirds are shown, and nothing of passwords, messages, what is not recognised, and cells
    that do not look like what their column is.
    """
    text = _plain(cell)
    if kind in (Kind.PHONE, Kind.PEER):
        text = _PREFIX.sub("", text).replace("-", "")
    elif kind in (Kind.RESIDENT_ID, Kind.BANK_CARD):
        text = text.lstrip("'").replace("-", "")
    if not text:
        return ""
    head, tail = _stays(text, kind)
    while head + tail > len(text) * 2 // 3:
        head, tail = (head - 1, tail) if head >= tail else (head, tail - 1)
    if head + tail == 0:
        return "***"
    stars = min(len(text), _LONGEST) - head - tail
    return text[:head] + "*" * stars + (text[-tail:] if tail else "")


def _stays(text: str, kind: Kind | None) -> tuple[int, int]:
    """How many characters stay at the beginning and at the end."""
    shapes = _SHAPES.get(kind, ()) if kind is not None else ()
    return next(((head, tail) for shape, head, tail in shapes if re.fullmatch(shape, text)), (0, 0))


def _plain(cell: str | None) -> str:
    """Half width, without blanks and without what cannot be seen."""
    narrow = unicodedata.normalize("NFKC", cell or "")
    return "".join(letter for letter in narrow if letter.isprintable() and not letter.isspace())
