"""The trainer's page: facts moved by hand, the tier and its tree beside them. All of it stands in its address."""
