"""Proofs about a ruleset and its compiled program; only what is in here uses the solver (z3)."""
