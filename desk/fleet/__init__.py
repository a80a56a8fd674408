"""The stores' health: the list of the start page, a page for each store, and who is told."""
