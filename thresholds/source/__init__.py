"""Reading files: the only part of the package that touches them, strictly and with positions."""
