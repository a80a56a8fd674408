"""Parcels, and what carriers say of them."""
