"""Cases for hypothesis: small, close to the standards, complete or with something left open."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import strategies as st

from thresholds import Case, PersonReport, evaluate, load_case

CaseDict = dict[str, Any]
Drawn = st.DrawFn

T1, T2, T3 = "location_tracking", "transaction_record", "general_information"
CATEGORIES = (
    "location_tracking", "communication_content", "credit_record", "property_information",
    "accommodation_record", "communication_record", "health_information", "transaction_record",
    "other_safety_related", "general_information",
)  # fmt: skip
STANDARD = dict.fromkeys(CATEGORIES[:4], 50) | dict.fromkeys(CATEGORIES[4:9], 500) | {T3: 5_000}
RANKS = ("not_reached", "serious", "especially_serious")
GETTING = ("theft", "purchase", "receipt", "collection", "other_acquisition")
SUPPLYING = ("sale", "provision")


def loaded(case: Mapping[str, Any], name: str = "t") -> Case:
    """Load a case written without the keys that every file has."""
    return load_case({"schema": "thresholds/case/1", "id": name, **case})


def judged(case: CaseDict, person: str = "a", **readings: str) -> PersonReport:
    """Evaluate a case and return one person of the report."""
    return evaluate(loaded(case), readings=readings).person(person)


def ranks(person: PersonReport) -> tuple[int, int]:
    """Return both bounds of the grade as numbers."""
    return RANKS.index(person.grade.at_least), RANKS.index(person.grade.at_most)


def statuses(person: PersonReport) -> dict[str, str]:
    """Return the status of every item."""
    return {finding.item: finding.status.value for finding in person.findings}


def counted(person: PersonReport) -> dict[str, object]:
    """Return the counts of every category that has any."""
    return {name: both for name, both in person.counts.items() if any(end != 0 for end in (*both[0], *both[1]))}


def outcome(person: PersonReport) -> dict[str, object]:
    """Return all that a change of names or of order must leave as it is."""
    return {
        "grade": person.grade,
        "statuses": statuses(person),
        "counts": counted(person),
        "numbers": {finding.item: finding.score for finding in person.findings},
        "readings": {use.id: use.changes_to for use in person.readings},
        "sides": person.sides,
    }


# -- complete cases -------------------------------------------------------------------------------


def near(standard: int) -> st.SearchStrategy[int]:
    """Numbers on or next to a standard, its half and its tenth part, and small ones."""
    marks = sorted({1, 2, standard // 10, standard // 2 - 1, standard // 2, standard - 1, standard, standard + 1})
    return st.sampled_from(marks)


@st.composite
def complete_cases(draw: Drawn, lawful: bool = False) -> CaseDict:
    """A ledger of one or two persons over one or two batches and lines of their own; nothing is open.

    Gains are what was paid. Parts of a batch may overlap in ways that the file does not say.
    """
    persons = draw(st.sampled_from([["a"], ["a", "乙"]]))
    batches: dict[str, Any] = {}
    for name in draw(st.sampled_from([[], ["B1"], ["B1", "B2"]])):
        category = draw(st.sampled_from((T1, T2, T3)))
        size = draw(near(STANDARD[category]))
        batches[name] = {"category": category, "records": size}
        if draw(st.booleans()):
            batches[name]["duplicates"] = draw(st.integers(0, min(size, 3)))
        if draw(st.booleans()):
            batches[name]["obtained_in"] = draw(st.sampled_from(("duty_or_service", "elsewhere")))
    dealings = [draw(_dealing(persons, batches, lawful)) for _ in range(draw(st.integers(1, 5)))]
    facts = {person: found for person in persons if (found := draw(st.fixed_dictionaries({}, optional=_facts(lawful))))}
    return {"persons": {person: {} for person in persons}, "batches": batches, "dealings": dealings, "facts": facts}


def _facts(lawful: bool) -> dict[str, st.SearchStrategy[Any]]:
    found: dict[str, st.SearchStrategy[Any]] = {
        "prior_criminal_punishment": st.sampled_from(("yes", "no")),
        "administrative_penalty": st.sampled_from(("yes", "no", "2019-06-10", "2019-06-09")),
        "adverse_social_impact": st.sampled_from(("yes", "no")),
    }
    if lawful:
        found["profit_from_use"] = st.sampled_from(("49999.99 元", "5万元"))
    return found


@st.composite
def _dealing(draw: Drawn, persons: Sequence[str], batches: CaseDict, lawful: bool) -> CaseDict:
    act = draw(st.sampled_from((*GETTING, *SUPPLYING, *SUPPLYING, "publication", "exchange")))
    found: CaseDict = {"by": draw(st.sampled_from([[one] for one in persons] + [list(persons)])), "act": act}
    if act in SUPPLYING or (act == "exchange" and draw(st.booleans())):
        found["to"] = draw(st.sampled_from(("x", "丙", ["x", "y"], *persons)))
    elif act != "publication":
        found["source"] = draw(st.sampled_from(("s", "t")))
    if draw(st.booleans()):
        found["date"] = draw(st.sampled_from(("2021-06-10", "2021-06-09")))
    if draw(st.integers(0, 3)) == 0:
        found["obtained_in"] = draw(st.sampled_from(("duty_or_service", "elsewhere")))
    if act in SUPPLYING and draw(st.booleans()):
        found["paid"] = draw(st.sampled_from(("1 元", "2499.99 元", "2500 元", "4999.99 元", "5000 元")))
        if draw(st.integers(0, 3)) == 0:
            found["knew_of_crime"] = draw(st.sampled_from(("yes", "no")))
    if lawful and act in ("purchase", "receipt") and draw(st.booleans()):
        found["lawful_business"] = draw(st.sampled_from(("yes", "no")))
    name = draw(st.sampled_from((None, *batches)))
    if name is None:
        category = draw(st.sampled_from(CATEGORIES))
        found["records"] = {category: draw(near(STANDARD[category]))}
        return found
    found["batch"] = name
    size = batches[name]["records"]
    if draw(st.booleans()):
        found["records"] = draw(st.integers(1, size))
    return found


# -- cases with something open, and all the complete cases that they allow --------------------------


@dataclass(frozen=True)
class Open:
    """A value that a file leaves open as `written`, and values inside it; None leaves the key out."""

    written: object
    inside: tuple[object, ...]


def as_written(template: object) -> Any:
    """The case with every open value as the file writes it."""
    return _filled(template, iter(()), open_values=True)


def completions(template: object, most: int) -> Iterator[Any]:
    """Every complete case that the open values allow; none if they are more than `most`."""
    slots = list(_slots(template))
    size = 1
    for slot in slots:
        size *= len(slot.inside)
    if size <= most:
        for chosen in product(*(slot.inside for slot in slots)):
            yield _filled(template, iter(chosen), open_values=False)


def _slots(template: object) -> Iterator[Open]:
    if isinstance(template, Open):
        yield template
    elif isinstance(template, dict):
        for value in template.values():
            yield from _slots(value)
    elif isinstance(template, list):
        for value in template:
            yield from _slots(value)


def _filled(template: object, chosen: Iterator[object], *, open_values: bool) -> Any:
    if isinstance(template, Open):
        return copy.deepcopy(template.written) if open_values else next(chosen)
    if isinstance(template, dict):
        made = {key: _filled(value, chosen, open_values=open_values) for key, value in template.items()}
        return {key: value for key, value in made.items() if value is not None}
    if isinstance(template, list):
        return [_filled(value, chosen, open_values=open_values) for value in template]
    return template


def between(low: int, high: int, *inner: int) -> Open:
    """A number known between bounds: its ends and what lies between of these."""
    inside = sorted({low, high, *(number for number in inner if low < number < high)})
    return Open({"at_least": low, "at_most": high}, tuple(inside))


YES_OR_NO = Open("unknown", ("yes", "no"))
ORIGIN = Open("unknown", ("duty_or_service", "elsewhere"))


@st.composite
def open_cases(draw: Drawn) -> CaseDict:
    """One person, whole batches and lines of their own, one to four values left open."""
    budget = [draw(st.integers(1, 4))]

    def maybe(slot: Open, otherwise: st.SearchStrategy[Any], share: int = 2) -> Any:
        if budget[0] and draw(st.integers(0, share)) == 0:
            budget[0] -= 1
            return slot
        return draw(otherwise)

    nothing = st.none()
    dealings: list[CaseDict] = []
    batches: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 3))):
        dealings += draw(_open_body(number, batches, maybe))
    facts: dict[str, Any] = {
        "illegal_gains": maybe(
            between(2_000, 6_000, 2_499, 2_500, 4_999, 5_000), st.sampled_from((None, None, 2_500, 4_999)), 3
        ),
        "prior_criminal_punishment": maybe(YES_OR_NO, nothing, 3),
        "administrative_penalty": maybe(
            Open("2019-06", ("2019-06-01", "2019-06-09", "2019-06-10", "2019-06-11", "2019-06-30")), nothing, 3
        ),
        "grave_consequences": maybe(YES_OR_NO, nothing, 5),
        "profit_from_use": maybe(between(40_000, 60_000, 49_999, 50_000), st.sampled_from((None, 50_000)), 2),
        "lawful_business": maybe(YES_OR_NO, st.sampled_from((None, None, "yes")), 4),
        "breach_of_state_provisions": maybe(YES_OR_NO, nothing, 8),
    }
    readings = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "duty_mix": st.just("together"),
                "resale_scope": st.just("all_acquired"),
                "lawful_business_mixing": st.just("included"),
                "two_years": st.just("exclusive"),
            },
        )
    )
    return {
        "persons": {"a": {}},
        "batches": batches,
        "dealings": dealings,
        "facts": {"a": facts},
        "readings": readings,
    }


@st.composite
def _open_body(draw: Drawn, number: int, batches: CaseDict, maybe: Any) -> list[CaseDict]:
    """One body of records: a batch got and supplied as a whole, or a line of its own."""
    category = draw(st.sampled_from((T1, T1, T2, T3, T3)))
    standard = STANDARD[category]
    low, high = draw(
        st.sampled_from(((standard - 2, standard), (standard // 2 - 1, standard // 2), (2, 3 * standard // 5)))
    )
    inner = (standard // 2 - 1, standard // 2, standard - 1)
    records = maybe(between(low, high, *inner), st.sampled_from((low, high)))
    kind = maybe(Open({"one_of": [category, T3]}, (category, T3)), st.just(category), 4)
    dates = st.sampled_from((None, "2021-06-10"))
    if draw(st.booleans()):
        return [draw(_own_line(kind, records, maybe, dates))]
    name = f"B{number}"
    batches[name] = {
        "category": kind,
        "records": records,
        "obtained_in": maybe(ORIGIN, st.sampled_from((None, "duty_or_service", "elsewhere"))),
        "duplicates": maybe(between(0, 1), st.sampled_from((None, None, 1)), 5),
    }
    found: list[CaseDict] = []
    for act in draw(st.sampled_from((["collection"], ["purchase"], ["theft"], ["collection", "theft"], []))):
        line: CaseDict = {"by": "a", "act": act, "source": f"s {act}", "batch": name, "date": draw(dates)}
        if act == "purchase":
            line["lawful_business"] = maybe(YES_OR_NO, st.sampled_from((None, "yes")))
        elif draw(st.booleans()):
            line["obtained_in"] = maybe(ORIGIN, st.sampled_from((None, "duty_or_service", "elsewhere")), 1)
        found.append(line)
    if not found or draw(st.booleans()):
        found.append(
            {
                "by": "a",
                "act": "sale",
                "to": draw(st.sampled_from(("x", ["x", "y"]))),
                "batch": name,
                "date": maybe(Open("2021-06", ("2021-06-01", "2021-06-10", "2021-06-30")), dates, 4),
                "paid": maybe(between(2_000, 6_000, 2_499, 2_500, 4_999, 5_000), st.sampled_from((None, 2_500)), 3),
                "consent": maybe(YES_OR_NO, st.none(), 3),
                "knew_of_crime": maybe(YES_OR_NO, st.none(), 5),
            }
        )
    return found


@st.composite
def _own_line(draw: Drawn, kind: object, records: object, maybe: Any, dates: Any) -> CaseDict:
    line: CaseDict = {"by": "a", "category": kind, "records": records, "date": draw(dates)}
    if draw(st.booleans()):
        line |= {"act": draw(st.sampled_from(("purchase", "theft")))}
        if line["act"] == "purchase":
            line["lawful_business"] = maybe(YES_OR_NO, st.sampled_from((None, "yes")))
        return line
    return line | {
        "act": "sale",
        "to": "x",
        "obtained_in": maybe(ORIGIN, st.sampled_from((None, "duty_or_service", "elsewhere"))),
        "consent": maybe(YES_OR_NO, st.none(), 3),
        "used_in_crime": maybe(YES_OR_NO, st.none(), 5),
    }
