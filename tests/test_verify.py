"""Proofs of rulesets: green on those that are shipped, red with a counterexample that can be judged on broken ones."""

from __future__ import annotations

import json
import random
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
import z3

from thresholds import EngineError, evaluate, load_case, load_ruleset
from thresholds.cli.root import run
from thresholds.cli.rulesets.proof_tree import Shown, whole
from thresholds.evaluation.assess import Engine, engine_for
from thresholds.evaluation.measuring import measured
from thresholds.evaluation.program import OptionMeasure
from thresholds.evaluation.program import Test as Compared
from thresholds.evaluation.worlds import World as EngineWorld
from thresholds.law.load import available
from thresholds.law.model import Ruleset
from thresholds.report.model import PersonReport
from thresholds.verification import logic, symbols
from thresholds.verification.claims import FAMILIES, Amount, Name, Says, Verdict
from thresholds.verification.counterexample import shown
from thresholds.verification.from_program import ProgramForm, _comparisons, rules_of
from thresholds.verification.run import Result, Verification, claims, verify
from thresholds.verification.symbols import ALL, APART, NARROW, Quantity, Truth

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = sorted(available())

HEAD = """schema: thresholds/ruleset/1
id: made-up
title: 一
citation: 一号
offence: made_up
offence_label: 某罪
statute: 刑法
in_force: {from: 2017-06-01}
grades:
- {id: not_reached}
- {id: first, label: 一档}
- {id: second, label: 二档}
"""
FACTS = """facts:
- {id: machines, kind: number, unit: 台, label: 机器数, direction: raises, asks: 几台}
- {id: cars, kind: number, unit: 辆, label: 车数, direction: raises, asks: 几辆}
- {id: taken, kind: money, label: 拿走的钱, direction: raises, asks: 多少钱}
- {id: armed, kind: truth, label: 持械, direction: raises, asks: 是否持械}
"""


def paragraph(grade: str, number: int, *conditions: str, requires: str = "") -> str:
    """A paragraph of made-up law with an item for each condition."""
    items = "".join(
        f"  - {{id: art{number}.1.{place}, gloss: 一, when: {condition}}}\n"
        for place, condition in enumerate(conditions, 1)
    )
    opening = f"  requires: {requires}\n" if requires else ""
    return f"- id: art{number}.1\n  gloss: 一\n  grade: {grade}\n{opening}  any_of:\n{items}"


def made(folder: Path, *paragraphs: str, facts: str = FACTS, more: str = "") -> Ruleset:
    path = folder / "ruleset.yaml"
    path.write_text(f"{HEAD}{more}provisions:\n{''.join(paragraphs)}{facts}", encoding="utf-8")
    return load_ruleset(path)


def proved(ruleset: Ruleset, *families: str) -> Verification:
    return verify(engine_for(ruleset), lambda found: iter([one for one in found if one.family in families]))


def refuted(verification: Verification) -> dict[str, Result]:
    """What has a counterexample, by the claim in words."""
    shown = Shown(verification, "zh")
    wrong = [result for result in verification.results if result.outcome.verdict is Verdict.REFUTED]
    return {shown.claims.text(result.obligation.says): result for result in wrong}


def keys(result: Result) -> list[str]:
    return [reason.key.removeprefix("verify.") for reason in result.outcome.because]


def judged(verification: Verification, result: Result) -> dict[str, PersonReport]:
    """The persons of the counterexample, its case file loaded and judged like any other."""
    (text,) = Shown(verification, "zh").told(result).cases
    ruleset = verification.ground.ruleset
    report = evaluate(load_case(text, ruleset), ruleset)
    return {person.id: person for person in report.persons}


def tiers(verification: Verification, result: Result) -> dict[str, str]:
    found = judged(verification, result)
    assert all(person.grade.determined for person in found.values())
    return {name: person.grade.at_least for name, person in found.items()}


# -- rulesets that are shipped --------------------------------------------------------------------


@pytest.fixture(scope="module", params=SHIPPED)
def shipped_ruleset(request: pytest.FixtureRequest) -> Verification:
    return verify(engine_for(load_ruleset(request.param)))


def test_everything_is_proved_of_every_shipped_ruleset(shipped_ruleset: Verification) -> None:
    assert list(refuted(shipped_ruleset)) == []
    assert shipped_ruleset.count(Verdict.UNDECIDED) == 0
    assert [result for result in shipped_ruleset.results if "not-shown" in keys(result)] == []
    decided = [place.item.id for place in shipped_ruleset.ground.decided]
    families = {result.obligation.family for result in shipped_ruleset.results}
    assert families == set(FAMILIES) if decided else families >= {"agreement", "grades"}
    alone = [
        result.obligation.says.fields["item"]
        for result in shipped_ruleset.results
        if result.obligation.family == "alone"
    ]
    assert alone == [Name("item", item) for item in decided]
    for lang in ("zh", "en"):
        assert len(json.dumps(Shown(shipped_ruleset, lang).to_dict(), ensure_ascii=False)) > 1000


def numbers(verification: Verification) -> Iterator[tuple[str, str, int | Fraction]]:
    """Every boundary that was proved: the item, the items referred to, the number."""
    for result in verification.results:
        claim: Says = result.obligation.says
        if result.obligation.family == "boundary" and result.outcome.verdict is Verdict.PROVED:
            item, at, through = claim.fields["item"], claim.fields["at"], claim.fields.get("through", ())
            assert isinstance(item, Name)
            assert isinstance(at, Amount)
            assert isinstance(through, tuple)
            yield item.id, " ".join(name.id for name in through if isinstance(name, Name)), at.value


def test_the_boundaries_of_the_interpretation_on_personal_information() -> None:
    found = list(numbers(proved(load_ruleset("fashi-2017-10"), "boundary")))
    eight = [25, 250, 2_500, Fraction(1, 2), 2_500_00]
    ten = [500, 5_000, 50_000, 10, 50_000_00]
    referred = ["art5.1.3", "art5.1.4", "art5.1.5", "art5.1.6", "art5.1.7"]
    assert found == [
        ("art5.1.3", "", 50),
        ("art5.1.4", "", 500),
        ("art5.1.5", "", 5_000),
        ("art5.1.6", "", 1),
        ("art5.1.7", "", 5_000_00),
        *(("art5.1.8", name, number) for name, number in zip(referred, eight, strict=True)),
        *(("art5.2.3", name, number) for name, number in zip(referred, ten, strict=True)),
        *(("art5.2.3", f"art5.1.8 {name}", 10 * number) for name, number in zip(referred, eight, strict=True)),
        ("art6.1.1", "", 50_000_00),
    ]


def test_what_is_not_within_the_tree_is_not_claimed() -> None:
    found = proved(load_ruleset("fashi-2017-10"), "direction")
    outside = [
        result.obligation.says.fields["fact"]
        for result in found.results
        if result.outcome.verdict is Verdict.OUTSIDE and keys(result) == ["direction.outside"]
    ]
    names = ["consent", "anonymised", "dealings", "duplicates", "to", "public"]
    assert outside == [Name("fact", name) for name in names]


# -- halves, odd standards, upper limits, what regions fix ----------------------------------------


def test_halves_and_shares_of_odd_numbers(tmp_path: Path) -> None:
    ruleset = made(
        tmp_path,
        paragraph("first", 1, "{number_of: machines, at_least: 25 台}", "{number_of: cars, at_least: 7 辆}",
                  "{proportions_of: [art1.1.1, art1.1.2], sum_at_least: 1, none_reached: yes}"),
        paragraph("second", 2, "{standards_of: [art1.1.1, art1.1.2, art1.1.3], times: 十倍}"),
        paragraph("first", 3, "{all_of: [{fact: armed}, {standards_of: [art1.1.1, art1.1.2, art1.1.3], times: 一半}]}"),
    )  # fmt: skip
    found = proved(ruleset, *FAMILIES)
    assert list(refuted(found)) == []
    assert list(numbers(found)) == [
        ("art1.1.1", "", 25),
        ("art1.1.2", "", 7),
        ("art1.1.3", "", 1),
        ("art2.1.1", "art1.1.1", 250),
        ("art2.1.1", "art1.1.2", 70),
        ("art2.1.1", "art1.1.3", 10),
        ("art3.1.1", "art1.1.1", 13),
        ("art3.1.1", "art1.1.2", 4),
        ("art3.1.1", "art1.1.3", Fraction(1, 2)),
    ]


def test_upper_limits_and_bands(tmp_path: Path) -> None:
    parameters = "parameters:\n- {id: band, label: 本地标准, at_least: 1000 元, at_most: 3000 元, asks: 多少}\n"
    ruleset = made(
        tmp_path,
        paragraph("first", 1, "{number_of: machines, at_least: 3 台, below: 10 台}", "{money: taken, standard: band}"),
        paragraph("second", 2, "{number_of: machines, at_least: 10 台}", "{standards_of: [art1.1.2], times: 十倍}"),
        more=parameters,
    )
    found = proved(ruleset, *FAMILIES)
    assert list(refuted(found)) == []
    texts = [Shown(found, "zh").claims.text(result.obligation.says) for result in found.results]
    assert "第一条第一款第（一）项：9 台成立，10 台不再成立" in texts
    assert "第一条第一款第（二）项，本地标准为 1000 元 时：999.99 元不成立，1000 元成立" in texts
    assert (
        "第二条第一款第（二）项，按第一条第一款第（二）项的标准，本地标准为 3000 元 时：29999.99 元不成立，30000 元成立"
        in texts
    )
    assert "本地标准定得高了，档次不升" in texts


def test_an_upper_limit_from_which_another_number_of_the_item_goes_on(tmp_path: Path) -> None:
    """Three to ten with a weapon, or ten without."""
    few = "{all_of: [{number_of: machines, at_least: 3 台, below: 10 台}, {fact: armed}]}"
    ruleset = made(tmp_path, paragraph("first", 1, f"{{any_of: [{few}, {{number_of: machines, at_least: 10 台}}]}}"))
    found = proved(ruleset, "boundary")
    texts = [Shown(found, "zh").claims.text(result.obligation.says) for result in found.results]
    assert texts == [
        "第一条第一款第（一）项：2 台不成立，3 台成立",
        "第一条第一款第（一）项：9 台成立，10 台不再成立",
        "第一条第一款第（一）项：9 台不成立，10 台成立",
    ]
    assert [(result.outcome.verdict, keys(result)) for result in found.results] == [
        (Verdict.PROVED, []),
        (Verdict.PROVED, ["boundary.goes-on"]),
        (Verdict.PROVED, []),
    ]


# -- broken rulesets ------------------------------------------------------------------------------


def test_a_wrong_direction(tmp_path: Path) -> None:
    text = (ROOT / "rulesets/fashi-2017-10/ruleset.yaml").read_text(encoding="utf-8")
    path = tmp_path / "ruleset.yaml"
    declared = "{id: grave_consequences, direction: raises"
    path.write_text(text.replace(declared, declared.replace("raises", "lowers")), encoding="utf-8")
    found = proved(load_ruleset(path), "direction")
    assert list(refuted(found)) == ["严重后果：只会降档"]
    (wrong,) = refuted(found).values()
    assert keys(wrong) == ["direction.raises-it"]
    assert wrong.outcome.because[0].fields["items"] == (Name("item", "art5.2.1"),)
    assert tiers(found, wrong) == {"without": "not_reached", "with": "especially_serious"}


def test_a_fact_that_works_both_ways_although_it_is_declared_to_raise(tmp_path: Path) -> None:
    ruleset = made(
        tmp_path,
        paragraph("first", 1, "{all_of: [{fact: armed, is: no}, {number_of: cars, at_least: 3 辆}]}"),
        paragraph("second", 2, "{all_of: [{fact: armed}, {number_of: machines, at_least: 3 台}]}"),
    )
    found = proved(ruleset, "direction")
    (wrong,) = refuted(found).values()
    assert tiers(found, wrong) == {"without": "first", "with": "not_reached"}
    both = FACTS.replace("label: 持械, direction: raises", "label: 持械, direction: both")
    verification = proved(made(tmp_path, *_paragraphs(tmp_path), facts=both), "direction")
    assert refuted(verification) == {}


def _paragraphs(folder: Path) -> Sequence[str]:
    """The provisions of the ruleset written last."""
    text = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    return [text.partition("provisions:\n")[2].partition("facts:\n")[0]]


def test_a_declaration_that_says_too_little_is_only_doubted(tmp_path: Path) -> None:
    both = FACTS.replace("label: 持械, direction: raises", "label: 持械, direction: both")
    found = proved(made(tmp_path, paragraph("first", 1, "{fact: armed}"), facts=both), "direction")
    doubtful = [result for result in found.results if result.outcome.verdict is Verdict.DOUBTFUL]
    assert [(result.obligation.says.fields["fact"], keys(result)) for result in doubtful] == [
        (Name("fact", "armed"), ["direction.only-raises"])
    ]
    assert found.holds


def test_a_masked_item(tmp_path: Path) -> None:
    ruleset = made(
        tmp_path,
        paragraph("first", 1, "{number_of: machines, at_least: 2 台}",
                  "{all_of: [{number_of: machines, at_least: 3 台}, {fact: armed}]}"),
    )  # fmt: skip
    found = proved(ruleset, "alone")
    assert list(refuted(found)) == ["第一条第一款第（二）项可以单独成立"]
    (wrong,) = refuted(found).values()
    assert keys(wrong) == ["alone.masked"]
    assert wrong.outcome.because[0].fields["items"] == (Name("item", "art1.1.1"),)
    person = judged(found, wrong)["masked"]
    assert {finding.item: finding.status.value for finding in person.findings} == {
        "art1.1.1": "established",
        "art1.1.2": "established",
    }


def test_what_no_case_can_show_is_doubted(tmp_path: Path) -> None:
    """A category that no dealing of the world is of: the formulas know nothing of that."""
    facts = "facts:\n- {id: knew_of_crime, direction: raises, asks: 是否明知}\n"
    ruleset = made(
        tmp_path,
        "- {id: art1, gloss: 一, rule: supply, acts: [sale]}\n",
        paragraph("first", 2, "{dealing: {acts: supply, fact: knew_of_crime}}",
                  "{dealing: {acts: supply, categories: [credit_record]}}"),
        facts=facts,
    )  # fmt: skip
    found = verify(engine_for(ruleset), lambda made: iter([one for one in made if one.family == "alone"]))
    assert [result.outcome.verdict for result in found.results] == [Verdict.PROVED, Verdict.PROVED]
    world = found.results[0].outcome.worlds
    assert world is not None
    spoiled = {"alone": world["alone"]._replace(met=(False, True))}
    outcome = shown(found.ground, spoiled)
    assert (outcome.verdict, [reason.key for reason in outcome.because]) == (Verdict.DOUBTFUL, ["verify.not-shown"])


def test_an_item_that_excludes_itself(tmp_path: Path) -> None:
    ruleset = made(
        tmp_path,
        paragraph("first", 1, "{fact: armed}", "{number_of: cars, at_least: 3 辆}"),
        paragraph(
            "second", 2, "{fact: armed, is: no}", "{number_of: machines, at_least: 3 台}", requires="{fact: armed}"
        ),
    )
    found = proved(ruleset, "alone")
    assert {claim: keys(result) for claim, result in refuted(found).items()} == {
        "第二条第一款第（一）项可以单独成立": ["alone.never"]
    }


def test_an_item_that_more_takes_away(tmp_path: Path) -> None:
    ruleset = made(tmp_path, paragraph("first", 1, "{number_of: machines, at_least: 3 台, below: 10 台}"))
    found = proved(ruleset, "monotone")
    assert list(refuted(found)) == ["机器数多了，档次不降"]
    (wrong,) = refuted(found).values()
    assert keys(wrong) == ["monotone.falls"]
    assert tiers(found, wrong) == {"less": "first", "more": "not_reached"}
    assert [wrong.outcome.worlds[name].number(Quantity("number", "machines")) for name in ("less", "more")] == [3, 10]  # type: ignore[index]


@pytest.mark.parametrize(
    ("condition", "reasons"),
    [
        (
            "{any_of: [{number_of: machines, at_least: 5 台}, {number_of: machines, at_least: 3 台}]}",
            ["boundary.early"],
        ),
        ("{all_of: [{number_of: machines, at_least: 5 台}, {number_of: machines, at_least: 8 台}]}", ["boundary.idle"]),
    ],
)
def test_a_number_that_never_decides(condition: str, reasons: list[str], tmp_path: Path) -> None:
    found = proved(made(tmp_path, paragraph("first", 1, condition)), "boundary")
    assert {claim: keys(result) for claim, result in refuted(found).items()} == {
        "第一条第一款第（一）项：4 台不成立，5 台成立": reasons
    }


def test_a_fact_that_changes_nothing(tmp_path: Path) -> None:
    armed = "{all_of: [{number_of: machines, at_least: 3 台}, {fact: armed}]}"
    found = proved(made(tmp_path, paragraph("first", 1, "{number_of: machines, at_least: 3 台}", armed)), "direction")
    outcomes = {
        result.obligation.says.fields["fact"]: (result.outcome.verdict, keys(result)) for result in found.results
    }
    assert outcomes[Name("fact", "armed")] == (Verdict.DOUBTFUL, ["direction.idle"])
    assert outcomes[Name("fact", "cars")] == (Verdict.PROVED, ["direction.unread"])


def test_a_grade_that_is_out_of_reach(tmp_path: Path) -> None:
    ruleset = made(
        tmp_path,
        paragraph("first", 1, "{number_of: machines, at_least: 10 台}"),
        paragraph("second", 2, "{number_of: machines, at_least: 5 台}"),
    )
    found = proved(ruleset, "grades")
    assert {claim: keys(result) for claim, result in refuted(found).items()} == {
        "一档：到得了": ["grades.out-of-reach"],
        "一档：再多就有更高一档": ["grades.nothing-above"],
    }


def test_a_grade_that_is_for_the_court_alone_is_not_claimed(tmp_path: Path) -> None:
    ruleset = made(
        tmp_path,
        paragraph("first", 1, "{fact: armed}"),
        paragraph("second", 2, "{all_of: [{fact: armed}, {judgment: 由裁判者判断}]}"),
    )
    found = proved(ruleset, "grades", "alone")
    outcomes = [(keys(result), result.outcome.verdict) for result in found.results]
    assert outcomes == [
        ([], Verdict.PROVED),
        ([], Verdict.PROVED),
        (["grades.by-judgment"], Verdict.OUTSIDE),
        ([], Verdict.PROVED),
        (["grades.above-by-judgment"], Verdict.OUTSIDE),
    ]


# -- a program that is not what the law says --------------------------------------------------------


def patched(old: Compared, new: Compared, item: str, name: str) -> Engine:
    """An engine of the shipped ruleset in which one test of an item is another one."""
    ruleset = load_ruleset("fashi-2017-10").model_copy(update={"file": f"made-up/{name}.yaml"})
    engine = engine_for(ruleset)
    compiled = list(engine.program.compiled)
    (place,) = [number for number, one in enumerate(compiled) if one.item.id == item]
    alternatives = tuple(
        tuple(new if test == old else test for test in alternative) for alternative in compiled[place].alternatives
    )
    assert alternatives != compiled[place].alternatives
    compiled[place] = compiled[place]._replace(alternatives=alternatives)
    engine.program.compiled = tuple(compiled)
    return engine


def about(engine: Engine, item: str) -> Verification:
    """The claims about one item."""
    wanted = Name("item", item)
    return verify(engine, lambda made: iter([one for one in made if one.says.fields.get("item") == wanted]))


def test_a_constant_that_is_one_too_high() -> None:
    program = engine_for(load_ruleset("fashi-2017-10")).program
    (test,) = [test for test in program.compiled[2].alternatives[0] if test.constant == 50]
    engine = patched(test, test._replace(constant=51), "art5.1.3", "high")
    found = about(engine, "art5.1.3")
    wrong = refuted(found)
    assert {claim: keys(result) for claim, result in wrong.items()} == {
        "第五条第一款第（三）项：49 条不成立，50 条成立": ["boundary.late"],
        "第五条第一款第（三）项：程序与条文一致": ["agreement.too-narrow"],
    }
    for result in wrong.values():
        told = Shown(found, "zh").told(result)
        assert told.refused
        with pytest.raises(EngineError):
            evaluate(load_case(told.cases[0]), engine.ruleset)
        (person,) = evaluate(load_case(told.cases[0]), "fashi-2017-10").persons
        assert person.finding("art5.1.3").score[0] == 1
        assert person.finding("art5.1.3").status.value == "established"


def test_a_constant_that_is_one_too_low_at_the_end_of_a_chain() -> None:
    """Ten times the half of fifty is two hundred and fifty."""
    program = engine_for(load_ruleset("fashi-2017-10")).program
    (item,) = [one for one in program.compiled if one.item.id == "art5.2.3"]
    (test,) = [test for alternative in item.alternatives for test in alternative if test.constant == 250]
    engine = patched(test, test._replace(constant=249), "art5.2.3", "low")
    found = about(engine, "art5.2.3")
    wrong = {claim: keys(result) for claim, result in refuted(found).items()}
    chain = "按第五条第一款第（八）项、第五条第一款第（三）项的标准"
    assert wrong == {
        f"第五条第二款第（三）项，{chain}：249 条不成立，250 条成立": ["boundary.early"],
        "第五条第二款第（三）项：程序与条文一致": ["agreement.too-wide"],
    }
    for result in refuted(found).values():
        (text,) = Shown(found, "zh").told(result).cases
        (person,) = evaluate(load_case(text), "fashi-2017-10").persons
        assert person.finding("art5.2.3").status.value == "not_established"
        assert person.counts["location_tracking"][0] == (249, 249)


def test_a_constant_that_is_wrong_although_another_one_does_as_well() -> None:
    """Half of fifty alone is half of a proportional sum too, so that no case would show that 25 is not there."""
    program = engine_for(load_ruleset("fashi-2017-10")).program
    (item,) = [one for one in program.compiled if one.item.id == "art5.1.8"]
    (test,) = [test for alternative in item.alternatives for test in alternative if test.constant == 25]
    found = about(patched(test, test._replace(constant=26), "art5.1.8", "as-well"), "art5.1.8")
    assert {claim: keys(result) for claim, result in refuted(found).items()} == {
        "第五条第一款第（八）项：程序与条文一致": ["agreement.no-number"]
    }


def test_a_weight_of_a_sum_that_is_wrong() -> None:
    ruleset = load_ruleset("fashi-2017-10").model_copy(update={"file": "made-up/weight.yaml"})
    engine = engine_for(ruleset)
    measures = engine.program.measures
    for number, measure in enumerate(measures):
        if hasattr(measure, "shares"):
            first, *rest = measure.shares
            measures[number] = measure._replace(shares=(first._replace(weight=first.weight - 1), *rest))
    found = verify(engine, lambda made: iter([one for one in made if one.family == "agreement"]))
    wrong = {claim: keys(result) for claim, result in refuted(found).items()}
    for item in ("第五条第一款第（六）项", "第五条第一款第（八）项", "第五条第二款第（三）项"):
        assert wrong.pop(f"{item}：程序与条文一致") == ["agreement.too-narrow"]
    assert set(map(tuple, wrong.values())) == {("agreement.no-sum",)}
    assert len(wrong) == 4


def test_a_standard_compared_the_wrong_way_round(tmp_path: Path) -> None:
    """The two standards cannot stand in one case, so that there are two."""
    parameters = "parameters:\n- {id: band, label: 本地标准, at_least: 1000 元, at_most: 3000 元, asks: 多少}\n"
    ruleset = made(tmp_path, paragraph("first", 1, "{money: taken, standard: band}"), more=parameters)
    engine = engine_for(ruleset)
    (only,) = engine.program.compiled
    turned = tuple(test._replace(operator="<") if test.operator == ">=" else test for test in only.alternatives[0])
    engine.program.compiled = (only._replace(alternatives=(turned,)),)
    found = proved(ruleset, "monotone")
    wrong = refuted(found)
    assert {claim: keys(result) for claim, result in wrong.items()} == {
        "拿走的钱多了，档次不降": ["monotone.falls"],
        "本地标准定得高了，档次不升": ["monotone.rises"],
    }
    low, high = Shown(found, "zh").told(wrong["本地标准定得高了，档次不升"]).cases
    assert "\n执行标准: {band: 1000 元}\n\n人员:\n  lower_standard: {姓名: 标准低的}\n" in low
    assert "\n执行标准: {band: 1000.01 元}\n\n人员:\n  higher_standard: {姓名: 标准高的}\n" in high
    for text in (low, high):
        assert "拿走的钱: 1000 元" in text


def test_an_outcome_at_the_wrong_grade() -> None:
    ruleset = load_ruleset("fashi-2017-10").model_copy(update={"file": "made-up/outcome.yaml"})
    engine = engine_for(ruleset)
    engine.outcomes = tuple(outcome._replace(exactly=False) for outcome in engine.outcomes)
    found = verify(engine, lambda made: iter([one for one in made if one.family == "agreement"]))
    assert {claim: keys(result) for claim, result in refuted(found).items()} == {
        "第十条：何时适用，程序与条文一致": ["agreement.wrong-outcome"]
    }


# -- the formulas against the code that they speak of -----------------------------------------------


def _random_world(
    engine: Engine, drawn: random.Random
) -> tuple[EngineWorld, symbols.World, list[tuple[object, object]]]:
    """A world with every number and truth drawn, as the engine has it and as the solver has it."""
    made = symbols.world(engine.ruleset, "w")
    sizes = (0, 1, 49, 50, 51, 499, 500, 2**61, 5_000)
    numbers = {key: drawn.choice(sizes) for key in made.quantities}
    truths = {key: drawn.random() < 0.5 for key in made.truths}

    def of(part: str) -> dict[str, int]:
        return {key.name: value for key, value in numbers.items() if key.kind == "records" and key.part == part}

    options = {key: so for key, so in truths.items() if key.kind == "option"}
    world = EngineWorld(
        of(ALL),
        of(NARROW),
        of(APART),
        {},
        {(key.part, key.name): value for key, value in numbers.items() if key.kind == "money"},
        {key.name: so for key, so in truths.items() if key.kind == "conduct"},
        [_truth(measure, truths) for measure in engine.program.measures],
        options[symbols.option("lawful_business_mixing", "included")],
        options[symbols.option("tenfold_sum", "below_base")],
        options=frozenset(OptionMeasure(key.name, key.detail[0]) for key, so in options.items() if so),
    )
    values: list[tuple[object, object]] = [(made.quantities[key], z3.IntVal(value)) for key, value in numbers.items()]
    values += [(made.truths[key], z3.BoolVal(so)) for key, so in truths.items()]
    return world, made, values


def _truth(measure: object, truths: dict[Truth, bool]) -> bool:
    kind = type(measure).__name__
    if kind == "FactMeasure":
        years = (str(measure.within),) if measure.within else ()  # type: ignore[attr-defined]
        return truths[Truth("fact", measure.name, measure.conduct, years)]  # type: ignore[attr-defined]
    if kind == "DealingMeasure":
        detail = (measure.acts, *measure.categories)  # type: ignore[attr-defined]
        return truths[Truth("dealing", measure.fact, measure.conduct, detail)]  # type: ignore[attr-defined]
    return False


def test_the_formulas_measure_what_the_program_measures() -> None:
    engine = engine_for(load_ruleset("fashi-2017-10"))
    drawn = random.Random(2017)
    for _ in range(40):
        world, made, values = _random_world(engine, drawn)
        form = ProgramForm(engine, made)
        wanted = measured(engine.program, world)
        for number, value in enumerate(wanted):
            found = z3.simplify(z3.substitute(form.measured(number), *values))
            assert found.as_long() == value, engine.program.measures[number]


def test_every_rule_of_the_text_is_read() -> None:
    engine = engine_for(load_ruleset("fashi-2017-10"))
    rules = {rule.name: rule for rule in rules_of(engine)}
    ways = sum(len(compiled.alternatives) for compiled in engine.program.compiled)
    assert len([name for name in rules if name.startswith("r")]) == ways
    assert [(test.operator, test.constant) for test in rules["t2"].tests] == [("$gte", 2), ("$lt", 3)]
    with pytest.raises(ValueError, match="not a comparison"):
        _comparisons({"all": [{"m": {"$neq": {"p1": 1}}}]})


# -- the command ------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    high = paragraph("second", 2, "{number_of: machines, at_least: 30 台}")
    made(tmp_path, paragraph("first", 1, "{number_of: machines, at_least: 3 台}", "{fact: armed}"), high)
    assert run(["ruleset", "verify", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert re.search(r"✓ 第一条第一款第（一）项：2 台不成立，3 台成立  \d+\.\d\d 秒", text)
    assert "0 项有反例" in text
    assert run(["ruleset", "verify", str(tmp_path), "--lang", "en"]) == 0
    assert "Art. 1 ¶1 (1): 2 computers is not enough, 3 computers is" in capsys.readouterr().out


def test_counterexamples_are_printed_as_case_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(tmp_path, paragraph("first", 1, "{number_of: machines, at_least: 3 台, below: 10 台}"))
    assert run(["ruleset", "verify", str(tmp_path)]) == 3
    out = capsys.readouterr().out
    ((heading, case),) = Shown(proved(load_ruleset(tmp_path), "monotone"), "zh").cases()
    assert f"\n{heading}\n\n{case}" in out
    assert case.startswith("# 机器数多了，第一条第一款第（一）项反而不成立，档次降低")
    assert "\n# 引擎评出来的与上面所说相同\n" in case
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    assert run(["check", str(tmp_path / "case.yaml")]) == 0
    out = capsys.readouterr().out
    assert "少的  一档" in out
    assert "多的  未达到" in out


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ruleset = made(tmp_path, paragraph("first", 1, "{number_of: machines, at_least: 3 台, below: 10 台}"))
    assert run(["ruleset", "verify", str(tmp_path), "--format", "json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "thresholds/verification/1"
    (one,) = found["rulesets"]
    assert (one["id"], one["holds"]) == ("made-up", False)
    (wrong, *_) = [claim for claim in one["claims"] if claim["verdict"] == "refuted"]
    assert (wrong["family"], wrong["claim"], wrong["engine"]) == ("monotone", "机器数多了，档次不降", "agrees")
    (text,) = wrong["cases"]
    persons = evaluate(load_case(text, ruleset), ruleset).persons
    assert [(person.id, person.grade.at_least) for person in persons] == [("less", "first"), ("more", "not_reached")]


def test_no_answer_is_no_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path, paragraph("first", 1, "{fact: armed}"))

    def silent(*_: object) -> bool:
        raise logic.Undecided("timeout")

    monkeypatch.setattr(logic._Search, "possible", silent)
    assert run(["ruleset", "verify", str(tmp_path)]) == 3
    out = capsys.readouterr().out
    assert "? 第一条第一款第（一）项可以单独成立" in out
    assert "没有得出" in out


def test_ctrl_c_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where it is pressed while the solver frees a term, in a finalizer."""
    made(tmp_path, paragraph("first", 1, "{fact: armed}"))
    before = signal.getsignal(signal.SIGINT)
    asked: list[None] = []

    class Freed:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def interrupted(*_: object) -> bool:
        asked.append(None)
        Freed()
        return False

    monkeypatch.setattr(logic._Search, "possible", interrupted)
    assert run(["ruleset", "verify", str(tmp_path)]) == 2
    assert len(asked) < 5
    assert signal.getsignal(signal.SIGINT) is before


def test_without_the_solver_the_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.startswith("thresholds.verification.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    assert run(["ruleset", "verify", "fashi-2017-10"]) == 2
    assert capsys.readouterr().err == "TH271 没有装证明规则集的库（z3）。运行 pip install 'thresholds[verify]'\n"


def test_a_narrow_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    high = paragraph("second", 2, "{number_of: machines, at_least: 30 台}")
    made(tmp_path, paragraph("first", 1, "{number_of: machines, at_least: 3 台}"), high)
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["ruleset", "verify", str(tmp_path)]) == 0
    from rich.cells import cell_len

    assert max(cell_len(line) for line in capsys.readouterr().out.splitlines()) <= 40


def test_the_claims_come_in_the_same_order_with_the_same_words() -> None:
    engine = engine_for(load_ruleset("fashi-2025-13"))
    first, second = (verify(engine) for _ in range(2))
    texts = [
        [(claim["claim"], claim["verdict"], claim["because"]) for claim in Shown(one, lang).to_dict()["claims"]]  # type: ignore[attr-defined]
        for one in (first, second)
        for lang in ("zh",)
    ]
    assert texts[0] == texts[1]
    assert whole([])["rulesets"] == []
    assert len(claims(first.ground)) == len(first.results)
