"""Questions about bodies of records: how many, of which category, to whom, and what of them does not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from thresholds.case.model import Figure, Rate
from thresholds.evaluation.facts import Holding, Line, PersonFacts
from thresholds.evaluation.supposed import counting, of_category, without, without_records
from thresholds.evaluation.unclear import groups, is_unclear
from thresholds.explore.about_facts import each, truth_state
from thresholds.explore.answers import (
    MOST,
    apart,
    figure,
    less,
    of_records,
    ranged,
    replaced,
    together,
    unnamed,
    with_parts_at,
    with_records_at,
)
from thresholds.explore.question import Outcome, Question, asked
from thresholds.explore.trial import Trial

#: More bodies of records than this are asked about together.
MOST_TRIED = 8

HoldingChange = Callable[[Holding], Holding]


def place(holding: Holding) -> tuple[str, str]:
    """Where a holding is written: its batch, or the dealing of its own."""
    return ("batches", holding.batch) if holding.batch else ("dealings", holding.lines[0].dealing.id)


def name(holding: Holding) -> str:
    """The batch, or the dealing of its own."""
    return holding.batch or holding.lines[0].dealing.id


def records_place(holding: Holding) -> tuple[str, ...]:
    """Where its number is written; a dealing in several categories has one number for each."""
    line = holding.lines[0]
    if holding.batch is None and len(line.dealing.bodies) > 1 and holding.category is not None:
        return (*place(holding), "records", holding.category.options[0])
    return (*place(holding), "records")


def _portions(holdings: Sequence[Holding]) -> list[tuple[Holding, ...]]:
    """One by one, or all together where they are many."""
    return [(holding,) for holding in holdings] if len(holdings) <= MOST_TRIED else [tuple(holdings)]


def _all(person: PersonFacts, holdings: Sequence[Holding], change: HoldingChange) -> PersonFacts:
    for holding in holdings:
        person = replaced(person, holding, change(holding))
    return person


def about_numbers(trial: Trial) -> Iterator[Question]:
    """Numbers that the file does not state; of a stated category they are listed whatever they could make."""
    order = trial.program.protection
    most_protected = min(order, key=lambda category: order[category], default=None)
    bare = [holding for holding in trial.person.holdings if holding.body.records is None and not holding.parts]
    for portion in _portions(bare):
        where = tuple(dict.fromkeys([line.dealing.id for holding in portion for line in holding.lines]))
        outcomes: tuple[Outcome, ...] = ()
        if trial.now.low < trial.top:
            person = _all(trial.person, portion, lambda h: of_records(h, MOST, None if h.category else most_protected))
            outcomes = (trial.person_as("most", person),)
        places = tuple([records_place(one) for one in portion])
        question = asked("records", places, "unstated", trial.now, outcomes, where, _label(portion))
        if question.could_make is not None or portion[0].category is not None:
            yield question


def _label(portion: Sequence[Holding]) -> str:
    return portion[0].label if len(portion) == 1 else ""


def about_ranges(trial: Trial) -> Iterator[Question]:
    """Numbers known between bounds, of a result that is open: of bodies of records, and of parts of batches."""
    if trial.now.low == trial.now.high:
        return
    for holding in trial.person.holdings:
        if ranged(holding.body.records):
            outcomes = (
                trial.person_as("most", with_records_at(trial.person, holding, True)),
                trial.person_as("least", with_records_at(trial.person, holding, False)),
            )
            places, where = (records_place(holding),), (name(holding),)
            yield asked("records", places, "unknown", trial.now, outcomes, where, holding.label)
        parts = tuple(dict.fromkeys([x.dealing.id for x in holding.lines if not x.whole and ranged(x.amount)]))
        if parts:
            outcomes = (
                trial.person_as("most", with_parts_at(trial.person, holding, True)),
                trial.person_as("least", with_parts_at(trial.person, holding, False)),
            )
            yield asked("records", each("dealings", parts, "records"), "unknown", trial.now, outcomes, parts)


def about_categories(trial: Trial) -> Iterator[Question]:
    """Categories that are one of several; those that the law treats alike are one answer."""
    if trial.now.low == trial.now.high:
        return
    for holding in [h for h in trial.person.holdings if is_unclear(h)][:MOST_TRIED]:
        outcomes = tuple([
            trial.person_as(" ".join(group), replaced(trial.person, holding, of_category(holding, group[0])))
            for group in groups(holding, trial.program)
        ])  # fmt: skip
        path = ((*place(holding), "category"),)
        yield asked("category", path, "unknown", trial.now, outcomes, (name(holding),), holding.label)


def about_checking(trial: Trial) -> Iterator[Question]:
    """Where only records checked one by one count: those of which no such number is stated. Law: 第十一条第三款."""
    if trial.assessment.choices.bulk_presumption_t1_t2 != "item_by_item":
        return
    for holding in trial.person.holdings:
        options = holding.category.options if holding.category else ()
        records = holding.body.records
        if records is None or holding.deductions.verified is not None or not trial.program.singly.intersection(options):
            continue
        checked = figure(MOST if records.at_most is None else records.at_most)
        outcome = trial.person_as("most", replaced(trial.person, holding, less(holding, "verified", checked)))
        path, where = ((*place(holding), "verified"),), (name(holding),)
        question = asked("verified", path, "unstated", trial.now, (outcome,), where, holding.label)
        if question.could_make is not None:
            yield question


def about_parts(trial: Trial) -> Iterator[Question]:
    """Which records of a batch went where, of a result that nothing else holds open: parts may overlap or not."""
    where = tuple([
        str(holding.batch)
        for holding in trial.person.holdings
        if holding.batch and len(holding.lines) > 1 and (holding.parts or holding.deductions.given)
    ])  # fmt: skip
    if where:
        path = tuple([("batches", batch) for batch in where])
        yield Question("parts", path, "undivided", trial.now, could_make=trial.now.high, where=where)


def about_quantities(trial: Trial) -> Iterator[Question]:
    """Ranges and categories: those that change the grade alone; those that only do so together, where they do."""
    found = [*about_ranges(trial), *about_categories(trial), *_deductions_open(trial)]
    yield from [question for question in found if question.could_make is not None]
    undecided = [question for question in found if question.could_make is None]
    if undecided:
        together = [trial.person_as("most", _settled(trial, True)), trial.person_as("least", _settled(trial, False))]
        if any([outcome.bounds != trial.now for outcome in together]):
            for question in undecided:
                yield question._replace(outcomes=tuple(together), could_make=trial.now.high, joint=True)


def _settled(trial: Trial, high: bool) -> PersonFacts:
    """The person with every range and category settled at once, to his disadvantage or (not `high`) his advantage."""
    order = trial.program.protection
    person = trial.person
    for label in [holding.label for holding in person.holdings]:
        if ranged(_labelled(person, label).body.records):
            person = with_records_at(person, _labelled(person, label), high)
        person = with_parts_at(person, _labelled(person, label), high)
        holding = made = _labelled(person, label)
        if is_unclear(holding) and holding.category is not None:
            best = (min if high else max)(holding.category.options, key=lambda name: order.get(name, MOST))
            made = of_category(made, best)
        for fact in holding.deductions.model_fields_set:
            value = getattr(holding.deductions, fact)
            if value is not None and ranged(value):
                made = less(made, fact, _end(holding, fact, value, not high))
        person = replaced(person, holding, made)
    return person


def _labelled(person: PersonFacts, label: str) -> Holding:
    return next(holding for holding in person.holdings if holding.label == label)


def about_recipients(trial: Trial) -> Iterator[Question]:
    """Supplies without a recipient count as made to one person; each may have gone to another, or to one named."""
    asking = [holding for holding in trial.person.holdings if unnamed(holding)]
    for portion in _portions(asking):
        lines = [line for holding in portion for line in unnamed(holding)]
        where = tuple(dict.fromkeys([line.dealing.id for line in lines]))
        named = [holding for holding in portion if len(holding.supplies) > 1]
        outcomes = []
        if any([len(unnamed(holding)) > 1 for holding in portion]):
            outcomes.append(trial.person_as("apart", _all(trial.person, portion, apart)))
        if named:
            outcomes.append(trial.person_as("same", _all(trial.person, named, together)))
        yield asked("to", each("dealings", where, "to"), "unstated", trial.now, tuple(outcomes), where, _label(portion))


def about_exclusions(trial: Trial) -> Iterator[Question]:
    """What would take conduct out altogether, or records off."""
    if trial.now.high == 0:
        return
    gone = trial.worlds(
        "no", [world._replace(conduct=dict.fromkeys(world.conduct, False)) for world in trial.assessment.worlds]
    )
    yield from _breach(trial, gone)
    for fact in ("consent", "anonymised"):
        yield from _taken_out(trial, fact, gone)
    yield from _deductions(trial)


def _breach(trial: Trial, gone: Outcome) -> Iterator[Question]:
    state = truth_state(trial.person.facts.breach_of_state_provisions)
    if state is None:
        return
    outcomes = [gone]
    if state == "unknown":
        outcomes.append(
            trial.worlds("yes", [world for world in trial.assessment.worlds if any(world.conduct.values())])
        )
    path = (("facts", trial.name, "breach_of_state_provisions"),)
    question = asked("breach_of_state_provisions", path, state, trial.now, tuple(outcomes))
    if question.could_make is not None:
        yield question


def _stated(line: Line, holding: Holding, fact: str) -> list[object]:
    """What is stated of a fact of exclusion: of the dealing, and of the batch."""
    found = [getattr(line.dealing, fact), getattr(holding.body, fact) if holding.batch else None]
    return [value for value in found if value is not None]


def _taken_out(trial: Trial, fact: str, gone: Outcome) -> Iterator[Question]:
    """Consent or anonymisation, of dealings of which nothing is said, and of those of which it is unknown.

    `gone` is what is left without any dealing.
    """
    lines = [(holding, line) for holding in trial.person.holdings for line in holding.lines]
    silent = tuple(dict.fromkeys([line.dealing.id for holding, line in lines if not _stated(line, holding, fact)]))
    if silent:
        every = len(silent) == len(trial.person.dealings)
        outcome = gone if every else trial.person_as("yes", without(trial.person, silent))
        outcomes = (outcome._replace(answer="yes"),)
        question = asked(fact, each("dealings", silent, fact), "unstated", trial.now, outcomes, silent)
        if question.could_make is not None:
            yield question
    vague = [
        (holding, line)
        for holding, line in lines
        if any([truth_state(value) == "unknown" for value in _stated(line, holding, fact)])
    ]
    if vague:
        yield from _unknown_exclusion(trial, fact, vague)


def _unknown_exclusion(trial: Trial, fact: str, vague: Sequence[tuple[Holding, Line]]) -> Iterator[Question]:
    other = "anonymised" if fact == "consent" else "consent"
    ids = tuple(dict.fromkeys([line.dealing.id for _, line in vague]))
    certain = tuple([
        line.dealing.id for h, line in vague if all([truth_state(v) is None for v in _stated(line, h, other)])
    ])  # fmt: skip
    outcomes = (
        trial.person_as("yes", without(trial.person, ids)),
        trial.person_as("no", counting(trial.person, certain)),
    )
    own = [line.dealing.id for _, line in vague if truth_state(getattr(line.dealing, fact)) == "unknown"]
    batches = [str(h.batch) for h, _ in vague if h.batch and truth_state(getattr(h.body, fact)) == "unknown"]
    section, where = ("batches", tuple(dict.fromkeys(batches))) if batches and not own else ("dealings", ids)
    question = asked(fact, each(section, where, fact), "unknown", trial.now, outcomes, where)
    if question.could_make is not None:
        yield question


def _deductions(trial: Trial) -> Iterator[Question]:
    """Duplicates, untrue and public records of which the file says nothing, taken off as far as they can be."""
    known: dict[tuple[str, ...], Outcome] = {}
    if trial.worlds("all", [without_records(world) for world in trial.assessment.worlds]).bounds == trial.now:
        return
    for fact in ("duplicates", "public"):
        if fact == "public" and trial.assessment.choices.public_information != "excluded":
            continue
        plain = [
            holding
            for holding in trial.person.holdings
            if holding.body.records is not None and getattr(holding.deductions, fact) is None
        ]
        if not plain:
            continue
        where = tuple([name(holding) for holding in plain])
        if where not in known:
            person = trial.person
            for holding in plain:
                person = replaced(person, holding, _none_left(holding, fact))
            known[where] = trial.person_as("all", person)
        path = tuple([(*place(holding), fact) for holding in plain])
        question = asked(fact, path, "unstated", trial.now, (known[where],), where, _label(plain))
        if question.could_make is not None:
            yield question


def _none_left(holding: Holding, fact: str) -> Holding:
    """All but one: of what was dealt in something is left, or there was no dealing."""
    return less(holding, fact, figure(_most_off(holding, fact)))


def _most_off(holding: Holding, fact: str) -> int:
    """As many as can be taken off on this ground, beside what is taken off on others, so that something is left."""
    records, off = holding.body.records, holding.deductions
    others = [getattr(off, one) for one in ("duplicates", "inauthentic", "public") if one != fact]
    already: int = sum([one.at_least for one in others if one is not None])
    most = MOST if records is None or records.at_most is None else records.at_most
    return max(0, most - already - 1)


def _deductions_open(trial: Trial) -> Iterator[Question]:
    """Deductions known between bounds, of a result that is open."""
    if trial.now.low == trial.now.high:
        return
    for holding in trial.person.holdings:
        for fact in sorted(holding.deductions.model_fields_set):
            value: Figure | Rate | None = getattr(holding.deductions, fact)
            if value is None or not ranged(value):
                continue
            outcomes = tuple([
                trial.person_as(answer, replaced(trial.person, holding, less(holding, fact, end)))
                for answer, end in (
                    ("most", _end(holding, fact, value, True)),
                    ("least", _end(holding, fact, value, False)),
                )
            ])  # fmt: skip
            where = (name(holding),)
            yield asked(fact, ((*place(holding), fact),), "unknown", trial.now, outcomes, where, holding.label)


def _end(holding: Holding, fact: str, value: Figure | Rate, high: bool) -> Figure | Rate:
    if isinstance(value, Rate):
        number = value.at_most if high else value.at_least
        return Rate(at_least=number, at_most=number)
    most = _most_off(holding, fact)
    top = most if value.at_most is None else min(most, value.at_most)
    return figure(max(top, value.at_least) if high else value.at_least)
