"""What would change the result: other readings, and the facts that are still to be found out."""
