"""Chinese wording, the source; a module for each topic."""
