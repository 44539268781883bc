"""编写、比较规则集."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
