"""Chinese wording, the source: margins: what would change the tier."""

PHRASES: dict[str, str] = {}
