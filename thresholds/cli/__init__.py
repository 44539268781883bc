"""The command line: `thresholds`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; no traceback ever reaches a user."""
    import gc

    # Almost everything made while starting lives to the end: looking for garbage in it is a tenth of a short run.
    gc.set_threshold(50_000, 20, 20)
    try:
        from thresholds.cli.root import run
    except ImportError as error:  # without click there is no `thresholds doctor` either
        from thresholds.wording import phrase

        print(phrase("doctor.no-commands").format(problem=error), file=sys.stderr)
        sys.exit(4)
    sys.exit(run(sys.argv[1:]))
