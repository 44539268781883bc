"""References of a text to itself: 第三项至第七项, 前款第（一）、（二）项, 本解释第五条第一款第三项."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from thresholds.lawtext.passages import LawText
from thresholds.lawtext.pinpoints import Pinpoint
from thresholds.values.chinese_numerals import parse_number

_N = r"[一二两三四五六七八九十百]+|\d+"
_ARTICLE = rf"第(?P<article>{_N})条(?:之(?P<inserted>{_N}))?|(?P<former>前)条|(?P<this>本)条"
_PARAGRAPH = rf"第(?P<paragraph>{_N})款|前(?P<formers>[两二三]?)款|本款"
_ONE = rf"(?:第?[（(](?:{_N})[）)]|第(?:{_N}))项?"
_ITEMS = rf"(?P<items>{_ONE}(?:(?:、|至|和|或者|以及|及)?{_ONE})*)(?<=项)"
_REFERENCE = re.compile(
    rf"(?:{_ARTICLE})(?:规定)?的?(?:(?:{_PARAGRAPH.replace('paragraph', 'inner').replace('formers', 'innermost')})"
    rf"(?:规定)?的?)?(?:{_ITEMS.replace('items', 'first')})?"
    rf"|(?:{_PARAGRAPH})(?:规定)?的?(?:{_ITEMS.replace('items', 'second')})?"
    rf"|{_ITEMS.replace('items', 'third')}"
)
_NUMERAL = re.compile(rf"(至)?第?[（(]?({_N})[）)]?项?")
#: What stands before a reference to another instrument: 刑法第…, 《…》第….
_ELSEWHERE = re.compile(r"(?:法|》|条例|办法|决定)(?:原)?$")
_LISTED = re.compile(r"(?:、|和|或者|以及|及|至)$")
_OF_THIS = re.compile(r"本(?:法|解释|规定|条例)$")
#: The standards of what is referred to, or a multiple of them.
_MEASURING = re.compile(
    r"(?:规定)?的?(?:有关)?(?:[“\"'‘「][^”\"'’」]*[”\"'’」]、?)*的?(?:有关|数额|数量)?"
    r"(?:标准|百分之|一半|[一二三四五六七八九十百\d]+倍)"
)
_BESIDES = re.compile(r"(?:规定)?的?以外")


class Reference(NamedTuple):
    """A reference to the same text, and where it stands: to an article (0, -1: the former), a paragraph (-1: the
    former, -2: the former two), items. `measuring` where it is their standards, `besides` what they leave out.
    """

    article: tuple[int, int] | None
    paragraph: int
    items: tuple[int, ...]
    start: int
    end: int
    measuring: bool = False
    besides: bool = False


@lru_cache(maxsize=16384)
def references_in(text: str) -> tuple[Reference, ...]:
    """The references of a text to itself, in order; those to other instruments are left out."""
    found: list[Reference] = []
    elsewhere = -1
    for match in _REFERENCE.finditer(text):
        before = text[: match.start()]
        listed = _LISTED.search(before)
        follows = elsewhere >= 0 and listed is not None and listed.start() == elsewhere
        if (_ELSEWHERE.search(before) and not _OF_THIS.search(before)) or (follows and match[0].startswith("第")):
            elsewhere = match.end()
            continue
        reference = _reference(match)
        rest = text[match.end() :]
        found.append(reference._replace(measuring=bool(_MEASURING.match(rest)), besides=bool(_BESIDES.match(rest))))
    return tuple(found)


def _reference(match: re.Match[str]) -> Reference:
    article: tuple[int, int] | None = None
    if match["article"]:
        article = (_whole(match["article"]), _whole(match["inserted"] or ""))
    elif match["former"]:
        article = (0, -1)
    written = match["first"] or match["second"] or match["third"] or ""
    return Reference(article, _paragraph(match), _numbers(written), *_trimmed(match))


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """Where the reference stands, without 规定 or 的 at its end."""
    text = match[0]
    while text.endswith(("规定", "的")):
        text = text.removesuffix("的").removesuffix("规定")
    return match.start(), match.start() + len(text)


def _paragraph(match: re.Match[str]) -> int:
    for number, formers in (("inner", "innermost"), ("paragraph", "formers")):
        if match[number]:
            return _whole(match[number])
        if match[formers] is not None:
            return -max(1, _whole(match[formers]))
    return 0


def _numbers(written: str) -> tuple[int, ...]:
    found: list[int] = []
    for match in _NUMERAL.finditer(written):
        number = _whole(match[2])
        found += range(found[-1] + 1, number + 1) if match[1] and found else [number]
    return tuple(found)


def _whole(written: str) -> int:
    return int(parse_number(written) or 0) if written else 0


def resolved(reference: Reference, at: Pinpoint, text: LawText) -> tuple[Pinpoint, ...]:
    """The places that a reference standing at a place leads to: items, paragraphs, or an article; none unless there."""
    article = at.article if reference.article is None else reference.article
    if reference.article == (0, -1):
        former = text.before(at)
        article = former.pinpoint.article if former is not None else (0, -1)
    paragraphs = _paragraphs(reference, at, article, text)
    places = [Pinpoint(article, number, item) for number in paragraphs for item in reference.items or (0,)]
    return tuple(place for place in places if text.find(place) is not None)


def _paragraphs(reference: Reference, at: Pinpoint, article: tuple[int, int], text: LawText) -> list[int]:
    """The paragraphs meant: where none is named, that of the reference itself or the first that has items."""
    number = reference.paragraph
    if number < 0:
        return [earlier for earlier in range(at.paragraph + number, at.paragraph) if earlier > 0]
    if number or not reference.items:
        return [number]
    if article == at.article and at.item:
        return [at.paragraph]
    whole = text.find(Pinpoint(article))
    return [next((part.pinpoint.paragraph for part in whole.below if part.below), 0)] if whole is not None else []
