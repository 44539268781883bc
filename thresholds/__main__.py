"""`python -m thresholds` is the command `thresholds`."""

from thresholds.cli import main

if __name__ == "__main__":
    main()
