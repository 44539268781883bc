"""Whether the first row of a table names its columns, and which names may be shown: never somebody's data.

A row taken for a header is shown, and is no record. So it must have words of headers in a good part of its fields;
where it has not, it is data. What stands in a header and may be somebody's data is replaced by the column's number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from thresholds.tally.inputs.header_words import DOUBLE_SURNAMES, SURNAMES, endings, known_words, words_or_values
from thresholds.tally.kinds.names import simplified

#: A field of data: many digits, an identity number, a date, a number with decimals, an address of mail.
DATA = re.compile(
    r"\+?\d[\d\s-]{4,}\d[Xx]?|\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ T]\d.*)?|-?\d+\.\d+|[^@\s]+@[^@\s]+\.[a-z]+",
    re.IGNORECASE,
)
#: Two or three letters that begin with a surname, or three or four that begin with a double one.
_NAME = re.compile(f"[{SURNAMES}][\u4e00-\u9fff·]{{1,2}}|(?:{DOUBLE_SURNAMES})[\u4e00-\u9fff]{{1,2}}")
#: Several words with capitals, as names are written with the letters of English.
_FOREIGN = re.compile(r"[A-Z][a-z'’]+(?:[\s·.]+(?:[A-Z]\.?|[A-Z][A-Za-z'’]+))+|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")
#: Letters of English around a Chinese name, as in names of accounts.
_AROUND = re.compile(r"^[A-Za-z_]+|[A-Za-z_]+$")
#: Letters that end the word for a thing and hardly ever a name.
_THING = tuple("额率址码类型级证费款表号")
_PLATE = re.compile(r"[\u4e00-\u9fff][A-Za-z]\W?[A-Za-z0-9]{4,6}[\u4e00-\u9fff]?")
_ADDRESS = re.compile(r".{2,}?(?:省|市|自治区|区|县|镇|乡).*?(?:[区县路街道巷镇乡村号楼栋室]|\d).*|.+[路街巷].*\d.*")
_DIVISIONS = re.compile(r"省市|市区|区县|县区|所在|所属|户籍|居住|归属|通讯|地址|住址|名称|编号|街道?门牌")
_LETTERS = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]+")
_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MANY_DIGITS = re.compile(r"\d{5}")
_APART = re.compile(r"(?<=\d)[\s.-]+(?=\d)")
#: What programs call columns that have no name of their own.
_NUMBERED = re.compile(r"(?:c|col|column|f|field|v|var|x|attr|unnamed:|字段|列|第)[ _-]?\d{1,3}列?", re.IGNORECASE)
_NUMBER = re.compile(r"[\s_.:-]*\d{0,3}$")
#: A year, a month or a small number: what stands in a header over sums of it, where the rest surely is one.
_PERIOD = re.compile(r"\d{4}([-/.年]\d{1,2}月?)?|\d{1,3}")
#: Rows below the first that are looked at.
_BELOW = 200
#: What a field of the first row says for a header; a row has one when this is the number of its fields or more.
_SURE, _LIKELY = 2, 1


class Heading(NamedTuple):
    """Whether the first row names the columns; where that is not sure, only known words among them may be shown."""

    present: bool
    sure: bool = True


def heading(rows: Sequence[Sequence[str]], said: bool | None = None) -> Heading:
    """What the first row is; `said` where the user knows.

    It is a header where half of its fields are words of headers. Where fewer are it is one, though not surely; where
    another field looks like a value it takes two that hardly are. A field that surely is data makes the row data.
    """
    if said is not None:
        return Heading(said)
    first = [_plain(field) for field in rows[0]] if rows else []
    filled = [place for place, text in enumerate(first) if text]
    below = _below(rows, first)
    scores = {place: _score(first[place], below[place]) for place in filled}
    others = [first[place] for place in filled if not scores[place]]
    values = [text for text in others if is_value(text)]
    outright = sum(scores[place] == _SURE and simplified(first[place]) not in words_or_values() for place in filled)
    few = outright == 0 or list(scores.values()).count(_SURE) <= 1
    if any(_is_data(text) and not _PERIOD.fullmatch(text) for text in values) or (values and few):
        return Heading(False)
    if sum(scores.values()) >= len(filled) > 0:
        return Heading(True)
    return Heading(outright > 0, sure=False)


def names(header: Sequence[str], width: int, *, sure: bool = True) -> tuple[str, ...]:
    """The columns of a header, distinct whatever the case of letters.

    Those without a name, or with one that may be somebody's data, are called by their number: 第1列. Where it is not
    `sure` that it is a header, only words of headers are shown.
    """
    found: dict[str, str] = {}
    for number in range(1, width + 1):
        written = _plain_name(header[number - 1]) if number <= len(header) else ""
        name = base = written if written and not _hides(written, sure) else f"第{number}列"
        again = 1
        while name.lower() in found:
            again += 1
            name = f"{base}_{again}"
        found[name.lower()] = name
    return tuple(found.values())


def hidden(header: Sequence[str], *, sure: bool = True) -> int:
    """How many names of columns `names` does not show."""
    return sum(bool(name) and _hides(name, sure) for name in map(_plain_name, header))


def is_value(header: str) -> bool:
    """Whether a header may be somebody's data and must not be shown: a number, a plate, a name, a password."""
    text = _plain(header)
    tests = (_is_data, _is_mixed, _is_name)
    return any(test(part) for part in {text, *text.split(".")} for test in tests)


def _hides(name: str, sure: bool) -> bool:
    """Whether a name must not be shown."""
    return is_value(name) or not (sure or _is_word(_plain(name)) or _ending(_plain(name)))


def _plain_name(field: str) -> str:
    return field.strip().lstrip("\ufeff").strip()


def _plain(field: str) -> str:
    """Half width, without what cannot be seen around it."""
    return unicodedata.normalize("NFKC", field).strip().strip("\ufeff").strip()


def _below(rows: Sequence[Sequence[str]], first: list[str]) -> list[list[str]]:
    """What stands below each field of the first row; where that is repeated, it is not looked at."""
    others = [[_plain(field) for field in row] for row in rows[1 : _BELOW + 1]]
    others = [row for row in others if row != first]
    return [[row[place] for row in others if place < len(row) and row[place]] for place in range(len(first))]


def _score(text: str, below: Sequence[str]) -> int:
    """What a field of the first row says for a header: a word that nothing below is like says most."""
    if _MANY_DIGITS.search(text) or any(simplified(other) == simplified(text) for other in below):
        return 0
    if _NUMBERED.fullmatch(text):
        return 0 if any(map(_NUMBERED.fullmatch, below)) else _LIKELY
    differs = bool(below) and not _mostly(_pattern(other) == _pattern(text) for other in below)
    if _is_word(text):
        numbered = text[-1:].isdecimal() and text.isascii()
        if numbered and not differs:
            return 0
        return _LIKELY if simplified(text) in words_or_values() and not differs else _SURE
    ending = _ending(text)
    if not ending or any(_plain(other).endswith(ending) for other in below):
        return 0
    return _SURE if differs else _LIKELY


def _is_data(text: str) -> bool:
    """Whether a text is surely data: so many digits that they name somebody, a plate, an address, mail."""
    if _MANY_DIGITS.search(_APART.sub("", text)) or "@" in text or DATA.fullmatch(text) or text.isdecimal():
        return True
    return bool(_PLATE.fullmatch(text)) or (bool(_ADDRESS.fullmatch(text)) and not _DIVISIONS.search(text))


def _is_mixed(text: str) -> bool:
    """Whether letters stand beside digits or signs as in passwords; not a word of headers with a number at its end."""
    if _NUMBERED.fullmatch(text) or _is_word(text) or not re.search("[A-Za-z]", text):
        return False
    return len(text) >= 4 and bool(re.search(r"\d|[!#$%^&*+=~?]", text))


def _is_name(text: str) -> bool:
    """Whether a text is built as names are, and is no word of headers."""
    if _is_word(text):
        return False
    bare = text if _ending(text) else _AROUND.sub("", text)
    return bool(_FOREIGN.fullmatch(text)) or (bool(_NAME.fullmatch(bare)) and not text.endswith(_THING))


@cache
def _is_word(text: str) -> bool:
    """Whether a text is a word of headers outright, or English words that all are."""
    if simplified(text) in known_words():
        return True
    bare = _NUMBER.sub("", text)
    if not re.fullmatch(r"[A-Za-z]+(?:[\s_.:/-]+[A-Za-z]+)*", bare):
        return False
    return all(_is_token(token.lower()) for token in _TOKENS.findall(bare))


def _is_token(token: str) -> bool:
    return token in known_words() or token.removesuffix("s") in known_words()


def _ending(text: str) -> str:
    """The word of headers that a text ends in and that is no value, empty where there is none."""
    name = simplified(text)
    if name.isascii():
        tokens = [token.lower() for token in _TOKENS.findall(text)]
        known = len(tokens) > 1 and text[-1:].isalpha() and tokens[-1] in known_words() - words_or_values()
        return tokens[-1] if known else ""
    return next((name[at:] for at in range(1, len(name) - 1) if name[at:] in endings()), "")


def _pattern(text: str) -> str:
    """The scripts in a text; digits alone where there are more of them than of letters."""
    letters = {"a" if run.isascii() else "c" for run in _LETTERS.findall(text)}
    digits, others = sum(map(str.isdecimal, text)), sum(map(str.isalpha, text))
    return "0" if digits > others else "".join(sorted(letters))


def _mostly(found: Iterable[bool]) -> bool:
    """Whether half of them and one at least are true."""
    told = list(found)
    return 0 < len(told) <= 2 * sum(told)
