"""The decision by durable-rules against a plain reading of the same tests, and proof that the checks have teeth."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import durable_rules_engine
import pytest
from random_cases import boundary_cases
from strategies import judged, loaded

from thresholds import EngineError, load_ruleset
from thresholds.evaluation import assess, chaining
from thresholds.evaluation.assess import Engine
from thresholds.evaluation.chaining import Decider, Decision, Outcome
from thresholds.evaluation.choices import choose
from thresholds.evaluation.facts import PersonFacts, derive
from thresholds.evaluation.measuring import measured
from thresholds.evaluation.program import ALL, NARROW, Program, RecordsMeasure, compile_ruleset
from thresholds.evaluation.program import Test as Comparison
from thresholds.evaluation.worlds import World, Worlds
from thresholds.report.select import choices_for

RULESET = load_ruleset("fashi-2017-10")
PROGRAM = compile_ruleset(RULESET)
HUGE = (10**15, 2**53, 2**53 + 1, 2**60)


def engine() -> Engine:
    """A new engine, so that no test leaves anything behind in another's."""
    return Engine(RULESET)


# -- plain chaining -------------------------------------------------------------------------------------


def holds(test: Comparison, values: Sequence[int]) -> bool:
    """One comparison."""
    value = values[test.measure]
    if test.operator == "<":
        return value < test.constant
    return value >= test.constant


def chained(program: Program, outcomes: Sequence[Outcome], values: Sequence[int], facts: dict[str, bool]) -> Decision:
    """Items, then the grade, then what follows from it, without any engine."""
    items = frozenset(
        number
        for number, compiled in enumerate(program.compiled)
        if any(all(holds(test, values) for test in alternative) for alternative in compiled.alternatives)
    )
    rank = max((program.compiled[number].rank for number in items), default=0)
    follows = frozenset(
        number
        for number, outcome in enumerate(outcomes)
        if (rank == outcome.rank if outcome.exactly else rank >= outcome.rank)
        and all(facts.get(fact, False) for fact in outcome.facts)
    )
    return Decision(items, rank, follows)


OUTCOMES = (
    Outcome(1, False, ("unit",)),
    Outcome(0, False, ("website",)),
    Outcome(1, True, ("first", "returned", "sorry")),
    Outcome(2, True, ()),
)
FACTS = ("unit", "website", "first", "returned", "sorry")
CONSTANTS = {
    number: sorted(
        {test.constant for c in PROGRAM.compiled for a in c.alternatives for test in a if test.measure == number}
    )
    for number in range(len(PROGRAM.measures))
}


def some_values(rng: Random) -> list[int]:
    """Values on or next to the constants of their measures, small, huge, or nothing."""
    values = []
    for number in range(len(PROGRAM.measures)):
        near = [constant + step for constant in CONSTANTS[number] for step in (-1, 0, 0, 1)]
        truth = CONSTANTS[number] == [1]
        values.append(rng.choice((0, 1) if truth else (0, 0, 1, rng.randrange(10**6), rng.choice(HUGE), *near)))
    return values


def some_facts(rng: Random) -> dict[str, bool]:
    """Some facts, stated or not."""
    return {name: rng.random() < 0.7 for name in FACTS if rng.random() < 0.9}


@pytest.mark.parametrize("seed", range(5))
def test_durable_rules_decides_as_plain_chaining(seed: int) -> None:
    rng, decider = Random(seed), Decider(PROGRAM, OUTCOMES)
    seen: set[int] = set()
    for _ in range(1_000):
        values, facts = some_values(rng), some_facts(rng)
        wanted = chained(PROGRAM, OUTCOMES, values, facts)
        assert decider.decide(values, facts) == wanted, (values, facts)
        seen |= wanted.items
    unjudged = {number for number, compiled in enumerate(PROGRAM.compiled) if not compiled.judgment}
    assert seen == unjudged


def test_nothing_at_all_is_nothing() -> None:
    decider = Decider(PROGRAM, OUTCOMES)
    values = [0] * len(PROGRAM.measures)
    assert decider.decide(values, {}) == Decision(frozenset(), 0, frozenset())


@pytest.mark.parametrize("value", HUGE)
def test_huge_numbers_do_not_wrap_around(value: int) -> None:
    decider = Decider(PROGRAM, OUTCOMES)
    for number in range(len(PROGRAM.measures)):
        for values in ([value] * len(PROGRAM.measures), [value * (n == number) for n in range(len(PROGRAM.measures))]):
            assert decider.decide(values, {}) == chained(PROGRAM, OUTCOMES, values, {})


# -- the explanation --------------------------------------------------------------------------------------


def someone() -> PersonFacts:
    """One person of whom everything is stated and unknown, so that his worlds alone decide."""
    facts = (
        "prior_criminal_punishment", "administrative_penalty", "grave_consequences", "major_economic_loss",
        "adverse_social_impact", "first_offender", "full_restitution", "repentance", "lawful_business",
        "breach_of_state_provisions", "website_or_group", "illegal_gains", "profit_from_use",
    )  # fmt: skip
    dealing = {"by": "a", "act": "sale", "to": "x", "kinds": list(PROGRAM.categories), "records": "unknown"}
    dealing |= dict.fromkeys(("used_in_crime", "knew_of_crime", "consent", "obtained_in", "paid"), "unknown")
    case = {"persons": {"a": {}}, "dealings": [dealing], "facts": {"a": dict.fromkeys(facts, "unknown")}}
    [person] = derive(loaded(case))
    return person


SIZES = (0, 1, 9, 10, 24, 25, 49, 50, 249, 250, 499, 500, 2_499, 2_500, 4_999, 5_000, 49_999, 50_000, *HUGE)
MONEY = (0, 249_999, 250_000, 499_999, 500_000, 2_500_000, 4_999_999, 5_000_000, *HUGE)


def some_world(rng: Random) -> World:
    """A world that no ledger needs to have led to."""

    def counts() -> dict[str, int]:
        return {name: rng.choice(SIZES) for name in PROGRAM.categories if rng.random() < 0.25}

    truths = [False] * len(PROGRAM.measures)
    for number, _ in (*PROGRAM.person_facts, *PROGRAM.dealing_facts):
        truths[number] = rng.random() < 0.15
    narrow = counts()
    return World(
        counts(),
        narrow,
        {"general_information": rng.choice(SIZES)} if rng.random() < 0.3 else {},
        narrow,
        {
            (ALL, "illegal_gains"): rng.choice(MONEY),
            (NARROW, "illegal_gains"): rng.choice(MONEY),
            (ALL, "profit_from_use"): rng.choice(MONEY),
        },
        {"general": rng.random() < 0.8, "lawful_business": rng.random() < 0.4},
        truths,
        rng.random() < 0.5,
        rng.random() < 0.5,
    )


@pytest.mark.parametrize("seed", range(4))
def test_decision_and_explanation_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """`assess` raises where they differ; every world here is one of several of one person."""
    rng, person, choices, made = Random(seed), someone(), choose(RULESET), engine()
    for _ in range(250):
        worlds = [some_world(rng) for _ in range(rng.choice((1, 1, 2, 3)))]
        monkeypatch.setattr(assess, "worlds_of", lambda *_, worlds=worlds: Worlds(worlds, False))
        assessed = made.assess(person, choices)
        found = [chained(PROGRAM, (), measured(PROGRAM, world), {}).rank for world in worlds]
        assert assessed.bounds == (min(found), max(found))


def test_a_class_at_2_to_the_60_is_weighed_without_overflow(monkeypatch: pytest.MonkeyPatch) -> None:
    world = some_world(Random(0))._replace(
        general={"location_tracking": 2**60, "health_information": 2**60, "general_information": 2**60},
        narrow={},
        conduct={"general": True, "lawful_business": False},
        caps=False,
    )
    monkeypatch.setattr(assess, "worlds_of", lambda *_: Worlds([world], False))
    statuses = {found.item: found.status.value for found in engine().assess(someone(), choose(RULESET)).findings}
    for item in ("art5.1.3", "art5.1.4", "art5.1.5", "art5.2.3"):
        assert statuses[item] == "established"
    assert statuses["art5.1.6"] == "not_established"


# -- teeth ------------------------------------------------------------------------------------------------


def tampered(item: int, alternative: int, position: int, step: int) -> Program:
    """The program with one constant moved."""
    program = copy.copy(PROGRAM)
    compiled = PROGRAM.compiled[item]
    tests = list(compiled.alternatives[alternative])
    tests[position] = tests[position]._replace(constant=tests[position].constant + step)
    alternatives = list(compiled.alternatives)
    alternatives[alternative] = tuple(tests)
    changed = list(PROGRAM.compiled)
    changed[item] = compiled._replace(alternatives=tuple(alternatives))
    program.compiled = tuple(changed)
    return program


def constants() -> Iterator[tuple[int, int, int]]:
    """Every number that is compared, by item, alternative and position; truths have no neighbour above."""
    for item, compiled in enumerate(PROGRAM.compiled):
        for number, alternative in enumerate(compiled.alternatives):
            for position, test in enumerate(alternative):
                if test.operator != "is":
                    yield item, number, position


def written(category: str, number: int, **more: Any) -> dict[str, Any]:
    """A line in records of its own."""
    return {"by": "a", "act": "sale", "to": "x", "records": {category: number}, **more}


def on_the_line() -> list[PersonFacts]:
    """Persons on each standard and one short of it: records, sums and money; base, half, ten times."""
    duty = {"obtained_in": "duty_or_service"}
    ledgers: list[tuple[list[dict[str, Any]], dict[str, Any]]] = []
    for category, base in (("location_tracking", 50), ("transaction_record", 500), ("general_information", 5_000)):
        for standard, origin in ((base, {}), (base * 10, {}), (base // 2, duty), (base * 5, duty)):
            ledgers += [([written(category, standard - step, **origin)], {}) for step in (0, 1)]
    sums: tuple[tuple[int, int, int, dict[str, str]], ...] = (
        (49, 9, 10, {}),
        (499, 9, 10, {}),
        (24, 9, 10, duty),
        (249, 9, 10, duty),
    )
    for first, second, third, origin in sums:
        for step in (0, 1):
            numbers = (
                ("location_tracking", first),
                ("transaction_record", second),
                ("general_information", third - step),
            )
            ledgers.append(([written(name, number, **origin) for name, number in numbers], {}))
    for fen, origin in ((500_000, {}), (5_000_000, {}), (250_000, duty), (2_500_000, duty)):
        for step in (0, 1):
            money = f"{(fen - step) // 100}.{(fen - step) % 100:02d} 元"
            ledgers.append(([written("general_information", 1, paid=money, **origin)], {}))
    bought = {"by": "a", "act": "purchase", "records": {"general_information": 9}, "lawful_business": "yes"}
    ledgers += [([bought], {"profit_from_use": money}) for money in ("49999.99 元", "50000 元")]
    # one class on its standard or one short, beside another: item (6) ends where (3) to (5) begin
    for one, number, other, beside in (
        ("location_tracking", 50, "transaction_record", 10),
        ("transaction_record", 500, "location_tracking", 1),
        ("general_information", 5_000, "location_tracking", 1),
    ):
        for step in (0, 1):
            ledgers.append(([written(one, number - step), written(other, beside)], {}))
    found = []
    for dealings, facts in ledgers:
        case = {"persons": {"a": {}}, "dealings": dealings, "facts": {"a": facts}}
        found += derive(loaded(case))
    return found


ON_THE_LINE = on_the_line()


def test_untampered_the_boundary_cases_pass() -> None:
    made, choices = engine(), choose(RULESET)
    for person in ON_THE_LINE:
        made.assess(person, choices)


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize(("item", "alternative", "position"), list(constants()))
def test_a_constant_off_by_one_is_noticed(item: int, alternative: int, position: int, step: int) -> None:
    """One constant of item (8) may grow unseen: records of one class at half, for their sum at half says the same."""
    made = engine()
    made.decider = Decider(tampered(item, alternative, position, step), made.outcomes)
    raised = 0
    for person in ON_THE_LINE:
        for choices in (choose(RULESET), choose(RULESET, {"tenfold_sum": "below_base"})):
            try:
                made.assess(person, choices)
            except EngineError as error:
                raised += error.key == "engine-disagrees"
    measure = PROGRAM.measures[PROGRAM.compiled[item].alternatives[alternative][position].measure]
    said_twice = PROGRAM.compiled[item].item.id == "art5.1.8" and isinstance(measure, RecordsMeasure) and step == 1
    assert (raised == 0) is said_twice


def test_a_fact_read_the_wrong_way_is_noticed() -> None:
    """The decision is given another fact than the explanation."""
    made = engine()
    wrong = copy.copy(PROGRAM)
    wrong.compiled = tuple(
        compiled._replace(alternatives=()) if compiled.item.id == "art5.1.9" else compiled
        for compiled in PROGRAM.compiled
    )
    made.decider = Decider(wrong, list(made.outcomes))
    case = {
        "persons": {"a": {}},
        "dealings": [written("general_information", 1)],
        "facts": {"a": {"prior_criminal_punishment": "yes"}},
    }
    [person] = derive(loaded(case))
    with pytest.raises(EngineError, match=re.escape("art5.1.9")):
        made.assess(person, choose(RULESET))


@pytest.mark.parametrize("wrong", [Outcome(2, False, ("unit",)), Outcome(1, False, ()), Outcome(1, True, ("unit",))])
def test_a_provision_that_follows_wrongly_is_noticed(wrong: Outcome) -> None:
    """Article 7 asks for a unit, from the first grade upwards."""
    made = engine()
    outcomes = list(made.outcomes)
    [place] = [number for number, rule in enumerate(made.provisions) if rule.id == "art7"]
    outcomes[place] = wrong
    made.decider = Decider(PROGRAM, outcomes)
    raised = 0
    for kind in ("unit", "natural"):
        for number in (50, 500):
            case = {"persons": {"a": {"kind": kind}}, "dealings": [written("location_tracking", number)]}
            [person] = derive(loaded(case))
            try:
                made.assess(person, choose(RULESET))
            except EngineError:
                raised += 1
    assert raised


# -- after a failure ----------------------------------------------------------------------------------------

CALLS = ("create_ruleset", "assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact")


@pytest.mark.parametrize("error", [RuntimeError("broken"), MemoryError(), KeyboardInterrupt()])
@pytest.mark.parametrize("call", CALLS)
def test_after_an_exception_the_next_case_is_right(
    call: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    decider, rng = Decider(PROGRAM, OUTCOMES), Random(3)
    full = [max(constants, default=1) for constants in CONSTANTS.values()]
    if call != "create_ruleset":
        decider.decide(full, {})

    def broken(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(durable_rules_engine, call, broken)
        expected = EngineError if isinstance(error, Exception) else KeyboardInterrupt
        with pytest.raises(expected):
            decider.decide(full, {})
    for _ in range(50):
        values, facts = some_values(rng), some_facts(rng)
        assert decider.decide(values, facts) == chained(PROGRAM, OUTCOMES, values, facts)


@pytest.mark.parametrize("call", CALLS[1:])
def test_the_nth_call_may_fail(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decider, rng = Decider(PROGRAM, OUTCOMES), Random(4)
    full = [max(constants, default=1) for constants in CONSTANTS.values()]
    genuine = getattr(durable_rules_engine, call)
    for allowed in range(4):
        made = {"calls": 0}

        def sometimes(*given: object, made: dict[str, int] = made, allowed: int = allowed) -> object:
            made["calls"] += 1
            if made["calls"] > allowed:
                raise RuntimeError("broken")
            return genuine(*given)

        with monkeypatch.context() as patch:
            patch.setattr(durable_rules_engine, call, sometimes)
            try:
                decider.decide(full, {})
            except EngineError:
                pass
            else:
                assert made["calls"] <= allowed
        values = some_values(rng)
        assert decider.decide(values, {}) == chained(PROGRAM, OUTCOMES, values, {})


@pytest.mark.parametrize("code", [2, 3, 4, -1])
def test_a_return_code_that_is_not_expected_is_refused(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    decider = Decider(PROGRAM, OUTCOMES)
    values = [0] * len(PROGRAM.measures)
    genuine = durable_rules_engine.assert_fact
    with monkeypatch.context() as patch:
        patch.setattr(durable_rules_engine, "assert_fact", lambda *given: (code, genuine(*given)[1]))
        with pytest.raises(EngineError):
            decider.decide(values, {})
    assert decider.decide(values, {}).rank == 0


# -- what the decider refuses --------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [1.0, True, "50", None, 2**62, -(2**62), float("nan")])
def test_anything_but_a_whole_number_in_range_is_refused(value: object) -> None:
    decider = Decider(PROGRAM, OUTCOMES)
    values: list[Any] = [0] * len(PROGRAM.measures)
    for place in (0, len(values) - 1):
        given = list(values)
        given[place] = value
        with pytest.raises(EngineError):
            decider.decide(given, {})
    assert decider.decide(values, {}).rank == 0


@pytest.mark.parametrize("size", [0, len(PROGRAM.measures) - 1, len(PROGRAM.measures) + 1])
def test_an_incomplete_fact_is_refused(size: int) -> None:
    decider = Decider(PROGRAM, OUTCOMES)
    with pytest.raises(EngineError):
        decider.decide([0] * size, {})


def test_names_that_clash_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = chaining.fnv32
    monkeypatch.setattr(chaining, "fnv32", lambda text: genuine("p0" if text == "p1" else text))
    with pytest.raises(EngineError, match="clash"):
        Decider(PROGRAM, OUTCOMES)


def test_the_hash_is_that_of_durable_rules() -> None:
    # FNV-1a of 32 bits, by its published test vectors
    assert [chaining.fnv32(text) for text in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]


def larger(conditions: int, alternatives: int = 1) -> Program:
    """The program with one item that asks too much."""
    program = copy.copy(PROGRAM)
    tests = [Comparison(0, ">=", 10_000 + number) for number in range(conditions)]
    share = max(1, conditions // alternatives)
    many = tuple(tuple(tests[place : place + share]) for place in range(0, conditions, share))
    program.compiled = (PROGRAM.compiled[0]._replace(alternatives=many), *PROGRAM.compiled[1:])
    return program


def test_too_many_conditions_are_refused() -> None:
    with pytest.raises(EngineError, match="conditions"):
        Decider(larger(chaining.MOST_CONDITIONS + 1), OUTCOMES)


def test_too_many_rules_are_refused() -> None:
    program = copy.copy(PROGRAM)
    many = tuple((Comparison(0, ">=", 10_000),) for _ in range(chaining.MOST_BRANCHES + 1))
    program.compiled = (PROGRAM.compiled[0]._replace(alternatives=many), *PROGRAM.compiled[1:])
    with pytest.raises(EngineError, match="rules"):
        Decider(program, OUTCOMES)


def test_too_many_properties_are_refused() -> None:
    program = copy.copy(PROGRAM)
    program.measures = [PROGRAM.measures[0]] * (chaining.MOST_PROPERTIES + 1)
    with pytest.raises(EngineError, match="properties"):
        Decider(program, OUTCOMES)


def test_a_constant_too_large_is_refused() -> None:
    program = copy.copy(PROGRAM)
    huge = ((Comparison(0, ">=", 2**61),),)
    program.compiled = (PROGRAM.compiled[0]._replace(alternatives=huge), *PROGRAM.compiled[1:])
    with pytest.raises(EngineError, match="constant"):
        Decider(program, OUTCOMES)


def test_whole_cases_with_the_largest_numbers_that_are_read() -> None:
    largest = 10**15
    for category, item in (("location_tracking", "art5.1.3"), ("general_information", "art5.1.5")):
        dealings = [written(category, largest, paid=f"{10**13} 元", obtained_in="duty_or_service")] * 3
        person = judged({"persons": {"a": {}}, "dealings": dealings})
        assert person.counts[category][0] == (3 * largest, 3 * largest)
        for name in (item, "art5.1.7", "art5.1.8", "art5.2.3"):
            assert person.finding(name).status == "established"


def test_boundary_cases_decide_as_plain_chaining() -> None:
    made = engine()
    outcomes = list(made.outcomes)
    for number, (written_case, _) in enumerate(boundary_cases(200, 5)):
        case = loaded(written_case, str(number))
        for person in derive(case):
            for world in made.assess(person, choices_for(case, RULESET)).worlds:
                values = measured(PROGRAM, world)
                assert made.decider.decide(values, {}) == chained(PROGRAM, outcomes, values, {})
