"""What a new ruleset and its tests start from: files that can be read as they are, with places still to be filled in."""
