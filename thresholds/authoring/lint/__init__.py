"""What a careful author mends: in one ruleset, between rulesets, and between rulesets and the tests there are."""
