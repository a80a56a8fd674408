"""What worked: roll-ups of what happened."""
