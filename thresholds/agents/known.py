"""What is looked up: items, terms, rulesets and codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from thresholds import glossary
from thresholds.agents import answers
from thresholds.agents.cases import ruleset_named
from thresholds.errors import NotFoundError, SourceErrors, nearest
from thresholds.law.conditions import DealingCondition, RecordsCondition
from thresholds.law.load import added, available, load_ruleset
from thresholds.law.model import Item, Rule, Ruleset, Standards
from thresholds.law.statutes import available_statutes
from thresholds.rendering.sheet import sheet_rows
from thresholds.rendering.words import Words
from thresholds.wording.codes import codes, page


def item_found(name: str, ruleset_name: str | None, lang: str) -> answers.ItemFound:
    """An item by its id, with or without that of its ruleset, or as it is cited.

    Raises:
        NotFoundError: there is no such ruleset, or it has no such item; the nearest is named.
        SourceErrors: the ruleset is named by a path (TH745).
    """
    home, _, inner = name.rpartition("/")
    ruleset = ruleset_named(ruleset_name or home or None) or load_ruleset()
    wanted = inner if home else name
    rows = sheet_rows(ruleset, Words(lang, ruleset))
    entries = list(_entries(ruleset))
    for (entry, grade), (cite, gloss, machine, number, _) in zip(entries, rows, strict=True):
        cites = (ruleset.cite(entry.id), ruleset.cite(entry.id, "en"))
        if _plain(wanted) in (entry.id, entry.id.removeprefix("art"), *map(_plain, cites)):
            return answers.ItemFound(
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
    known = [entry.id for entry, _ in entries]
    raise NotFoundError("no-item", value=wanted, allowed="、".join(known), near=nearest(wanted, known))


def _plain(name: str) -> str:
    """A name with brackets and digits of one width and without spaces, in small letters."""
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


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


def terms_found(spelling: str) -> answers.Terms:
    """Every term spelt so: of the glossary, and what rulesets name themselves.

    Raises:
        NotFoundError: there is none; the nearest is named.
    """
    entries = glossary.all_terms()
    wanted = _plain(spelling)
    found = [_term(one) for one in entries if wanted in map(_plain, (one.id, one.zh, one.en, *one.also))]
    own = list(_own_terms())
    found += [term for term in own if wanted in map(_plain, (term.id, term.zh, term.en))]
    if not found:
        names = [name for entry in entries for name in (entry.id, entry.zh, *entry.also)]
        names += [name for term in own for name in (term.id, term.zh)]
        raise NotFoundError("no-term", value=spelling, near=nearest(spelling, names))
    return answers.Terms(terms=tuple(found))


def _term(entry: glossary.Term) -> answers.Term:
    return answers.Term(
        id=entry.id,
        family=entry.family.value,
        zh=entry.zh,
        en=entry.en,
        also=entry.also,
        cite=entry.cite or None,
        note=entry.note or None,
    )


def _own_terms() -> Iterator[answers.Term]:
    """What the rulesets at hand name themselves; one that cannot be read is left out here."""
    for ruleset in _rulesets():
        families = {grade.id: "grade" for grade in ruleset.grades} | dict.fromkeys(ruleset.declared, "fact")
        for identifier, (chinese, english) in ruleset.labels.items():
            family = families.get(identifier, "ruleset")
            yield answers.Term(id=identifier, family=family, zh=chinese, en=english, ruleset=ruleset.id)


def _rulesets() -> Iterator[Ruleset]:
    for name in (*available(), *added().files):
        try:
            yield load_ruleset(name)
        except SourceErrors:
            continue  # what is wrong with it is said where it is used by itself


def rulesets_found(name: str | None, lang: str) -> answers.RulesetsFound:
    """All rulesets in short, or one with what it declares.

    Raises:
        NotFoundError: there is none of that id; SourceErrors: it is named by a path (TH745).
    """
    ruleset = ruleset_named(name)
    if ruleset is not None:
        return answers.RulesetsFound(rulesets=(_ruleset(ruleset, lang, whole=True),))
    found = tuple([_ruleset(one, lang, whole=False) for one in _rulesets()])
    return answers.RulesetsFound(rulesets=found, statutes=tuple(available_statutes()))


def _ruleset(ruleset: Ruleset, lang: str, *, whole: bool) -> answers.RulesetFound:
    words, until = Words(lang, ruleset), ruleset.in_force.until
    short = answers.RulesetFound(
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
    chinese = lang == "zh"
    readings = [
        answers.ReadingDeclared(
            id=one.id,
            asks=one.asks if chinese else one.asks_en or one.asks,
            options={name: option.zh if chinese else option.en or option.zh for name, option in one.options.items()},
        )
        for one in ruleset.readings
    ]
    facts = [
        answers.Stated(
            id=fact.id, zh=fact.label, en=fact.label_en or fact.label, kind=str(fact.kind), unit=fact.unit or None
        )
        for fact in ruleset.declared.values()
    ]
    return {
        "grades": ruleset.grade_ids,
        "item_ids": tuple(ruleset.item_ids),
        "readings": tuple(readings),
        "facts": tuple(facts),
    }


def code_means(code: str, lang: str) -> answers.CodeMeans:
    """The page of a code, whatever the case of its letters.

    Raises:
        NotFoundError: there is none such.
    """
    wanted = code.upper()
    if wanted not in codes():
        few = "、".join(codes()[:8])
        raise NotFoundError("no-code", value=code, allowed=f"{few} …", near=nearest(wanted, codes()))
    found = page(wanted, lang)
    example = found.example
    return answers.CodeMeans(
        code=wanted,
        says=found.says,
        where=found.where,
        hint=found.hint or None,
        wrong=example.wrong if example else None,
        right=example.right if example else None,
    )
