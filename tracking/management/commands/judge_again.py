"""manage.py judge_again"""

from typing import Any

from stores.commanding import NamedCommand
from stores.scope import every_store
from tracking import judging


class Command(NamedCommand):
    help = "Have the task tracking.judge look again at what older rules judged and is still kept."

    def handle(self, *_: Any, **__: Any) -> None:
        count = 0
        with every_store(because="better rules are laid over the hits of all stores"):
            count += judging.judge_missed()
            while some := judging.judge_anew():
                count += some
        self.stdout.write(f"{count} messages are judged again by beat within minutes.")
