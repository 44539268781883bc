"""Which ruleset and which item a name means: `fashi-2011-19/art6.1.1`, 法释〔2011〕19号第六条第一款第（一）项."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from thresholds.agents.cases import ruleset_named
from thresholds.errors import NotFoundError, SourceErrors, nearest
from thresholds.law.load import added, available, is_statute, load_ruleset
from thresholds.law.model import Ruleset
from thresholds.law.statute import Statute
from thresholds.law.statutes import available_statutes, load_statute
from thresholds.teaching.answers import Problem, items_named
from thresholds.wording import phrase

#: An instrument before the place in it: 法释〔2011〕19号; its brackets are written in many ways.
_INSTRUMENT = re.compile(r"《?(?P<name>[\u3400-\u9fff]{1,4}\(?\d{4}\)?第?\d+号)》?的?,?")
_BRACKETS, _AS_CITED = str.maketrans("〔〕[]【】", "()()()"), str.maketrans("()", "〔〕")


class Named(NamedTuple):
    """A ruleset, and the words that name an item of it."""

    ruleset: Ruleset
    item: str


def plain(name: str) -> str:
    """A name with brackets and digits of one width and without spaces, in small letters."""
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def known_rulesets() -> Iterator[Ruleset]:
    """Every ruleset at hand; one that cannot be read is left out here."""
    for name in (*available(), *added().files):
        try:
            yield load_ruleset(name)
        except SourceErrors:
            continue  # what is wrong with it is said where it is used by itself


def named(name: str, ruleset_name: str | None) -> Named:
    """The ruleset that a name or an argument names, and what is left of the name.

    Raises:
        NotFoundError: there is no such ruleset, the two name different ones, or it is a statute, which has no items.
        SourceErrors: the ruleset is named by a path (TH745).
    """
    home, _, inner = name.rpartition("/")
    if not home:
        home, inner = _instrument(name)
    for one in filter(None, (home, ruleset_name)):
        _see_no_statute(one)
    asked, own = ruleset_named(ruleset_name), ruleset_named(home or None)
    if asked is not None and own is not None and asked.id != own.id:
        raise NotFoundError("agents.two-rulesets", value=name, one=own.id, other=asked.id)
    return Named(own or asked or load_ruleset(), inner or name)


def _instrument(name: str) -> tuple[str, str]:
    """The id of the ruleset or statute whose citation stands before the name, and the rest; empty where there is none.

    Raises:
        NotFoundError: an instrument is cited that there is no ruleset of.
    """
    written = plain(name).translate(_BRACKETS)
    for statute in map(load_statute, available_statutes()):
        if written.startswith(plain(statute.citation)):
            return statute.id, written.removeprefix(plain(statute.citation))
    match = _INSTRUMENT.match(written)
    if match is None:
        return "", name
    cited = {_bare(one.citation): one for one in known_rulesets()}
    found = cited.get(_bare(match["name"]))
    if found is None:
        citations, value = [one.citation for one in cited.values()], match["name"].translate(_AS_CITED)
        raise NotFoundError("no-ruleset", value=value, allowed="、".join(citations), near=nearest(value, citations))
    return found.id, written[match.end() :]


def _bare(citation: str) -> str:
    """A citation without brackets: 法释2011 19号 in whatever brackets the year stands."""
    return re.sub(r"[()第]", "", plain(citation).translate(_BRACKETS))


def statute_named(name: str | None) -> Statute | None:
    """The statute of that id; None where a name is none of a statute."""
    return load_statute(name) if name is not None and is_statute(name) else None


def _see_no_statute(name: str) -> None:
    statute = statute_named(name)
    if statute is not None:
        raise NotFoundError("agents.statute-has-none", value=name, ruleset=statute.measured_by)


def item_of(wanted: str, law: Ruleset, known: tuple[str, ...], lang: str) -> str:
    """The one of some items and provisions that is meant, by its id or in whatever way it is cited.

    Raises:
        NotFoundError: none of them is, or several are; the nearest is named.
    """
    name = plain(wanted)
    for one in known:
        if name in (one, one.removeprefix("art"), *map(plain, (law.cite(one), law.cite(one, "en")))):
            return one
    found = items_named(wanted, known, law) if name else ()
    if not isinstance(found, Problem) and len(found) == 1:
        return found[0]
    listed = phrase("list-separator", lang).join(known)
    raise NotFoundError("no-item", value=wanted, allowed=listed, near=nearest(wanted, known))
