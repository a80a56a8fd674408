"""Liquid as Python functions: the same output as the interpreter's, in a tenth of its time."""
