"""`thresholds mcp`: the tools for agents, over standard input and output."""

from __future__ import annotations

import click

from thresholds.cli.options import lang_option


@click.command("mcp")
@lang_option
def command(lang: str) -> int:
    """给智能体用的工具：MCP 服务，走标准输入输出。Tools for agents: an MCP server over stdin and stdout.

    由智能体的客户端启动，不单独运行；不读文件，不联网，案卷随每次调用传来。另装 pip install 'thresholds[mcp]'。
    Started by the client of an agent; reads no files, and cases come with each call.
    """
    from thresholds.errors import needing

    with needing("TH744", "mcp", "mcp_types"):
        import mcp  # noqa: F401
    from thresholds.agents.server import run

    run(lang)
    return 0
