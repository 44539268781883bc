"""Seized data as it comes, counted: which rows are records, which are doubles, what kind each is (第十一条第三款)."""
