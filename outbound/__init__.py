"""Telling other programs: outgoing webhooks."""
