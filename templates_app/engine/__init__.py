"""Shopify's Liquid, bounded: no Django, no tables, plain data in and text out."""
