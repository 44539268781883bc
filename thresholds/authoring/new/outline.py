"""The provisions of an official text as entries of a ruleset: pinpoints and numbers, the rest to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from thresholds.authoring.lint.placeholders import MARK
from thresholds.lawtext.numbers import numbers_in
from thresholds.lawtext.passages import LawText, Passage
from thresholds.lawtext.pinpoints import Pinpoint
from thresholds.lawtext.read import days_in

_GLOSS = f"gloss: {MARK}：用自己的话说这一款；术语和数字照抄，放进「」"
_ITEM = f"gloss: {MARK}：用自己的话说这一项；术语和数字照抄，放进「」"
_WHEN = f"when: {{judgment: {MARK}：机器怎样判；要由人判断的，写由谁判断}}"
_RULE = f"rule: definition  # {MARK}：这一款起什么作用；定档次的，改成 grade 和 any_of"
_GRADE = f"grade: serious  # {MARK}：满足一项就到哪一档；不定档次的，改成 rule"


def outline(text: LawText) -> list[str]:
    """The lines of `provisions:`, one entry for each paragraph, and for each item of it, in the order of the text."""
    lines: list[str] = []
    for article in text.articles:
        if article.pinpoint.article[1]:
            lines += [f"# {article.pinpoint.cite()}：插入的条文没有自己的编号，另写一个规则集", ""]
            continue
        alone = len(article.below) < 2
        for paragraph in article.below:
            lines += _paragraph(paragraph, alone)
    return lines


def _paragraph(paragraph: Passage, alone: bool) -> Iterator[str]:
    place = paragraph.pinpoint._replace(paragraph=0) if alone and not paragraph.below else paragraph.pinpoint
    days = list(days_in(paragraph.text))
    if days and not paragraph.below:
        day = f"{days[0].year}年{days[0].month}月{days[0].day}日"
        yield from (_head(place, ()), f"- id: {_identifier(place)}")
        yield from (f"  gloss: 「自{day}起施行」", "  rule: in_force", "")
        return
    if not paragraph.below:
        yield from (
            _head(place, _numbers(paragraph.text)),
            f"- id: {_identifier(place)}",
            f"  {_GLOSS}",
            f"  {_RULE}",
            "",
        )
        return
    yield _head(place, _numbers(paragraph.text))
    yield f"- id: {_identifier(place)}"
    yield from (f"  {_GLOSS}", f"  {_GRADE}", "  any_of:")
    for item in paragraph.below:
        for passage in item.below or (item,):
            yield f"  {_head(passage.pinpoint, _numbers(passage.text))}"
            yield f"  - id: {_identifier(passage.pinpoint)}"
            yield from (f"    {_ITEM}", f"    {_WHEN}")
    yield ""


def _head(pinpoint: Pinpoint, numbers: Iterable[str]) -> str:
    """A comment: the place, and the numbers found there, without the sentence."""
    found = "、".join(numbers)
    return f"# {pinpoint.cite()}" + (f"，条文里的数：{found}" if found else "")


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.written for number in numbers_in(text)))


def _identifier(pinpoint: Pinpoint) -> str:
    """The id of a place: art5.1.3."""
    parts = (pinpoint.article[0], pinpoint.paragraph, pinpoint.item, pinpoint.sub_item)
    return "art" + ".".join(str(part) for part in parts if part)
