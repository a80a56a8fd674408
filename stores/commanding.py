"""Management commands that say who is at work: see Note [Changes] in stores/recorded.py."""

from typing import Any

from django.core.management.base import BaseCommand

from stores import doing


class NamedCommand(BaseCommand):
    """A command of ours. What it changes is told as changed by it, not by nobody."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        name = type(self).__module__.rpartition(".")[2]
        with doing.command(name):
            return super().execute(*args, **options)
