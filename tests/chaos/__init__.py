"""Harm done on purpose: processes shot at every step, servers killed, mail servers that lie."""
