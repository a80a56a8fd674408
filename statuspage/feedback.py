"""What buyers think of a mail or of their order's page: a thumb, and a few words if they like.

One thought of each buyer on each thing: a second one replaces the first. What template, revision
and variant the mail had is written down with it, so that figures need no join, and stay what they
were when a template changes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from messaging.models import Message
from orders.activity import Fact, record_once
from orders.models import ActivityKind, Order
from statuspage.models import Feedback, FeedbackOn, PageSettings
from statuspage.page_settings import settings_of

LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Thumbs:
    """Context `feedback` of parts/feedback.html: what was said of the page, and where to say it."""

    url: str
    is_good: bool | None  # None: nothing yet


def thumbs_of(order: Order, settings: PageSettings | None = None) -> Thumbs | None:
    """None where the store does not ask. One query, and one for settings that are not given."""
    if not (settings or settings_of(order.store_id)).asks_feedback:
        return None
    said = Feedback.objects.filter(order=order, on=FeedbackOn.PAGE)
    url = reverse("statuspage-feedback", args=[order.token])
    return Thumbs(url, said.values_list("is_good", flat=True).first())


@transaction.atomic
def give_feedback(
    *,
    order: Order,
    on: FeedbackOn,
    message: Message | None = None,
    is_good: bool,
    text: str = "",
    now: datetime,
) -> Feedback | None:
    """Keep a buyer's thought of a mail or the page; None for a test mail or an erased buyer.

    Without text that of the same thumb stays: words may follow the thumb. Locks the order.
    """
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if order.redacted_at is not None or (message is not None and message.is_test):
        return None
    row = Feedback.objects.filter(order=order, on=on, message=message).first()
    is_news = row is None or row.is_good != is_good
    row = row or Feedback(store_id=order.store_id, order=order, on=on, message=message)
    written = text.strip()[:LONGEST]
    row.text = written or ("" if is_news else row.text)
    row.is_good, row.given_at = is_good, now
    for name, value in _about(message).items():
        setattr(row, name, value)
    row.save()
    if is_news:
        _tell(order, row, now)
    return row


def _about(message: Message | None) -> dict[str, Any]:
    if message is None:
        return {}
    revision = message.revision
    return {
        "kind": message.kind,
        "template_id": revision.template_id if revision else None,
        "revision_id": message.revision_id,
        "variant_id": message.variant_id,
    }


def _tell(order: Order, row: Feedback, now: datetime) -> None:
    """The feed has the thumb and never the words: those are the buyer's, and can be erased."""
    about = {"on": str(row.on), "is_good": row.is_good}
    codes = {
        "kind": row.kind or None,
        "template": row.template_id,
        "revision": row.revision_id,
        "variant": row.variant_id,
    }
    fact = Fact(
        kind=ActivityKind.FEEDBACK_GIVEN,
        at=now,
        key=f"feedback:{row.pk}:{now:%Y%m%d%H%M%S.%f}",
        order_id=order.pk,
        data=about | {name: value for name, value in codes.items() if value is not None},
        message_id=row.message_id,
    )
    record_once(store_id=order.store_id, fact=fact)
