"""Other offences that a case reaches."""

from __future__ import annotations

PHRASES: dict[str, str] = {}
