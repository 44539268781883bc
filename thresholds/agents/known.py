"""What is looked up: items, terms, rulesets and codes."""

from __future__ import annotations

from collections.abc import Iterator

from thresholds import glossary
from thresholds.agents import looked
from thresholds.agents.cases import ruleset_named
from thresholds.agents.named import item_of, known_rulesets, named, plain, statute_named
from thresholds.errors import NotFoundError, nearest
from thresholds.law.conditions import DealingCondition, RecordsCondition
from thresholds.law.model import Item, Reading, Rule, Ruleset, Standards
from thresholds.law.statute import Statute, Version
from thresholds.law.statutes import available_statutes
from thresholds.rendering.sheet import sheet_rows
from thresholds.rendering.words import Words
from thresholds.wording import phrase
from thresholds.wording.codes import codes, page

#: So many terms that a spelling is a part of are sent; so many letters at least are a part of one.
MOST_TERMS, _LEAST_LETTERS = 20, 3


def item_found(name: str, ruleset_name: str | None, lang: str) -> looked.ItemFound:
    """An item by its id, with or without that of its ruleset, or as it is cited.

    Raises:
        NotFoundError: there is no such ruleset, two are named, it is a statute, or it has no such item.
        SourceErrors: the ruleset is named by a path (TH745).
    """
    ruleset, wanted = named(name, ruleset_name)
    rows = sheet_rows(ruleset, Words(lang, ruleset))
    entries = {entry.id: (entry, grade, row) for (entry, grade), row in zip(_entries(ruleset), rows, strict=True)}
    found = item_of(wanted, ruleset, tuple(entries), lang)
    entry, grade, (cite, gloss, machine, number, _) = entries[found]
    return looked.ItemFound(
        ruleset=ruleset.id,
        citation=ruleset.citation,
        item=entry.id,
        cite=cite,
        grade=grade or None,
        gloss=gloss,
        machine=machine,
        standard=number or None,
        categories=_categories(entry),
        note=entry.note or None,
    )


def _entries(ruleset: Ruleset) -> Iterator[tuple[Standards | Rule | Item, str]]:
    """Every provision and item with its grade, in the order of the rows of the sheet."""
    for provision in ruleset.provisions:
        grade = provision.grade if isinstance(provision, Standards) else ""
        yield provision, grade
        if isinstance(provision, Standards):
            yield from [(item, grade) for item in provision.any_of]


def _categories(entry: Standards | Rule | Item) -> tuple[str, ...]:
    if isinstance(entry, Item) and isinstance(entry.when, RecordsCondition):
        return entry.when.records_of
    if isinstance(entry, Item) and isinstance(entry.when, DealingCondition):
        return entry.when.dealing.categories
    return ()


def terms_found(spelling: str) -> looked.Terms:
    """Every term spelt so, of the glossary and of rulesets; where none is, those that the spelling is a part of.

    Raises:
        NotFoundError: there is none of either; the nearest is named.
    """
    spelt = [(_term(one), _spellings(one)) for one in glossary.all_terms()]
    spelt += [(term, (term.id, term.zh, term.en)) for term in _own_terms()]
    wanted = plain(spelling)
    found = [term for term, names in spelt if wanted in map(plain, names)]
    if found:
        return looked.Terms(terms=tuple(found))
    parts = _within(wanted, spelt)
    if not parts:
        names = {word: name for _, names in spelt for name in names for word in (name, *_words(name))}
        raise NotFoundError("no-term", value=spelling, near=names.get(nearest(spelling, names), ""))
    return looked.Terms(terms=tuple(parts[:MOST_TERMS]), more=max(0, len(parts) - MOST_TERMS) or None)


def _words(name: str) -> list[str]:
    return [word for word in name.split() if len(word) >= _LEAST_LETTERS]


def _spellings(term: glossary.Term) -> tuple[str, ...]:
    """Every spelling of a term; of an act also how it is told of somebody: sold, bought."""
    told = phrase(f"quiz.act.{term.id}", "en", "") if term.family is glossary.Family.ACT else ""
    return (term.id, term.zh, term.en, *term.also, *([told] if told else []))


def _within(wanted: str, spelt: list[tuple[looked.Term, tuple[str, ...]]]) -> list[looked.Term]:
    """The terms of which a spelling is a part, those beginning with it first; of a letter or two none."""
    if len(wanted) < (_LEAST_LETTERS if wanted.isascii() else 1):
        return []
    having = [(term, [plain(name) for name in names]) for term, names in spelt]
    begun = [term for term, names in having if any(name.startswith(wanted) for name in names)]
    inside = [term for term, names in having if term not in begun and any(wanted in name for name in names)]
    return begun + inside


def _term(entry: glossary.Term) -> looked.Term:
    return looked.Term(
        id=entry.id,
        family=entry.family.value,
        zh=entry.zh,
        en=entry.en,
        also=entry.also,
        cite=entry.cite or None,
        note=entry.note or None,
    )


def _own_terms() -> Iterator[looked.Term]:
    """What the rulesets at hand name themselves; one that cannot be read is left out here."""
    for ruleset in known_rulesets():
        families = {grade.id: "grade" for grade in ruleset.grades} | dict.fromkeys(ruleset.declared, "fact")
        for identifier, (chinese, english) in ruleset.labels.items():
            family = families.get(identifier, "ruleset")
            yield looked.Term(id=identifier, family=family, zh=chinese, en=english, ruleset=ruleset.id)


def rulesets_found(name: str | None, lang: str) -> looked.RulesetsFound:
    """All rulesets in short, or one with what it declares; of a statute its versions, with the tiers of each.

    Raises:
        NotFoundError: there is none of that id; SourceErrors: it is named by a path (TH745).
    """
    statute = statute_named(name)
    if statute is not None:
        return looked.RulesetsFound(versions_of=_statute(statute, lang))
    ruleset = ruleset_named(name)
    if ruleset is not None:
        return looked.RulesetsFound(rulesets=(_ruleset(ruleset, lang, whole=True),))
    found = tuple([_ruleset(one, lang, whole=False) for one in known_rulesets()])
    return looked.RulesetsFound(rulesets=found, statutes=tuple(available_statutes()))


def _statute(statute: Statute, lang: str) -> looked.StatuteFound:
    words = Words(lang)
    return looked.StatuteFound(
        id=statute.id,
        citation=statute.citation,
        title=statute.title if lang == "zh" else statute.title_en or statute.title,
        measured_by=statute.measured_by,
        versions=tuple([_version(one, words) for one in statute.versions]),
        readings=_readings(statute.readings, lang),
    )


def _version(version: Version, words: Words) -> looked.VersionFound:
    chinese = words.lang == "zh"
    start, until = version.in_force.start, version.in_force.until
    return looked.VersionFound(
        id=version.id,
        citation=version.citation if chinese else version.citation_en or version.citation,
        in_force_from=start.isoformat() if start else None,
        in_force_until=until.isoformat() if until else None,
        gloss=version.gloss if chinese else version.gloss_en or version.gloss,
        offences=tuple([one.label if chinese else one.label_en or one.label for one in version.offences]),
        grades={one.id: one.range if chinese else one.range_en or one.range for one in version.grades},
        source=version.source,
    )


def _readings(readings: tuple[Reading, ...], lang: str) -> tuple[looked.ReadingDeclared, ...]:
    chinese = lang == "zh"
    return tuple([
        looked.ReadingDeclared(
            id=one.id,
            asks=one.asks if chinese else one.asks_en or one.asks,
            options={name: option.zh if chinese else option.en or option.zh for name, option in one.options.items()},
        )
        for one in readings
    ])  # fmt: skip


def _ruleset(ruleset: Ruleset, lang: str, *, whole: bool) -> looked.RulesetFound:
    words, until = Words(lang, ruleset), ruleset.in_force.until
    short = looked.RulesetFound(
        id=ruleset.id,
        citation=ruleset.citation,
        title=ruleset.title if lang == "zh" else ruleset.title_en or ruleset.title,
        offences=tuple([words.term(name) for name in [one.id for one in ruleset.offences] or [ruleset.offence]]),
        statute=ruleset.statute,
        in_force_from=ruleset.in_force.start.isoformat(),
        in_force_until=until.isoformat() if until else None,
        items=len(ruleset.item_ids),
    )
    return short.model_copy(update=_declared(ruleset, lang)) if whole else short


def _declared(ruleset: Ruleset, lang: str) -> dict[str, object]:
    """The grades, items, readings and facts of a ruleset."""
    facts = [
        looked.Stated(
            id=fact.id, zh=fact.label, en=fact.label_en or fact.label, kind=str(fact.kind), unit=fact.unit or None
        )
        for fact in ruleset.declared.values()
    ]
    return {
        "grades": ruleset.grade_ids,
        "item_ids": tuple(ruleset.item_ids),
        "readings": _readings(ruleset.readings, lang),
        "facts": tuple(facts),
    }


def code_means(code: str, lang: str) -> looked.CodeMeans:
    """The page of a code, whatever the case of its letters.

    Raises:
        NotFoundError: there is none such.
    """
    wanted = code.upper()
    if wanted not in codes():
        few = phrase("list-separator", lang).join(codes()[:8])
        raise NotFoundError("no-code", value=code, allowed=f"{few} …", near=nearest(wanted, codes()))
    found = page(wanted, lang)
    example = found.example
    return looked.CodeMeans(
        code=wanted,
        says=found.says,
        where=found.where,
        hint=found.hint or None,
        wrong=example.wrong if example else None,
        right=example.right if example else None,
    )
