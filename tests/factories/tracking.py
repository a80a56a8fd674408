"""Sent messages with links in them, for those who test what comes back."""

import itertools
from datetime import datetime, timedelta

from django.utils import timezone

from messaging.models import Message, MessageBody
from messaging.packing import Words
from stores.models import Store
from stores.scope import store_scope

_numbers = itertools.count(1)


def make_sent_message(
    store: Store, *, links: list[str] | None = None, sent_at: datetime | None = None
) -> Message:
    """A message that went out, whose links are these."""
    at = sent_at or timezone.now()
    with store_scope(store.pk):
        message = Message.objects.create(
            store=store,
            kind="ORDER_CONFIRMATION",
            about=f"test {next(_numbers)}",
            recipient="buyer@example.com",
            state="SENT",
            changed_at=at,
            planned_at=at,
            run_after=at,
            expires_at=at + timedelta(days=1),
            sent_at=at,
        )
        words = Words(links=["https://shop.example/"] if links is None else links)
        MessageBody.of(message, words, now=at).save(force_insert=True)
    return message
