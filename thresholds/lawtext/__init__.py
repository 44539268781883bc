"""Official texts: read into articles, paragraphs and items, and rulesets held against them sentence by sentence."""
