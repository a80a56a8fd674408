"""django-post_office: fills its queue from a file, then sends it with its own command.

python -m tests.bench.senders.post_office fill mails.json
python -m tests.bench.senders.post_office send 4
"""

import json
import logging
import resource
import sys
import tempfile
from pathlib import Path

from django.core.management import call_command

from tests.bench.senders import peer


def main() -> None:
    peer.set_up()
    command, argument = sys.argv[1:]
    if command == "fill":
        call_command("migrate", verbosity=0)
        peer.fill(argument)
        return
    logging.disable(logging.INFO)
    from post_office.models import Email

    Email.objects.exists()  # connects
    print("ready", flush=True)
    sys.stdin.readline()
    with tempfile.TemporaryDirectory() as directory:
        call_command(
            "send_queued_mail",
            processes=int(argument),
            lockfile=str(Path(directory) / "lock"),
            log_level=1,
        )
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    sent = Email.objects.filter(status=0).count()
    print(json.dumps({"sent": sent, "cpu_seconds": cpu}), flush=True)


if __name__ == "__main__":
    main()
