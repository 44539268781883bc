"""For whom a report is arranged. It chooses what is shown and in which order, never what is computed."""

from __future__ import annotations

from enum import StrEnum

from thresholds.errors import NotFoundError


class Audience(StrEnum):
    """Whom a report is arranged for; the court's is neutral, has everything, and is the default."""

    COURT = "court"
    DEFENCE = "defence"
    PROSECUTION = "prosecution"
    CLIENT = "client"


def audience_of(name: str) -> Audience:
    """The audience of a name.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return Audience(name)
    except ValueError:
        raise NotFoundError("no-audience", value=name, allowed="、".join(Audience)) from None
