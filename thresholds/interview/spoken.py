"""What people type, in the spelling of the file: choices by number, words for yes and no, lists of names.

Nothing is judged here. What is not recognised goes to the reader of case files as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.interview.plain import section
from thresholds.interview.state import Form

_UNKNOWN = ("不知道", "未知", "不确定", "?？", "unsure", "not known")
_YES = ("y", "对", "是的")
_NO = ("n", "不", "不是", "没", "none")
_COMMAS = re.compile(r"\s*[、,，]\s*")
_OR = re.compile(r"\s*(?:[、,，]|或者|或|\bor\b)\s*")
_BOTH = re.compile(r"\s*[+＋]\s*")
_EACH = re.compile(r"\s*[;；]\s*")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

#: Forms in which "unknown" is a statement of the file; in the others it leaves the place empty.
_STATED = frozenset(Form) - {
    Form.TEXT, Form.NAME, Form.KIND, Form.ACT, Form.PEOPLE, Form.BATCH, Form.DATE, Form.TALLY, Form.STANDARD,
}  # fmt: skip
_FAMILIES = {
    Form.CATEGORY: Family.CATEGORY,
    Form.ORIGIN: Family.ORIGIN,
    Form.ACT: Family.ACT,
    Form.KIND: Family.PERSON_KIND,
    Form.TRUTH: Family.TRUTH,
    Form.PUNISHMENT: Family.TRUTH,
    Form.PENALTY: Family.TRUTH,
}


_FIGURES = (Form.RECORDS, Form.MONEY, Form.SHARE, Form.NUMBER)
#: A category and a number of records of it: 财产信息 500条.
_PART = re.compile(r"\s*(?P<name>\D+?)[\s:：]*(?P<number>(?:至少|至多|不足|超过|约)?[\d.]\S*)\s*")


class Nothing:
    """The answer leaves the place empty."""


NOTHING = Nothing()


class Kinds(tuple[str, ...]):
    """Several categories carried by each record."""

    __slots__ = ()


def cleaned(text: str) -> str:
    """The text without what no file may hold, and without spaces around it."""
    return _UNSEEN.sub(" ", text).strip()


def is_unknown(text: str) -> bool:
    """Whether this says that something is not known."""
    return glossary.find_value(Family.TRUTH, text) == "unknown" or text.lower() in _UNKNOWN


def each_of(text: str) -> list[str]:
    """Answers for several places, one after the other."""
    return _EACH.split(text)


def listed(text: str) -> list[str]:
    """Names in a row."""
    return [name for name in _COMMAS.split(text) if name]


def value_of(form: Form, text: str, options: Sequence[str], case: Mapping[str, object]) -> object:
    """One answer as it goes into the case: a text, a list, a map, Kinds, or NOTHING."""
    if is_unknown(text):
        return _unknown(form, text)
    chosen = _by_number(text, options)
    if chosen is not None:
        return chosen
    match form:
        case Form.PEOPLE:
            return people(text, options, case)
        case Form.CATEGORY:
            return _category(text, options)
        case Form.CONSEQUENCE:
            return _consequences(text)
        case Form.PENALTY:
            dates = listed(text)
            return dates if len(dates) > 1 else _word(form, text)
        case Form.TALLY:
            return _tally(text)
        case Form.RECORDS | Form.MONEY | Form.SHARE | Form.NUMBER:
            return "0" if _word(Form.TRUTH, text) == "no" else text
    return _word(form, text)


def _tally(text: str) -> object:
    """Records by category; what is no row of categories and numbers stays as it is typed."""
    if _word(Form.TRUTH, text) == "no":
        return {}
    parts = [_PART.fullmatch(part) for part in listed(text)]
    if not parts or None in parts:
        return text
    return {_word(Form.CATEGORY, part["name"].strip()): part["number"] for part in parts if part is not None}


def _unknown(form: Form, text: str) -> object:
    """A statement of the file in the spelling that the reader knows, or nothing where it cannot be stated."""
    if form not in _STATED:
        return NOTHING
    if form not in _FIGURES or glossary.find_value(Family.TRUTH, text) == "unknown":
        return text if form in _FIGURES else "unknown"
    return "unknown" if text.isascii() else "不明"


def _by_number(text: str, options: Sequence[str]) -> str | None:
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii() and plain.isdigit() and options and 1 <= int(plain) <= len(options):
        return options[int(plain) - 1]
    return None


def _word(form: Form, text: str) -> str:
    family = _FAMILIES.get(form)
    if family is None:
        return text
    if family is Family.TRUTH and text.lower() in _YES:
        return "yes"
    if family is Family.TRUTH and text.lower() in _NO:
        return "no"
    return glossary.find_value(family, text) or text


def _category(text: str, options: Sequence[str]) -> object:
    whole = _word(Form.CATEGORY, text)
    if whole != text or text in options:
        return whole
    for separator, several in ((_BOTH, Kinds), (_OR, list)):
        parts = [part for part in separator.split(text) if part]
        if len(parts) > 1:
            names = [_by_number(part, options) or _word(Form.CATEGORY, part) for part in parts]
            return Kinds(names) if several is Kinds else {"one_of": names}
    return text


def names_categories(text: str) -> bool:
    """Whether the text names categories of information and nothing else."""
    value = _category(text, ())
    names = value["one_of"] if isinstance(value, dict) else [value] if isinstance(value, str) else value
    assert isinstance(names, list | tuple)
    return all([glossary.find_value(Family.CATEGORY, name) is not None for name in names])


def _consequences(text: str) -> object:
    names = [_word(Form.TRUTH, part) for part in listed(text)]
    found = [glossary.find_value(Family.CONSEQUENCE, name) or name for name in names]
    return found[0] if len(found) == 1 else found


def people(text: str, options: Sequence[str], case: Mapping[str, object]) -> str | list[str]:
    """Names in a row, those of persons of the case as their ids."""
    known: dict[str, str] = {}
    for person, entry in section(case, "persons").items():
        name = entry.get("name") if isinstance(entry, Mapping) else None
        known.setdefault(str(name or person).strip(), person)
    found = [_by_number(name, options) or known.get(name, name) for name in listed(text)]
    unique = list(dict.fromkeys(found))
    return unique[0] if len(unique) == 1 else unique
