"""Pages about webhooks to other programs: where they listen, what they heard, what they said."""
