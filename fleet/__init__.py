"""How each store is doing: looked at every few minutes, and remembered."""
