"""What was proved of a ruleset, for people and for programs: each claim, what came of it, counterexamples as cases."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from rich.tree import Tree

from thresholds import __version__
from thresholds.law.model import Ruleset
from thresholds.rendering.tree import FoldingTree
from thresholds.verification.claims import FAMILIES, Outcome, Verdict
from thresholds.verification.counterexample import Told, tell
from thresholds.verification.run import Result, Verification
from thresholds.verification.words import MARKS, ClaimWords

SCHEMA = "thresholds/verification/1"

_STYLES = {
    Verdict.PROVED: "green",
    Verdict.REFUTED: "bold red",
    Verdict.UNDECIDED: "bold yellow",
    Verdict.DOUBTFUL: "yellow",
    Verdict.OUTSIDE: "dim",
}

#: What is shown by a case besides.
_TOLD = (Verdict.REFUTED, Verdict.DOUBTFUL)


class Shown:
    """One verification in one language."""

    def __init__(self, verification: Verification, lang: str) -> None:
        self.verification, self.lang = verification, lang
        self.ruleset: Ruleset = verification.ground.ruleset
        self.claims = ClaimWords(self.ruleset, lang)
        self.say = self.claims.words.say

    def tree(self) -> Tree:
        """Every claim under what it is about, with the reasons where there are any."""
        title = self.say("verify.title", citation=self.ruleset.citation, id=self.ruleset.id)
        tree = FoldingTree(Text(title, style="bold"), guide_style="dim")
        for family in FAMILIES:
            found = [result for result in self.verification.results if result.obligation.family == family]
            if found:
                branch = tree.add(Text(self.say(f"verify.family.{family}"), style="bold"))
                for result in found:
                    self._add(branch, result)
        return tree

    def _add(self, branch: Tree, result: Result) -> None:
        verdict = result.outcome.verdict
        line = self.say(
            "verify.line",
            mark=MARKS[verdict],
            claim=self.claims.text(result.obligation.says),
            seconds=f"{result.seconds:.2f}",
        )
        node = branch.add(Text(line, style=_STYLES[verdict]))
        if verdict is Verdict.UNDECIDED:
            node.add(Text(self.say("verify.verdict.undecided"), style="dim"))
        for reason in result.outcome.because:
            node.add(Text(self.claims.text(reason), style="dim"))

    def closing(self) -> list[str]:
        """How many claims came out how, and what the proofs are about."""
        counts = {verdict.value: self.verification.count(verdict) for verdict in Verdict}
        summary = self.say("verify.summary", **counts, seconds=f"{self.verification.seconds:.1f}")
        return [summary, self.say("verify.scope"), self.say("verify.forms")]

    def cases(self) -> Iterator[tuple[str, str]]:
        """The case files that show what is wrong or to be looked at, each with what it is."""
        for result in self.verification.results:
            if result.outcome.verdict in _TOLD:
                heading = self.say(f"verify.case.{result.outcome.verdict}")
                yield from ((heading, text) for text in self.told(result).cases)

    def told(self, result: Result) -> Told:
        """The worlds of a result as case files, with what to look at at their head; none where there are no worlds."""
        worlds = result.outcome.worlds
        if not worlds:
            return Told((), True)
        title = self.claims.text(result.obligation.says)
        ground = self.verification.ground
        names = {person: self.say(f"verify.person.{person}") for person in worlds}
        seen = tell(ground, worlds, title, lang=self.lang)
        judged = "refused" if seen.refused else "agrees" if seen.agrees else "differs"
        note = [*map(self.claims.text, result.outcome.because), self.say(f"verify.case.{judged}")]
        return tell(ground, worlds, title, note, self.lang, names)

    def to_dict(self) -> dict[str, object]:
        """Everything as texts, lists and maps, ready for JSON."""
        counts = {verdict.value: self.verification.count(verdict) for verdict in Verdict}
        return {
            "id": self.ruleset.id,
            "sha256": self.ruleset.sha256,
            "holds": self.verification.holds,
            "counts": counts,
            "seconds": round(self.verification.seconds, 3),
            "claims": [self._claim(result) for result in self.verification.results],
        }

    def _claim(self, result: Result) -> dict[str, object]:
        outcome: Outcome = result.outcome
        found: dict[str, object] = {
            "family": result.obligation.family,
            "claim": self.claims.text(result.obligation.says),
            "verdict": outcome.verdict.value,
            "because": [self.claims.text(reason) for reason in outcome.because],
            "seconds": round(result.seconds, 3),
        }
        if outcome.verdict in _TOLD:
            told = self.told(result)
            found["cases"] = list(told.cases)
            found["engine"] = "refuses" if told.refused else "agrees" if told.agrees else "differs"
        return found


def whole(shown: list[Shown]) -> dict[str, object]:
    """Several verifications as one document."""
    return {
        "schema": SCHEMA,
        "tool": f"thresholds {__version__}",
        "rulesets": [one.to_dict() for one in shown],
    }
