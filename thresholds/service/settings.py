"""How a service is run: where it listens, and what it allows a request to take."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

#: What a request may take unless it is said otherwise: bytes of a body, seconds, requests worked on at a time.
MAX_BODY, TIMEOUT, CONCURRENCY = 2 * 1024 * 1024, 30, 2
#: Rows of a table of cases in one request.
MAX_ROWS = 10_000
PORT = 8765


@dataclass(frozen=True)
class Settings:
    """Where a service listens and what a request may take; the limits are those of one process.

    `max_body` is in bytes, `timeout` in seconds: for a body to arrive, for the work to be begun, for the work, and for
    the answer to be taken. `concurrency` is how many requests are worked on at a time, `waiting` how many more may
    wait for that, `connections` how many may be open, `head` the seconds in which the head of a request has to arrive.
    `names` are host names that it answers to besides `host`, `localhost` and addresses: any other is refused, so that
    no page of another site can reach it under a name of its own.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    workers: int = 1
    max_body: int = MAX_BODY
    max_rows: int = MAX_ROWS
    timeout: float = TIMEOUT
    concurrency: int = CONCURRENCY
    waiting: int = 64
    connections: int = 512
    head: float = 10
    names: tuple[str, ...] = ()
    lang: str = "zh"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        address = _address(self.host)
        return self.host == "localhost" if address is None else address.is_loopback

    def answers_to(self, authority: str) -> bool:
        """Whether a `Host` header names this service: by an address, or by a name that it goes by."""
        host = _host(authority)
        known = ("localhost", self.host.lower(), *[name.lower() for name in self.names])
        return _address(host) is not None or host.lower() in known


def _host(authority: str) -> str:
    """The host of `host:port`, without the brackets of an IPv6 address."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0]


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
