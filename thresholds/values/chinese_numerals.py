"""Chinese numerals as exact whole numbers: 五千 = 5000, 二百五十三 = 253, 3万5千 = 35000.

cn2an does the same, but takes 150 ms to import and answers decimals as floats; a test compares the two.
"""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
MAGNITUDE = re.compile("[十百千万亿]+")
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)([十百千万亿]*)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")


def magnitude(text: str) -> int:
    """The product of magnitude words: 百万 = 1 000 000; the empty text is 1."""
    product = 1
    for word in text:
        product *= SMALL.get(word) or LARGE[word]
    return product


def parse_number(text: str) -> Fraction | None:
    """The number written in Arabic or Chinese numerals or both, or None where it is not one."""
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    whole = _ARABIC.fullmatch(text)
    if whole:
        return Fraction(whole[1]) * magnitude(whole[2])
    parts = list(_ARABIC.finditer(text))
    if parts and "".join(part[0] for part in parts) == text:
        return _mixed([(Fraction(part[1]), magnitude(part[2])) for part in parts])
    chinese = parse_chinese(text)
    return None if chinese is None else Fraction(chinese)


def _mixed(parts: list[tuple[Fraction, int]]) -> Fraction | None:
    """3万5千: magnitudes must fall from part to part; 1万5, which may mean 10 005 or 15 000, is refused."""
    total, before = Fraction(0), None
    for number, scale in parts:
        if before is not None and (number * scale >= before or (scale == 1 and number * 10 < before)):
            return None
        total, before = total + number * scale, scale
    return total


def parse_chinese(text: str) -> int | None:
    """The whole number written in Chinese numerals, or None where it is not well formed."""
    if not text:
        return None
    for word, scale in (("亿", 10**8), ("万", 10**4)):
        if word in text:
            head, tail = text.rsplit(word, 1) if word == "亿" else text.split(word, 1)
            high = parse_chinese(head)
            low = _rest(tail, scale)
            if high is None or low is None or high == 0:
                return None
            return high * scale + low
    return _below_ten_thousand(text)


def _rest(tail: str, scale: int) -> int | None:
    """What follows a magnitude word: 三万五 = 35 000, 三万零五 = 30 005, nothing = 0."""
    if not tail:
        return 0
    if len(tail) == 1 and DIGITS.get(tail):
        return DIGITS[tail] * scale // 10
    value = parse_chinese(tail[1:] if tail[0] in "零〇" else tail)
    return value if value is not None and value < scale else None


def _below_ten_thousand(text: str) -> int | None:
    if text in DIGITS:
        return DIGITS[text]
    if all(c in DIGITS for c in text):
        return None
    total, digit, before = 0, None, 10**4
    for position, c in enumerate(text):
        if c in SMALL:
            scale = SMALL[c]
            if scale >= before or (digit is None and (scale != 10 or position)):
                return None
            total, before, digit = total + (1 if digit is None else digit) * scale, scale, None
        elif c in "零〇":
            if digit is not None or before == 10**4:
                return None
            before = min(before, 100) if before == 1000 else before
        elif c in DIGITS and digit is None:
            digit = DIGITS[c]
        else:
            return None
    if digit is None:
        return total
    colloquial = len(text) > 1 and text[-2] in SMALL and text[-2] != "十"
    return total + digit * (before // 10 if colloquial else 1)
