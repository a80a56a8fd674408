"""Our Postgres backend: Django's own, which tells each connection its role and whose rows it may see."""
