"""Other offences as plain data: the contract's `cross_flags`, each with the findings that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresholds.report.as_dict import evidence_of, trace_dict
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.evaluation.assess import Finding
    from thresholds.neighbours.flag import Flag
    from thresholds.report.model import PersonReport


def cross_flags(person: PersonReport) -> list[dict[str, object]]:
    """Offences that a provision of the ruleset names, then those that the facts reach under rulesets of their own."""
    named: list[dict[str, object]] = [
        {"offence": rule.offence, "ruleset": None, "why": rule.gloss, "cite": person.engine.ruleset.cite(rule.id)}
        for rule, _ in person.consequences.provisions
        if rule.offence
    ]
    return named + [flag_dict(flag) for flag in person.neighbours]


def flag_dict(flag: Flag) -> dict[str, object]:
    """One offence: its grade between bounds, why it is named, and how its items stand."""
    low, high = flag.grades
    found: dict[str, object] = {
        "offence": offence_label(flag),
        "statute": flag.ruleset.statute,
        "ruleset": flag.ruleset.id,
        "status": flag.status.value,
        "grade": {"at_least": low, "at_most": high},
        "why": why(flag, "zh"),
    }
    if flag.drawn is not None:
        fact, at_most, categories = flag.drawn
        found["drawn_from"] = {"fact": fact, "at_most": at_most, "categories": list(categories)}
    found["findings"] = [_finding(flag, finding) for finding in flag.findings]
    return found


def _finding(flag: Flag, finding: Finding) -> dict[str, object]:
    return {
        "item": finding.item,
        "ruleset": flag.ruleset.id,
        "status": finding.status.value,
        "grade": flag.ruleset.grade_ids[finding.rank],
        "cite": flag.ruleset.cite(finding.item),
        "because": [trace_dict(finding.trace)],
        "evidence": list(evidence_of(finding.trace)),
    }


def offence_label(flag: Flag, lang: str = "zh") -> str:
    """The name of the offence."""
    ruleset = flag.ruleset
    labels = ruleset.labels.get(flag.offence)
    if labels is None:
        return ruleset.statute
    return labels[0 if lang == "zh" else 1]


def why(flag: Flag, lang: str) -> str:
    """Why the offence is named, in one sentence."""
    cites = dict.fromkeys(flag.ruleset.cite(finding.item, lang) for finding in flag.findings)
    items = phrase("list-separator", lang).join(cites)
    if flag.drawn is None:
        key = "neighbour.established" if flag.bounds.low else "neighbour.open"
        return phrase(key, lang).format(citation=flag.ruleset.citation, items=items)
    labels = flag.ruleset.labels[flag.drawn.fact]
    return phrase("neighbour.drawn", lang).format(
        citation=flag.ruleset.citation,
        items=items,
        fact=labels[0 if lang == "zh" else 1],
        most="" if flag.drawn.at_most is None else flag.drawn.at_most,
    )
