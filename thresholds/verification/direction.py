"""Every fact works for the side that its declaration says: raises never lowers, lowers never raises, both can do both.

What a fact does outside the condition tree (which dealings count, how many records, what follows from the grade) is
proved where it can be stated over the program, and otherwise plainly left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from thresholds.law.model import FactDeclaration
from thresholds.verification import logic
from thresholds.verification.claims import PROVED, Name, Obligation, Outcome, Verdict, items_between, says
from thresholds.verification.counterexample import shown
from thresholds.verification.ground import Concrete, Ground
from thresholds.verification.logic import Formula
from thresholds.verification.monotone import more
from thresholds.verification.symbols import ALL, APART, NARROW, Quantity, Truth, alike

Pair = tuple[Concrete, ...]


def obligations(ground: Ground) -> Iterator[Obligation]:
    """A claim for every fact that the ruleset declares."""
    for fact in ground.ruleset.facts:
        yield Obligation(
            "direction", says(f"direction.{fact.direction}", fact=Name("fact", fact.id)), partial(_direction, fact)
        )


def _direction(fact: FactDeclaration, ground: Ground) -> Outcome:
    change = _change(ground, fact.id)
    if change is None:
        return _outside(ground, fact)
    rises = [*change, ground.lower(ground.other, ground.one)]
    falls = [*change, ground.lower(ground.one, ground.other)]
    if fact.direction == "both":
        return _both(ground, rises, falls)
    meant, against = (rises, falls) if fact.direction == "raises" else (falls, rises)
    wrong = ground.find(against, ground.one, ground.other)
    if wrong is not None:
        return _against(ground, fact, wrong)
    if not ground.can_be(meant, ground.one, ground.other):
        return Outcome(Verdict.DOUBTFUL, (says("direction.idle"),))
    return PROVED


def _against(ground: Ground, fact: FactDeclaration, worlds: Pair) -> Outcome:
    lost, gained = items_between(ground, *worlds)
    key = "direction.lowers-it" if fact.direction == "raises" else "direction.raises-it"
    because = says(key, fact=Name("fact", fact.id), items=lost or gained)
    return Outcome(Verdict.REFUTED, (because,), {"without": worlds[0], "with": worlds[1]})


def _both(ground: Ground, rises: list[Formula], falls: list[Formula]) -> Outcome:
    """Both ways shown; where only one is possible the declaration says too little."""
    rising, falling = (ground.find(way, ground.one, ground.other) for way in (rises, falls))
    if rising is None or falling is None:
        one_way = "direction.only-raises" if rising else "direction.only-lowers"
        return Outcome(Verdict.DOUBTFUL, (says(one_way if rising or falling else "direction.idle"),))
    for pair in (rising, falling):
        outcome = shown(ground, {"without": pair[0], "with": pair[1]})
        if outcome.verdict is not Verdict.PROVED:
            return outcome
    return PROVED


def _change(ground: Ground, name: str) -> list[Formula] | None:
    """That the other world has more of the fact than the one, as far as conditions ask for it; None where none does."""
    one, other = ground.one.world, ground.other.world
    truths = [truth for truth in one.truths if truth.kind in ("fact", "dealing") and truth.name == name]
    if truths:
        turned = [logic.follows(one.truths[truth], other.truths[truth]) for truth in truths]
        return [alike(one, other, frozenset(truths)), *turned]
    group = [quantity for quantity in one.quantities if _is_of(quantity, name)]
    if group:
        return more(ground, group)
    return _moved(ground, name)


def _is_of(quantity: Quantity, name: str) -> bool:
    """Whether a quantity tells of a fact: the amount itself; all records; records that the narrower count takes."""
    if name == "obtained_in":
        return quantity.part == NARROW
    if name == "records":
        return quantity.kind == "records" and quantity.part in (ALL, NARROW)
    return quantity.kind in ("money", "number", "tally") and quantity.name == name


def _moved(ground: Ground, name: str) -> list[Formula] | None:
    """Records moved: to another category, or under the conduct that has standards of its own."""
    special = next((conduct for conduct in ground.ruleset.conduct if conduct.fact == name), None)
    if special is not None:
        kept = Truth("conduct", special.id)
        group = {Quantity("records", category, part) for category in special.categories for part in (ALL, APART)}
        conducts = {truth for truth in ground.one.world.truths if truth.kind == "conduct"}
        moves = [_moves(ground, Quantity("records", c), Quantity("records", c, APART)) for c in special.categories]
        alone = logic.every(
            logic.equal(ground.one.world.number(quantity), 0) for quantity in group if quantity.part == APART
        )
        acted = [logic.negated(ground.one.world.holds(kept)), ground.other.world.holds(kept)]
        return [alike(ground.one.world, ground.other.world, frozenset(group | conducts)), alone, *moves, *acted]
    return _recategorised(ground) if name == "category" else None


def _moves(ground: Ground, source: Quantity, target: Quantity) -> Formula:
    """That what one quantity has less in the other world, the other one has more."""
    one, other = ground.one.world, ground.other.world
    together = [logic.added([side.number(source), side.number(target)]) for side in (one, other)]
    return logic.every([logic.equal(*together), logic.reaches(one.number(source), other.number(source))])


def _recategorised(ground: Ground) -> list[Formula] | None:
    """That the same records, all of one category, are of another one in the other world."""
    categories = [quantity for quantity in ground.one.world.quantities if quantity.kind == "records"]
    whole = [quantity for quantity in categories if quantity.part == ALL]
    if len(whole) < 2:
        return None
    one, other = ground.one.world, ground.other.world
    ways = []
    for source in whole:
        for target in whole:
            if source != target:
                rest = [quantity for quantity in categories if quantity not in (source, target)]
                none = [logic.equal(side.number(quantity), 0) for side in (one, other) for quantity in rest]
                ends = [logic.equal(one.number(target), 0), logic.equal(other.number(source), 0)]
                ways.append(logic.every([*none, *ends, _moves(ground, source, target)]))
    return [alike(one, other, frozenset(categories)), logic.some(ways)]


def _outside(ground: Ground, fact: FactDeclaration) -> Outcome:
    """A fact that no condition reads: one that provisions after the grade read, or one that decides what counts."""
    rules = [
        rule.id
        for rule in ground.ruleset.rules
        if rule.when is not None and fact.id in (*rule.when.facts, *rule.when.none_of)
    ]
    if rules:
        return Outcome(Verdict.PROVED, (says("direction.after", items=tuple(Name("item", rule) for rule in rules)),))
    if fact.id == "breach_of_state_provisions":
        return _breach(ground)
    if fact.kind is not None:
        return Outcome(Verdict.PROVED, (says("direction.unread"),))
    return Outcome(Verdict.OUTSIDE, (says("direction.outside"),))


def _breach(ground: Ground) -> Outcome:
    """Without conduct of any kind nothing is met: what takes conduct away never raises the tier."""
    none = [logic.negated(formula) for truth, formula in ground.one.world.truths.items() if truth.kind == "conduct"]
    found = ground.find([*none, logic.some(ground.one.program)], ground.one)
    if found is None:
        return Outcome(Verdict.PROVED, (says("direction.conduct"),))
    return Outcome(Verdict.REFUTED, (says("direction.without-conduct"),), {"without": found[0]})
