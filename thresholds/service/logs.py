"""What is noted of faults: where in the program, never what a request held."""

from __future__ import annotations

import logging
from pathlib import Path
from types import TracebackType

LOGGER = "thresholds.service"


class Bare(logging.Formatter):
    """One line for each fault: no traceback and no text of an exception, which may quote facts."""

    def format(self, record: logging.LogRecord) -> str:
        """The level and the message; of an exception the message's first line alone."""
        return f"{record.levelname}: {record.getMessage().splitlines()[0]}"


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


def log_config() -> dict[str, object]:
    """The settings of logging for a process that serves: faults alone, on standard error."""
    logger = {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"bare": {"()": f"{__name__}.Bare"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare", "level": "WARNING"}},
        "loggers": dict.fromkeys((LOGGER, "uvicorn", "uvicorn.error", "uvicorn.access", "asyncio"), logger),
    }
