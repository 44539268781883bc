"""Questions about categories that courts answer differently: of which records they arise, and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from thresholds import glossary
from thresholds.glossary import Family
from thresholds.tally.counting.model import Body
from thresholds.tally.kinds import Kind, Recognised, carries
from thresholds.tally.kinds.categories import RULES, Rule, category_of, chosen, switch

#: What stands for a reading where the category hangs on columns in doubt.
COLUMNS = "columns_in_doubt"


class Questions(NamedTuple):
    """The rules whose category hangs on a reading, the readings chosen, and how protected each category is.

    `unsure` are the categories that records may be of if columns in doubt are not what they were taken for; their bits
    come behind those of the rules.
    """

    rules: tuple[Rule, ...]
    readings: tuple[tuple[str, str], ...]
    protection: tuple[tuple[str, int], ...]
    unsure: tuple[str, ...] = ()

    def about(self, body: Body) -> Iterator[tuple[str, str]]:
        """For each question that arises about the records: the reading (or COLUMNS), and the other category."""
        yield from self._of_readings(body)
        protection = dict(self.protection)
        for number, other in enumerate(self.unsure, len(self.rules)):
            below = protection[other] >= protection[body.category] and other != body.category
            if body.asked >> number & 1 and below:
                yield COLUMNS, other

    def _of_readings(self, body: Body) -> Iterator[tuple[str, str]]:
        protection, readings = dict(self.protection), dict(self.readings)
        for number, rule in enumerate(self.rules):
            question = switch(rule.switch)
            if question is None or not body.asked >> number & 1:
                continue
            for other in question.options:
                if other in (chosen(rule.switch, readings), body.category):
                    continue
                raised = protection[other] < protection[body.category]
                if raised or category_of(rule, readings) == body.category:
                    yield rule.switch, other

    def otherwise(self, body: Body) -> tuple[str, ...]:
        """The other categories that the records may be of."""
        return tuple(sorted({other for _, other in self.about(body)}))


def questions(
    columns: Sequence[Sequence[Recognised]],
    readings: Mapping[str, str],
    protection: Mapping[str, int],
    unsure: Iterable[str] = (),
) -> Questions:
    """The questions that can arise about tables with these columns."""
    among = frozenset(unsure)
    known = tuple(category for category in glossary.ids(Family.CATEGORY) if category in among)
    kinds = [_kinds(one) for one in columns]
    rules = tuple(rule for rule in RULES if rule.switch and any(_carries(rule, one) for one in kinds))
    return Questions(rules, tuple(sorted(readings.items())), tuple(protection.items()), known)


def expressions(found: Questions, columns: Sequence[Sequence[Recognised]], keys: Sequence[Kind]) -> tuple[str, ...]:
    """For each question whether it arises, as an expression of a record.

    Where the keys do not tell, it arises about all records of the sources that have such columns.
    """
    places = glossary.ids(Family.CATEGORY)
    unsure = (f"unsure & {1 << places.index(category)} > 0" for category in found.unsure)
    return (*(_expression(rule, columns, keys) for rule in found.rules), *unsure)


def _expression(rule: Rule, columns: Sequence[Sequence[Recognised]], keys: Sequence[Kind]) -> str:
    numbers = [number for number, one in enumerate(columns) if _carries(rule, _kinds(one))]
    there = set().union(*(_kinds(columns[number]) for number in numbers))
    of_sources = "" if len(numbers) == len(columns) else f"source IN ({', '.join(map(str, numbers))})"
    groups = [[kind for kind in Kind if kind in group & there] for group in rule.groups]
    if not all(kind in {*keys, Kind.COORDINATES} for group in groups for kind in group):
        return of_sources or "true"
    carried = [f"({' OR '.join(_carried(kind, keys) for kind in group)})" for group in groups]
    return " AND ".join([of_sources, *carried] if of_sources else carried)


def _carried(kind: Kind, keys: Sequence[Kind]) -> str:
    """Whether a record has something plausible of the kind."""
    return "place IS NOT NULL" if kind is Kind.COORDINATES else carries(kind, f"key_{keys.index(kind)}")


def _kinds(columns: Sequence[Recognised]) -> set[Kind]:
    """The kinds that a table has; two coordinates make a position."""
    kinds = {one.kind for one in columns if one.kind is not None}
    return kinds | ({Kind.COORDINATES} if {Kind.LATITUDE, Kind.LONGITUDE} <= kinds else set())


def _carries(rule: Rule, kinds: set[Kind]) -> bool:
    """Whether a table with these kinds can have rows that the rule is about."""
    return all(group & kinds for group in rule.groups)
