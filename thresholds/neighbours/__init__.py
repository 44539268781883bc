"""Other offences that the facts of a case reach, or may reach, each with a trace of its own."""
