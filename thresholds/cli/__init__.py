"""The command line: `thresholds`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; no traceback ever reaches a user."""
    import gc

    # Almost everything made while starting lives to the end: looking for garbage in it is a tenth of a short run.
    gc.set_threshold(50_000, 20, 20)
    from thresholds.cli.root import run

    sys.exit(run(sys.argv[1:]))
