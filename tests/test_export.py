"""Exports of rulesets: what stands in them, that only whole numbers do, and what is said to be left out."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest
import SpiffWorkflow.dmn
import zen
from exported import MODEL, Answer, Asked, Dmn, JsonLogic, Zen, core
from lxml import etree
from rulesets_written import RULESET as WRITTEN
from rulesets_written import write_ruleset

from thresholds import load_ruleset
from thresholds.evaluation.choices import choose
from thresholds.export import export_text
from thresholds.export.about import About
from thresholds.export.core import LARGEST_EXACT, Core, Number
from thresholds.export.extract import core_of
from thresholds.law.load import available

ROOT = Path(__file__).resolve().parents[1]


def options(name: str) -> list[dict[str, str]]:
    """The defaults, and each other option of each reading alone."""
    readings = load_ruleset(name).readings
    return [{}, *[{reading.id: option} for reading in readings for option in list(reading.options)[1:]]]


EVERY = [(name, chosen) for name in available() for chosen in options(name)]


def nothing(of: Core) -> dict[str, int | bool]:
    return {entry.name: False if entry.source.truth else of.range_of(entry)[0] for entry in of.inputs}


# -- what the core is --------------------------------------------------------------------------------------


def test_inputs_are_counts_money_truths_and_what_is_derived_beforehand() -> None:
    names = [entry.name for entry in core().inputs]
    assert names[:3] == [
        "conduct_general",
        "dealing_supply_location_tracking_used_in_crime",
        "dealing_supply_knew_of_crime",
    ]
    assert [name for name in names if name.startswith("records_") and "duty" not in name] == [
        "records_location_tracking", "records_communication_content", "records_credit_record",
        "records_property_information", "records_accommodation_record", "records_communication_record",
        "records_health_information", "records_transaction_record", "records_other_safety_related",
        "records_general_information",
    ]  # fmt: skip
    assert len([name for name in names if name.startswith("records_from_duty_or_service_")]) == 10
    assert {name for name in names if name.endswith("_fen")} == {
        "illegal_gains_fen", "illegal_gains_from_duty_or_service_fen", "profit_from_use_fen",
    }  # fmt: skip
    assert "administrative_penalty_within_2_years_for_lawful_business" in names
    assert len(set(names)) == len(names) == 34


def test_the_sum_is_scaled_to_whole_numbers() -> None:
    sums = {number.name: number for number in core().numbers}
    whole = sums["sum_art5_1_6"]
    assert [(part.of, part.weight) for part in whole.parts] == [
        ("records_art5_1_3", 100), ("records_art5_1_4", 10), ("records_general_information", 1),
    ]  # fmt: skip
    assert (whole.scale, whole.mixed) == (5000, ())
    [item] = [item for item in core().items if item.id == "art5.1.6"]
    [way] = item.ways
    assert {(test.of, test.operator, test.constant) for test in way} == {
        ("conduct_general", "is", 1), ("records_art5_1_3", "<", 50), ("records_art5_1_4", "<", 500),
        ("records_general_information", "<", 5000), ("sum_art5_1_6", ">=", 5000),
    }  # fmt: skip


def test_readings_that_bear_on_the_rules_change_them_and_others_do_not() -> None:
    plain = core()
    for reading, option in (("gains", "net"), ("duty_mix", "together"), ("prior_exemption", "counts")):
        other = core(**{reading: option})
        assert (other.items, other.numbers) == (plain.items, plain.numbers)
    capped = core(tenfold_sum="below_base")
    [number] = [number for number in capped.numbers if number.name == "sum_art5_1_6_of_those_below_base"]
    assert [part.below for part in number.parts] == [50, 500, 5000]
    [narrow] = [n for n in capped.numbers if n.name == "sum_art5_1_6_from_duty_or_service_of_those_below_base"]
    assert [part.below for part in narrow.parts] == [25, 250, 2500]
    mixed = core(lawful_business_mixing="included")
    [number] = [number for number in mixed.numbers if number.mixed]
    assert [(part.of, part.weight) for part in number.mixed] == [("records_for_lawful_business_general_information", 1)]
    assert number.beside == ("records_art5_1_3", "records_art5_1_4")


def test_items_that_ask_for_a_reading_not_chosen_are_left_out_and_said_so() -> None:
    name, item = "fashi-2013-8", "art12.2-target_especially_huge"
    chosen = core(name, attempt_on_especially_huge="second_range")
    assert [found.ways for found in chosen.items if found.id == item] == [()]
    assert [entry.of for entry in About(chosen, "zh").left_out() if entry.kind == "readings"] == [(item,)]
    assert item not in json.loads(export_text(chosen, "jdm"))["nodes"][-2]["content"]["expressions"][-1]["value"]
    assert json.loads(export_text(chosen, "json-logic"))["items"][item] is False


# -- only whole numbers, none of them too large ------------------------------------------------------------


def value(of: Core, number: Number, inputs: dict[str, int]) -> int:
    """A number worked out with Python's whole numbers, everything in it that may be."""
    known = dict(inputs)
    for other in of.numbers:
        known[other.name] = sum(part.weight * known[part.of] for part in (*other.parts, *other.mixed))
    return known[number.name]


@pytest.mark.parametrize(("name", "chosen"), EVERY)
def test_no_number_passes_what_doubles_hold_exactly(name: str, chosen: dict[str, str]) -> None:
    of = core(name, **chosen)
    for entry in of.inputs:
        assert 0 <= of.range_of(entry)[0] < of.range_of(entry)[1] <= of.maximum
    most = {entry.name: of.maximum for entry in of.inputs}
    assert all(abs(value(of, number, most)) <= LARGEST_EXACT for number in of.numbers)
    tests = [test for item in of.items for way in item.ways for test in way]
    assert all(test.constant <= LARGEST_EXACT for test in tests)
    assert all(test.constant <= of.maximum for test in tests if test.of in most)


def refused(text: str) -> float:
    raise AssertionError(text)


@pytest.mark.parametrize(("name", "chosen"), EVERY)
def test_no_fraction_stands_in_any_export(name: str, chosen: dict[str, str]) -> None:
    of = core(name, **chosen)
    for format_ in ("jdm", "json-logic"):
        document = json.loads(export_text(of, format_), parse_float=refused)
    cells = [
        cell for node in json.loads(export_text(of, "jdm"))["nodes"] if node["type"] == "decisionTableNode"
        for rule in node["content"]["rules"] for key, cell in rule.items() if not key.startswith("_")
    ]  # fmt: skip
    assert document["integers"]["largest"] == of.maximum
    root = Xml.fromstring(export_text(of, "dmn"))
    texts = [element.text or "" for element in root.iterfind(".//d:decision//d:text", MODEL)]
    for text in (*cells, *texts):
        assert not re.search(r"\d\.\d", re.sub(r'"[^"]*"', "", text)), text


def test_numbers_at_the_end_of_the_range_are_still_told_apart() -> None:
    of = core("fashi-2013-8")
    engines = Asked(of, Zen, JsonLogic, Dmn)
    # 五十万元 is the most that a region may fix for 数额特别巨大; half of it under art. 6.
    fixed = nothing(of) | {
        "theft_large_fen": 300_000,
        "theft_huge_fen": 10_000_000,
        "theft_especially_huge_fen": 50_000_000,
    }
    for amount, grade in (
        (299_999, "not_reached"), (300_000, "theft_first_range"), (9_999_999, "theft_first_range"),
        (10_000_000, "theft_second_range"), (49_999_999, "theft_second_range"), (50_000_000, "theft_third_range"),
        (of.maximum, "theft_third_range"),
    ):  # fmt: skip
        assert engines.ask(fixed | {"theft_amount_fen": amount}).grades == {"": grade}
    half = fixed | {"theft_amount_fen": 24_999_999, "home_burglary": True}
    assert engines.ask(half).grades == {"": "theft_second_range"}
    assert engines.ask(half | {"theft_amount_fen": 25_000_000}).grades == {"": "theft_third_range"}


# -- readings by hand, in all engines ----------------------------------------------------------------------


def test_ten_times_the_sum_of_classes_below_their_base() -> None:
    # 49/50 + 499/500 + 4999/5000 is less than three, so that ten is never reached where only such classes are added.
    engines = Asked(core(tenfold_sum="below_base"), Zen, JsonLogic, Dmn)
    given = nothing(engines.core) | {"conduct_general": True, "records_location_tracking": 450}
    sum_ten = given | {"records_general_information": 5000}
    assert engines.ask(sum_ten) == Answer(frozenset({"art5.1.3", "art5.1.5"}), {"": "serious"})
    plain = Asked(core(), Zen, JsonLogic, Dmn)
    assert plain.ask(sum_ten) == Answer(frozenset({"art5.1.3", "art5.1.5", "art5.2.3"}), {"": "especially_serious"})


def test_a_class_at_its_base_is_no_longer_added(tmp_path: Path) -> None:
    # with twice instead of ten times such sums can be reached: 49/50 + 499/500 + 4999/5000 is 2.9778
    text = (
        (ROOT / "rulesets" / "fashi-2017-10" / "ruleset.yaml").read_text("utf-8").replace("times: 十倍", "times: 二倍")
    )
    ruleset = load_ruleset(write_ruleset(tmp_path, text, "twice"))
    engines = Asked(core_of(ruleset, choose(ruleset, {"tenfold_sum": "below_base"})), Zen, JsonLogic, Dmn)
    given = nothing(engines.core) | {"conduct_general": True, "records_health_information": 499}
    given |= {"records_general_information": 4999}
    assert engines.ask(given | {"records_credit_record": 49}).items == {"art5.1.6", "art5.2.3"}
    assert engines.ask(given | {"records_credit_record": 50}).items == {"art5.1.3"}


def test_records_for_lawful_business_enter_the_sum_beside_other_classes_alone() -> None:
    engines = Asked(core(lawful_business_mixing="included"), Zen, JsonLogic, Dmn)
    kept = {
        "conduct_general": True,
        "conduct_lawful_business": True,
        "records_for_lawful_business_general_information": 4900,
    }
    given = nothing(engines.core) | kept
    assert engines.ask(given).grades == {"": "not_reached"}
    assert engines.ask(given | {"records_credit_record": 1}).items == {"art5.1.6"}
    assert engines.ask(given | {"records_health_information": 9}).items == set()
    assert engines.ask(given | {"records_health_information": 10}).items == {"art5.1.6"}
    assert engines.ask(given | {"records_general_information": 100}).items == set()


def test_a_ruleset_of_ones_own(tmp_path: Path) -> None:
    of = core_of(ruleset := load_ruleset(write_ruleset(tmp_path, WRITTEN)), choose(ruleset))
    engines = Asked(of, Zen, JsonLogic, Dmn)
    # unless the site is closed, harm alone is art. 2 ¶2 (2): what is not so is asked for too
    given = nothing(of) | {"site_closed": True, "site_huge_fen": 15_000_000}
    assert engines.ask(given).grades == {"": "not_reached"}
    assert engines.ask(given | {"sites_set_up": 3}) == Answer(frozenset({"art2.1.1"}), {"": "serious"})
    assert engines.ask(given | {"sites_set_up": 15}).items == {"art2.1.1", "art2.2.1"}
    assert engines.ask(given | {"site_income_fen": 1_000_000}).items == {"art2.1.2"}
    assert engines.ask(given | {"site_income_fen": 4_999_999}).items == {"art2.1.2"}
    assert engines.ask(given | {"site_income_fen": 5_000_000}).items == set()
    assert engines.ask(given | {"site_income_fen": 15_000_000}).items == {"art2.2.3"}
    leak = {"site_leak_location_tracking": 250, "site_leak_credit_record": 250}
    assert engines.ask(given | leak).items == {"art2.1.4"}
    assert engines.ask(given | {"site_harm": True}).items == set()
    assert engines.ask(given | {"site_harm": True, "site_closed": False}).items == {"art2.2.2"}


# -- the three formats -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The official schema of DMN 1.3, as a package ships it."""
    folder = Path(SpiffWorkflow.dmn.__file__).parent / "parser" / "schema"
    return etree.XMLSchema(etree.parse(folder / "DMN13.xsd"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "chosen"), EVERY)
def test_dmn_is_valid_and_whole(name: str, chosen: dict[str, str], lang: str, schema: etree.XMLSchema) -> None:
    text = export_text(core(name, **chosen), "dmn", lang)
    schema.assertValid(etree.fromstring(text.encode()))
    root = Xml.fromstring(text)
    known = {element.get("id") for element in root.iter() if element.get("id")}
    assert len(known) == len([element for element in root.iter() if element.get("id")])
    required = [
        e.get("href", "")[1:]
        for tag in ("requiredInput", "requiredDecision")
        for e in root.iterfind(f".//d:{tag}", MODEL)
    ]
    assert set(required) <= known
    drawn = {element.get("dmnElementRef") for element in root.iter() if element.get("dmnElementRef")}
    wanted = ("inputData", "decision", "decision/d:informationRequirement")
    assert drawn == {element.get("id") for tag in wanted for element in root.iterfind(f"d:{tag}", MODEL)}
    types = {element.get("name") for element in root.iterfind("d:itemDefinition", MODEL)} | {
        "number",
        "boolean",
        "string",
    }
    assert {element.get("typeRef") for element in root.iterfind(".//d:variable", MODEL)} <= types
    given = {element.get("name") for element in root.iterfind("d:inputData", MODEL)}
    assert given == {entry.name for entry in core(name, **chosen).inputs}
    assert all(element.findtext("d:description", namespaces=MODEL) for element in root.iterfind("d:inputData", MODEL))


def test_dmn_decides_step_by_step() -> None:
    root = Xml.fromstring(export_text(core(), "dmn"))
    decisions = {element.get("name"): element for element in root.iterfind("d:decision", MODEL)}
    assert decisions["sum_art5_1_6"].findtext("d:literalExpression/d:text", namespaces=MODEL) == (
        "100 * records_art5_1_3 + 10 * records_art5_1_4 + records_general_information"
    )
    table = decisions["art5_1"].find("d:decisionTable", MODEL)
    assert table is not None
    assert table.get("hitPolicy") == "COLLECT"
    columns = [element.text for element in table.iterfind("d:input/d:inputExpression/d:text", MODEL)]
    rows = {
        rule.findtext("d:outputEntry/d:text", namespaces=MODEL): dict(
            zip(columns, [cell.text for cell in rule.iterfind("d:inputEntry/d:text", MODEL)], strict=True)
        )
        for rule in table.iterfind("d:rule", MODEL)
    }
    assert {name: cell for name, cell in rows['"art5.1.6"'].items() if cell != "-"} == {
        "conduct_general": "true", "records_art5_1_3": "< 50", "records_art5_1_4": "< 500",
        "records_general_information": "< 5000", "sum_art5_1_6": ">= 5000",
    }  # fmt: skip
    last = [
        rule.findtext("d:outputEntry/d:text", namespaces=MODEL)
        for rule in decisions["grade"].iterfind(".//d:rule", MODEL)
    ]
    assert last == ['"especially_serious"', '"serious"', '"serious"', '"not_reached"', '"missing_input"']


FEEL = {"string": r'"[^"]*"', "boolean": "true|false", "number": r"[\w +*-]+"}


@pytest.mark.parametrize("name", available())
def test_every_table_gives_what_its_output_says(name: str) -> None:
    root = Xml.fromstring(export_text(core(name, **EVERY[-1][1] if name == EVERY[-1][0] else {}), "dmn"))
    found = set()
    for decision in root.iterfind("d:decision", MODEL):
        table, variable = decision.find("d:decisionTable", MODEL), decision.find("d:variable", MODEL)
        if table is None:
            continue
        output = table.find("d:output", MODEL)
        assert output is not None
        assert variable is not None
        kind = output.get("typeRef", "")
        assert variable.get("typeRef") == ("items" if table.get("hitPolicy") == "COLLECT" else kind)
        for entry in table.iterfind("d:rule/d:outputEntry/d:text", MODEL):
            assert re.fullmatch(FEEL[kind], entry.text or ""), (decision.get("name"), kind, entry.text)
        found.add((table.get("hitPolicy"), kind))
    assert {("COLLECT", "string"), ("FIRST", "string"), ("FIRST", "boolean")} <= found


def test_json_logic_has_one_rule_for_each_item() -> None:
    document = json.loads(export_text(core(), "json-logic"))
    assert document["items"]["art5.1.3"] == {
        "and": [
            {"===": [{"var": "conduct_general"}, True]},
            {
                ">=": [
                    {
                        "+": [
                            {"var": "records_location_tracking"},
                            {"var": "records_communication_content"},
                            {"var": "records_credit_record"},
                            {"var": "records_property_information"},
                        ]
                    },
                    50,
                ]
            },
        ]
    }
    assert list(document["items"]) == [
        *(f"art5.1.{n}" for n in range(1, 10)), "art5.2.1", "art5.2.2", "art5.2.3", "art6.1.1", "art6.1.2",
    ]  # fmt: skip
    assert document["grade"]["if"][1::2] == [None, "especially_serious", "serious"]
    assert document["grade"]["if"][-1] == "not_reached"
    assert set(document["missing"]["missing"]) == set(document["inputs"]["required"])


def test_zen_refuses_what_is_no_input() -> None:
    decision = zen.ZenEngine().create_decision(export_text(core(), "jdm"))
    given = nothing(core())
    assert decision.evaluate(given)["result"] == {"grade": "not_reached", "items": []}
    for name, wrong in (
        ("records_credit_record", 49.5), ("records_credit_record", -1), ("records_credit_record", "50"),
        ("records_credit_record", core().maximum + 1), ("conduct_general", 1), ("conduct_general", None),
    ):  # fmt: skip
        with pytest.raises(RuntimeError, match=name):
            decision.evaluate({**given, name: wrong})
    for name in given:
        with pytest.raises(RuntimeError, match="required"):
            decision.evaluate({key: value for key, value in given.items() if key != name})


def test_what_regions_fix_lies_in_its_band() -> None:
    document = json.loads(export_text(core("fashi-2013-8"), "json-logic"))
    large = document["inputs"]["properties"]["theft_large_fen"]
    assert (large["minimum"], large["maximum"]) == (100_000, 300_000)
