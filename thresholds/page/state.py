"""What stands on the page, and the same as an address: a link shows the same again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from thresholds.page.addresses import pairs_of, query_of

RULESET, LANGS, THEMES = "fashi-2017-10", ("zh", "en"), ("light", "dark")
#: What an address may hold besides facts and readings.
OWN = ("ruleset", "lang", "theme", "present", "before")
READING = "reading."
#: Longer addresses are not taken: browsers and proxies cut them.
LONGEST = 8_000


class State(NamedTuple):
    """Facts as typed, by key; readings chosen, by id; how the page is shown; the pinned state, as its own address."""

    ruleset: str = RULESET
    lang: str = "zh"
    facts: tuple[tuple[str, str], ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    theme: str = ""
    present: bool = False
    before: str = ""

    @property
    def values(self) -> dict[str, str]:
        """The facts by key."""
        return dict(self.facts)

    @property
    def query(self) -> str:
        """The address of this state, without the question mark; the same for the same state."""
        pairs = [("ruleset", self.ruleset)] if self.ruleset != RULESET else []
        pairs += [("lang", self.lang)] if self.lang != LANGS[0] else []
        pairs += self.facts
        pairs += [(READING + name, option) for name, option in self.readings]
        pairs += [("theme", self.theme)] if self.theme else []
        pairs += [("present", "1")] if self.present else []
        pairs += [("before", self.before)] if self.before else []
        return query_of(pairs)

    def having(self, changes: Mapping[str, str]) -> State:
        """The state with these facts as given; an empty text takes a fact out."""
        facts = self.values | dict(changes)
        return self._replace(facts=_sorted((key, value) for key, value in facts.items() if value))

    @property
    def pinned(self) -> State | None:
        """The state that this one is shown beside."""
        return read_state(pairs_of(self.before))._replace(before="", lang=self.lang) if self.before else None

    @property
    def pinning(self) -> State:
        """This state beside itself, from which on changes show."""
        return self._replace(before=self._replace(before="", theme="", present=False).query or "lang=zh")


def read_state(pairs: Iterable[tuple[str, str]]) -> State:
    """The state that an address holds; of a name given twice the last counts. Unknown names are kept as facts."""
    given = {name: value.strip() for name, value in pairs}
    lang, theme = given.get("lang", ""), given.get("theme", "")
    readings = {name.removeprefix(READING): option for name, option in given.items() if name.startswith(READING)}
    facts = {name: value for name, value in given.items() if name not in OWN and not name.startswith(READING)}
    return State(
        ruleset=given.get("ruleset") or RULESET,
        lang=lang if lang in LANGS else LANGS[0],
        facts=_sorted((name, value) for name, value in facts.items() if value),
        readings=_sorted((name, option) for name, option in readings.items() if option),
        theme=theme if theme in THEMES else "",
        present=given.get("present") == "1",
        before=given.get("before", ""),
    )


def _sorted(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs))
