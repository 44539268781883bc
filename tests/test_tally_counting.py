"""Records made by hand: which count, which are doubles, and that the steps add up. Expected numbers are worked out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from thresholds import glossary
from thresholds.errors import EngineError
from thresholds.glossary import Family
from thresholds.tally.counting import group
from thresholds.tally.counting.count import Rules, count
from thresholds.tally.counting.gather import Records, forget, gather
from thresholds.tally.counting.interval import checked, remaining, share
from thresholds.tally.counting.masks import masked
from thresholds.tally.counting.model import Counted, Options, step
from thresholds.tally.kinds import Kind
from thresholds.tally.workspace import Workspace

CATEGORIES = glossary.ids(Family.CATEGORY)
T1, T2, T3 = (CATEGORIES.index(name) for name in ("property_information", "health_information", "general_information"))
TRACK = CATEGORIES.index("location_tracking")
NONE = 255
PROTECTION = {name: 50 if place < 4 else 500 if place < 9 else 5000 for place, name in enumerate(CATEGORIES)}
RULES = Rules(
    PROTECTION, ("counts", "empty", "identifies_nobody", "invalid_phone"), frozenset({"identifies_nobody"}), 1
)

PLAIN = Options()

Row = tuple[object, ...]


def row(
    category: int,
    name: str | None,
    phone: int | None = None,
    *,
    reason: int = 0,
    flaws: int = 0,
    person: str | None = None,
    place: str | None = None,
    moment: int | None = None,
) -> Row:
    """One record; its keys are a name and a phone number."""
    return category, reason, flaws, name, phone, person, place, moment


def text(value: object) -> str:
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def records(number: int, *rows: Row) -> Records:
    """A source as SQL, with the columns of every table of records."""
    listed = ", ".join(f"({', '.join(map(text, one))})" for one in rows)
    return Records(
        number,
        f"SELECT {number}::USMALLINT AS source, category::UTINYINT AS category, reason::UTINYINT AS reason, "
        "flaws::UINTEGER AS flaws, key_0::VARCHAR AS key_0, key_1::BIGINT AS key_1, person::VARCHAR AS person, "
        "place::VARCHAR AS place, moment::BIGINT AS moment "
        f"FROM (VALUES {listed}) v(category, reason, flaws, key_0, key_1, person, place, moment)",
        f"input {number}",
    )


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    with Workspace.open(None, "512MB", 2) as opened:
        yield opened


@pytest.fixture(params=["bits", "sources"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of grouping: by bits, and where there are more sources and categories than bits."""
    if request.param == "sources":
        monkeypatch.setattr(group, "_BITS", 0)


def counted(workspace: Workspace, *sources: Records, options: Options = PLAIN, rules: Rules = RULES) -> Counted:
    return count(workspace, gather(workspace, sources), sources, rules, options)


def taken(found: Counted) -> dict[str, int]:
    return {one.rule: one.taken_off for one in found.steps}


def left(found: Counted) -> dict[tuple[int, str], int]:
    return {(part.source, part.category): part.left for part in found.steps[-1].parts if part.left}


@pytest.mark.usefixtures("way")
def test_every_row_is_counted_or_taken_off_by_one_rule(workspace: Workspace) -> None:
    first = records(
        0,
        row(T3, "a", 1),
        row(T3, "a", 1),
        row(T3, "a", 1),
        row(T3, "b", 2, reason=3),
        row(T3, None, None, reason=2),
        row(NONE, None, None, reason=1),
    )
    second = records(1, row(T3, "a", 1), row(T3, "c", 3))
    found = counted(workspace, first, second)
    assert taken(found) == {
        "nothing_recognised": 1,
        "identifies_nobody": 1,
        "invalid_phone": 1,
        "duplicates_within": 2,
        "duplicates_across": 1,
    }
    assert [one.before for one in found.steps] == [8, 7, 6, 5, 3]
    assert found.steps[-1].left == 2
    assert left(found) == {(0, "general_information"): 1, (1, "general_information"): 1}
    for one in found.steps:
        assert one.before - one.taken_off == one.left == sum(part.left for part in one.parts)


@pytest.mark.usefixtures("way")
def test_the_most_protected_of_equal_records_is_kept_wherever_it_stands(workspace: Workspace) -> None:
    first = records(0, row(T3, "a", 1), row(T2, "b", 2), row(T3, "b", 2), row(T3, "c", 3))
    second = records(1, row(T1, "a", 1), row(T2, "b", 2), row(T3, "c", 3))
    found = counted(workspace, first, second)
    assert left(found) == {
        (1, "property_information"): 1,
        (0, "health_information"): 1,
        (0, "general_information"): 1,
    }
    within, across = found.steps[-2:]
    assert [(part.source, part.category) for part in within.parts if part.taken_off] == [(0, "general_information")]
    assert {(part.source, part.category): part.taken_off for part in across.parts if part.taken_off} == {
        (0, "general_information"): 1,
        (1, "health_information"): 1,
        (1, "general_information"): 1,
    }


@pytest.mark.usefixtures("way")
def test_the_first_source_keeps_what_is_equal_in_several(workspace: Workspace) -> None:
    sources = [records(number, row(T3, "a", 1), row(T3, f"own {number}", number)) for number in range(3)]
    found = counted(workspace, *sources)
    assert left(found) == {(0, "general_information"): 2, (1, "general_information"): 1, (2, "general_information"): 1}
    assert taken(found)["duplicates_across"] == 2


@pytest.mark.usefixtures("way")
def test_records_are_equal_only_where_all_keys_are(workspace: Workspace) -> None:
    found = counted(workspace, records(0, row(T3, "a", 1), row(T3, "a", None), row(T3, "a", None), row(T3, None, 1)))
    assert taken(found)["duplicates_within"] == 1
    assert found.steps[-1].left == 3


@pytest.mark.usefixtures("way")
def test_records_without_any_key_are_nobodys_duplicate(workspace: Workspace) -> None:
    found = counted(workspace, records(0, row(T3, None), row(T3, None)), records(1, row(T3, None), row(T3, "a", 1)))
    assert found.steps[-1].left == 4
    assert taken(found)["duplicates_within"] == taken(found)["duplicates_across"] == 0


@pytest.mark.usefixtures("way")
def test_the_same_text_and_number_in_other_keys_is_not_the_same(workspace: Workspace) -> None:
    found = counted(workspace, records(0, row(T3, "1", None), row(T3, None, 1), row(T3, "11", 1), row(T3, "1", 11)))
    assert found.steps[-1].left == 4


def test_nothing_that_counts_is_a_result(workspace: Workspace) -> None:
    found = counted(workspace, records(0, row(NONE, None, reason=1), row(T3, None, reason=2)))
    assert found.steps[-1].left == 0
    assert found.notes == ()


def test_more_places_than_bits_are_counted_alike(workspace: Workspace) -> None:
    sources = [
        records(
            number, row(T3, "all", 1), row(T2, "all", 1), row(T3, f"own {number}", 2), row(T2, f"pair {number // 2}", 3)
        )
        for number in range(40)
    ]
    found = counted(workspace, *sources)
    # of "all" each of 40 sources loses the less protected one, then 39 their other; each pair of sources loses one
    assert taken(found)["duplicates_within"] == 40
    assert taken(found)["duplicates_across"] == 39 + 20
    assert found.steps[-1].left == 1 + 40 + 20


# -- what courts argued over ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("way")
def test_several_lines_about_one_person_are_noted_and_taken_off_on_request(workspace: Workspace) -> None:
    first = records(0, row(T3, "a", 1, person="p"), row(T2, "a", 2, person="p"), row(T3, "x", 3), row(T3, "y", 4))
    second = records(1, row(T3, "a", 5, person="p"), row(T3, "b", 6, person="q"))
    found = counted(workspace, first, second)
    note = next(one for one in found.notes if one.id == "one_per_person")
    assert (note.records, note.otherwise, note.deducted) == (6, 4, False)
    assert note.by_category == (("general_information", 5, 3), ("health_information", 1, 1))
    asked = counted(workspace, first, second, options=Options(one_per_person=True))
    assert asked.steps[-1].rule == "one_per_person"
    assert left(asked) == {
        (0, "general_information"): 2,
        (0, "health_information"): 1,
        (1, "general_information"): 1,
    }
    note = next(one for one in asked.notes if one.id == "one_per_person")
    assert (note.records, note.otherwise, note.deducted) == (4, 6, True)


@pytest.mark.usefixtures("way")
def test_points_that_do_not_move_are_one_stay(workspace: Workspace) -> None:
    stays = [("x", 1), ("x", 2), ("y", 3), ("x", 4), ("x", 5), ("x", 6)]
    points = [row(TRACK, f"{moment}", 1, person="p", place=place, moment=moment) for place, moment in stays]
    other = row(TRACK, "7", 2, person="q", place="x", moment=2)
    unknown = [row(TRACK, f"u{n}", 3, place="x", moment=n) for n in range(2)]
    source = records(0, *points, other, *unknown)
    found = counted(workspace, source)
    note = next(one for one in found.notes if one.id == "stationary_points")
    # p: x x | y | x x x is three stays; q is another person; of nobody known every point stays
    assert (note.records, note.otherwise) == (9, 6)
    assert found.steps[-1].left == 9
    asked = counted(workspace, source, options=Options(merge_stationary=True))
    assert taken(asked)["stationary_points"] == 3
    assert asked.steps[-1].left == 6
    both = counted(workspace, source, options=Options(one_per_person=True, merge_stationary=True))
    assert [one.left for one in both.steps[-2:]] == [6, 4]


def test_tables_without_places_have_no_note_on_them(workspace: Workspace) -> None:
    found = counted(workspace, records(0, row(T3, "a", 1)))
    assert [one.id for one in found.notes] == ["without_phone", "one_per_person"]


@pytest.mark.usefixtures("way")
def test_records_without_a_phone_number_are_told(workspace: Workspace) -> None:
    found = counted(workspace, records(0, row(T3, "a"), row(T3, "a"), row(T3, "b", 1), row(T2, "c")))
    note = next(one for one in found.notes if one.id == "without_phone")
    assert (note.records, note.otherwise) == (3, 1)
    assert note.option == ""


def test_fields_that_are_invalid_in_records_which_count_are_told(workspace: Workspace) -> None:
    found = counted(
        workspace, records(0, row(T3, "a", 1, flaws=5), row(T3, "b", 1, flaws=4), row(T3, "c", reason=3, flaws=4))
    )
    assert found.flaws == ((0, 1), (2, 2))


@pytest.mark.usefixtures("way")
def test_bodies_say_which_records_a_question_arises_about(workspace: Workspace) -> None:
    rules = RULES._replace(questions=("key_1 > 0", "key_0 = 'b'"))
    source = records(
        0, row(T3, "a", 1), row(T3, "a", 1), row(T3, "b", 2), row(T3, "b"), row(T3, "c"), row(T3, "d", 9, reason=3)
    )
    found = counted(workspace, source, rules=rules)
    assert {body.asked: (body.records, body.duplicates, body.inauthentic, body.counted) for body in found.bodies} == {
        0: (1, 0, 0, 1),
        1: (3, 1, 1, 1),
        2: (1, 0, 0, 1),
        3: (1, 0, 0, 1),
    }


@pytest.mark.usefixtures("way")
def test_a_record_that_is_kept_has_the_questions_of_all_that_are_merged(workspace: Workspace) -> None:
    rules = RULES._replace(questions=("source = 1", "key_0 = 'x'"))
    first, second = records(0, row(T3, "a", 1), row(T3, "b", 2)), records(1, row(T3, "a", 1), row(T3, "c", 3))
    found = counted(workspace, first, second, rules=rules)
    # of "a" the first source's is kept, with the question about the second's; two lines without one are left as one
    assert [(body.source, body.asked, body.records, body.duplicates, body.counted) for body in found.bodies] == [
        (0, 0, 1, 0, 1),
        (0, 1, 1, 0, 1),
        (1, 1, 2, 1, 1),
    ]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("swapped", [False, True])
def test_the_order_of_sources_does_not_decide_whether_a_question_is_seen(workspace: Workspace, swapped: bool) -> None:
    rules = RULES._replace(questions=("key_0 = 'with address'",))
    plain = [row(T3, "plain", 1, person="p"), row(T3, "other", 2, person="q")]
    asked = [row(T3, "with address", 1, person="p")]
    sources = [records(0, *plain), records(1, *asked)] if not swapped else [records(0, *asked), records(1, *plain)]
    found = counted(workspace, *sources, options=Options(one_per_person=True), rules=rules)
    by_question = {bits: sum(body.counted for body in found.bodies if body.asked == bits) for bits in (0, 1)}
    assert by_question == {0: 1, 1: 1}
    assert sum(body.records for body in found.bodies) == 3


def test_a_stay_has_the_questions_of_all_its_points(workspace: Workspace) -> None:
    rules = RULES._replace(questions=("key_0 = 'asked'",))
    points = [("a", "x", 1), ("asked", "x", 2), ("b", "y", 3), ("c", "x", 4)]
    rows = [row(TRACK, name, 1, person="p", place=place, moment=moment) for name, place, moment in points]
    found = counted(workspace, records(0, *rows), options=Options(merge_stationary=True), rules=rules)
    # x x | y | x: of the first stay one point is left, and the question about its second point with it
    assert {body.asked: body.counted for body in found.bodies} == {0: 2, 1: 1}


def test_more_questions_than_sixteen_keep_their_bits(workspace: Workspace) -> None:
    rules = RULES._replace(questions=(*["false"] * 17, "true"))
    found = counted(workspace, records(0, row(T3, "a", 1)), rules=rules)
    assert [body.asked for body in found.bodies] == [1 << 17]


# -- adding up, and beginning again -----------------------------------------------------------------------------


def test_what_does_not_add_up_is_a_fault_of_ours() -> None:
    with pytest.raises(EngineError, match="对不上"):
        step("duplicates_within", (), {(0, "general_information"): 1}, {(0, "general_information"): 2})
    with pytest.raises(EngineError, match="对不上"):
        step("duplicates_within", (), {}, {(0, "general_information"): 1})


def test_tables_that_an_earlier_run_finished_are_not_made_again(tmp_path: Path) -> None:
    first, second = records(0, row(T3, "a", 1)), records(1, row(T3, "a", 1), row(T3, "b", 2))
    with Workspace.open(tmp_path, "512MB", 2) as opened:
        gather(opened, [first])
        opened.execute(
            "CREATE OR REPLACE TABLE tally_records_0 AS SELECT * FROM tally_records_0 UNION ALL FROM tally_records_0"
        )
    with Workspace.open(tmp_path, "512MB", 2) as opened:
        found = counted(opened, first, second)
    # the row that was slipped in is still there: the table was taken as it was, and the other made
    assert [part.before for part in found.steps[0].parts] == [2, 2]
    assert found.steps[-1].left == 2


def test_a_table_made_from_another_input_is_made_again(tmp_path: Path) -> None:
    with Workspace.open(tmp_path, "512MB", 2) as opened:
        gather(opened, [records(0, row(T3, "a", 1), row(T3, "b", 2))])
    with Workspace.open(tmp_path, "512MB", 2) as opened:
        found = counted(opened, records(0, row(T3, "a", 1))._replace(made_from="another"))
    assert found.steps[0].before == 1


def test_a_work_folder_is_emptied_of_what_a_tally_made_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with Workspace.open(tmp_path, "512MB", 2) as opened:
        gather(opened, [records(0, row(T3, "planted-value", 1))])
    forget(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


# -- samples ----------------------------------------------------------------------------------------------------


def tail(size: int, found: int, chance: float, *, up: bool) -> float:
    """The chance of at least (or at most) so many, counted out."""
    numbers = range(found, size + 1) if up else range(found + 1)
    return sum(comb(size, k) * chance**k * (1 - chance) ** (size - k) for k in numbers)


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    found = share(9, 200, Fraction(95, 100))
    # at each end the chance of what was found, or of what is farther off, is a half of 5 %
    assert tail(200, 9, float(found.low), up=True) == pytest.approx(0.025, abs=1e-4)
    assert tail(200, 9, float(found.high), up=False) == pytest.approx(0.025, abs=1e-4)
    assert tail(200, 9, float(found.low), up=True) <= 0.025
    assert tail(200, 9, float(found.high), up=False) <= 0.025


@pytest.mark.parametrize(
    ("found", "low", "high"),
    # without any found the upper end is 1 − 0.025^(1/10) = 0.30849…, rounded up; the other way round alike
    [(0, Fraction(0), Fraction(308498, 10**6)), (10, Fraction(691502, 10**6), Fraction(1))],
)
def test_the_ends_of_an_interval_are_rounded_outward(found: int, low: Fraction, high: Fraction) -> None:
    ends = share(found, 10, Fraction(95, 100))
    assert (ends.low, ends.high) == (low, high)


def test_nothing_looked_at_says_nothing() -> None:
    ends = share(0, 0, Fraction(95, 100))
    assert (ends.low, ends.high) == (0, 1)
    assert checked(1000, 0, 0, 0, 7, Fraction(95, 100)).left == (0, 1000)


def test_records_left_follow_from_both_rates_together() -> None:
    found = checked(219_124, 9, 2, 189, 3, Fraction(95, 100))
    assert (found.either.found, found.either.size, found.open) == (11, 200, 3)
    assert found.left == (remaining(219_124, found.either.high), remaining(219_124, found.either.low))
    assert remaining(1000, Fraction(1, 3)) == 666


@pytest.mark.parametrize(
    ("cell", "kind", "shown"),
    [
        ("张三丰", Kind.NAME, "张**"),
        ("李四", Kind.NAME, "李*"),
        ("李", Kind.NAME, "***"),
        ("13812341234", Kind.PHONE, "138****1234"),
        ("＋86 138 1234 1234", Kind.PHONE, "138****1234"),
        ("11010119900101123X", Kind.RESIDENT_ID, "11010119********3X"),
        ("6222021234567890123", Kind.BANK_CARD, "622202*********0123"),
        ("秘密123", Kind.PASSWORD, "***"),
        ("备注里也可能有电话", None, "***"),
        (None, Kind.NAME, ""),
        ("  ", Kind.PHONE, ""),
        ("12", Kind.PHONE, "***"),
        # what does not look like its column may be anything: a name in the column of phones shows nothing
        ("张三13800138000", Kind.PHONE, "***"),
        ("13800138000张三", Kind.PHONE, "***"),
        ("张三13800138000", Kind.NAME, "张************"),
        ("＋852 9123 4567", Kind.PHONE, "+85*****4567"),
        ("6222021234567890123", Kind.RESIDENT_ID, "***"),
        ("110101 1990-0101-123X", Kind.RESIDENT_ID, "11010119********3X"),
        ("张三", Kind.OTHER_ID, "***"),
        ("E12345678", Kind.OTHER_ID, "E******78"),
        ("张三丰", Kind.ADDRESS, "张**"),
        ("张三住北京市朝阳区", Kind.ADDRESS, "张********"),
        ("北京市朝阳区1号", Kind.ADDRESS, "北京市*****"),
        ("张三丰", Kind.COMPANY, "张**"),
        ("张三丰", Kind.ACCOUNT, "***"),
        ("zhangsan", Kind.ACCOUNT, "z******n"),
        ("13800138000", Kind.DATE, "***"),
        ("2017-05-01 10:20:30", Kind.TIME, "2017-05***********"),
        ("20170501", Kind.DATE, "20170***"),
        ("京A12345", Kind.PLATE, "京A****5"),
        ("张三的车", Kind.PLATE, "***"),
    ],
)
def test_cells_are_masked(cell: str | None, kind: Kind | None, shown: str) -> None:
    assert masked(cell, kind) == shown
