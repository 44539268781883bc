"""The page over HTTP: what is typed stays text, no address reads a file, nothing is loaded from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pages import FIVE, KEPT_CHINESE, ROOT, Page, asked, clients, sent
from starlette.testclient import TestClient

from thresholds.law.load import available
from thresholds.page.routes import POLICY
from thresholds.page.state import LONGEST
from thresholds.service import Settings, create_app


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    yield from clients()


VIEWS = [
    ("/", {}),
    ("/", {"location_tracking": "50", "act": "sale", "before": "location_tracking=49&act=sale"}),
    ("/", {"location_tracking": "4x", "act": "sale"}),
    ("/", {"ruleset": "fashi-2011-19", "computers_controlled": "20", "lang": "en"}),
    ("/page/flips", {"location_tracking": "49", "act": "sale"}),
    ("/quiz", {}),
    ("/quiz", {"n": "1", "seed": "3"}),
    ("/quiz", {"n": "1", "seed": "3", "tier": "serious"}),
    ("/quiz", {"n": "11", "seed": "3"}),
]


@pytest.mark.parametrize(("path", "query"), VIEWS)
def test_a_page_loads_nothing_but_what_this_server_gives(client: TestClient, path: str, query: dict[str, str]) -> None:
    answer = client.get(path, params=query)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    page = Page(answer.text)
    assert all("style" not in attributes for _, attributes in page.tags)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert not page.all("style")
    assert all(script["src"] for script in page.all("script"))
    for tag, attributes in page.tags:
        for name in ("href", "src", "action", "hx-get"):
            value = attributes.get(name) or ""
            assert not re.match(r"(\w+:)?//", value), (tag, value)
    for reference in [*page.all("script"), *page.all("link")]:
        place = reference.get("src") or reference.get("href") or ""
        if not place.startswith("data:"):
            assert client.get(str(answer.url.join(place))).status_code == 200


@pytest.mark.parametrize(("path", "query"), VIEWS)
def test_ids_are_used_once_and_every_control_has_a_label(client: TestClient, path: str, query: dict[str, str]) -> None:
    page = Page(client.get(path, params=query).text)
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.all("label")}
    for control in [*page.all("input"), *page.all("select")]:
        if control.get("type") not in ("hidden", "radio", "checkbox"):
            assert control.get("id") in labelled or control.get("aria-label")
    for _, attributes in page.tags:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(ids)


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_what_is_typed_stays_text(client: TestClient) -> None:
    for name in ("location_tracking", "act", "second.act", "reading.gains", "colour", EVIL, "ruleset", "before"):
        for path in ("/", "/page/result", "/page/flips", "/page/export/html"):
            page = Page(client.get(path, params={name: EVIL, "credit_record": "5"}).text)
            assert not [one for one in page.all("script") if "src" not in one]
            assert not page.all("img")
    for name in ("tier", "a1", "seed", "item"):
        page = asked(client, "/quiz", n="1", **{name: EVIL})
        assert not page.all("img")


def test_an_opened_file_stays_text(client: TestClient) -> None:
    case = f"schema: thresholds/case/1\nid: {json.dumps(EVIL)}\ntitle: {json.dumps(EVIL + '</textarea>' + EVIL)}\n"
    case += f"persons: {{a: {{name: {json.dumps(EVIL)}}}}}\nnote: {json.dumps('</textarea>' + EVIL)}\n"
    answer = sent(client, f"{EVIL}.yaml", case.encode())
    assert answer.status_code == 200
    page = Page(answer.text)
    assert not page.all("img")
    assert "onerror=alert(1)" in page.text


# -- the page itself -----------------------------------------------------------------------------------------


def test_the_tier_is_shown_and_the_part_that_changes_is_the_same(client: TestClient) -> None:
    query = {"location_tracking": "50", "act": "sale", "theme": "dark", "present": "1"}
    whole, part = (client.get(path, params=query).text for path in ("/", "/page/result"))
    assert '<p class="verdict rank-1" id="verdict-0">情节严重</p>' in whole
    start = part.index('<div class="moment">')
    assert part[start : part.index('<nav class="tier')].rstrip() in whole
    html = Page(whole).all("html")[0]
    assert html["data-theme"] == "dark"
    assert "data-present" in html


def test_every_link_of_the_page_keeps_its_state(client: TestClient) -> None:
    query = {"location_tracking": "49", "act": "sale", "theme": "dark", "present": "1", "reading.gains": "net"}
    query["before"] = "credit_record=5"
    page = asked(client, **query)
    links = {str(link.get("id")): str(link["href"]) for link in page.all("a") if link.get("id")}
    kept = {
        "present": "present=1",
        "language": "",
        "pin": "before=",
        "reset": "location_tracking=",
        "step-0-0-0-1": "=49",
    }
    for name, changed in kept.items():
        for pair in query.items():
            one = urlencode([pair])
            if name == "reset" and pair[0] in ("location_tracking", "act", "reading.gains"):
                continue
            if name == "step-0-0-0-1" and pair[0] == "location_tracking":
                one = "location_tracking=50"
            assert (one in links[name]) is not (bool(changed) and one.startswith(changed)), (name, one)


def test_a_wrong_value_stands_beside_its_field(client: TestClient) -> None:
    page = asked(client, location_tracking="4x", act="sale")
    [field] = [one for one in page.all("input") if one.get("name") == "location_tracking"]
    assert field["aria-invalid"] == "true"
    assert field["value"] == "4x"
    assert "f-location_tracking-error" in str(field["aria-describedby"])
    assert page.text.count("TH205") == 2


def test_what_is_pinned_may_be_of_another_ruleset_or_wrong(client: TestClient) -> None:
    page = asked(client, location_tracking="50", act="sale", before="ruleset=fashi-2011-19&computers_controlled=19")
    assert "第一条第一款第（三）项" in page.text
    assert not page.all("table")
    assert "TH205" in asked(client, credit_record="5", before="credit_record=4x").text
    asked(client, status=404, before="ruleset=fashi-2011-91")


@pytest.mark.parametrize("name", list(available()))
def test_an_english_page_has_no_chinese_but_names_of_law_and_units(client: TestClient, name: str) -> None:
    for path in ("/", "/page/flips"):
        page = asked(client, path, ruleset=name, lang="en", location_tracking="49", act="sale")
        assert page.chinese <= KEPT_CHINESE


@pytest.mark.parametrize("number", range(1, 6))
def test_an_english_quiz_has_no_chinese_but_names_of_law_and_units(client: TestClient, number: int) -> None:
    for level in "1234":
        page = asked(client, "/quiz", lang="en", n=str(number), level=level, tier="serious")
        assert page.chinese <= KEPT_CHINESE


# -- no file is read, no address is too long -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["/etc/passwd", "rulesets/fashi-2017-10", "../fashi-2017-10", "fashi-2017-11"])
def test_no_address_reads_a_file(client: TestClient, name: str) -> None:
    places = ["/", "/page/result", "/page/flips", "/page/export/json", "/page/export/case", "/quiz?n=1"]
    places += ["/quiz", "/quiz/export/result/json", "/quiz/export/key/html"]
    for path in places:
        answer = client.get(path, params={"ruleset": name} | ({"n": "1"} if "?" in path else {}))
        assert answer.status_code in (404, 422)
        assert name in Page(answer.text).text
        assert "root:" not in answer.text
    assert client.get("/", params={"before": urlencode({"ruleset": name})}).status_code == 404


@pytest.mark.parametrize(("lang", "says"), [("zh", "没有规则集「fashi-2017-11」"), ("en", "no ruleset fashi-2017-11")])
def test_a_ruleset_that_there_is_not_has_its_code(client: TestClient, lang: str, says: str) -> None:
    for path in ("/", "/quiz", "/page/export/case"):
        answer = client.get(path, params={"ruleset": "fashi-2017-11", "lang": lang})
        assert answer.status_code in (404, 422)
        text = Page(answer.text).text
        assert "TH722 " in text
        assert says in text
        assert "fashi-2017-10" in text


def test_a_case_that_is_gone_is_said_to_be(client: TestClient) -> None:
    page = asked(client, "/page/case", 404)
    assert "案卷不留存" in page.text
    assert any("static/case.js" in str(script["src"]) for script in page.all("script"))
    assert "open the file again" in asked(client, "/page/case", 404, lang="en").text


def test_colours_are_those_of_paper_in_print(client: TestClient) -> None:
    rules = client.get("/static/colours.css").text
    for dark in re.finditer("color-scheme: dark", rules):
        line = rules[rules.rindex("\n", 0, dark.start()) : dark.start()]
        assert line.startswith("\n@media screen")


@pytest.mark.parametrize("name", ["../routes.py", "%2e%2e/routes.py", "routes.py", "page.css/../../routes.py", "x"])
def test_only_files_of_the_page_are_given(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_the_library_comes_with_its_licence(client: TestClient) -> None:
    assert "Permission to use, copy, modify" in client.get("/static/htmx.LICENSE.txt").text


def test_a_case_names_its_ruleset_by_id_alone(client: TestClient, tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_bytes((ROOT / "rulesets" / "fashi-2017-10" / "ruleset.yaml").read_bytes())
    for key in ("ruleset", "规则"):
        for path in (str(rules), "../rulesets/fashi-2017-10", str(ROOT / "rulesets" / "fashi-2017-10")):
            case = f"schema: thresholds/case/1\nid: x\n{key}: {path}\npersons: {{a: {{}}}}\n"
            answer = sent(client, "case.yaml", case.encode())
            assert answer.status_code == 422
            assert "case.yaml:3:" in answer.text
            assert "TH721" in answer.text
    for known in ("fashi-2017-10", "criminal-law-253-1"):
        case = f"schema: thresholds/case/1\nid: x\nruleset: {known}\npersons: {{a: {{}}}}\n"
        assert "TH721" not in sent(client, "case.yaml", case.encode()).text


@pytest.mark.parametrize(
    "path", ["/", "/page/result", "/page/flips", "/page/export/json", "/quiz", "/quiz/export/key/html"]
)
def test_an_address_that_is_too_long_is_refused(client: TestClient, path: str) -> None:
    start = "credit_record=5&x="
    assert client.get(f"{path}?{start}{'1' * (LONGEST - len(start))}").status_code == 200
    answer = client.get(f"{path}?{start}{'1' * (LONGEST - len(start) + 1)}")
    assert answer.status_code == 414
    assert f"TH720 页面的地址太长：{LONGEST + 1} 个字符，至多 {LONGEST} 个" in answer.text


def test_the_forms_of_the_page_pass_the_guard_of_the_server_and_those_of_others_do_not() -> None:
    """A browser that may not say where a form comes from says `null`, which the server must refuse."""
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1:8765") as served:
        assert served.get("/").headers["referrer-policy"] == "same-origin"
        for origin, status in (("http://127.0.0.1:8765", 200), ("null", 403), ("http://evil.example", 403)):
            files = {"file": ("five.yaml", FIVE.read_bytes())}
            assert served.post("/page/case", files=files, headers={"origin": origin}).status_code == status


@pytest.mark.parametrize(
    ("sent_to", "leads_to"),
    [
        ("/?lang=en&act=sale&credit_record=&theme=&reading.gains=", "./?lang=en&act=sale"),
        ("/?present=&before=", "./"),
        ("/quiz?n=1&theme=&tier=serious&item=", "quiz?level=1&seed=1&questions=10&n=1&a1=serious"),
    ],
)
def test_empty_fields_of_a_form_leave_the_address(client: TestClient, sent_to: str, leads_to: str) -> None:
    answer = client.get(sent_to, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert client.get(str(answer.url.join(leads_to)), follow_redirects=False).status_code == 200


def test_what_is_scored_later_is_a_link_that_says_where_it_leads(client: TestClient) -> None:
    part = client.get("/page/result", params={"act": "sale", "location_tracking": "49"}).text
    start = part.index('<a href="page/flips')
    link = part[start : part.index("</a>", start)]
    assert '<span class="unscripted">看差多少就变档</span>' in link
    assert '<span class="scripted">正在评……</span>' in link
