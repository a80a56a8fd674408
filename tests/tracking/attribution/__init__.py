"""Which message an order came from."""
