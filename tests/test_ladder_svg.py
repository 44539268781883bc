"""The drawing of a ladder: bars as long as they should be, texts that stand apart, nothing outside the drawing."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest
from documents import CASES, LANGS, report_of
from hypothesis import given
from hypothesis import strategies as st

from thresholds.rendering.document.ladder_svg import NARROW, WIDE, Label, place_labels, rung_svg, width_of, wrapped
from thresholds.rendering.document.rungs import FULL, DrawnMark, DrawnRung, drawn
from thresholds.report.ladder import Mark, Rung, ladder
from thresholds.values.figures import Unit
from thresholds.values.status import Status

#: Forty-nine of fifty, and of five hundred.
SHORT = Rung(
    "art5.1.3",
    ("location_tracking", "property_information"),
    Unit.RECORDS,
    Fraction(49),
    Fraction(49),
    (
        Mark("art5.1.3", "serious", Fraction(50), Status.NOT_ESTABLISHED),
        Mark("art5.2.3", "especially_serious", Fraction(500), Status.NOT_ESTABLISHED, Fraction(10)),
    ),
)


def svg(rung: Rung | DrawnRung, width: int = WIDE) -> Element:
    (one,) = drawn([rung], "zh") if isinstance(rung, Rung) else (rung,)
    return fromstring(rung_svg(one, width, "name", "说明"))


def rectangles(root: Element, name: str) -> list[tuple[float, float]]:
    """Where rectangles of a class begin and end."""
    found = [one for one in root.iter("rect") if one.get("class") == name]
    return [(float(one.get("x", "")), float(one.get("x", "")) + float(one.get("width", ""))) for one in found]


def marks(root: Element) -> list[float]:
    return [float(one.get("x1", "")) for one in root.iter("line") if one.get("class") == "mark"]


def test_a_quantity_just_short_ends_visibly_before_its_mark() -> None:
    root = svg(SHORT)
    ((left, right),) = rectangles(root, "least")
    first, second = marks(root)
    assert left < right < first - 4 < second
    assert rectangles(root, "most") == []
    assert list(root.iter("polygon")) == []


def test_a_quantity_that_is_exactly_enough_ends_at_its_mark() -> None:
    root = svg(SHORT._replace(low=Fraction(50), high=Fraction(50)))
    ((_, right),) = rectangles(root, "least")
    assert right == pytest.approx(marks(root)[0], abs=0.2)


def test_what_may_be_is_hatched_beyond_what_is() -> None:
    root = svg(SHORT._replace(high=Fraction(60)))
    ((_, sure),) = rectangles(root, "least")
    ((start, end),) = rectangles(root, "most")
    first, second = marks(root)
    assert start == pytest.approx(sure, abs=0.2)
    assert start < first < end < second


def test_a_quantity_without_end_has_an_arrow() -> None:
    root = svg(SHORT._replace(high=None))
    assert len(list(root.iter("polygon"))) == 1
    assert "49～不限 条" in "".join(root.itertext())


def test_a_drawing_is_read_out() -> None:
    root = svg(SHORT)
    title, description = root.find("title"), root.find("desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == ("第五条第一款第（三）项", "说明")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_texts_show_the_numbers_of_the_law() -> None:
    texts = [one.text for one in svg(SHORT).iter("text")]
    assert "○ 50 条 情节严重" in texts
    assert "○ 500 条 情节特别严重" in texts
    assert "行踪轨迹信息、财产信息" in texts


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_stands_outside_the_drawing_or_on_something_else(width: int, lang: str) -> None:
    for path in CASES:
        for person in report_of(path).persons:
            for rung in drawn(ladder(person), lang):
                apart(fromstring(rung_svg(rung, width, "x", "y")), width)


def apart(root: Element, width: int) -> None:
    height = float((root.get("viewBox") or "").split()[3])
    boxes = [box(one) for one in root.iter("text")]
    bars = [(*rectangles(root, "track")[0], *vertical(root))]
    for number, (left, right, top, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= width
        assert top >= 0
        assert bottom <= height
        for other in [*boxes[number + 1 :], *bars]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top


def vertical(root: Element) -> tuple[float, float]:
    track = next(one for one in root.iter("rect") if one.get("class") == "track")
    return float(track.get("y", "")), float(track.get("y", "")) + float(track.get("height", ""))


def box(text: Element) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a text: four fifths of its size above the line, one fifth below."""
    size, at, base = (float(text.get(name, "")) for name in ("font-size", "x", "y"))
    long = width_of(text.text or "", size)
    left = at - {"start": 0, "middle": long / 2, "end": long}[text.get("text-anchor", "start")]
    return left, left + long, base - 0.8 * size, base + 0.2 * size


# -- figures under a bar -----------------------------------------------------------------------------------------


def placed(*at: int, figure: str = "● 50 条", grade: str = "情节严重", width: int = WIDE) -> list[Label]:
    return place_labels([DrawnMark(one, figure, grade) for one in at], width - 24, width)


def test_figures_far_apart_stand_in_one_row_below_their_marks() -> None:
    found = placed(400, 800)
    assert [(label.row, label.anchor, label.led) for label in found] == [(0, "middle", False)] * 2


def test_figures_near_each_other_stand_in_rows_of_their_own() -> None:
    first, second = placed(400, 480)
    assert {first.row, second.row} == {0, 1}
    assert [label.led for label in (first, second)] == [label.row > 0 for label in (first, second)]


def test_figures_without_room_are_a_list() -> None:
    found = placed(500, 520, figure="● 5000000 条", grade="especially serious circumstances", width=NARROW)
    assert [(label.row, label.anchor, label.led) for label in found] == [(row, "start", False) for row in range(4)]
    assert [label.text for label in found] == ["● 5000000 条 especially serious", "circumstances"] * 2


@given(
    st.lists(st.integers(1, FULL), min_size=1, max_size=4, unique=True).map(sorted),
    st.sampled_from(["● 50 条", "○ 123456789.5 元", "● 1"]),
    st.sampled_from(["情节严重", "especially serious circumstances"]),
    st.sampled_from([WIDE, NARROW]),
)
def test_figures_never_meet(at: list[int], figure: str, grade: str, width: int) -> None:
    found = placed(*at, figure=figure, grade=grade, width=width)
    assert len(found) >= len(at)
    for one in found:
        for other in found:
            if one is other:
                continue
            if one.row == other.row:
                assert one.extent[1] <= other.extent[0] or other.extent[1] <= one.extent[0]
            if other.led and other.row > one.row:
                assert not one.extent[0] < other.at < one.extent[1]
    if any(label.led for label in found):
        assert all(label.extent[0] >= 0 and label.extent[1] <= width for label in found)


# -- text ---------------------------------------------------------------------------------------------------------


def test_wide_characters_take_one_em() -> None:
    assert width_of("条文", 10) == 20
    assert width_of("（三）", 10) == 30
    assert width_of("abc", 10) == pytest.approx(18)


@given(st.text("信息、，条 abc（）", max_size=60), st.integers(60, 300))
def test_wrapping_loses_nothing_and_keeps_inside(text: str, room: int) -> None:
    lines = wrapped(text, room, 12.5)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    for line in lines:
        assert width_of(line, 12.5) <= room or len(re.findall(r"[信息条]", line)) <= 1
    for before, after in pairwise(lines):
        assert before
        assert after[0] not in "，、）"
