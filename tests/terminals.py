"""Runs the command in a real pseudo-terminal, as a person would see it."""

from __future__ import annotations

import codecs
import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

#: What the environment of whoever runs the tests may say of terminals.
_UNSET = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TERM", "THRESHOLDS_LANG")


def surroundings(**more: str) -> dict[str, str]:
    """The environment with this package on the path and nothing said of terminals but what is given."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return kept | {"PYTHONPATH": str(ROOT)} | more


#: A command that prints nothing for so many seconds never will.
_HANGING = 120


def interruptible() -> None:
    """Heed Ctrl-C, also where the tests themselves run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _own_terminal() -> None:
    """Make standard input the terminal that keys like Ctrl-C come from."""
    interruptible()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """The command in a pseudo-terminal of so many columns; what it prints is read as it comes."""

    def __init__(
        self,
        args: Sequence[object],
        columns: int = 80,
        cwd: Path = ROOT,
        program: Sequence[str] = (sys.executable, "-m", "thresholds"),
        **environment: str,
    ) -> None:
        self.controller, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            [*program, *map(str, args)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=surroundings(TERM="xterm-256color") | environment,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_own_terminal,
        )
        os.close(terminal)
        self.seen = ""
        self._place = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.controller)

    def type(self, keys: str) -> None:
        """Type on the keyboard; `\x03` is Ctrl-C."""
        os.write(self.controller, keys.encode())

    def read(self) -> str:
        """What has come since the last reading; the empty text at the end."""
        ready, _, _ = select.select([self.controller], [], [], _HANGING)
        assert ready, f"nothing more comes after {self.seen[-500:]!r}"
        try:
            found = os.read(self.controller, 65536)
        except OSError as error:
            if error.errno != errno.EIO:  # the other end is closed
                raise
            return ""
        text = self._decoder.decode(found).replace("\r", "")
        self.seen += text
        return text

    def until(self, wanted: str) -> str:
        """All that is printed from the end of what was waited for before to these words, which must come."""
        start = self._place
        while (found := self.seen.find(wanted, start)) < 0:
            assert self.read(), f"{wanted!r} did not come: {self.seen[start:]!r}"
        self._place = found + len(wanted)
        return self.seen[start : self._place]

    def finish(self) -> tuple[int, str]:
        """The exit code and everything printed."""
        while self.read():
            pass
        return self.process.wait(), self.seen


def in_terminal(args: Sequence[object], columns: int = 80, **environment: str) -> tuple[int, str]:
    """The exit code and what is printed in a terminal."""
    with Terminal(args, columns, **environment) as terminal:
        return terminal.finish()


def piped(args: Sequence[object], **environment: str) -> subprocess.CompletedProcess[str]:
    """The command with pipes for streams and no window anywhere."""
    return subprocess.run(
        [sys.executable, "-m", "thresholds", *map(str, args)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=surroundings(**environment),
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=interruptible,
        check=False,
    )
