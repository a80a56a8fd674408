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

from common.errors import DomainError
from common.often import may_once_more
from messaging import queries, ringing
from messaging.addresses import mailable, one_line
from messaging.envelope import headers_of
from messaging.models import Message, MessageBody
from messaging.models.message import ABOUT_TEST
from messaging.packing import Words
from messaging.services import CannotBeWrittenTo
from messaging.states import Lane, State
from orders.models import Order
from stores.access import Actor
from stores.models import Membership, Store, User
from templates_app.data import Rendered

EXPIRY: Final = timedelta(hours=1)
AN_HOUR: Final = 60


class TestedTooOften(DomainError):
    """A person or program had their share of tests for this hour."""

    code = "tested-too-often"


class NothingToTest(DomainError):
    """The draft cannot be rendered as it stands."""

    code = "nothing-to-test"


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


def readers(*, agency_id: int, store: Store | None) -> list[User]:
    """Who may read a test: members of the agency with that store who chose their password. 1 query.

    A password is chosen behind a link of one's own, so that the address is somebody's we know.
    """
    rows = Membership.objects.filter(agency_id=agency_id, user__is_active=True)
    members = rows.select_related("user").order_by("user__name", "user__pk")
    return [
        member.user
        for member in members[:500]
        if member.user.has_usable_password() and _has_store(member, store)
    ]


def check_often(actor: Actor) -> None:
    """Count a test. Raises TestedTooOften."""
    who = f"key:{actor.key_id}" if actor.key_id else str(actor.user_id)
    if not may_once_more(f"test|{who}", most=AN_HOUR, seconds=3600):
        raise TestedTooOften(
            _("You have sent %s tests within an hour. Look at the preview meanwhile.") % AN_HOUR
        )


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


def _has_store(member: Membership, store: Store | None) -> bool:
    return member.has_all_stores or (store is not None and store.pk in member.store_ids)
