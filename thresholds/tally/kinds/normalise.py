"""Cells made alike before they are compared, as DuckDB expressions: width, blanks, prefixes, words for nothing.

Each takes an expression of a text and gives one; null stays null. They are made for the few cells that are not
written plainly: what most cells are is told apart before (`shapes`), for that is several times as fast.
"""

from __future__ import annotations

import re

from thresholds.tally.workspace import literal

#: What people write where there is nothing, in small letters and half width.
NOTHING = (
    "", "-", "--", "---", "/", "\\", "\\n", ".", "?", "*", "null", "none", "nil", "nan", "n/a", "na", "#n/a", "nat",
    "(null)", "unknown", "无", "空", "暂无", "没有", "未知", "不详", "不明", "未填", "未填写", "(空)", "(无)",
)  # fmt: skip

#: As a pattern: a list of so many words would become a join, worked out for every row of the table.
_NOTHING = "(?i:" + "|".join(map(re.escape, NOTHING)) + ")"
#: Texts of more bytes are none of these words; two more for the sign of kelvin, which is a k in other letters.
_LONGEST = max(len(word.encode()) for word in NOTHING) + 2

_FULL = [chr(code) for code in range(0xFF01, 0xFF5F)]
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BLANKS = "\u3000\u00a0\u2002\u2003\u2009"
_VANISHING = "\ufeff\u200b\u200c\u200d\u202a\u202c\u202d"
_WIDE = "".join(_FULL) + _DASHES + _BLANKS + _VANISHING
_NARROW = "".join(chr(ord(one) - 0xFEE0) for one in _FULL) + "-" * len(_DASHES) + " " * len(_BLANKS)
_ANY_WIDE = "[" + "".join(f"\\x{{{ord(one):x}}}" for one in _DASHES + _BLANKS + _VANISHING) + "\\x{ff01}-\\x{ff5e}]"

#: What stands around a cell without belonging to it; spreadsheets keep a number a text by an apostrophe.
_AROUND = " \t\r\n\v\f'`\u2018\u2019\""


def half_width(cell: str) -> str:
    """Letters, digits and signs in half width, dashes and blanks of one sort, what is invisible gone, trimmed."""
    wide = f"CASE WHEN strlen({cell}) = length({cell}) THEN false ELSE regexp_matches({cell}, {literal(_ANY_WIDE)}) END"
    narrow = f"translate({cell}, {literal(_WIDE)}, {literal(_NARROW)})"
    return f"trim(CASE WHEN {wide} THEN {narrow} ELSE {cell} END, {literal(_AROUND)})"


def said(expression: str) -> str:
    """The expression, or null where it is one of the words for nothing."""
    word = f"regexp_full_match({expression}, {literal(_NOTHING)})"
    return f"CASE WHEN strlen({expression}) > {_LONGEST} OR NOT {word} THEN {expression} END"


def text(cell: str) -> str:
    """Half width, trimmed, every run of blanks one blank; null where nothing is said."""
    return said(f"regexp_replace({half_width(cell)}, '\\s+', ' ', 'g')")


#: Letters of other scripts than the Chinese one, in half and full width.
_LETTERS = "[A-Za-z\\x{ff21}-\\x{ff3a}\\x{ff41}-\\x{ff5a}]"


def name(cell: str) -> str:
    """The same of a name; where it is written in Chinese characters without other letters, without any blank."""
    chinese = f"regexp_matches({cell}, '\\p{{Han}}') AND NOT regexp_matches({cell}, {literal(_LETTERS)})"
    blank = f"CASE WHEN {chinese} THEN '' ELSE ' ' END"
    return said(f"regexp_replace({half_width(cell)}, '\\s+', {blank}, 'g')")


def compact(name: str, cell: str, need: str, signs: str = "\\s.\\-_") -> tuple[dict[str, str], ...]:
    """Three levels, the last of which gives `name`: a number without blanks, dots, dashes, in half width and capitals.

    It is null where nothing is said, and where `need` does not hold, a condition on the level before. `signs` is what
    goes, as the inside of a class of characters; the `.0` that turning whole numbers into decimal ones leaves goes too.
    A level of its own for each step: what stands within a condition is otherwise worked out as often as it is named.
    """
    half, bare = f"h_{name}", f"b_{name}"
    tail = f"ends_with({half}, '0') AND contains({half}, '.0')"
    whole = f"CASE WHEN {tail} THEN regexp_replace({half}, '\\.0+$', '') ELSE {half} END"
    return (
        {half: f"CASE WHEN {need} THEN {half_width(cell)} END"},
        {bare: f"upper(regexp_replace({whole}, '[{signs}]+', '', 'g'))"},
        {name: said(bare)},
    )


#: Texts that need nothing done to them: Chinese characters alone, at least two, and no word for nothing.
PLAIN = "[\\x{4e00}-\\x{9fff}]{2,}"


def plain(cell: str) -> str:
    """Whether a cell is a plain text: most names are."""
    words = [word for word in NOTHING if len(word) > 1 and "\u4e00" <= word[0] <= "\u9fff"]
    return f"regexp_full_match({cell}, {literal(PLAIN)})" + "".join(f" AND {cell} <> {literal(one)}" for one in words)
