"""Processes behind one socket take waiting connections one at a time, and the queue stays as long as it was asked."""

from __future__ import annotations

import asyncio
import socket

from thresholds.service.run import Loop

WAITING = 12


async def _turns(listener: socket.socket) -> list[int]:
    """In which turn of the loop each of the waiting connections was taken."""
    loop = asyncio.get_running_loop()
    taken: list[int] = []
    turn = 0

    class Taken(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            taken.append(turn)
            transport.abort()

    server = await loop.create_server(Taken, sock=listener, backlog=64)
    while len(taken) < WAITING:
        turn += 1
        await asyncio.sleep(0)
    server.close()
    return taken


def test_waiting_connections_are_taken_one_by_one() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.setblocking(False)
        clients = [socket.create_connection(listener.getsockname(), timeout=10) for _ in range(WAITING)]
        loop = Loop()
        try:
            taken = loop.run_until_complete(_turns(listener))
        finally:
            loop.close()
        for client in clients:
            client.close()
    # Python 3.13 takes one more than it is told; others could take the rest in between
    assert max(map(taken.count, taken)) <= 2
    assert len(set(taken)) >= WAITING // 2


def test_more_connections_wait_than_are_taken_at_a_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.setblocking(False)
        loop = Loop()
        try:
            server = loop.run_until_complete(loop.create_server(asyncio.Protocol, sock=listener, backlog=64))
            clients = [socket.create_connection(listener.getsockname(), timeout=5) for _ in range(WAITING)]
            for client in clients:
                client.close()
            server.close()
        finally:
            loop.close()
