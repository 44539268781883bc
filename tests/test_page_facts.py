"""Nothing set on the page is lost on the way to the tier: facts without records, readings beside errors, each step."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest
from pages import HAN
from states import at, charge, ends

from thresholds import evaluate, load_case, load_ruleset
from thresholds.law.load import available
from thresholds.page.as_case import case_of
from thresholds.page.export import exported
from thresholds.page.fields import Group, fields_of
from thresholds.page.scene import flips_of, offence_in, persons_of, report_of, scene_of
from thresholds.page.state import State
from thresholds.page.steps import Moves, steps_at
from thresholds.rendering.words import Words
from thresholds.report.ladder import Rung, ladder
from thresholds.report.model import PersonReport
from thresholds.wording import phrase

PERSONAL = load_ruleset("fashi-2017-10")
NOT, SERIOUS = (0, 0), (1, 1)


# -- what is stated counts -----------------------------------------------------------------------------------


def test_what_is_stated_of_a_body_without_records_counts() -> None:
    assert ends(at(illegal_gains="5000")) == SERIOUS
    assert ends(at(illegal_gains="5000", consent="yes")) == NOT, "with consent there is no conduct at all (art. 3)"
    assert ends(at(illegal_gains="5000", consent="yes", act="sale")) == NOT
    assert ends(at(illegal_gains="2500", act="sale", obtained_in="duty_or_service")) == SERIOUS, "half: item (8)"
    assert ends(at(illegal_gains="2500", second__act="sale", second__obtained_in="duty_or_service")) == SERIOUS
    assert ends(at(illegal_gains="2499.99", second__act="sale", second__obtained_in="duty_or_service")) == NOT


@pytest.mark.parametrize("name", ["obtained_in", "used_in_crime", "knew_of_crime", "second.obtained_in"])
def test_no_fact_of_a_body_is_dropped(name: str) -> None:
    value = "duty_or_service" if "obtained" in name else "yes"
    case = case_of(State().having({name: value}), PERSONAL)
    assert case["dealings"] == [{"by": "a", "act": "other_acquisition", name.removeprefix("second."): value}]


def test_what_conduct_is_taken_as_is_said_where_it_is_not_stated() -> None:
    assert scene_of(at(location_tracking="5"), PERSONAL).presumed == "没有写行为：按其他非法获取评"
    assert scene_of(at(act="sale", location_tracking="5", second__credit_record="1"), PERSONAL).presumed
    for state in (State(), at(act="sale", location_tracking="5"), at(illegal_gains="1"), at(lawful_business="yes")):
        assert not scene_of(state, PERSONAL).presumed
    other = State("fashi-2011-19").having({"computers_controlled": "20"})
    assert not scene_of(other, load_ruleset("fashi-2011-19")).presumed


# -- readings can be shown -----------------------------------------------------------------------------------


def test_gains_before_and_after_costs() -> None:
    state = at(illegal_gains="6000", illegal_gains__net="4000")
    net = state._replace(readings=(("gains", "net"),))
    assert case_of(state, PERSONAL)["facts"] == {"a": {"illegal_gains": {"gross": "6000", "net": "4000"}}}
    assert (ends(state), ends(net)) == (SERIOUS, NOT)
    assert evaluate(load_case(exported("case", net).decode())).persons[0].grade.at_most == "not_reached"
    assert case_of(at(illegal_gains__net="4000"), PERSONAL)["facts"] == {"a": {"illegal_gains": {"net": "4000"}}}


def test_a_step_moves_the_gains_that_count() -> None:
    state = at((("gains", "net"),), illegal_gains="6000", illegal_gains__net="4000")
    [bar] = charge(state).bars
    changes = [step.changes for step in bar.steps[0][1]]
    assert changes == [(("illegal_gains.net", figure),) for figure in ("4999.99", "5000", "5000.01")]
    [gross] = charge(state._replace(readings=())).bars
    assert [step.changes[0][0] for step in gross.steps[0][1]] == ["illegal_gains"] * 3


def test_exemption_from_punishment_is_a_reading() -> None:
    state = at(act="sale", general_information="1", prior_criminal_punishment="exempted")
    assert ends(state) == NOT
    assert ends(state._replace(readings=(("prior_exemption", "counts"),))) == SERIOUS
    [field] = [one for one in fields_of(PERSONAL, "zh") if one.key == "prior_criminal_punishment"]
    assert field.choices[-1] == ("exempted", "免予刑事处罚")


# -- errors cost nothing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_readings_stand_beside_what_is_wrong(lang: str) -> None:
    chosen = (("bulk_presumption_t1_t2", "item_by_item"),)
    right, wrong = at(chosen, location_tracking="50", act="sale"), at(chosen, location_tracking="5x", act="sale")
    sides = [scene_of(state._replace(lang=lang), PERSONAL) for state in (right, wrong)]
    assert [bool(side.errors) for side in sides] == [False, True]
    assert [(use.id, use.asks, use.options) for use in sides[0].uses] == [
        (use.id, use.asks, use.options) for use in sides[1].uses
    ]


def test_an_option_that_there_is_not_can_be_seen_and_changed() -> None:
    [use] = [use for use in scene_of(at((("gains", "foo"),)), PERSONAL).uses if use.id == "gains"]
    assert [(name, chosen) for name, _, chosen in use.options] == [("gross", False), ("net", False), ("foo", True)]


#: What the hint beside a field names, by language: for numbers, and for amounts.
TAKEN = {
    "zh": (("483", "6万多条", "500条以上", "12～28", "不明"), ("5000", "4999.99", "5万余元", "5000～8000", "不明")),
    "en": (("483", "12～28", "unknown"), ("5000", "4999.99", "5000～8000", "unknown")),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", list(available()))
def test_what_a_hint_names_its_field_takes(lang: str, name: str) -> None:
    ruleset = load_ruleset(name)
    for field in fields_of(ruleset, lang):
        if not field.figure:
            continue
        examples = (field.shown(field.lines[0]),) if field.banded else TAKEN[lang][field.money]
        for typed in ("4x", "约30", "30套" if field.money else "30元"):
            [one] = scene_of(State(name, lang).having({field.key: typed}), ruleset).errors
            assert one.field == field.key
            hint = one.text.partition(typed)[2]
            assert all(example in hint for example in examples), hint
            assert "at_least" not in hint
            assert lang == "zh" or field.banded or not HAN.search(hint.rpartition(".")[2])
        for example in examples:
            assert not scene_of(State(name, lang).having({field.key: example}), ruleset).errors


# -- standards of regions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["fashi-2011-7", "fashi-2013-8"])
def test_a_standard_of_a_region_moves_within_its_band(name: str) -> None:
    ruleset = load_ruleset(name)
    fields = [field for field in fields_of(ruleset, "zh") if field.group is Group.STANDARDS]
    assert len(fields) == len(ruleset.parameters) > 0
    for field in fields:
        assert field.stops[0] == "0"
        for stop in field.stops[1:]:
            assert not scene_of(State(name).having({field.key: stop}), ruleset).errors
    [large] = [field for field in fields if field.key.endswith("_large")]
    ends_of_band = {"fashi-2011-7": ("3000", "10000"), "fashi-2013-8": ("1000", "3000")}
    assert (large.stops[1], large.stops[-1]) == ends_of_band[name]


# -- one less, exactly, one more -----------------------------------------------------------------------------

STATES = (
    at(act="sale", location_tracking="7", obtained_in="duty_or_service", second__credit_record="3"),
    at((("duty_mix", "together"),), act="sale", health_information="100", obtained_in="duty_or_service"),
    at((("bulk_presumption_t1_t2", "item_by_item"),), act="sale", location_tracking="7", general_information="9"),
    at((("gains", "net"),), illegal_gains="6000", illegal_gains__net="4000", act="sale", obtained_in="duty_or_service"),
    at(act="purchase", lawful_business="yes", general_information="10", profit_from_use="3", illegal_gains="4"),
    at(act="sale", consent="yes", health_information="3100", second__act="sale", second__communication_record="2000"),
    at(act="sale", anonymised="yes", location_tracking="340", second__location_tracking="280"),
    *[
        State(name).having(
            {one.key: one.stops[2] for one in fields_of(load_ruleset(name), "zh") if one.figure and not one.banded}
        )
        for name in available()
    ],
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.ruleset)
def test_every_step_brings_the_quantity_to_where_it_says(state: State) -> None:
    """After a step the rung that it stands on shows the law's number, one less, or one more."""
    ruleset = load_ruleset(state.ruleset)
    fields = {field.key: field for field in fields_of(ruleset, "zh")}
    for number, person in enumerate(report_of(state, ruleset).persons[0].shown):
        words = Words("zh", person.engine.ruleset)
        moves = Moves(partial(offence_in, ruleset, person.charged), state, fields)
        for rung in ladder(person):
            for mark, steps in steps_at(rung, state, fields, words, moves):
                line = rung.marks[mark].at
                for step, quantity in zip(steps, [line - 1, line, line + 1][-len(steps) :], strict=True):
                    after = report_of(state.having(dict(step.changes)), ruleset).persons[0].shown[number]
                    assert quantity == 0 or quantities(after, rung) == {(quantity, quantity)}, step


@pytest.mark.parametrize("name", ["consent", "anonymised"])
def test_a_step_moves_the_body_that_counts(name: str) -> None:
    """40 records do not count and 30 do; three lines stand at 50 and at 500."""
    both = at(act="sale", location_tracking="40", second__act="sale", second__location_tracking="30")
    [bar, *_] = charge(both.having({name: "yes"})).bars
    changes = [step.changes for _, steps in bar.steps for step in steps]
    figures = ["49", "50", "51", "499", "500", "501"]
    assert changes == [(("second.location_tracking", figure),) for figure in figures]
    assert ends(both.having({name: "yes", "second.location_tracking": "50"})) == SERIOUS
    [bar, *_] = charge(both).bars
    assert [step.changes for step in bar.steps[0][1]] == [(("location_tracking", one),) for one in ("19", "20", "21")]


def test_a_way_is_tried_in_the_body_that_counts() -> None:
    """Of the 30 records that count 20 more are needed; 50 is the standard of item (3)."""
    facts = {"second__act": "sale", "second__location_tracking": "30"}
    state = at(act="sale", anonymised="yes", location_tracking="40", **facts)
    tried = [way.changes for flip in flips_of(state, PERSONAL) for way in flip.ways]
    assert (("second.location_tracking", "50"),) in tried


def test_a_way_to_any_of_several_offences_can_be_tried() -> None:
    """Of cards that are forged one is enough, of blank ones ten; each is an offence of which nothing is said yet."""
    empty = State("fashi-2018-19")
    ways = [way for flip in flips_of(empty, load_ruleset("fashi-2018-19")) for way in flip.ways]
    tried = [way.changes for way in ways]
    assert all(tried)
    for key, figure in (
        ("forged_credit_cards", "1"),
        ("forged_blank_credit_cards", "10"),
        ("others_credit_cards_held", "5"),
        ("credit_card_information_cards", "1"),
        ("card_fraud_amount", "5000"),
        ("cash_out_amount", "1000000"),
    ):
        assert ((key, figure),) in tried
    stated = empty.having({"forged_credit_cards": "1"})
    others = [way.changes for flip in flips_of(stated, load_ruleset("fashi-2018-19")) for way in flip.ways]
    assert (("forged_credit_cards", ""),) in others


def quantities(person: PersonReport, like: Rung) -> set[tuple[Fraction, Fraction]]:
    """What stands on the rungs of the same facts and lines."""
    alike = [one for one in ladder(person) if (one.names, one.marks[0].at) == (like.names, like.marks[0].at)]
    return {(one.low, one.high) for one in alike}


# -- how it is shown -----------------------------------------------------------------------------------------


def test_an_open_tier_does_not_look_like_one_that_is_reached() -> None:
    assert charge(at(act="sale", location_tracking="50")).verdict.look == "rank-1"
    assert charge(at(act="sale", location_tracking="12～58")).verdict.look == "unsettled"
    assert scene_of(at(act="sale", location_tracking="12～500"), PERSONAL).look == "unsettled"
    assert scene_of(at(act="sale", location_tracking="5x"), PERSONAL).look == "rank-3"


def test_everyone_in_a_case_stands_with_his_tier() -> None:
    text = "schema: thresholds/case/1\nid: x\npersons: {a: {name: 甲}, b: {name: 乙}}\ndealings:\n"
    text += "- {by: a, act: sale, records: {location_tracking: 500}}\n"
    text += "- {by: b, act: purchase, records: {location_tracking: {at_least: 12, at_most: 58}}}\n"
    found = [tuple(one) for one in persons_of(evaluate(load_case(text)), "zh")]
    assert found == [("甲", "情节特别严重", "rank-2"), ("乙", "未达到 ～ 情节严重（待查）", "unsettled")]
    assert phrase("page.persons", "en") == "Everyone in the case"
