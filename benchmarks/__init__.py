"""What the engine costs, beside its peers, in one run: `python -m benchmarks`."""
