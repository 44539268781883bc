"""What would establish a tier: more records or money, a fact shown; and fewer of them where something else is shown."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.case.model import Dealing
from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.supposed import truth_of, with_dealing_fact, with_facts
from thresholds.explore.margins import edits
from thresholds.explore.margins.contexts import Context, Contexts, smaller
from thresholds.explore.margins.model import Change, Kind, Way
from thresholds.explore.margins.more import More
from thresholds.explore.margins.state import fact_state
from thresholds.values.status import Truth

#: Of more supplies than this it is not looked which one alone is enough.
MOST_TRIED = 8


class Reach:
    """Tries out what would establish a tier for one person."""

    def __init__(self, engine: Engine, assessment: Assessment, rank: int) -> None:
        self.engine, self.assessment, self.rank = engine, assessment, rank
        self.person, self.choices = assessment.person, assessment.choices
        self.name = self.person.person.id

    def ways(self) -> Iterator[Way]:
        """Quantities by themselves, facts by themselves, then suppositions alone or with smaller quantities."""
        found: list[tuple[Context, tuple[Change, ...]]] = []
        made = Contexts(self.engine, self.assessment, True)
        for context in made.all():
            if not context.steps:
                yield from self._quantities(context, found)
                yield from self._facts()
                yield from self._dealing_facts()
            elif any(other.within(context) and not asked for other, asked in found):
                continue
            elif self._reaches(context.person):
                least = made.trimmed(context, lambda tried: self._reaches(tried.person))
                found.append((context, ()))
                yield self._way(least.person, least.changes, least.edits)
            elif not context.steps[0].alone:
                yield from self._quantities(context, found)

    def _quantities(self, context: Context, found: list[tuple[Context, tuple[Change, ...]]]) -> Iterator[Way]:
        for added in More(self.engine, self.choices, self.rank, context).all():
            asked = (added.change,)
            if not smaller(found, context, asked):
                found.append((context, asked))
                yield self._way(added.person, (*context.changes, added.change), (*context.edits, added.edit))

    def _reaches(self, person: PersonFacts) -> bool:
        return self.engine.bounds(person, self.choices).low >= self.rank

    def _way(self, person: PersonFacts, changes: tuple[Change, ...], made: tuple[str, ...]) -> Way:
        """The changes assessed as a whole: decided by durable-rules, explained, and the two compared."""
        return Way(changes, self.engine.assess(person, self.choices).bounds, made)

    def _facts(self) -> Iterator[Way]:
        for name in dict.fromkeys(measure.name for _, measure in self.engine.program.person_facts):
            yield from self._shown(Kind.FACT, name)

    def _shown(self, kind: Kind, name: str) -> Iterator[Way]:
        state = fact_state(self.person, name)
        if state == "yes":
            return
        supposed = with_facts(self.person, **{name: truth_of(name, Truth.YES)})
        if self._reaches(supposed):
            change = Change(kind, (name,), truth=True, state=state)
            yield self._way(supposed, (change,), (edits.shown(self.name, change),))

    def _dealing_facts(self) -> Iterator[Way]:
        """A fact of dealings: of the first that is enough by itself, otherwise of the fewest that are."""
        for _, measure in self.engine.program.dealing_facts:
            if measure.fact is None:
                continue
            states = {
                dealing.id: _stated(dealing, measure.fact) for dealing in self.person.dealings if dealing.supplies
            }
            where = tuple(dealing for dealing, state in states.items() if state != "yes")
            if not where or not self._reaches(self._known(measure.fact, where)):
                continue
            single = next((one for one in where[:MOST_TRIED] if self._reaches(self._known(measure.fact, (one,)))), None)
            chosen = where if single is None else (single,)
            state = states[chosen[0]] if len({states[one] for one in chosen}) == 1 else "several"
            change = Change(Kind.DEALING_FACT, (measure.fact,), truth=True, state=state, where=chosen)
            made = tuple(edits.shown(self.name, change, one) for one in chosen)
            yield self._way(self._known(measure.fact, chosen), (change,), made)

    def _known(self, fact: str, where: tuple[str, ...]) -> PersonFacts:
        return with_dealing_fact(self.person, fact, Truth.YES, frozenset(where))


def _stated(dealing: Dealing, fact: str) -> str:
    value = getattr(dealing, fact)
    return "unstated" if value is None else str(value.truth)
