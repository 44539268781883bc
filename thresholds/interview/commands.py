"""What can be typed in place of an answer."""

from __future__ import annotations

from enum import StrEnum, auto


class Command(StrEnum):
    """Something asked of the interview itself."""

    HELP = auto()
    BACK = auto()
    SKIP = auto()
    MORE = auto()
    SAVE = auto()
    STOP = auto()


_WORDS = {
    Command.HELP: ("?", "？", "help", "帮助"),
    Command.BACK: ("返回", "b", "back", "上一问"),
    Command.SKIP: ("跳过", "skip"),
    Command.MORE: ("加", "add"),
    Command.SAVE: ("保存", "save"),
    Command.STOP: ("停", "q", "quit", "stop", "退出"),
}
_COMMANDS = {word: command for command, words in _WORDS.items() for word in words}
#: Before an answer that is spelled like a command.
LITERAL = "="


def command_of(text: str) -> Command | None:
    """The command that a line is; None where it is an answer."""
    return _COMMANDS.get(text.strip().lower())


def literal(text: str) -> str:
    """The answer of a line that is no command."""
    stripped = text.strip()
    return stripped[len(LITERAL) :] if stripped.startswith(LITERAL) else stripped
