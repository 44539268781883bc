"""A case as plain values → a case file that people read: one line for each dealing, keys in one language.

What is written loads to the same case: names, figures and free text stand as given, while keys and enumerated
values are spelled in the language asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from thresholds import glossary
from thresholds.case.facts import EVERYONE, FACT_KEYS
from thresholds.case.load import collector_paused, document, read_case
from thresholds.case.read import CASE_SCHEMA
from thresholds.glossary import Family
from thresholds.law.model import FactDeclaration, Parameter
from thresholds.law.vocabulary import vocabulary
from thresholds.source.validated import to_plain

HEAD = ("schema", "id", "title", "ruleset", "judged_on", "region", "standards", "source", "note", "court")
SECTIONS = ("evidence", "persons", "batches", "dealings", "facts", "readings", "expected")
#: Entries wider than this many columns are written key by key, one line each; a dealing never is.
WIDTH = 160

#: Keys whose values are words of the glossary; in every other value only the writer's own words stand.
_FAMILIES: dict[str, tuple[Family, ...]] = {
    "act": (Family.ACT,),
    "category": (Family.CATEGORY, Family.TRUTH),
    "kinds": (Family.CATEGORY,),
    "one_of": (Family.CATEGORY,),
    "records": (Family.CATEGORY,),
    "counted": (Family.CATEGORY,),
    "obtained_in": (Family.ORIGIN, Family.TRUTH),
    "grade": (Family.GRADE,),
    "role_in_joint_offence": (Family.ROLE, Family.TRUTH),
    "grave_consequences": (Family.TRUTH, Family.CONSEQUENCE),
    "declared.records": (Family.CATEGORY,),
    **dict.fromkeys(("declared.truth", "declared.penalty", "declared.punishment", "dealt_with"), (Family.TRUTH,)),
    **dict.fromkeys(
        (
            "consent", "anonymised", "disputed", "knew_of_crime", "used_in_crime", "lawful_business",
            "prior_criminal_punishment", "administrative_penalty", "major_economic_loss", "adverse_social_impact",
            "first_offender", "full_restitution", "repentance", "breach_of_state_provisions", "website_or_group",
            "sole_purpose_crime", "voluntary_surrender", "confession", "meritorious_service", "plea_and_acceptance",
            "attempt", "minor", "recidivist",
        ),
        (Family.TRUTH,),
    ),
}  # fmt: skip
#: Keys under which text, lists and maps stand as they are.
_FREE = ("source", "note", "court")
#: Keys that stand around a value of the key above them.
_AROUND = ("is", "value", "at_least", "at_most")
#: Where a key has two Chinese spellings, the one that is not the first.
_ELSEWHERE = {"source": "出处"}
_IN_A_DEALING = {"id": "编号"}

_PLAIN = re.compile(r"[\w¥]{0}*(?: {0}+)*".format("[\\w¥.%+/~·—、。，；：？！（）《》〈〉〔〕【】「」『』“”‘’…–-]"))
_NULL = ("null", "Null", "NULL")
_ESCAPED = re.compile('[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|["\\\\]')


def case_text(plain: Mapping[str, object], lang: str = "zh") -> str:
    """The text of a case file (YAML 1.2) in the house layout, ending in a line break; the same for the same case.

    `plain` has the keys of a case file in either language and plain values: text, whole numbers, true and false,
    None, lists and maps. The line `schema` is added where it is missing.

    Raises:
        TypeError: a value is of another kind; a float, for one, is not the number that was written.
    """
    found = {glossary.find_key(key) or key: value for key, value in plain.items()}
    found.setdefault("schema", CASE_SCHEMA)
    lines: list[str] = []
    for key in (*HEAD, *(key for key in found if key not in HEAD and key not in SECTIONS)):
        if key in found:
            value = found[key] if key in _FREE else _worded(key, found[key], lang)
            lines += _entry(key if key == "schema" else _spelled(key, lang, _ELSEWHERE), value, "")
    for key in SECTIONS:
        if found.get(key):
            lines += ["", *_section(key, found[key], lang)]
        elif key in found:
            lines += ["", f"{_spelled(key, lang)}: {_flow(found[key])}"]
    return "\n".join(lines) + "\n"


def rewritten(source: str, lang: str = "zh") -> str:
    """The text of the case in a file, a ledger for one, in the house layout; of YAML without its comments.

    Raises:
        SourceErrors: with everything that is wrong in the file.
    """
    with collector_paused():
        written = document(Path(source))
        read_case(*written)
        plain: dict[str, object] = to_plain(written.root)
        return case_text(plain, lang)


def _section(key: str, value: object, lang: str) -> Iterator[str]:
    yield f"{_spelled(key, lang)}:"
    if key == "dealings" and isinstance(value, Sequence) and not isinstance(value, str):
        for dealing in value:
            yield f"- {_flow(_worded('dealing', dealing, lang, _IN_A_DEALING))}"
        return
    if not isinstance(value, Mapping):
        raise TypeError(f"{key}: {type(value).__name__}")
    for name, inner in value.items():
        shown = _spelled("everyone", lang) if key == "facts" and name in EVERYONE else name
        yield from _entry(shown, _worded(f"{key}.", inner, lang, _ELSEWHERE), "  ")


def _entry(name: str, value: object, indent: str) -> Iterator[str]:
    """One line, or one line for each key inside when that is too long."""
    line = f"{indent}{_scalar(name)}: {_flow(value)}"
    if _columns(line) <= WIDTH or not isinstance(value, Mapping) or not value:
        yield line
        return
    yield f"{indent}{_scalar(name)}:"
    for key, inner in value.items():
        yield from _entry(str(key), inner, indent + "  ")


def _columns(line: str) -> int:
    """How many columns a line takes where Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _worded(context: str, value: object, lang: str, spellings: Mapping[str, str] = MappingProxyType({})) -> object:
    """The value under a key, with keys and words of the glossary spelled in the language."""
    if isinstance(value, Mapping):
        return dict(_pair(context, str(key), inner, lang, spellings) for key, inner in value.items())
    families = _FAMILIES.get(context, ())
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, str):
        return _word(value, families, lang)
    if isinstance(value, Sequence):
        return [_worded(context, inner, lang) for inner in value]
    return value


def _pair(context: str, key: str, value: object, lang: str, spellings: Mapping[str, str]) -> tuple[str, object]:
    identifier = glossary.find_key(key)
    own = _declared(context, key, identifier)
    if own is not None:
        kind = f"declared.{own.kind}" if isinstance(own, FactDeclaration) else ""
        return (own.label if lang == "zh" else own.id), _worded(kind, value, lang)
    if identifier is None:
        return _word(key, _FAMILIES.get(context, ()), lang), _worded("", value, lang)
    spelled = _spelled(identifier, lang, spellings)
    if identifier in _FREE:
        return spelled, value
    if context == "persons." and identifier == "kind":
        return spelled, _word(str(value), (Family.PERSON_KIND,), lang)
    return spelled, _worded(context if identifier in _AROUND else identifier, value, lang)


def _declared(context: str, key: str, identifier: str | None) -> FactDeclaration | Parameter | None:
    """The fact or the parameter of a ruleset that a key of facts, or of standards, spells."""
    if context == "standards":
        return vocabulary().parameters.get(key)
    if context == "facts." and identifier not in FACT_KEYS:
        return vocabulary().facts.get(key)
    return None


def _word(text: str, families: Sequence[Family], lang: str) -> str:
    """A word of these families in the language; any other text as it is."""
    for family in families:
        identifier = glossary.find_value(family, text)
        if identifier is not None:
            return glossary.label(identifier, "zh", family) if lang == "zh" else identifier
    return text


def _spelled(key: str, lang: str, spellings: Mapping[str, str] = MappingProxyType({})) -> str:
    if lang != "zh":
        return key
    entry = glossary.term(key, Family.KEY) or glossary.term(key, Family.FACT)
    return spellings.get(key) or (entry.zh if entry else key)


def _flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(str(key))}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, str):
        return _scalar(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Sequence):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    raise TypeError(type(value).__name__)


def _scalar(text: str) -> str:
    """The text as a scalar of YAML: bare where nothing in it could be taken for syntax, otherwise in quotes."""
    if _PLAIN.fullmatch(text) and text not in _NULL:
        return text
    return '"' + _ESCAPED.sub(lambda match: _escape(match[0]), text) + '"'


def _escape(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    common = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    number = ord(character)
    return common.get(character) or (f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}")
