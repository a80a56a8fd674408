"""Tools that could be a package of their own; they know nothing of NotifyHub and have no tables."""
