"""Pages about baskets that were left: what became of them, one of them, and how a store reminds."""
