"""What is noted of faults: where in the program, never what a request held."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from pathlib import Path
from types import TracebackType

LOGGER = "thresholds.service"
#: Whose messages have no facts in their first lines.
_OURS = (LOGGER, "uvicorn", "uvicorn.error", "uvicorn.access")


class Bare(logging.Formatter):
    """One line for each fault: no traceback and no text of an exception, which may quote facts."""

    def format(self, record: logging.LogRecord) -> str:
        """The level and the first line of the message; of other libraries' messages only whose they are."""
        if record.name not in _OURS:
            kind = record.exc_info[0] if record.exc_info else None
            return f"{record.levelname}: {record.name}" + (f": {kind.__name__}" if kind is not None else "")
        return f"{record.levelname}: {''.join(record.getMessage().splitlines()[:1])}"


def note(error: BaseException, method: str, route: str) -> None:
    """Note a fault: its kind, the place in the program, and the endpoint, none of them the requester's words."""
    name, line = _place(error.__traceback__)
    logging.getLogger(LOGGER).error("500 %s %s: %s (%s:%d)", method, route, type(error).__name__, name, line)


def _place(trace: TracebackType | None) -> tuple[str, int]:
    """The module and the line where an exception arose."""
    name, line = "?", 0
    while trace is not None:
        name, line = Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno
        trace = trace.tb_next
    return name, line


def keep_quiet() -> None:
    """Have nothing else that Python says of itself quote anything: warnings, and faults that nobody waits for."""
    logging.raiseExceptions = False
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda fault: _noted(fault.exc_value)
    threading.excepthook = lambda fault: _noted(fault.exc_value)


def _noted(error: BaseException | None) -> None:
    if isinstance(error, Exception):
        note(error, "-", "-")


def log_config() -> dict[str, object]:
    """The settings of logging for a process that serves: faults alone, on standard error."""
    logger = {"handlers": ["stderr"], "level": "ERROR", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"bare": {"()": f"{__name__}.Bare"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
        "root": {"handlers": ["stderr"], "level": "ERROR"},
        "loggers": dict.fromkeys(_OURS, logger),
    }
