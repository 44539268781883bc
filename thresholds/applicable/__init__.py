"""Which law governs each person, by the dates of the conduct and of the judgment; and until when he can be tried."""
