"""Tools for agents: what the commands answer, over the Model Context Protocol."""
