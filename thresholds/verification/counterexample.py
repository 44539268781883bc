"""A world that the solver found, as a case file: dealings and facts that make it, and what the engine says of them.

What cannot be told of in a few lines is left out; whether the engine sees in the case what the solver saw in the world
is always tried, never supposed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from thresholds.case.load import load_case
from thresholds.case.read import CASE_SCHEMA
from thresholds.case.write import case_text
from thresholds.errors import EngineError, SourceErrors
from thresholds.glossary import Family, label
from thresholds.law.conditions import UNIT
from thresholds.law.load import available
from thresholds.law.model import GENERAL, Ruleset
from thresholds.report.as_dict import number_text
from thresholds.report.model import evaluate
from thresholds.values.figures import Unit
from thresholds.values.status import Status
from thresholds.verification.claims import Outcome, Says, Verdict, says
from thresholds.verification.ground import Concrete, Ground
from thresholds.verification.symbols import ALL, APART, NARROW, Quantity, Truth

Plain = dict[str, object]

_GAINS = "illegal_gains"
_BREACH = "breach_of_state_provisions"
_SUPPLY, _GET, _BARE = "sale", "purchase", "theft"


class Expected(NamedTuple):
    """What the solver saw of one person: which items are met, and the grade as a rank."""

    items: Mapping[str, bool]
    rank: int


class Told(NamedTuple):
    """Worlds told as case files, and whether the engine sees in every person what the solver saw.

    `refused` says that the engine refused to answer, for its two forms disagree.
    """

    cases: tuple[str, ...]
    agrees: bool
    refused: bool = False


def tell(
    ground: Ground,
    worlds: Mapping[str, Concrete],
    title: str,
    note: Sequence[str] = (),
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
) -> Told:
    """Worlds by the id of a person each, as one case file, or as several where they differ in readings or standards.

    Every line of `note` stands at the top of each file as a comment; `names` are those of the persons.
    """
    files: dict[str, dict[str, Concrete]] = {}
    heads: dict[str, Plain] = {}
    for person, concrete in worlds.items():
        head = _head(ground.ruleset, concrete)
        heads.setdefault(repr(head), head)
        files.setdefault(repr(head), {})[person] = concrete
    texts = []
    agrees, refused = True, False
    for number, (key, persons) in enumerate(files.items(), 1):
        name = f"verify-{number}" if len(files) > 1 else "verify"
        plain = {"schema": CASE_SCHEMA, "id": name, "title": title, "ruleset": _named(ground.ruleset), **heads[key]}
        plain |= _body(ground.ruleset, persons, lang, names or {})
        text = case_text(plain, lang)
        seen = _seen(ground, text, persons)
        agrees, refused = agrees and seen is True, refused or seen is None
        texts.append("".join(f"# {' '.join(line.split())}\n" for line in note) + text)
    return Told(tuple(texts), agrees, refused)


def expected(ground: Ground, concrete: Concrete) -> Expected:
    """What the program concludes of a world."""
    items = {place.item.id: concrete.met[place.number] for place in ground.places}
    ranks = [place.rank for place in ground.places if concrete.met[place.number]]
    return Expected(items, max(ranks, default=0))


def _seen(ground: Ground, text: str, persons: Mapping[str, Concrete]) -> bool | None:
    """Whether the engine sees the same in every person; None where it refuses to answer."""
    try:
        report = evaluate(load_case(text, ground.ruleset), ground.ruleset)
    except SourceErrors:
        return False
    except EngineError:
        return None
    for person, concrete in persons.items():
        wanted, found = expected(ground, concrete), report.person(person)
        bounds = found.assessment.bounds
        if not bounds.low == bounds.high == wanted.rank:
            return False
        for finding in found.findings:
            met = wanted.items.get(finding.item)
            if met is not None and met != (finding.status is Status.ESTABLISHED):
                return False
    return True


def _named(ruleset: Ruleset) -> str:
    """How the case names the ruleset that it is measured by: by its id, or by its file where it is another one."""
    shipped = available().get(ruleset.id)
    same = shipped is not None and Path(ruleset.file) == shipped
    return ruleset.id if same else ruleset.file


def _head(ruleset: Ruleset, concrete: Concrete) -> Plain:
    """Readings that are not the default, and what regions have fixed."""
    readings = {}
    for truth, so in concrete.truths.items():
        reading = ruleset.reading(truth.name) if truth.kind == "option" and so else None
        if reading is not None and truth.detail != (reading.default,):
            readings[reading.id] = truth.detail[0]
    fixed = {
        quantity.name: _yuan(number) for quantity, number in concrete.numbers.items() if quantity.kind == "parameter"
    }
    return {key: value for key, value in (("readings", readings), ("standards", fixed)) if value}


def _body(ruleset: Ruleset, persons: Mapping[str, Concrete], lang: str, names: Mapping[str, str]) -> Plain:
    dealings = []
    facts = {}
    for person, concrete in persons.items():
        made = _Made(ruleset, person, concrete, lang)
        dealings += made.dealings
        facts[person] = made.facts
    for number, dealing in enumerate(dealings, 1):
        dealing["id"] = f"D{number}"
    ordered = [{"id": dealing.pop("id"), **dealing} for dealing in dealings]
    found: Plain = {"persons": {person: _described(person, concrete, names) for person, concrete in persons.items()}}
    if ordered:
        found["dealings"] = ordered
    stated = {person: told for person, told in facts.items() if told}
    if stated:
        found["facts"] = stated
    return found


def _described(person: str, concrete: Concrete, names: Mapping[str, str]) -> Plain:
    """The person's name, and that it is a unit."""
    unit = any(so for truth, so in concrete.truths.items() if truth.kind == "fact" and truth.name == UNIT)
    named: Plain = {"name": names[person]} if person in names else {}
    return named | ({"kind": UNIT} if unit else {})


class _Made:
    """The dealings and facts of one person that make a world."""

    def __init__(self, ruleset: Ruleset, person: str, concrete: Concrete, lang: str) -> None:
        self.ruleset, self.person, self.concrete, self.lang = ruleset, person, concrete, lang
        self.dealings: list[Plain] = []
        self.facts: Plain = {}
        self._declared()
        self._truths()
        if ruleset.from_dealings:
            self._records()
            self._gains()
            self._conduct()
        elif self._amount(_GAINS):
            self.facts[_GAINS] = _yuan(self._amount(_GAINS))

    def _add(self, act: str, **parts: object) -> Plain:
        made: Plain = {"by": self.person, "act": act, **parts}
        self.dealings.append(made)
        return made

    def _amount(self, name: str, part: str = ALL) -> int:
        return self.concrete.number(Quantity("money", name, part))

    def _declared(self) -> None:
        """Numbers, amounts and records that are facts of the person."""
        tallies: dict[str, Plain] = {}
        for quantity, number in self.concrete.numbers.items():
            if not number:
                continue
            if quantity.kind == "number":
                self.facts[self._key(quantity.name)] = f"{number} {self.ruleset.declared[quantity.name].unit}"
            elif quantity.kind == "tally":
                category = label(quantity.part, self.lang, Family.CATEGORY) if self.lang == "zh" else quantity.part
                tallies.setdefault(quantity.name, {})[category] = f"{number} 条"
            elif quantity.kind == "money" and quantity.part == ALL and quantity.name != _GAINS:
                self.facts[self._key(quantity.name)] = _yuan(number)
        self.facts |= {self._key(name): told for name, told in tallies.items()}

    def _key(self, name: str) -> str:
        """A declared fact as people write it."""
        fact = self.ruleset.declared.get(name)
        return fact.label if fact is not None and fact.label and self.lang == "zh" else name

    def _truths(self) -> None:
        for truth, so in self.concrete.truths.items():
            if truth.kind == "fact" and so and truth.name != UNIT:
                self.facts[self._key(truth.name)] = "yes"

    def _records(self) -> None:
        """What was got, what was supplied out of duty, and what a conduct of its own keeps apart."""
        for quantity, number in self.concrete.numbers.items():
            if quantity.kind != "records" or not number:
                continue
            category = quantity.name
            if quantity.part == ALL:
                rest = number - self.concrete.number(quantity._replace(part=NARROW))
                if rest:
                    self._add(_GET, records={category: f"{rest} 条"})
            elif quantity.part == NARROW:
                self._add(_SUPPLY, records={category: f"{number} 条"}, obtained_in="duty_or_service")
            elif quantity.part == APART:
                self._apart(category, records={category: f"{number} 条"})
        for truth, so in self.concrete.truths.items():
            if truth.kind == "dealing" and so:
                self._dealing(truth)

    def _apart(self, of: str, **parts: object) -> None:
        special = next(conduct for conduct in self.ruleset.conduct if of in conduct.categories)
        self._add(special.acts[0], **parts, **{special.fact: "yes"})

    def _dealing(self, truth: Truth) -> None:
        act, *categories = truth.detail
        parts: Plain = {"category": categories[0]} if categories else {}
        if truth.name:
            parts[truth.name] = "yes"
        self._add(_GET if act == "get" else _SUPPLY, **parts)

    def _gains(self) -> None:
        """Gains as a total where they need not be divided, otherwise as what was paid for each."""
        whole, narrow = self._amount(_GAINS), self._amount(_GAINS, NARROW)
        if not whole:
            return
        duty = [dealing for dealing in self.dealings if dealing.get("obtained_in") == "duty_or_service"]
        if not narrow and not duty:
            self.facts[_GAINS] = _yuan(whole)
            return
        if narrow:
            supply = duty[0] if duty else self._add(_SUPPLY, obtained_in="duty_or_service")
            supply["paid"] = _yuan(narrow)
        if whole > narrow:
            self._add(_SUPPLY, paid=_yuan(whole - narrow))

    def _conduct(self) -> None:
        """Conduct that nothing else shows; none at all where no state provision is breached."""
        general = self.concrete.is_so(Truth("conduct", GENERAL))
        apart = [conduct for conduct in self.ruleset.conduct if self.concrete.is_so(Truth("conduct", conduct.id))]
        for conduct in apart:
            if not any(dealing.get(conduct.fact) == "yes" for dealing in self.dealings):
                self._apart(conduct.categories[0], category=conduct.categories[0])
        shown = [dealing for dealing in self.dealings if not any(conduct.fact in dealing for conduct in apart)]
        if general and not shown and (apart or _GAINS not in self.facts):
            self._add(_BARE)
        if not general and not apart and (self.dealings or self.facts):
            self.facts[_BREACH] = "no"


def _yuan(fen: int) -> str:
    return f"{number_text(fen, Unit.MONEY)} 元"


def shown(ground: Ground, worlds: Mapping[str, Concrete], because: Says | None = None) -> Outcome:
    """That worlds exist: told as a case and seen so by the engine, or else said to be so in the formulas alone."""
    told = tell(ground, worlds, "verify")
    reasons = (because,) if because is not None else ()
    if told.agrees:
        return Outcome(Verdict.PROVED, reasons, worlds)
    return Outcome(Verdict.DOUBTFUL, (*reasons, says("not-shown")), worlds)
