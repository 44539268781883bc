"""Everything that follows for one person, worked out: situations decided one by one, then put together."""

from __future__ import annotations

from thresholds.case.model import Days
from thresholds.consequences.chain import Chain, chain_for
from thresholds.consequences.conditions import conditions_of, standing
from thresholds.consequences.fines import fine_of
from thresholds.consequences.limits import below_range, probation, within
from thresholds.consequences.model import Consequences, Following, Layer, OverlayLine, Source, Span, Standing, Term
from thresholds.consequences.plain import Situation as Plain
from thresholds.consequences.rulebook import fine_mode, rulebook_for
from thresholds.consequences.situations import Situation, situations
from thresholds.consequences.together import Beside, Neighbours, with_law
from thresholds.evaluation.assess import Assessment, Bounds, Engine
from thresholds.law.consequences import LAYERS, Consequence, LayerName
from thresholds.law.model import Grade
from thresholds.values.dates import DateRange
from thresholds.values.status import Status

_NO_NEIGHBOURS: Neighbours = {}
_ABSENT = Standing.DOES_NOT_APPLY


def consequences(
    engine: Engine,
    assessment: Assessment,
    judged_on: Days | None = None,
    neighbours: Neighbours = _NO_NEIGHBOURS,
    chain: Chain | None = None,
    others: Neighbours = _NO_NEIGHBOURS,
    conduct: DateRange | None = None,
) -> Consequences:
    """What follows for one person, between the bounds of his grade.

    Args:
        engine: of the ruleset that the assessment was made by.
        assessment: the person assessed.
        judged_on: the day or month of the judgment; None where there is none yet.
        neighbours: offences, by their article in the statute, that the report points to on the same facts.
        chain: the rules to conclude by; by default those of the ruleset's own data.
        others: further offences of the same instrument that the person reaches; a ruleset of several adds its own.
        conduct: from when to when the conduct can have been; None where the file gives no date.

    Raises:
        SourceErrors: something is wrong in the files of consequences.
        EngineError: durable-rules and the plain evaluation disagree in some situation.
    """
    chain = chain or chain_for(rulebook_for(engine.ruleset, judged_on))
    charged = sorted((entry for entry in assessment.offences if entry[1].high), key=lambda entry: -entry[1].high)
    found = []
    for offence, bounds in charged or [("", assessment.bounds)]:
        beside = _beside(engine, assessment, offence, neighbours, others)._replace(conduct=conduct)
        tried = situations(engine, assessment, chain, beside, offence)
        found.append(_Worker(assessment, judged_on, chain, tried, offence, bounds, beside).work_out())
    return found[0]._replace(besides=tuple(found[1:]))


def _beside(engine: Engine, assessment: Assessment, offence: str, neighbours: Neighbours, others: Neighbours) -> Beside:
    """What stands beside one offence of the ruleset, or beside the only one."""
    statutes = {one.id: one.statute for one in engine.ruleset.offences}
    own = {statutes[name]: bounds.reached for name, bounds in assessment.offences if name != offence and bounds.high}
    return Beside(statutes.get(offence, engine.ruleset.statute), neighbours, {**others, **own})


class _Worker:
    """Works out what follows for one person from one offence."""

    def __init__(
        self,
        assessment: Assessment,
        judged_on: Days | None,
        chain: Chain,
        tried: list[Situation],
        offence: str,
        bounds: Bounds,
        beside: Beside,
    ) -> None:
        self.assessment, self.judged_on, self.chain, self.book = assessment, judged_on, chain, chain.book
        self.tried, self.offence, self.bounds, self.beside = tried, offence, bounds, beside
        self.concluded = [self.chain.conclude(situation.values) for situation in self.tried]
        names = dict.fromkeys(name for name in self.chain.ids if any(name in found for found in self.concluded))
        #: How each conclusion stands that is drawn in some situation.
        self.standings = {name: standing([name in found for found in self.concluded]) for name in names}

    def work_out(self) -> Consequences:
        """Everything, put together."""
        spans = self._spans()
        followings = {layer: self._followings(layer) for layer in LAYERS}
        fine = fine_of(self.book, self.tried, self.standings)
        below = below_range(spans, self.book, self.concluded, followings["latitude"])
        every = tuple(found for layer in LAYERS for found in followings[layer])
        provisions = self.assessment.provisions
        return Consequences(
            ranges=tuple(span.grade for span in spans),
            fine=fine.band if fine else None,
            fine_rule=fine.rule if fine else None,
            provisions=tuple((rule, status) for rule, status in provisions if status is not Status.NOT_ESTABLISHED),
            spans=spans,
            fine_steps=fine.steps if fine else (),
            circumstances=followings["circumstances"],
            latitude=followings["latitude"],
            limits=followings["limits"],
            probation=probation(spans, below, self.book, self.concluded, every) if spans else None,
            below_range=below,
            overlays=self._overlays([span.grade.id for span in spans]),
            chain=tuple(self._layer(layer) for layer in LAYERS),
            sources=tuple(Source(file.id, file.sha256) for file in self.book.data.files),
            offence=self.offence,
        )

    def _spans(self) -> tuple[Span, ...]:
        """The ranges of the grades at the bounds, and of those between that some world gives an item of."""
        grades, bounds = self.book.ruleset.grades, self.bounds
        met = {one.rank for one in self.assessment.findings if one.status in (Status.ESTABLISHED, Status.OPEN)}
        given = [rank for rank in range(bounds.low, bounds.high + 1) if rank in met or rank in bounds]
        between = [grades[rank] for rank in given]
        return tuple(self._span(grade) for grade in between if grade.months and grade.offence == self.offence)

    def _span(self, grade: Grade) -> Span:
        terms = [
            Term(punishment, within(punishment.months, grade.months))
            for punishment in self.book.data.general.punishments
            if punishment.word in grade.range
        ]
        stands = self.standings.get(f"range:{grade.id}", Standing.OPEN)
        return Span(grade, stands, tuple(terms), fine_mode(grade))

    def _followings(self, layer: str) -> tuple[Following, ...]:
        """The consequences of a layer that stand in some situation, and those that are always listed."""
        return tuple(
            self._following(entry)
            for entry in self.book.data.consequences
            if entry.layer == layer and entry.id not in self.book.out_of_force
            if entry.always or entry.id in self.standings
        )

    def _following(self, entry: Consequence) -> Following:
        situations = [
            Plain(self.book, situation.values, found, entry.layer)
            for situation, found in zip(self.tried, self.concluded, strict=True)
        ]
        entry = with_law(entry, self.beside, self.book)
        conditions = conditions_of(entry.when, self.book, self.assessment.person, situations)
        return Following(entry, self.standings.get(entry.id, _ABSENT), conditions)

    def _layer(self, name: LayerName) -> Layer:
        drawn = [rule for rule in self.book.rules if rule.layer == name and rule.id in self.standings]
        return Layer(name, tuple((rule.id, self.standings[rule.id]) for rule in drawn))

    def _overlays(self, grades: list[str]) -> tuple[OverlayLine, ...]:
        """Starting points of documents that were there at the judgment; of an unknown day, of all."""
        day, ruleset = self.judged_on, self.book.ruleset.id
        return tuple(
            OverlayLine(overlay, point, bool(day and overlay.trial_until and day.first > overlay.trial_until))
            for overlay in self.book.data.overlays
            if day is None or overlay.in_force.start <= day.last
            for point in overlay.starting_points
            if point.ruleset == ruleset and point.grade in grades
        )
