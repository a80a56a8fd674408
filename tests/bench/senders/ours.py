"""One worker of ours, as Celery runs it, without Celery: sends until nothing is due.

Says "ready" when it has started and sent some mails, as a worker has that lives for days: what is
compiled of words is compiled once. Begins at a line of input, and prints what it did then.
"""

import json
import resource
import sys
from typing import Final

import django

WARM: Final = 250  # mails; after 100 of one look a page is folded (templates_app/quick_pages.py)


def main() -> None:
    django.setup()
    from common import heap
    from messaging import queries, sending
    from messaging.crew import Crew

    warmed = 0
    while warmed < WARM:
        warmed += sending.send_due(now=queries.database_now(), limit=WARM - warmed)
    heap.settle_in()  # as notifyhub/celery.py does
    print("ready", flush=True)
    sys.stdin.readline()
    before = resource.getrusage(resource.RUSAGE_SELF)
    sent = 0
    with Crew() as crew:
        while taken := sending.send_due(now=queries.database_now(), crew=crew):
            sent += taken
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"sent": sent, "cpu_seconds": cpu}), flush=True)


if __name__ == "__main__":
    main()
