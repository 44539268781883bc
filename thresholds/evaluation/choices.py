"""The readings chosen for one evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from thresholds.errors import ReadingError, nearest
from thresholds.law.model import Ruleset


class Choices(NamedTuple):
    """One option of each reading; a ruleset that does not declare a reading leaves it at its default."""

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


def choose(ruleset: Ruleset, *wishes: Mapping[str, str] | None) -> Choices:
    """The ruleset's defaults, overridden by each mapping in turn.

    Raises:
        ReadingError: a reading that is not declared, or an option that it does not have.
    """
    if not any(wishes):
        return _defaults(ruleset)
    chosen = _defaults(ruleset)._asdict()
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
    return Choices(**chosen)


@lru_cache(maxsize=64)
def _defaults(ruleset: Ruleset) -> Choices:
    return Choices(**{reading.id: reading.default for reading in ruleset.readings})
