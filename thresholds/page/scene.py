"""What the page shows of a state, as values for its templates: the tier, the tree, the ladder, readings, near tiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from thresholds import glossary
from thresholds.case.load import load_case
from thresholds.errors import SourceErrors, ThresholdsError
from thresholds.glossary import Family
from thresholds.page.as_case import case_of, ignored, presumed
from thresholds.page.fields import ACT, SECOND, Group, fields_of, takes
from thresholds.page.steps import Flip, Moves, Step, flips, steps_at
from thresholds.rendering.branches import Branch, branches
from thresholds.rendering.document.charts import rung_text
from thresholds.rendering.document.ladder_svg import NARROW, WIDE, rung_svg
from thresholds.rendering.document.rungs import drawn
from thresholds.rendering.margins import MarginWords
from thresholds.rendering.sentences import MARKS
from thresholds.rendering.words import Words
from thresholds.report.ladder import ladder
from thresholds.report.model import evaluate
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.errors import Diagnostic
    from thresholds.evaluation.assess import Bounds
    from thresholds.law.model import Ruleset
    from thresholds.page.fields import Field
    from thresholds.page.state import State
    from thresholds.rendering.document.markup import Markup
    from thresholds.report.model import PersonReport, Report


#: Ranks from here on look the same.
_HIGHEST = 3
#: A figure that is none, that has no bounds, that is in the wrong unit: files take more than fields do.
_UNREAD = ("TH205", "TH206", "TH209")
#: For every rung the places of its lines, with the steps around each.
Around = tuple[tuple[tuple[int, list[Step]], ...], ...]


class Verdict(NamedTuple):
    """The tier in words, its lower and upper rank, and what both sides would make of it."""

    text: str
    low: int
    high: int
    sides: str

    @property
    def look(self) -> str:
        """The class that it is drawn in: by its rank, and by none while that is open."""
        return f"rank-{min(self.high, _HIGHEST)}" if self.low == self.high else "unsettled"


class Bar(NamedTuple):
    """A rung as drawn, wide and narrow, and for each line on it the steps around it, each with the line's name."""

    wide: Markup
    narrow: Markup
    steps: tuple[tuple[str, tuple[Step, ...]], ...]


class Line(NamedTuple):
    """An item in one line; `status` is a class, `text` its numbers."""

    item: str
    cite: str
    status: str
    said: str
    text: str


class Use(NamedTuple):
    """A reading: what it asks, its options with the one chosen, and what another would make of the tier."""

    id: str
    asks: str
    options: tuple[tuple[str, str, bool], ...]
    effects: tuple[str, ...]


class Wrong(NamedTuple):
    """What is wrong: a sentence with its code, and the field that it is about, where that is known."""

    text: str
    field: str = ""


class Charge(NamedTuple):
    """One offence of one person."""

    heading: str
    name: str
    verdict: Verdict
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    tree: tuple[Branch, ...]


class Scene(NamedTuple):
    """Every offence and the readings, or what is wrong with what was typed.

    `ignored` are facts and readings that the ruleset does not know; `presumed` says what conduct is taken as that is
    not stated.
    """

    charges: tuple[Charge, ...]
    uses: tuple[Use, ...] = ()
    errors: tuple[Wrong, ...] = ()
    ignored: tuple[str, ...] = ()
    presumed: str = ""

    @property
    def look(self) -> str:
        """The class of the highest tier of all, or of what is wrong."""
        return _foremost([charge.verdict for charge in self.charges]) if self.charges else f"rank-{_HIGHEST}"


def scene_of(state: State, ruleset: Ruleset) -> Scene:
    """What the page shows of a state."""
    unknown = ignored(state, ruleset)
    try:
        report = report_of(state, ruleset)
    except ThresholdsError as error:
        kept = tuple(_uses_unscored(state, ruleset))
        return Scene((), kept, errors=tuple(_wrong(error, state, ruleset)), ignored=unknown)
    fields = {field.key: field for field in fields_of(ruleset, state.lang)}
    [person] = report.persons
    found = []
    for number, one in enumerate(person.shown):
        words = Words(state.lang, one.engine.ruleset)
        moves = Moves(partial(offence_in, ruleset, one.charged), state, fields)
        steps = tuple([tuple(steps_at(rung, state, fields, words, moves)) for rung in ladder(one)])
        found.append(_charge(one, number, words, steps))
    words = Words(state.lang, ruleset)
    taken = words.say("page.presumed", act=words.term(ACT, Family.ACT)) if presumed(state, ruleset) else ""
    return Scene(tuple(found), tuple(_uses(person, state.lang)), ignored=unknown, presumed=taken)


def _wrong(error: ThresholdsError, state: State, ruleset: Ruleset) -> Iterator[Wrong]:
    """Every error once: beside its field where what is typed there is wrong by itself."""
    if not isinstance(error, SourceErrors):
        yield Wrong(error.show(state.lang))
        return
    said = dict.fromkeys(_sentence(one, state.lang) for one in error.diagnostics)
    fields = {field.key: field for field in fields_of(ruleset, state.lang)}
    for name, value in state.facts:
        alone = state._replace(facts=_alone(name, value), readings=())
        try:
            report_of(alone, ruleset)
        except SourceErrors as found:
            for one in found.diagnostics:
                said.pop(_sentence(one, state.lang), None)
                yield Wrong(_sentence(one, state.lang, fields.get(name)), name)
    yield from map(Wrong, said)


def wrong_lines(error: ThresholdsError, state: State, ruleset: Ruleset) -> list[str]:
    """What is wrong in a state where its fields are not in sight: each line begins with what its field is called."""
    fields = {field.key: field for field in fields_of(ruleset, state.lang)}
    return [
        f"{_called(fields[one.field], state.lang)}{one.text}" if one.field in fields else one.text
        for one in _wrong(error, state, ruleset)
    ]


def _called(field: Field, lang: str) -> str:
    """What a field is called on the page, where one of another body of records is called the same."""
    part = phrase("page.part", lang)
    group = phrase("page.group.second", lang) + part if field.group is Group.SECOND else ""
    return f"{group}{field.label}{part}"


def _sentence(one: Diagnostic, lang: str, field: Field | None = None) -> str:
    """A diagnostic with its code; of a figure that cannot be read the hint is what its field takes."""
    said = one.message(lang)
    if field is not None and field.figure and one.code in _UNREAD:
        own = phrase("hint", lang).format(hint=phrase(f"{one.code}.hint", lang).format())
        said = said.removesuffix(own) + phrase("hint", lang).format(hint=takes(field, lang))
    return f"{one.code} {said}"


def _alone(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """A fact with what it needs to be read: where it speaks of the second body of records, one of no records."""
    body = ((f"{SECOND}{glossary.ids(Family.CATEGORY)[0]}", "0"),) if name.startswith(SECOND) else ()
    return (*body, (name, value))


def report_of(state: State, ruleset: Ruleset) -> Report:
    """The report on what the page says.

    Raises:
        SourceErrors: with everything that is wrong in what was typed.
        ReadingError: there is no such reading, or no such option of it.
    """
    return evaluate(load_case(case_of(state, ruleset), ruleset), ruleset)


def scene_of_person(person: PersonReport, lang: str) -> Scene:
    """What the page shows of a person of a case file: nothing of it can be set there but readings."""
    charges = [charge_of(one, lang, number) for number, one in enumerate(person.shown)]
    return Scene(tuple(charges), tuple(_uses(person, lang)))


class Told(NamedTuple):
    """A person of a case file by name, with the tier of each offence, and the class of the highest among them."""

    name: str
    tiers: str
    look: str


def persons_of(report: Report, lang: str) -> tuple[Told, ...]:
    """Everyone in a case file, in its order."""
    return tuple([_told(person, lang) for person in report.persons])


def _told(person: PersonReport, lang: str) -> Told:
    found = [verdict_of(one, Words(lang, one.engine.ruleset)) for one in person.shown]
    between = phrase("list-separator", lang)
    return Told(person.name, between.join(one.text for one in found), _foremost(found))


def _foremost(verdicts: Sequence[Verdict]) -> str:
    return max(verdicts, key=lambda one: (one.high, one.low)).look


def charge_of(person: PersonReport, lang: str, number: int = 0) -> Charge:
    """One offence of a person, with nothing to set; `number` keeps the ids of its drawings apart."""
    return _charge(person, number, Words(lang, person.engine.ruleset), ())


def flips_of(state: State, ruleset: Ruleset) -> tuple[Flip, ...]:
    """Every tier near the state, with the least changes; nothing where something typed is wrong."""
    try:
        report = report_of(state, ruleset)
    except ThresholdsError:
        return ()
    fields = {field.key: field for field in fields_of(ruleset, state.lang)}
    found: list[Flip] = []
    for person in report.persons[0].shown:
        words = Words(state.lang, person.engine.ruleset)
        found += flips(person, state, fields, words, partial(_bounds, ruleset, person.charged))
    return tuple(found)


def _bounds(ruleset: Ruleset, charged: str, state: State) -> Bounds | None:
    """The tier of one offence in another state; None where it cannot be scored."""
    found = offence_in(ruleset, charged, state)
    return found.assessment.bounds if found is not None else None


def offence_in(ruleset: Ruleset, charged: str, state: State) -> PersonReport | None:
    """One offence in another state, whatever else that state speaks of; None where it cannot be scored."""
    try:
        [person] = report_of(state, ruleset).persons
    except ThresholdsError:
        return None
    return next((one for one in person.charges if one.charged == charged), None)


def flips_of_person(person: PersonReport, lang: str) -> tuple[Flip, ...]:
    """The same of a person of a case file, in words alone."""
    found = []
    for charge in person.shown:
        wording = MarginWords(charge, Words(lang, charge.engine.ruleset))
        for margin in charge.margins:
            ways = tuple([Step(text, ()) for text, _ in wording.sentences(margin)])
            found.append(Flip(wording.head(margin), ways))
    return tuple(found)


def _charge(person: PersonReport, number: int, words: Words, steps: Around) -> Charge:
    return Charge(
        heading=words.heading(person),
        name=words.term(person.charged or person.engine.ruleset.offence),
        verdict=verdict_of(person, words),
        lines=tuple(lines_of(person, words)),
        bars=tuple(_bars(person, number, words, steps)),
        tree=branches(person, words),
    )


def verdict_of(person: PersonReport, words: Words) -> Verdict:
    """The tier in words and as ranks."""
    low, high = person.assessment.bounds
    accused, prosecution = (words.grade(person.grade_of(side)) for side in person.sides)
    return Verdict(words.grade(person.grade), low, high, words.say("sides", accused=accused, prosecution=prosecution))


def lines_of(person: PersonReport, words: Words) -> list[Line]:
    """Every item in one line."""
    found = []
    for finding in person.findings:
        said = f"{MARKS[finding.status]} {words.say(f'status.{finding.status.value}')}"
        text = words.measured(finding.decisive) if finding.decisive is not None else ""
        found.append(Line(finding.item, words.cite(finding.item), finding.status.value, said, text))
    return found


def _bars(person: PersonReport, number: int, words: Words, steps: Around) -> list[Bar]:
    rungs = ladder(person)
    found = []
    for place, (rung, bar) in enumerate(zip(rungs, drawn(rungs, words.lang), strict=True)):
        told = rung_text(rung, words)
        name = f"rung-{number}-{place}"
        around = steps[place] if steps else ()
        named = tuple([(_line(bar.marks[at].figure, bar.marks[at].grade), tuple(some)) for at, some in around])
        wide, narrow = rung_svg(bar, WIDE, f"{name}-wide", told), rung_svg(bar, NARROW, f"{name}-narrow", told)
        found.append(Bar(wide, narrow, named))
    return found


def _line(figure: str, grade: str) -> str:
    return f"{figure} {grade}"


def _uses(person: PersonReport, lang: str) -> Iterator[Use]:
    """Every reading once, with what another option would make of each offence."""
    names = dict.fromkeys(use.id for charge in person.shown for use in charge.readings)
    for name in names:
        charges = [charge for charge in person.shown if any(use.id == name for use in charge.readings)]
        words = Words(lang, charges[0].engine.ruleset)
        reading = charges[0].engine.ruleset.reading(name)
        assert reading is not None
        chosen = next(use.chosen for use in charges[0].readings if use.id == name)
        options = [(id_, one.zh if lang == "zh" else one.en, id_ == chosen) for id_, one in reading.options.items()]
        effects = [effect for charge in charges if (effect := _effect(charge, name, words, len(person.shown) > 1))]
        asks = reading.asks if lang == "zh" else reading.asks_en or reading.asks
        yield Use(name, asks, tuple(options), tuple(effects))


def _uses_unscored(state: State, ruleset: Ruleset) -> Iterator[Use]:
    """Every reading with what is chosen of it, where nothing can be scored; a choice that there is not stands as it is.

    What is wrong is put right beside it, and what was chosen is not lost meanwhile.
    """
    chosen, zh = dict(state.readings), state.lang == "zh"
    for reading in ruleset.readings:
        now = chosen.get(reading.id, reading.default)
        options = [(id_, one.zh if zh else one.en, id_ == now) for id_, one in reading.options.items()]
        options += [(now, now, True)] if now not in reading.options else []
        yield Use(reading.id, reading.asks if zh else reading.asks_en or reading.asks, tuple(options), ())


def _effect(person: PersonReport, name: str, words: Words, named: bool) -> str:
    """What the other option would make of the tier; empty where it makes nothing else."""
    use = next(use for use in person.readings if use.id == name)
    reading = person.engine.ruleset.reading(name)
    if use.changes_to is None or use.other is None or reading is None:
        return ""
    other = reading.options[use.other]
    offence = words.term(person.charged or person.engine.ruleset.offence)
    says = words.say(
        "page.reading.changes",
        option=other.zh if words.lang == "zh" else other.en,
        grade=words.grade(person.grade_of(use.changes_to)),
    )
    return f"{offence}{words.say('page.part')}{says}" if named else says
