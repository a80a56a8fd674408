"""Talking to Shopify: the one client, typed. Nobody else knows its addresses or its words."""
