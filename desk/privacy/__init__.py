"""What is kept of buyers and for how long, and who changed what."""
