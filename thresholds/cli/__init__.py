"""The command line: `thresholds`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; no traceback ever reaches a user."""
    from thresholds.cli.root import run

    sys.exit(run(sys.argv[1:]))
