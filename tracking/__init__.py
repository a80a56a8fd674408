"""What came back from a message: opens, clicks, bounces, conversions."""
