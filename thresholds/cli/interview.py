"""`thresholds interview`: a case taken down question by question, asking only what still matters."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option, ruleset_option

if TYPE_CHECKING:
    from thresholds.cli.dialogue import Dialogue
    from thresholds.cli.keeping import Keeper
    from thresholds.interview import State


@click.command("interview")
@click.argument("path", required=False, metavar="[CASE]")
@lang_option
@click.option("--output", metavar="FILE", help="每答一问就存到这里 saved after each answer")
@ruleset_option
def command(path: str | None, lang: str, output: str | None, ruleset: str | None) -> int:
    """一问一答写案卷：只问还能改变档次的，随时看得到结果，能返回、能停、能接着问。A case, question by question.

    CASE 是写了一部分的案卷，只问还没有定的；不给就从头问起，--ruleset 选用哪个规则集（写进案卷）。
    每一问都说明为什么问、怎样答。输入 ? 解释，返回 退一问，停 存盘结束。
    在管道里从标准输入逐行读答案，案卷打到标准输出，对话打到标准错误。
    """
    from thresholds.cli.dialogue import Dialogue
    from thresholds.cli.keeping import Keeper

    for name in _breaks():
        signal.signal(name, signal.default_int_handler)
    talk = Dialogue(lang)
    keeper = Keeper(talk, path, output, ruleset)
    state = keeper.opened()
    talk.say("interview.start", commands=talk.words.say("interview.commands"))
    try:
        try:
            _asked(talk, keeper, state)
        except EOFError:
            talk.tell("")
            talk.say("interview.stopped")
        keeper.closed(keeper.latest)
    except KeyboardInterrupt:
        with _undisturbed():
            talk.tell("")
            talk.say("interview.stopped")
            keeper.closed(keeper.latest, hurried=True)
    return 0


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Nothing breaks off what is being saved because of a break already."""
    before = {name: signal.signal(name, signal.SIG_IGN) for name in _breaks()}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _breaks() -> list[signal.Signals]:
    """The signals that break an interview off: Ctrl-C, a terminal that is closed, a system that shuts down."""
    return [signal.Signals[name] for name in ("SIGINT", "SIGHUP", "SIGTERM") if name in signal.Signals.__members__]


def _asked(talk: Dialogue, keeper: Keeper, state: State) -> None:
    """One question after another, until nothing is left or the person stops."""
    from thresholds.interview.show import shown

    again = matters = False
    while state.ask is not None:
        talk.about(state.ruleset)
        if not again:
            talk.tell("")
            if state.now.made and state.ask.key[0] == "matter" and not matters:
                matters = True
                talk.say("interview.now-matters")
            talk.show(shown(state, state.ask, talk.words))
        line = talk.hear("interview.prompt")
        following = _heard(talk, keeper, state, line)
        if following is None:
            talk.say("interview.stopped")
            return
        again = following is state
        state = keeper.latest = following
    talk.tell("")
    talk.say("interview.no-more")


def _heard(talk: Dialogue, keeper: Keeper, state: State, line: str) -> State | None:
    """What a line does: a command, or an answer. None stops; the same state asks again."""
    from thresholds.interview import Problem, answer
    from thresholds.interview.commands import command_of, literal
    from thresholds.interview.show import problem_lines

    command = command_of(line)
    if command is not None:
        return _commanded(talk, keeper, state, command)
    found = answer(state, literal(line))
    if isinstance(found, Problem):
        for problem in problem_lines(found, talk.words):
            talk.tell(talk.words.say("interview.not-taken", problem=problem), style="bold red")
        return state
    keeper.kept(found)
    _told(talk, state, found)
    return found


def _commanded(talk: Dialogue, keeper: Keeper, state: State, command: str) -> State | None:
    from thresholds.interview import answer, back, more
    from thresholds.interview.commands import Command
    from thresholds.interview.show import help_lines

    assert state.ask is not None
    match command:
        case Command.HELP:
            talk.tell_all(help_lines(state, state.ask, talk.words))
        case Command.SAVE:
            keeper.saved(state)
        case Command.STOP:
            return None
        case Command.SKIP:
            found = answer(state, "")
            if not hasattr(found, "now"):
                talk.say("interview.needed")
                return state
            keeper.kept(found)  # type: ignore[arg-type]
            return found  # type: ignore[return-value]
        case Command.MORE:
            found = more(state)
            if found is state:
                talk.say("interview.persons-first" if state.ruleset.from_dealings else "interview.no-dealings")
            return found
        case Command.BACK:
            found = back(state)
            if found is state:
                talk.say("interview.at-start")
            else:
                keeper.kept(found)
            return found
    return state


def _told(talk: Dialogue, before: State, after: State) -> None:
    """The running result, of whoever stands otherwise than before or whose turn it was."""
    from thresholds.interview.show import briefly, result, standing

    if after.report is None or before.ask is None:
        return
    stood = {
        (charge.id, charge.charged): charge
        for person in (before.report.persons if before.report else ())
        for charge in person.charges
    }
    for person in [charge for whole in after.report.persons for charge in whole.shown]:
        facts = person.assessment.person.facts
        if not (person.assessment.person.dealings or facts.illegal_gains or facts.declared):
            continue
        key = (person.id, person.charged)
        if key not in stood or result(person, talk.words) != result(stood[key], talk.words):
            talk.show(standing(after, person, talk.words), style="")
        elif person.id == before.ask.person:
            talk.tell(briefly(after, person, talk.words))
