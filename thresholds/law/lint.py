def check_structure(reader, ruleset): pass
