"""Shopify's Liquid, bounded: no tables, plain data in and text out; Django only in `bounded`."""
