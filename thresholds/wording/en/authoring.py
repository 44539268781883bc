"""Writing and comparing rulesets."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
