"""The bars of a ladder: where marks stand, how far bars reach, what is seen without colour and in a narrow window."""

from __future__ import annotations

from fractions import Fraction

import pytest
from rich.cells import cell_len
from rich.text import Text

from thresholds import evaluate, load_case
from thresholds.rendering.bars import ASCII, UNICODE, WIDEST, Glyphs, bars, heading
from thresholds.rendering.text import as_text
from thresholds.rendering.words import Words
from thresholds.report.ladder import Mark, Rung
from thresholds.values.figures import Unit
from thresholds.values.status import Status

GRADES = ("not_reached", "serious", "especially_serious")
NOT, OPEN, MET = Status.NOT_ESTABLISHED, Status.OPEN, Status.ESTABLISHED


def stands(low: int, high: int | None, at: int) -> Status:
    if low >= at:
        return MET
    return OPEN if high is None or high >= at else NOT


def rung(low: int, high: int | None, base: int = 50, unit: Unit | None = Unit.RECORDS) -> Rung:
    """A quantity with a standard and ten times it."""
    marks = tuple(
        Mark(item, grade, Fraction(at), stands(low, high, at))
        for item, grade, at in (("art5.1.3", "serious", base), ("art5.2.3", "especially_serious", 10 * base))
    )
    return Rung("art5.1.3", (), unit, Fraction(low), None if high is None else Fraction(high), marks)


def drawn(one: Rung, width: int, glyphs: Glyphs = UNICODE, lang: str = "zh") -> list[str]:
    (text,) = bars([one], GRADES, Words(lang), width, glyphs)
    return text.plain.split("\n")


# The scale runs to 16 times the base: log(1 + 3·16) = 3.8918. The base stands at log(1 + 3) = 1.3863, 0.3562 of the
# width, ten times it at log(1 + 30) = 3.4340, 0.8824 of it: cells 14 and 35 of 40.


@pytest.mark.parametrize(
    ("low", "high", "label", "bar"),
    [
        (49, 49, "49 条  未达到", "█" * 14 + "○50 " + "·" * 17 + "○500"),
        (50, 50, "50 条  情节严重", "█" * 14 + "●50 " + "·" * 17 + "○500"),
        # 300 ÷ 50 = 6: log(19) ÷ 3.8918 = 0.7566, 30 of 40 cells
        (300, 300, "300 条  情节严重", "█" * 14 + "●50 " + "█" * 12 + "·" * 5 + "○500"),
        # 20 ÷ 50 = 0.4: log(2.2) ÷ 3.8918 = 0.2026, 8 of 40 cells
        (20, 300, "20～300 条  未达到 ～ 情节严重（待查）", "█" * 8 + "▒" * 6 + "◐50 " + "▒" * 12 + "·" * 5 + "○500"),
        (500, 500, "500 条  情节特别严重", "█" * 14 + "●50 " + "█" * 17 + "●500"),
        (0, 1, "0～1 条  未达到", "▒" + "·" * 13 + "○50 " + "·" * 17 + "○500"),
    ],
)
def test_a_bar_reaches_a_mark_exactly_when_the_standard_is_reached(low: int, high: int, label: str, bar: str) -> None:
    assert drawn(rung(low, high), 40) == [f"第五条第一款第（三）项  {label}", bar]


def test_without_an_upper_bound_a_bar_ends_in_an_arrow() -> None:
    label, bar = drawn(rung(60, None), 40)
    assert label == "第五条第一款第（三）项  60～不限 条  情节严重 ～ 情节特别严重（待查）"
    assert bar.startswith("█" * 14 + "●50 ")
    assert bar.endswith("◐500 ▶")
    assert len(bar) == 40


def test_a_long_bar_makes_all_others_shorter() -> None:
    # 100 times the base: log(301) = 5.7071; the base then stands at 0.2429 of 40 cells, ten times it at 0.6017
    long, short = bars([rung(5000, 5000), rung(1, 1)], GRADES, Words("zh"), 40)
    assert long.plain.split("\n")[1] == "█" * 10 + "●50 " + "█" * 10 + "●500 " + "█" * 11
    assert short.plain.split("\n")[1] == "█" + "·" * 9 + "○50 " + "·" * 10 + "○500"


@pytest.mark.parametrize("width", [18, 24, 40, 60, 100, 200])
@pytest.mark.parametrize("base", [1, 50, 50_000, 500_000])
def test_at_every_width_every_number_is_shown_once_and_nothing_is_wider(width: int, base: int) -> None:
    for low in (0, 1, base - 1, base, 2 * base, 10 * base - 1, 10 * base, 10**15):
        for high in (low + 1, 10 * base, None):
            if high is not None and high < low:
                continue
            bar = drawn(rung(low, high, base), width)[1]
            assert cell_len(bar) <= min(width, WIDEST)
            glyphs = [UNICODE.marks[stands(low, high, at)] for at in (base, 10 * base)]
            assert [character for character in bar if character in "●◐○"] == glyphs
            first, second = (glyph + str(at) for glyph, at in zip(glyphs, (base, 10 * base), strict=True))
            assert bar.index(f"{first} ") < bar.rindex(second)


@pytest.mark.parametrize("width", [13, 24, 60])
def test_what_is_certain_passes_a_mark_only_where_it_is_reached(width: int) -> None:
    for low in range(1, 520, 7):
        bar = drawn(rung(low, low), width)[1]
        for glyph, at in zip([c for c in bar if c in "●○"], (50, 500), strict=True):
            assert (glyph == "●") == (low >= at)
        after = bar[bar.index("50") :].lstrip("0 5")
        assert ("█" in after) <= (low >= 50)


def test_where_numbers_have_no_room_the_marks_stand_alone() -> None:
    bar = drawn(rung(60, 60, 50_000), 13)[1]
    # cells 0.3562 · 13 = 5 and 0.8824 · 13 = 11
    assert bar == "█····○·····○"


def test_where_there_is_no_room_at_all_there_is_only_the_label() -> None:
    assert drawn(rung(60, 60), 11) == ["第五条第一款第（三）项  60 条  情节严重"]


def test_in_ascii_the_same_is_seen() -> None:
    assert drawn(rung(20, 300), 40, ASCII)[1] == "#" * 8 + "=" * 6 + "?50 " + "=" * 12 + "." * 5 + "o500"
    assert drawn(rung(60, None), 40, ASCII)[1].endswith("?500 >")
    assert drawn(rung(50, 50), 40, ASCII)[1].startswith("#" * 14 + "*50 ")
    assert heading(Words("en"), ASCII).plain == "How far the quantities reach (# at least, = at most; logarithmic)"


def styles(text: Text, start: int) -> list[str]:
    """The style of each cell of the bar."""
    found = [""] * (len(text.plain) - start)
    for span in text.spans:
        for place in range(max(span.start, start), span.end):
            found[place - start] = str(span.style)
    return found


def test_each_part_of_a_bar_has_the_colour_of_the_grade_that_it_makes() -> None:
    # 60 times the base: log(181) = 5.1985; the marks stand at 0.2667 and 0.6606 of 40 cells
    (text,) = bars([rung(50, 3000)], GRADES, Words("zh"), 40)
    found = styles(text, text.plain.index("\n") + 1)
    assert set(found[:11]) == {"green"}
    assert set(found[11:15]) == {"bold"}
    assert set(found[15:26]) == {"yellow"}
    assert set(found[26:31]) == {"bold yellow"}
    assert found[31:] == ["red"] * 9


def test_a_sum_that_does_not_apply_is_not_coloured_by_its_size() -> None:
    marks = (Mark("art5.1.6", "serious", Fraction(1), NOT), Mark("art5.2.3", "especially_serious", Fraction(10), NOT))
    one = Rung("art5.1.6", (), None, Fraction(12, 5), Fraction(12, 5), marks)
    (text,) = bars([one], GRADES, Words("zh"), 40)
    label, bar = text.plain.split("\n")
    assert label == "第五条第一款第（六）项  合计 2.4  数量够了，但本项不成立"
    assert set(styles(text, len(label) + 1)[:16]) <= {"green", "dim"}
    assert bar.startswith("█" * 14 + "○1 █")


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        (Unit.RECORDS, "5000～6000 条", "5000–6000 records"),
        (Unit.MONEY, "50～60 元", "50–60 yuan"),
        (None, "合计 5000～6000", "sum 5000–6000"),
    ],
)
def test_a_label_names_the_item_the_quantity_and_the_grade(unit: Unit | None, zh: str, en: str) -> None:
    one = rung(5000, 6000, 1000, unit)
    assert drawn(one, 40)[0] == f"第五条第一款第（三）项  {zh}  情节严重"
    assert drawn(one, 40, lang="en")[0] == f"Art. 5 ¶1 (3)  {en}  serious circumstances"
    narrow = one._replace(narrow=True)
    assert drawn(narrow, 40)[0].startswith("第五条第一款第（三）项（履职、服务部分）  ")
    assert drawn(narrow, 40, lang="en")[0].startswith("Art. 5 ¶1 (3) (duty or service part)  ")


CASE = """\
schema: thresholds/case/1
id: two
persons: {jia: {name: 甲}, yi: {name: 乙}}
dealings: [{by: jia, act: sale, to: bing, records: {location_tracking: 60}}]
facts: {yi: {prior_criminal_punishment: yes}}
"""


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_a_report_shows_them_between_the_items_and_the_counts(width: int) -> None:
    lines = as_text(evaluate(load_case(CASE)), width=width).splitlines()
    assert max(map(cell_len, lines)) <= width
    first = lines.index("乙  未达到")
    start = next(number for number, line in enumerate(lines) if "数量离标准多远" in line)
    assert start > next(number for number, line in enumerate(lines) if "第十条" in line)
    assert start < lines.index("├── 条数怎样数") < first
    bar = next(line for line in lines[start:] if "●50" in line)
    assert bar.startswith("│       █")
    assert "○500" in bar


def test_who_has_no_quantity_has_no_bars() -> None:
    text = as_text(evaluate(load_case(CASE)))
    assert "数量离标准" not in text[text.index("乙") :]
