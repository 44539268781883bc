"""Margins: what is printed is enough, one record or one fen less is not, and nothing smaller does it alone."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    CATEGORIES,
    RANKS,
    STANDARD,
    T1,
    T2,
    T3,
    as_written,
    complete_cases,
    judged,
    loaded,
    open_cases,
    ranks,
)

from thresholds import evaluate, load_case
from thresholds.case.edit import load_edited, parse_edit
from thresholds.cli.root import run
from thresholds.explore.margins import Change, Kind, Margin, Way, margins

CLASSES = (CATEGORIES[:4], CATEGORIES[4:9], CATEGORIES[9:])


def found(case: dict[str, Any], person: str = "a", rank: int | None = None, **readings: str) -> tuple[Margin, ...]:
    report = evaluate(loaded(case), readings=readings).person(person)
    return margins(report.engine, report.assessment, rank)


def side(case: dict[str, Any], reach: bool, person: str = "a", rank: int | None = None, **readings: str) -> Margin:
    return next(margin for margin in found(case, person, rank, **readings) if margin.reach is reach)


def single(margin: Margin, kind: Kind) -> dict[tuple[str, ...], int | None]:
    """By how much each quantity alone must change, anything from duty or service left aside."""
    return {
        way.changes[0].names: way.changes[0].by
        for way in margin.ways
        if len(way.changes) == 1 and way.changes[0].kind is kind and way.changes[0].narrow is None
    }


def line(**fields: object) -> dict[str, Any]:
    return {"by": "a", "act": "purchase", **fields}


def case(*dealings: dict[str, Any], **facts: object) -> dict[str, Any]:
    return {"persons": {"a": {}}, "dealings": list(dealings), **({"facts": {"a": facts}} if facts else {})}


# -- worked out by hand ---------------------------------------------------------------------------


def test_what_is_missing_to_the_first_tier() -> None:
    margin = side(case(line(records={T1: 38}), illegal_gains="3200元"), True)
    # 38/50 leaves 12 records; the sum lacks 12/50 = 120/500 = 1200/5000; gains lack 1 800 yuan
    assert single(margin, Kind.RECORDS) == {CLASSES[0]: 12, CLASSES[1]: 120, CLASSES[2]: 1_200}
    assert single(margin, Kind.MONEY) == {("illegal_gains",): 1_800_00}
    assert [way.changes[0].names[0] for way in margin.ways if way.changes[0].kind is Kind.FACT] == [
        "prior_criminal_punishment", "administrative_penalty",
        "grave_consequences", "major_economic_loss", "adverse_social_impact",
    ]  # fmt: skip
    assert [(mix.needed, mix.now) for mix in margin.mixes] == [(pytest.approx(0.24), pytest.approx(0.76))]


def test_what_is_missing_to_the_second_tier() -> None:
    margin = side(case(line(records={T1: 483})), True)
    # ten times: 500 - 483; the sum lacks 17/50 = 170/500 = 1700/5000
    assert single(margin, Kind.RECORDS) == {CLASSES[0]: 17, CLASSES[1]: 170, CLASSES[2]: 1_700}
    assert single(margin, Kind.MONEY) == {("illegal_gains",): 50_000_00}


def test_in_duty_half_is_enough() -> None:
    margin = side(case(line(act="sale", to="b", records={T1: 20}, obtained_in="duty_or_service")), True)
    assert single(margin, Kind.RECORDS) == {CLASSES[0]: 30, CLASSES[1]: 300, CLASSES[2]: 3_000}
    duty = {way.changes[0].names: way.changes[0].by for way in margin.ways if way.changes[0].narrow is not None}
    # the half: 25 - 20; the sum lacks 0.5 - 0.4 = 50/500 = 500/5000; gains from duty 2 500 yuan
    assert duty == {CLASSES[0]: 5, CLASSES[1]: 50, CLASSES[2]: 500, ("illegal_gains",): 2_500_00}


def test_an_origin_that_is_not_stated_leaves_less_to_be_shown() -> None:
    margin = side(case(line(act="sale", to="b", records={T1: 20})), True)
    ways = [way for way in margin.ways if way.changes[0].kind is Kind.ORIGIN]
    assert [(way.changes[1].names, way.changes[1].by) for way in ways] == [
        (CLASSES[0], 5), (CLASSES[1], 50), (CLASSES[2], 500)
    ]  # fmt: skip
    # 25 records or 2 500 yuan from duty are enough without anything shown of the rest
    duty = {way.changes[0].names: way.changes[0].by for way in margin.ways if way.changes[0].narrow is not None}
    assert (duty[CLASSES[0]], duty["illegal_gains",]) == (25, 2_500_00)
    enough = side(case(line(act="sale", to="b", records={T1: 25})), True)
    assert [way.changes for way in enough.ways if way.changes[0].kind is Kind.ORIGIN] == [
        (Change(Kind.ORIGIN, ("obtained_in",), truth=True, state="unstated", where=("#1",)),)
    ]


def test_one_record_is_enough_where_conduct_alone_is() -> None:
    margin = side(case(prior_criminal_punishment="yes"), True)
    assert set(single(margin, Kind.RECORDS).values()) == {1}


def test_everything_that_holds_the_tier_must_fall() -> None:
    margin = side(case(line(records={T1: 60}), prior_criminal_punishment="yes", illegal_gains="6000元"), False)
    assert margin.held_by == ("art5.1.3", "art5.1.7", "art5.1.9")
    first = {change.names: (change.by, change.to, change.truth) for change in margin.ways[0].changes}
    assert first == {
        CLASSES[0]: (-11, 49, None),
        ("illegal_gains",): (-1_000_01, 4_999_99, None),
        ("prior_criminal_punishment",): (None, None, False),
    }


def test_excluding_down_from_the_second_tier() -> None:
    margin = side(case(line(act="sale", to="b", records={T1: 483}, obtained_in="duty_or_service")), False)
    # in duty 250 make the second tier, so 249 may stay; were it got elsewhere, 483 are below 500
    assert margin.ways[0].changes == (
        Change(Kind.RECORDS, CLASSES[0], -234, (483, 483), 249, None),
    )  # fmt: skip
    assert [way.changes[0].kind for way in margin.ways[1:]] == [Kind.ORIGIN, Kind.BREACH]


def test_of_what_is_left_only_so_much_may_come_from_duty() -> None:
    sold = line(act="sale", to="b", records={T1: 40}, obtained_in="duty_or_service")
    (change,) = side(case(sold, line(records={T1: 100})), False).ways[0].changes
    # 49 in all, and 24 of them from duty, where 25 are enough
    assert (change.by, change.to, change.narrow) == (-91, 49, 24)


def test_duty_is_named_only_where_it_takes_less() -> None:
    sold = line(act="sale", to="b", records={T3: 1}, obtained_in="duty_or_service")
    margin = side(case(sold, line(records={T1: 49})), True)
    first = [way.changes[0] for way in margin.ways if way.changes[0].names == CLASSES[0]]
    assert [(change.by, change.narrow) for change in first] == [(1, None)]


def test_more_records_are_dated_as_the_conduct_is() -> None:
    margin = side(case(line(records={T1: 38}, date="2021-03"), prior_criminal_punishment="2022-01-01"), True)
    # the punishment came after; were the further records undated, one of them would be enough
    assert single(margin, Kind.RECORDS)[CLASSES[0]] == 12
    assert all("date: 2021-03" in way.edits[0] for way in margin.ways if way.changes[0].kind is Kind.RECORDS)


def test_what_is_known_between_bounds_is_measured_from_the_end_that_matters() -> None:
    template = case(line(records={T1: {"at_least": 38, "at_most": 60}}))
    reach, fall = found(template)
    assert (reach.rank, fall.rank) == (1, 1)
    assert single(reach, Kind.RECORDS)[CLASSES[0]] == 12
    assert [mix.now for mix in reach.mixes] == [pytest.approx(0.76)]
    assert single(fall, Kind.RECORDS)[CLASSES[0]] == -11
    assert [mix.now for mix in fall.mixes] == [pytest.approx(1.2)]
    wide = found(case(line(records={T1: {"at_least": 38, "at_most": 600}})))
    assert [(margin.reach, margin.rank) for margin in wide] == [(True, 1), (False, 2)]


def test_several_classes_fall_together_the_heaviest_first() -> None:
    margin = side(case(line(records={T1: 60}), line(records={T2: 600})), False)
    # 499 of the second class leave 0.002, less than a record of the first: all 60 go, and 101
    assert [(change.names, change.by) for change in margin.ways[0].changes] == [(CLASSES[0], -60), (CLASSES[1], -101)]


def test_what_is_left_must_fit_every_category_that_is_possible() -> None:
    unclear = {"category": {"one_of": [T2, T3]}, "records": 400}
    margin = side(case(line(records={T1: 60}), line(**unclear)), False)
    # were the 400 of the second class, 0.8 is taken: 0.2 leaves 9 of the first
    assert single(margin, Kind.RECORDS)[CLASSES[0]] == -51
    clear = next(way for way in margin.ways if way.changes[0].kind is Kind.CATEGORY)
    # of the third class they take 0.08: 45 of the first may stay
    assert [(change.kind, change.by) for change in clear.changes] == [(Kind.CATEGORY, None), (Kind.RECORDS, -15)]


def test_a_number_without_upper_bound_is_capped() -> None:
    margin = side(case(line(records={T1: "60条以上"})), False, rank=1)
    assert [(change.by, change.to) for change in margin.ways[0].changes] == [(None, 49)]


def test_nothing_reaches_where_no_provision_was_breached() -> None:
    margin = side(case(line(records={T1: 60}), breach_of_state_provisions="no"), True)
    assert [way.changes[0].kind for way in margin.ways] == [Kind.BREACH]


def test_lawful_business_shown_and_refuted() -> None:
    bought = case(line(records={T3: 6_000}))
    ways = side(bought, False).ways
    assert [way.changes[0].kind for way in ways] == [Kind.RECORDS, Kind.BUSINESS, Kind.BREACH]
    covered = case(line(records={T3: 6_000}), lawful_business="yes", profit_from_use="4万元")
    margin = side(covered, True)
    assert single(margin, Kind.MONEY)[("profit_from_use",)] == 10_000_00
    assert Kind.BUSINESS in [way.changes[0].kind for way in margin.ways]


def test_both_sides_of_a_tier_that_is_not_the_next() -> None:
    small = case(line(records={T1: 1}))
    assert single(side(small, True, rank=2), Kind.RECORDS)[CLASSES[0]] == 499
    assert single(side(case(line(records={T1: 500})), False, rank=1), Kind.RECORDS)[CLASSES[0]] == -451


def test_a_knowing_supply() -> None:
    margin = side(case(line(act="sale", to="b", records={T3: 1}), line(act="sale", to="c", records={T1: 1})), True)
    facts = {way.changes[0].names[0]: way.changes[0].where for way in margin.ways if len(way.changes[0].where) == 1
             and way.changes[0].kind is Kind.DEALING_FACT}  # fmt: skip
    assert facts == {"used_in_crime": ("#2",), "knew_of_crime": ("#1",)}


def kinds(margin: Margin) -> list[tuple[Kind, ...]]:
    return [tuple(change.kind for change in way.changes) for way in margin.ways]


def changes_of(margin: Margin, kind: Kind) -> list[tuple[Change, ...]]:
    return [way.changes for way in margin.ways if way.changes[0].kind is kind]


@pytest.mark.parametrize(
    ("dealings", "readings"),
    [
        ([line(act="sale", to="x", obtained_in="duty_or_service", records={T1: "unknown"})], {}),
        ([line(act="sale", to="x", obtained_in="unknown", records={T1: {"at_most": 451}})], {}),
        (
            [
                line(act="sale", to="x", obtained_in="duty_or_service", records={T3: 1}, paid="9000元"),
                line(paid="3000元", records={T3: 1}),
            ],
            {"gains": "net"},
        ),
        ([line(act="sale", to="x", records={T3: 1}), line(act="theft", paid="30000元")], {"gains": "net"}),
        (
            [
                line(act="exchange", to="y", obtained_in="unknown", paid="6000元", records={"health_information": 500}),
                line(act="receipt", paid="1万余元"),
            ],
            {"gains": "net"},
        ),
    ],
)
def test_open_numbers_and_costs_are_followed_to_the_end(
    dealings: list[dict[str, Any]], readings: dict[str, str]
) -> None:
    for rank in (1, 2):
        for margin in found(case(*dealings), rank=rank, **readings):
            assert margin.ways


def test_costs_are_made_up_for_before_gains_count() -> None:
    sold = line(act="sale", to="x", records={T3: 1}, obtained_in="elsewhere")
    margin = side(case(sold, line(act="theft", paid="30000元", records={T3: 1})), True, gains="net")
    assert single(margin, Kind.MONEY) == {("illegal_gains",): 35_000_00}


def test_of_several_supplies_only_those_that_are_needed() -> None:
    first, second = line(act="sale", to="x", records={T1: 25}), line(act="sale", to="x", records={T1: 1})
    third = line(act="sale", to="x", records={T3: 5}, obtained_in="unknown")
    enough = [
        changes for changes in changes_of(side(case(first, second, third), True), Kind.ORIGIN) if len(changes) == 1
    ]
    assert [change.where for (change,) in enough] == [("#1",)]


def test_consent_that_is_unknown() -> None:
    template = case(line(act="sale", to="x", records={T1: 60}, consent="unknown"))
    reach, fall = found(template)
    assert [change.truth for (change,) in changes_of(reach, Kind.CONSENT)] == [False]
    assert [change.truth for (change,) in changes_of(fall, Kind.CONSENT)] == [True]


def test_lawful_business_stated_of_the_dealing() -> None:
    template = case(line(records={T3: 6_000}, lawful_business="unknown"))
    reach, fall = found(template)
    assert [change.where for (change,) in changes_of(reach, Kind.BUSINESS)] == [("#1",)]
    assert [change.truth for (change,) in changes_of(fall, Kind.BUSINESS)] == [True]
    profit = side(case(line(records={T3: 10}), profit_from_use="6万元"), True)
    assert [change.truth for (change,) in changes_of(profit, Kind.BUSINESS)] == [True]


def test_a_category_that_is_neither_the_most_nor_the_least_protected() -> None:
    kinds_of = {"one_of": [T1, "credit_record"]}
    template = case(line(act="sale", to="x", category=kinds_of, records=1, used_in_crime="yes"))
    reach, fall = found(template)
    assert [change.names for (change,) in changes_of(reach, Kind.CATEGORY)] == [(T1,)]
    assert [change.names for (change,) in changes_of(fall, Kind.CATEGORY)] == [("credit_record",)]


def test_where_no_breach_is_stated_a_breach_and_more_are_needed() -> None:
    margin = side(case(line(records={T1: 38}), breach_of_state_provisions="no"), True)
    assert (Kind.BREACH, Kind.RECORDS) in kinds(margin)
    assert margin.mixes == ()


def test_without_any_conduct_nothing_is_left() -> None:
    margin = side(case(line(act="theft", records={T1: 10}), prior_criminal_punishment="yes"), False)
    assert kinds(margin) == [(Kind.FACT,), (Kind.BREACH,), (Kind.CONDUCT,)]
    alone = side(case(illegal_gains="6000元", prior_criminal_punishment="yes"), False)
    nothing = [way.changes for way in alone.ways if len(way.changes) == 1 and way.changes[0].kind is Kind.MONEY]
    assert [(change.by, change.to) for (change,) in nothing] == [(-6_000_00, 0)]


def test_a_thousand_supplies_are_not_looked_at_one_by_one() -> None:
    sales = [line(act="sale", to="x", records={T3: 3}, paid="1元") for _ in range(200)]
    margin = side(case(*sales), True)
    assert (Kind.DEALING_FACT,) in kinds(margin)


# -- properties -----------------------------------------------------------------------------------


def with_change(template: dict[str, Any], change: Change, number: int) -> dict[str, Any]:
    """The case with so much more of a quantity, as a hand would write it into the file."""
    made = copy.deepcopy(template)
    date = next((entry["date"] for entry in made.get("dealings", ()) if "a" in entry["by"] and "date" in entry), None)
    dated = {} if date is None else {"date": date}
    if change.kind is Kind.RECORDS:
        more: dict[str, Any] = {"by": "a", "records": {change.names[0]: number}, **dated}
        duty = {"act": "provision", "obtained_in": "duty_or_service"}
        made.setdefault("dealings", []).append(more | (duty if change.narrow is not None else {"act": "theft"}))
        return made
    fen = f"{number // 100}.{number % 100:02d}元"
    facts = made.setdefault("facts", {}).setdefault("a", {})
    if change.names[0] == "illegal_gains" and "illegal_gains" not in facts and made.get("dealings"):
        origin = "duty_or_service" if change.narrow is not None else "elsewhere"
        made["dealings"].append({"by": "a", "act": "sale", "paid": fen, "obtained_in": origin, **dated})
        return made
    assert change.now is not None
    total = change.now.at_least + number
    facts[change.names[0]] = f"{total // 100}.{total % 100:02d}元"
    return made


def single_quantities(margin: Margin) -> list[Change]:
    return [
        way.changes[0]
        for way in margin.ways
        if len(way.changes) == 1 and way.changes[0].kind in (Kind.RECORDS, Kind.MONEY)
    ]


@settings(max_examples=120, deadline=None)
@given(complete_cases(lawful=True), st.data())
def test_what_reaches_is_enough_and_nothing_less_is(template: dict[str, Any], data: st.DataObject) -> None:
    for margin in found(template):
        if not margin.reach:
            continue
        changes = single_quantities(margin)
        for change in changes:
            assert change.by is not None
            assert ranks(judged(with_change(template, change, change.by)))[0] >= margin.rank
            if change.by > 1:
                less = data.draw(st.sampled_from(sorted({change.by - 1, 1, change.by // 2, change.by * 9 // 10})))
                for number in {less, change.by - 1}:
                    assert ranks(judged(with_change(template, change, number)))[0] < margin.rank
        endless = [(names, with_change(template, Change(Kind.RECORDS, names), 10**9)) for names in CLASSES]
        every = {names for names, made in endless if ranks(judged(made))[0] >= margin.rank}
        assert {change.names for change in changes if change.kind is Kind.RECORDS} == every


@settings(max_examples=100, deadline=None)
@given(open_cases())
def test_reaching_holds_in_every_world(template: dict[str, Any]) -> None:
    written = as_written(template)
    readings = written.get("readings", {})
    for margin in found(written):
        for change in single_quantities(margin) if margin.reach else ():
            assert change.by is not None
            if change.kind is Kind.MONEY and written["facts"]["a"].get(change.names[0]):
                continue  # a stated range moves at both ends, which this hand does not write
            assert ranks(judged(with_change(written, change, change.by), **readings))[0] >= margin.rank
            if change.by > 1:
                assert ranks(judged(with_change(written, change, change.by - 1), **readings))[0] < margin.rank


@st.composite
def plain_lines(draw: st.DrawFn) -> dict[str, Any]:
    """Lines of their own, each to one recipient at most, so that a record excluded is a record less on a line."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        category = draw(st.sampled_from((T1, T1, T2, T3)))
        standard = STANDARD[category]
        size = draw(st.sampled_from((standard // 2, standard - 1, standard, 3 * standard, 10 * standard + 7)))
        duty = draw(st.booleans())
        act = {"act": "sale", "to": "x", "obtained_in": "duty_or_service"} if duty else {"act": "theft"}
        lines.append({"by": "a", "records": {category: size}, **act})
    facts = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "illegal_gains": st.sampled_from(("2499.99元", "2500元", "6000元", "30000元", "60000元")),
                "prior_criminal_punishment": st.sampled_from(("yes", "no", "unknown")),
                "grave_consequences": st.sampled_from(("yes", "unknown")),
            },
        )
    )
    return {"persons": {"a": {}}, "dealings": lines, "facts": {"a": facts}}


def excluded(template: dict[str, Any], way: Way, spare: Change | None = None) -> dict[str, Any]:
    """The case with what a way excludes struck out line by line, one unit less of `spare`."""
    made = copy.deepcopy(template)
    for change in way.changes:
        one = 1 if change is spare else 0
        if change.kind is Kind.RECORDS:
            assert change.by is not None
            _strike(made["dealings"], change, one)
        elif change.kind is Kind.MONEY:
            assert change.to is not None
            fen = change.to + one
            made["facts"]["a"]["illegal_gains"] = f"{fen // 100}.{fen % 100:02d}元"
        elif change.kind is Kind.CONDUCT:
            made["dealings"] = made["dealings"][:one]
        elif change.kind is Kind.FACT:
            made["facts"]["a"][change.names[0]] = "no" if change is not spare else "yes"
        elif change.kind is Kind.ORIGIN:
            for number in change.where:
                made["dealings"][int(number[1:]) - 1]["obtained_in"] = "elsewhere"
        else:
            made["facts"]["a"]["breach_of_state_provisions"] = "no" if change is not spare else "yes"
    return made


def _strike(lines: list[dict[str, Any]], change: Change, spare: int) -> None:
    """Lines from duty first, down to what may be left of them; then the others; then whatever there is."""
    left = -(change.by or 0) - spare
    for entry in sorted(lines, key=lambda entry: entry.get("obtained_in") != "duty_or_service"):
        ((category, number),) = entry["records"].items()
        if category in change.names:
            out = min(left, number)
            entry["records"] = {category: number - out}
            left -= out
    assert left == 0


@settings(max_examples=150, deadline=None)
@given(plain_lines())
def test_what_falls_is_enough_and_nothing_less_is(template: dict[str, Any]) -> None:
    for margin in found(template):
        if margin.reach:
            continue
        assert margin.ways
        for way in margin.ways:
            assert ranks(judged(excluded(template, way)))[1] < margin.rank
            for change in way.changes:
                if change.kind is not Kind.ORIGIN:
                    assert ranks(judged(excluded(template, way, spare=change)))[1] >= margin.rank, (way, change)


def tried(template: dict[str, Any], way: Way) -> tuple[int, int]:
    """The grade when the edits that a way names are made in the case file."""
    written = {"schema": "thresholds/case/1", "id": "t", **template}
    edits = [parse_edit(text, number) for number, text in enumerate(way.edits, 1)]
    return ranks(evaluate(load_edited(written, edits)).person("a"))


@settings(max_examples=120, deadline=None)
@given(st.one_of(complete_cases(lawful=True), open_cases().map(as_written), plain_lines()))
def test_the_edits_named_do_what_the_way_says(template: dict[str, Any]) -> None:
    for margin in found(template):
        for way in margin.ways:
            if way.edits:
                assert tried(template, way) == way.bounds
            else:
                assert {change.kind for change in way.changes} & {Kind.RECORDS, Kind.CONDUCT, Kind.MONEY}


@pytest.mark.parametrize("name", ["a.b", "甲 乙", "1", "yes", "a: b", "#1", "'", "甲"])
def test_edits_quote_names_that_need_it(name: str) -> None:
    written = {
        "schema": "thresholds/case/1",
        "id": "t",
        "persons": {name: {}},
        "batches": {"B.1": {"category": {"one_of": [T1, T3]}, "records": 40}},
        "dealings": [{"id": f"D {name}", "by": name, "act": "sale", "to": "x", "batch": "B.1"}],
    }
    person = evaluate(load_case(written)).person(name)
    for margin in margins(person.engine, person.assessment):
        for way in margin.ways:
            edits = [parse_edit(text, number) for number, text in enumerate(way.edits, 1)]
            assert ranks(evaluate(load_edited(written, edits)).person(name)) == way.bounds


@settings(max_examples=60, deadline=None)
@given(complete_cases(), st.sampled_from(RANKS[1:]))
def test_two_runs_say_the_same(template: dict[str, Any], grade: str) -> None:
    assert found(template, rank=RANKS.index(grade)) == found(template, rank=RANKS.index(grade))


# -- the command ----------------------------------------------------------------------------------


def test_the_command_speaks_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["margins", "sample:one-short-and-exactly-fifty"]) == 0
    chinese = capsys.readouterr().out
    assert "再有 1 条" in chinese
    assert run(["margins", "sample:one-short-and-exactly-fifty", "--lang", "en", "--edits"]) == 0
    english = capsys.readouterr().out
    assert "1 more records" in english
    assert "--set" in english


def test_the_command_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["margins", "sample:zaozhuang-2017", "--format", "json", "--person", "wu"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "thresholds/margins/1"
    (person,) = data["persons"]
    (margin,) = person["margins"]
    assert margin["direction"] == "fall_below"
    assert margin["held_by"] == ["art5.2.3"]
    assert margin["ways"][0]["changes"][0]["at_most"] == "209"


def test_a_grade_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["margins", "sample:zaozhuang-2017", "--grade", "特别严重"]) == 2
    assert "especially_serious" in capsys.readouterr().err
