"""The service under 16 clients at once: how many answers a second, how late, and whether any is wrong."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier, Thread
from typing import NamedTuple

from benchmarks.inputs import Input, boundary_inputs
from benchmarks.subject import as_dict, verdict_of
from benchmarks.table import Row, skipped
from thresholds import evaluate, load_case, render

SECTION = "service"
CLIENTS, PROCESSES = 16, 4

#: The least that FastAPI does with the same body: the bytes that came go back.
_ECHO = """
import sys, uvicorn
from fastapi import FastAPI, Request, Response
from thresholds.service import Settings
from thresholds.service.run import listening
from uvicorn.supervisors import Multiprocess
app = FastAPI()
@app.post("/evaluate")
async def echo(request: Request) -> Response:
    return Response(await request.body(), media_type="application/json")
if __name__ == "__main__":
    port, workers = map(int, sys.argv[1:])
    config = uvicorn.Config("echo_app:app", workers=workers, access_log=False, log_level="error", ws="none")
    Multiprocess(config, sockets=[listening(Settings(port=port))]).run()
"""
_LUA = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local file = io.open(os.getenv("BODY"))
wrk.body = file:read("*a")
file:close()
"""


class Sizes(NamedTuple):
    """Answers compared, different cases among them, seconds of each run of wrk, and the processes of the service."""

    answers: int = 100_000
    cases: int = 400
    seconds: int = 15
    workers: int = 2


QUICK = Sizes(2_000, 100, 4)


class Told(NamedTuple):
    """What a client process found: the times of all answers in seconds, and how many were wrong or failed."""

    times: list[float]
    wrong: int


def load(sizes: Sizes) -> list[Row]:
    """All rows of the section."""
    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        return [skipped(SECTION, "service", "the extra web is not installed")]
    inputs = boundary_inputs(sizes.cases, seed=1771)
    bodies = [body(number, given) for number, given in enumerate(inputs)]
    with served("service", sizes.workers) as port:
        rows = _speed("POST /evaluate", port, bodies, sizes)
        rows.append(_correct(port, bodies, inputs, sizes))
    with served("echo", sizes.workers) as port:
        rows += _speed("bare FastAPI, echo of the body", port, bodies, sizes)
    return rows


def body(number: int, given: Input) -> bytes:
    """A flat case as it is sent."""
    return json.dumps(as_dict(number, given), ensure_ascii=False).encode()


def expected(sent: bytes, given: Input) -> str:
    """The hash of the report on a case, made by the package itself; its grade is that of the oracle."""
    report = evaluate(load_case(sent.decode()))
    if verdict_of(report.persons[0]) != given.verdict:
        raise SystemExit(f"{sent.decode()}: not the oracle's verdict")
    return sha256(render(report, "json").encode()).hexdigest()


# -- correctness ---------------------------------------------------------------------------------------------


def _correct(port: int, bodies: Sequence[bytes], inputs: Sequence[Input], sizes: Sizes) -> Row:
    """Every answer compared with the report that another process makes."""
    context = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as makers:
        wanted = list(makers.map(expected, bodies, inputs, chunksize=20))
    each = sizes.answers // CLIENTS
    start = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as clients:
        given = [(port, bodies, wanted, seed, each) for seed in range(PROCESSES)]
        found = list(clients.map(_client, *zip(*given, strict=True)))
    took = time.perf_counter() - start
    times = sorted(second for one in found for second in one.times)
    note = (
        f"{len(times):,} answers to {len(bodies)} cases in {took:.0f} s, {len(times) / took:.0f} a second; "
        f"p50 {_at(times, 0.5):.0f} ms, p99 {_at(times, 0.99):.0f} ms, the clients' own work included"
    )
    wrong = sum(one.wrong for one in found)
    return Row(SECTION, f"wrong answers, {CLIENTS} clients", wrong, "", target=0, note=note)


def _client(port: int, bodies: Sequence[bytes], wanted: Sequence[str], seed: int, each: int) -> Told:
    """Several connections of one process, each asking again and again."""
    found: list[Told] = []
    start = Barrier(CLIENTS // PROCESSES)

    def ask(number: int) -> None:
        start.wait()
        found.append(_asked(port, bodies, wanted, seed * 31 + number * 7, each))

    crew = [Thread(target=ask, args=(number,)) for number in range(CLIENTS // PROCESSES)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    return Told([second for one in found for second in one.times], sum(one.wrong for one in found))


def _asked(port: int, bodies: Sequence[bytes], wanted: Sequence[str], first: int, each: int) -> Told:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    times, wrong = [], 0
    for number in range(first, first + each):
        at = number * 13 % len(bodies)
        start = time.perf_counter()
        connection.request("POST", "/evaluate", bodies[at], {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = answer.read()
        times.append(time.perf_counter() - start)
        wrong += answer.status != 200 or sha256(told).hexdigest() != wanted[at]
    connection.close()
    return Told(times, wrong)


def _at(times: Sequence[float], share: float) -> float:
    """The time in ms within which this share was answered."""
    return times[min(len(times) - 1, int(len(times) * share))] * 1000


# -- speed -------------------------------------------------------------------------------------------------------


def _speed(what: str, port: int, bodies: Sequence[bytes], sizes: Sizes) -> list[Row]:
    """Answers a second and their times, as wrk has them."""
    if shutil.which("wrk") is None:
        return [skipped(SECTION, what, "wrk is not installed")]
    with tempfile.TemporaryDirectory() as folder:
        sent, script = Path(folder, "body.json"), Path(folder, "post.lua")
        sent.write_bytes(bodies[0])
        script.write_text(_LUA, encoding="utf-8")
        address = f"http://127.0.0.1:{port}/evaluate"
        options = ["-t2", f"-c{CLIENTS}", f"-d{sizes.seconds}s", "--timeout", "30s", "--latency", "-s", str(script)]
        run = subprocess.run(
            ["wrk", *options, address], capture_output=True, text=True, check=True, env=os.environ | {"BODY": str(sent)}
        )
    return _rows(what, run.stdout, sizes)


def _rows(what: str, told: str, sizes: Sizes) -> list[Row]:
    number = re.search(r"Requests/sec:\s+([0-9.]+)", told)
    assert number, told
    failed = re.search(r"Non-2xx.*|Socket errors.*", told)
    note = f"{CLIENTS} connections, {sizes.seconds} s, {sizes.workers} processes" + (f"; {failed[0]}" if failed else "")
    rows = [Row(SECTION, f"{what}: answers a second", float(number[1]), "/s", note=note)]
    for share in ("50%", "99%"):
        at = re.search(rf"{share}\s+([0-9.]+)(us|ms|s)", told)
        assert at, told
        milliseconds = float(at[1]) * {"us": 0.001, "ms": 1, "s": 1000}[at[2]]
        rows.append(Row(SECTION, f"{what}: p{share[:-1]}", milliseconds, "ms"))
    return rows


# -- servers -----------------------------------------------------------------------------------------------------


@contextmanager
def served(what: str, workers: int) -> Iterator[int]:
    """The port of a server of its own: the service, or the echo."""
    port = _free()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "echo_app.py").write_text(_ECHO, encoding="utf-8")
        service = [sys.executable, "-m", "thresholds", "serve", "--port", str(port), "--workers", str(workers)]
        echo = [sys.executable, str(Path(folder, "echo_app.py")), str(port), str(workers)]
        path = os.pathsep.join((str(Path(__file__).resolve().parent.parent), folder))
        process = subprocess.Popen(
            service if what == "service" else echo, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": path}
        )
        try:
            _wait(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _free() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    while process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server ended by itself")
