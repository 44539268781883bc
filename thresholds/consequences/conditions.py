"""The conditions of a consequence, one by one: how each stands over all situations, and what the file says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from thresholds.consequences.model import Condition, Standing
from thresholds.consequences.plain import Situation
from thresholds.consequences.rulebook import Rulebook
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.statements import stated
from thresholds.law.consequence_files import leaves
from thresholds.law.consequences import KINDS, ByProvision, FactIs, RestingOn, RoleIs, When

_KIND_OF = {model: kind for kind, model in KINDS.items()}


def conditions_of(when: When, book: Rulebook, person: PersonFacts, tried: Sequence[Situation]) -> tuple[Condition, ...]:
    """Every condition at the ends of a tree, those of a provision in its place."""
    return tuple([_condition(leaf, provision, person, tried) for leaf, provision in _leaves(when, book)])


def _leaves(when: When, book: Rulebook) -> Iterator[tuple[When, str]]:
    for leaf in leaves(when):
        if isinstance(leaf, ByProvision):
            yield from ((inner, leaf.provision) for inner in leaves(book.provision_named(leaf.provision)))
        else:
            yield leaf, ""


def _condition(leaf: When, provision: str, person: PersonFacts, tried: Sequence[Situation]) -> Condition:
    stands = standing([situation.holds(leaf) for situation in tried])
    kind = _KIND_OF[type(leaf)]
    wanted = getattr(leaf, "holds", True) is not False
    said, evidence = "", tuple[str, ...]()
    if isinstance(leaf, FactIs):
        said, evidence = stated(person.facts, leaf.fact)
    elif isinstance(leaf, RoleIs):
        said = person.facts.role_in_joint_offence or "unstated"
    return Condition(kind, _name(leaf, kind), stands, wanted, said, evidence, provision)


def _name(leaf: When, kind: str) -> str:
    """What the condition is about, in one word or several with commas; empty where the kind says it all."""
    if isinstance(leaf, RestingOn):
        return ",".join(leaf.resting_on)
    subject = getattr(leaf, kind)
    return subject if isinstance(subject, str) else ""


def standing(verdicts: Iterable[bool]) -> Standing:
    """In every situation, in some, or in none."""
    seen = set(verdicts)
    if seen == {True}:
        return Standing.APPLIES
    return Standing.OPEN if True in seen else Standing.DOES_NOT_APPLY
