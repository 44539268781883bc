"""Questions about facts of the person and of dealings: punishments, consequences, knowledge, money, business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from thresholds.case.model import Dealing, Penalty, Punishment
from thresholds.evaluation.counting import possible
from thresholds.evaluation.facts import MIXED, Line
from thresholds.evaluation.gains import supplies_from_duty
from thresholds.evaluation.measuring import CEILING
from thresholds.evaluation.program import ALL, NARROW, DealingMeasure, MoneyMeasure
from thresholds.evaluation.supposed import truth_of, with_dealing_fact, with_facts, with_origin
from thresholds.explore.about_declared import spoken_of
from thresholds.explore.answers import ranged
from thresholds.explore.dating import dated, days_of, vague_day
from thresholds.explore.question import Outcome, Question, asked
from thresholds.explore.trial import Trial
from thresholds.law.conditions import UNIT
from thresholds.law.model import GENERAL
from thresholds.values.status import Truth

Places = tuple[tuple[str, ...], ...]


def each(section: str, names: Iterable[str], field: str) -> Places:
    """The place of a field in each entry of a section."""
    return tuple([(section, name, field) for name in names])


def truth_state(value: object) -> str | None:
    """unstated or unknown; None where the file says yes or no."""
    if value is None:
        return "unstated"
    return "unknown" if getattr(value, "truth", None) is Truth.UNKNOWN else None


def about_person(trial: Trial) -> Iterator[Question]:
    """Facts of the person that any item asks for: each can only work against him."""
    conduct = {name for world in trial.assessment.worlds for name, held in world.conduct.items() if held}
    numbers: dict[str, list[int]] = {}
    spoken = spoken_of(trial)
    for number, measure in trial.program.person_facts:
        if measure.conduct in conduct and measure.name not in (*trial.program.two_way, UNIT):
            numbers.setdefault(measure.name, []).append(number)
    for fact, places in numbers.items():
        if not trial.could_raise(places):
            continue
        value = trial.person.facts.get(fact)
        if value is None and fact in trial.engine.ruleset.declared and fact not in spoken:
            continue
        state = truth_state(value)
        path = (("facts", trial.name, fact),)
        if state is not None:
            yield from _only(_of_truth(trial, fact, path, state, places))
        elif isinstance(value, Punishment | Penalty) and value.days:
            yield from _only(_of_dates(trial, fact, path, value, places))


def _of_truth(trial: Trial, fact: str, path: Places, state: str, places: list[int]) -> Question:
    outcomes = [trial.measures("yes", dict.fromkeys(places, 1))]
    if state == "unknown":
        outcomes.append(trial.measures("no", dict.fromkeys(places, 0)))
    return asked(fact, path, state, trial.now, tuple(outcomes))


def _of_dates(trial: Trial, fact: str, path: Places, value: Punishment | Penalty, places: list[int]) -> Question | None:
    """A dated punishment beside conduct whose date, or its own, is not known well enough."""
    dealings = trial.person.dealings
    undated = tuple([dealing.id for dealing in dealings if dealing.date is None])
    vague = tuple([dealing.id for dealing in dealings if dealing.date is not None and vague_day(dealing.date)])
    if not undated and not any([len({vector[place] for vector in trial.vectors}) > 1 for place in places]):
        return None
    where = undated or (() if any([vague_day(day) for day in days_of(value)]) else vague)
    if not where:
        outcomes = [trial.measures("in_time", dict.fromkeys(places, 1))]
        outcomes.append(trial.measures("not_in_time", dict.fromkeys(places, 0)))
        return asked(fact, path, "unknown", trial.now, tuple(outcomes))
    outcomes = [
        trial.person_as(answer, dated(trial, fact, where, inside))
        for answer, inside in (("in_time", True), ("not_in_time", False))
    ]
    state = "undated" if undated else "unknown"
    return asked(fact, each("dealings", where, "date"), state, trial.now, tuple(outcomes), where)


def _only(question: Question | None) -> Iterator[Question]:
    """The question, where an answer could change the grade."""
    if question is not None and question.could_make is not None:
        yield question


def about_dealings(trial: Trial) -> Iterator[Question]:
    """Facts of dealings that any item asks for."""
    for number, measure in trial.program.dealing_facts:
        fact = measure.fact
        if fact is None or not trial.could_raise([number]):
            continue
        candidates = [dealing for dealing in trial.person.dealings if _could_match(trial, dealing, measure)]
        for state in ("unknown", "unstated"):
            where = tuple([d.id for d in candidates if truth_state(getattr(d, fact)) == state])
            if where and (state == "unknown" or trial.measures("yes", {number: 1}).bounds != trial.now):
                answers = (Truth.YES, Truth.NO) if state == "unknown" else (Truth.YES,)
                outcomes = tuple([
                    trial.person_as(str(truth), with_dealing_fact(trial.person, fact, truth, frozenset(where)))
                    for truth in answers
                ])  # fmt: skip
                yield from _only(asked(fact, each("dealings", where, fact), state, trial.now, outcomes, where))


def _could_match(trial: Trial, dealing: Dealing, measure: DealingMeasure) -> bool:
    if not dealing.supplies:
        return False
    return any(
        line.dealing is dealing
        and possible(holding, line, trial.assessment.choices)
        and (
            not measure.categories
            or (holding.category is not None and bool(set(holding.category.options) & set(measure.categories)))
        )
        for holding in trial.person.holdings
        for line in holding.lines
    )


def about_origin(trial: Trial) -> Iterator[Question]:
    """Whether what was supplied had been obtained in duty or service."""
    if trial.now.low == trial.top:
        return
    for state, origin in (("unknown", "unknown"), ("unstated", None)):
        lines = [line for line in _supplied(trial) if line.origin == origin]
        names = tuple(dict.fromkeys([line.dealing.id for line in lines]))
        if not names:
            continue
        where = frozenset(names)
        outcomes = [trial.person_as("yes", with_origin(trial.person, "duty_or_service", where))]
        if state == "unknown":
            outcomes.append(trial.person_as("no", with_origin(trial.person, "elsewhere", where)))
        path = each("dealings", names, "obtained_in")
        yield from _only(asked("obtained_in", path, state, trial.now, tuple(outcomes), names))


def _supplied(trial: Trial) -> list[Line]:
    return [line for holding in trial.person.holdings for _, lines in holding.supplies for line in lines]


def about_money(trial: Trial) -> Iterator[Question]:
    """Gains that are not stated, not known well enough, or not divided; profit from use under art. 6."""
    yield from _gains(trial)
    facts = trial.person.facts
    special = trial.program.special
    worlds = trial.assessment.worlds
    profit = facts.profit_from_use
    if any([world.conduct.get(special, False) for world in worlds]) and (profit is None or ranged(profit)):
        path = (("facts", trial.name, "profit_from_use"),)
        state = "unstated" if profit is None else "unknown"
        ends = [] if profit is None else [world.money[ALL, "profit_from_use"] for world in worlds]
        yield from _only(asked("profit_from_use", path, state, trial.now, _money(trial, "profit_from_use", ends)))


def about_gains(trial: Trial) -> Iterator[Question]:
    """Gains of an offence that is no dealing in records: stated between bounds, or not at all."""
    gains = trial.person.facts.illegal_gains
    if gains is None and not trial.person.facts.declared:
        return
    if gains is None or ranged(gains.gross) or ranged(gains.net):
        ends = [world.money[ALL, "illegal_gains"] for world in trial.assessment.worlds] if gains else []
        path = (("facts", trial.name, "illegal_gains"),)
        state = "unknown" if gains else "unstated"
        yield from _only(asked("illegal_gains", path, state, trial.now, _money(trial, "illegal_gains", ends)))


def _gains(trial: Trial) -> Iterator[Question]:
    gains = trial.person.facts.illegal_gains
    worlds = trial.assessment.worlds
    path = (("facts", trial.name, "illegal_gains"),)
    ends = [world.money[ALL, "illegal_gains"] for world in worlds]
    if gains is None:
        unpaid = [d for d in trial.person.dealings if d.supplies and (d.paid is None or ranged(d.paid))]
        if unpaid and any([world.conduct[GENERAL] for world in worlds]):
            vague = any([d.paid is not None for d in unpaid])
            outcomes = _money(trial, "illegal_gains", ends if vague else [])
            where = tuple([d.id for d in unpaid])
            yield from _only(
                asked("illegal_gains", path, "unknown" if vague else "unstated", trial.now, outcomes, where)
            )
    elif ranged(gains.gross) or ranged(gains.net):
        yield from _only(asked("illegal_gains", path, "unknown", trial.now, _money(trial, "illegal_gains", ends)))
    if _undivided(trial):
        numbers = _numbers(trial, NARROW, "illegal_gains")
        total = {number: min(max(ends), CEILING) for number in numbers}
        yield asked("illegal_gains", path, "undivided", trial.now, (trial.measures("most", total),))


def _money(trial: Trial, name: str, ends: list[int]) -> tuple[Outcome, ...]:
    """An amount beyond every standard, and where it is stated between bounds, at both of them."""
    numbers = _numbers(trial, ALL, name)
    most = max(ends) if ends else CEILING
    outcomes = [trial.measures("most", dict.fromkeys(numbers, min(most, CEILING)))]
    if ends:
        outcomes.append(trial.measures("least", dict.fromkeys(numbers, min(min(ends), CEILING))))
    return tuple(outcomes)


def _numbers(trial: Trial, scope: str, name: str) -> list[int]:
    return [
        number
        for number, measure in trial.program.numeric
        if isinstance(measure, MoneyMeasure) and measure.scope == scope and measure.name == name
    ]


def _undivided(trial: Trial) -> bool:
    """Whether a stated total, or a payment for records of several origins, is not divided between them."""
    person, worlds = trial.person, trial.assessment.worlds
    mixed = person.facts.illegal_gains is not None or any(
        line.origin == MIXED and line.dealing.paid is not None for h in person.holdings for line in h.lines
    )
    return (
        mixed
        and supplies_from_duty(person, True)
        and any(world.money[NARROW, "illegal_gains"] != world.money[ALL, "illegal_gains"] for world in worlds)
    )


def about_business(trial: Trial) -> Iterator[Question]:
    """Whether the business was lawful, which works both ways. Law: 第六条."""
    special = next(iter(trial.engine.ruleset.conduct), None)
    if special is None:
        return
    stated: Mapping[str, object] = {special.fact: getattr(trial.person.facts, special.fact)}
    gets: dict[str, Dealing] = {
        line.dealing.id: line.dealing
        for holding in trial.person.holdings
        for line in holding.gets
        if line.dealing.act in special.acts
        and (holding.category is None or set(holding.category.options) & set(special.categories))
    }
    whole = stated[special.fact]
    unstated = tuple([name for name, d in gets.items() if d.lawful_business is None and whole is None])
    own = tuple([name for name, d in gets.items() if truth_state(d.lawful_business) == "unknown"])
    vague = tuple([
        name for name, d in gets.items() if d.lawful_business is None and truth_state(whole) == "unknown"
    ])  # fmt: skip
    path = (("facts", trial.name, special.fact),)
    if own:
        outcomes = tuple([
            trial.person_as(str(truth), with_dealing_fact(trial.person, special.fact, truth, frozenset(own)))
            for truth in (Truth.YES, Truth.NO)
        ])  # fmt: skip
        yield from _only(asked(special.fact, each("dealings", own, special.fact), "unknown", trial.now, outcomes, own))
    if unstated or vague:
        answers = (Truth.YES, Truth.NO) if vague else (Truth.YES,)
        outcomes = tuple([
            trial.person_as(str(truth), with_facts(trial.person, **{special.fact: truth_of(special.fact, truth)}))
            for truth in answers
        ])  # fmt: skip
        state = "unknown" if vague else "unstated"
        yield from _only(asked(special.fact, path, state, trial.now, outcomes, vague or unstated))


def about_leniency(trial: Trial) -> Iterator[Question]:
    """Facts of a provision on leniency, where all of them could still be so; they never change the grade. 第十条."""
    grades = trial.engine.ruleset.grade_ids
    for number, rule in enumerate(trial.engine.provisions):
        when = rule.when
        if rule.rule != "leniency" or when is None or when.grade is None:
            continue
        truths = {name: getattr(trial.person.facts.get(name), "truth", None) for name in (*when.all_of, *when.none_of)}
        states = {name: truth_state(trial.person.facts.get(name)) for name in when.all_of}
        states |= {name: "unknown" for name in when.none_of if truths[name] is Truth.UNKNOWN}
        refused = any([truths[name] is (Truth.NO if name in when.all_of else Truth.YES) for name in truths])
        elsewhere = not when.items and set(trial.now) != {grades.index(when.grade)}
        if refused or not any(states.values()) or elsewhere:
            continue
        outcome = trial.leniency(number, when.all_of)
        if when.items and not outcome.turned:
            continue
        for name, state in states.items():
            if state is not None:
                yield Question(name, (("facts", trial.name, name),), state, trial.now, (outcome,))
