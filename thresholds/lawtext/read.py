"""Reads an official text: its document number, the day it is in force, and its articles as a tree.

An article is 第一条 or 第二百五十三条之一, a paragraph what stands in a line of its own, an item （一）, a sub-item 1.
Where an amending decision has the whole text as an annex, the articles are those of the annex.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from unicodedata import normalize

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.lawtext.lines import Line, Lines, read_lines
from thresholds.lawtext.passages import LawText, Passage, Segment
from thresholds.lawtext.pinpoints import Pinpoint
from thresholds.lawtext.titles import title_of
from thresholds.values.chinese_numerals import parse_number

_NUMERAL = "[零〇一二两三四五六七八九十百千\\d]+"
_ARTICLE = re.compile(rf"第({_NUMERAL})条(?:之({_NUMERAL}))?")
#: What may follow 第五条 where a line begins with a reference, not with an article.
_REFERRING = re.compile(r"第|之|[的、，和或至及所与中]|规定|以外")
_ITEM = re.compile(rf"\(({_NUMERAL})\)")
_SUB_ITEM = re.compile(r"(\d{1,2})[.、](?!\d)|[①-⑳]")
_HEADING = re.compile(rf"第{_NUMERAL}(?:编|分编|章|节)\s|附\s*则\s*$")
_ANNEX = re.compile(rf"附(?:件|录)?(?:{_NUMERAL})?\s*(?:[：:].{{0,60}})?")
#: A line that ends so is complete; the next one without a mark is a paragraph of its own.
_COMPLETE = tuple("。；：！？;:”’」』）)…")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}[〔\[［【（(]\d{4}[〕\]］】）)]\d+号")
_WRITTEN_DAY = r"([\d〇零一二三四五六七八九十]+)年([\d一二三四五六七八九十]+)月([\d一二三四五六七八九十]+)日"
_DAY = re.compile(rf"自{_WRITTEN_DAY}起(?:施行|执行|生效)")
#: So heads say it, above the articles: 2013年9月10日 施行.
_HEAD_DAY = re.compile(rf"{_WRITTEN_DAY}起?(?:施行|执行|生效)")


def read_law_text(path: Path) -> LawText:
    """The official text in a file: Markdown, plain text, or Word (.docx).

    Raises:
        SourceErrors: it cannot be read (TH001, TH002, TH159), or no article is found in it (TH158).
    """
    raw, lines = read_lines(path)
    return law_text(str(path), lines, hashlib.sha256(raw).hexdigest())


def law_text(name: str, lines: Lines, sha256: str = "") -> LawText:
    """The official text of these lines.

    Raises:
        SourceErrors: no article is found in it (TH158).
    """
    before, articles = _articles(lines.lines)
    if not articles:
        raise SourceErrors([Diagnostic("TH158", name, 0, 0)])
    alone = [_plain(line.words) for line in before if _NUMBER.fullmatch(_plain(line.words))]
    among = [number for line in before for number in _NUMBER.findall(line.words)]
    stated = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", lines.head.get("effective_date", ""))
    return LawText(
        file=name,
        sha256=sha256,
        title=lines.head.get("title") or title_of(before),
        numbers=tuple(dict.fromkeys(alone or among)),
        days=_days(before, lines.lines),
        effective=date(*map(int, stated.groups())) if stated else None,
        status=lines.head.get("status", ""),
        articles=articles,
    )


def days_in(words: str) -> Iterable[date]:
    """The days from which words say that something is in force: 自2017年6月1日起施行."""
    return _dates(_DAY, words)


def _days(before: Iterable[Line], lines: Iterable[Line]) -> tuple[date, ...]:
    """The days from which the text and its head say that it is in force."""
    found = [day for line in lines for day in days_in(line.words)]
    return tuple(dict.fromkeys([*found, *(day for line in before for day in _dates(_HEAD_DAY, line.words))]))


def _dates(pattern: re.Pattern[str], words: str) -> Iterator[date]:
    """The days that a pattern finds; a day that the calendar does not have is none."""
    for match in pattern.finditer(words):
        year = "".join(
            str("〇一二三四五六七八九".find(c.replace("零", "〇"))) if not c.isdigit() else c for c in match[1]
        )
        month, day = (parse_number(part) for part in match.groups()[1:])
        try:
            yield date(int(year), int(month or 0), int(day or 0))
        except ValueError:
            continue


def _plain(words: str) -> str:
    return words.strip("（）() ")


def _articles(lines: Sequence[Line]) -> tuple[Sequence[Line], tuple[Passage, ...]]:
    """The lines before the articles, and the articles: of the last part that begins with article 1, else the first."""
    starts = [0, *(number for number, line in enumerate(lines) if _ANNEX.fullmatch(line.raw.strip()))]
    parts = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        builder = _Builder()
        for line in lines[start:end]:
            builder.add(line)
        parts.append((start, builder))
    found = [(start, builder) for start, builder in parts if builder.articles]
    whole = [(start, builder) for start, builder in found if builder.articles[0].pinpoint.article == (1, 0)]
    if not found:
        return lines, ()
    start, builder = (whole or found[:1])[-1]
    return lines[: start + builder.preceding], builder.finished()


class _Growing:
    """A passage that lines are still added to."""

    def __init__(self, pinpoint: Pinpoint, mark: str) -> None:
        self.pinpoint, self.mark, self.text = pinpoint, mark, ""
        self.segments: list[Segment] = []
        self.below: list[_Growing] = []

    def extend(self, line: Line, start: int) -> None:
        """Add the words of a line from an offset on."""
        before: int | None = None
        for offset, column in enumerate(line.columns[start:]):
            if before is None or column != before + 1:
                self.segments.append(Segment(len(self.text) + offset, line.number, column))
            before = column
        self.text += line.words[start:]

    def frozen(self) -> Passage:
        """The passage as it is now; where it has no words, it stands where the first below it does."""
        below = tuple(passage.frozen() for passage in self.below)
        segments = tuple(self.segments) or (below[0].segments if below else (Segment(0, 1, 1),))
        return Passage(self.pinpoint, self.mark, self.text, segments, below)


class _Builder:
    """Grows the articles line by line. A paragraph, an item or a sub-item goes on until it is complete."""

    def __init__(self) -> None:
        self.articles: list[_Growing] = []
        self.preceding = 0
        self.last: _Growing | None = None

    def add(self, line: Line) -> None:
        """Take one line: the start of a passage, more of the last one, or a heading, which is left out."""
        if line.heading or _HEADING.match(line.raw):
            self.preceding += not self.articles
            return
        article = self._article(line)
        if article is not None:
            number, mark = article
            self._begin(_Growing(Pinpoint(number), mark), self.articles)
            if len(line.words) > len(mark):
                self._paragraph(line, len(mark))
        elif not self.articles:
            self.preceding += 1
        elif not self._marked(line):
            self._unmarked(line)

    def _article(self, line: Line) -> tuple[tuple[int, int], str] | None:
        """The number and the mark of the article that a line begins."""
        match = _ARTICLE.match(line.words)
        if match is None:
            return None
        number, inserted = (int(parse_number(part) or 0) if part else 0 for part in match.groups())
        rest = line.raw.lstrip()[match.end() :]
        apart = not rest or rest[0].isspace()
        if apart or (self._follows(number, inserted) and not _REFERRING.match(rest)):
            return (number, inserted), match[0]
        return None

    def _follows(self, number: int, inserted: int) -> bool:
        last = self.articles[-1].pinpoint.article if self.articles else (0, 0)
        return (number, inserted) in ((last[0] + 1, 0), (last[0], last[1] + 1))

    def _marked(self, line: Line) -> bool:
        """Take a line that begins with （一） or 1.; False where it begins with neither."""
        paragraphs = self.articles[-1].below
        plain = normalize("NFKC", line.words[:8])
        match = _ITEM.match(plain)
        if match is not None:
            mark = line.words[: match.end()] if line.words[0] in "（(" else line.words[0]
            if not paragraphs:
                self._paragraph(line, len(line.words))
            above = paragraphs[-1]
            number = int(parse_number(match[1]) or 0)
            self._begin(_Growing(above.pinpoint._replace(item=number), mark), above.below)
        else:
            match = _SUB_ITEM.match(line.words)
            items = paragraphs[-1].below if paragraphs else []
            if match is None or not items:
                return False
            mark = match[0]
            number = int(match[1]) if match[1] else "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".index(mark) + 1
            self._begin(_Growing(items[-1].pinpoint._replace(sub_item=number), mark), items[-1].below)
        assert self.last is not None
        self.last.extend(line, len(mark))
        return True

    def _unmarked(self, line: Line) -> None:
        """More of a passage that is not complete, or a new paragraph."""
        assert self.last is not None
        if self.last.pinpoint.paragraph and not self.last.text.endswith(_COMPLETE):
            self.last.extend(line, 0)
        else:
            self._paragraph(line, 0)

    def _paragraph(self, line: Line, start: int) -> None:
        above = self.articles[-1]
        pinpoint = above.pinpoint._replace(paragraph=len(above.below) + 1)
        passage = _Growing(pinpoint, "")
        passage.extend(line, start)
        self._begin(passage, above.below)

    def _begin(self, passage: _Growing, among: list[_Growing]) -> None:
        among.append(passage)
        self.last = passage

    def finished(self) -> tuple[Passage, ...]:
        """The articles; a signature and a date after the last of them are no paragraphs."""
        last = self.articles[-1].below
        while len(last) > 1 and not last[-1].below and not last[-1].text.endswith(_COMPLETE):
            last.pop()
        return tuple(article.frozen() for article in self.articles)
