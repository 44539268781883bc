"""Nothing set on the page is lost on the way to the tier: facts without records, readings beside errors, each step."""

from __future__ import annotations

from fractions import Fraction

import pytest
from states import at, charge, ends

from thresholds import evaluate, load_case, load_ruleset
from thresholds.law.load import available
from thresholds.page.as_case import case_of
from thresholds.page.export import exported
from thresholds.page.fields import Group, fields_of
from thresholds.page.scene import persons_of, report_of, scene_of
from thresholds.page.state import State
from thresholds.page.steps import steps_at
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
        for rung in ladder(person):
            for mark, steps in steps_at(rung, state, fields, words):
                line = rung.marks[mark].at
                for step, quantity in zip(steps, [line - 1, line, line + 1][-len(steps) :], strict=True):
                    after = report_of(state.having(dict(step.changes)), ruleset).persons[0].shown[number]
                    assert quantity == 0 or quantities(after, rung) == {(quantity, quantity)}, step


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
