"""The Celery application: `celery -A notifyhub worker`, `celery -A notifyhub beat`."""

import os

from celery import Celery

from notifyhub.schedule import BEAT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")

app = Celery("notifyhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A ring that nobody heard before the next one is not worth hearing.
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in BEAT.items()
}
