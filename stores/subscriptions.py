"""Keeps what Shopify tells us of a store as we want it: daily, after an install, and on request.

# Note [Whose subscriptions these are]
Shopify lists an app's own subscriptions only. Our app has no others; a custom app of an agency,
whose token was pasted, may well serve other programs too. So only what leads to this store's own
door is ever taken away. Shopify deletes one whose address failed eight times in a row, and tells
nobody: what was there at the last look and is gone is made again, and said. Which version of
Shopify's words a webhook speaks is set for the whole app, so a wrong one is only told.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from common import jobs
from common.errors import DomainError
from stores.models import (
    ConnectionKind,
    Credential,
    Store,
    Subscription,
    SubscriptionState,
    SubscriptionWatch,
)
from stores.scopes import FREE_TOPICS, WANTED, scope_of_topic
from stores.shopify import app
from stores.shopify.client import Lines, Shopify
from stores.shopify.documents import API_VERSION
from stores.shopify.errors import Away, Refused
from stores.shopify.subscribing import (
    SubscriptionData,
    enum_name,
    subscribe,
    subscriptions,
    unsubscribe,
)

DAILY: Final = timedelta(hours=24)
LEASE: Final = timedelta(minutes=5)
WAITS: Final = (60, 300, 1800, 7200, 21600)  # seconds after the first, second … look that failed
AT_ONCE: Final = 5


class NotConnected(DomainError):
    """There is no way to ask this store's shop."""

    code = "store-not-connected"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a look found and did; topics as webhooks name them."""

    made: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    present: tuple[str, ...] = ()  # those made are among them
    ungranted: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()  # with Shopify's words


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, by topic."""

    make: tuple[str, ...]
    remove: tuple[SubscriptionData, ...]
    versions: dict[str, str]  # of what is right already


def wanted_topics(store: Store) -> tuple[str, ...]:
    """What Shopify should tell us of any store, in one order."""
    return tuple(sorted({*FREE_TOPICS, *(topic for each in WANTED for topic in each.topics)}))


def door_of(store: Store) -> str:
    """Where a store's news goes."""
    return f"{settings.NOTIFYHUB_BASE_URL}/in/shopify/{store.public_id}"


def plan(*, wanted: Iterable[str], had: Sequence[SubscriptionData], door: str) -> Plan:
    """What is missing, and what of ours is wrong. See Note [Whose subscriptions these are]."""
    ours = [each for each in had if _leads_to(each.uri, door)]
    right, wrong, topics = {}, [], {enum_name(topic): topic for topic in wanted}
    for each in ours:
        is_right = each.uri == door and each.is_whole and each.topic in topics
        if is_right and each.topic not in right:
            right[each.topic] = each
        else:
            wrong.append(each)
    return Plan(
        make=tuple(topic for name, topic in topics.items() if name not in right),
        remove=tuple(wrong),
        versions={topics[name]: each.api_version for name, each in right.items()},
    )


def state_of(store: Store) -> dict[str, Any]:
    """As of the last look, for its page and for programs. Three statements."""
    watch = SubscriptionWatch.objects.filter(store=store).first()
    kept = Credential.objects.filter(store=store).exclude(access_token="").first()
    is_installed = kept is not None and kept.kind == ConnectionKind.INSTALLED
    is_wanted = watch.is_wanted if watch else None
    return {
        "is_kept": kept is not None and (is_installed if is_wanted is None else is_wanted),
        "wanted_api_version": API_VERSION,
        "looked_at": watch.looked_at if watch else None,
        "next_look_at": watch.run_after if watch else None,
        "problem": watch.problem if watch else "",
        "vanished_at": watch.vanished_at if watch else None,
        "vanished_topics": watch.vanished_topics if watch else [],
        "topics": list(Subscription.objects.filter(store=store).order_by("topic")),
    }


def ask_to_keep(*, store: Store, now: datetime) -> SubscriptionWatch:
    """Let a store's subscriptions be looked at now, and daily from now on. Raises NotConnected."""
    kept = Credential.objects.filter(store=store).exclude(access_token="").first()
    if kept is None or store.is_sandbox or store.state == Store.State.UNINSTALLED:
        raise NotConnected("Shopify cannot be asked for this store: connect it first.")
    wish = {"is_wanted": True, "run_after": now, "tries_count": 0}
    watch, _is_new = SubscriptionWatch.objects.update_or_create(store=store, defaults=wish)
    jobs.defer("stores.keep_subscriptions", store_id=store.pk)
    return watch


def look_again(*, store: Store, now: datetime) -> None:
    """Something changed at the shop: look soon. One statement."""
    later = SubscriptionWatch.objects.filter(store=store, run_after__gt=now + LEASE)
    later.update(run_after=now, tries_count=0)


def due_stores(*, now: datetime) -> list[int]:
    """Whose turn it is. Call it inside every_store: two statements."""
    connected = Credential.objects.exclude(access_token="").filter(lost_at=None)
    connected = connected.filter(store__is_sandbox=False)
    connected = connected.exclude(store__state=Store.State.UNINSTALLED)
    watches = SubscriptionWatch.objects.filter(store_id__in=connected.values("store_id"))
    installed = connected.filter(kind=ConnectionKind.INSTALLED).values("store_id")
    is_kept = Q(is_wanted=True) | Q(is_wanted=None, store_id__in=installed)
    due = watches.filter(is_kept, run_after__lte=now).order_by("run_after", "id")
    found = list(due.values_list("store_id", flat=True)[:AT_ONCE])
    known = SubscriptionWatch.objects.values("store_id")
    new = installed.exclude(store_id__in=known).order_by("store_id")
    return [*found, *new.values_list("store_id", flat=True)[: AT_ONCE - len(found)]]


def keep_subscriptions(*, store: Store, lines: Lines, now: datetime) -> Kept | None:
    """Look at what Shopify has, and mend it. None: somebody else looks, or the shop is away.

    Talks to Shopify outside of any transaction. To be killed anywhere costs one more look.
    """
    watch = _claim(store, now)
    if watch is None:
        return None
    shop = lines.to(store)
    if shop is None:
        _end(watch, now, problem="The store is not connected.")
        return None
    try:
        kept, versions = _keep(shop, store)
    except (Away, Refused) as error:
        _put_off(watch, str(error), now)
        return None
    _record(watch, kept, versions, now)
    return kept


def _keep(shop: Shopify, store: Store) -> tuple[Kept, dict[str, str]]:
    granted, ungranted = _granted(store)
    door = door_of(store)
    todo = plan(wanted=granted, had=list(subscriptions(shop)), door=door)
    refused: dict[str, str] = {}
    # At one address there can be one of a topic only: a narrow one makes room for a whole one.
    in_the_way = [each for each in todo.remove if each.uri == door]
    for each in in_the_way:
        _remove(shop, each)
    for topic in todo.make:
        try:
            subscribe(shop, topic=topic, uri=door)
        except Refused as error:
            refused[topic] = str(error)
    for each in todo.remove:
        if each not in in_the_way:
            _remove(shop, each)
    found = plan(wanted=granted, had=list(subscriptions(shop)), door=door) if todo.make else todo
    # What was asked twice, for an answer was lost, is refused and there.
    refused = {topic: said for topic, said in refused.items() if topic not in found.versions}
    kept = Kept(
        made=tuple(topic for topic in todo.make if topic in found.versions),
        removed=tuple(each.topic for each in todo.remove),
        present=tuple(found.versions),
        ungranted=ungranted,
        refused=tuple(refused.items()),
    )
    return kept, found.versions


def _remove(shop: Shopify, each: SubscriptionData) -> None:
    try:
        unsubscribe(shop, gid=each.gid)
    except Refused:  # it went by itself; if not, the next look finds it
        return


def _granted(store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Topics that the connection may be told, and those for which it lacks a scope."""
    kept = Credential.objects.filter(store=store).first()
    wanted = wanted_topics(store)
    if kept is None or kept.scopes_at is None:  # nobody knows: Shopify will say
        return wanted, ()
    lacking = []
    for topic in wanted:
        scope = scope_of_topic(topic)
        if scope is not None and not app.covers(kept.scopes, scope):
            lacking.append(topic)
    return tuple(topic for topic in wanted if topic not in lacking), tuple(lacking)


def _leads_to(uri: str, door: str) -> bool:
    """Also where we lived elsewhere before: the store's own part of the path decides."""
    return uri.rpartition("/in/shopify/")[2] == door.rpartition("/in/shopify/")[2]


@transaction.atomic
def _claim(store: Store, now: datetime) -> SubscriptionWatch | None:
    SubscriptionWatch.objects.get_or_create(store=store, defaults={"run_after": now})
    due = SubscriptionWatch.objects.filter(store=store, run_after__lte=now)
    if not due.update(run_after=now + LEASE, tries_count=F("tries_count") + 1):
        return None
    return SubscriptionWatch.objects.get(store=store)


def _put_off(watch: SubscriptionWatch, said: str, now: datetime) -> None:
    pause = WAITS[min(watch.tries_count, len(WAITS)) - 1]
    again = now + timedelta(seconds=pause)
    SubscriptionWatch.objects.filter(pk=watch.pk).update(run_after=again, problem=said[:300])


def _end(watch: SubscriptionWatch, now: datetime, *, problem: str = "") -> None:
    spread = DAILY * random.uniform(0.9, 1.0)  # noqa: S311 - so that not all stores come at once
    SubscriptionWatch.objects.filter(pk=watch.pk).update(
        run_after=now + spread, tries_count=0, looked_at=now, problem=problem
    )


@transaction.atomic
def _record(watch: SubscriptionWatch, kept: Kept, versions: dict[str, str], now: datetime) -> None:
    rows = {row.topic: row for row in Subscription.objects.filter(store_id=watch.store_id)}
    present = SubscriptionState.PRESENT
    vanished = sorted(
        topic
        for topic in kept.made
        if topic in rows and rows[topic].state == present and watch.looked_at is not None
    )
    found = dict.fromkeys(kept.present, (present, ""))
    found |= {topic: (SubscriptionState.REFUSED, said) for topic, said in kept.refused}
    found |= {
        topic: (SubscriptionState.UNGRANTED, scope_of_topic(topic) or "")
        for topic in kept.ungranted
    }
    for topic, (state, said) in found.items():
        row = rows.get(topic) or Subscription(store_id=watch.store_id, topic=topic, since_at=now)
        if row.state != state:
            row.since_at = now
        row.state, row.detail = state, said[:300]
        row.api_version = versions.get(topic, "")
        if topic in kept.made:
            row.made_at = now
        row.save()
    Subscription.objects.filter(store_id=watch.store_id).exclude(topic__in=found).delete()
    if vanished:
        watches = SubscriptionWatch.objects.filter(pk=watch.pk)
        watches.update(vanished_at=now, vanished_topics=vanished)
    _end(watch, now)
