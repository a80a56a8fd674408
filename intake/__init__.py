"""What Shopify tells us: verify it, keep it, hand it on."""
