"""The front hall: settings, URLs, Celery and WSGI. It imports the rooms; no room imports it."""

from notifyhub.celery import app as celery_app

__all__ = ["celery_app"]
