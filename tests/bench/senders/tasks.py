"""One Celery task for each mail, as most projects send: Django's own mail, acknowledged late.

    python -m celery -A tests.bench.senders.tasks worker
    python -m tests.bench.senders.tasks            # rings for every mail in the queue

In its favour: templates are compiled once in each process, database connections kept.
"""

import os
import sys
from functools import cache
from typing import Any

from celery import Celery
from celery.signals import worker_ready

from tests.bench.senders import peer

app = Celery("tasks", broker=os.environ["PEER_BROKER_URL"])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=True,
    worker_redirect_stdouts=False,
)
app.set_default()
peer.set_up()


@cache
def _compiled(text: str) -> Any:
    from django.template import engines

    return engines["django"].from_string(text)


@app.task(name="send_mail")
def send_mail(email_id: int) -> None:
    from django.core.mail import EmailMultiAlternatives
    from post_office.models import STATUS, Email

    row = Email.objects.select_related("template").get(pk=email_id)
    words = row.template
    mail = EmailMultiAlternatives(
        subject=_compiled(words.subject).render(row.context),
        body=_compiled(words.content).render(row.context),
        from_email=row.from_email,
        to=row.to,
    )
    mail.attach_alternative(_compiled(words.html_content).render(row.context), "text/html")
    mail.send()
    Email.objects.filter(pk=email_id).update(status=STATUS.sent)


@worker_ready.connect
def say_ready(**_: object) -> None:
    print("ready", flush=True)


def main() -> None:
    from post_office.models import Email

    Email.objects.exists()  # connects
    print("ready", flush=True)
    sys.stdin.readline()
    for email_id in Email.objects.order_by("pk").values_list("pk", flat=True):
        send_mail.delay(email_id)


if __name__ == "__main__":
    main()
