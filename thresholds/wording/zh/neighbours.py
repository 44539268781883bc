"""案卷还够到的其他罪名."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
