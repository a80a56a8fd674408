"""Why buyers left their basket: asked by a link of the reminder, answered once a basket."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging import basket_rules
from messaging.basket_rules import Rules
from messaging.models import BasketAnswer, Message
from messaging.returning import OWN, choices_of
from messaging.subjects import step_of, subject_of
from orders.models import Checkout

LONGEST: Final = 2000


class NoSuchReason(DomainError):
    """The store does not offer this reason (any more)."""

    code = "basket-reason-unknown"


def basket_of(message: Message) -> Checkout | None:
    """The basket that the message reminds of; None: it reminds of none, or it was erased."""
    subject = subject_of(message.about)
    is_basket = isinstance(subject, Checkout) and subject.redacted_at is None
    return subject if is_basket and isinstance(subject, Checkout) else None


def answer_of(basket: Checkout) -> BasketAnswer | None:
    """What its buyer said last. One query."""
    return BasketAnswer.objects.filter(store_id=basket.store_id, checkout=basket).first()


@transaction.atomic
def answer_survey(
    *, message: Message, why: str, text: str = "", now: datetime
) -> BasketAnswer | None:
    """Keep why a buyer left; a second answer replaces the first. None: the basket is gone.

    Without text that of the same reason stays: words may follow it. Raises NoSuchReason.
    """
    basket = basket_of(message)
    if basket is None or message.is_test:
        return None
    basket = Checkout.objects.select_for_update(no_key=True).get(pk=basket.pk)
    if basket.redacted_at is not None:
        return None
    own_words = _own_words(why, basket_rules.rules_of(store_id=message.store_id))
    reason = "OWN" if own_words else why
    row = answer_of(basket) or BasketAnswer(store_id=basket.store_id, checkout=basket)
    is_news = (row.reason, row.own_words) != (reason, own_words)
    written = text.replace("\x00", "").strip()[:LONGEST]
    row.text = written or ("" if is_news else row.text)
    row.reason, row.own_words, row.answered_at = reason, own_words, now
    row.message, row.step = message, step_of(message.about)
    row.save()
    return row


def _own_words(why: str, rules: Rules) -> str:
    """The words of a reason of the store's own; "" for one of ours. Raises NoSuchReason."""
    offered = dict(choices_of(rules))
    if why not in offered:
        raise NoSuchReason(_("Choose one of the reasons."))
    return offered[why] if why.startswith(OWN) else ""
