"""The search of the site, as it is built, in the JavaScript of a browser: Chinese is found, and English still is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

ROOT = Path(__file__).resolve().parents[1]
#: What a browser gives a worker: scripts and data of its folder; what it tells the page is kept.
BROWSER = """
const told = [];
const importScripts = () => {};
const postMessage = (message) => told.push(message);
const fetch = async () => ({ json: async () => INDEX });
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return folder / "search"


@pytest.fixture(scope="module")
def worker(site: Path) -> MiniRacer:
    found = MiniRacer()
    index = (site / "search_index.json").read_text(encoding="utf-8")
    scripts = [(site / name).read_text(encoding="utf-8") for name in ("lunr.js", "worker.js")]
    for script in (f"const INDEX = {index};", BROWSER, *scripts, "onmessage({ data: { init: true } });"):
        found.eval(f"{script}\n;0")
    assert json.loads(found.eval("JSON.stringify(told.map((message) => Object.keys(message)))")) == [
        ["config"],
        ["allowSearch"],
    ]
    return found


def search(worker: MiniRacer, query: str) -> list[dict[str, str]]:
    worker.eval(f"onmessage({{ data: {{ query: {json.dumps(query)} }} }});0")
    found: list[dict[str, str]] = json.loads(worker.eval("JSON.stringify(told.at(-1).results)"))
    return found


def pages_with(site: Path, text: str) -> set[str]:
    docs = json.loads((site / "search_index.json").read_text(encoding="utf-8"))["docs"]
    return {doc["location"] for doc in docs if text in doc["title"] or text in doc["text"]}


@pytest.mark.parametrize("query", ["行踪轨迹", "规则集", "口径", "违法所得", "案卷", "初犯", "量刑档次"])
def test_chinese_is_found_wherever_it_stands(query: str, worker: MiniRacer, site: Path) -> None:
    found = search(worker, query)
    assert pages_with(site, query) == {page["location"] for page in found if query in page["title"] + page["text"]}
    assert found
    assert query in found[0]["title"] + found[0]["text"]


@pytest.mark.parametrize("query", ["whatif", "quiz", "TH205", "json-logic", "zen-engine", "how to export"])
def test_english_is_found(query: str, worker: MiniRacer) -> None:
    assert search(worker, query)


def test_a_command_is_among_the_first_found_by_its_name(worker: MiniRacer) -> None:
    first = [page["location"] for page in search(worker, "whatif")[:5]]
    assert "commands.html#thresholds-whatif" in first


def test_of_several_words_all_are_looked_for_first(worker: MiniRacer) -> None:
    both = search(worker, "导出 DMN")
    assert both
    assert all("导出" in page["title"] + page["text"] for page in both)
    assert all("dmn" in (page["title"] + page["text"]).lower() for page in both)
    assert len(search(worker, "初犯 qqqq")) == len(search(worker, "初犯"))


def test_what_is_asked_for_stands_in_the_summary(worker: MiniRacer) -> None:
    for page in search(worker, "违法所得"):
        assert "违法所得" in page["summary"] + page["title"]
        assert len(page["summary"]) <= 201


@pytest.mark.parametrize("query", ["", "？", "qqqq", "*:^~+-"])
def test_nothing_is_found_without_a_word(query: str, worker: MiniRacer) -> None:
    assert search(worker, query) == []


def test_two_characters_are_enough(site: Path) -> None:
    # The page asks for more characters than the number that is one less than this.
    config = json.loads((site / "search_index.json").read_text(encoding="utf-8"))["config"]
    assert config["min_search_length"] == 2
