"""All persons of a case in one table, and a case under each of its readings: in the terminal and as documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.console import Console

from thresholds import __version__
from thresholds.glossary import Family
from thresholds.rendering.blocks import GAP, column_widths, print_blocks, ruled_lines
from thresholds.rendering.case_values import value_words
from thresholds.rendering.document.model import Block, Document, Heading, Paragraph, Table
from thresholds.rendering.sentences import MARKS
from thresholds.rendering.words import Words
from thresholds.report.as_dict import number_text
from thresholds.report.overview import Line, by_offence, overview
from thresholds.values.citation import numeral, order
from thresholds.values.figures import Unit
from thresholds.values.status import Status

if TYPE_CHECKING:
    from thresholds.law.model import Ruleset
    from thresholds.report.model import Report

#: Columns for the name and for the grade are not made narrower than this; where they would be, the table is stacked.
_LEAST = (6, 12)


class Group(NamedTuple):
    """The items of one paragraph, with the numbers that they have in it."""

    cite: str
    items: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def unit(self) -> int:
        """How many cells one item takes in a row of marks; the last may take more."""
        widest = max(cell_len(label) for label in self.labels[:-1] or ("",))
        return widest if widest > 1 and not self.labels[0].isascii() else widest + 1


def groups(ruleset: Ruleset, lang: str) -> tuple[Group, ...]:
    """The items of a ruleset by paragraph, in the order of the law."""
    found: dict[tuple[int, ...], list[str]] = {}
    for item in ruleset.item_ids:
        found.setdefault(order(item)[:2], []).append(item)
    return tuple(_group(items, ruleset, lang) for items in found.values())


def _group(items: list[str], ruleset: Ruleset, lang: str) -> Group:
    numbers = [order(item)[2:] for item in items]
    if not all(numbers):
        return Group(ruleset.cite(items[0], lang), tuple(items), tuple("" for _ in items))
    paragraph = items[0].rpartition(".")[0]
    labels = tuple(numeral(number[0]) if lang == "zh" else str(number[0]) for number in numbers)
    return Group(ruleset.cite(paragraph, lang), tuple(items), labels)


def overview_document(report: Report, lang: str) -> Document:
    """All persons of a case: grade, items that are met or open, counts, gains, what is left to ask."""
    words = Words(lang, report.ruleset)
    blocks = _head(report, words)
    for part in by_offence(report):
        lines = overview(part)
        blocks += [*_offence(part, words), _statuses(part, lines, words)]
        blocks += [Paragraph(_legend(words), "note"), *_figures(part, lines, words)]
    blocks.append(Paragraph(words.say("report.limits"), "note"))
    return Document(_title(report), _versions(report, words), lang, tuple(blocks))


def _offence(report: Report, words: Words) -> list[Block]:
    """The name of the offence, where it is one of several."""
    charged = report.persons[0].charged if report.persons else ""
    return [Heading(2, words.term(charged), f"offence-{charged}")] if charged else []


def _statuses(report: Report, lines: tuple[Line, ...], words: Words) -> Table:
    found = groups(report.ruleset, words.lang)
    return Table(
        words.say("overview.caption"),
        (words.say("person"), words.say("grade"), *(group.cite for group in found)),
        tuple(
            (line.person.name, _grade(line, words), *(_listed(line, group, words) for group in found)) for line in lines
        ),
        (2, 3, *(3 if len(group.items) > 1 else 1 for group in found)),
    )


def print_overview(report: Report, console: Console, lang: str) -> None:
    """The same in a terminal: a row of marks for each person where it is wide enough."""
    words = Words(lang, report.ruleset)
    parts = [(part, lines, *_marks(part, lines, words)) for part in by_offence(report) for lines in (overview(part),)]
    rooms = [console.width - sum(fixed) - GAP * (len(table.head) - 1) for _, _, table, fixed in parts]
    if min(rooms) < sum(_LEAST):
        print_blocks(overview_document(report, lang), console)
        return
    above = _head(report, words)
    for (part, lines, table, fixed), room in zip(parts, rooms, strict=True):
        print_blocks(Document("", "", lang, (*above, *_offence(part, words))), console)
        console.print()
        cells = (table.head, *table.rows)
        natural = [max(cell_len(text) for row in cells for text in row[at].split("\n")) for at in range(2)]
        for line in ruled_lines(table, [*column_widths(natural, room), *fixed], console):
            console.print(line, soft_wrap=True)
        console.print()
        above = [Paragraph(_legend(words), "note"), *_figures(part, lines, words)]
    rest = (*above, Paragraph(words.say("report.limits"), "note"))
    print_blocks(Document("", _versions(report, words), lang, rest), console)


def _marks(report: Report, lines: tuple[Line, ...], words: Words) -> tuple[Table, list[int]]:
    """The table of marks, and the widths of the columns that must not be folded."""
    found = groups(report.ruleset, words.lang)
    fixed = [max(cell_len(group.cite), cell_len(_spread(group.labels, group.unit))) for group in found]
    head = [f"{group.cite}\n{_spread(group.labels, group.unit)}".rstrip() for group in found]
    rows = [
        (
            line.person.name,
            _grade(line, words),
            *(_spread(tuple(MARKS[line.statuses[item]] for item in group.items), group.unit) for group in found),
        )
        for line in lines
    ]
    return Table("", (words.say("person"), words.say("grade"), *head), tuple(rows), (1,) * (2 + len(found))), fixed


def _grade(line: Line, words: Words) -> str:
    """The grade, a line for each of its bounds."""
    low, high = (words.term(name, Family.GRADE) for name in line.person.grade)
    return low if low == high else f"{low}{words.say('to')}\n{high}"


def _spread(texts: tuple[str, ...], unit: int) -> str:
    return "".join(text + " " * (unit - cell_len(text)) for text in texts).rstrip()


def _listed(line: Line, group: Group, words: Words) -> str:
    """The items of a paragraph that are met, open or for the court, a line for each status."""
    found = []
    for status in (Status.ESTABLISHED, Status.OPEN, Status.FOR_THE_COURT):
        labels = [
            words.say("overview.item", number=label) if label else ""
            for item, label in zip(group.items, group.labels, strict=True)
            if line.statuses[item] is status
        ]
        if labels:
            found.append(f"{MARKS[status]} {''.join(labels)}".rstrip())
    return "\n".join(found) or MARKS[Status.NOT_ESTABLISHED]


def _title(report: Report) -> str:
    return report.case.title or report.case.id


def _head(report: Report, words: Words) -> list[Block]:
    ruleset = report.ruleset
    start = ruleset.in_force.start.isoformat()
    measured = words.say("report.measured", citation=ruleset.citation, id=ruleset.id, start=start)
    return [Heading(1, _title(report), "overview"), Paragraph(measured, "note")]


def _legend(words: Words) -> str:
    return "  ".join(f"{mark} {words.say(f'status.{status.value}')}" for status, mark in MARKS.items())


def _figures(report: Report, lines: tuple[Line, ...], words: Words) -> list[Block]:
    """Counts, gains and what is left to ask, a row for each person; numbers and amounts that the ruleset declares."""
    charged = report.persons[0].charged if report.persons else ""
    if report.ruleset.declared:
        title, head = "overview.figures.declared", ("person", "overview.declared", "overview.questions")
        rows = tuple([(line.person.name, _declared(line, words), _questions(line, words)) for line in lines])
        table = Table(words.say("overview.caption-figures"), tuple(map(words.say, head)), rows, (2, 6, 2))
    else:
        title, table = "overview.figures", _counted(lines, words)
    anchor = f"figures-{charged}" if charged else "figures"
    return [Heading(3 if charged else 2, words.say(title), anchor), table]


def _counted(lines: tuple[Line, ...], words: Words) -> Table:
    head = ("person", "overview.counts", "overview.gains", "overview.questions")
    rows = tuple(
        (line.person.name, _counts(line, words), _gains(line, words), _questions(line, words)) for line in lines
    )
    return Table(words.say("overview.caption-figures"), tuple(map(words.say, head)), rows, (2, 4, 3, 2))


def _declared(line: Line, words: Words) -> str:
    """What the file states of numbers, amounts and records that the ruleset declares, a line for each."""
    texts = [
        words.say("count.named", name=words.term(name), value=value_words(value, name, words))
        for name, value in line.declared
    ]
    return "\n".join(texts) or words.say("compare.nothing")


def _counts(line: Line, words: Words) -> str:
    texts = [
        words.say("count.line", category=words.term(name, Family.CATEGORY), quantity=words.interval(interval))
        for name, interval in line.counts
    ]
    return "\n".join(texts) or words.say("compare.nothing")


def _gains(line: Line, words: Words) -> str:
    if line.gains is None:
        return words.say("unstated")
    low, high = line.gains
    top = None if high is None else number_text(high, Unit.MONEY)
    return f"{words.bounds(number_text(low, Unit.MONEY), top)}{words.say('unit.money')}"


def _questions(line: Line, words: Words) -> str:
    asked = line.questions
    if not any(asked):
        return words.say("none")
    return words.say("overview.asked", raising=asked.raising, lowering=asked.lowering, other=asked.other)


def _versions(report: Report, words: Words) -> str:
    return words.say(
        "report.versions",
        tool=f"thresholds {__version__}",
        case=report.case.sha256[:12],
        ruleset=report.ruleset.sha256[:12],
    )
