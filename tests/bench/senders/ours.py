"""One worker of ours, as Celery runs it, without Celery: sends until nothing is due.

Says "ready" when it has started, begins at a line of input, and prints what it did.
"""

import json
import resource
import sys

import django


def main() -> None:
    django.setup()
    from common import heap
    from messaging import queries, sending
    from messaging.crew import Crew

    queries.database_now()  # connects
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
