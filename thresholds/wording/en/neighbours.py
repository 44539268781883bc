"""Other offences that a case reaches."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "neighbour.heading": "other offences",
    "neighbour.established": "on the facts stated, {items} of {citation} are established",
    "neighbour.open": "on the facts stated, {items} of {citation} are open",
    "neighbour.drawn": "the file does not state “{fact}”; at most {most} of the records counted may be such, and if so {items} of {citation} may be established",
    "neighbour.line": "{offence} ({statute})  {grade}",
    "neighbour.may": "may reach {grade}",
    "neighbour.untouched": "the file states no fact of these offences, and none of their items is established: {offences}",
}
