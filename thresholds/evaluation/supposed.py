"""A person as he would be if one thing were otherwise: one more dealing, another fact, another origin.

Each is what an edit of the case file would make of him; everything else stays as the file says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from thresholds.case.model import Category, Dealing, Declared, Penalty, Punishment, Stated
from thresholds.evaluation.facts import Holding, Line, PersonFacts, holdings_of
from thresholds.evaluation.worlds import World
from thresholds.values.status import Truth

LineChange = Callable[[Line], Line | None]


def with_dealing(person: PersonFacts, dealing: Dealing) -> PersonFacts:
    """With one more dealing, in records of its own."""
    added = holdings_of(person.person.id, dealing)
    return person._replace(dealings=(*person.dealings, dealing), holdings=(*person.holdings, *added))


def with_facts(person: PersonFacts, **facts: object) -> PersonFacts:
    """With these facts of the person as given, stated or not before."""
    return person._replace(facts=person.facts.model_copy(update=facts), stated=person.stated | facts.keys())


def with_declared(person: PersonFacts, name: str, value: Declared) -> PersonFacts:
    """With a fact that the ruleset declares."""
    declared = {**person.facts.declared, name: value}
    facts = person.facts.model_copy(update={"declared": declared})
    return person._replace(facts=facts, stated=person.stated | {name})


def truth_of(name: str, truth: Truth) -> Stated | Punishment | Penalty:
    """A fact of the person stated plainly, without date or detail."""
    if name == "prior_criminal_punishment":
        return Punishment(truth=truth)
    return Penalty(truth=truth) if name == "administrative_penalty" else Stated(truth=truth)


def with_dealing_fact(person: PersonFacts, fact: str, truth: Truth, dealings: frozenset[str]) -> PersonFacts:
    """With a fact of some dealings (by id) stated."""
    made = {
        dealing.id: dealing.model_copy(update={fact: Stated(truth=truth)})
        for dealing in person.dealings
        if dealing.id in dealings
    }
    found = changed(person, lambda line: line._replace(dealing=made.get(line.dealing.id, line.dealing)))
    return found._replace(
        dealings=tuple([made.get(dealing.id, dealing) for dealing in person.dealings]),
        stated=person.stated | {fact},
        dealing_facts=True,
    )


def with_origin(person: PersonFacts, origin: str, dealings: frozenset[str]) -> PersonFacts:
    """With the origin of what some supplies (by id of the dealing) are about."""
    return changed(
        person,
        lambda line: line._replace(origin=origin) if line.dealing.supplies and line.dealing.id in dealings else line,
    )


def with_category(person: PersonFacts, categories: dict[str, str]) -> PersonFacts:
    """With the category of some holdings (by label) clear."""
    return person._replace(
        holdings=tuple([
            of_category(holding, categories[holding.label]) if holding.label in categories else holding
            for holding in person.holdings
        ])
    )  # fmt: skip


def without_dealings(person: PersonFacts) -> PersonFacts:
    """With none of the dealings of the file: gains that are stated still speak for themselves."""
    return person._replace(dealings=(), holdings=())


def of_category(holding: Holding, option: str) -> Holding:
    """The holding with its category settled."""
    return holding._replace(body=holding.body.model_copy(update={"category": Category(options=(option,))}))


def with_lines(holding: Holding, change: LineChange) -> Holding:
    """The holding with every line changed; None takes it out."""

    def kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        found = [change(line) for line in lines]
        return tuple([line for line in found if line is not None])

    lines = kept(holding.lines)
    supplies = tuple([(to, kept(found)) for to, found in holding.supplies])
    return holding._replace(
        lines=lines,
        gets=kept(holding.gets),
        supplies=tuple([(to, found) for to, found in supplies if found]),
        parts=tuple([line.amount for line in lines if line.amount is not None and not line.whole]),
    )


def changed(person: PersonFacts, change: LineChange) -> PersonFacts:
    """The person with every line changed; a body of records without any line is gone."""
    holdings = [with_lines(holding, change) for holding in person.holdings]
    return person._replace(holdings=tuple([holding for holding in holdings if holding.lines]))


def without(person: PersonFacts, dealings: Collection[str]) -> PersonFacts:
    """The person without some dealings (by id), which consent or anonymisation takes out. Law: 第三条第二款."""
    found = changed(person, lambda line: None if line.dealing.id in dealings else line)
    out = tuple([dealing for dealing in person.dealings if dealing.id in dealings])
    left = tuple([dealing for dealing in person.dealings if dealing.id not in dealings])
    return found._replace(dealings=left, excluded=(*person.excluded, *out))


def counting(person: PersonFacts, dealings: Collection[str]) -> PersonFacts:
    """The person with some dealings (by id) certainly to be counted."""
    return changed(person, lambda line: line._replace(certain=True) if line.dealing.id in dealings else line)


def without_records(world: World) -> World:
    """The world with no record that counts."""
    return world._replace(general={}, narrow={}, supplied={})
