"""From which number on an answer changes the grade: found by trying numbers, not read off a standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from thresholds.case.model import Figure, Gains
from thresholds.evaluation.assess import Assessment, Bounds, Engine
from thresholds.evaluation.facts import Holding
from thresholds.evaluation.supposed import with_facts
from thresholds.explore.about_declared import amount_at, with_amount
from thresholds.explore.answers import MOST, figure, less, of_records, replaced
from thresholds.explore.question import Outcome, Question
from thresholds.explore.trial import Trial
from thresholds.values.status import Status

_MONEY = ("illegal_gains", "profit_from_use")
_OFF = ("duplicates", "inauthentic", "public")


class Reach(NamedTuple):
    """The least number (条, 分) that makes a difference, the grade with it, and the items that it turns."""

    number: int
    bounds: Bounds
    items: tuple[str, ...]


def reaching(engine: Engine, assessment: Assessment, question: Question) -> tuple[Reach, ...]:
    """For each grade the number from which an answer makes it certain; of what is taken off, the first that lowers.

    Empty where the question is not about one number: several bodies of records, parts of a batch, no category.
    """
    if question.could_make is None or question.joint or question.state not in ("unstated", "unknown"):
        return ()
    trial = Trial(engine, assessment)
    if question.fact in _MONEY:
        return _raising(trial, lambda number: _with_money(trial, question.fact, number), *_span(trial, question))
    if question.fact in trial.engine.ruleset.declared:
        return _declared(trial, question.fact)
    holding = next((one for one in trial.person.holdings if one.label == question.label), None)
    if holding is None or holding.parts or holding.category is None:
        return ()
    if question.fact == "records":
        low, high = _ends(holding.body.records)
        return _raising(trial, lambda number: _with_records(trial, holding, number), low, high)
    if question.fact in _OFF and question.state == "unstated":
        most = _ends(holding.body.records)[1]
        return _lowering(trial, lambda number: _with_less(trial, holding, question.fact, number), most)
    return ()


def _span(trial: Trial, question: Question) -> tuple[int, int]:
    value: Any = trial.person.facts.get(question.fact)
    return _ends(value.gross if isinstance(value, Gains) else value)


def _declared(trial: Trial, fact: str) -> tuple[Reach, ...]:
    """From which number on a declared number or amount makes a grade certain."""
    if trial.engine.ruleset.declared[fact].kind not in ("number", "money"):
        return ()
    stated = trial.person.facts.declared.get(fact)
    low, high = (amount_at(trial, fact, False), amount_at(trial, fact, True)) if stated is not None else (0, MOST)
    return _raising(trial, lambda number: with_amount(trial, fact, number), low, min(high, MOST))


def _ends(value: Figure | None) -> tuple[int, int]:
    if value is None:
        return 0, MOST
    return value.at_least, MOST if value.at_most is None else value.at_most


def _with_money(trial: Trial, fact: str, number: int) -> Outcome:
    amount = figure(number)
    value = Gains(gross=amount, net=amount) if fact == "illegal_gains" else amount
    return trial.person_as(str(number), with_facts(trial.person, **{fact: value}))


def _with_records(trial: Trial, holding: Holding, number: int) -> Outcome:
    return trial.person_as(str(number), replaced(trial.person, holding, of_records(holding, number)))


def _with_less(trial: Trial, holding: Holding, fact: str, number: int) -> Outcome:
    return trial.person_as(str(number), replaced(trial.person, holding, less(holding, fact, figure(number))))


def _raising(trial: Trial, answer: Callable[[int], Outcome], low: int, high: int) -> tuple[Reach, ...]:
    found: list[Reach] = []
    for rank in range(trial.now.low + 1, trial.top + 1):
        number = _least(lambda number, rank=rank: answer(number).bounds.low >= rank, low, high)  # type: ignore[misc]
        if number is None:
            break
        outcome = answer(number)
        if found and found[-1].number == number:
            found.pop()
        found.append(Reach(number, outcome.bounds, _established(trial, outcome)))
    return tuple(found)


def _established(trial: Trial, outcome: Outcome) -> tuple[str, ...]:
    """The items of the grade reached that the number establishes."""
    ranks = {compiled.item.id: compiled.rank for compiled in trial.program.compiled}
    return tuple([
        turned.item
        for turned in outcome.turned
        if turned.then is Status.ESTABLISHED and ranks[turned.item] == outcome.bounds.low
    ])  # fmt: skip


def _lowering(trial: Trial, answer: Callable[[int], Outcome], most: int) -> tuple[Reach, ...]:
    def lower(number: int) -> bool:
        bounds = answer(number).bounds
        return bounds != trial.now and bounds.low <= trial.now.low and bounds.high <= trial.now.high

    number = _least(lower, 0, max(0, most - 1))
    if number is None:
        return ()
    outcome = answer(number)
    return (Reach(number, outcome.bounds, tuple([turned.item for turned in outcome.turned if not turned.raised])),)


def _least(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The least number from `low` to `high` for which it holds, None where it does not even at `high`.

    It is looked for as what holds from some number on; that it does not hold just below is tried too.
    """
    if holds(low):
        return low
    step, above = 1, low + 1
    while above < high and not holds(above):
        low, step = above, step * 4
        above = low + step
    above = min(above, high)
    if not holds(above):
        return None
    while above - low > 1:
        middle = (low + above) // 2
        low, above = (low, middle) if holds(middle) else (middle, above)
    return above
