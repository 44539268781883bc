"""From a case and a ruleset to findings: derived facts, counts, worlds, the decision and its explanation."""
