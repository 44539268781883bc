"""What durable-rules is given says what the condition tree says: items, sums, grades and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import ceil

from thresholds.evaluation import program as compiled
from thresholds.evaluation.assess import absent
from thresholds.evaluation.measuring import CEILING
from thresholds.law.conditions import ProportionsCondition
from thresholds.law.model import Rule as Provision
from thresholds.law.model import WhenGrade
from thresholds.verification import logic
from thresholds.verification.claims import PROVED, Amount, Name, Obligation, Outcome, Verdict, says
from thresholds.verification.from_program import Comparison, ProgramForm, measure_of, rules_of, tiers_of
from thresholds.verification.from_tree import Reading, met
from thresholds.verification.ground import Ground, Place, decidable
from thresholds.verification.leaves import Leaf, bound, leaves, quantities_of, standard
from thresholds.verification.logic import Formula

#: Measures that are so or not: there is no number in what they are compared with.
_TRUTHS = (compiled.FactMeasure, compiled.DealingMeasure, compiled.ConductMeasure, compiled.OptionMeasure)


def obligations(ground: Ground) -> Iterator[Obligation]:
    """A claim for every item, for every proportional sum, for the grades, and for what follows from them."""
    for place in ground.places:
        yield Obligation("agreement", says("agreement.item", item=Name("item", place.item.id)), partial(_item, place))
    for place in ground.decided:
        for leaf in _sums(ground, place):
            at = Amount(None, standard(leaf))
            claim = says("agreement.sum", item=Name("item", place.item.id), at=at)
            yield Obligation("agreement", claim, partial(_sum, place, leaf))
    yield Obligation("agreement", says("agreement.grades"), _grades)
    for number, rule in enumerate(ground.engine.provisions):
        claim = says("agreement.outcome", item=Name("item", rule.id))
        yield Obligation("agreement", claim, partial(_outcome, number, rule))
    yield Obligation("agreement", says("agreement.range"), _range)


def _item(place: Place, ground: Ground) -> Outcome:
    side = ground.one
    differs = logic.negated(logic.same(side.program[place.number], side.law[place.number]))
    world = ground.find_any([differs])
    if world is None:
        missing = [leaf for leaf in _numbers(ground, place) if not _is_compared(ground, place, leaf)]
        return (
            Outcome(Verdict.REFUTED, (says("agreement.no-number", at=_amount(ground, missing[0])),))
            if missing
            else PROVED
        )
    key = "agreement.too-wide" if world.met[place.number] else "agreement.too-narrow"
    return Outcome(Verdict.REFUTED, (says(key, item=Name("item", place.item.id)),), {"differs": world})


def _leaves(ground: Ground, place: Place) -> Iterator[Leaf]:
    """The numbers of an item and of the opening words before it."""
    reading = Reading(place.paragraph.conduct)
    if place.paragraph.requires is not None:
        yield from leaves(ground.ruleset, place.paragraph.requires, reading)
    yield from leaves(ground.ruleset, place.item.when, reading)


def _numbers(ground: Ground, place: Place) -> Iterator[Leaf]:
    """The numbers that are no sums, of an item that the conditions decide."""
    if decidable(place.item.when):
        yield from (leaf for leaf in _leaves(ground, place) if not isinstance(leaf.when, ProportionsCondition))


def _sums(ground: Ground, place: Place) -> Iterator[Leaf]:
    yield from (leaf for leaf in _leaves(ground, place) if isinstance(leaf.when, ProportionsCondition))


def _amount(ground: Ground, leaf: Leaf) -> Amount:
    return Amount(quantities_of(ground.ruleset, leaf)[0], ceil(standard(leaf)))


def _is_compared(ground: Ground, place: Place, leaf: Leaf) -> bool:
    """Whether the item's rules compare with the number itself, even where something else would do as well.

    An upper limit is compared apart.
    """
    below = getattr(leaf.when, "below", None)
    least = leaf.when.model_copy(update={"below": None})
    parts = [met(ground.ruleset, least, leaf.reading, ground.one.world)]
    if below is not None:
        limit = bound(leaf)
        assert limit is not None
        total = ground.one.world.total(quantities_of(ground.ruleset, leaf))
        parts.append(logic.below(total, limit))
    tests = list(_compared(ground, place))
    return all(any(_equal(ground, part, test) for test in tests) for part in parts)


def _equal(ground: Ground, one: Formula, other: Formula) -> bool:
    return not logic.can_hold([ground.one.whole, logic.negated(logic.same(one, other))])


def _sum(place: Place, leaf: Leaf, ground: Ground) -> Outcome:
    """One comparison of the item's rules is the sum itself, in whole numbers instead of fractions."""
    exact = _sum_alone(ground, leaf)
    if any(_equal(ground, exact, test) for test in _compared(ground, place, sums=True)):
        return PROVED
    found = ground.find([exact], ground.one)
    return Outcome(Verdict.REFUTED, (says("agreement.no-sum"),), {"differs": found[0]} if found else None)


def _sum_alone(ground: Ground, leaf: Leaf) -> Formula:
    """The sum reaches its number; that none of its classes does is compared apart."""
    when = leaf.when.model_copy(update={"none_reached": False})
    return met(ground.ruleset, when, leaf.reading, ground.one.world)


def _compared(ground: Ground, place: Place, sums: bool = False) -> Iterator[Formula]:
    """The comparisons in the rules of an item: of scaled sums, or of all other numbers."""
    form = ProgramForm(ground.engine, ground.one.world)
    seen: dict[Comparison, None] = {}
    for rule in form.rules_for(place.number):
        seen |= dict.fromkeys(rule.tests)
    for test in seen:
        measure = ground.engine.program.measures[measure_of(test.name)]
        if isinstance(measure, compiled.SumMeasure) is sums and not isinstance(measure, _TRUTHS):
            yield form.holds(test)


def _grades(ground: Ground) -> Outcome:
    """Every item gives its own grade: the grade concluded is that of the highest item met."""
    concluded = tiers_of(ground.engine, rules_of(ground.engine))
    wrong = [place for place in ground.places if concluded.get(place.rank) != place.rank]
    ranks = ground.engine.decider.ranks
    wrong += [place for place in ground.places if ranks[place.number] != place.rank]
    if not wrong:
        return PROVED
    items = tuple(Name("item", place.item.id) for place in wrong)
    found = ground.find([ground.one.law[wrong[0].number]], ground.one)
    return Outcome(
        Verdict.REFUTED, (says("agreement.wrong-grade", items=items),), {"differs": found[0]} if found else None
    )


def _outcome(number: int, rule: Provision, ground: Ground) -> Outcome:
    """A provision applies at exactly the grades that it names, where all its facts are so."""
    when = rule.when
    assert when is not None
    grade = logic.number("grade")
    facts = {name: logic.truth(f"fact:{name}") for name in (*when.facts, *map(absent, when.none_of))}
    items = {name: logic.truth(f"item:{name}") for name in when.items}
    ranks = ground.ruleset.grade_ids
    wanted: list[Formula] = list(facts.values())
    if items:
        wanted.append(_by_items(ground, when, items))
    elif when.grade:
        wanted.append(logic.equal(grade, ranks.index(when.grade)))
    elif when.from_grade:
        wanted.append(logic.reaches(grade, ranks.index(when.from_grade)))
    fires = _fires(ground, number, grade, facts | items)
    bounds = [logic.reaches(grade, 0), logic.below(grade, len(ranks))]
    differs = logic.negated(logic.same(fires, logic.every(wanted)))
    if logic.example([differs, *bounds], [grade], [*facts.values(), *items.values()]) is None:
        return PROVED
    return Outcome(Verdict.REFUTED, (says("agreement.wrong-outcome", item=Name("item", rule.id)),))


def _by_items(ground: Ground, when: WhenGrade, items: dict[str, Formula]) -> Formula:
    """One of the items is met, and the highest grade of those that are is the one named, or no lower than it."""
    ranks = {place.item.id: place.rank for place in ground.places}
    names = ground.ruleset.grade_ids
    least = names.index(when.grade or when.from_grade or names[0])
    reached = logic.some(met for item, met in items.items() if ranks[item] >= least)
    above = logic.some(met for item, met in items.items() if when.grade and ranks[item] > least)
    return logic.every([reached, logic.negated(above)])


def _fires(ground: Ground, number: int, grade: logic.Number, truths: dict[str, Formula]) -> Formula:
    """That a rule of a provision fires, as the text has them: one, or one for each item that can give the grade."""
    known = ground.engine.decider.facts
    heads = [place.item.id for place in ground.places]
    ways = []
    for rule in [rule for rule in rules_of(ground.engine) if rule.name.partition("w")[0] == f"o{number}"]:
        parts = []
        for test in rule.tests:
            if test.name == "g":
                value = grade
            else:
                place = int(test.name[1:])
                so = truths.get(known[place] if test.name[0] == "q" else heads[place], logic.known(False))
                value = logic.chosen(so, logic.constant(1), logic.constant(0))
            compare = logic.reaches if test.operator == "$gte" else logic.below
            parts.append(compare(value, test.constant))
        ways.append(logic.every(parts))
    return logic.some(ways)


def _range(ground: Ground) -> Outcome:
    """Every constant is smaller than what numbers are cut at, so that cutting changes no comparison."""
    wrong = [
        test.constant
        for rule in rules_of(ground.engine)
        for test in rule.tests
        if not -CEILING < test.constant < CEILING
    ]
    if wrong:
        return Outcome(Verdict.REFUTED, (says("agreement.out-of-range", numbers=str(wrong[0])),))
    return PROVED
