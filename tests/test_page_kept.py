"""What is kept of the page names the file that it is about by its hash, and says what is wrong by field."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from pages import FIVE, clients, sent
from starlette.testclient import TestClient

from thresholds import evaluate, load_case
from thresholds.rendering import render_bytes


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    yield from clients()


# -- facts moved on the page ---------------------------------------------------------------------------------

MOMENT = {"act": "sale", "location_tracking": "12～58", "second.credit_record": "6万多条", "reading.gains": "net"}
MOMENTS = [MOMENT | {"lang": lang} for lang in ("zh", "en")]
MOMENTS.append({"ruleset": "fashi-2013-8", "theft_large": "2000", "lang": "zh"})


@pytest.mark.parametrize("query", MOMENTS, ids=lambda query: f"{query['lang']}-{len(query)}")
def test_a_report_is_about_the_case_kept_of_the_same_moment(
    client: TestClient, tmp_path: Path, query: dict[str, str]
) -> None:
    kept = {kind: client.get(f"/page/export/{kind}", params=query).content for kind in ("case", "json", "docx")}
    digest = sha256(kept["case"]).hexdigest()
    assert json.loads(kept["json"])["case"]["sha256"] == digest
    for kind in ("html", "markdown"):
        assert digest[:12] in client.get(f"/page/export/{kind}", params=query).text
    assert digest[:12] in "".join(element.text or "" for element in footers(kept["docx"]))
    path = tmp_path / "case.yaml"
    path.write_bytes(kept["case"])
    assert kept["json"] == render_bytes(evaluate(load_case(path)), "json", query["lang"]), "as `check` has it"


def footers(content: bytes) -> Iterator[object]:
    for section in Document(BytesIO(content)).sections:
        yield from section.footer.paragraphs


def test_what_is_typed_wrong_is_said_by_field(client: TestClient) -> None:
    query = {"location_tracking": "4x", "second.location_tracking": "5x", "consent": "maybe"}
    for kind in ("case", "json", "html", "picture"):
        answer = client.get(f"/page/export/{kind}", params=query)
        said = [html.unescape(line) for line in re.findall("<li>(.*?)</li>", answer.text)]
        assert answer.status_code == 422
        assert [line.partition("。")[0] for line in said] == [
            "同意：TH204 不认识的值「maybe」",
            "行踪轨迹信息：TH205 「4x」不是能读懂的数",
            "另一批信息：行踪轨迹信息：TH205 「5x」不是能读懂的数",
        ]
    said = client.get("/page/export/case", params={"lang": "en", "illegal_gains": "4x"}).text
    assert "illegal gains: TH205 " in said
    assert "&lt;case&gt;" not in said


# -- a file opened -------------------------------------------------------------------------------------------


def workbook() -> bytes:
    book, stream = Workbook(), BytesIO()
    assert book.active is not None
    for row in (("行为人", "行为", "类别", "条数"), ("甲", "出售", "行踪轨迹信息", 50)):
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


TEXT = FIVE.read_bytes()
TABLE = "行为人,行为,类别,条数\n甲,出售,行踪轨迹信息,50\n".encode()
FILES = {
    "lf.yaml": TEXT,
    "crlf.yaml": TEXT.replace(b"\n", b"\r\n"),
    "mark.yaml": b"\xef\xbb\xbf" + TEXT,
    "往来.csv": TABLE,
    "gbk.csv": TABLE.decode().encode("gb18030"),
    "往来.xlsx": workbook(),
}


def carried(page: str) -> dict[str, str]:
    """What the form of a page sends of its file: browsers end the lines of a text with CRLF."""
    [text] = re.findall(r"(?s)<textarea name=\"case\"[^>]*>\n(.*?)</textarea>", page)
    fields = {name: re.findall(f'name="{name}" value="(.*?)"', page)[0] for name in ("name", "sha256", "at")}
    return {"case": html.unescape(text).replace("\n", "\r\n").replace("\r\r", "\r"), **fields}


@pytest.mark.parametrize("name", list(FILES))
def test_a_report_is_about_the_file_that_was_opened(client: TestClient, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    digest = sha256(FILES[name]).hexdigest()
    assert load_case(path).sha256 == digest
    page = sent(client, name, FILES[name]).text
    for asked in ({"person": "1"}, {"switch": "lang=en"}, {"reading.gains": "net"}):
        page = client.post("/page/case", data=carried(page) | asked).text
        found = client.post("/page/case", data=carried(page) | {"keep": "json"}).json()
        assert found["case"]["sha256"] == digest
    assert digest[:12] in client.post("/page/case", data=carried(page) | {"keep": "html"}).text


@pytest.mark.parametrize("digest", ["", "x" * 64, "A" * 64, "a" * 63, "a" * 65, "<b>", "a" * 64 + "\n"])
def test_what_is_no_digest_is_not_carried(client: TestClient, digest: str) -> None:
    fields = {"name": "a.yaml", "case": FIVE.read_text("utf-8"), "sha256": digest}
    found = client.post("/page/case", data=fields | {"keep": "json"}).json()
    assert found["case"]["sha256"] == sha256(TEXT).hexdigest()
    assert digest in ("", "<b>") or digest not in client.post("/page/case", data=fields).text


def test_a_digest_changes_nothing_else(client: TestClient) -> None:
    fields = {"name": "a.yaml", "case": FIVE.read_text("utf-8")}
    plain, other = (client.post("/page/case", data=fields | one | {"keep": "json"}).json() for one in ({}, FORGED))
    assert other.pop("case")["sha256"] == FORGED["sha256"]
    plain.pop("case")
    assert plain == other


FORGED = {"sha256": "0" * 64}
