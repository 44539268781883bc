"""Case files opened on the page: what is kept of them, under the readings chosen, and the ways from them and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pages import FIVE, Page, asked, clients, sent
from starlette.testclient import TestClient

from thresholds import evaluate, load_case
from thresholds.page.chosen import with_readings
from thresholds.service import Settings, create_app

READING = {"reading.bulk_presumption_t1_t2": "item_by_item"}
CHOSEN = {"bulk_presumption_t1_t2": "item_by_item"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    yield from clients()


def kept(client: TestClient, text: str, **fields: str) -> str:
    """The case file as it is kept."""
    answer = client.post("/page/case", data={"case": text, "name": "a.yaml", "keep": "case"} | fields)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/yaml; charset=utf-8")
    assert answer.headers["content-disposition"] == 'attachment; filename="case.yaml"'
    return answer.text


# -- what is kept --------------------------------------------------------------------------------------------


def test_a_case_file_is_kept_as_it_stands_with_the_readings_chosen(client: TestClient) -> None:
    text = FIVE.read_text("utf-8")
    assert sent(client, "five.yaml", FIVE.read_bytes(), keep="case").text == text
    usual = dict.fromkeys(READING, "applies")
    assert kept(client, text, **usual) == text
    changed = kept(client, text, **READING)
    assert changed == text + "口径: {bulk_presumption_t1_t2: item_by_item}\n"
    case = load_case(changed)
    assert dict(case.readings) == CHOSEN
    again = evaluate(load_case(text), readings=CHOSEN)
    assert [one.grade for one in evaluate(case).persons] == [one.grade for one in again.persons]
    assert kept(client, changed, **usual) == changed.replace("item_by_item", "applies")


def test_a_browser_ends_lines_otherwise_and_the_file_is_the_same(client: TestClient) -> None:
    text = FIVE.read_text("utf-8")
    assert kept(client, text.replace("\n", "\r\n")) == text


HEAD = "schema: thresholds/case/1 # 头\nid: x\n"
PEOPLE = "persons: {a: {}}   # 人\n"
JSON = '{\n  "schema": "thresholds/case/1", "id": "x",\n  "persons": {"a": {}}%s\n}\n'
NET = {"gains": "net"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + PEOPLE.rstrip("\n"), f"{HEAD}{PEOPLE}readings: {{gains: net}}\n"),
        (f"{HEAD}口径: {{gains: gross}} # 毛\n{PEOPLE}", f"{HEAD}口径: {{gains: net}} # 毛\n{PEOPLE}"),
        (f"{HEAD}readings: {{gains: 'gross'}}\n{PEOPLE}", f'{HEAD}readings: {{gains: "net"}}\n{PEOPLE}'),
        (
            f"{HEAD}readings:\n  # 两种\n  tenfold_sum: sum # 一\n{PEOPLE}",
            f"{HEAD}readings:\n  # 两种\n  gains: net\n  tenfold_sum: sum # 一\n{PEOPLE}",
        ),
        (f"{HEAD}readings: {{x: y}}\n{PEOPLE}", f"{HEAD}readings: {{gains: net, x: y}}\n{PEOPLE}"),
        (f"{HEAD}readings: {{}}\n{PEOPLE}", f"{HEAD}readings: {{gains: net}}\n{PEOPLE}"),
        (f"{HEAD}readings:   # 没有\n{PEOPLE}", f"{HEAD}readings: {{gains: net}}   # 没有\n{PEOPLE}"),
        (f"{HEAD}readings: null\n{PEOPLE}", f"{HEAD}readings: {{gains: net}}\n{PEOPLE}"),
        (JSON % "", (JSON % "").replace("{\n", '{"readings": {"gains": "net"}, \n', 1)),
        (JSON % ', "readings": {"gains": "gross"}', JSON % ', "readings": {"gains": "net"}'),
        (JSON % ', "readings": {}', JSON % ', "readings": {"gains": "net"}'),
    ],
)
def test_readings_are_written_where_they_stand(before: str, after: str) -> None:
    assert with_readings(before, "a.yaml", NET, "zh") == after
    assert with_readings(before, "a.yaml", {}, "zh") == before
    crlf = before.replace("\n", "\r\n")
    assert with_readings(crlf, "a.yaml", NET, "zh") == after.replace("\n", "\r\n")


def test_what_cannot_be_changed_in_place_is_written_anew() -> None:
    odd = f'{HEAD}readings: {{gains: "\\x67ross"}}\n{PEOPLE}'
    written = with_readings(odd, "a.yaml", NET, "en")
    assert dict(load_case(written).readings) == NET
    assert list(load_case(written).persons) == ["a"]


def test_the_picture_is_that_of_the_person_shown(client: TestClient) -> None:
    fields = {"case": FIVE.read_text("utf-8"), "name": "a.yaml", "keep": "picture"}
    for number, grade in (("0", "情节特别严重"), ("3", "未达到")):
        answer = client.post("/page/case", data=fields | {"at": number})
        assert answer.headers["content-disposition"] == 'attachment; filename="ladder.svg"'
        assert answer.text.startswith("<?xml")
        person = evaluate(load_case(FIVE)).persons[int(number)]
        assert (f"：{grade}</text>" in answer.text) is (grade == GRADES[person.grade.at_most])
    english = client.post("/page/case", data=fields | {"at": "9" * 5000, "lang": "en"})
    assert (english.status_code, "Ruleset fashi-2017-10" in english.text) == (200, True)


GRADES = {"not_reached": "未达到", "serious": "情节严重", "extremely_serious": "情节特别严重"}


def test_every_kind_has_its_button_and_no_other_is_given(client: TestClient) -> None:
    page = Page(sent(client, "five.yaml", FIVE.read_bytes()).text)
    kinds = [one["value"] for one in page.all("button") if one.get("name") == "keep"]
    assert kinds == ["case", "html", "markdown", "docx", "json", "picture"]
    for lang, known in (("zh", "case、html、markdown"), ("en", "case, html, markdown")):
        answer = sent(client, "five.yaml", FIVE.read_bytes(), keep="foo", lang=lang)
        assert answer.status_code == 404
        assert "foo" in Page(answer.text).text
        assert known in Page(answer.text).text
        assert known in asked(client, "/page/export/foo", 404, lang=lang).text
    assert "docx, html" in asked(client, "/quiz/export/key/json", 404, lang="en").text


# -- persons -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown"), [("9" * 5000, 5), ("0" * 5000 + "2", 3), ("1" + "0" * 10, 5), ("-1", 1), ("²", 1), ("٣", 4)]
)
@pytest.mark.parametrize("name", ["person", "at"])
def test_a_number_beyond_the_last_person_is_the_last(client: TestClient, name: str, number: str, shown: int) -> None:
    answer = sent(client, "five.yaml", FIVE.read_bytes(), **{name: number})
    assert answer.status_code == 200
    assert f"第 {shown} 人，共 5 人" in Page(answer.text).text


# -- ways there and back -------------------------------------------------------------------------------------


def test_the_facts_moved_before_are_not_lost(client: TestClient) -> None:
    query = {"location_tracking": "51", "act": "sale", "reading.gains": "net", "theme": "dark"}
    home = "../?act=sale&location_tracking=51&reading.gains=net&theme=dark&present=1"
    [back] = [one["value"] for one in asked(client, **query).all("input") if one.get("name") == "back"]
    fields = {"back": str(back), "theme": "dark", "present": "1"}
    first = Page(sent(client, "five.yaml", FIVE.read_bytes(), **fields).text)
    [along] = [str(one["value"]) for one in first.all("input") if one.get("name") == "back"]
    second = {"case": FIVE.read_text("utf-8"), "person": "1", "theme": "dark", "present": "1", "back": along}
    for page in (first, Page(client.post("/page/case", data=second).text)):
        links = [str(one["href"]) for one in page.all("a")]
        assert home in links
        assert f"{home}#open-title" in links
    for wrong in (sent(client, "a.yaml", b"id: [", **fields), sent(client, "a.yaml", b"", **fields)):
        assert home in [one["href"] for one in Page(wrong.text).all("a")]
    kept = client.get("/page/export/case", params={"credit_record": "4x"})
    assert "../../?credit_record=4x" in [one["href"] for one in Page(kept.text).all("a")]


def test_a_file_that_is_too_large_is_refused_in_the_language_of_the_page() -> None:
    with TestClient(create_app(Settings(max_body=100_000)), base_url="http://127.0.0.1:8765") as served:
        headers = {"accept": "text/html", "accept-language": "zh"}
        page = Page(served.get("/", params={"lang": "en"}, headers=headers).text)
        [action] = [str(one["action"]) for one in page.all("form") if one.get("method") == "post"]
        files = {"file": ("large.yaml", b"#" * 200_000)}
        answer = served.post(f"/{action}", data={"lang": "en"}, files=files, headers=headers)
        assert answer.status_code == 413
        assert Page(answer.text).all("html")[0]["lang"] == "en"
        case = served.post(f"/{action}", data={"lang": "en"}, files={"file": ("five.yaml", FIVE.read_bytes())})
        [again] = [one for one in Page(case.text).all("form") if one.get("id") == "facts"]
        assert again["action"] == "case?lang=en"
