"""Files that the page gives and takes, and its quiz: what is kept loads again, what is wrong is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlencode

import pytest
from openpyxl import Workbook
from pages import FIVE, Page, asked, clients, sent
from starlette.testclient import TestClient

from thresholds import evaluate, load_case
from thresholds.page.routes import POLICY
from thresholds.teaching.quiz import NO_ANSWER, mark, quiz


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    yield from clients()


# -- files ---------------------------------------------------------------------------------------------------


def test_every_file_kept_says_what_it_is(client: TestClient) -> None:
    query = {"location_tracking": "51", "act": "sale"}
    names = {"case": "case.yaml", "html": "report.html", "markdown": "report.md", "docx": "report.docx"}
    names |= {"json": "report.json", "picture": "ladder.svg"}
    for kind, name in names.items():
        answer = client.get(f"/page/export/{kind}", params=query)
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["content-security-policy"] == POLICY
    again = evaluate(load_case(client.get("/page/export/case", params=query).text))
    assert again.persons[0].grade.at_least == "serious"
    assert client.get("/page/export/pdf", params=query).status_code == 404
    for kind in names:
        answer = client.get(f"/page/export/{kind}", params={"credit_record": "4x"})
        assert (answer.status_code, "TH205" in answer.text) == (422, True)


def test_a_case_is_stepped_through_person_by_person(client: TestClient) -> None:
    text = FIVE.read_text("utf-8")
    report = evaluate(load_case(text))
    first = Page(sent(client, "five.yaml", FIVE.read_bytes()).text)
    assert f"第 1 人，共 {len(report.persons)} 人" in first.text
    for number, person in enumerate(report.persons):
        page = Page(client.post("/page/case", data={"case": text, "name": "five.yaml", "person": str(number)}).text)
        assert f"{person.name} 第 {number + 1} 人" in page.text
        [previous] = [one for one in page.all("button") if one.get("id") == "previous"]
        assert ("disabled" in previous) is (number == 0)
        listed = [one for one in page.all("button") if str(one.get("id")).startswith("person-")]
        assert [one["value"] for one in listed if "aria-current" in one] == [str(number)]
        assert len(listed) == len(report.persons)
    beyond = Page(client.post("/page/case", data={"case": text, "person": "99"}).text)
    assert f"第 {len(report.persons)} 人" in beyond.text


def test_a_file_is_shown_under_other_readings_and_in_the_other_language(client: TestClient) -> None:
    text = FIVE.read_text("utf-8")
    fields = {"case": text, "at": "2", "reading.bulk_presumption_t1_t2": "item_by_item", "lang": "zh", "theme": "dark"}
    page = Page(client.post("/page/case", data=fields | {"switch": "lang=en"}).text)
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("html")[0]["data-theme"] == "dark"
    assert "Person 3 of 5" in page.text
    chosen = [one for one in page.all("option") if one.get("value") == "item_by_item"]
    assert "selected" in chosen[0]
    kept = client.post("/page/case", data=fields | {"keep": "json"})
    data = json.loads(kept.text)
    readings = {one["id"]: one["chosen"] for one in data["persons"][0]["readings"]}
    assert readings["bulk_presumption_t1_t2"] == "item_by_item"


def workbook() -> bytes:
    book, stream = Workbook(), BytesIO()
    assert book.active is not None
    for row in (("行为人", "行为", "类别", "条数"), ("甲", "出售", "行踪轨迹信息", 50)):
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def test_tables_are_case_files_too(client: TestClient) -> None:
    csv = "行为人,行为,类别,条数\n甲,出售,行踪轨迹信息,50\n".encode()
    for name, content in (("往来.csv", csv), ("往来.xlsx", workbook())):
        answer = sent(client, name, content)
        assert answer.status_code == 200
        assert '<p class="verdict rank-1">情节严重</p>' in answer.text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.yaml", "schema: thresholds/case/1\nid: 案\n".encode("gb18030"), "TH002"),
        ("a.yaml", b"", "没有选文件"),
        ("a.yaml", b"id: [", "TH00"),
        ("a.yaml", b"schema: thresholds/case/1\nid: x\npersons: {}\n", "TH232"),
        ("a.xlsx", b"PK\x03\x04no", "TH2"),
        ("a.csv", b"", "TH"),
        ("../../etc/a.yaml", b"id: [", "a.yaml:"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(client: TestClient, name: str, content: bytes, says: str) -> None:
    answer = sent(client, name, content)
    assert answer.status_code == 422
    assert says in answer.text
    assert "etc/" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_a_reading_that_there_is_not_is_refused(client: TestClient) -> None:
    answer = client.post("/page/case", data={"case": FIVE.read_text("utf-8"), "reading.colour": "red"})
    assert answer.status_code == 422


# -- quiz ----------------------------------------------------------------------------------------------------


def test_a_quiz_is_marked_as_the_engine_marks_it(client: TestClient) -> None:
    questions = quiz("fashi-2017-10", 2, 7, 4)
    answers: dict[str, str] = {"seed": "7", "level": "2", "questions": "4"}
    for number, exercise in enumerate(questions, 1):
        found = mark(exercise, NO_ANSWER)
        page = asked(client, "/quiz", n=str(number), **answers)
        for sentence in exercise.prompt("zh"):
            assert sentence in page.text
        assert "得 0 分" not in page.text
        tier = found.tier.at_least if found.tier.at_least == found.tier.at_most else "~".join(found.tier)
        query = {"n": str(number), **answers, "tier": tier}
        answer = client.get("/quiz", params=[*query.items(), *[("item", item) for item in found.items]])
        assert "得 2 分" in answer.text
        assert "档次：对" in answer.text
        [following] = [one for one in Page(answer.text).all("a") if one.get("id") == "next"]
        answers[f"a{number}"] = " ".join([tier, *found.items])
        assert urlencode({f"a{number}": answers[f"a{number}"]}) in str(following["href"])
    page = asked(client, "/quiz", n="5", **answers)
    assert "共 4 题，答了 4 题，全对 4 题；得 8 分，满分 8 分" in page.text
    data = json.loads(client.get("/quiz/export/result/json", params=answers).text)
    assert (data["score"]["points"], data["score"]["of"]) == (8, 8)


def test_a_wrong_answer_is_explained_with_the_tree(client: TestClient) -> None:
    page = asked(client, "/quiz", n="1", seed="3", tier="not_reached")
    assert "第 1 题" in page.text
    assert "甲从丁处购买其他公民个人信息 5000 条。" in page.text
    assert "档次：不对。你答未达到，应当是情节严重" in page.text
    assert "漏了第五条第一款第（五）项" in page.text
    assert "5000 条 ÷ 5000 条 ＝ 1，恰好达到" in page.text


def test_made_up_names_are_those_of_the_language(client: TestClient) -> None:
    query = {"n": "2", "seed": "3", "tier": "serious"}
    english, chinese = (asked(client, "/quiz", lang=lang, **query) for lang in ("en", "zh"))
    assert "Jia sold 6 records of other personal information to Yi." in english.text
    assert "6 records; to Yi" in english.text
    assert not {"甲", "乙"} & english.chinese
    assert "6 条；给 乙" in chinese.text


def test_what_was_never_asked_is_no_answer(client: TestClient) -> None:
    page = asked(client, "/quiz", n="1", seed="3", a1="extremely_serious art9.9")
    assert "档次：没有答" in page.text


def test_sheets_for_a_class(client: TestClient) -> None:
    query = {"seed": "3", "questions": "2", "lang": "en"}
    worksheet = client.get("/quiz/export/worksheet/html", params=query)
    key = client.get("/quiz/export/key/html", params=query)
    assert "exactly reached" not in worksheet.text
    assert "exactly reached" in key.text
    assert worksheet.headers["content-disposition"] == 'attachment; filename="worksheet.html"'
    assert client.get("/quiz/export/key/docx", params=query).content.startswith(b"PK")
    assert client.get("/quiz/export/key/json", params=query).status_code == 404
    assert client.get("/quiz/export/essay/html", params=query).status_code == 404


def test_a_quiz_in_the_other_language_or_presented_is_the_same_quiz(client: TestClient) -> None:
    query = {"level": "1", "seed": "2", "questions": "3", "theme": "dark", "tier": "serious"}
    page = asked(client, "/quiz", n="1", **query)
    links = {str(one.get("id")): str(one["href"]) for one in page.all("a")}
    for name, changed in (("language", "lang=en"), ("present", "present=1")):
        for part in ("level=1", "seed=2", "questions=3", "n=1", "a1=serious", "theme=dark", changed):
            assert part in links[name].partition("?")[2].split("&")
        assert links[name].startswith("quiz?")
    assert "Question 1 of 3" in Page(client.get(f"/{links['language']}").text).text
    ended = asked(client, "/quiz", n="4", **query)
    [language] = [str(one["href"]) for one in ended.all("a") if one.get("id") == "language"]
    assert "n=4" in language.split("&")
    begun = asked(client, "/quiz")
    assert [one["href"] for one in begun.all("a") if one.get("id") == "language"] == ["quiz?lang=en"]


def test_a_quiz_of_fewer_questions_than_were_asked_for_says_so(client: TestClient) -> None:
    few = {"ruleset": "fashi-2011-7", "level": "2", "questions": "8"}
    found = len(quiz("fashi-2011-7", 2, 1, 8))
    assert found < 8
    said = f"要 8 题，这套规则在这个难度只出得了 {found} 题"
    for number in ("1", str(found), str(found + 1)):
        assert said in asked(client, "/quiz", n=number, **few).text
    assert said not in asked(client, "/quiz", n="1", **few | {"questions": str(found)}).text
    assert f"8 questions were asked for; at this level the ruleset has {found}." in (
        asked(client, "/quiz", n="1", lang="en", **few).text
    )
