"""Short mails in words of our own about one order: a code, a notice, an answer.

They go the way of every message, with their words kept when they are planned: no template of the
store stands between a buyer and a code. Without our pixel and links: nobody is counted by them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from common import locales
from messaging import limits, planning, queries, services
from messaging.addresses import mailable, one_line
from messaging.envelope import headers_of
from messaging.models import Message, MessageBody
from messaging.models.message import ABOUT_CODE
from messaging.packing import Words
from messaging.planning import Verdict
from messaging.services import CannotBeWrittenTo
from messaging.states import Channel, Lane, State
from orders.models import Order
from stores.models import Store, TrackingMode
from templates_app.data import NotificationKind
from templates_app.queries import resolved_brand


class About(StrEnum):
    """What a letter is about: how `Message.about` begins; what follows tells it from the others."""

    CODE = ABOUT_CODE
    MOVED = "moved:"
    ANSWER = "answer:"


LETTERS: Final = tuple(str(each) for each in About)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is said, in its reader's language; `code` stands alone in large figures."""

    about: About
    ref: str  # which one of its sort
    subject: str
    paragraphs: tuple[str, ...]
    foot: str  # who writes, and about what
    code: str = ""
    link: tuple[str, str] | None = None  # its words and address
    lives: timedelta = planning.EXPIRY


@transaction.atomic
def write_letter(
    *, order: Order, letter: Letter, recipient: str, actor: str, now: datetime, because: str = ""
) -> Message:
    """Plan the letter to that address, once for each `ref`.

    Raises CannotBeWrittenTo, and SentTooOften where the address had its share of the day.
    """
    address = mailable(recipient)
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    order = rows.get(pk=order.pk)
    about = f"{letter.about}{letter.ref}"
    said = Message.objects.filter(order=order, kind=NotificationKind.ADDRESS_CHECK, about=about)
    if (found := said.first()) is not None:
        return found
    _check(order, address)
    limits.wait_turn(recipient=address, actor=actor)
    limits.check_recipient(recipient=address, now=now)
    message = services.new_message(order, NotificationKind.ADDRESS_CHECK, now)
    message.about, message.recipient, message.channel = about, address, Channel.EMAIL
    message.recipient_name = order.buyer_name[:200] if address == order.email.lower() else ""
    message.lane, message.expires_at = Lane.ORDER, now + letter.lives
    message.locale = locales.normal(get_language() or order.store.locale)
    message.actor, message.because = actor[:254], one_line(because)
    message.subject = one_line(letter.subject)[:255]
    message.tracked_as = TrackingMode.OFF
    message.is_verbatim = True
    services.settle_plan(message, Verdict(State.PLANNED), now)
    message.save(force_insert=True)
    _keep_words(message, order, letter, now)
    services.announce(message, now, key="planned")
    return message


def is_letter(message: Message) -> bool:
    return message.about.startswith(LETTERS)


def _check(order: Order, address: str) -> None:
    store = order.store
    if order.redacted_at is not None:
        raise CannotBeWrittenTo(_("The buyer's data was erased: nobody can be written to."))
    if store.state != Store.State.ACTIVE:
        raise CannotBeWrittenTo(_("The shop sends no mails at the moment."))
    if not address:
        raise CannotBeWrittenTo(_("Mail cannot reach this address: it is not spelled as one."))
    if queries.is_suppressed(store_id=store.pk, address=address):
        raise CannotBeWrittenTo(_("This address is on the list of addresses not to write to."))


def _keep_words(message: Message, order: Order, letter: Letter, now: datetime) -> None:
    store = order.store
    sender = queries.sender_of(store.pk)
    headers = headers_of(message, store=store, sender=sender, subject=letter.subject, now=now)
    brand = resolved_brand(store)
    context = {
        "letter": letter,
        "brand": brand.as_context(),
        "name": brand.name or store.name,
        "locale": message.locale,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    parts = [letter.paragraphs[0], letter.code, *letter.paragraphs[1:]]
    if letter.link:
        parts.append(f"{letter.link[0]}: {letter.link[1]}")
    text = "\n\n".join(part for part in (*parts, letter.foot) if part) + "\n"
    words = Words(render_to_string("messaging/letter.html", context), text, headers)
    MessageBody.of(message, words, now=now).save(force_insert=True)
