"""The tools as a server of the Model Context Protocol, with the official SDK.

The SDK's own handling of tools writes what goes wrong to its log and puts its own words before every error; built on
the layer below it, an error is answered with its codes and places, and nothing of a case is ever logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp.types import Tool as ToolListed

from thresholds import __version__
from thresholds.agents.tools import TOOLS, Answered, Tool
from thresholds.errors import nearest
from thresholds.wording import phrase


def create_server(worker: Executor, lang: str = "zh") -> Server[dict[str, Any]]:
    """The server; `lang` is that of descriptions, and of answers where a call asks for none.

    The worker does what is asked, a call after the other: a thread that stays, because each keeps a handle of
    durable-rules for as long as it lives.
    """
    by_name: Mapping[str, Tool[Any]] = {tool.name: tool for tool in TOOLS}

    async def listed(_context: object, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(tool, lang) for tool in TOOLS])

    async def called(_context: object, params: CallToolRequestParams) -> CallToolResult:
        tool = by_name.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, _unknown(params.name, by_name, lang))
        loop = asyncio.get_running_loop()
        return _result(await loop.run_in_executor(worker, tool.call, params.arguments or {}, lang))

    return Server(
        "thresholds",
        version=__version__,
        title="thresholds",
        instructions=phrase("agents.instructions", lang).format(),
        on_list_tools=listed,
        on_call_tool=called,
    )


def run(lang: str = "zh") -> None:
    """Serve over standard input and output until the input ends."""
    with ThreadPoolExecutor(1, thread_name_prefix="thresholds") as worker:
        asyncio.run(_run(worker, lang))


async def _run(worker: Executor, lang: str) -> None:
    server = create_server(worker, lang)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _listed(tool: Tool[Any], lang: str) -> ToolListed:
    return ToolListed(
        name=tool.name,
        title=tool.title(lang),
        description=tool.description(lang),
        input_schema=tool.input_schema(lang),
        output_schema=tool.output_schema(lang),
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _result(answered: Answered) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=answered.text)],
        structured_content=answered.content,
        is_error=answered.wrong,
    )


def _unknown(name: str, known: Mapping[str, object], lang: str) -> str:
    """There is no such tool: which there are, and the nearest."""
    near = nearest(name, known)
    text = phrase("agents.no-tool", lang).format(value=name, allowed=phrase("list-separator", lang).join(known))
    return text + (phrase("nearest", lang).format(near=near) if near else "")
