"""Bells of this room."""

import time
from typing import Final

from celery import shared_task
from django.utils import timezone

from stores import (
    asking,
    installing,
    keeping_tokens,
    letters,
    named_calls,
    signing_up,
    subscriptions,
)
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines

LONGEST: Final = 20.0


@shared_task(name="stores.forget_calls", acks_late=True, time_limit=120)
def forget_calls(**_later: object) -> int:
    """Forget what programs were answered more than a day ago; how many answers."""
    forgotten, end = 0, time.monotonic() + LONGEST
    with every_store(because="answers of all agencies grow old"):
        while time.monotonic() < end and (count := named_calls.forget_old(now=timezone.now())):
            forgotten += count
    return forgotten


@shared_task(name="stores.send_letters", acks_late=True, time_limit=300)
def send_letters(**_later: object) -> int:
    """Let go what waits to be mailed to people about their log-in."""
    return letters.send_letters(now=timezone.now())


@shared_task(name="stores.forget_letters", acks_late=True, time_limit=120)
def forget_letters(**_later: object) -> int:
    """Wipe letters whose way in has ended, and sign-ups that nobody confirmed."""
    now = timezone.now()
    return letters.forget_letters(now=now) + signing_up.forget_sign_ups(now=now)


@shared_task(name="stores.learn_shops", acks_late=True, time_limit=300)
def learn_shops(*, store_id: int | None = None, **_later: object) -> int:
    """Ask shops that were connected lately who they are; how many answered."""
    with every_store(because="shops of all agencies are asked who they are"), Lines() as lines:
        return asking.learn_shops(lines=lines, now=timezone.now(), store_id=store_id)


@shared_task(name="stores.keep_tokens", acks_late=True, time_limit=300)
def keep_tokens(**_later: object) -> int:
    """Renew what would end unused, and forget who went to Shopify long ago."""
    now = timezone.now()
    with every_store(because="tokens of all stores are kept from ending"):
        installing.forget_old(now=now)
        return keeping_tokens.renew_ending(now=now)


@shared_task(name="stores.keep_subscriptions", acks_late=True, time_limit=240)
def keep_subscriptions(*, store_id: int | None = None, **_later: object) -> int:
    """Look at what Shopify tells us of these stores; how many were looked at."""
    with every_store(because="whose subscriptions are to be looked at"):
        ids = subscriptions.due_stores(now=timezone.now()) if store_id is None else [store_id]
        stores = Store.objects.in_bulk(ids)
    with Lines() as lines:
        for found in ids:
            with store_scope(found):
                _keep_subscriptions(stores[found], lines, is_asked=store_id is not None)
    return len(ids)


def _keep_subscriptions(store: Store, lines: Lines, *, is_asked: bool) -> None:
    """Which scopes it has now decides what it may be told, so the shop is asked that first."""
    now = timezone.now()
    if is_asked:
        subscriptions.look_again(store=store, now=now)
    asking.presence(store=store, lines=lines, now=now)
    subscriptions.keep_subscriptions(store=store, lines=lines, now=now)
