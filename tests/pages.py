"""Pages of the trainer's page as tests read them: tags with their attributes, and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from fastapi import FastAPI
from httpx import Response
from starlette.concurrency import run_in_threadpool
from starlette.testclient import TestClient

from thresholds.page.routes import router

ROOT = Path(__file__).resolve().parent.parent
FIVE = ROOT / "cases" / "joint-five-persons.yaml"
HAN = re.compile("[一-鿿]+")
#: What stays Chinese on an English page: how laws are cited, units of counting, names of people, the other language.
KEPT_CHINESE = set(re.split(" ", "法 法释 高检发释字 号 条 组 台 张 个 次 人次 分钟 件 万多条 余 余条 中文 乙 丙 丁"))
_CITED = re.compile("刑法第[一二三四五六七八九十百之条款第]+")


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = self.inner = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inner = tag

    def handle_endtag(self, tag: str) -> None:
        self.inner = "" if tag == self.inner else self.inner

    def handle_data(self, data: str) -> None:
        self.text += data if self.inner != "textarea" else ""

    @property
    def chinese(self) -> set[str]:
        """The words in it that are Chinese, besides citations of the code."""
        labels = [value for _, one in self.tags for key in ("aria-label", "placeholder") if (value := one.get(key))]
        return set(HAN.findall(_CITED.sub("", " ".join([self.text, *labels]))))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def asked(client: TestClient, path: str = "/", status: int = 200, **query: str) -> Page:
    answer = client.get(path, params=query)
    assert answer.status_code == status
    return Page(answer.text)


def sent(client: TestClient, name: str, content: bytes, **fields: str) -> Response:
    return client.post("/page/case", data=fields, files={"file": (name, content)})


def clients() -> Iterator[TestClient]:
    """One that asks for pages, as long as it is needed."""
    app = FastAPI()
    app.include_router(router(run_in_threadpool))
    with TestClient(app) as found:
        yield found
