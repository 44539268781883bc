"""What follows after the grade: range, fine, circumstances, probation, overlay; expected values are from the law."""

from __future__ import annotations

from typing import Any

import pytest
from consequence_cases import ESPECIALLY, LENIENT, RULESET, SERIOUS, concluded, found, person, stands

from thresholds import evaluate, load_case, load_ruleset
from thresholds.consequences import Consequences, consequences
from thresholds.consequences.rulebook import rulebook_for
from thresholds.values.interval import Interval
from thresholds.values.status import Status

# -- the range and its parts ------------------------------------------------------------------------------------


def terms(result: Consequences) -> list[tuple[str, tuple[int, int] | None]]:
    return [(term.punishment.word, term.months) for span in result.spans for term in span.terms]


def test_serious_is_detention_or_up_to_three_years_and_the_fine_may_stand_alone() -> None:
    result = found(SERIOUS)
    assert terms(result) == [("拘役", (1, 6)), ("有期徒刑", (6, 36))]
    assert [span.fine for span in result.spans] == ["with_or_instead"]


def test_especially_serious_is_three_to_seven_years_with_a_fine() -> None:
    result = found(ESPECIALLY)
    assert terms(result) == [("有期徒刑", (36, 84))]
    assert [span.fine for span in result.spans] == ["with"]


def test_an_open_grade_has_both_ranges_each_open() -> None:
    result = found({"location_tracking": {"at_least": 60, "at_most": 600}})  # type: ignore[dict-item]
    assert [(span.grade.id, span.standing.value) for span in result.spans] == [
        ("serious", "open"),
        ("especially_serious", "open"),
    ]


def test_without_a_grade_nothing_follows() -> None:
    result = found({"general_information": 10})
    assert (result.spans, result.fine, result.probation, result.below_range) == ((), None, None, None)
    assert stands(result) == {"minor_circumstances": "does_not_apply"}


def test_life_and_public_surveillance_are_told_apart() -> None:
    third = found(ruleset="fashi-2013-8", theft_amount="600000 元")
    assert terms(third) == [("有期徒刑", (120, 180)), ("无期徒刑", None)]
    first = found(ruleset="fashi-2013-8", theft_amount="5000 元")
    assert terms(first) == [("管制", (3, 24)), ("拘役", (1, 6)), ("有期徒刑", (6, 36))]


# -- the fine ---------------------------------------------------------------------------------------------------


def steps(result: Consequences) -> dict[str, tuple[str, Interval]]:
    return {step.kind: (step.standing.value, step.figures) for step in result.fine_steps}


def test_the_floor_beats_the_ceiling_of_five_times_tiny_gains() -> None:
    """王健: gains 130.20; five times are 651, the fine is 1 000."""
    result = found(ESPECIALLY, illegal_gains="130.20 元")
    assert result.fine == Interval(100_000, 100_000)
    assert steps(result) == {
        "multiple": ("applies", Interval(13_020, 65_100)),
        "floor": ("applies", Interval(100_000, 100_000)),
        "floor_above_ceiling": ("applies", Interval(100_000, 100_000)),
    }
    assert result.fine_steps[-1].law == ("法释〔2000〕45号第二条",)


@pytest.mark.parametrize(
    ("gains", "band", "binding"),
    [
        ("199.99 元", (100_000, 100_000), {"multiple", "floor", "floor_above_ceiling"}),  # 5 × 199.99 = 999.95
        ("200 元", (100_000, 100_000), {"multiple", "floor"}),  # 5 × 200 = 1 000
        ("999.99 元", (100_000, 499_995), {"multiple", "floor"}),
        ("1000 元", (100_000, 500_000), {"multiple"}),
        ("6000 元", (600_000, 3_000_000), {"multiple"}),
    ],
)
def test_where_the_floor_binds(gains: str, band: tuple[int, int], binding: set[str]) -> None:
    result = found(SERIOUS, illegal_gains=gains)
    assert result.fine == Interval(*band)
    assert steps(result).keys() == binding


def test_without_gains_there_is_a_floor_and_no_multiple() -> None:
    result = found(SERIOUS)
    assert result.fine == Interval(100_000, None)
    assert steps(result).keys() == {"no_amount"}


@pytest.mark.parametrize(
    ("minor", "band"),
    [("yes", (50_000, 65_100)), ("no", (100_000, 100_000)), ("unknown", (50_000, 100_000))],
)
def test_minors_have_a_floor_of_five_hundred(minor: str, band: tuple[int, int]) -> None:
    result = found(SERIOUS, illegal_gains="130.20 元", minor=minor)
    assert result.fine == Interval(*band)


def test_the_law_of_the_floor_for_minors_is_named() -> None:
    result = found(SERIOUS, illegal_gains="130.20 元", minor="yes")
    assert result.fine_steps[-1].law == ("法释〔2000〕45号第二条", "法释〔2000〕45号第二条第二款")


def test_gains_between_bounds_give_a_band_between_their_ends() -> None:
    result = found(SERIOUS, illegal_gains={"at_least": "2000 元", "at_most": "4000 元"})
    assert result.fine == Interval(200_000, 2_000_000)


@pytest.mark.parametrize(
    ("amount", "band"),
    [("5000 元", (100_000, 1_000_000)), ("400 元", None), ("40000 元", (100_000, 8_000_000))],
)
def test_theft_goes_from_the_floor_to_twice_the_amount(amount: str, band: tuple[int, int] | None) -> None:
    result = found(ruleset="fashi-2013-8", theft_amount=amount)
    assert result.fine == (None if band is None else Interval(*band))


def test_the_fixed_band_is_for_want_of_an_amount() -> None:
    book = rulebook_for(load_ruleset("fashi-2013-8"))
    assert "fine:art14-no_amount:fixed" in concluded(book, **{"amount:theft_amount": 0})
    one_fen = concluded(book, **{"amount:theft_amount": 1})
    assert "fine:art14-no_amount:fixed" not in one_fen
    assert "fine:art14:multiple" in one_fen


def test_theft_without_an_amount() -> None:
    """Three thefts in two years without any amount: 1 000 to 100 000 yuan."""
    result = found(ruleset="fashi-2013-8", thefts_within_two_years="3 次")
    assert result.fine == Interval(100_000, 10_000_000)
    assert steps(result) == {"fixed": ("applies", Interval(100_000, 10_000_000))}


# -- information from duty or service ---------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["sale", "provision", "publication"])
def test_an_insider_above_the_full_standard_is_punished_more_heavily(act: str) -> None:
    """60 location records sold: item (3) is reached without halving, so 253-1 ¶2 applies (guiding case 195)."""
    result = stands(found({"location_tracking": 60}, act=act, duty=True))
    assert result["duty_information_supplied"] == "applies"
    assert result["heavier_within_range"] == "applies"
    assert "duty_information_counted_twice" not in result


def test_where_only_the_half_rule_carries_the_grade_both_views_are_given() -> None:
    """30 location records sold: 25 is half of 50, and nothing else is reached."""
    result = found({"location_tracking": 30}, duty=True)
    assert stands(result)["duty_information_counted_twice"] == "applies"
    assert "duty_information_supplied" not in stands(result)
    assert "heavier_within_range" not in stands(result), "what is contested leads to nothing by itself"
    twice = result.following("duty_information_counted_twice")
    assert twice is not None
    assert twice.contested
    assert len(twice.entry.views) == 2


@pytest.mark.parametrize(
    ("number", "grade", "alone"),
    [(25, "serious", True), (49, "serious", True), (50, "serious", False), (250, "especially_serious", True),
     (499, "especially_serious", True), (500, "especially_serious", False)],
)  # fmt: skip
def test_from_which_number_the_half_rule_is_no_longer_alone(number: int, grade: str, alone: bool) -> None:
    report = person({"location_tracking": number}, duty=True)
    assert report.grade.at_most == grade
    assert ("duty_information_counted_twice" in stands(report.consequences)) is alone
    assert ("duty_information_supplied" in stands(report.consequences)) is not alone


def test_another_item_of_the_grade_takes_the_half_rule_out_of_doubt() -> None:
    result = stands(found({"location_tracking": 30}, duty=True, prior_criminal_punishment="yes"))
    assert result["duty_information_supplied"] == "applies"


def test_mere_getting_is_not_heavier() -> None:
    result = stands(found({"location_tracking": 60}, act="collection", duty=True))
    assert not {"duty_information_supplied", "duty_information_counted_twice"} & result.keys()


def test_between_two_numbers_either_may_be() -> None:
    bounds: Any = {"at_least": 30, "at_most": 60}
    result = stands(found({"location_tracking": bounds}, duty=True))
    assert result["duty_information_supplied"] == result["duty_information_counted_twice"] == "open"
    assert result["heavier_within_range"] == "open"


def test_an_earlier_text_of_the_article_had_no_such_paragraph() -> None:
    ruleset = load_ruleset(RULESET)
    names = {"duty_information_supplied", "duty_information_counted_twice"}
    values = {"about:duty_information_supplied": 1}
    assert names & concluded(rulebook_for(ruleset), **values) == {"duty_information_supplied"}
    earlier = ruleset.model_copy(update={"statute": "刑法修正案（七）第七条"})
    assert names & concluded(rulebook_for(earlier), **values) == set()


# -- joint offences, units --------------------------------------------------------------------------------------


def test_an_accessory_shall_be_lighter_mitigated_or_exempt() -> None:
    result = found(ESPECIALLY, role_in_joint_offence="accessory")
    accessory = result.following("accessory")
    assert accessory is not None
    assert accessory.entry.duty == "shall"
    assert accessory.entry.effects == ("lighter", "mitigated", "exempt")
    assert stands(result) == {
        "minor_circumstances": "does_not_apply",
        "accessory": "applies",
        "lighter_within_range": "applies",
        "below_range": "applies",
        "exemption": "applies",
        "probation_possible": "applies",
        "probation_at_three_years_exactly": "applies",
        "probation_after_mitigation": "applies",
    }
    assert result.below_range is not None
    assert result.below_range.into is not None
    assert (result.below_range.into.id, result.below_range.into.months) == ("serious", (1, 36))


def test_below_the_lowest_range_there_is_none() -> None:
    result = found(SERIOUS, role_in_joint_offence="accessory")
    assert result.below_range is not None
    assert (result.below_range.standing, result.below_range.into) == ("applies", None)


def test_a_principal_is_named_and_not_heavier() -> None:
    result = stands(found(SERIOUS, role_in_joint_offence="principal"))
    assert result["principal"] == "applies"
    assert "heavier_within_range" not in result


def test_an_unknown_part_may_be_any() -> None:
    result = stands(found(SERIOUS, role_in_joint_offence="unknown"))
    assert {result[role] for role in ("principal", "accessory", "ringleader")} == {"open"}
    assert result["probation_possible"] == "open", "a ringleader has none"


def test_a_unit_is_fined_and_the_persons_responsible_are_punished() -> None:
    result = found({"general_information": 5000}, act="purchase", kind="unit")
    assert stands(result) == {
        "same_standards_for_units": "applies",
        "minor_circumstances": "does_not_apply",
        "unit_offence": "applies",
        "unit_fined_only": "applies",
    }
    assert result.probation is not None
    assert (result.probation.possible, result.probation.excluded) == ("does_not_apply", "applies")
    assert result.probation.periods == ()


def test_a_company_set_up_for_crime_is_no_unit() -> None:
    result = stands(found({"general_information": 5000}, act="purchase", kind="unit", sole_purpose_crime="yes"))
    assert result["unit_not_recognised"] == "applies"
    assert not {"unit_offence", "unit_fined_only", "same_standards_for_units"} & result.keys()
    assert result["probation_possible"] == "applies"


def test_where_it_is_unknown_what_the_company_was_set_up_for_both_are_open() -> None:
    result = stands(found({"general_information": 5000}, act="purchase", kind="unit", sole_purpose_crime="unknown"))
    assert {result[name] for name in ("unit_offence", "unit_not_recognised", "unit_fined_only")} == {"open"}
    assert result["probation_possible"] == "open"


# -- leniency, article 10 ---------------------------------------------------------------------------------------


def conditions(result: Consequences, name: str) -> list[tuple[str, str]]:
    one = result.following(name)
    assert one is not None
    return [(condition.name, condition.standing.value) for condition in one.conditions]


def test_article_10_with_every_condition() -> None:
    result = found(SERIOUS, **LENIENT)
    assert stands(result)["minor_circumstances"] == "applies"
    assert stands(result)["lenient_if_punished"] == "applies"
    assert stands(result)["exemption"] == "applies"
    expected = ["serious", "first_offender", "full_restitution", "repentance"]
    assert conditions(result, "minor_circumstances") == [(name, "applies") for name in expected]


@pytest.mark.parametrize("missing", LENIENT)
@pytest.mark.parametrize(
    ("stated", "status"), [("no", "does_not_apply"), ("unknown", "open"), (None, "does_not_apply")]
)
def test_article_10_needs_each_of_them(missing: str, stated: str | None, status: str) -> None:
    facts = {**LENIENT, missing: stated} if stated else {k: v for k, v in LENIENT.items() if k != missing}
    result = found(SERIOUS, **facts)
    assert stands(result)["minor_circumstances"] == status
    assert dict(conditions(result, "minor_circumstances")) == {
        "serious": "applies", **dict.fromkeys(LENIENT, "applies"), missing: status,
    }  # fmt: skip
    assert stands(result).get("exemption") == ("open" if status == "open" else None)


def test_article_10_is_not_for_the_higher_grade() -> None:
    result = found(ESPECIALLY, **LENIENT)
    assert conditions(result, "minor_circumstances")[0] == ("serious", "does_not_apply")
    assert "exemption" not in stands(result)


# -- other circumstances ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "opens"),
    [
        ("attempt", {"lighter_within_range", "below_range"}),
        ("minor", {"lighter_within_range", "below_range", "probation_for_minors"}),
        ("voluntary_surrender", {"surrender_in_a_lesser_offence", "lighter_within_range", "below_range", "exemption"}),
        ("meritorious_service", {"lighter_within_range", "below_range"}),
        ("confession", {"lighter_within_range"}),
        ("plea_and_acceptance", {"lighter_within_range"}),
        ("recidivist", {"heavier_within_range", "no_probation_for_recidivists"}),
    ],
)
@pytest.mark.parametrize(("stated", "status"), [("yes", "applies"), ("unknown", "open"), ("no", None)])
def test_what_each_fact_of_a_person_opens(fact: str, opens: set[str], stated: str, status: str | None) -> None:
    usual = {"minor_circumstances", "probation_possible"}
    result = stands(found(SERIOUS, **{fact: stated}))
    assert {name for name in result if name not in usual} == ({fact, *opens} if status else set())
    assert {result[name] for name in (fact, *opens) if status} == ({status} if status else set())


def test_surrender_takes_the_place_of_confession() -> None:
    result = stands(found(SERIOUS, confession="yes", voluntary_surrender="yes"))
    assert "confession" not in result
    assert stands(found(SERIOUS, confession="yes", voluntary_surrender="unknown"))["confession"] == "open"


def test_surrender_may_exempt_only_where_the_range_ends_at_three_years() -> None:
    result = stands(found(ESPECIALLY, voluntary_surrender="yes"))
    assert result["voluntary_surrender"] == "applies"
    assert not {"surrender_in_a_lesser_offence", "exemption"} & result.keys()


def test_someone_under_eighteen_is_no_recidivist() -> None:
    result = stands(found(SERIOUS, recidivist="yes", minor="yes"))
    assert not {"recidivist", "heavier_within_range", "no_probation_for_recidivists"} & result.keys()
    assert result["probation_for_minors"] == "applies"


def test_an_earlier_punishment_asks_for_recidivism_to_be_checked() -> None:
    prior = {"prior_criminal_punishment": "yes"}
    assert stands(found(SERIOUS, **prior))["recidivism_to_be_checked"] == "applies"
    assert "recidivism_to_be_checked" not in stands(found(SERIOUS, recidivist="no", **prior))
    assert "recidivism_to_be_checked" not in stands(found(SERIOUS, prior_criminal_punishment="exempted"))


def test_a_grade_by_an_earlier_punishment_alone_is_shown() -> None:
    """One record and an earlier conviction: serious by item (9), and art. 13 may still exclude it."""
    prior = {"prior_criminal_punishment": "yes"}
    assert stands(found({"general_information": 1}, **prior))["rests_on_earlier_punishment"] == "applies"
    assert "rests_on_earlier_punishment" not in stands(found(SERIOUS, **prior))


def test_a_website_of_which_this_offence_is_made_out() -> None:
    result = stands(found(SERIOUS, website_or_group="yes"))
    assert result["website_or_group_this_offence"] == "applies"
    assert "website_or_group_other_offence" not in result


def test_a_website_of_which_it_is_not() -> None:
    result = stands(found({"general_information": 10}, website_or_group="yes"))
    assert result["website_or_group_other_offence"] == "applies"
    assert "website_or_group_this_offence" not in result


# -- other offences ---------------------------------------------------------------------------------------------


def beside(statute: str, status: Status) -> Consequences:
    report = person(SERIOUS)
    return consequences(report.engine, report.assessment, neighbours={statute: status})


@pytest.mark.parametrize(
    ("status", "expected"),
    [(Status.ESTABLISHED, "applies"), (Status.OPEN, "open"), (Status.NOT_ESTABLISHED, None)],
)
def test_fraud_with_the_information_is_punished_together(status: Status, expected: str | None) -> None:
    result = stands(beside("刑法第二百六十六条", status))
    assert result.get("fraud_with_the_information") == expected
    assert result.get("several_offences") == expected


def test_which_offence_governs_computer_data_is_contested() -> None:
    result = beside("刑法第二百八十五条第二款", Status.ESTABLISHED)
    data = result.following("computer_data")
    assert data is not None
    assert data.contested
    assert "several_offences" not in stands(result)


@pytest.mark.parametrize(
    ("statute", "name"),
    [("刑法第二百八十六条之一", "network_security_duties"), ("刑法第二百八十七条之二", "helping_network_crime")],
)
def test_where_the_statute_says_the_heavier_governs(statute: str, name: str) -> None:
    one = beside(statute, Status.ESTABLISHED).following(name)
    assert one is not None
    assert one.entry.effects == ("heaviest_alone",)


def test_the_neighbours_of_the_report_are_taken() -> None:
    """6 000 records bought and 50 000 yuan got by fraud: both offences."""
    report = person(SERIOUS, act="purchase", fraud_amount="50000 元")
    assert "刑法第二百六十六条" in {flag.statute for flag in report.neighbours}
    assert stands(report.consequences)["fraud_with_the_information"] == "applies"


def test_several_offences_of_one_ruleset_each_have_their_own() -> None:
    """法释〔2019〕15号: gains of 10 000 yuan from using networks, and of 10 000 from aiding crime on them."""
    gains = {"network_use_gains": "10000 元", "network_aid_gains": "10000 元"}
    result = found(ruleset="fashi-2019-15", knew_of_network_crime="yes", **gains)
    offences = [result, *result.besides]
    assert {one.offence for one in offences} == {"illegal_use_of_networks", "aiding_network_crime"}
    assert [terms(one) for one in offences] == [[("拘役", (1, 6)), ("有期徒刑", (6, 36))]] * 2
    assert {span.standing.value for one in offences for span in one.spans} == {"applies"}


# -- probation --------------------------------------------------------------------------------------------------


def periods(result: Consequences) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    assert result.probation is not None
    return [(period.punishment.word, period.term, period.months) for period in result.probation.periods]


def test_probation_for_detention_and_up_to_three_years() -> None:
    result = found(SERIOUS)
    assert periods(result) == [("拘役", (1, 6), (2, 12)), ("有期徒刑", (6, 36), (12, 60))]


def test_three_years_exactly_can_be_suspended() -> None:
    """Of three to seven years only 36 months, and then for not less than 36."""
    result = found(ESPECIALLY)
    assert stands(result)["probation_possible"] == "applies"
    assert stands(result)["probation_at_three_years_exactly"] == "applies"
    assert periods(result) == [("有期徒刑", (36, 36), (36, 60))]


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        (35, {"probation_possible"}),
        (36, {"probation_possible", "probation_at_three_years_exactly"}),
        (37, {"no_probation_above_three_years"}),
    ],
)
def test_one_month_more_cannot(least: int, expected: set[str]) -> None:
    book = rulebook_for(load_ruleset(RULESET))
    limits = {name for name in concluded(book, range_from=least, range_to=84) if "probation" in name}
    assert limits == expected


def test_above_three_years_only_after_going_below_the_range() -> None:
    plain = found(ruleset="fashi-2011-7", fraud_amount="600000 元")
    assert stands(plain)["no_probation_above_three_years"] == "applies"
    assert periods(plain) == []
    helped = found(ruleset="fashi-2011-7", fraud_amount="600000 元", role_in_joint_offence="accessory")
    assert stands(helped)["probation_after_mitigation"] == "applies"
    assert periods(helped) == [("有期徒刑", (36, 36), (36, 60))], "the next lower range is three to ten years"


@pytest.mark.parametrize(
    ("facts", "ground"),
    [
        ({"recidivist": "yes"}, "no_probation_for_recidivists"),
        ({"role_in_joint_offence": "ringleader"}, "no_probation_for_ringleaders"),
    ],
)
def test_who_has_no_probation(facts: dict[str, str], ground: str) -> None:
    result = found(SERIOUS, **facts)
    assert result.probation is not None
    assert (result.probation.possible, result.probation.excluded) == ("does_not_apply", "applies")
    assert [one.entry.id for one in result.probation.grounds] == [ground]


# -- the overlay ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judged_on", "shown"),
    [
        ("2024-06-30", None),
        ("2024-06", None),
        ("2024-07-01", False),
        ("2024-07", False),
        ("2025-06-30", False),
        ("2025-07-01", True),
        (None, False),
    ],
)
def test_the_overlay_is_dated(judged_on: str | None, shown: bool | None) -> None:
    result = found(SERIOUS, judged_on=judged_on)
    assert [line.after_trial for line in result.overlays] == ([] if shown is None else [shown])
    assert [span.grade.months for span in result.spans] == [(1, 36)], "never part of the statutory range"


def test_starting_points_of_the_overlay() -> None:
    assert [line.point.months for line in found(SERIOUS).overlays] == [(1, 12)]
    assert [line.point.months for line in found(ESPECIALLY).overlays] == [(36, 48)]
    overlay = found(SERIOUS).overlays[0].overlay
    assert (overlay.known_from, bool(overlay.caveat)) == ("secondary", True)
    assert found(ruleset="fashi-2013-8", theft_amount="5000 元").overlays == ()


# -- rules in time ----------------------------------------------------------------------------------------------


def test_a_rule_applies_from_its_day() -> None:
    """认罪认罚 came with the revision of 26 October 2018."""
    facts = {"plea_and_acceptance": "yes"}
    assert "plea_and_acceptance" not in stands(found(SERIOUS, judged_on="2018-10-25", **facts))
    assert stands(found(SERIOUS, judged_on="2018-10-26", **facts))["plea_and_acceptance"] == "applies"


def test_between_the_ends_only_the_half_rule_may_carry_the_tier() -> None:
    """249 location records from duty, gains from 10 000 to 60 000: at 49 999 ten times is reached by half alone."""
    case = {
        "schema": "thresholds/case/1",
        "id": "c",
        "persons": {"a": {}},
        "batches": {"B": {"category": "location_tracking", "records": 249, "obtained_in": "duty_or_service"}},
        "dealings": [{"by": "a", "act": "sale", "to": "b", "batch": "B"}],
        "facts": {"a": {"illegal_gains": {"at_least": "10000 元", "at_most": "60000 元"}}},
    }
    found = evaluate(load_case(case)).person("a").consequences
    standings = stands(found)
    assert standings["duty_information_supplied"] == "open"
    assert standings["duty_information_counted_twice"] == "open"


def test_unknown_gains_give_no_figure_but_zero() -> None:
    case = {
        "schema": "thresholds/case/1",
        "id": "c",
        "persons": {"a": {}},
        "dealings": [{"by": "a", "act": "purchase", "records": {"location_tracking": 60}}],
        "facts": {"a": {"illegal_gains": "unknown"}},
    }
    found = evaluate(load_case(case)).person("a").consequences
    (step,) = [step for step in found.fine_steps if step.kind == "multiple"]
    assert step.figures == (0, None)
