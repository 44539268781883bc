"""The SDK's own client, talking to `thresholds mcp` in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters

ROOT = Path(__file__).resolve().parents[1]

#: The tools, in the order in which they are listed.
NAMES = ["evaluate", "questions", "margins", "whatif", "item", "glossary", "rulesets", "code"]


class Said(NamedTuple):
    """What a call came to."""

    content: Any
    text: str
    wrong: bool


class Session(NamedTuple):
    """A client that is connected."""

    client: Client
    portal: BlockingPortal

    def call(self, tool: str, **arguments: Any) -> Said:
        """The answer of a tool; the client has held it to the tool's own schema."""
        found = self.portal.call(self.client.call_tool, tool, arguments)
        return Said(found.structured_content, found.content[0].text, found.is_error)

    def tools(self) -> list[dict[str, Any]]:
        """The tools as they are sent."""
        listed = self.portal.call(self.client.list_tools)
        return [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed.tools]

    def do(self, work: Callable[..., Any]) -> Any:
        """Anything else, within the loop of the client."""
        return self.portal.call(work, self.client)


@contextmanager
def session(*options: str, mode: str = "auto", env: Mapping[str, str] | None = None) -> Iterator[Session]:
    """A client of a server of its own."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "thresholds", "mcp", *options],
        env={"PYTHONPATH": str(ROOT), **(env or {})},
        cwd=ROOT,
    )
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(server, mode=mode)) as client:
        yield Session(client, portal)


def bought(number: object, facts: str = "") -> str:
    """The text of a case: a person who bought so many location records."""
    return (
        "schema: thresholds/case/1\nid: x\npersons: {a: {name: 甲}}\n"
        f"dealings:\n- {{by: a, act: purchase, records: {{location_tracking: {number}}}}}\n{facts}"
    )
