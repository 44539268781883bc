"""The tools for agents where something is wrong, and the server they are called from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import MCPError
from mcp_client import NAMES, Session, bought, session

from thresholds.agents import answers, asked, looked
from thresholds.agents.cases import LONGEST
from thresholds.agents.tools import TOOLS, Sent, Tool
from thresholds.cli.root import run

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "cases" / "zaozhuang-2017.yaml"


@pytest.fixture(scope="module")
def agent() -> Iterator[Session]:
    with session() as connected:
        yield connected


# -- what is wrong --------------------------------------------------------------------------------------------

WRONG = """\
schema: thresholds/case/1
id: x
persons: {a: {nmae: 甲}}
dealings:
- {by: b, act: purchas, records: {location_tracking: 49}}
"""


def test_everything_wrong_comes_at_once_with_code_place_and_hint(agent: Session) -> None:
    found = agent.call("evaluate", case=WRONG)
    assert found.wrong
    told = [(one["code"], one["line"], one["column"], one["path"]) for one in found.content["errors"]]
    assert told == [
        ("TH201", 3, 15, "persons.a.nmae"),
        ("TH211", 5, 8, "dealings.1.by"),
        ("TH204", 5, 16, "dealings.1.act"),
    ]
    assert "最接近的是「name」" in found.content["errors"][0]["message"]
    assert found.content["errors"][1]["hint"].startswith("行为人和事实里的人都要列在 persons")
    lines = found.text.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["3:15", "persons.a.nmae:", "TH201"],
        ["5:8", "dealings.1.by:", "TH211"],
        ["5:16", "dealings.1.act:", "TH204"],
    ]


def test_an_object_has_paths_in_place_of_lines(agent: Session) -> None:
    case: dict[str, Any] = {"schema": "thresholds/case/1", "id": "x", "persons": {"a": {"nmae": "甲"}}}
    case["dealings"] = [{"by": "b", "act": "purchas", "records": {"location_tracking": 49}}]
    found = agent.call("evaluate", case=case)
    assert [(one["code"], one["path"]) for one in found.content["errors"]] == [
        ("TH201", "persons.a.nmae"),
        ("TH211", "dealings.1.by"),
        ("TH204", "dealings.1.act"),
    ]
    assert not any("line" in one for one in found.content["errors"])
    assert found.text.startswith("persons.a.nmae: TH201 ")


def test_an_edit_that_is_wrong_is_named_by_its_number(agent: Session) -> None:
    found = agent.call("whatif", case=bought(49), edits=["facts.a.first_offender=是", "facts.a.illegal_gains=很多"])
    [error] = found.content["errors"]
    assert (error["code"], error["edit"], error["column"]) == ("TH205", 2, 23)
    assert found.text.startswith("第 2 处改动: TH205 ")
    assert agent.call("whatif", case=bought(49), edits=["facts"]).wrong


def test_sections_that_are_found_wrong_when_measured_are_named(agent: Session) -> None:
    head = "schema: thresholds/case/1\nid: x\npersons: {a: {}}\n"
    for section, code, path in (
        ("ruleset: fashi-2017-11", "TH223", "ruleset"),
        ("readings: {gains: all}", "TH224", "readings"),
    ):
        [error] = agent.call("evaluate", case=f"{head}{section}\n").content["errors"]
        assert (error["code"], error["path"].partition(".")[0]) == (code, path)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("evaluate", {}, [("TH740", "「case」：没有给")]),
        (
            "evaluate",
            {"cas": "x", "full": "much"},
            [
                ("TH740", "「case」：没有给"),
                ("TH740", '「full」："much" 不合要求，要的是：true 或者 false'),
                ("TH740", "最接近的是「case」"),
            ],
        ),
        ("evaluate", {"case": 5}, [("TH740", "「case」：5 不合要求，要的是：案卷，文本或者对象")]),
        (
            "whatif",
            {"case": "x", "edits": []},
            [("TH740", "「edits」：[] 不合要求，要的是：一至五十条 路径=值 的列表")],
        ),
        ("evaluate", {"case": None}, [("TH740", "「case」：null 不合要求")]),
        ("evaluate", {"case": bought(1), "full": "yes"}, [("TH740", '「full」："yes" 不合要求')]),
        ("evaluate", {"case": bought(1), "full": 1}, [("TH740", "「full」：1 不合要求")]),
        ("evaluate", {"case": bought(1), "lang": "fr"}, [("TH740", '「lang」："fr" 不合要求，要的是：zh 或者 en')]),
        (
            "evaluate",
            {"case": bought(1), "readings": ["gains=net"]},
            [("TH740", '「readings」：["gains=net"] 不合要求，要的是：对象，如 {"gains": "net"}')],
        ),
        (
            "evaluate",
            {"case": bought(1), "readings": {"gains": None}},
            [("TH740", "「readings.gains」：null 不合要求")],
        ),
        ("whatif", {"case": bought(1), "edits": ["a=1", 5]}, [("TH740", "「edits.2」：5 不合要求")]),
        ("glossary", {"term": ""}, [("TH740", '「term」："" 不合要求，要的是：一段文字，不能空着')]),
        ("evaluate", {"case": "x" * (LONGEST + 1)}, [("TH741", "2000001 个字符")]),
        ("evaluate", {"case": str(SAMPLE)}, [("TH746", "这里是路径")]),
        ("evaluate", {"case": bought(1), "ruleset": "rulesets/fashi-2017-10"}, [("TH745", "只认规则集的编号")]),
        ("evaluate", {"case": bought(1) + "ruleset: ./x.yaml\n"}, [("TH745", "./x.yaml")]),
        ("evaluate", {"case": bought(1) + "规则: x.yml\n"}, [("TH745", "x.yml")]),
        ("whatif", {"case": bought(1), "edits": ["规则=/x/ruleset.yaml"]}, [("TH745", "/x/ruleset.yaml")]),
        ("item", {"item": "rulesets/fashi-2017-10/art5.1.3"}, [("TH745", "rulesets/fashi-2017-10")]),
        ("rulesets", {"ruleset": "/etc"}, [("TH745", "/etc")]),
    ],
)
def test_what_is_not_taken(agent: Session, tool: str, arguments: dict[str, Any], told: list[tuple[str, str]]) -> None:
    found = agent.call(tool, **arguments)
    assert found.wrong
    assert [one["code"] for one in found.content["errors"]] == [code for code, _ in told]
    for one, (_, text) in zip(found.content["errors"], told, strict=True):
        assert text in one["message"]


@pytest.mark.parametrize(
    ("tool", "arguments", "text"),
    [
        ("evaluate", {"case": bought(1), "person": "b"}, "案卷里没有「b」这个人"),
        ("evaluate", {"case": bought(1), "readings": {"gain": "net"}}, "最接近的是「gains」"),
        ("evaluate", {"case": bought(1), "ruleset": "fashi-2017-11"}, "最接近的是「fashi-2017-10」"),
        ("margins", {"case": bought(1), "grade": "seriou"}, "最接近的是「serious」"),
        ("item", {"item": "art5.1.33"}, "最接近的是「art5.1.3」"),
        ("item", {"item": "法释〔2011〕99号第六条"}, "没有规则集「法释〔2011〕99号」"),
        ("glossary", {"term": "情节最严重"}, "最接近的是「情节严重」"),
        ("glossary", {"term": "criminal punishments"}, "最接近的是「prior criminal punishment」"),
    ],
)
def test_names_that_nothing_has_are_answered_with_the_nearest(
    agent: Session, tool: str, arguments: dict[str, Any], text: str
) -> None:
    found = agent.call(tool, **arguments)
    assert found.wrong
    assert text in found.content["errors"][0]["message"]


def test_a_wrong_value_is_repeated_in_short_and_in_the_language_of_the_call(agent: Session) -> None:
    found = agent.call("whatif", case=bought(1), edits="x=" + "9" * 500, lang="en")
    [error] = found.content["errors"]
    assert error["message"].startswith("argument 'edits': \"x=999")
    assert error["message"].endswith("it should be a list of one to fifty PATH=VALUE")
    assert len(error["message"]) < 140


def test_what_is_known_is_listed_in_english_without_chinese_signs(agent: Session) -> None:
    for tool, arguments in (
        ("evaluate", {"case": bought(1), "person": "b"}),
        ("evaluate", {"case": bought(1), "ruleset": "fashi-2017-11"}),
        ("evaluate", {"case": bought(1), "readings": {"gain": "net"}}),
        ("margins", {"case": bought(1), "grade": "seriou"}),
        ("item", {"item": "art99"}),
        ("code", {"code": "TH999"}),
    ):
        [error] = agent.call(tool, **arguments, lang="en").content["errors"]
        assert "、" not in error["message"], error["message"]


def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(agent: Session) -> None:
    with pytest.raises(MCPError, match="evaluate"):
        agent.call("evalute", case=bought(1))


def test_a_fault_of_ours_tells_nothing_of_the_case() -> None:
    def broken(call: asked.Code, sent: Sent) -> answers.Answer:
        raise ValueError(f"{call.code} {sent.lang}")

    found = Tool("code", asked.Code, looked.CodeMeans, broken).call({"code": "张三的身份证号"}, "zh")
    assert found.wrong
    assert "ValueError" in found.text
    assert "张三" not in found.text + json.dumps(found.content, ensure_ascii=False)


def test_every_tool_answers_a_call_without_arguments() -> None:
    for tool in TOOLS:
        answered = tool.call({}, "zh")
        assert answered.wrong is (tool.name != "rulesets")


# -- the server -----------------------------------------------------------------------------------------------


def test_many_calls_at_once_are_each_answered_rightly(agent: Session) -> None:
    found: dict[int, str] = {}

    async def ask(client: Any) -> None:
        async def one(number: int) -> None:
            answer = await client.call_tool("evaluate", {"case": bought(number)})
            found[number] = answer.structured_content["persons"][0]["grade"]["at_least"]

        async with anyio.create_task_group() as group:
            for number in range(40, 60):
                group.start_soon(one, number)

    agent.do(ask)
    assert found == {number: "serious" if number >= 50 else "not_reached" for number in range(40, 60)}


def test_clients_of_the_older_protocol_are_served_too(agent: Session) -> None:
    with session(mode="legacy") as older:
        assert [tool["name"] for tool in older.tools()] == NAMES
        assert older.call("evaluate", case=bought(50)) == agent.call("evaluate", case=bought(50))


def test_rulesets_of_ones_own_are_found_by_their_ids(tmp_path: Path) -> None:
    folder = tmp_path / "own-1"
    folder.mkdir()
    shipped = (ROOT / "rulesets" / "fashi-2025-13" / "ruleset.yaml").read_text("utf-8")
    (folder / "ruleset.yaml").write_text(shipped.replace("id: fashi-2025-13", "id: own-1"), encoding="utf-8")
    with session(env={"THRESHOLDS_RULESETS": str(tmp_path)}) as agent:
        assert agent.call("rulesets", ruleset="own-1").content["rulesets"][0]["id"] == "own-1"


def test_without_the_library_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    assert run(["mcp"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "TH744 没有装 MCP 的库。运行 pip install 'thresholds[mcp]'\n")
