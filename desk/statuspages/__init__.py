"""What a store's status page offers, and what its buyers ask for there."""
