"""Parcels for staff: on an order's page, in a list of their own, by hand and by file."""
