"""The service as a process: killed under load and started again, ended in good order, silent about facts."""

from __future__ import annotations

import http.client
import json
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from random_cases import boundary_cases
from terminals import ROOT, surroundings

from thresholds import evaluate, load_case, render
from thresholds.cli.root import run
from thresholds.cli.serve import _announce
from thresholds.service import Settings
from thresholds.service.examples import BETWEEN, INSIDER

SECRET = "赵某某在三月卖给钱某"
JSON = {"Content-Type": "application/json"}


class Service:
    """A process of the service on this machine, and what it says."""

    def __init__(self, *options: object, port: int = 0, before: Callable[[], None] | None = None) -> None:
        command = [sys.executable, "-m", "thresholds", "serve", "--port", str(port), *map(str, options)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", cwd=ROOT,
            env=surroundings(PYTHONUNBUFFERED="1"), preexec_fn=before,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        self.rest: str | None = None
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.said)
        assert found, self.process.communicate()
        self.port = int(found[1])

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, path: str, value: object = None) -> tuple[int, bytes]:
        """The status and the bytes of an answer."""
        with closing(self.connection()) as connection:
            return asked(connection, path, None if value is None else json.dumps(value).encode())

    def uploaded(self, content: bytes) -> int:
        """The status of the page of a case file that is sent as a browser sends it."""
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="case.yaml"\r\n\r\n'
        with closing(self.connection()) as connection:
            kind = {"Content-Type": "multipart/form-data; boundary=x"}
            connection.request("POST", "/page/case", head + content + b"\r\n--x--\r\n", kind)
            return connection.getresponse().status

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; its exit code, and all that it said."""
        if self.rest is None:
            self.process.send_signal(number)
            self.rest = "".join(self.process.communicate(timeout=120))
        return self.process.returncode, self.said + self.rest


def asked(connection: http.client.HTTPConnection, path: str, body: bytes | None) -> tuple[int, bytes]:
    connection.request("GET" if body is None else "POST", path, body, JSON if body is not None else {})
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()
    yield found
    found.end(signal.SIGKILL)


# -- under load ---------------------------------------------------------------------------------------------------


def expected(number: int) -> list[tuple[bytes, bytes]]:
    """Cases as they are sent, and the reports on them as this process makes them."""
    cases = [
        {"schema": "thresholds/case/1", "id": f"c{n}", **case} for n, (case, _) in enumerate(boundary_cases(number, 7))
    ]
    sent = [json.dumps(case, ensure_ascii=False).encode() for case in cases]
    return [(one, render(evaluate(load_case(one.decode())), "json").encode()) for one in sent]


class Load:
    """Clients that ask again and again, and compare every answer with what it should be."""

    def __init__(self, port: int, cases: list[tuple[bytes, bytes]]) -> None:
        self.port, self.cases = port, cases
        self.right = self.broken = 0
        self.wrong: list[tuple[int, bytes]] = []
        self._changed = threading.Condition()
        self._over = False
        self._clients = [threading.Thread(target=self._ask, args=(number,)) for number in range(8)]

    def __enter__(self) -> Load:
        for client in self._clients:
            client.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        for client in self._clients:
            client.join()

    def until(self, number: int, service: Service) -> None:
        """Wait for so many right answers more, as long as the service is there."""
        with self._changed:
            wanted = self.right + number
            while self.right < wanted and not self.wrong:
                assert service.process.poll() is None, service.process.communicate()
                self._changed.wait(timeout=1)

    def _ask(self, client: int) -> None:
        while not self._over:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                for number in range(client, 10**9):
                    if self._over:
                        break
                    sent, wanted = self.cases[number * 7 % len(self.cases)]
                    self._note(asked(connection, "/evaluate", sent), wanted)
            except (OSError, http.client.HTTPException):
                with self._changed:
                    self.broken += 1
            finally:
                connection.close()

    def _note(self, answer: tuple[int, bytes], wanted: bytes) -> None:
        with self._changed:
            if answer == (200, wanted):
                self.right += 1
            else:
                self.wrong.append(answer)
            self._changed.notify_all()


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_and_started_again_under_load_without_a_wrong_answer(workers: int) -> None:
    cases = expected(40)
    assert len({wanted for _, wanted in cases}) == 40
    first = Service("--workers", workers)
    with Load(first.port, cases) as load:
        load.until(40, first)
        first.end(signal.SIGKILL)
        second = Service("--workers", workers, port=first.port)
        load.until(120, second)
    assert second.end()[0] == 0
    assert load.wrong == []
    assert load.right >= 160
    assert load.broken >= 1


# -- beginning and end ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_being_answered_is_answered_before_the_end(service: Service, number: int) -> None:
    body = json.dumps(INSIDER).encode()
    head = (
        f"POST /evaluate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")
        service.process.send_signal(number)
        connection.sendall(body)
        received = b""
        while part := connection.recv(100_000):
            received += part
    assert received.startswith(b"HTTP/1.1 200")
    assert received.endswith(render(evaluate(load_case(body.decode())), "json").encode())
    code, said = service.end()
    assert (code, said.count("\n")) == (0, 1), said


def test_a_second_interrupt_ends_it_at_once_and_in_silence(service: Service) -> None:
    head = b"POST /evaluate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(head + b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 100")
        service.process.send_signal(signal.SIGINT)
        while reachable(service.port):  # until the first has been taken
            pass
        code, said = service.end(signal.SIGINT)
        assert connection.recv(1000)[:12] in (b"", b"HTTP/1.1 503")
    assert (code, said.count("\n")) == (0, 1), said


def reachable(port: int) -> bool:
    """Whether anything listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
    except ConnectionError:
        return False
    return True


def test_a_port_that_is_taken_is_said(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--port", str(service.port)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("serve: TH718 ")
    assert f"127.0.0.1:{service.port}" in said
    assert "--port" in said
    assert run(["serve", "--port", "0", "--host", "203.0.113.7", "--lang", "en"]) == 1
    assert "this machine has no such address" in capsys.readouterr().err
    for lang in ("zh", "en"):
        assert run(["serve", "--port", "0", "--host", "nosuch.invalid", "--lang", lang]) == 1
        said = capsys.readouterr().err
        assert "--host" in said
        assert "--port" not in said


def test_without_its_libraries_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None\nfrom thresholds.cli import main\nsys.argv[1:] = ['serve']\nmain()"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=surroundings(), check=False
    )
    assert found.returncode == 2
    assert found.stderr.startswith("TH717 ")
    assert "thresholds[web]" in found.stderr
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize("size", ["0", "2X", "-1", "many", "1.5MB"])
def test_sizes_that_are_none(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--max-body", size]) == 2
    assert "500KB" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "warned"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("127.1.2.3", False), ("0.0.0.0", True),
     ("::", True), ("192.168.1.7", True), ("court.example", True)],
)  # fmt: skip
def test_a_warning_where_others_can_reach_it(host: str, warned: bool, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("zh", "en"):
        _announce(Settings(host=host), f"http://{host}:1", lang)
        shown = capsys.readouterr()
        assert f"http://{host}:1" in shown.out
        assert (host in shown.err) == warned
        assert bool(shown.err) == warned


def test_the_body_that_an_option_allows() -> None:
    service = Service("--max-body", "1KB")
    assert service.ask("/evaluate", INSIDER)[0] == 200
    status, told = service.ask("/evaluate", INSIDER | {"note": "一" * 1024})
    assert status == 413
    assert "1024" in json.loads(told)["detail"]
    assert service.end()[0] == 0


# -- what it says ----------------------------------------------------------------------------------------------


def test_nothing_of_a_case_is_said_anywhere(service: Service) -> None:
    wrong: Any = INSIDER | {"persons": {SECRET: {}}, SECRET: 1}
    assert service.ask("/evaluate", INSIDER | {"title": SECRET})[0] == 200
    assert service.ask("/whatif", {"case": BETWEEN | {"note": SECRET}, "edits": [f"title={SECRET}"]})[0] == 200
    assert service.ask("/evaluate", wrong)[0] == 422
    quoted = "".join(f"%{byte:02X}" for byte in SECRET.encode())
    assert service.ask(f"/evaluate?person={quoted}", INSIDER)[0] == 422
    assert service.ask(f"/{quoted}")[0] == 404
    assert service.ask(f"/glossary?term={quoted}")[0] == 404
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(f"POST /{SECRET} nonsense\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    code, said = service.end()
    assert code == 0
    assert SECRET not in said
    assert quoted not in said
    assert "Traceback" not in said
    assert [line for line in said.splitlines()[1:] if not line.startswith("WARNING: Invalid HTTP request")] == []


def test_nothing_is_written_to_any_file() -> None:
    def no_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    quiet = Service(before=no_files)
    assert quiet.ask("/evaluate", INSIDER)[0] == 200
    assert quiet.ask("/evaluate?format=docx", INSIDER)[0] == 200
    assert quiet.uploaded(b"schema: thresholds/case/1\nid: x\npersons: {a: {}}\n" + b"#" * 1_500_000) == 200
    assert quiet.end()[0] == 0
