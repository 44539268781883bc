"""English wording, the translation; a module for each topic."""
