"""Which law governs, and limitation."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
