"""From raw rows to counted records: each deduction with its rule, exact duplicates, and what courts argued over."""
