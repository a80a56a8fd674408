"""`manage.py stand_in`: do what has waited too long, while broker, beat or workers are away."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from notifyhub.standing_in import stand_in


class Command(BaseCommand):
    help = "Do what has been due for more than a second: mail leaves while the broker is away."

    def handle(self, *args: Any, **options: Any) -> None:
        is_over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: is_over.set())
        stand_in(is_over)
