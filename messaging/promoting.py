"""Whether a message may promote something, and with which code: decided once for each message.

# Note [Promotion, decided once]
A message that may promote gets its row (PromoMail) and its code before it is rendered, committed at
once: a worker that dies, or a mail that is tried again, finds both and says the same. Workers that
decide for the same buyer wait for each other, so two mails at a time cannot both slip under the
limit. What was rendered without promotion after all gives row and code back. What a person sends
again is as the one before was: it promotes if that did, with the same code, and counts as one mail
with it.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from messaging import basket_codes
from messaging.models import Message, PromoCode, PromoMail, PromoPool
from messaging.states import State
from orders.models import Order
from orders.relays import is_marketplaces
from stores.middleware import zone
from templates_app.context_spec import liquid_amount
from templates_app.data import NotificationKind as Kind
from templates_app.promoting import FrozenBlocks, Offer, offers_of
from templates_app.sample_orders import SAMPLE_CODE

Values = dict[str, Any]

_GOES_NOT = (State.FAILED, State.NOT_SENT, State.HELD)  # unless a person releases it
logger = logging.getLogger(__name__)


def decide_promotion(
    *, message: Message, revision: FrozenBlocks, has_consent: bool, now: datetime
) -> Values:
    """`notifyhub.promo` of the message. No query where the mail has nothing to promote.

    A reminder of a basket costs one more: its own code goes before those of pools, and is said
    wherever the words ask for it.
    """
    today = now.astimezone(zone(message.store.timezone)).date()
    offers = [
        offer
        for offer in offers_of(revision)
        if offer.is_open(has_consent=has_consent, today=today)
    ]
    values: Values = {"is_allowed": False, "code": "", "today": today.isoformat()}
    if is_marketplaces(message.recipient):
        return values
    first = _first(message)
    own = _own(first) if message.kind == Kind.ABANDONED_CHECKOUT else {}
    if not offers:
        return {**values, **own}
    is_again = first != message and first.subject  # a mail that was never written decided nothing
    if is_again:
        return {**values, **_as_before(first), **own}
    return {**values, **_decided(message, offers, now, has_own=bool(own)), **own}


def foreseen_promotion(*, original: Message | None, order: Order, now: datetime) -> Values:
    """`notifyhub.promo` of a mail that only is looked at: it counts nowhere and takes no code."""
    today = now.astimezone(zone(order.store.timezone)).date().isoformat()
    first = _first(original) if original else None
    if first is None or not first.subject:
        return {"is_allowed": True, "code": SAMPLE_CODE, "today": today}
    return {**_as_before(first), "today": today}


@transaction.atomic
def withdraw_promotion(*, message: Message) -> bool:
    """Give row and code back: nobody will read them. False if there was nothing to give back."""
    PromoCode.objects.filter(message=message).update(message=None, given_at=None)
    return bool(PromoMail.objects.filter(message=message).delete()[0])


def _own(message: Message) -> Values:
    """The code that Shopify made for this basket alone, with what it takes off."""
    given = basket_codes.given_by(message)
    if given is None:
        return {}
    off: Values = {"percent": given.percent} if given.percent else {}
    if given.amount_minor:
        off = {"amount": liquid_amount(given.amount_minor, given.currency)}
    return {"code": given.code, "expires_on": given.expires_on, **off}


def _first(message: Message) -> Message:
    """What it says again, back to what was said first."""
    while message.corrects is not None:
        message = message.corrects
    return message


def _as_before(first: Message) -> Values:
    code = PromoCode.objects.filter(message=first).values_list("code", flat=True).first()
    is_allowed = PromoMail.objects.filter(message=first).exists()
    return {"is_allowed": is_allowed, "code": code or ""}


@transaction.atomic
def _decided(message: Message, offers: list[Offer], now: datetime, *, has_own: bool) -> Values:
    """See Note [Promotion, decided once]."""
    _wait_for_others(message)
    is_decided = PromoMail.objects.filter(message=message).exists()
    days = max(offer.cap_days for offer in offers)
    if days and _had_one(message, now - timedelta(days=days)):
        # Another went while this one had failed or was held, and somebody released it since.
        if is_decided:
            withdraw_promotion(message=message)
        return {"is_allowed": False}
    if is_decided:
        given = PromoCode.objects.filter(message=message)
        return {"is_allowed": True, "code": given.values_list("code", flat=True).first() or ""}
    PromoMail.objects.create(message=message, store_id=message.store_id, promoted_at=now)
    pool = "" if has_own else next((offer.pool for offer in offers if offer.pool), "")
    return {"is_allowed": True, "code": _take_code(message, pool, now) if pool else ""}


def _had_one(message: Message, since: datetime) -> bool:
    """Whether the buyer got promotion since, in another mail that went or may go. One query."""
    of_buyer = Message.objects.filter(store_id=message.store_id, recipient=message.recipient)
    others = of_buyer.exclude(pk=message.pk).exclude(state__in=_GOES_NOT)
    return PromoMail.objects.filter(message__in=others, promoted_at__gt=since).exists()


def _take_code(message: Message, name: str, now: datetime) -> str:
    """The next code of the store's pool, now the message's; "" if there is none, which is kept."""
    left = PromoCode.objects.left().filter(store_id=message.store_id, pool__name=name)
    code = left.order_by("pk").select_for_update(skip_locked=True, of=("self",)).first()
    if code is None:
        # The pool is made where it is missing, so that staff see what a template asks for.
        PromoPool.objects.update_or_create(
            store_id=message.store_id,
            name=name,
            defaults={"missed_at": now},
            create_defaults={"missed_at": now, "created_at": now},
        )
        logger.warning("messaging.promo_pool.empty", extra={"store_id": message.store_id})
        return ""
    PromoCode.objects.filter(pk=code.pk).update(message=message, given_at=now)
    return code.code


def _wait_for_others(message: Message) -> None:
    """Of the same buyer, until this is committed."""
    name = f"promotion:{message.store_id}:{message.recipient}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
