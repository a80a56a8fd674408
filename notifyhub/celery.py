"""The Celery application: `celery -A notifyhub worker`, `celery -A notifyhub beat`."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import worker_init

from common import heap
from notifyhub.schedule import BEAT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")

# Rooms whose jobs change settings. Others write hot tables alone, of which no changes are kept.
SETTLERS = ("analytics.", "automations.", "stores.", "templates_app.")


class Job(Task):  # type: ignore[type-arg]  # generic in its stubs alone
    """A task that says who is at work (see Note [Changes] in stores/recorded.py), and that leaves
    a restored database alone until it has forgotten again: rows wait, and sweepers find them."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from stores import doing, opening  # Django is set up by the time a task runs

        if not opening.is_open():
            return None
        if not str(self.name).startswith(SETTLERS):
            return super().__call__(*args, **kwargs)
        with doing.nobody(door="job", through=str(self.name)):
            return super().__call__(*args, **kwargs)


@worker_init.connect
def settle_in(**_: object) -> None:
    """Before the worker forks: its processes share what stands by then."""
    heap.settle_in()


app = Celery("notifyhub", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A ring that nobody heard before the next one is not worth hearing.
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in BEAT.items()
}
