"""`thresholds serve`: the commands as an HTTP service, with the trainer's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from thresholds.cli.options import lang_option
from thresholds.wording import phrase

if TYPE_CHECKING:
    from thresholds.service.settings import Settings

_SIZE = re.compile(r"([1-9][0-9]{0,8}) ?(|[KMG])(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_LIBRARIES = ("fastapi", "starlette", "uvicorn", "jinja2", "python_multipart", "anyio", "h11")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="地址 where to listen")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="PORT",
    help="端口，0 是任取一个空闲的 0 takes any that is free",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="几个进程 processes",
)
@click.option(
    "--max-body", default="2MB", show_default=True, metavar="SIZE", help="一次请求至多多大 the largest request"
)
@click.option(
    "--timeout",
    type=click.IntRange(1, 3600),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="一次请求至多算几秒 the longest that a request may take",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    metavar="N",
    help="每个进程同时算几件 requests worked on at a time, in each process",
)
@click.option(
    "--name", "names", multiple=True, metavar="DOMAIN", help="也以这个域名应答 a host name that it answers to"
)
@lang_option
def command(
    host: str, port: int, workers: int, max_body: str, timeout: int, concurrency: int, names: tuple[str, ...], lang: str
) -> int:
    """网络服务：各命令的结果用 HTTP 取，默认只供本机。The commands as an HTTP service, for this machine alone.

    POST /evaluate /questions /margins /whatif /batch，GET /rulesets /schema/… /glossary /codes/…。
    不留存案卷，日志不含案情；说明在 /openapi.json。要另装：pip install 'thresholds[web]'。
    Nothing is kept, and no facts are logged.
    """
    size = _bytes(max_body, lang)
    _need_libraries()
    from thresholds.service.run import address_of, listening, orderly, serve
    from thresholds.service.settings import Settings

    settings = Settings(
        host=host,
        port=port,
        workers=workers,
        max_body=size,
        timeout=timeout,
        concurrency=concurrency,
        names=names,
        lang=lang,
    )
    with orderly(), listening(settings) as listener:
        _announce(settings, address_of(listener), lang)
        serve(settings, listener)
    return 0


def _announce(settings: Settings, address: str, lang: str) -> None:
    """Say where it answers, and warn where others can reach it."""
    if not settings.loopback:
        click.echo(phrase("service.open", lang).format(host=settings.host), err=True)
    click.echo(phrase("service.serving", lang).format(address=address))


def _bytes(text: str, lang: str) -> int:
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise click.UsageError(phrase("service.size", lang).format(value=text))
    return int(match[1]) * _UNITS[match[2].upper()]


def _need_libraries() -> None:
    """Nothing, where the libraries of the service are installed.

    Raises:
        UnavailableError: one of them is missing (TH717).
    """
    from thresholds.errors import needing

    with needing("TH717", *_LIBRARIES):
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
