"""Units, several offences, ranges that no item gives, leniency tied to items; expected values are from the law."""

from __future__ import annotations

import pytest
from consequence_cases import found, person, stands

from thresholds import EngineError, PersonReport, evaluate, load_case, load_ruleset
from thresholds.consequences import Consequences
from thresholds.consequences.rulebook import rulebook_for
from thresholds.consequences.together import is_under, units_of
from thresholds.evaluation.assess import Engine
from thresholds.rendering.consequences import consequence_lines, consequence_reasons
from thresholds.rendering.words import Words
from thresholds.values.pinpoint import pinpoint
from thresholds.verification.claims import Name, Verdict
from thresholds.verification.run import verify

OVERDRAFT = {
    "intent_to_keep_overdraft": "yes",
    "overdraft_beyond_limit_or_term": "yes",
    "effective_bank_demands": "2 次",
    "overdraft_unpaid_over_three_months": "yes",
}
INTERPRETATION = "刑法第三十条的立法解释（全国人大常委会2014年4月24日）"


def charge(report: PersonReport, offence: str) -> PersonReport:
    (one,) = [one for one in report.charges if one.charged == offence]
    return one


# -- units ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ruleset", "offence", "facts"),
    [
        ("fashi-2018-19", "credit_card_information", {"credit_card_information_cards": "5 张"}),
        ("fashi-2018-19", "credit_card_fraud", {"card_fraud_amount": "50000 元"}),
        ("fashi-2009-19", "obstructing_card_management", {"others_credit_cards_held": "50 张"}),
        ("fashi-2011-7", "", {"fraud_amount": "500000 元"}),
        ("fashi-2013-8", "", {"theft_amount": "600000 元"}),
    ],
)
def test_where_the_statute_says_nothing_of_units_natural_persons_answer(
    ruleset: str, offence: str, facts: dict[str, str]
) -> None:
    report = person(ruleset=ruleset, kind="unit", **facts)
    result = (charge(report, offence) if offence else report).consequences
    assert stands(result)["unit_not_provided_for"] == "applies"
    assert not {"unit_offence", "unit_fined_only"} & stands(result).keys()
    following = result.following("unit_not_provided_for")
    assert following is not None
    assert following.entry.law == ("刑法第三十条", INTERPRETATION)


def test_the_interpretation_is_cited_in_english() -> None:
    expected = "Criminal Law art. 30 as interpreted by the NPC Standing Committee on 2014-04-24"
    assert pinpoint(INTERPRETATION, "en") == expected


@pytest.mark.parametrize(
    ("ruleset", "offence", "facts", "law"),
    [
        ("fashi-2018-19", "forging_financial_instruments", {"forged_credit_cards": "5 张"}, "刑法第一百七十七条第二款"),
        ("fashi-2018-19", "illegal_business", {"cash_out_amount": "1000000 元"}, "刑法第二百三十一条"),
        ("fashi-2019-15", "illegal_use_of_networks", {"groups_set_up": "5 个"}, "刑法第二百八十七条之一第二款"),
    ],
)
def test_where_it_does_the_unit_is_fined_by_the_paragraph_that_says_so(
    ruleset: str, offence: str, facts: dict[str, str], law: str
) -> None:
    report = person(ruleset=ruleset, kind="unit", **facts)
    (one,) = [one for one in report.shown if one.consequences.spans]
    assert one.charged == offence
    following = one.consequences.following("unit_offence")
    assert following is not None
    assert (following.standing.value, following.entry.law) == ("applies", ("刑法第三十条", "刑法第三十一条", law))


@pytest.mark.parametrize(
    ("day", "punished", "not_provided"),
    [
        (None, "applies", None),
        ("2015-10-31", None, "applies"),
        ("2015-11-01", "applies", None),
        ("2015", "open", "open"),
    ],
)
def test_units_answer_for_computer_crime_since_november_2015(
    day: object, punished: str | None, not_provided: str | None
) -> None:
    facts: dict[str, object] = {"computers_controlled": "20 台"} | ({"conduct_date": day} if day else {})
    report = person(ruleset="fashi-2011-19", kind="unit", **facts)
    result = stands(charge(report, "acquiring_computer_data_or_control").consequences)
    assert (result.get("unit_offence"), result.get("unit_not_provided_for")) == (punished, not_provided)


def test_an_article_with_its_own_number_is_another_article() -> None:
    assert is_under("刑法第一百七十七条", "刑法第一百七十七条")
    assert is_under("刑法第二百八十五条第二款", "刑法第二百八十五条")
    assert not is_under("刑法第一百七十七条之一第一款", "刑法第一百七十七条")
    assert is_under("刑法第一百七十七条之一第一款", "刑法第一百七十七条之一")


def test_every_offence_of_the_shipped_rulesets_is_in_the_list() -> None:
    for name in ("fashi-2009-19", "fashi-2011-19", "fashi-2013-21", "fashi-2018-19", "fashi-2019-15"):
        ruleset = load_ruleset(name)
        book = rulebook_for(ruleset)
        assert [one.id for one in ruleset.offences if units_of(one.statute, book) is None] == []
    for name in ("fashi-2011-7", "fashi-2013-8", "fashi-2017-10", "fashi-2025-13"):
        ruleset = load_ruleset(name)
        assert units_of(ruleset.statute, rulebook_for(ruleset)) is not None


def test_an_offence_that_the_list_does_not_name_is_left_open() -> None:
    ruleset = load_ruleset("fashi-2011-7").model_copy(update={"statute": "刑法第二百七十九条"})
    assert units_of(ruleset.statute, rulebook_for(ruleset)) is None


def test_the_note_of_the_provision_on_units_is_printed() -> None:
    report = person(ruleset="fashi-2018-19", kind="unit", credit_card_information_cards="5 张")
    one = charge(report, "credit_card_information")
    below = [inner.text for reason in consequence_reasons(one, Words("zh")) for inner in reason.below]
    assert "刑法没有规定单位犯本罪；追究组织、策划、实施的人（2014年关于刑法第三十条的立法解释）" in below


# -- ranges -----------------------------------------------------------------------------------------------------


def ranges(result: Consequences) -> list[str]:
    return [span.grade.id for span in result.spans]


def test_grades_between_the_bounds_that_no_item_gives_are_not_listed() -> None:
    amount = {"at_least": "60000 元", "at_most": "6000000 元"}
    report = person(ruleset="fashi-2018-19", overdraft_principal_unpaid=amount, **OVERDRAFT)
    assert ranges(charge(report, "credit_card_fraud").consequences) == [
        "overdraft_large",
        "overdraft_huge",
        "overdraft_especially_huge",
    ]


def test_a_grade_between_that_a_higher_number_passes_through_stays() -> None:
    assert ranges(found({"location_tracking": {"at_least": 10, "at_most": 600}})) == [  # type: ignore[dict-item]
        "serious",
        "especially_serious",
    ]


def test_both_kinds_of_card_fraud_are_listed_where_both_are_stated() -> None:
    report = person(
        ruleset="fashi-2018-19",
        card_fraud_amount={"at_least": "0 元", "at_most": "6000 元"},
        overdraft_principal_unpaid={"at_least": "40000 元", "at_most": "60000 元"},
        **OVERDRAFT,
    )
    assert ranges(charge(report, "credit_card_fraud").consequences) == ["card_fraud_large", "overdraft_large"]


# -- several offences -------------------------------------------------------------------------------------------


def several(report: PersonReport, offence: str) -> dict[str, str]:
    names = ("offences_by_different_conduct", "heavier_by_statute", "heavier_by_practice", "several_offences")
    result = stands(charge(report, offence).consequences)
    return {name: result[name] for name in names if name in result}


def test_two_offences_one_of_which_has_the_heavier_govern() -> None:
    report = person(
        ruleset="fashi-2019-15", groups_set_up="5 个", knew_of_network_crime="yes", funds_provided="50000 元"
    )
    expected = {"offences_by_different_conduct": "open", "heavier_by_statute": "open", "several_offences": "open"}
    for offence in ("illegal_use_of_networks", "aiding_network_crime"):
        assert several(report, offence) == expected
        following = charge(report, offence).consequences.following("heavier_by_statute")
        assert following is not None
        assert following.entry.law == ("刑法第二百八十七条之一第三款", "刑法第二百八十七条之二第三款")
        assert not following.contested


def test_two_offences_of_which_no_provision_says_so_are_contested() -> None:
    report = person(ruleset="fashi-2018-19", credit_card_information_cards="5 张", card_fraud_amount="5000 元")
    expected = {"offences_by_different_conduct": "open", "heavier_by_practice": "open", "several_offences": "open"}
    for offence in ("credit_card_information", "credit_card_fraud"):
        assert several(report, offence) == expected
        following = charge(report, offence).consequences.following("heavier_by_practice")
        assert following is not None
        assert following.contested


def test_one_offence_is_not_several() -> None:
    report = person(ruleset="fashi-2018-19", credit_card_information_cards="5 张", card_fraud_amount="4999 元")
    assert several(report, "credit_card_information") == {}
    assert several(report, "credit_card_fraud") == {}


def test_article_9_on_concealing_is_printed() -> None:
    report = person(
        ruleset="fashi-2025-13",
        concealed_amount="600000 元",
        concealed_repeatedly="yes",
        knew_proceeds_were_criminal="yes",
    )
    following = report.consequences.following("heavier_where_other_offence")
    assert following is not None
    assert (following.standing.value, following.entry.law) == ("applies", ("法释〔2025〕13号第九条",))


# -- leniency by items ------------------------------------------------------------------------------------------


def lenient(report: PersonReport) -> dict[str, str]:
    one = charge(report, "credit_card_fraud")
    return {rule.id: status.value for rule, status in one.consequences.provisions if rule.rule == "leniency"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # Nothing was overdrawn: art. 6 ¶5 is about the overdraft.
        ({"card_fraud_amount": "60000 元"}, {}),
        ({"overdraft_principal_unpaid": "9999 元", **OVERDRAFT}, {}),
        (
            {"overdraft_principal_unpaid": "10000 元", **OVERDRAFT},
            {"art6.5-after_filing": "established", "art6.5-before_filing": "established"},
        ),
        # The overdraft is large although other fraud ranks higher.
        (
            {"card_fraud_amount": "60000 元", "overdraft_principal_unpaid": "60000 元", **OVERDRAFT},
            {"art6.5-after_filing": "established", "art6.5-before_filing": "established"},
        ),
        # A huge overdraft: before the filing only a large one is excused.
        ({"overdraft_principal_unpaid": "100000 元", **OVERDRAFT}, {"art6.5-after_filing": "established"}),
        (
            {"overdraft_principal_unpaid": {"at_least": "90000 元", "at_most": "110000 元"}, **OVERDRAFT},
            {"art6.5-after_filing": "established", "art6.5-before_filing": "open"},
        ),
    ],
)
def test_repayment_of_an_overdraft_in_the_law_of_2009(facts: dict[str, object], expected: dict[str, str]) -> None:
    repaid = dict.fromkeys(
        ("overdraft_and_interest_repaid_before_judgment", "overdraft_and_interest_repaid_before_filing"), "yes"
    )
    assert lenient(person(ruleset="fashi-2009-19", **facts, **repaid)) == expected


@pytest.mark.parametrize(("option", "before_filing"), [("excluded", "established"), ("included", None)])
def test_of_two_items_of_the_overdraft_the_higher_counts(option: str, before_filing: str | None) -> None:
    """Principal large, with interest huge: both items are met where interest belongs to the amount."""
    facts = {"overdraft_principal_unpaid": "99999 元", "overdraft_unpaid_with_interest": "100000 元", **OVERDRAFT}
    written = {
        "schema": "thresholds/case/1",
        "id": "t",
        "persons": {"a": {}},
        "facts": {"a": {**facts, "overdraft_and_interest_repaid_before_filing": "yes"}},
    }
    (report,) = evaluate(load_case(written), "fashi-2009-19", readings={"overdraft_interest": option}).persons
    assert lenient(report).get("art6.5-before_filing") == before_filing


@pytest.mark.parametrize(
    ("before", "expected"), [(None, "established"), ("no", "established"), ("yes", None), ("unknown", "open")]
)
def test_earlier_punishments_exclude_and_silence_does_not(before: str | None, expected: str | None) -> None:
    facts: dict[str, object] = {"punished_twice_for_card_fraud": before} if before else {}
    facts |= {"overdraft_principal_unpaid": "60000 元", "overdraft_repaid_before_indictment": "yes"}
    result = lenient(person(ruleset="fashi-2018-19", **facts, **OVERDRAFT))
    assert result.get("art10-before_prosecution") == expected


def test_what_is_unknown_on_both_sides_of_leniency_leaves_it_open() -> None:
    """It needs the one and not the other: no single guess for both would show it."""
    facts = {"overdraft_repaid_before_indictment": "unknown", "punished_twice_for_card_fraud": "unknown"}
    report = person(ruleset="fashi-2018-19", overdraft_principal_unpaid="60000 元", **facts, **OVERDRAFT)
    assert lenient(report)["art10-before_prosecution"] == "open"
    asked = {question.fact for question in charge(report, "credit_card_fraud").questions}
    assert facts.keys() <= asked


def test_leniency_by_items_is_printed_with_the_offence_alone() -> None:
    report = person(
        ruleset="fashi-2018-19",
        credit_card_information_cards="5 张",
        overdraft_principal_unpaid="60000 元",
        overdraft_repaid_before_indictment="yes",
        **OVERDRAFT,
    )
    printed = {
        one.charged: [line for line in consequence_lines(one, Words("zh")) if line.startswith("第十条")]
        for one in report.shown
    }
    assert {name: len(lines) for name, lines in printed.items()} == {
        "credit_card_information": 0,
        "credit_card_fraud": 1,
    }


# -- the check against the law itself ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [{"items": ()}, {"exactly": False}, {"facts": ("overdraft_repaid_before_indictment",)}]
)
def test_the_verification_finds_leniency_that_fires_otherwise(change: dict[str, object]) -> None:
    """Without its items, at higher grades, or although the person was punished twice."""
    engine = Engine(load_ruleset("fashi-2018-19").model_copy(update={"file": f"made-up/{'-'.join(change)}.yaml"}))
    (number,) = [n for n, rule in enumerate(engine.provisions) if rule.id == "art10-before_prosecution"]
    outcomes = list(engine.outcomes)
    outcomes[number] = outcomes[number]._replace(**change)  # type: ignore[arg-type]
    engine.outcomes = tuple(outcomes)
    wanted = Name("item", "art10-before_prosecution")
    found = verify(engine, lambda made: iter([one for one in made if one.says.fields.get("item") == wanted]))
    verdicts = {result.outcome.verdict for result in found.results if result.obligation.family == "agreement"}
    assert verdicts == {Verdict.REFUTED}


def test_a_fault_in_what_is_decided_is_refused() -> None:
    """The decision is compared with the text of the provision, person by person."""
    engine = Engine(load_ruleset("fashi-2018-19"))
    engine.outcomes = tuple(outcome._replace(items=()) for outcome in engine.outcomes)
    amounts = {"card_fraud_amount": "60000 元", "overdraft_principal_unpaid": "60000 元"}
    report = person(ruleset="fashi-2018-19", **amounts, **OVERDRAFT, overdraft_repaid_before_indictment="yes")
    with pytest.raises(EngineError):
        engine.assess(report.assessment.person, report.assessment.choices)
