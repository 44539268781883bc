"""Exact values: intervals of records and of fen, dates with their precision, citations, statuses."""
