"""The clients that are given to others."""
