"""Delivery promise: a store's rules, what they come to, and what is at risk."""
