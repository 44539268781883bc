"""Writing rulesets: what is checked across rulesets and suites, how two compare, and what a new one starts from."""
