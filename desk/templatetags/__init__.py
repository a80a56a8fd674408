"""The pieces of the design language, for templates."""
