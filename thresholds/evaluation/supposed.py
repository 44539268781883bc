"""A person as he would be if one thing were otherwise: one more dealing, another fact, another origin.

Each is what an edit of the case file would make of him; everything else stays as the file says.
"""

from __future__ import annotations

from collections.abc import Callable

from thresholds.case.model import Category, Dealing, Penalty, Punishment, Stated
from thresholds.evaluation.facts import Holding, Line, PersonFacts, holdings_of
from thresholds.values.status import Truth


def with_dealing(person: PersonFacts, dealing: Dealing) -> PersonFacts:
    """With one more dealing, in records of its own."""
    added = holdings_of(person.person.id, dealing)
    return person._replace(dealings=(*person.dealings, dealing), holdings=(*person.holdings, *added))


def with_facts(person: PersonFacts, **facts: object) -> PersonFacts:
    """With these facts of the person as given, stated or not before."""
    return person._replace(facts=person.facts.model_copy(update=facts), stated=person.stated | facts.keys())


def truth_of(name: str, truth: Truth) -> Stated | Punishment | Penalty:
    """A fact of the person stated plainly, without date or detail."""
    if name == "prior_criminal_punishment":
        return Punishment(truth=truth)
    return Penalty(truth=truth) if name == "administrative_penalty" else Stated(truth=truth)


def with_dealing_fact(person: PersonFacts, fact: str, truth: Truth, dealings: frozenset[str]) -> PersonFacts:
    """With a fact of some dealings (by id) stated."""
    changed = {
        dealing.id: dealing.model_copy(update={fact: Stated(truth=truth)})
        for dealing in person.dealings
        if dealing.id in dealings
    }
    found = _lines(person, lambda line: line._replace(dealing=changed.get(line.dealing.id, line.dealing)))
    return found._replace(
        dealings=tuple([changed.get(dealing.id, dealing) for dealing in person.dealings]),
        stated=person.stated | {fact},
        dealing_facts=True,
    )


def with_origin(person: PersonFacts, origin: str, dealings: frozenset[str]) -> PersonFacts:
    """With the origin of what some supplies (by id of the dealing) are about."""
    return _lines(
        person,
        lambda line: line._replace(origin=origin) if line.dealing.supplies and line.dealing.id in dealings else line,
    )


def _lines(person: PersonFacts, change: Callable[[Line], Line]) -> PersonFacts:
    return person._replace(holdings=tuple([_changed(holding, change) for holding in person.holdings]))


def _changed(holding: Holding, change: Callable[[Line], Line]) -> Holding:
    return holding._replace(
        lines=tuple([change(line) for line in holding.lines]),
        gets=tuple([change(line) for line in holding.gets]),
        supplies=tuple([(to, tuple([change(line) for line in lines])) for to, lines in holding.supplies]),
    )


def with_category(person: PersonFacts, categories: dict[str, str]) -> PersonFacts:
    """With the category of some holdings (by label) clear."""
    return person._replace(
        holdings=tuple(
            [
                holding._replace(
                    body=holding.body.model_copy(update={"category": Category(options=(categories[holding.label],))})
                )
                if holding.label in categories
                else holding
                for holding in person.holdings
            ]
        )
    )


def with_certainty(person: PersonFacts, dealings: frozenset[str], *, counts: bool) -> PersonFacts:
    """With consent or anonymisation settled for some dealings: they count, or they do not."""
    if counts:
        return _lines(person, lambda line: line._replace(certain=True) if line.dealing.id in dealings else line)
    out = [dealing for dealing in person.dealings if dealing.id in dealings]
    left = tuple([_left(holding, dealings) for holding in person.holdings])
    return person._replace(
        dealings=tuple([dealing for dealing in person.dealings if dealing.id not in dealings]),
        excluded=(*person.excluded, *out),
        holdings=tuple([holding for holding in left if holding.lines]),
    )


def _left(holding: Holding, dealings: frozenset[str]) -> Holding:
    def kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple([line for line in lines if line.dealing.id not in dealings])

    lines = kept(holding.lines)
    supplies = [(to, kept(found)) for to, found in holding.supplies]
    return holding._replace(
        lines=lines,
        gets=kept(holding.gets),
        supplies=tuple([(to, found) for to, found in supplies if found]),
        parts=tuple([line.amount for line in lines if line.amount is not None and not line.whole]),
    )


def without_dealings(person: PersonFacts) -> PersonFacts:
    """With none of the dealings of the file: gains that are stated still speak for themselves."""
    return person._replace(dealings=(), holdings=())
