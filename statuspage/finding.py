"""A new link for who lost theirs: asked for with an order's number and an address, sent by mail.

# Note [Nobody learns whether]
Whoever asks gets the same words, after the same work: one row is kept, and looked at later by a
task. If it names an order by its number and by the address or telephone number that the order
holds, its buyer is written to, never to what was typed. So neither answer nor time tells whether
there is such an order. Tries are counted by those rows, for each network and order: rows are few,
since who is over the limit adds none, and none outlives a day.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from common import jobs
from common.errors import DomainError
from messaging import correcting
from messaging.correction import Correction
from messaging.states import Channel
from orders.links import renew_link
from orders.models import Order
from statuspage.masking import masked_recipient
from statuspage.models import LookUp
from statuspage.page_settings import settings_of
from stores.models import Store
from templates_app.data import NotificationKind

WINDOW: Final = timedelta(minutes=10)
PER_ORDER: Final = 5  # of one network, in WINDOW
PER_NETWORK: Final = 30
PER_STORE: Final = 1000
KEPT: Final = timedelta(days=1)
AT_ONCE: Final = 50
LEAST_DIGITS: Final = 6  # of a telephone number that names somebody
_LOST: Final = gettext_noop("Asked for on the look-up page")
_OVER: Final = gettext_noop("Its time was over, and the buyer asked for a new one")

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_link(*, store: Store, number: str, contact: str, network: str, now: datetime) -> bool:
    """Keep that somebody asked; False if that was too often. The work is the same for all.

    See Note [Nobody learns whether]. Six statements.
    """
    number, contact = number.strip()[:64], contact.strip()[:320]
    who = _digest(f"{store.pk}:{network}")
    what = _digest(f"{store.pk}:{_plain(number)}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [who.hex()])
    recent = LookUp.objects.filter(store=store, asked_at__gt=now - WINDOW)
    theirs = recent.filter(network=who)
    of_order = theirs.filter(wanted=what)[:PER_ORDER].count()
    if of_order >= PER_ORDER or (network and theirs[:PER_NETWORK].count() >= PER_NETWORK):
        return False
    if recent[PER_STORE : PER_STORE + 1].exists():
        return False
    LookUp.objects.create(
        store=store, number=number, contact=contact, network=who, wanted=what, asked_at=now
    )
    jobs.defer("statuspage.answer_look_ups")
    return True


@transaction.atomic
def answer_look_ups(*, now: datetime) -> int:
    """Write to the buyers of the orders that were named rightly; how many were looked at."""
    rows = LookUp.objects.filter(answered_at=None).select_related("store")
    due = list(
        rows.order_by("asked_at").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE]
    )
    for row in due:
        _answer(row, now)
        row.number, row.contact, row.answered_at = "", "", now
        row.save(update_fields=["number", "contact", "answered_at"])
    return len(due)


def drop_look_ups(*, now: datetime) -> int:
    """Drop what no limit counts any more."""
    count, _by_model = LookUp.objects.filter(asked_at__lt=now - KEPT).delete()
    return count


def _answer(row: LookUp, now: datetime) -> None:
    if row.asked_at < now - KEPT:
        return  # who asked has long gone elsewhere
    order = _named(row.store, row.number, row.contact)
    if order is None:
        return
    try:
        with transaction.atomic():
            _renew_if_over(order, now)
            correcting.resend(correction=_correction(order), now=now)
    except DomainError as refusal:
        about = {"order_id": order.pk, "to": masked_recipient(order.email), "why": refusal.code}
        logger.info("statuspage.lookup.unanswered", extra=about)


def _correction(order: Order) -> Correction:
    """Its confirmation, written anew: that has the link."""
    way = Channel.EMAIL if order.email.strip() else Channel.SMS
    return Correction.of_order(
        order,
        NotificationKind.ORDER_CONFIRMATION,
        actor="",
        channel=way,
        recipient=order.email.strip(),
        because=str(_LOST),
    )


def _renew_if_over(order: Order, now: datetime) -> None:
    since = order.link_renewed_at or order.placed_at
    days = settings_of(order.store_id).expires_days
    if since and since + timedelta(days=days) < now:
        renew_link(order=order, actor="", because=str(_OVER), now=now)


def _named(store: Store, number: str, contact: str) -> Order | None:
    """The order that both name. One query; none for what can name nobody."""
    plain, digits = _plain(number), _digits(contact)
    if not plain or not ("@" in contact or len(digits) >= LEAST_DIGITS):
        return None
    is_it = Q(name=number) | Q(name=f"#{plain}") | Q(name=plain)
    if plain.isascii() and plain.isdecimal() and len(plain) <= 18:
        is_it |= Q(number=int(plain))
    rows = Order.objects.placed().filter(is_it, store=store, redacted_at=None, is_test=False)
    found = rows.select_related("store").order_by("-placed_at", "-id")[:20]
    return next((order for order in found if _is_theirs(order, contact, digits)), None)


def _is_theirs(order: Order, contact: str, digits: str) -> bool:
    if "@" in contact:
        known = {order.email.casefold(), (order.shopify_email or "").casefold()} - {""}
        return contact.casefold() in known
    address = order.shipping_address or {}
    numbers = (order.phone, str(address.get("phone") or ""))
    # Countries and leading zeros are written or left out: the last eight digits decide.
    return any(_digits(each)[-8:] == digits[-8:] for each in numbers if len(_digits(each)) >= 6)


def _plain(number: str) -> str:
    return number.strip().lstrip("#").strip().casefold()


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdecimal())


def _digest(text: str) -> bytes:
    return salted_hmac("statuspage.finding", text, secret=settings.SECRET_KEY).digest()[:16]
