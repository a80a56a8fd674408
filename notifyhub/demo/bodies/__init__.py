"""Webhook bodies as Shopify shapes them (API 2026-04)."""
