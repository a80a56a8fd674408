"""Verbs of what we are told: keep it, handle what is due, replay it, forget its body."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, connection, transaction
from django.utils.translation import gettext, gettext_noop

from common import jobs
from common.errors import DomainError
from common.killpoint import killpoint
from intake import keeping
from intake.bodies import Unreadable, read_body
from intake.data import Arrival
from intake.models import Webhook, WebhookState
from intake.parsing.reading import Unparsable
from intake.topics import HANDLERS, IGNORED
from intake.trackers import HANDLERS as TRACKERS
from messaging import stages
from stores.models import Store
from stores.scope import every_store, store_scope

LEASE = timedelta(minutes=3)  # beyond the longest that a task may run
ATTEMPTS = 5
BACKOFF = (5, 30, 120, 600)  # seconds after the first, second … attempt
BODY_KEPT_FOR = timedelta(days=30)
PRUNED_AT_ONCE = 1000

# What a disconnected store still may tell us: that its data is to be forgotten.
HEARD_WHEN_DISCONNECTED = frozenset(
    {"app/uninstalled", "shop/redact", "customers/redact", "customers/data_request"}
)

UNKNOWN_TOPIC = gettext_noop("NotifyHub does not know this topic")
OTHER_SHOP = gettext_noop("The body speaks of another shop")

logger = logging.getLogger(__name__)


class BodyIsGone(DomainError):
    """The raw body was removed after its time, so there is nothing to read again."""

    code = "webhook-body-is-gone"


class NothingToReplay(DomainError):
    """The webhook was recorded, or still waits for its turn."""

    code = "webhook-needs-no-replay"


def keep(*, arrivals: Sequence[Arrival]) -> int:
    """Keep genuine webhooks, each once however often Shopify repeats it; how many were new."""
    with connection.cursor() as cursor:
        cursor.execute(keeping.INSERT, keeping.columns(arrivals))
        return int(cursor.rowcount)


def handle_due(*, now: datetime, limit: int = 50) -> int:
    """Handle up to `limit` due webhooks of all stores, oldest first; how many were taken.

    Rows are claimed together for LEASE, then each is handled in a transaction and scope of its own.
    A claim is an attempt: a body that kills its worker is not tried for ever.
    """
    with every_store(because="due webhooks of all stores are claimed together"):
        claimed = _claim(now=now, limit=limit)
    killpoint("intake.claimed")
    with jobs.gathered():
        for webhook_id, store_id in claimed:
            with store_scope(store_id):
                _handle(webhook_id=webhook_id, now=now)
    return len(claimed)


def replay(*, webhook: Webhook, now: datetime) -> Webhook:
    """Put a webhook that was kept aside, ignored or given up in front of the queue again.

    Raises BodyIsGone or NothingToReplay.
    """
    if not webhook.has_body:
        raise BodyIsGone(gettext("The body of this webhook was removed after 30 days."))
    aside = Webhook.objects.filter(
        pk=webhook.pk,
        state__in=[WebhookState.QUARANTINED, WebhookState.FAILED, WebhookState.IGNORED],
    )
    if not aside.update(
        state=WebhookState.RECEIVED,
        reason="",
        attempts=0,
        run_after=now,
        claimed_until=None,
        handled_at=None,
    ):
        raise NothingToReplay(gettext("This webhook was recorded already, or waits for its turn."))
    jobs.defer("intake.handle_due")
    webhook.refresh_from_db()
    return webhook


def prune_bodies(*, now: datetime) -> int:
    """Empty the raw bodies, which hold personal data, of webhooks older than BODY_KEPT_FOR.

    The rows stay, so that a late repetition is still known. Batches of their own transactions.
    """
    pruned = 0
    while True:
        old = Webhook.objects.filter(received_at__lt=now - BODY_KEPT_FOR).exclude(body=b"")
        batch = list(old.order_by("received_at").values_list("pk", flat=True)[:PRUNED_AT_ONCE])
        if not batch:
            return pruned
        pruned += Webhook.objects.filter(pk__in=batch).update(body=b"")


@transaction.atomic
def _claim(*, now: datetime, limit: int) -> list[tuple[int, int]]:
    due = Webhook.objects.due(now).select_for_update(skip_locked=True).order_by("run_after", "id")
    rows = list(due.values_list("id", "store_id", "attempts")[:limit])
    worn_out = [pk for pk, _, attempts in rows if attempts >= ATTEMPTS]
    if worn_out:
        Webhook.objects.filter(pk__in=worn_out).update(
            state=WebhookState.FAILED,
            reason=gettext_noop("The worker died each time it was tried."),
            handled_at=now,
        )
    claimed = [row for row in rows if row[2] < ATTEMPTS]
    by_attempts: dict[int, list[int]] = {}
    for pk, _, attempts in claimed:
        by_attempts.setdefault(attempts + 1, []).append(pk)
    for attempts, ids in by_attempts.items():
        Webhook.objects.filter(pk__in=ids).update(attempts=attempts, claimed_until=now + LEASE)
    return [(pk, store_id) for pk, store_id, _ in claimed]


def _handle(*, webhook_id: int, now: datetime) -> None:
    """Handle one claimed webhook; whatever it does and its new state are committed together."""
    try:
        with transaction.atomic():
            webhook = _locked(webhook_id)
            if webhook is None:
                return
            killpoint("intake.locked")
            with stages.heard(webhook.received_at):
                state, reason = _outcome(webhook, now)
            _settle(webhook_id, state, reason, now)
            killpoint("intake.handled")
        killpoint("intake.committed")
        stages.webhook_handled(received_at=webhook.received_at, run_after=webhook.run_after)
    except (Unreadable, Unparsable, DataError) as error:
        logger.warning("intake.webhook.quarantined", extra={"webhook": webhook_id})
        _settle(webhook_id, WebhookState.QUARANTINED, str(error), now)
    except Exception as error:
        logger.exception("Could not handle a webhook", extra={"webhook": webhook_id})
        _record_failure(webhook_id, error, now)


def _locked(webhook_id: int) -> Webhook | None:
    """The row, locked; None if somebody else has handled it meanwhile."""
    # It waits for a lock instead of skipping: a rival's claim may touch the row for an instant
    # without taking it, and a skipped row would lie until its lease ends.
    waiting = Webhook.objects.filter(pk=webhook_id, state=WebhookState.RECEIVED)
    return waiting.select_for_update(of=("self",)).select_related("store").first()


def _outcome(webhook: Webhook, now: datetime) -> tuple[WebhookState, str]:
    """Do what the webhook asks for; the state it ends in, and why if it was ignored."""
    store, topic = webhook.store, webhook.topic
    if topic in IGNORED:
        return WebhookState.IGNORED, IGNORED[topic]
    handler = HANDLERS.get(topic) or TRACKERS.get(topic)
    if handler is None:
        return WebhookState.IGNORED, f"{UNKNOWN_TOPIC}: {topic}"
    if store.state == Store.State.UNINSTALLED and topic not in HEARD_WHEN_DISCONNECTED:
        return WebhookState.IGNORED, gettext_noop("The store is disconnected.")
    body = read_body(bytes(webhook.body))
    _check_shop(body, store)
    reason = handler(store, body, now)
    return (WebhookState.IGNORED, reason) if reason else (WebhookState.DONE, "")


def _check_shop(body: dict[str, Any], store: Store) -> None:
    """Compare what the signed body says of its shop, if anything, with the unsigned address."""
    for name in ("shop_domain", "myshopify_domain"):
        domain = body.get(name)
        if isinstance(domain, str) and domain and domain.lower() != store.shop_domain.lower():
            raise Unreadable(f"{OTHER_SHOP}: {domain[:120]}")


def _settle(webhook_id: int, state: WebhookState, reason: str, now: datetime) -> None:
    Webhook.objects.filter(pk=webhook_id, state=WebhookState.RECEIVED).update(
        state=state, reason=reason[:500], handled_at=now, claimed_until=None
    )


def _record_failure(webhook_id: int, error: Exception, now: datetime) -> None:
    """Try again later, or give up for good after ATTEMPTS."""
    webhook = Webhook.objects.get(pk=webhook_id)
    reason = f"{type(error).__name__}: {error}".replace("\0", "")
    if webhook.attempts >= ATTEMPTS:
        _settle(webhook_id, WebhookState.FAILED, reason, now)
        return
    wait = BACKOFF[min(webhook.attempts, len(BACKOFF)) - 1]
    Webhook.objects.filter(pk=webhook_id, state=WebhookState.RECEIVED).update(
        reason=reason[:500], run_after=now + timedelta(seconds=wait), claimed_until=None
    )
