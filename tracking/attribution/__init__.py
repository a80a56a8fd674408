"""Which message an order came from, by rules that can be read: evidence, credit, corrections."""
