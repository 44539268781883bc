"""Answers as learners write them: a tier and items in many spellings, one question a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from thresholds import glossary
from thresholds.errors import Diagnostic, SourceErrors, nearest
from thresholds.glossary import Family
from thresholds.law.model import Ruleset
from thresholds.lawtext.pinpoints import Pinpoint, pinpoint_of
from thresholds.rendering.words import Words
from thresholds.report.model import Grade
from thresholds.teaching.model import NO_ANSWER, Answer, Exercise
from thresholds.values.chinese_numerals import parse_chinese

_BREAK = re.compile(r"[;|\n]")
#: What may stand around the ends of a tier that is open, and between them.
_AROUND = re.compile(
    r"(待查|在|之间|不定|至|到|或者?|与|和|open|undetermined|between|and|to|or|[\s:、,/~～—–.-])*", re.IGNORECASE
)
_TWO_NUMBERS = re.compile(r"(\d+)\s*(?:[^\d\s]+)\s*(\d+)")
_NOTHING = ("", "无", "没有", "没", "none", "-", "—", "0")
_NUMERAL = "[0-9零一二三四五六七八九十百]+"
_ITEM = re.compile(
    rf"art(?:\.|icle)?\s*(?P<a1>\d+)(?P<s1>(?:\.\d+)*)(?P<x1>-[a-z0-9_]+)?"
    rf"(?:\s*(?:¶|para(?:graph)?\.?)\s*(?P<p1>\d+))?(?:\s*\((?P<i1>\d+)\)(?:\s*(?P<u1>\d+)\.)?)?"
    rf"|(?P<a2>\d+)(?P<s2>(?:\.\d+)*)(?P<x2>-[a-z][a-z0-9_]*)?"
    rf"|(?:第(?P<a3>{_NUMERAL})条)?(?:第?(?P<p3>{_NUMERAL})款)?(?:第?\(?(?P<i3>{_NUMERAL})\)?项)?(?:第?(?P<u3>{_NUMERAL})目)?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[\s、,;和与及.。]+|\band\b", re.IGNORECASE)
_LINE = re.compile(r"\s*第?\s*(\d+)\s*题?\s*[.、:)\s]\s*(.*)", re.DOTALL)


class Problem(NamedTuple):
    """An answer that cannot be read: the code that says why, the words, what is allowed, the nearest, and where."""

    code: str
    value: str
    allowed: tuple[str, ...] = ()
    near: str = ""
    column: int = 1

    def at(self, file: str, line: int, column: int = 1) -> Diagnostic:
        """The same as a diagnostic of a file."""
        return Diagnostic(self.code, file, line, column + self.column - 1, self.value, self.allowed, self.near)


def read_answer(text: str, exercise: Exercise, lang: str = "zh") -> Answer | Problem:
    """A tier, then after a semicolon the deciding items; what is wrong with it where it cannot be read.

    The tier by its name, its id, or its number among the choices; two of them for one that is open between them.
    Items by pinpoint (第五条第一款第（三）项, 第（五）项 after it; Art. 5 ¶1 (3)) or id (art5.1.3, 5.1.3); 无 for none.
    `lang` is that of the tiers that are allowed, where it cannot be read.
    """
    plain = _plain(text)
    parted = _BREAK.search(plain)
    written = text if len(text) == len(plain) else plain
    head, tail = (written[: parted.start()], written[parted.end() :]) if parted else (written, "")
    tier = read_tier(head, exercise, lang)
    if isinstance(tier, Problem):
        return tier
    items = read_items(tail, exercise)
    if isinstance(items, Problem):
        return items._replace(column=items.column + (parted.end() if parted else 0))
    return Answer(tier, items)


def _plain(text: str) -> str:
    """The text with full-width letters, digits and signs as plain ones."""
    return unicodedata.normalize("NFKC", text)


def read_tier(text: str, exercise: Exercise, lang: str = "zh") -> Grade | Problem:
    """The tier that a text names; what is allowed in a language where it names none."""
    wanted = _plain(text).strip(" 。.")
    names = _grades(exercise.law)
    choices = exercise.choices
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(choices):
        return choices[int(wanted) - 1]
    ends = _ends(wanted, names, exercise)
    if ends:
        return Grade(ends[0], ends[-1])
    labels = tuple(dict.fromkeys(names))
    return Problem("TH730", text.strip(), _shown(exercise.law, lang), nearest(wanted, labels) if wanted else "")


def _grades(law: Ruleset) -> dict[str, str]:
    """The tiers by every name that they have: ids, and labels in both languages."""
    found: dict[str, str] = {}
    for grade in law.grade_ids:
        labels = law.labels.get(grade) or [glossary.label(grade, lang, Family.GRADE) for lang in ("zh", "en")]
        term = glossary.term(grade, Family.GRADE)
        for name in (*labels, grade, *(term.also if term is not None else ())):
            found[_plain(name).lower()] = grade
    return found


def _shown(law: Ruleset, lang: str) -> tuple[str, ...]:
    words = Words(lang, law)
    return tuple([words.term(one, Family.GRADE) for one in law.grade_ids])


def _ends(text: str, names: Mapping[str, str], exercise: Exercise) -> list[str]:
    """The one or two tiers that a text names and says nothing besides, the lowest first; none where it does not."""
    grades = exercise.law.grade_ids
    numbers = _TWO_NUMBERS.fullmatch(text)
    if numbers:
        places = [int(number) - 1 for number in numbers.groups()]
        return [grades[place] for place in sorted(places)] if max(places) < len(grades) and min(places) >= 0 else []
    known = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))), re.IGNORECASE)
    found = {names[name.lower()]: None for name in known.findall(text)}
    if len(found) > 2 or not _AROUND.fullmatch(known.sub(" ", text)):
        return []
    return sorted(found, key=grades.index)


def read_items(text: str, exercise: Exercise) -> tuple[str, ...] | Problem:
    """The items that a text names, in the order of the law, each once."""
    return items_named(text, exercise.items, exercise.law)


def items_named(text: str, items: tuple[str, ...], law: Ruleset) -> tuple[str, ...] | Problem:
    """Those of some items or provisions of a law that a text names, in their order, each once."""
    plain = _plain(text)
    if plain.strip(" 。.") in _NOTHING:
        return ()
    found: dict[str, None] = {}
    last: Pinpoint | None = None
    at = 0
    while at < len(plain):
        gap = _SEPARATOR.match(plain, at)
        if gap:
            at = gap.end()
            continue
        match = _ITEM.match(plain, at)
        item, last = _resolved(match, last, items, law) if match and match.end() > at else ("", last)
        if not item:
            return _no_item(text if len(text) == len(plain) else plain, at, match, items)
        found[item] = None
        at = match.end() if match else at
    return tuple([item for item in items if item in found])


def _no_item(text: str, at: int, match: re.Match[str] | None, items: tuple[str, ...]) -> Problem:
    end = match.end() if match and match.end() > at else len(text)
    word = text[at:end].strip()
    return Problem("TH731", word, items, nearest(word, items), at + 1)


def _resolved(
    match: re.Match[str], last: Pinpoint | None, items: tuple[str, ...], law: Ruleset
) -> tuple[str, Pinpoint | None]:
    """The item that is meant, what is left out taken from the pinpoint before it; empty where there is none such."""
    suffix = (match["x1"] or match["x2"] or "").lower()
    for item in items if suffix else ():
        if item == f"art{match['a1'] or match['a2']}{match['s1'] or match['s2'] or ''}{suffix}":
            return item, pinpoint_of(item)
    meant = _pinpoint(match, last)
    if meant is None or suffix:
        return "", last
    for item in items:
        if pinpoint_of(item) in _alike(meant, law):
            return item, meant
    return "", last


def _alike(meant: Pinpoint, law: Ruleset) -> tuple[Pinpoint, ...]:
    """The pinpoint, and with the only paragraph of its article where that is not named."""
    if not meant.paragraph and meant.article[0] in law.single:
        return meant, meant._replace(paragraph=1)
    return (meant,)


def _pinpoint(match: re.Match[str], last: Pinpoint | None) -> Pinpoint | None:
    article = match["a1"] or match["a2"]
    if article:
        dotted = [int(part) for part in (match["s1"] or match["s2"] or "").split(".") if part]
        named = dotted or [int(match[name] or 0) for name in ("p1", "i1", "u1")]
        return Pinpoint((int(article), 0), *[*named, 0, 0, 0][:3])
    parts = [_number(match[name]) for name in ("a3", "p3", "i3", "u3")]
    if not any(parts):
        return None
    if not parts[0] and last is None:
        return None
    if not parts[0] and last is not None:
        kept = [last.article[0], last.paragraph, last.item]
        widest = next(place for place, part in enumerate(parts) if part)
        parts = [*kept[:widest], *parts[widest:]]
    return Pinpoint((parts[0], 0), *parts[1:])


def _number(text: str | None) -> int:
    return 0 if not text else int(text) if text.isdigit() else parse_chinese(text) or 0


def read_answers(text: str, file: str, exercises: Sequence[Exercise], lang: str = "zh") -> tuple[Answer, ...]:
    """An answer for each exercise from a text with a line for each: `3. 情节严重；5.1.3`; lines with # say nothing.

    Raises:
        SourceErrors: lines that cannot be read, numbers that no question has, questions answered twice.
    """
    found: dict[int, tuple[int, Answer]] = {}
    wrong: list[Diagnostic] = []
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip() or written.lstrip().startswith("#"):
            continue
        read = _answer_line(written, line, file, exercises, lang)
        if isinstance(read, Diagnostic):
            wrong.append(read)
        elif read[0] in found:
            first = (("first", str(found[read[0]][0])),)
            wrong.append(Diagnostic("TH733", file, line, 1, str(read[0]), detail=first))
        else:
            found[read[0]] = (line, read[1])
    if wrong:
        raise SourceErrors(wrong)
    return tuple(found[number][1] if number in found else NO_ANSWER for number in _numbers(exercises))


def _numbers(exercises: Sequence[Exercise]) -> Iterator[int]:
    yield from range(1, len(exercises) + 1)


def _answer_line(
    written: str, line: int, file: str, exercises: Sequence[Exercise], lang: str
) -> tuple[int, Answer] | Diagnostic:
    match = _LINE.fullmatch(_plain(written) + " ")
    number = int(match[1]) if match else 0
    if match is None or not 0 < number <= len(exercises):
        return Diagnostic("TH732", file, line, 1, written.strip(), (f"1–{len(exercises)}",))
    if not match[2].strip():
        return number, NO_ANSWER
    rest = written[match.start(2) :] if len(written) == len(_plain(written)) else match[2]
    found = read_answer(rest, exercises[number - 1], lang)
    return found.at(file, line, match.start(2) + 1) if isinstance(found, Problem) else (number, found)
