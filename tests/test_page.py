"""What the page makes of a state: the case, the fields, the steps at each line, the near tiers, the files kept."""

from __future__ import annotations

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document
from states import at, charge, ends

from thresholds import evaluate, load_case, load_ruleset
from thresholds.law.load import available
from thresholds.page.as_case import case_of
from thresholds.page.compare import compared
from thresholds.page.export import KINDS, exported
from thresholds.page.fields import Field, Group, fields_of
from thresholds.page.scene import Wrong, flips_of, report_of, scene_of
from thresholds.page.state import State
from thresholds.page.steps import amount

PERSONAL = load_ruleset("fashi-2017-10")
NOT, SERIOUS, ESPECIALLY = 0, 1, 2


# -- the case that a state says ------------------------------------------------------------------------------


def test_a_state_is_a_case_of_one_person() -> None:
    state = at(act="sale", location_tracking="12～28", obtained_in="duty_or_service", illegal_gains="1万余元")
    assert case_of(state, PERSONAL) == {
        "schema": "thresholds/case/1",
        "id": "page",
        "ruleset": "fashi-2017-10",
        "persons": {"a": {"name": "甲"}},
        "dealings": [
            {
                "by": "a",
                "act": "sale",
                "records": {"location_tracking": {"at_least": "12", "at_most": "28"}},
                "obtained_in": "duty_or_service",
            }
        ],
        "facts": {"a": {"illegal_gains": "1万余元"}},
    }


def test_a_second_body_of_records_is_a_dealing_of_its_own() -> None:
    state = at(act="sale", credit_record="25", second__act="purchase", second__health_information="250")
    dealings = [("sale", {"credit_record": "25"}), ("purchase", {"health_information": "250"})]
    assert case_of(state, PERSONAL)["dealings"] == [
        {"by": "a", "act": act, "records": records} for act, records in dealings
    ]
    assert ends(state) == (SERIOUS, SERIOUS), "25/50 + 250/500 = 1: item (6)"
    assert ends(state.having({"credit_record": "24"})) == (NOT, NOT)


def test_what_the_ruleset_does_not_know_is_left_out_and_said() -> None:
    state = at(act="sale", location_tracking="50", computers_controlled="20")._replace(readings=(("colour", "red"),))
    assert case_of(state, PERSONAL) == case_of(at(act="sale", location_tracking="50"), PERSONAL) | {"readings": {}}
    assert scene_of(state, PERSONAL).ignored == ("computers_controlled", "colour")
    assert scene_of(state, PERSONAL).charges[0].verdict.low == SERIOUS


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"location_tracking": "4x", "act": "sale"}, [("TH205", "location_tracking")]),
        ({"act": "foo", "credit_record": "1.5"}, [("TH204", "act"), ("TH208", "credit_record")]),
        ({"second__act": "foo"}, [("TH204", "second.act")]),
        ({"second__act": "foo", "second__credit_record": "5"}, [("TH204", "second.act")]),
        ({"illegal_gains": "5.001"}, [("TH208", "illegal_gains")]),
        ({"credit_record": "28～12"}, [("", "credit_record")]),
    ],
)
def test_what_is_wrong_is_told_of_its_field(facts: dict[str, str], wrong: list[tuple[str, str]]) -> None:
    found = [(one.text[: len(code)], one.field) for one, (code, _) in zip(errors(facts), wrong, strict=True)]
    assert found == wrong


def errors(facts: dict[str, str]) -> list[Wrong]:
    return list(scene_of(at(**facts), PERSONAL).errors)


# -- fields --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(available()))
def test_every_field_of_every_ruleset_can_be_set(name: str) -> None:
    """Each choice and a number are taken by themselves, and no field is without a label in either language."""
    ruleset = load_ruleset(name)
    fields = fields_of(ruleset, "zh")
    assert [field.key for field in fields] == [field.key for field in fields_of(ruleset, "en")]
    assert len({field.key for field in fields}) == len(fields)
    for field, english in zip(fields, fields_of(ruleset, "en"), strict=True):
        assert re.search("[一-鿿]", field.label)
        assert not re.search("[一-鿿]", english.label)
        values = [value for value, _ in field.choices[1:]] if field.choices else ["3", "unknown"]
        for value in values if field.group is not Group.STANDARDS else ["3"]:
            assert field.choices or field.figure
            scene = scene_of(State(name).having({field.key: value}), ruleset)
            about = [one.text for one in scene.errors if field.group is not Group.STANDARDS]
            assert not about, (field.key, value, about)


@pytest.mark.parametrize(
    ("name", "key", "lines"),
    [
        ("fashi-2017-10", "location_tracking", (25, 50, 250, 500)),
        ("fashi-2017-10", "health_information", (250, 500, 2500, 5000)),
        ("fashi-2017-10", "general_information", (2500, 5000, 25000, 50000)),
        ("fashi-2017-10", "second.location_tracking", (25, 50, 250, 500)),
        ("fashi-2017-10", "illegal_gains", (250000, 500000, 2500000, 5000000)),
        ("fashi-2017-10", "profit_from_use", (5000000,)),
        ("fashi-2011-19", "computers_controlled", (20, 100)),
        ("fashi-2011-19", "financial_authentication_data", (10, 50)),
        ("fashi-2013-21", "defamatory_views", (5000,)),
    ],
)
def test_the_lines_are_the_numbers_of_the_law(name: str, key: str, lines: tuple[int, ...]) -> None:
    [field] = [field for field in fields_of(load_ruleset(name), "zh") if field.key == key]
    assert field.lines == lines
    stops = [amount(field, stop) for stop in field.stops]
    assert stops == sorted(set(filter(lambda stop: stop is not None, stops)))  # type: ignore[type-var]
    assert {near for line in lines for near in (line - 1, line, line + 1)} <= set(stops)


@pytest.mark.parametrize(
    ("typed", "records", "money"),
    [
        ("", 0, 0),
        ("49", 49, 4900),
        ("0.01", None, 1),
        ("4999.99", None, 499999),
        ("5.001", None, None),
        ("6万多", None, None),
    ],
)
def test_a_plain_number_is_read_exactly(typed: str, records: int | None, money: int | None) -> None:
    fields = {field.key: field for field in fields_of(PERSONAL, "zh")}
    assert amount(fields["credit_record"], typed) == records
    assert amount(fields["illegal_gains"], typed) == money


# -- one less, exactly, one more -----------------------------------------------------------------------------


def steps(state: State) -> list[tuple[tuple[tuple[str, str], ...], int]]:
    """Every step that is offered, with the tier that it makes when it is taken."""
    found = []
    for bar in charge(state).bars:
        for _, around in bar.steps:
            for step in around:
                verdict = charge(state.having(dict(step.changes))).verdict
                assert verdict.low == verdict.high
                found.append((step.changes, verdict.low))
    return found


def expected(key: str, *some: tuple[str, int]) -> list[tuple[tuple[tuple[str, str], ...], int]]:
    return [(((key, value),), rank) for value, rank in some]


def test_around_the_lines_of_item_3() -> None:
    assert steps(at(act="sale", location_tracking="7")) == expected(
        "location_tracking",
        *[("49", NOT), ("50", SERIOUS), ("51", SERIOUS)],
        *[("499", SERIOUS), ("500", ESPECIALLY), ("501", ESPECIALLY)],
    )


def test_around_the_lines_of_item_5() -> None:
    assert steps(at(act="purchase", general_information="1")) == expected(
        "general_information",
        *[("4999", NOT), ("5000", SERIOUS), ("5001", SERIOUS)],
        *[("49999", SERIOUS), ("50000", ESPECIALLY), ("50001", ESPECIALLY)],
    )


def test_half_for_what_came_from_duty_or_service() -> None:
    found = steps(at(act="sale", location_tracking="1", obtained_in="duty_or_service"))
    for value, rank in (("24", NOT), ("25", SERIOUS), ("26", SERIOUS), ("249", SERIOUS), ("250", ESPECIALLY)):
        assert ((("location_tracking", value),), rank) in found


def test_gains_to_the_fen() -> None:
    assert steps(at(illegal_gains="1")) == expected(
        "illegal_gains",
        *[("4999.99", NOT), ("5000", SERIOUS), ("5000.01", SERIOUS)],
        *[("49999.99", SERIOUS), ("50000", ESPECIALLY), ("50000.01", ESPECIALLY)],
    )


def test_computers_of_another_offence() -> None:
    state = State("fashi-2011-19").having({"computers_controlled": "3"})
    assert steps(state) == expected(
        "computers_controlled",
        *[("19", NOT), ("20", SERIOUS), ("21", SERIOUS), ("99", SERIOUS), ("100", ESPECIALLY), ("101", ESPECIALLY)],
    )


def test_no_steps_where_the_number_is_not_plain() -> None:
    for typed in ("12～28", "unknown", "6万多条"):
        assert all(not bar.steps for bar in charge(at(act="sale", location_tracking=typed)).bars)


def test_the_step_at_which_the_facts_are_is_marked() -> None:
    [bar] = charge(at(act="sale", location_tracking="50")).bars
    assert [[step.here for step in around] for _, around in bar.steps] == [[False, True, False], [False] * 3]


def test_bounds_leave_the_tier_open() -> None:
    assert ends(at(act="sale", location_tracking="12～58")) == (NOT, SERIOUS)
    assert ends(at(act="sale", location_tracking="unknown")) == (NOT, ESPECIALLY)


# -- near tiers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    [
        at(act="sale", location_tracking="49"),
        at(act="sale", location_tracking="51"),
        at(act="purchase", general_information="3000", second__credit_record="10"),
        at(illegal_gains="4999.99"),
        State("fashi-2011-19").having({"computers_controlled": "19"}),
    ],
)
def test_trying_a_change_makes_the_tier_that_it_says(state: State) -> None:
    ruleset = load_ruleset(state.ruleset)
    tried = 0
    for flip in flips_of(state, ruleset):
        for way in flip.ways:
            if way.changes:
                tried += 1
                after = charge(state.having(dict(way.changes))).verdict
                assert way.text.endswith(f"→ {after.text}")
    assert tried


def test_one_record_short_of_the_first_line() -> None:
    first, *_ = flips_of(at(act="sale", location_tracking="49"), PERSONAL)
    assert first.ways[0].changes == (("location_tracking", "50"),)


# -- side by side --------------------------------------------------------------------------------------------


def test_items_that_changed_are_marked() -> None:
    sides = [scene_of(at(act="sale", location_tracking=number), PERSONAL) for number in ("49", "50")]
    [one] = compared(*sides)
    assert [row.cite for row in one.rows if row.changed] == [
        "第五条第一款第（三）项",
        "第五条第一款第（六）项",
        "第五条第二款第（三）项",
    ]
    assert len(one.rows) == len(PERSONAL.item_ids)
    [same] = compared(sides[0], sides[0])
    assert not any(row.changed for row in same.rows)


# -- readings ------------------------------------------------------------------------------------------------


def test_a_reading_stands_once_whatever_the_number_of_offences() -> None:
    ruleset = load_ruleset("fashi-2011-19")
    state = State("fashi-2011-19").having({"computers_controlled": "20", "financial_authentication_data": "10"})
    names = [use.id for use in scene_of(state, ruleset).uses]
    assert len(names) == len(set(names)) > 0


def test_a_reading_that_changes_the_tier_says_so() -> None:
    state = at(act="sale", location_tracking="50")
    found = {use.id: use.effects for use in scene_of(state, PERSONAL).uses if use.effects}
    assert found == {"bulk_presumption_t1_t2": ("换成“须逐条核实”，档次变为 未达到",)}
    other = state._replace(readings=(("bulk_presumption_t1_t2", "item_by_item"),))
    assert ends(other) == (NOT, NOT)


# -- the moment kept -----------------------------------------------------------------------------------------

KEPT = at(act="sale", location_tracking="51", second__general_information="200", illegal_gains="1万余元")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_kept_gives_the_same_when_it_is_loaded(lang: str) -> None:
    state = KEPT._replace(lang=lang, readings=(("gains", "net"),))
    again = evaluate(load_case(exported("case", state).decode()))
    here = report_of(state, PERSONAL)
    assert again.persons[0].grade == here.persons[0].grade
    assert [(f.item, f.status, f.score) for f in again.persons[0].findings] == [
        (f.item, f.status, f.score) for f in here.persons[0].findings
    ]
    assert dict(again.case.readings) == {"gains": "net"}


def test_a_report_kept_says_the_same() -> None:
    data = json.loads(exported("json", KEPT))
    assert data["persons"][0]["grade"] == {"at_least": "serious", "at_most": "serious"}
    assert "第五条第一款第（三）项" in exported("markdown", KEPT).decode()
    assert "<html" in exported("html", KEPT).decode()
    assert "情节严重" in "".join(paragraph.text for paragraph in Document(BytesIO(exported("docx", KEPT))).paragraphs)


@pytest.mark.parametrize(("lang", "says"), [("zh", "侵犯公民个人信息罪：情节严重"), ("en", "serious circumstances")])
def test_a_picture_is_a_drawing_by_itself(lang: str, says: str) -> None:
    drawing = ElementTree.fromstring(exported("picture", KEPT._replace(lang=lang)))
    texts = "".join(drawing.itertext())
    assert says in texts
    assert "50" in texts
    assert PERSONAL.sha256[:12] in texts
    assert not [name for element in drawing.iter() for name in element.attrib if "href" in name]


def test_the_same_moment_is_the_same_bytes() -> None:
    for kind in KINDS:
        assert exported(kind, KEPT) == exported(kind, KEPT)


def test_a_field_shows_amounts_as_they_are_typed() -> None:
    fields: dict[str, Field] = {field.key: field for field in fields_of(PERSONAL, "zh")}
    assert [fields["illegal_gains"].shown(number) for number in (1, 100, 499999)] == ["0.01", "1", "4999.99"]
    assert fields["credit_record"].shown(5000) == "5000"


@pytest.mark.parametrize("name", list(available()))
def test_facts_of_another_ruleset_are_left_out(name: str) -> None:
    """Whatever another ruleset knows may stand in an address; nothing is scored by it, and nothing fails."""
    state = State(name).having(
        {"act": "sale", "location_tracking": "49", "theft_amount": "5", "paid": "3", "date": "x"}
    )
    scene = scene_of(state, load_ruleset(name))
    assert not scene.errors
    assert {"paid", "date"} < set(scene.ignored)
