"""What a case says at one place, in words: figures, statements, dates, whole dealings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from thresholds import glossary
from thresholds.case.differences import Difference, Leaf, Path
from thresholds.case.edit import path_of
from thresholds.case.model import (
    Amount,
    Body,
    Category,
    Days,
    Deductions,
    Figure,
    Gains,
    Penalty,
    Punishment,
    Rate,
    Remarked,
    Stated,
    Tally,
    Value,
)
from thresholds.glossary import Family
from thresholds.law.vocabulary import vocabulary
from thresholds.rendering.words import Words
from thresholds.report.as_dict import UNITS, number_text
from thresholds.report.comparison_dict import field_of, unit_of
from thresholds.values.status import Truth
from thresholds.wording import counter

_UNITS = re.compile(r"\s|条|元|records|yuan")
#: Fields whose values are words of a family of the glossary.
_FAMILIES = {
    "act": Family.ACT,
    "kind": Family.PERSON_KIND,
    "obtained_in": Family.ORIGIN,
    "role_in_joint_offence": Family.ROLE,
}
#: Keys that are spelled in another way at the head of a file, or in a dealing.
_AT_THE_HEAD, _IN_A_DEALING = {"source": "出处"}, {"id": "编号"}
#: Fields that are said of a whole dealing, batch or person by the value alone.
_BARE = ("category", "kind")
#: Sections whose members one side can have as a whole and the other not.
_WHOLE = ("evidence", "persons", "batches", "dealings")


def path_words(path: Path, words: Words) -> str:
    """A path as it is written in a file of the language, and after `--set`."""
    if words.lang != "zh":
        return path_of(*path)
    return path_of(*(_key(path, at, words) for at in range(len(path))))


def _declared_label(name: str, words: Words) -> str:
    """How a fact or a standard that a ruleset declares is spelled in Chinese; empty where none does."""
    known = vocabulary(words.ruleset)
    found = known.facts.get(name) or known.parameters.get(name)
    return found.label if found is not None else ""


def _key(path: Path, at: int, words: Words) -> str:
    """The Chinese spelling of one key of a path; names stand as they are."""
    key = path[at]
    if (at == 1 and path[0] == "standards") or (at == 2 and path[0] == "facts"):
        return _declared_label(key, words) or _field(key, "zh")
    if at == 1 and path[0] in ("evidence", "persons", "batches", "dealings", "facts", "readings"):
        return glossary.label(key, "zh", Family.KEY) if (path[0], key) == ("facts", "everyone") else key
    if len(path) == 1:
        return _AT_THE_HEAD.get(key) or glossary.label(key, "zh", Family.KEY)
    if path[0] == "dealings" and key in _IN_A_DEALING:
        return _IN_A_DEALING[key]
    if (at and path[at - 1] == "records") or (at == 3 and path[0] == "facts"):
        return glossary.label(key, "zh", Family.CATEGORY)
    return _field(key, "zh")


def _field(name: str, lang: str) -> str:
    if lang != "zh":
        return name.replace("_", " ")
    family = Family.KEY if glossary.term(name, Family.KEY) else Family.FACT
    return glossary.label(name, "zh", family)


def both_words(one: Difference, words: Words) -> tuple[str, str]:
    """What stands on both sides of a difference."""
    if len(one.path) == 2 and one.path[0] in _WHOLE:
        nothing = words.say("compare.nothing")
        sides = [value_words(side, "", words) if side is not None else nothing for side in (one.before, one.after)]
        return sides[0], sides[1]
    field = field_of(one.path)
    return value_words(one.before, field, words), value_words(one.after, field, words)


def value_words(value: Leaf, field: str, words: Words) -> str:
    """What a field of a case says, with what is remarked on it; nothing is said to be unstated."""
    if value is None or value in ("", ()):
        return words.say("unstated")
    if isinstance(value, str):
        family = _FAMILIES.get(field)
        return words.term(value, family) if family else value
    if isinstance(value, tuple):
        return words.joined([value_words(inner, field, words) for inner in value])
    if isinstance(value, Mapping):
        parts = [f"{key} {value_words(inner, key, words)}" for key, inner in value.items()]
        return words.say("clause").join(parts)
    if isinstance(value, Tally):
        parts = [
            f"{words.term(name, Family.CATEGORY)} {value_words(figure, 'records', words)}"
            for name, figure in value.records.items()
        ]
        return words.joined(parts)
    if isinstance(value, Remarked):
        return _remarked(value, field, words)
    return words.say("clause").join(_fields(value, words)) or words.say("value.nothing-more")


def _remarked(value: Remarked, field: str, words: Words) -> str:
    text, written = _said(value, field, words)
    remarks = [one for one in (written, value.because) if one]
    if value.evidence:
        remarks.append(words.say("evidence", names=words.joined(value.evidence)))
    if value.disputed:
        remarks.append(words.say("value.disputed"))
    return words.say("value.remarked", value=text, remarks=words.say("clause").join(remarks)) if remarks else text


def _said(value: Remarked, field: str, words: Words) -> tuple[str, str]:
    """The value itself, and as the file writes it where that says more."""
    if isinstance(value, Figure):
        return _figure(value, field, words)
    if isinstance(value, Amount):
        return _amount(value, field, words)
    if isinstance(value, Gains):
        return _gains(value, words)
    if isinstance(value, Rate):
        return value.written.replace("–", words.say("to")), ""
    if isinstance(value, Days):
        return value.written, ""
    if isinstance(value, Category):
        return _category(value, words), ""
    if isinstance(value, Punishment | Penalty):
        return _punished(value, words), ""
    assert isinstance(value, Stated)
    return words.term(value.truth.value, Family.TRUTH), ""


def _amount(value: Amount, field: str, words: Words) -> tuple[str, str]:
    """One figure, or the occasions with their dates; those dealt with are said to be."""
    first = value.occasions[0]
    if len(value.occasions) == 1 and first.date is None and first.dealt_with is Truth.NO:
        return _figure(first.figure, field, words)
    texts = []
    for one in value.occasions:
        text = _figure(one.figure, field, words)[0]
        if one.date is not None:
            text = words.say("value.occasion", date=one.date.written, value=text)
        if one.dealt_with is not Truth.NO:
            text = words.say("value.remarked", value=text, remarks=words.say(f"value.dealt-with.{one.dealt_with}"))
        texts.append(text)
    return words.joined(texts), ""


def _figure(figure: Figure, field: str, words: Words) -> tuple[str, str]:
    unit, word = unit_of(field, words.ruleset)
    if glossary.find_value(Family.TRUTH, figure.written) == Truth.UNKNOWN:
        return words.term(Truth.UNKNOWN, Family.TRUTH), ""
    high = None if figure.at_most is None else number_text(figure.at_most, unit)
    number = words.bounds(number_text(figure.at_least, unit), high)
    plain = _UNITS.sub("", figure.written).removesuffix(word).replace("–", words.say("to"))
    shown = words.say(f"unit.{unit.value}") if word in UNITS.values() else counter(word, words.lang, number)
    return f"{number}{shown}", "" if plain == number else figure.written


def _gains(value: Gains, words: Words) -> tuple[str, str]:
    if value.gross == value.net and value.gross is not None:
        return _figure(value.gross, "illegal_gains", words)
    gross, net = (value_words(one, "paid", words) for one in (value.gross, value.net))
    return words.say("value.gains", gross=gross, net=net), ""


def _category(value: Category, words: Words) -> str:
    names = words.joined([words.term(name, Family.CATEGORY) for name in value.options])
    if value.each:
        return words.say("clause").join([names, words.say("how.each")])
    return words.say("how.one_of", names=names) if len(value.options) > 1 else names


def _punished(value: Punishment | Penalty, words: Words) -> str:
    if isinstance(value, Punishment) and value.exempted:
        return words.say("stated.exempted")
    days = value.days if isinstance(value, Penalty) else (value.days,) if value.days else ()
    if value.truth is Truth.YES and days:
        return words.joined([day.written for day in days])
    return words.term(value.truth.value, Family.TRUTH)


def _fields(value: Value, words: Words) -> Iterator[str]:
    """The fields of a whole person, dealing or batch that say something."""
    for name in type(value).model_fields:
        inner = getattr(value, name)
        if name in ("id", "line") or inner in (None, "", (), "natural"):
            continue
        if isinstance(inner, Deductions | Body):
            yield from _fields(inner, words)
        elif name == "bodies":
            for body in inner:
                yield from _fields(body.model_copy(update={"deductions": Deductions()}), words)
        elif name in _BARE:
            yield value_words(inner, name, words)
        else:
            yield f"{_field(name, words.lang)} {value_words(inner, name, words)}"
