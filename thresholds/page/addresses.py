"""Addresses of the page: names with values, and the same as a query."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode


def pairs_of(query: str, *, blank: bool = False) -> list[tuple[str, str]]:
    """The names and values of a query, in its order; those without a value only where they are asked for."""
    return parse_qsl(query, keep_blank_values=blank)


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values as a query, without the question mark."""
    return urlencode(list(pairs))
