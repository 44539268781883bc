"""What an export says of itself: where it comes from, what its inputs and numbers are, what it leaves out."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from thresholds import __version__, glossary
from thresholds.export.core import Core, Input, Number, Source
from thresholds.export.naming import in_fen
from thresholds.glossary import Family
from thresholds.law.conditions import UNIT
from thresholds.law.model import GENERAL
from thresholds.wording import counter, phrase

SCHEMA = "thresholds/export/1"


class LeftOut(NamedTuple):
    """Something that the export does not decide: a kind, a sentence, the items or readings concerned."""

    kind: str
    says: str
    of: tuple[str, ...] = ()


class About:
    """The sentences of one export in one language."""

    def __init__(self, core: Core, lang: str) -> None:
        self.core, self.lang = core, lang
        self._own = core.ruleset.labels
        program = core.program
        self._bearing = {measure.reading for measure in program.options}
        self._bearing |= {chosen.reading for chosen in (program.capping, program.mixing) if chosen is not None}

    def say(self, key: str, **fields: object) -> str:
        """A phrase of this topic with its fields filled."""
        return phrase(key, self.lang).format(**fields)

    def label(self, identifier: str, family: Family | None = None) -> str:
        """What people call a term, or what the ruleset calls what it names itself."""
        own = self._own.get(identifier)
        return own[self.lang != "zh"] if own is not None else glossary.label(identifier, self.lang, family)

    def joined(self, names: list[str]) -> str:
        """Names as a list."""
        return phrase("list-separator", self.lang).join(names)

    def cite(self, item: str) -> str:
        """An item or a paragraph as it is cited."""
        return self.core.ruleset.cite(item, self.lang)

    # -- where it comes from -------------------------------------------------------------------------

    def header(self) -> dict[str, object]:
        """Everything that the export depends on, what it leaves out, and the largest number; ready for JSON."""
        ruleset = self.core.ruleset
        until = ruleset.in_force.until
        return {
            "schema": SCHEMA,
            "tool": f"thresholds {__version__}",
            "ruleset": {
                "id": ruleset.id,
                "citation": ruleset.citation,
                "title": ruleset.title,
                "sha256": ruleset.sha256,
                "in_force": {"from": str(ruleset.in_force.start), "until": None if until is None else str(until)},
            },
            "readings": self.readings(),
            "integers": {"largest": self.core.maximum, "says": self.say("export.integers", limit=self.core.maximum)},
            "left_out": [
                {"kind": entry.kind, "says": entry.says, **({"of": list(entry.of)} if entry.of else {})}
                for entry in self.left_out()
            ],
        }

    def readings(self) -> list[dict[str, str]]:
        """Every reading with the option chosen, and whether it is in the rules or in how inputs are measured."""
        found = []
        for reading in self.core.ruleset.readings:
            chosen = self.core.choices.option(reading.id)
            option = reading.options[chosen]
            asks = reading.asks if self.lang == "zh" else reading.asks_en or reading.asks
            means = option.zh if self.lang == "zh" else option.en or option.zh
            where = "rules" if reading.id in self._bearing else "inputs"
            says = self.say("reading.option", asks=asks, option=means)
            found.append({"id": reading.id, "chosen": chosen, "in": where, "says": says})
        return found

    def left_out(self) -> list[LeftOut]:
        """What the export does not decide."""
        ruleset = self.core.ruleset
        judged = tuple(item.id for item in self.core.items if item.judgment)
        unread = tuple(item.id for item in self.core.items if not item.judgment and not item.ways)
        after = tuple(rule.id for rule in ruleset.rules if rule.when is not None or rule.rule == "fine")
        found = [LeftOut("judgment", self._of("export.out.judgment", judged), judged)] if judged else []
        found += [LeftOut("readings", self._of("export.out.readings", unread), unread)] if unread else []
        found += [LeftOut(kind, self.say(f"export.out.{kind}")) for kind in ("bounds", "counting", "time")]
        found += [LeftOut("after", self._of("export.out.after", after), after)] if after else []
        return [*found, LeftOut("person", self.say("export.out.person"))]

    def _of(self, key: str, ids: tuple[str, ...]) -> str:
        cites = dict.fromkeys([self.cite(name) for name in ids])
        return self.say(key, items=self.joined(list(cites)))

    def _years(self, years: int) -> str:
        return self.say("export.year") if years == 1 else self.say("export.years", years=years)

    def lines(self) -> list[str]:
        """The header as lines for people."""
        ruleset = self.core.ruleset
        until = ruleset.in_force.until
        force = (
            self.say("export.force.open", start=ruleset.in_force.start)
            if until is None
            else self.say("export.force.closed", start=ruleset.in_force.start, until=until)
        )
        readings = [
            self.say(f"export.reading.{entry['in']}", id=entry["id"], option=entry["chosen"], says=entry["says"])
            for entry in self.readings()
        ]
        return [
            self.say("export.title", citation=ruleset.citation, title=self.title),
            self.say("export.source", id=ruleset.id, sha256=ruleset.sha256, tool=__version__),
            force,
            self.say("export.integers", limit=self.core.maximum),
            *readings,
            self.say("export.out"),
            *(f"- {entry.says}" for entry in self.left_out()),
        ]

    @property
    def title(self) -> str:
        """The title of the ruleset."""
        ruleset = self.core.ruleset
        return ruleset.title if self.lang == "zh" else ruleset.title_en or ruleset.title

    def gloss(self, item: str) -> str:
        """An item in the ruleset's own words."""
        found = self.core.ruleset.by_id[item]
        return found.gloss if self.lang == "zh" else found.gloss_en or found.gloss

    def paragraph(self, paragraph: str) -> str:
        """What a paragraph gives."""
        found = next(one for one in self.core.ruleset.standards if one.id == paragraph)
        return self.say("export.paragraph", cite=self.cite(paragraph), grade=self.label(found.grade, Family.GRADE))

    def met(self, paragraph: str) -> str:
        """What the number of rows of a paragraph is."""
        return self.say("export.rows", cite=self.cite(paragraph))

    def grade(self, offence: str) -> str:
        """What the result called grade is of."""
        if not offence:
            return self.say("export.grade")
        return self.say("export.grade.of", offence=self.label(offence))

    # -- inputs and numbers --------------------------------------------------------------------------

    def of_input(self, entry: Input) -> str:
        """What an input is, with its unit and the question that it answers."""
        source = entry.source
        if source.kind in ("narrow", "narrow_money"):
            return self._narrow(source)
        if source.kind == "dealing":
            return self._dealing(source)
        if source.kind == "conduct":
            return self._conduct(source)
        text = self._fact(source) if source.kind == "fact" else self._number_given(source)
        asks = self._asks(source.name) if source.kind in ("fact", "money", "amount", "parameter") else ""
        return self.say("export.input.asks", what=text, asks=asks) if asks else text

    def _number_given(self, source: Source) -> str:
        fields: dict[str, object] = {"what": self.label(source.name), "unit": self._unit(source)}
        if source.kind == "tally":
            fields["fact"] = self.label(source.detail[0])
        if source.kind == "apart":
            fields["cite"] = self._conduct_cite(source.detail[0])
        text = self.say(f"export.input.{source.kind}", **fields)
        years = self.core.program.accumulating.get(source.name) if source.kind == "amount" else None
        return text + (self.say("export.input.within", years=self._years(years)) if years else "")

    def _unit(self, source: Source) -> str:
        declared = self.core.ruleset.declared.get(source.name)
        if source.kind == "amount" and declared is not None and declared.kind == "number":
            return counter(declared.unit, self.lang).strip()
        return self.say(f"export.unit.{'fen' if in_fen(self.core.ruleset, source) else 'records'}")

    def _asks(self, name: str) -> str:
        """The question that the ruleset has for a fact or a parameter; empty where it has none."""
        ruleset = self.core.ruleset
        asked = {fact.id: (fact.asks, fact.asks_en) for fact in ruleset.facts}
        asked |= {fixed.id: (fixed.asks, fixed.asks_en) for fixed in ruleset.parameters}
        chinese, english = asked.get(name, ("", ""))
        return chinese if self.lang == "zh" else english or chinese

    def _narrow(self, source: Source) -> str:
        narrowing = self.core.program.narrowing
        only = narrowing.counting_only if narrowing else None
        assert only is not None
        whole = only.reading is not None and self.core.choices.option(only.reading) == only.whole_supply
        key = f"export.input.{source.kind}{'.whole' if whole else ''}"
        acts = phrase(f"acts.{only.acts}", self.lang)
        return self.say(key, what=self.label(source.name), origin=self.label(only.obtained_in), acts=acts)

    def _fact(self, source: Source) -> str:
        if source.name == UNIT:
            return self.say("export.input.unit")
        text = self.say("export.input.fact", what=self.label(source.name))
        if source.within:
            text += self.say("export.input.fact.within", years=self._years(source.within))
        if source.detail[0] != GENERAL:
            text += self.say("export.input.fact.conduct", cite=self._conduct_cite(source.detail[0]))
        return text

    def _dealing(self, source: Source) -> str:
        _, acts, *categories = source.detail
        about = self.joined([self.label(name) for name in categories]) or self.say("export.input.any")
        word = phrase(f"acts.{acts}", self.lang)
        if not source.name:
            return self.say("export.input.dealing.any", acts=word, categories=about)
        return self.say("export.input.dealing", acts=word, categories=about, fact=self.label(source.name))

    def _conduct(self, source: Source) -> str:
        if source.name == GENERAL:
            return self.say("export.input.conduct")
        return self.say("export.input.conduct.special", cite=self._conduct_cite(source.name))

    def _conduct_cite(self, conduct: str) -> str:
        found = next(one for one in self.core.ruleset.conduct if one.id == conduct)
        return self.cite(found.cite)

    def of_number(self, number: Number) -> str:
        """What a number made of inputs is."""
        if number.kind == "over":
            amount, parameter = (self.label(name) for name in number.about)
            times = Fraction(-number.parts[1].weight, number.scale)
            return self.say("export.number.over", amount=amount, parameter=parameter, times=times, scale=number.scale)
        text = self.say(f"export.number.{number.kind}", item=self.cite(number.about[0]), scale=number.scale)
        narrowing = self.core.program.narrowing
        only = narrowing.counting_only if narrowing else None
        if number.narrow and only is not None:
            text += self.say("export.number.narrow", origin=self.label(only.obtained_in))
        if any(part.below is not None for part in number.parts):
            text += self.say("export.number.below")
        return text + (self.say("export.number.mixed") if number.mixed else "")
