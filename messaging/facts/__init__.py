"""What a message may say, as plain values: each file one part of the context."""
