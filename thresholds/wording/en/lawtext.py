"""Rulesets against official texts."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
