"""Sent messages with links in them, for those who test what comes back."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from messaging.models import Message, MessageBody
from messaging.packing import Words
from messaging.readers import FINAL_AFTER
from stores.models import Store
from stores.scope import store_scope
from tracking import queries
from tracking.data import FreshEvent
from tracking.models import Event

READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0"
_numbers = itertools.count(1)


def make_sent_message(
    store: Store,
    *,
    links: list[str] | None = None,
    sent_at: datetime | None = None,
    **fields: Any,
) -> Message:
    """A message that went out, whose links are these."""
    at = sent_at or timezone.now()
    with store_scope(store.pk):
        message = Message.objects.create(
            **{
                "store": store,
                "kind": "ORDER_CONFIRMATION",
                "about": f"test {next(_numbers)}",
                "recipient": "buyer@example.com",
                "state": "SENT",
                "changed_at": at,
                "planned_at": at,
                "run_after": at,
                "expires_at": at + timedelta(days=1),
                "sent_at": at,
                **fields,
            }
        )
        words = Words(links=["https://shop.example/"] if links is None else links)
        MessageBody.of(message, words, now=at).save(force_insert=True)
    return message


def make_hit(message: Message, kind: str = "OPEN", *, at: datetime, **fields: Any) -> Event:
    """A hit of a message, as it stands once it was folded."""
    link = None if kind == "OPEN" else fields.pop("link_index", 0)
    with store_scope(message.store_id):
        event = Event.objects.create(
            store_id=message.store_id,
            message_id=message.pk,
            kind=kind,
            at=at,
            link_index=link,
            **{"user_agent": READER, "ip": "203.0.113.0", **fields},
        )
        fresh = FreshEvent(message.store_id, message.pk, kind, at, link, 0)
        queries.note_hits(events=[fresh], final_after=FINAL_AFTER)
    return event
