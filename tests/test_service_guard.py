"""Who may ask, what a request can reach, and how much it may send."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from thresholds.service import Settings, create_app
from thresholds.service.examples import BETWEEN, INSIDER

ROOT = Path(__file__).resolve().parent.parent
HERE = "http://127.0.0.1:8765"
JSON = {"content-type": "application/json"}
YAML = {"content-type": "application/yaml"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), base_url=HERE) as found:
        yield found


def kind(response: Any, status: int) -> str:
    """The type of the problem that an answer of this status is."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["type"]).removeprefix("urn:thresholds:")


# -- no request names a file -------------------------------------------------------------------------------


class Opened:
    """Every file that the interpreter opens while it is asked to watch."""

    def __init__(self) -> None:
        self.names: list[str] | None = None
        sys.addaudithook(self.see)

    def see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and self.names is not None:
            self.names.append(str(arguments[0]))


OPENED = Opened()


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Path]:
    """A ruleset that can be read, outside of where rulesets are; whatever happens, nobody may open it."""
    folder = tmp_path / "canary"
    folder.mkdir()
    text = (ROOT / "rulesets" / "fashi-2017-10" / "ruleset.yaml").read_text("utf-8")
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    OPENED.names = []
    yield folder
    opened, OPENED.names = OPENED.names, None
    assert [name for name in opened if "canary" in name or "passwd" in name] == []


def names_of(folder: Path) -> list[str]:
    relative = "../../../../../../.." + str(folder)
    return [
        str(folder),
        str(folder / "ruleset.yaml"),
        f" {folder}/ruleset.yaml ",
        f"file://{folder}/ruleset.yaml",
        f"fashi-2017-10/../{relative}",
        f"{relative}/ruleset.yaml",
        "sample:zaozhuang-2017",
        "/etc/passwd",
        "rulesets/fashi-2017-10",
        "http://127.0.0.1/ruleset.yaml",
        "fashi-2017-10\u0000.yaml",
        "FASHI-2017-10",
    ]


def test_a_ruleset_is_an_id_in_the_query(canary: Path, client: TestClient) -> None:
    for name in names_of(canary):
        for path in ("/evaluate", "/questions", "/margins", "/whatif", "/batch"):
            assert kind(client.post(path, params={"ruleset": name}, json=INSIDER), 422) == "TH707"


@pytest.mark.parametrize("key", ["ruleset", "规则", "规则集"])
def test_a_ruleset_is_an_id_in_a_case(key: str, canary: Path, client: TestClient) -> None:
    without = {name: value for name, value in INSIDER.items() if name != "ruleset"}
    for name in names_of(canary):
        for path in ("/evaluate", "/questions", "/margins"):
            answer = client.post(path, json=without | {key: name})
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["code"] == "TH223"
        text = f"schema: thresholds/case/1\nid: x\npersons: {{a: {{}}}}\n{key}: {json.dumps(name)}\n"
        assert kind(client.post("/evaluate", content=text.encode(), headers=YAML), 422) == "TH223"
    assert client.post("/evaluate", json=without | {key: "fashi-2017-10"}).status_code == 200


@pytest.mark.parametrize("key", ["ruleset", "规则", '"规则集"', "'ruleset'"])
def test_a_ruleset_is_an_id_in_an_edit(key: str, canary: Path, client: TestClient) -> None:
    for name in names_of(canary):
        answer = client.post("/whatif", json={"case": BETWEEN, "edits": [f"{key}={json.dumps(name)}"]})
        assert kind(answer, 422) == "TH223"
        assert (answer.json()["errors"][0]["in"], answer.json()["errors"][0]["line"]) == ("edits", 1)
        answer = client.post("/whatif", json={"case": BETWEEN | {"ruleset": name}, "edits": ["ruleset="]})
        assert kind(answer, 422) == "TH223"
    allowed = client.post("/whatif", json={"case": BETWEEN, "edits": [f"{key}=fashi-2017-10"]})
    assert allowed.status_code == 200


def test_a_case_is_never_a_path(canary: Path, client: TestClient) -> None:
    for name in (*names_of(canary), str(ROOT / "cases" / "zaozhuang-2017.yaml")):
        answer = client.post("/whatif", json={"case": name, "edits": ["facts.a.first_offender=yes"]})
        assert answer.status_code == 422
        answer = client.post("/evaluate", content=name.encode(), headers=YAML)
        assert answer.status_code == 422
    including = b"schema: thresholds/case/1\nid: x\npersons: !include /etc/passwd\n"
    assert kind(client.post("/evaluate", content=including, headers=YAML), 422) == "TH007"


def test_paths_of_addresses_lead_nowhere(canary: Path, client: TestClient) -> None:
    for name in names_of(canary):
        quoted = "".join(f"%{byte:02x}" for byte in name.encode())
        for path in ("rulesets", "schema", "codes"):
            assert client.get(f"/{path}/{quoted}").status_code == 404


# -- who asks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost:8765", 200),
        ("LOCALHOST", 200),
        ("[::1]:8765", 200),
        ("192.168.1.7", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8765", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
def test_other_hosts_are_refused(host: str, status: int, client: TestClient) -> None:
    answer = client.get("/healthz", headers={"host": host})
    assert answer.status_code == status
    if status == 421:
        assert kind(answer, 421) == "TH701"
        assert kind(client.post("/evaluate", json=INSIDER, headers={"host": host}), 421) == "TH701"


def test_a_name_of_its_own() -> None:
    with TestClient(create_app(Settings(names=("Court.example",))), base_url="http://court.example") as found:
        assert found.get("/healthz").status_code == 200
        assert kind(found.get("/healthz", headers={"host": "other.example"}), 421) == "TH701"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9", "https://evil.example:8765"])
def test_other_sites_cannot_send(origin: str, client: TestClient) -> None:
    assert kind(client.post("/evaluate", json=INSIDER, headers={"origin": origin}), 403) == "TH702"


def test_the_own_site_can_send_and_nobody_else_is_let_read(client: TestClient) -> None:
    own = client.post("/evaluate", json=INSIDER, headers={"origin": HERE})
    assert own.status_code == 200
    asked = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    for answer in (own, client.options("/evaluate", headers=asked), client.get("/healthz", headers=asked)):
        assert [name for name in answer.headers if name.startswith("access-control")] == []
    assert client.options("/evaluate", headers=asked).status_code == 405


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain; a=json",
     "application/json; charset=gbk", "application/jsonx", "application/json; v=1; charset=gbk",
     "application/json; v=\";\"; charset=\"GBK\""],
)  # fmt: skip
def test_other_contents_are_refused(content_type: str, client: TestClient) -> None:
    sent = json.dumps(INSIDER).encode()
    answer = client.post("/evaluate", content=sent, headers={"content-type": content_type})
    assert kind(answer, 415) == "TH703"
    assert "application/json, application/yaml" in answer.json()["detail"]


def test_contents_that_are_taken(client: TestClient) -> None:
    sent = json.dumps(INSIDER).encode()
    for name in ("application/json", "Application/JSON; charset=UTF-8", "application/yaml; v=1", "application/x-yaml"):
        assert client.post("/evaluate", content=sent, headers={"content-type": name}).status_code == 200
    assert kind(client.post("/batch", content=b"[]", headers=YAML), 415) == "TH703"


def test_headers_of_every_answer(client: TestClient) -> None:
    for answer in (client.get("/healthz"), client.get("/nothing"), client.post("/evaluate", json=INSIDER)):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers


# -- how much may be sent -------------------------------------------------------------------------------------


def test_large_bodies_are_refused_announced_or_not() -> None:
    size = len(json.dumps(INSIDER).encode())
    with TestClient(create_app(Settings(max_body=size)), base_url=HERE) as found:
        sent = json.dumps(INSIDER).encode()
        taken: list[int] = []

        def parts() -> Iterator[bytes]:
            for number in range(1000):
                taken.append(number)
                yield sent

        assert found.post("/evaluate", content=sent, headers=JSON).status_code == 200
        announced = found.post("/evaluate", content=sent + b" ", headers=JSON)
        assert kind(announced, 413) == "TH704"
        assert announced.headers["connection"] == "close"
        assert kind(found.post("/evaluate", content=iter([sent, b" "]), headers=JSON), 413) == "TH704"
        assert found.post("/evaluate", content=iter([sent[:9], sent[9:]]), headers=JSON).status_code == 200
        assert kind(found.post("/evaluate", content=b"", headers=JSON | {"content-length": "9" * 30}), 413) == "TH704"


Message = dict[str, Any]


def asked(app: Any, messages: list[Message] | None, headers: dict[str, str], path: str = "/evaluate") -> list[Message]:
    """What an application sends for a request whose body comes in these messages, and then never goes on."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": b"", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8765),
        "headers": [(name.encode(), value.encode()) for name, value in ({"host": "127.0.0.1"} | headers).items()],
    }  # fmt: skip
    sent: list[Message] = []
    waiting = list(messages or ())

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def test_what_never_arrives_is_given_up() -> None:
    app = create_app(Settings(timeout=0.05))
    start, body, _ = asked(app, [{"type": "http.request", "body": b"{", "more_body": True}], JSON)
    assert start["status"] == 408
    assert json.loads(body["body"])["type"] == "urn:thresholds:TH706"


def test_what_is_left_before_it_has_arrived_is_dropped() -> None:
    app = create_app(Settings())
    first: Message = {"type": "http.request", "body": b"{", "more_body": True}
    asked(app, [first, {"type": "http.disconnect"}], JSON)


def test_no_more_is_read_than_is_taken() -> None:
    part: Message = {"type": "http.request", "body": b" " * 600, "more_body": True}
    messages = [part] * 5
    start, *_ = asked(create_app(Settings(max_body=1000, timeout=0.1)), messages, JSON)
    assert start["status"] == 413


def test_other_protocols_are_closed() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(create_app(Settings())({"type": "websocket", "path": "/", "headers": []}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


# -- the page ---------------------------------------------------------------------------------------------------


def test_the_page_is_worked_by_the_same_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    from fastapi import APIRouter
    from starlette.responses import PlainTextResponse, Response

    from thresholds.service import app as module

    def router(run: Any) -> APIRouter:
        found = APIRouter()

        def worked(n: int) -> Response:
            return PlainTextResponse(f"{10 // n} {threading.current_thread().name}")

        @found.get("/moment")
        async def moment(n: int) -> Response:
            answer: Response = await run(worked, n)
            return answer

        return found

    monkeypatch.setattr(module, "page_router", router)
    with TestClient(create_app(Settings()), base_url=HERE) as found:
        assert found.get("/moment?n=5").text == "2 thresholds-work"
        assert kind(found.get("/moment?n=x"), 422) == "TH707"
        assert kind(found.get("/moment?n=0"), 500) == "TH712"
        assert kind(found.get("/moment?n=3", headers={"host": "evil.example"}), 421) == "TH701"
        assert found.get("/openapi.json").json()["paths"].keys().isdisjoint({"/moment"})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what was sent is closed by chance
def test_the_page_stands_behind_the_same_guard(client: TestClient, canary: Path) -> None:
    shown = client.get("/")
    assert shown.status_code == 200
    assert shown.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert shown.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert kind(client.get("/", headers={"host": "evil.example"}), 421) == "TH701"
    sent = {"file": ("case.yaml", b"schema: thresholds/case/1\nid: x\npersons: {a: {}}\n")}
    assert client.post("/page/case", files=sent, headers={"origin": HERE}).status_code == 200
    assert kind(client.post("/page/case", files=sent, headers={"origin": "http://evil.example"}), 403) == "TH702"
    for name in names_of(canary):
        text = f"schema: thresholds/case/1\nid: x\npersons: {{a: {{}}}}\n规则: {json.dumps(name)}\n"
        assert client.post("/page/case", files={"file": ("case.yaml", text.encode())}).status_code == 422
        assert client.get("/", params={"ruleset": name}).status_code in (200, 404, 422)
    with TestClient(create_app(Settings(max_body=1000)), base_url=HERE) as found:
        large = {"file": ("case.yaml", b"#" * 2000)}
        assert kind(found.post("/page/case", files=large), 413) == "TH704"
