"""Questions about facts that the ruleset declares itself, and about what a region has fixed."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.case.model import Amount, Declared, Figure, Occasion, Penalty, Punishment, Stated, Tally
from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.declared import amounts_of, fixed
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.supposed import with_declared
from thresholds.explore.answers import MOST, figure, ranged
from thresholds.explore.question import Outcome, Question, asked
from thresholds.explore.trial import Trial
from thresholds.law.charges import facts_by_offence
from thresholds.law.charges import spoken_of as offences_spoken_of
from thresholds.law.conditions import AllOfCondition, Condition, FactCondition, RecordsCondition
from thresholds.law.lint import asked_by, facts_of
from thresholds.law.model import FactDeclaration
from thresholds.values.status import Truth


def about_declared(trial: Trial) -> Iterator[Question]:
    """Numbers, amounts, records and two-way truths of the offences that the file speaks of, where they could matter."""
    spoken = spoken_of(trial)
    for fact in trial.engine.ruleset.declared.values():
        value = trial.person.facts.declared.get(fact.id)
        outcomes: tuple[Outcome, ...] = ()
        if value is None and fact.id in spoken:
            outcomes = tuple(_answers(trial, fact, None))
        elif value is not None and _open(value, fact, trial):
            outcomes = tuple(_answers(trial, fact, value))
        if any(outcome.bounds != trial.now for outcome in outcomes):
            path = (("facts", trial.name, fact.id),)
            yield asked(fact.id, path, "unstated" if value is None else "unknown", trial.now, outcomes)


def first_questions(engine: Engine, assessment: Assessment) -> tuple[Question, ...]:
    """What is asked where the file says nothing of an offence yet: every declared fact that its items read.

    One whose answer changes nothing by itself is asked together with the others.
    """
    trial, ruleset = Trial(engine, assessment), engine.ruleset
    highest: dict[str, int] = {}
    for paragraph, item in ruleset.items():
        for condition in asked_by(paragraph, item):
            for fact in facts_of(condition):
                highest[fact] = max(ruleset.grade_ids.index(paragraph.grade), highest.get(fact, 0))
    found = []
    for name, rank in highest.items():
        if name in ruleset.declared:
            path = (("facts", trial.name, name),)
            outcomes = tuple(_first_answers(trial, ruleset.declared[name]))
            alone = any(outcome.bounds != trial.now for outcome in outcomes)
            joint = Question(name, path, "unstated", trial.now, could_make=rank, joint=True)
            found.append(asked(name, path, "unstated", trial.now, outcomes) if alone else joint)
    return tuple(found)


def _first_answers(trial: Trial, fact: FactDeclaration) -> Iterator[Outcome]:
    if fact.kind in ("number", "money", "records"):
        yield from _answers(trial, fact, None)
        return
    kinds = {"penalty": Penalty, "punishment": Punishment}
    value = kinds.get(fact.kind or "", Stated)(truth=Truth.YES)
    yield trial.person_as("yes", with_declared(trial.person, fact.id, value))


def about_openings(trial: Trial) -> Iterator[Question]:
    """What the opening words of a paragraph ask, where the file is silent on several such facts at once."""
    for facts in _openings(trial):
        person = trial.person
        for fact in facts:
            person = with_declared(person, fact, Stated(truth=Truth.YES))
        outcome = trial.person_as("yes", person)
        if outcome.bounds != trial.now:
            for fact in facts:
                yield asked(fact, (("facts", trial.name, fact),), "unstated", trial.now, (outcome,))._replace(
                    joint=True
                )


def _openings(trial: Trial) -> Iterator[tuple[str, ...]]:
    """For each offence that the file speaks of, the opening facts that it does not state, where there are several."""
    spoken, declared = spoken_of(trial), trial.engine.ruleset.declared
    seen: set[tuple[str, ...]] = set()
    for paragraph in trial.engine.ruleset.standards:
        asks = [fact for fact in _needed(paragraph.requires) if fact in declared]
        facts = tuple([fact for fact in asks if fact not in trial.person.stated])
        if len(facts) > 1 and facts not in seen and spoken.issuperset(facts):
            seen.add(facts)
            yield facts


def _needed(condition: Condition | None) -> Iterator[str]:
    """The facts all of which a condition asks; not those any of which is enough."""
    if isinstance(condition, FactCondition) and condition.holds:
        yield condition.fact
    elif isinstance(condition, AllOfCondition):
        for inner in condition.all_of:
            yield from _needed(inner)


def about_standards(trial: Trial) -> Iterator[Question]:
    """What the region has fixed, where the file does not say."""
    for parameter in trial.engine.ruleset.parameters:
        low, high = fixed(trial.person, parameter)
        if low == high:
            continue
        outcomes = tuple([
            trial.person_as(answer, _fixed_at(trial.person, parameter.id, fen))
            for answer, fen in (("least", low), ("most", high))
        ])  # fmt: skip
        if any(outcome.bounds != trial.now for outcome in outcomes):
            yield asked(parameter.id, (("standards", parameter.id),), "unstated", trial.now, outcomes)


def _fixed_at(person: PersonFacts, parameter: str, fen: int) -> PersonFacts:
    return person._replace(standards={**person.standards, parameter: figure(fen)})


def _answers(trial: Trial, fact: FactDeclaration, value: Declared | None) -> Iterator[Outcome]:
    """What the answers to a question about a fact would make."""
    if fact.kind in ("number", "money"):
        most = min(MOST, _amounts(trial, True)[fact.id]) if value is not None else MOST
        yield trial.person_as("most", _counting(trial.person, fact.id, most))
        if value is not None:
            least = _amounts(trial, False)[fact.id]
            yield trial.person_as("least", _counting(trial.person, fact.id, least))
    elif fact.kind == "records":
        tally = value if isinstance(value, Tally) else None
        for category in _categories(trial, fact.id):
            number = tally.records.get(category) if tally else None
            if number is not None and not ranged(number):
                continue
            top = MOST if number is None or number.at_most is None else number.at_most
            yield trial.person_as("most", _with_records(trial.person, fact.id, category, figure(top)))
    elif fact.id in trial.program.two_way:
        for truth in (Truth.YES, Truth.NO) if value is not None else (Truth.YES,):
            yield trial.person_as(str(truth), with_declared(trial.person, fact.id, Stated(truth=truth)))


def _open(value: Declared, fact: FactDeclaration, trial: Trial) -> bool:
    """Whether the file leaves a declared fact open; truths that work one way are asked about elsewhere."""
    if isinstance(value, Amount):
        ends = [_amounts(trial, high)[fact.id] for high in (False, True)]
        return ends[0] != ends[1]
    if isinstance(value, Tally):
        return any(ranged(number) for number in value.records.values())
    return fact.id in trial.program.two_way and value.truth is Truth.UNKNOWN


def only_dealings_open(value: Declared | None) -> bool:
    """Whether every figure of an amount is known, and only whether an occasion was dealt with already is not."""
    if not isinstance(value, Amount):
        return False
    exact = all(not ranged(occasion.figure) for occasion in value.occasions)
    return exact and any(occasion.dealt_with is Truth.UNKNOWN for occasion in value.occasions)


def _counting(person: PersonFacts, fact: str, number: int) -> PersonFacts:
    return with_declared(person, fact, Amount(occasions=(Occasion(figure=figure(number)),)))


def _with_records(person: PersonFacts, fact: str, category: str, number: Figure) -> PersonFacts:
    value = person.facts.declared.get(fact)
    records = value.records if isinstance(value, Tally) else {}
    return with_declared(person, fact, Tally(records={**records, category: number}))


def _categories(trial: Trial, fact: str) -> list[str]:
    """A category of each class in which records of a fact are counted."""
    found: dict[str, None] = {}
    for paragraph, item in trial.engine.ruleset.items():
        for condition in asked_by(paragraph, item):
            if isinstance(condition, RecordsCondition) and condition.of_fact == fact:
                found[condition.records_of[0]] = None
    return list(found)


def spoken_of(trial: Trial) -> set[str]:
    """The facts of the offences of which the file states any fact: the others are not its matter."""
    ruleset = trial.engine.ruleset
    by_offence = facts_by_offence(ruleset)
    named = offences_spoken_of(ruleset, trial.person.facts.declared.keys())
    return {fact for offence in named for fact in by_offence[offence]}


def _amounts(trial: Trial, high: bool) -> dict[str, int]:
    """The declared amounts at one end."""
    return amounts_of(trial.person, trial.program, trial.assessment.choices, high)


def amount_at(trial: Trial, fact: str, high: bool) -> int:
    """A declared number or amount at one end."""
    return _amounts(trial, high).get(fact, 0)


def with_amount(trial: Trial, fact: str, number: int) -> Outcome:
    """What the person would be with a declared number or amount."""
    return trial.person_as(str(number), _counting(trial.person, fact, number))
