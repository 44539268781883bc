"""档次之后的后果."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
