"""What a new ruleset still has to say: every place that is marked 待填, in a value or in a comment (TH121)."""

from __future__ import annotations

import re

from thresholds.source.node import Node
from thresholds.source.reader import Reader

#: Stands where an author has to write something; what it is follows after a colon.
MARK = "待填"
_MARKED = re.compile(rf"{MARK}(?:[：:]\s*(?P<what>[^\n\"'\[\]}}#,:]*))?")


def check_placeholders(reader: Reader, text: str) -> None:
    """Note each place of a text that is still to be filled in."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in _MARKED.finditer(line):
            reader.wrong("TH121", Node(number, match.start() + 1), (match["what"] or MARK).strip())
