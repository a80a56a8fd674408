"""Django's Postgres backend, telling each session its role and whose rows it may see."""
