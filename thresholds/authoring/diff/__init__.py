"""Two rulesets side by side: what differs in them by meaning, and what that does to cases."""
