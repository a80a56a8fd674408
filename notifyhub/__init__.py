"""The front hall: settings, URLs, Celery and WSGI. It imports the rooms; no room imports it."""
