"""What follows from the grade."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
