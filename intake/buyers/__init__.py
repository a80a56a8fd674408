"""What buyers ask of their data: a copy of it, or that it be forgotten."""
