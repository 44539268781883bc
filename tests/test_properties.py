"""What must hold of every case: order, names, parts, more of the same, completions, and stable output."""

from __future__ import annotations

import copy
import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import (
    CATEGORIES,
    STANDARD,
    T1,
    T3,
    CaseDict,
    Open,
    as_written,
    between,
    complete_cases,
    completions,
    judged,
    loaded,
    open_cases,
    outcome,
    ranks,
    statuses,
)

from thresholds import evaluate, load_case, render

ROOT = Path(__file__).resolve().parents[1]


def profile(examples: int) -> settings:
    """The same examples on every run, without a clock."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=slow)


# -- order and names --------------------------------------------------------------------------------


def outcomes(case: CaseDict) -> dict[str, object]:
    """The outcome of every person."""
    report = evaluate(loaded(case))
    return {person.id: outcome(person) for person in report.persons}


@profile(200)
@given(complete_cases(lawful=True), st.randoms(use_true_random=False))
def test_order_changes_nothing(case: CaseDict, rng: random.Random) -> None:
    other = copy.deepcopy(case)
    rng.shuffle(other["dealings"])
    for section in ("persons", "batches", "facts"):
        other[section] = dict(reversed(other[section].items()))
    assert outcomes(other) == outcomes(case)


def test_order_changes_nothing_where_several_lines_deduct() -> None:
    dealings = [
        {"by": "a", "act": "theft", "batch": "B", "duplicates": 1},
        {"by": "a", "act": "sale", "to": "x", "batch": "B", "inauthentic": 2},
    ]
    case: CaseDict = {"persons": {"a": {}}, "batches": {"B": {"category": T1, "records": 51}}}
    assert outcomes(case | {"dealings": dealings}) == outcomes(case | {"dealings": dealings[::-1]})


NAMES = {"a": "甲", "乙": "second", "B1": "一批", "B2": "0", "x": "yes", "y": "没写", "丙": "c d", "s": "*", "t": "é"}


@profile(150)
@given(complete_cases(lawful=True))
def test_names_change_nothing(case: CaseDict) -> None:
    renamed = _renamed(case)
    assert outcomes(renamed) == {NAMES[name]: found for name, found in outcomes(case).items()}


def _renamed(value: Any) -> Any:
    """Put other names for persons, recipients, sources and batches; they occur nowhere else."""
    if isinstance(value, dict):
        return {NAMES.get(key, key): _renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner) for inner in value]
    return NAMES.get(value, value) if isinstance(value, str) else value


def test_no_name_of_a_recipient_means_the_public() -> None:
    for name in ("*", "public", "公众", "unknown"):
        dealings = [
            {"by": "a", "act": "sale", "to": name, "batch": "B"},
            {"by": "a", "act": "publication", "batch": "B"},
        ]
        case = {"persons": {"a": {}}, "batches": {"B": {"category": T1, "records": 25}}, "dealings": dealings}
        assert judged(case).counts[T1][0] == (50, 50), name


# -- parts --------------------------------------------------------------------------------------------


@profile(200)
@given(complete_cases(lawful=True), st.data())
def test_a_dealing_in_parts_is_the_same_dealing(case: CaseDict, data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, len(case["dealings"]) - 1))
    parts = _parts(case, case["dealings"][chosen], data)
    split = case | {"dealings": case["dealings"][:chosen] + parts + case["dealings"][chosen + 1 :]}
    assert outcomes(split) == outcomes(case)


def _parts(case: CaseDict, line: CaseDict, data: st.DataObject) -> list[CaseDict]:
    """Divide a dealing and what was paid for it in two."""
    first, second = copy.deepcopy(line), copy.deepcopy(line)
    if "batch" in line:
        records = line.get("records") or case["batches"][line["batch"]]["records"]
        part = data.draw(st.integers(0, records))
        first["records"], second["records"] = part, records - part
    else:
        [(category, number)] = line["records"].items()
        part = data.draw(st.integers(0, number))
        first["records"], second["records"] = {category: part}, {category: number - part}
    if "paid" in line:
        fen = round(float(line["paid"].removesuffix(" 元")) * 100)
        share = data.draw(st.integers(0, fen))
        first["paid"], second["paid"] = yuan(share), yuan(fen - share)
    return [first, second]


def yuan(fen: int) -> str:
    """Write an amount."""
    return f"{fen // 100}.{fen % 100:02d} 元"


# -- more never counts for less -------------------------------------------------------------------------


@profile(200)
@given(complete_cases(), st.data())
def test_one_more_supply_never_lowers_the_grade(case: CaseDict, data: st.DataObject) -> None:
    line: CaseDict = {"by": "a", "act": "sale", "to": data.draw(st.sampled_from(("x", "new")))}
    names = list(case["batches"])
    name = data.draw(st.sampled_from([None, *names]))
    if name is None:
        category = data.draw(st.sampled_from(CATEGORIES))
        line["records"] = {category: data.draw(st.integers(1, STANDARD[category]))}
    else:
        line |= {"batch": name, "records": data.draw(st.integers(1, case["batches"][name]["records"]))}
    more = case | {"dealings": [*case["dealings"], line]}
    assert not_lower(judged(case), judged(more))


@profile(200)
@given(complete_cases(), st.data())
def test_more_records_or_money_never_lower_the_grade(case: CaseDict, data: st.DataObject) -> None:
    more = copy.deepcopy(case)
    chosen = data.draw(st.integers(0, len(case["dealings"]) - 1))
    line, added = more["dealings"][chosen], data.draw(st.sampled_from((1, 25, 2_500)))
    if "batch" not in line:
        [(category, number)] = line["records"].items()
        line["records"] = {category: number + added}
    elif "records" in line:
        whole = more["batches"][line["batch"]]
        line["records"] = min(whole["records"], line["records"] + added)
    else:
        more["batches"][line["batch"]]["records"] += added
        for other in more["dealings"]:  # what was the whole stays the whole
            if (
                other.get("batch") == line["batch"]
                and other.get("records") == case["batches"][line["batch"]]["records"]
            ):
                del other["records"]
    if line["act"] in ("sale", "provision"):
        line["paid"] = yuan(round(float(line.get("paid", "0 元").removesuffix(" 元")) * 100) + added * 100)
    assert not_lower(judged(case), judged(more))


def not_lower(before: Any, after: Any) -> bool:
    """Whether neither bound of the grade fell."""
    return all(new >= old for old, new in zip(ranks(before), ranks(after), strict=True))


# -- what is open, and what it can turn out to be --------------------------------------------------------


def check_completions(template: CaseDict, most: int, *, tight: bool = True) -> None:
    """Every completion lies within the bounds of the open case, and each bound is reached by one."""
    complete = [judged(case) for case in completions(template, most)]
    if not complete:
        return
    report = judged(as_written(template))
    low, high = ranks(report)
    reached = {rank for person in complete for rank in ranks(person)}
    assert low <= min(reached)
    assert max(reached) <= high
    if tight:
        assert low == min(reached)
        assert high == max(reached)
    for item, status in statuses(report).items():
        if status in ("established", "not_established") and item != "art10":
            assert {statuses(person)[item] for person in complete} == {status}, item


@profile(250)
@given(open_cases())
def test_completions_lie_within_the_bounds(template: CaseDict) -> None:
    check_completions(template, 96)


def case_of(*dealings: CaseDict, batch: CaseDict | None = None, **facts: Any) -> CaseDict:
    """Write a case of one person."""
    batches = {"B": batch} if batch else {}
    lines = [{"by": "a", **line} for line in dealings]
    return {"persons": {"a": {}}, "batches": batches, "dealings": lines, "facts": {"a": facts}}


def own(act: str, category: str, records: Any, **more: Any) -> CaseDict:
    """Write a dealing in records of its own."""
    return {"act": act, "category": category, "records": records, **more}


YES_OR_NO = Open("unknown", ("yes", "no"))
ORIGIN = Open("unknown", ("duty_or_service", "elsewhere"))
LAWFUL_100 = {"category": T3, "records": 100}
BOUGHT = {"act": "purchase", "batch": "B", "lawful_business": "yes"}
SOLD = {"act": "sale", "to": "x", "batch": "B"}
PROFIT = between(40_000, 60_000, 49_999, 50_000)

TOGETHER = {
    "records": case_of(own("theft", T1, between(48, 51, 49, 50))),
    "two-ranges": case_of(own("theft", T1, between(20, 30, 25)), own("theft", T1, between(20, 30, 25))),
    "sum-of-ranges": case_of(own("theft", T1, between(40, 60, 49, 50)), own("theft", T3, between(900, 1000, 999))),
    "sum-met-only-between": case_of(
        own("theft", T1, 20), own("theft", T3, between(2_000, 6_000, 2_999, 3_000, 4_999, 5_000))
    ),
    "deduction": case_of(
        {"act": "theft", "batch": "B"}, batch={"category": T1, "records": 51, "duplicates": between(0, 2, 1)}
    ),
    "deduction-of-a-part": case_of(
        {**SOLD, "records": 50, "duplicates": between(0, 1)}, batch={"category": T1, "records": 100}
    ),
    "rate-of-a-part": case_of(
        {**SOLD, "records": 100, "duplicate_rate": Open({"at_least": "0.4", "at_most": "0.6"}, ("0.4", "0.5", "0.6"))},
        batch={"category": T1, "records": 200},
    ),
    "category": case_of(own("theft", T3, 60) | {"category": Open({"one_of": [T1, T3]}, (T1, T3))}),
    "category-unknown": case_of(own("theft", T3, 60) | {"category": Open("unknown", CATEGORIES)}),
    "two-categories": case_of(
        own("theft", T3, 30) | {"category": Open({"one_of": [T1, T3]}, (T1, T3))},
        own("theft", T3, 200) | {"category": Open({"one_of": ["health_information", T1]}, ("health_information", T1))},
    ),
    "category-and-number": case_of(
        own("theft", T3, between(40, 60, 49, 50)) | {"category": Open({"one_of": [T1, T3]}, (T1, T3))},
        own("theft", T3, 4_900),
    ),
    "origin": case_of(own("sale", T1, 25, to="x", obtained_in=ORIGIN)),
    "origin-and-number": case_of(own("sale", T1, between(24, 50, 25, 49), to="x", obtained_in=ORIGIN)),
    "origin-and-gains": case_of(
        own("sale", T3, 5, to="x", obtained_in=ORIGIN), illegal_gains=between(2_000, 6_000, 2_499, 2_500, 5_000)
    ),
    "origin-of-one-of-two-gettings": case_of(
        {"act": "collection", "batch": "B", "obtained_in": ORIGIN},
        {"act": "theft", "batch": "B", "obtained_in": "duty_or_service"},
        SOLD,
        batch={"category": T3, "records": 25},
        illegal_gains=3_000,
    ),
    "payment-for-one-of-two-gettings": case_of(
        {"act": "collection", "batch": "B", "obtained_in": ORIGIN},
        {"act": "theft", "batch": "B", "obtained_in": "duty_or_service"},
        {**SOLD, "paid": 3_000},
        batch={"category": T3, "records": 25},
    ),
    "origin-together": case_of(
        {"act": "collection", "batch": "B", "obtained_in": ORIGIN},
        {"act": "theft", "batch": "B", "obtained_in": "elsewhere"},
        SOLD,
        batch={"category": T1, "records": 25},
    )
    | {"readings": {"duty_mix": "together"}},
    "consent-and-undivided-gains": case_of(
        own("sale", T3, 5, to="x", obtained_in="duty_or_service"),
        own("sale", T3, 5, to="x", obtained_in="elsewhere", consent=YES_OR_NO),
        illegal_gains=between(2_000, 3_000, 2_499, 2_500),
    ),
    "consent": case_of(own("sale", T1, 30, to="x", consent=YES_OR_NO), own("sale", T1, 30, to="x", consent=YES_OR_NO)),
    "payment": case_of(own("sale", T3, 5, to="x", paid=between(4_000, 6_000, 4_999, 5_000))),
    "two-payments": case_of(*[own("sale", T3, 5, to="x", paid=between(2_000, 3_000, 2_499, 2_500))] * 2),
    "net-of-cost": case_of(
        own("sale", T3, 5, to="x", paid=between(6_000, 8_000)), own("theft", T3, 5, paid=between(1_000, 2_000))
    )
    | {"readings": {"gains": "net"}},
    "business": case_of(own("purchase", T3, 5_000, lawful_business=YES_OR_NO), profit_from_use=60_000),
    "business-and-profit": case_of(own("purchase", T3, 4_000, lawful_business=YES_OR_NO), profit_from_use=PROFIT),
    "business-of-two-purchases": case_of(
        own("theft", T1, 20),
        own("purchase", T3, 4_000, lawful_business=YES_OR_NO),
        own("purchase", T3, 4_000, lawful_business=YES_OR_NO),
    ),
    "resale-and-profit": case_of(
        BOUGHT, SOLD | {"records": between(50, 100, 99)}, batch=LAWFUL_100, profit_from_use=PROFIT
    ),
    "resale-by-consent-and-profit": case_of(
        BOUGHT, SOLD | {"consent": YES_OR_NO}, batch=LAWFUL_100, profit_from_use=PROFIT
    ),
    "resale-by-consent-and-earlier-punishment": case_of(
        BOUGHT, SOLD | {"consent": YES_OR_NO}, batch=LAWFUL_100, prior_criminal_punishment=YES_OR_NO
    ),
    "resale-of-all-by-consent": case_of(
        BOUGHT, SOLD | {"consent": YES_OR_NO, "records": 50}, batch=LAWFUL_100, profit_from_use=PROFIT
    )
    | {"readings": {"resale_scope": "all_acquired"}},
    "business-included-in-the-sum": case_of(
        own("theft", T1, between(0, 49, 1)), own("purchase", T3, between(100, 4_999), lawful_business=YES_OR_NO)
    )
    | {"readings": {"lawful_business_mixing": "included"}},
    "earlier-punishment": case_of(own("theft", T3, 5), prior_criminal_punishment=YES_OR_NO),
    "penalty": case_of(
        own("theft", T3, 5, date="2021-06-10"),
        administrative_penalty=Open("2019-06", ("2019-06-01", "2019-06-09", "2019-06-10", "2019-06-30")),
    ),
    "date-of-dealing": case_of(
        own("theft", T3, 5, date=Open("2021-06", ("2021-06-01", "2021-06-10", "2021-06-11", "2021-06-30"))),
        administrative_penalty="2019-06-10",
    ),
    "penalty-between-two-dealings": case_of(
        own("theft", T3, 5, date="2019-06-20"),
        own("theft", T3, 5, date="2021-06-20"),
        administrative_penalty=Open("2019-06", tuple(f"2019-06-{day:02d}" for day in range(1, 31))),
    ),
    "consequences": case_of(own("theft", T3, 5), grave_consequences=YES_OR_NO, major_economic_loss=YES_OR_NO),
    "breach": case_of(own("theft", T1, 50), breach_of_state_provisions=YES_OR_NO),
    "knowledge": case_of(own("sale", T3, 5, to="x", knew_of_crime=YES_OR_NO, consent=YES_OR_NO)),
    "use-in-crime-and-category": case_of(
        own("sale", T3, 5, to="x", used_in_crime=YES_OR_NO) | {"category": Open({"one_of": [T1, T3]}, (T1, T3))}
    ),
}


#: An uncertain date leaves item (9) open, even where one dealing or the other is in time whatever the day was.
LOOSE = {"penalty-between-two-dealings"}


@pytest.mark.parametrize("name", TOGETHER)
def test_completions_of_facts_that_work_together(name: str) -> None:
    check_completions(TOGETHER[name], 1_000, tight=name not in LOOSE)


@pytest.mark.parametrize(("low", "high"), [(0, 49), (49, 50), (50, 499), (499, 500), (500, 700), (0, 700)])
def test_every_number_of_a_range(low: int, high: int) -> None:
    check_completions(case_of(own("theft", T1, between(low, high, *range(low, high, 7), 49, 50, 499, 500))), 1_000)


# -- the standards --------------------------------------------------------------------------------------


def standards() -> Iterator[tuple[str, str, int, bool]]:
    """Every item of records with its number, for each category: base, half, ten times, ten times the half."""
    of = {50: "art5.1.3", 500: "art5.1.4", 5_000: "art5.1.5"}
    for category in CATEGORIES:
        base = STANDARD[category]
        yield category, of[base], base, False
        yield category, "art5.2.3", base * 10, False
        yield category, "art5.1.8", base // 2, True
        yield category, "art5.2.3", base * 5, True


@pytest.mark.parametrize(("category", "item", "number", "duty"), list(standards()))
@profile(8)
@given(data=st.data())
def test_a_standard_is_reached_with_its_last_record(
    category: str, item: str, number: int, duty: bool, data: st.DataObject
) -> None:
    act = data.draw(st.sampled_from(("sale", "provision", "publication") if duty else ("theft", "purchase", "sale")))
    cut = data.draw(st.integers(0, number - 1))
    for short in (0, 1):
        dealings = [
            {
                "by": "a",
                "act": act,
                "records": {category: part},
                "obtained_in": "duty_or_service" if duty else "elsewhere",
            }
            for part in (cut, number - short - cut)
        ]
        found = statuses(judged({"persons": {"a": {}}, "dealings": dealings}))
        assert found[item] == ("not_established" if short else "established")


# -- stable output --------------------------------------------------------------------------------------

CASES = sorted(str(path) for path in (ROOT / "cases").rglob("*.yaml"))
PRINT = """
import hashlib, sys
from thresholds import evaluate, load_case, render
for path in sys.argv[1:]:
    text = render(evaluate(load_case(path)), "json")
    print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_json_is_the_same_bytes_in_every_process() -> None:
    texts = [render(evaluate(load_case(path)), "json") for path in CASES]
    assert texts == [render(evaluate(load_case(path)), "json") for path in CASES]
    wanted = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    assert len(set(wanted)) == len(CASES) > 10
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", PRINT, *CASES], capture_output=True, text=True, env=environment, check=True
        )
        assert run.stdout.split() == wanted


@profile(60)
@given(complete_cases(lawful=True))
def test_json_is_the_same_twice(case: CaseDict) -> None:
    assert render(evaluate(loaded(case)), "json") == render(evaluate(loaded(case)), "json")
