"""Suites of tests, and the runner behind `thresholds test`."""
