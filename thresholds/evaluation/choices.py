"""The readings chosen for one evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from thresholds.errors import ReadingError, nearest
from thresholds.law.model import Ruleset


class Choices(NamedTuple):
    """One option of each reading; a ruleset that does not declare a reading leaves it at its default.

    `own` has the readings that only the conditions of one ruleset know, with the option chosen of each.
    """

    gains: str = "gross"
    tenfold_sum: str = "any"
    one_record_many_kinds: str = "most_protected"
    duty_mix: str = "separate"
    resale_scope: str = "supplied_only"
    lawful_business_mixing: str = "excluded"
    prior_exemption: str = "does_not_count"
    public_information: str = "excluded"
    bulk_presumption_t1_t2: str = "applies"
    two_years: str = "inclusive"
    own: tuple[tuple[str, str], ...] = ()

    def option(self, reading: str) -> str:
        """The option chosen of a reading."""
        found: str = dict(self.own)[reading] if reading not in self._fields else getattr(self, reading)
        return found

    def choosing(self, wishes: Mapping[str, str]) -> Choices:
        """The same with these options."""
        known = {name: option for name, option in wishes.items() if name in self._fields}
        own = tuple((dict(self.own) | {name: option for name, option in wishes.items() if name not in known}).items())
        return self._replace(own=own, **known)


def choose(ruleset: Ruleset, *wishes: Mapping[str, str] | None) -> Choices:
    """The ruleset's defaults, overridden by each mapping in turn.

    Raises:
        ReadingError: a reading that is not declared, or an option that it does not have.
    """
    if not any(wishes):
        return _defaults(ruleset)
    chosen: dict[str, str] = {}
    for wish in wishes:
        for name, option in (wish or {}).items():
            reading = ruleset.reading(name)
            if reading is None:
                known = [reading.id for reading in ruleset.readings]
                near = nearest(name, known)
                raise ReadingError("no-reading", value=name, allowed="、".join(known), near=near)
            if option not in reading.options:
                raise ReadingError("no-option", reading=name, value=option, allowed="、".join(reading.options))
            chosen[name] = option
    return _defaults(ruleset).choosing(chosen)


@lru_cache(maxsize=64)
def _defaults(ruleset: Ruleset) -> Choices:
    return Choices().choosing({reading.id: reading.default for reading in ruleset.readings})
