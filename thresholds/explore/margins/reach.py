"""What would establish a tier: more records or money, a fact shown; and fewer of them where something else is shown."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds.evaluation.assess import Assessment, Engine
from thresholds.evaluation.facts import PersonFacts
from thresholds.evaluation.supposed import truth_of, with_dealing_fact, with_facts
from thresholds.explore.margins import edits
from thresholds.explore.margins.contexts import Context, contexts, smaller
from thresholds.explore.margins.model import Change, Kind, Way
from thresholds.explore.margins.more import More
from thresholds.explore.margins.state import fact_state
from thresholds.values.status import Truth


class Reach:
    """Tries out what would establish a tier for one person."""

    def __init__(self, engine: Engine, assessment: Assessment, rank: int) -> None:
        self.engine, self.assessment, self.rank = engine, assessment, rank
        self.person, self.choices = assessment.person, assessment.choices
        self.name = self.person.person.id

    def ways(self) -> Iterator[Way]:
        """Quantities by themselves, facts by themselves, then suppositions alone or with smaller quantities."""
        found: list[tuple[Context, tuple[Change, ...]]] = []
        for context in contexts(self.engine, self.assessment, True):
            if not context.steps:
                yield from self._quantities(context, found)
                yield from self._facts()
                yield from self._dealing_facts()
            elif any(other.within(context) and not asked for other, asked in found):
                continue
            elif self._reaches(context.person):
                found.append((context, ()))
                yield self._way(context.person, context.changes, context.edits)
            else:
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
        if fact_state(self.person, "breach_of_state_provisions") in ("no", "unknown"):
            yield from self._shown(Kind.BREACH, "breach_of_state_provisions")

    def _shown(self, kind: Kind, name: str) -> Iterator[Way]:
        state = fact_state(self.person, name)
        if state == "yes":
            return
        supposed = with_facts(self.person, **{name: truth_of(name, Truth.YES)})
        if self._reaches(supposed):
            change = Change(kind, (name,), truth=True, state=state)
            yield self._way(supposed, (change,), (edits.shown(self.name, change),))

    def _dealing_facts(self) -> Iterator[Way]:
        """A fact of one dealing, the first for which it is enough."""
        for _, measure in self.engine.program.dealing_facts:
            if measure.fact is None:
                continue
            for dealing in self.person.dealings:
                stated = getattr(dealing, measure.fact)
                if stated is not None and stated.truth is Truth.YES:
                    continue
                supposed = with_dealing_fact(self.person, measure.fact, Truth.YES, frozenset({dealing.id}))
                if self._reaches(supposed):
                    state = "unstated" if stated is None else str(stated.truth)
                    change = Change(Kind.DEALING_FACT, (measure.fact,), truth=True, state=state, where=(dealing.id,))
                    yield self._way(supposed, (change,), (edits.shown(self.name, change),))
                    break
