"""Processes that serve: one, or several behind one socket, ended in good order."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import parent_process
from typing import Any, cast

from fastapi import FastAPI
from starlette.formparsers import MultiPartParser

from thresholds.errors import Diagnostic, SourceErrors
from thresholds.service.app import create_app
from thresholds.service.logs import keep_quiet, log_config
from thresholds.service.settings import Settings
from thresholds.wording import Worded

_BACKLOG = 256
_PROBLEMS = {
    errno.EADDRINUSE: "service.problem.in-use",
    errno.EACCES: "service.problem.denied",
    errno.EADDRNOTAVAIL: "service.problem.no-address",
}


def listening(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say; port 0 takes any that is free.

    Raises:
        SourceErrors: another program holds the port, or the address is not this machine's (TH718).
    """
    place = f"{settings.host}:{settings.port}"
    try:
        family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        found = socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        problem = Worded(_PROBLEMS.get(error.errno or 0, "service.problem.no-address"))
        raise SourceErrors([Diagnostic("TH718", "serve", 0, 0, place, detail=(("problem", problem),))]) from None
    # asyncio sets it where a socket says that it is TCP, which one made so does not: 40 ms an answer without it
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def address_of(listener: socket.socket) -> str:
    """The address of a listener, as a browser takes it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(settings: Settings, listener: socket.socket) -> None:
    """Serve until a signal ends it; requests that are being answered are answered first."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from thresholds.service.connections import Connection

    config = uvicorn.Config(
        partial(_application, settings),
        factory=True,
        workers=settings.workers,
        log_config=log_config(),
        http=cast(type[asyncio.Protocol], partial(Connection, settings)),
        loop=f"{Loop.__module__}:{Loop.__qualname__}",
        backlog=_BACKLOG,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=int(settings.timeout) + 1,
    )
    if settings.workers == 1:
        uvicorn.Server(config).run(sockets=[listener])
    else:
        Multiprocess(config, sockets=[listener]).run()


class Loop(asyncio.SelectorEventLoop):
    """Takes one waiting connection at a time, so that processes behind one socket share them out.

    asyncio takes as many as the queue may hold: the first process to wake would have them all, and the others none.
    """

    async def create_server(  # type: ignore[override]
        self, *given: Any, sock: socket.socket, backlog: int, **more: Any
    ) -> asyncio.Server:
        """Serve a socket whose queue is as long as asked for."""
        server = await super().create_server(*given, sock=sock, backlog=1, **more)
        sock.listen(backlog)
        return server


@contextmanager
def orderly() -> Iterator[None]:
    """What is within ends when a signal asks for it, at any time; uvicorn raises the signal again when all is done."""
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt):
        yield


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _application(settings: Settings) -> FastAPI:
    """The application of one process, which does not outlive the one that started it.

    What is sent in a form stays in memory: no body is larger than what is spooled to a file.
    """
    keep_quiet()
    MultiPartParser.spool_max_size = settings.max_body + 1
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=partial(_follow, parent.join), daemon=True).start()
    return create_app(settings)


def _follow(ended: Callable[[], object]) -> None:
    """End this process when another has ended."""
    with suppress(Exception):
        ended()
    os.kill(os.getpid(), signal.SIGTERM)
