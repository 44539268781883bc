"""What a new ruleset and its tests start from: files that can be read, with places still to be filled in."""
