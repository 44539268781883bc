"""规则集的证明."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
