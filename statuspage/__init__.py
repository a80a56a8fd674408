"""The page a buyer sees of an order."""
