"""The tools for agents, through the SDK's own client over standard input and output."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from mcp_client import NAMES, Session, bought, session

from thresholds import load_case, schemas

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "cases" / "zaozhuang-2017.yaml"


@pytest.fixture(scope="module")
def agent() -> Iterator[Session]:
    with session() as connected:
        yield connected


# -- what is listed -------------------------------------------------------------------------------------------


def test_tools_are_listed_as_reading_only_each_with_its_schemas(agent: Session) -> None:
    tools = agent.tools()
    assert [tool["name"] for tool in tools] == NAMES
    hints = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
    for tool in tools:
        assert tool["annotations"] == hints
        for part in ("inputSchema", "outputSchema"):
            Draft202012Validator.check_schema(tool[part])
            assert tool[part]["type"] == "object"
            assert tool[part]["additionalProperties"] is False
        assert all(field["description"] for field in tool["inputSchema"]["properties"].values())
    required = {tool["name"]: tool["inputSchema"].get("required", []) for tool in tools}
    about_case = {name: ["case"] for name in ("evaluate", "questions", "margins")}
    looked_up = {"item": ["item"], "glossary": ["term"], "rulesets": [], "code": ["code"]}
    assert required == {**about_case, "whatif": ["case", "edits"], **looked_up}


def test_the_server_says_how_it_is_used(agent: Session) -> None:
    assert "评案卷" in agent.client.instructions
    shortest = re.search(r"\{schema: .*\}\}\}", agent.client.instructions)
    assert shortest is not None
    assert load_case(shortest[0]).dealings[0].act == "sale"
    assert agent.call("evaluate", case=shortest[0]).content["persons"][0]["grade"]["at_least"] == "serious"


def test_in_english_everything_is_english() -> None:
    with session("--lang", "en") as agent:
        told = json.dumps(agent.tools(), ensure_ascii=False) + agent.client.instructions
        assert not re.search(r"[一-龥]", re.sub(r"万多条|万余条|第五条第一款第（三）项|6万多条|350余万条", "", told))
        assert agent.call("evaluate", case=bought(50)).content["persons"][0]["says"] == "serious circumstances"
        assert agent.call("evaluate", case=bought(50), lang="zh").content["persons"][0]["says"] == "情节严重"


# -- on the line ----------------------------------------------------------------------------------------------

#: By number of location records: the grade, then status, quantity, score and shortfall of the item of fifty, the sum
#: of proportions (which the item of fifty puts aside), and of the item of ten times fifty. Worked out by hand.
ON_THE_LINE = {
    49: (
        "not_reached",
        ("not_established", "49", "0.98", "1"),
        ("not_established", "0.98", "0.98", "0.02"),
        ("not_established", "49", "0.098", "451"),
    ),
    50: (
        "serious",
        ("established", "50", "1", "0"),
        ("not_established", "1", "1", "0"),
        ("not_established", "50", "0.1", "450"),
    ),
    51: (
        "serious",
        ("established", "51", "1.02", "0"),
        ("not_established", "1.02", "1.02", "0"),
        ("not_established", "51", "0.102", "449"),
    ),
}


@pytest.mark.parametrize("number", ON_THE_LINE)
def test_one_less_exactly_and_one_more(agent: Session, number: int) -> None:
    grade, *items = ON_THE_LINE[number]
    text = bought(number)
    found = agent.call("evaluate", case=text)
    assert not found.wrong
    assert json.loads(found.text) == found.content
    digest = hashlib.sha256(text.encode()).hexdigest()
    head = {"id": "x", "title": "", "sha256": digest, "ruleset": "fashi-2017-10", "citation": "法释〔2017〕10号"}
    assert found.content["case"] == head
    [person] = found.content["persons"]
    assert person["grade"] == {"at_least": grade, "at_most": grade}
    assert person["says"] == {"not_reached": "未达到", "serious": "情节严重"}[grade]
    ids = ("art5.1.3", "art5.1.6", "art5.2.3")
    standards = ("50", "1", "500")
    tiers = ("serious", "serious", "especially_serious")
    cites = ("第五条第一款第（三）项", "第五条第一款第（六）项", "第五条第二款第（三）项")
    wanted = []
    for row in zip(ids, cites, tiers, standards, items, strict=True):
        item, cite, tier, standard, (status, quantity, score, shortfall) = row
        one = {"item": item, "cite": cite, "status": status, "grade": tier, "standard": standard}
        one |= {name: {"at_least": n, "at_most": n} for name, n in (("quantity", quantity), ("score", score))}
        wanted.append(one | {"shortfall": shortfall} | ({} if item == "art5.1.6" else {"unit": "条"}))
    assert person["items"] == wanted
    assert person["for_the_court"] == ["art5.1.10", "art5.2.4", "art6.1.3"]
    assert person["counts"] == [{"category": "location_tracking", "at_least": number, "at_most": number}]


def test_what_is_open_stays_between_its_bounds(agent: Session) -> None:
    case = {
        "schema": "thresholds/case/1",
        "id": "x",
        "persons": {"a": {}},
        "dealings": [{"by": "a", "act": "purchase", "records": {"location_tracking": "40余条"}, "date": "2020-05-02"}],
        "facts": {"a": {"prior_criminal_punishment": "不明", "illegal_gains": "4999.99元"}},
    }
    [person] = agent.call("evaluate", case=case).content["persons"]
    assert person["grade"] == {"at_least": "not_reached", "at_most": "serious"}
    stands = {item["item"]: item for item in person["items"]}
    assert stands["art5.1.3"]["quantity"] == {"at_least": "40", "at_most": "49"}
    assert stands["art5.1.3"]["shortfall"] == "10"
    assert (stands["art5.1.7"]["shortfall"], stands["art5.1.7"]["unit"]) == ("0.01", "元")
    assert stands["art5.1.9"] == {
        "item": "art5.1.9",
        "cite": "第五条第一款第（九）项",
        "status": "open",
        "grade": "serious",
    }
    assert {"fact": "facts.a.prior_criminal_punishment", "could_make": "serious"}.items() <= next(
        one for one in person["questions"] if one["fact"].endswith("prior_criminal_punishment")
    ).items()


def test_readings_that_matter_are_named(agent: Session) -> None:
    case = bought(0, "facts: {a: {illegal_gains: {gross: 5000, net: 4999}}}\n")
    [gross] = agent.call("evaluate", case=case).content["persons"]
    matters = [one for one in gross["readings"] if one["id"] == "gains"]
    nothing = {"at_least": "not_reached", "at_most": "not_reached"}
    assert matters == [{"id": "gains", "chosen": "gross", "other": "net", "grade_then": nothing}]
    assert gross["accused"] == nothing
    assert "prosecution" not in gross
    [net] = agent.call("evaluate", case=case, readings={"gains": "net"}).content["persons"]
    assert net["grade"] == nothing


def test_the_whole_report_comes_when_asked_for(agent: Session) -> None:
    text = SAMPLE.read_text("utf-8")
    short, whole = agent.call("evaluate", case=text), agent.call("evaluate", case=text, full=True)
    report = whole.content.pop("report")
    assert whole.content == short.content
    assert list(Draft202012Validator(schemas.schema("report")).iter_errors(report)) == []
    assert report["case"]["sha256"] == short.content["case"]["sha256"]
    assert len(short.text) * 5 < len(json.dumps(report, ensure_ascii=False))
    one = agent.call("evaluate", case=text, person="wu")
    assert [person["id"] for person in one.content["persons"]] == ["wu"]
    assert len(one.text) < 3_000


def test_of_several_offences_each_is_told(agent: Session) -> None:
    case = {
        "schema": "thresholds/case/1",
        "id": "x",
        "ruleset": "fashi-2018-19",
        "persons": {"a": {}},
        "facts": {"a": {"credit_card_information_cards": "1张"}},
    }
    persons = agent.call("evaluate", case=case).content["persons"]
    assert [(one["id"], one["offence"], one["grade"]["at_least"]) for one in persons] == [
        ("a", "credit_card_information", "information_base")
    ]


# -- what is still to be found out, what would change it --------------------------------------------------------


def test_questions_say_what_each_answer_would_make(agent: Session) -> None:
    facts = "facts: {a: {prior_criminal_punishment: 不明}}\n"
    [person] = agent.call("questions", case=bought(49, facts)).content["persons"]
    assert person["grade"] == {"at_least": "not_reached", "at_most": "serious"}
    question = next(one for one in person["questions"] if one["fact"] == "facts.a.prior_criminal_punishment")
    assert (question["state"], question["could_make"]) == ("unknown", "serious")
    assert [(one["answer"], one["grade"]["at_least"], one["items"]) for one in question["outcomes"]] == [
        ("yes", "serious", {"art5.1.9": "established"}),
        ("no", "not_reached", {"art5.1.9": "not_established"}),
    ]
    assert question["why"][0] == "若为是，第五条第一款第（九）项成立 → 情节严重"


def test_margins_come_with_edits_that_do_what_they_say(agent: Session) -> None:
    [person] = agent.call("margins", case=bought(49), grade="情节严重").content["persons"]
    [margin] = person["margins"]
    assert (margin["direction"], margin["grade"]) == ("reach", "serious")
    says = "行踪轨迹信息（第五条第一款第（三）项）再有 1 条（现 49 条，须 50 条） → 情节严重"
    assert margin["ways"][0]["says"] == says
    assert len(margin["ways"]) == 9
    for way in margin["ways"]:
        tried = agent.call("whatif", case=bought(49), edits=way["edits"])
        assert tried.content["persons"][0]["after"] == way["grade_then"], way["says"]


def test_what_if_names_the_edit_that_decides(agent: Session) -> None:
    edits = ["dealings.1.records.location_tracking=50", "facts.a.first_offender=是"]
    found = agent.call("whatif", case=bought(49), edits=edits).content
    assert found["changed"] is True
    assert found["edits"][0] == {"path": edits[0].partition("=")[0], "value": "50", "effect": "changes_result"}
    [person] = found["persons"]
    assert (person["before"]["at_most"], person["after"]["at_least"]) == ("not_reached", "serious")
    turned = {one["item"]: (one["before"], one["after"]) for one in person["items"]}
    assert turned["art5.1.3"] == ("not_established", "established")
    same = agent.call("whatif", case=bought(49), edits=["persons.a.name=乙"]).content
    assert (same["changed"], same["edits"][0]["effect"]) == (False, "result_same")


# -- looked up ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["art5.1.7", "fashi-2017-10/art5.1.7", "第五条第一款第（七）项", "Art. 5 ¶1 (7)"])
def test_an_item_by_every_name(agent: Session, name: str) -> None:
    found = agent.call("item", item=name).content
    assert found["item"] == "art5.1.7"
    assert (found["cite"], found["grade"], found["standard"]) == ("第五条第一款第（七）项", "serious", "5000 元")
    assert "五千元" in found["gloss"]


def test_items_of_other_rulesets_and_provisions_without_numbers(agent: Session) -> None:
    found = agent.call("item", item="art4", ruleset="fashi-2017-10").content
    assert "grade" not in found
    assert "standard" not in found
    other = agent.call("item", item="fashi-2025-13/art5.1.1", lang="en").content
    assert (other["ruleset"], other["cite"]) == ("fashi-2025-13", "Art. 5 ¶1 (1)")


def test_terms(agent: Session) -> None:
    [term] = agent.call("glossary", term="行踪轨迹信息").content["terms"]
    assert (term["id"], term["family"], term["en"]) == ("location_tracking", "category", "location tracking")
    [own] = agent.call("glossary", term="concealed_amount").content["terms"]
    assert (own["zh"], own["family"], own["ruleset"]) == ("掩饰、隐瞒的数额", "fact", "fashi-2025-13")


def test_rulesets(agent: Session) -> None:
    found = agent.call("rulesets").content
    assert "fashi-2017-10" in [one["id"] for one in found["rulesets"]]
    assert "criminal-law-253-1" in found["statutes"]
    assert all("readings" not in one for one in found["rulesets"])
    [one] = agent.call("rulesets", ruleset="fashi-2017-10").content["rulesets"]
    assert one["grades"] == ["not_reached", "serious", "especially_serious"]
    assert one["in_force_from"] == "2017-06-01"
    assert one["items"] == 18
    assert [reading["id"] for reading in one["readings"]][:2] == ["gains", "tenfold_sum"]
    assert list(one["readings"][0]["options"]) == ["gross", "net"]


def test_codes(agent: Session) -> None:
    found = agent.call("code", code="th205").content
    assert (found["code"], found["wrong"]) == ("TH205", "facts: {jia: {illegal_gains: 很多}}")
    assert agent.call("code", code="TH999").wrong


# -- the page about it ----------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^<!-- (\w+)(?: (\w+))? -->\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_transcript_of_the_page_is_what_is_answered(agent: Session) -> None:
    blocks = [(kind, tool, json.loads(text)) for kind, tool, text in BLOCK.findall(PAGE) if kind != "config"]
    pairs = list(zip(blocks[::2], blocks[1::2], strict=True))
    assert [tool for (_, tool, _), _ in pairs] == ["evaluate", "whatif", "item", "evaluate"]
    for (kind, tool, arguments), (ends, _, wanted) in pairs:
        assert kind == "call"
        found = agent.call(tool, **arguments)
        assert found.wrong is (ends == "error")
        assert found.content == wanted


def test_the_page_names_every_tool_and_starts_the_right_command() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == NAMES
    [config] = [json.loads(text) for kind, _, text in BLOCK.findall(PAGE) if kind == "config"]
    assert config == {"mcpServers": {"thresholds": {"command": "thresholds", "args": ["mcp"]}}}
