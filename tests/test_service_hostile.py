"""What hostile and careless clients do: other sites, slow senders, wrong uploads, bombs; and what they read."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from problems import problem, told
from starlette.testclient import TestClient
from terminals import ROOT, surroundings

from thresholds.case.ledger import read_ledger
from thresholds.errors import SourceErrors
from thresholds.service import Settings, create_app, readable
from thresholds.service.examples import INSIDER

HERE = "http://127.0.0.1:8765"
JSON = {"content-type": "application/json"}
YAML = {"content-type": "application/yaml"}
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), base_url=HERE) as found:
        yield found


# -- nothing is left to be imported by a thread that may be ended ----------------------------------------------

IMPORTS = """
import json, sys
from starlette.testclient import TestClient
from thresholds.service import Settings, create_app
from thresholds.service.examples import BETWEEN, INSIDER, ROWS, WHATIF
from thresholds.service.warm import _workbook

BROKEN = {"content-type": "application/yaml"}
with TestClient(create_app(Settings(max_rows=20)), base_url="http://localhost") as client:
    def ask(path, **sent):
        answer = client.request("POST" if sent else "GET", path, **sent)
        assert answer.status_code in wanted, (path, answer.text)
    def tables():
        for query in ("", "?columns=grade", "?ruleset=fashi-2013-8", "?reading=gains=net", "?lang=en"):
            ask("/batch" + query, json=ROWS)
        ask("/batch", json=[{"act": "sale", "location_tracking": 1, "first_offender": True}, {"act": "no such"}])
    wanted = (200, 422)
    before = set(sys.modules)
    for lang in ("zh", "en"):
        for form in ("json", "html", "markdown", "docx"):
            ask(f"/evaluate?format={form}&lang={lang}", json=INSIDER)
        for path in ("questions", "margins"):
            ask(f"/{path}?lang={lang}", json=BETWEEN)
        ask(f"/whatif?lang={lang}", json=WHATIF)
        for text in (b"a: [", b"a: 1\\na: 2", b"\\xff", b"{? a : 1}", "案: 甲".encode("gb18030"), b"- 1", b"a: !b c"):
            ask(f"/evaluate?lang={lang}", content=text, headers=BROKEN)
        for path in ("rulesets", "rulesets/fashi-2017-10", "rulesets/criminal-law-253-1", "schema/case", "glossary",
                     "codes", "codes/TH204", "", "page/result", "page/flips", "page/export/docx", "page/export/case",
                     "page/export/picture", "quiz", "quiz?n=1", "quiz?n=99", "static/colours.css", "openapi.json"):
            ask(f"/{path}{'&' if '?' in path else '?'}lang={lang}")
        for name, content in (("a.yaml", json.dumps(INSIDER).encode()), ("a.xlsx", _workbook()),
                              ("a.csv", "行为人,行为,类别,条数\\n甲,出售,行踪轨迹信息,50\\n".encode("gb18030"))):
            for keep in ("", "html", "markdown", "docx", "json"):
                ask("/page/case", files={"file": (name, content)}, data={"keep": keep, "lang": lang})
    wanted = (404,)
    ask("/nothing")
    print("cases", sorted(set(sys.modules) - before))
    wanted = (200,)
    ask("/batch", json=ROWS)
    before = set(sys.modules)
    tables()
    print("tables", sorted(set(sys.modules) - before))
"""


def test_no_request_imports_anything() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, env=surroundings(), cwd=ROOT, check=False
    )
    assert run.stdout.splitlines() == ["cases []", "tables []"], run.stderr


# -- pages of other sites ----------------------------------------------------------------------------------------


def fetched(site: str, mode: str, dest: str) -> dict[str, str]:
    return {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_elsewhere_can_link_here_and_nothing_else(site: str, client: TestClient) -> None:
    assert client.get("/", headers=fetched(site, "navigate", "document")).status_code == 200
    for mode, dest in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe"), ("no-cors", "script")):
        assert problem(client.get("/rulesets", headers=fetched(site, mode, dest)), 403)["type"].endswith("TH702")
    sent = client.post("/page/case", content=b"", headers=fetched(site, "navigate", "document"))
    assert sent.status_code == 403, "a form without an Origin"


def test_the_page_itself_and_its_reader_can_ask(client: TestClient) -> None:
    for site in ("same-origin", "none"):
        assert client.get("/page/result", headers=fetched(site, "cors", "empty")).status_code == 200
        assert client.post("/evaluate", json=INSIDER, headers=fetched(site, "cors", "empty")).status_code == 200


# -- methods, bodies, characters -----------------------------------------------------------------------------------


def test_head_is_get_without_a_body(client: TestClient) -> None:
    for path in ("/healthz", "/rulesets", "/", "/nothing"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        for name in ("content-type", "content-length"):
            assert head.headers[name] == whole.headers[name]
    assert problem(client.post("/healthz", json={}), 405)["type"] == "urn:thresholds:TH709"
    assert client.post("/healthz", json={}).headers["allow"] == "GET, HEAD"
    assert client.head("/evaluate").headers["allow"] == "POST"


@pytest.mark.parametrize("packed", ["gzip", "br", "Deflate"])
def test_what_is_compressed_is_refused(packed: str, client: TestClient) -> None:
    found = problem(client.post("/evaluate", json=INSIDER, headers={"content-encoding": packed}), 415)
    assert f"Content-Encoding: {packed.lower()}" in found["detail"]
    assert client.post("/evaluate", json=INSIDER, headers={"content-encoding": "identity"}).status_code == 200


def test_columns_are_those_of_what_was_sent(client: TestClient) -> None:
    """A pair of escapes is twelve columns wide, and one character."""
    sent = r'{"schema":"thresholds/case/1","id":"\ud842\udfb7","persons":{"a":{}},"no":1}'
    found = problem(client.post("/evaluate", content=sent.encode(), headers=JSON), 422)
    assert told(found) == [("TH201", "body", 1, sent.index('"no"') + 1)]


@pytest.mark.parametrize(
    ("sent", "headers", "place"),
    [
        (r'{"schema":"thresholds/case/1","id":"x","persons":{"a":{"name":"\ud842"}}}', JSON, (1, 63)),
        (r'{"schema":"thresholds/case/1","id":"x","persons":{"a":{"\udfb7\ud842":1}}}', JSON, (1, 56)),
        ('schema: thresholds/case/1\nid: x\npersons: {a: {name: "\\ud842"}}\n', YAML, (3, 21)),
    ],
)
def test_half_a_character_is_wrong(
    sent: str, headers: dict[str, str], place: tuple[int, int], client: TestClient
) -> None:
    found = problem(client.post("/evaluate?lang=en", content=sent.encode(), headers=headers), 422)
    assert told(found)[0] == ("TH004", "body", *place)
    assert "half of a character" in found["detail"]


# -- what somebody reads who uses the page ---------------------------------------------------------------------------


def page(response: Any, status: int) -> str:
    """The text of a page that says what is wrong."""
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    text: str = response.text
    assert text.startswith("<!doctype html>")
    return text


@pytest.mark.parametrize(
    ("content_type", "sent"),
    [
        ("multipart/form-data; boundary=x", b"garbage"),
        ("multipart/form-data", b"--x\r\n\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nab'),
    ],
)
def test_a_broken_upload_is_answered_with_a_page(content_type: str, sent: bytes, client: TestClient) -> None:
    answer = client.post("/page/case", content=sent, headers=BROWSER | {"content-type": content_type})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.status_code in (400, 422)
    program = client.post("/page/case", content=b"garbage", headers={"content-type": content_type})
    assert problem(program, 400)["type"] == "urn:thresholds:TH719"


def test_what_is_refused_before_the_page_is_a_page_too() -> None:
    with TestClient(create_app(Settings(max_body=1000)), base_url=HERE) as small:
        for lang, says in (("zh", "请求太大，至多 1000 字节"), ("en", "at most 1000 bytes")):
            sent = {"file": ("case.yaml", b"#" * 2000)}
            text = page(small.post(f"/page/case?lang={lang}", files=sent, headers=BROWSER), 413)
            assert says in text
            assert 'href="../static/' in text
        assert "TH701" not in page(small.get("/", headers=BROWSER | {"host": "evil.example"}), 421)
        assert "没有这个地址" in page(small.get("/nothing/at/all", headers=BROWSER), 404)
        told_to_programs = small.post("/evaluate", content=b"#" * 2000, headers=BROWSER | JSON)
        assert problem(told_to_programs, 413)["type"] == "urn:thresholds:TH704"
        assert problem(small.get("/codes/TH999", headers=BROWSER), 404)["type"] == "urn:thresholds:no-code"


def test_where_the_page_is_broken_programs_words_stand_for_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise ValueError("of a template")

    monkeypatch.setattr(readable, "_page", broken)
    assert problem(client.get("/nothing", headers=BROWSER), 404)["type"] == "urn:thresholds:TH708"


# -- bombs -----------------------------------------------------------------------------------------------------------


def workbook(*more: tuple[str, bytes]) -> bytes:
    """A ledger of one dealing, with parts besides."""
    made, stream = Workbook(), BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet.append(["行为人", "行为", "类别", "条数"])
    sheet.append(["甲", "出售", "行踪轨迹信息", 50])
    made.save(stream)
    with ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        for name, content in more:
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["xl/sharedStrings2.xml", "xl/worksheets/sheet2.bin"])
def test_a_small_workbook_that_unpacks_to_much_is_refused(name: str, client: TestClient) -> None:
    bomb = workbook((name, bytes(65 * 1024 * 1024)))
    assert len(bomb) < 200_000
    sent = {"file": ("ledger.xlsx", bomb)}
    text = page(client.post("/page/case", files=sent, headers=BROWSER), 422)
    assert "TH008" in text
    with pytest.raises(SourceErrors) as caught:
        read_ledger(Path("ledger.xlsx"), bomb)
    assert [one.code for one in caught.value.diagnostics] == ["TH008"]
    fair = {"file": ("ledger.xlsx", workbook((name, bytes(60 * 1024 * 1024))))}
    assert client.post("/page/case", files=fair, headers=BROWSER).status_code == 200


def test_no_more_is_unpacked_than_a_workbook_says() -> None:
    whole = workbook()
    size = ZipFile(BytesIO(whole)).getinfo("xl/worksheets/sheet1.xml").file_size
    at = whole.rindex(b"xl/worksheets/sheet1.xml") - 22  # where the directory has the size of the part
    assert int.from_bytes(whole[at : at + 4], "little") == size
    lying = whole[:at] + (100).to_bytes(4, "little") + whole[at + 4 :]
    with pytest.raises(SourceErrors) as caught:
        read_ledger(Path("ledger.xlsx"), lying)
    assert [one.code for one in caught.value.diagnostics] == ["TH241"]


# -- connections -------------------------------------------------------------------------------------------------------

SERVED = """
import sys
from thresholds.service import Settings
from thresholds.service.run import address_of, listening, orderly, serve
settings = Settings(port=0, head=float(sys.argv[1]), connections=int(sys.argv[2]), max_body=1000)
with orderly(), listening(settings) as listener:
    print(address_of(listener), flush=True)
    serve(settings, listener)
"""


@pytest.fixture
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """Where a service with these settings answers."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVED, *map(str, request.param)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=surroundings(), cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    yield "127.0.0.1", int(process.stdout.readline().rpartition(":")[2])
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert said == ""


def all_of(connection: socket.socket) -> bytes:
    """Everything until the other side closes; nothing more where it breaks off."""
    received = b""
    try:
        while part := connection.recv(100_000):
            received += part
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize("served", [(0.3, 100)], indirect=True)
@pytest.mark.parametrize("sent", [b"", b"POST /evaluate HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_a_head_that_does_not_come_ends_the_connection(served: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(served, timeout=60) as connection:
        connection.sendall(sent)
        assert all_of(connection) == b""
    with socket.create_connection(served, timeout=60) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /he")
        answer = all_of(connection)
        assert answer.count(b"HTTP/1.1 200") == 1


@pytest.mark.parametrize("served", [(60, 1)], indirect=True)
def test_one_connection_too_many_is_closed(served: tuple[str, int]) -> None:
    first = http.client.HTTPConnection(*served, timeout=60)
    with closing(first):
        first.request("GET", "/healthz")
        assert first.getresponse().read()
        with socket.create_connection(served, timeout=60) as second:
            assert all_of(second) == b""
        first.request("GET", "/healthz")
        assert first.getresponse().status == 200


@pytest.mark.parametrize("served", [(60, 100)], indirect=True)
def test_who_sends_far_too_much_can_still_read_why(served: tuple[str, int]) -> None:
    head = b"POST /evaluate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    with socket.create_connection(served, timeout=60) as connection:
        connection.sendall(head % 30_000_000)
        connection.sendall(bytes(30_000_000))
        answer = all_of(connection)
    assert answer.startswith(b"HTTP/1.1 413")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["type"] == "urn:thresholds:TH704"


@pytest.mark.parametrize("served", [(60, 100)], indirect=True)
def test_what_is_no_request_is_told_so_as_a_problem(served: tuple[str, int]) -> None:
    for sent in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.create_connection(served, timeout=60) as connection:
            connection.sendall(sent)
            head, _, body = all_of(connection).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400")
        assert b"application/problem+json" in head
        for name in (b"cache-control: no-store", b"x-content-type-options: nosniff", b"x-frame-options: DENY"):
            assert name in head.lower() or name in head
        assert json.loads(body)["type"] == "urn:thresholds:TH719"


@pytest.mark.parametrize("served", [(60, 100)], indirect=True)
def test_nothing_more_is_taken_where_a_body_is_framed_twice(served: tuple[str, int]) -> None:
    head = (
        b"POST /evaluate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(served, timeout=60) as connection:
        connection.sendall(head + b"2\r\n{}\r\n0\r\n\r\n" + b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answer = all_of(connection)
    assert answer.startswith(b"HTTP/1.1 422")
    assert b"connection: close" in answer.partition(b"\r\n\r\n")[0].lower()
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("served", [(60, 100)], indirect=True)
def test_a_probe_without_a_host_is_told_what_it_lacks(served: tuple[str, int]) -> None:
    with socket.create_connection(served, timeout=60) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\nAccept-Language: en\r\n\r\n")
        head, _, body = all_of(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 421")
    assert "HTTP/1.0 need a Host header" in json.loads(body)["detail"]


# -- limits are said --------------------------------------------------------------------------------------------------


def test_the_description_says_what_a_request_may_take(client: TestClient) -> None:
    told_of = client.get("/openapi.json").json()
    for figure in ("2,097,152", "30", "10,000", "512", "64", "Retry-After"):
        assert figure in told_of["info"]["description"]
    answers = told_of["paths"]["/evaluate"]["post"]["responses"]
    assert "Retry-After" in answers["503"]["headers"]
    assert {"400", "403", "408", "413", "415", "421", "422", "500", "503", "504"} <= answers.keys()
