"""The store's own rules: when this, then that."""
