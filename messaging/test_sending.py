"""A draft, sent to a colleague: by the store's sender, or kept here as the store's mail is.

It goes the way of every message, with its words kept beforehand instead of composed: without our
pixel and links, so that looking at a test is never counted as a buyer's.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from messaging import queries, ringing
from messaging.addresses import mailable, one_line
from messaging.envelope import headers_of
from messaging.models import Message, MessageBody
from messaging.models.message import ABOUT_TEST
from messaging.packing import Words
from messaging.services import CannotBeWrittenTo
from messaging.states import Lane, State
from orders.models import Order
from stores.models import Store
from templates_app.data import Rendered

EXPIRY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Who reads the test."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A mail of a draft, and the order whose values it shows if it was a real one."""

    kind: str
    mail: Rendered
    order: Order | None = None


@transaction.atomic
def send_test(*, store: Store, trial: Trial, to: Colleague, actor: str, now: datetime) -> Message:
    """Plan the mail for that colleague, "[Test]" before its subject. Raises CannotBeWrittenTo."""
    address = mailable(to.address)
    if not address:
        raise CannotBeWrittenTo(_("Mail cannot be sent to %s.") % to.address)
    if queries.is_suppressed(store_id=store.pk, address=address):
        raise CannotBeWrittenTo(
            _("%s is on the store's list of addresses not to write to.") % address
        )
    mark = _("[Test]")
    subject = one_line(f"{mark} {trial.mail.subject}")[:255]
    message = Message.objects.create(
        store=store,
        kind=trial.kind,
        order=trial.order,
        about=f"{ABOUT_TEST}{uuid.uuid4().hex}",
        recipient=address,
        recipient_name=to.name[:200],
        locale=trial.mail.locale,
        subject=subject,
        state=State.PLANNED,
        lane=Lane.PARCEL,
        vtag=now.timestamp(),
        planned_at=now,
        changed_at=now,
        run_after=now,
        expires_at=now + EXPIRY,
        actor=actor[:254],
    )
    _keep_words(message, trial.mail, subject, now)
    ringing.ring(message.lane)
    return message


def _keep_words(message: Message, mail: Rendered, subject: str, now: datetime) -> None:
    sender = queries.sender_of(message.store_id)
    headers = headers_of(message, store=message.store, sender=sender, subject=subject, now=now)
    words = Words(mail.html, mail.text, headers)
    MessageBody.of(message, words, now=now).save(force_insert=True)
