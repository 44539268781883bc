"""Chinese wording, the source: reports to hand in."""

PHRASES: dict[str, str] = {}
