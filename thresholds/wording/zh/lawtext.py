"""规则集与官方文本核对."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
