"""The ways a message leaves: each takes an envelope and says what became of it."""
