"""Where an interview is kept: the file that it began with, the one it goes to, and what is asked before writing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from thresholds.case.load import document, read_case
from thresholds.case.plain import plain_of
from thresholds.case.write import case_text
from thresholds.cli.dialogue import Dialogue
from thresholds.cli.options import case_path, unwritable, write_out
from thresholds.errors import SourceErrors, ThresholdsError
from thresholds.interview import State, begin, resume
from thresholds.interview.show import left_open, standing
from thresholds.rendering.as_json import json_text
from thresholds.report.model import evaluate

_UNFIT = re.compile(r"""[\s/\\:*?"<>|]+""")


class Keeper:
    """Reads the case that an interview goes on with, and writes the one that it comes to."""

    def __init__(self, talk: Dialogue, path: str | None, output: str | None, ruleset: str | None = None) -> None:
        self.talk, self.output = talk, output
        self.source = case_path(path) if path is not None else None
        if self.source is None and output is not None and _written(output):
            self.source = output
        self.text = ""
        self.before: Mapping[str, object] = {}
        self.latest = begin(self._named(), ruleset)

    def _named(self) -> str:
        return "新案" if self.talk.words.lang == "zh" else "new-case"

    def opened(self) -> State:
        """The state to begin with.

        Raises:
            SourceErrors: the case is wrong, or the output cannot be written to.
        """
        if self.output is not None:
            _probe(self.output)
        if self.source is not None:
            found = document(Path(self.source))
            evaluate(read_case(*found))
            self.latest = resume(plain_of(found.root))
            self.before = self.latest.case
            self.text = found.text if Path(self.source).suffix.lower() in (".yaml", ".yml") else ""
            self.talk.say("interview.resumed", path=self.source)
        return self.latest

    def kept(self, state: State) -> None:
        """Save after an answer, where there is an output to save to."""
        self.latest = state
        if self.output is not None and state.loadable:
            self._write(state, self.output)

    def saved(self, state: State) -> None:
        """Save because it was asked for."""
        if not state.loadable:
            self.talk.say("interview.nothing")
        elif self.output is None and self.talk.interactive:
            self._somewhere(state)
        elif self.output is not None:
            self._write(state, self.output)
            self.talk.say("interview.saved", path=self.output)

    def closed(self, state: State, hurried: bool = False) -> None:
        """The result at the end, and the case where it belongs: a file, or standard output in a pipe.

        In a hurry it is saved first and nothing is asked.
        """
        if not state.loadable:
            self.talk.say("interview.nothing")
            return
        unchanged = self.source is not None and state.case == self.before
        saved = ""
        if self.output is not None:
            saved = self._write(state, self.output)
        elif hurried and self.talk.interactive and not unchanged:
            saved = self._write(state, _free(self._default(state)))
        elif not self.talk.interactive:
            click.echo(self._written_as(state, None), nl=False)
        self._result(state)
        if saved:
            self.talk.say("interview.saved", path=saved)
        elif self.talk.interactive and unchanged:
            self.talk.say("interview.unchanged", path=self.source)
        elif self.talk.interactive:
            self._somewhere(state)

    def _result(self, state: State) -> None:
        assert state.report is not None
        self.talk.tell("")
        self.talk.about(state.report.ruleset)
        for person in [charge for whole in state.report.persons for charge in whole.shown]:
            self.talk.show(standing(state, person, self.talk.words), style="bold")
            for asks in left_open(person, self.talk.words):
                self.talk.say("interview.cannot-ask", person=self.talk.words.heading(person), asks=asks)

    def _somewhere(self, state: State) -> None:
        """Ask where to save until it is saved; a break or the end of input saves to a name that is free."""
        default = self._default(state)
        while True:
            try:
                wish = self.talk.hear("interview.save-where", path=default).strip() or default
                if _written(wish) and not self._agreed(wish):
                    continue
            except (EOFError, KeyboardInterrupt):
                self._in_haste(state)
                return
            try:
                path = self._write(state, wish)
            except ThresholdsError as error:
                self.talk.say("interview.not-saved", problem=error.show(self.talk.words.lang))
                continue
            self.output = path
            self.talk.say("interview.saved", path=path)
            return

    def _agreed(self, path: str) -> bool:
        from thresholds import glossary
        from thresholds.glossary import Family

        answer = self.talk.hear("interview.overwrite", path=path).strip()
        return glossary.find_value(Family.TRUTH, answer) == "yes" or answer.lower() == "y"

    def _in_haste(self, state: State) -> None:
        path = self._write(state, _free(self._default(state)))
        self.talk.tell("")
        self.talk.say("interview.saved", path=path)

    def _default(self, state: State) -> str:
        if self.source is not None and Path(self.source).suffix.lower() in (".yaml", ".yml", ".json"):
            return self.source
        stem = Path(self.source).stem if self.source is not None else str(state.case.get("id"))
        return f"{_UNFIT.sub('-', stem).strip('-.') or self._named()}.yaml"

    def _write(self, state: State, path: str) -> str:
        """Write the case, and the path that it went to: another one where comments would be lost."""
        text = self._written_as(state, path)
        if text is None:
            self.talk.say("interview.comments", path=path)
            path = self.output = _free(path)
            text = self._written_as(state, path)
        assert text is not None
        write_out(text, path)
        return path

    def _written_as(self, state: State, path: str | None) -> str | None:
        """The text of the case; None where writing it over its source would lose something."""
        if path is not None and path.lower().endswith(".json"):
            return json_text(state.case)
        if self.text:
            from thresholds.case.merge import merged

            found = merged(self.text, state.case)
            if found is not None or (path is not None and _same(path, self.source)):
                return found
        return case_text(state.case, self.talk.words.lang)


def _same(path: str, other: str | None) -> bool:
    return other is not None and Path(path).resolve() == Path(other).resolve()


def _written(path: str) -> bool:
    """Whether there is a file with something in it."""
    try:
        return Path(path).is_file() and Path(path).stat().st_size > 0
    except OSError:
        return False


def _free(path: str) -> str:
    """The path, or the first of name-2, name-3, … that is not taken."""
    found, number = Path(path), 1
    while found.exists():
        number += 1
        found = Path(path).with_stem(f"{Path(path).stem}-{number}")
    return str(found)


def _probe(path: str) -> None:
    """Find out before the first question whether the output can be written.

    Raises:
        SourceErrors: the folder is missing or cannot be written to (TH001).
    """
    try:
        with tempfile.TemporaryFile(dir=Path(path).parent):
            pass
    except OSError as error:
        raise SourceErrors([unwritable(path, error)]) from None
