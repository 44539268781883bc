"""适用哪一部法律，追诉时效."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
