"""Rulesets of the page: named by their ids alone, so that no address and no file sent reads another file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresholds import glossary
from thresholds.errors import Diagnostic, NotFoundError, SourceErrors, ThresholdsError, nearest
from thresholds.law.load import is_statute, load_ruleset, ruleset_ids
from thresholds.rendering.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thresholds.law.model import Ruleset
    from thresholds.source.node import Node

_KEY = "ruleset"
#: Who issued it stands before this word.
_BY = "关于"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def known_ruleset(name: str) -> Ruleset:
    """The ruleset of an id.

    Raises:
        NotFoundError: there is none.
    """
    known = ruleset_ids()
    if name not in known:
        raise NotFoundError("no-ruleset", value=name, allowed="、".join(known), near=nearest(name, known))
    return load_ruleset(name)


def told(error: ThresholdsError, lang: str) -> list[str]:
    """What a page says of an error, line by line; of a ruleset that there is not, its code too (TH722)."""
    if not isinstance(error, NotFoundError) or error.key != "no-ruleset":
        return error.show(lang).splitlines()
    near = error.fields.get("near", "")
    said = Diagnostic("TH722", "", 0, 0, error.fields["value"], tuple(ruleset_ids()), near)
    return [f"{said.code} {said.message(lang)}"]


def titled(lang: str) -> list[tuple[str, str]]:
    """Every ruleset by id, with how it is cited and what it is about."""
    return list(_titled(lang))


def _titled(lang: str) -> Iterator[tuple[str, str]]:
    for name in ruleset_ids():
        try:
            ruleset = load_ruleset(name)
        except SourceErrors:
            continue  # what is wrong with it is for whoever keeps it
        offence = Words(lang, ruleset).term(ruleset.offence)
        title = ruleset.title.rpartition(_BY)[2] if lang == "zh" else ruleset.title_en or ruleset.title
        yield name, f"{ruleset.citation}　{title if offence == ruleset.offence else offence}"


def check_named(root: Node, file: str) -> None:
    """See that a case file names its ruleset by an id, before anything is read for it.

    Raises:
        SourceErrors: it names one by a path, or one that there is not (TH721).
    """
    known = tuple(ruleset_ids())
    wrong = [
        Diagnostic("TH721", file, node.line, node.column, node.text or "", known)
        for key, node in root.pairs or ()
        if _KEY in (key.text, glossary.find_key(key.text or "")) and not _may_stand(node, known)
    ]
    if wrong:
        raise SourceErrors(wrong)


def _may_stand(node: Node, known: tuple[str, ...]) -> bool:
    """Whether it is the id of a ruleset or of a statute, or nothing; what is no text is refused by the reader."""
    if node.text is None or node.empty:
        return True
    name = node.text.strip()
    return name in ("", *known) or bool(_ID.fullmatch(name) and is_statute(name))
