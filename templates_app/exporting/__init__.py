"""From our blocks to Liquid that Shopify itself can send: one file for each kind and language."""
