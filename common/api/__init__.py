"""Manners of a REST API: problems, pages, shapes, limits, description. Knows nothing of us."""
