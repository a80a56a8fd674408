"""Bells of the room: each opens the scope it needs and makes its calls."""

import time

from celery import shared_task
from django.utils import timezone

from stores.models import Agency
from stores.scope import every_store
from templates_app import advancing, auditing, proving, publishing, reminding, removal

LONGEST = 40.0  # seconds; then the task ends, and beat's next bell goes on


@shared_task(name="templates_app.publish_due", acks_late=True, time_limit=300)
def publish_due(**_later: object) -> int:
    with every_store(because="publications of all agencies come due"):
        return publishing.publish_due(now=timezone.now())


@shared_task(name="templates_app.advance_rollouts", acks_late=True, time_limit=300)
def advance_rollouts(**_later: object) -> int:
    """Until no roll-out is due; how many chunks were worked."""
    worked, end = 0, time.monotonic() + LONGEST
    with every_store(because="roll-outs of all agencies go on"):
        while time.monotonic() < end:
            chunks = advancing.advance_rollouts(now=timezone.now())
            worked += chunks
            if not chunks:
                break
    return worked


@shared_task(name="templates_app.prove_wordings", acks_late=True, time_limit=600)
def prove_wordings(**_later: object) -> int:
    """Until all words that are sent have a proof of this release, or the time is over."""
    proven, end = 0, time.monotonic() + LONGEST
    with every_store(because="words of all agencies are proven before they are sent"):
        while time.monotonic() < end:
            done = proving.prove_wordings()
            proven += done
            if not done:
                break
    return proven


@shared_task(name="templates_app.forget_pictures", acks_late=True)
def forget_pictures(**_later: object) -> int:
    with every_store(because="pictures that nobody shows any more are of all agencies"):
        return removal.forget_pictures(now=timezone.now())


@shared_task(name="templates_app.open_audits", acks_late=True)
def open_audits(**_later: object) -> int:
    """Also what a person began who sees only some of the stores whose mails it touches."""
    opened = 0
    with every_store(because="audits are opened for each agency in turn"):
        for agency in Agency.objects.order_by("pk"):
            opened += auditing.open_audits(agency=agency, now=timezone.now())
        auditing.fill_checklists(now=timezone.now())
    return opened


@shared_task(name="templates_app.remind_auditors", acks_late=True)
def remind_auditors(**_later: object) -> int:
    sent = 0
    with every_store(because="each agency's people are reminded of their own audits"):
        for agency in Agency.objects.order_by("pk"):
            sent += reminding.remind_auditors(agency=agency, now=timezone.now())
    return sent
