"""A merchant's Shopify templates become drafts: read, recognised, tried, kept unchanged."""
