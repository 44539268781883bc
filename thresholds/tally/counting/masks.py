"""Cells as they may be shown to those who check a sample: enough to find the line by, never the value."""

from __future__ import annotations

import re
import unicodedata

from thresholds.tally.kinds import Kind

#: How many characters stay at the beginning and at the end; of other kinds none does.
_SHOWN: dict[Kind, tuple[int, int]] = {
    Kind.NAME: (1, 0),
    Kind.PHONE: (3, 4),
    Kind.PEER: (3, 4),
    Kind.RESIDENT_ID: (8, 2),
    Kind.OTHER_ID: (1, 2),
    Kind.BANK_CARD: (6, 4),
    Kind.PLATE: (2, 1),
    Kind.ADDRESS: (3, 0),
    Kind.COMPANY: (2, 0),
    Kind.ACCOUNT: (1, 1),
    Kind.SOCIAL_ACCOUNT: (1, 1),
    Kind.PAYMENT_ACCOUNT: (3, 2),
    Kind.EMAIL: (1, 0),
    Kind.DATE: (7, 0),
    Kind.TIME: (7, 0),
    Kind.CHECK_IN: (7, 0),
    Kind.CHECK_OUT: (7, 0),
}

#: A cell that is longer than this is shown as if it were so long: its length says something too.
_LONGEST = 20
#: What stands before a national number.
_PREFIX = re.compile(r"^(?:\+|00)?86-?(?=\d{11}$)")


def masked(cell: str | None, kind: Kind | None) -> str:
    """The cell with stars for most of it: 张**, 138****1234, 11010119********3X; nothing stays nothing.

    Of no cell more than two thirds are shown, and nothing of passwords, messages and what is not recognised.
    """
    text = _plain(cell)
    if kind in (Kind.PHONE, Kind.PEER):
        text = _PREFIX.sub("", text).replace("-", "")
    if not text:
        return ""
    head, tail = _SHOWN.get(kind, (0, 0)) if kind is not None else (0, 0)
    while head + tail > len(text) * 2 // 3:
        head, tail = (head - 1, tail) if head >= tail else (head, tail - 1)
    if head + tail == 0:
        return "***"
    stars = min(len(text), _LONGEST) - head - tail
    return text[:head] + "*" * stars + (text[-tail:] if tail else "")


def _plain(cell: str | None) -> str:
    """Half width, without blanks and without what cannot be seen."""
    narrow = unicodedata.normalize("NFKC", cell or "")
    return "".join(letter for letter in narrow if letter.isprintable() and not letter.isspace())
