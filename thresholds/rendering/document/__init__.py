"""Reports to hand in: one document of blocks, written as Markdown, HTML or Word."""
