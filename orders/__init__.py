"""What was bought, and all that happened to it."""
