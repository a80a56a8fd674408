"""Shopify's JSON becomes our dataclasses; beyond here nobody knows Shopify's field names."""
