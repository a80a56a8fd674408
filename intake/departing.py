"""Was the app really removed? Asked of the shop itself, since a webhook's topic is not signed.

# Note [Who says that a shop left]
What app/uninstalled and shop/redact take away cannot be given back, and one signed body of a shop
can be replayed under any topic. So they wait (NOTIFYHUB_GRACE_SECONDS), and meanwhile the shop is
asked with the store's token. It does not know it: the app was removed, and it takes effect at once.
It answers, also PATIENCE later: a false alarm, or an old removal before a new install; kept as
ignored, with the reason. It says neither, or there is no token to ask with: the time decides.
customers/redact is no news of the app, so nothing the shop says could confirm it: it always waits.
"""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_noop

from common import jobs
from intake.models import Webhook, WebhookState
from stores import asking
from stores.asking import Presence
from stores.models import Store
from stores.scope import store_scope
from stores.shopify.client import Lines

UNINSTALLED: Final = "app/uninstalled"
CONFIRMED: Final = frozenset({UNINSTALLED, "shop/redact"})
PATIENCE: Final = timedelta(minutes=2)  # a token may outlive the removal by a moment
AT_ONCE: Final = 50
FALSE_ALARM: Final = gettext_noop(
    "The shop still answers NotifyHub with the store's token: the app is there, so nothing was "
    "disconnected or erased."
)


def confirm_departures(*, lines: Lines, now: datetime) -> int:
    """Ask the shops that are said to have left; of how many it is known now.

    Call it inside every_store. Talks to Shopify outside of any transaction.
    """
    waiting = Webhook.objects.filter(
        state=WebhookState.RECEIVED, topic__in=CONFIRMED, run_after__gt=now
    )
    ids = set(waiting.order_by("run_after", "id").values_list("store_id", flat=True)[:AT_ONCE])
    known = 0
    for store in Store.objects.filter(pk__in=ids).exclude(state=Store.State.UNINSTALLED):
        with store_scope(store.pk):
            found = asking.presence(store=store, lines=lines, now=now)
            known += settle(store=store, found=found, now=now)
    return known


def settle(*, store: Store, found: Presence, now: datetime) -> bool:
    """Let what waits take effect, or be ignored; False if nobody knows yet."""
    waiting = Webhook.objects.filter(
        store=store, state=WebhookState.RECEIVED, topic__in=CONFIRMED, run_after__gt=now
    )
    if found == Presence.GONE:
        is_known = waiting.filter(topic=UNINSTALLED).update(run_after=now)
        jobs.defer("intake.handle_due")
        return bool(is_known)
    if found == Presence.THERE:
        old = waiting.filter(received_at__lte=now - PATIENCE, claimed_until=None)
        return bool(old.update(state=WebhookState.IGNORED, reason=FALSE_ALARM, handled_at=now))
    return False
