"""The tools as a server of the Model Context Protocol, with the official SDK.

The SDK's own handling of tools writes what goes wrong to its log and puts its own words before every error; built on
the layer below it, an error is answered with its codes and places, and nothing of a case is ever logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
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
from thresholds.agents.ready import ready, warm
from thresholds.agents.tools import TOOLS, Answered, Tool, failed, refused
from thresholds.errors import nearest
from thresholds.service.pool import BrokenError, BusyError, Pool, TimeIsUpError
from thresholds.wording import phrase

#: Calls worked on at a time, how many more may wait, and the seconds that one may take.
CONCURRENCY, WAITING, SECONDS = 2, 64, 60.0


def create_server(pool: Pool, lang: str = "zh", seconds: float = SECONDS) -> Server[dict[str, Any]]:
    """The server; `lang` is that of descriptions, and of answers where a call asks for none.

    The pool does what is asked, and gives each call so many seconds. A call that is cancelled, or takes longer, is
    ended where it stands and holds up no other.
    """
    by_name: Mapping[str, Tool[Any]] = {tool.name: tool for tool in TOOLS}

    async def listed(_context: object, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(tool, lang) for tool in TOOLS])

    async def called(_context: object, params: CallToolRequestParams) -> CallToolResult:
        tool = by_name.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, _unknown(params.name, by_name, lang))
        arguments = params.arguments or {}
        try:
            return _result(await pool.run(partial(tool.call, arguments, lang)))
        except TimeIsUpError:
            return _result(refused("TH747", arguments, lang, seconds=f"{seconds:g}"))
        except BusyError:
            return _result(refused("TH748", arguments, lang))
        except BrokenError as error:
            return _result(failed(error, arguments, lang))

    return Server(
        "thresholds",
        version=__version__,
        title="thresholds",
        instructions=phrase("agents.instructions", lang).format(),
        on_list_tools=listed,
        on_call_tool=called,
    )


def run(lang: str = "zh", seconds: float = SECONDS) -> None:
    """Serve over standard input and output until the input ends; a call may take so many seconds."""
    ready()
    asyncio.run(_run(lang, seconds))


async def _run(lang: str, seconds: float) -> None:
    pool = Pool(CONCURRENCY, WAITING, seconds, warm)
    try:
        await _serve(create_server(pool, lang, seconds))
    finally:
        pool.close()


async def _serve(server: Server[dict[str, Any]]) -> None:
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
