"""How often a buyer is advertised to: at most as many mails in as many days as the store allows.

# Note [Often enough]
Each message that advertises is let go at the last moment, by one worker at a time for each buyer:
who was let go has its row, committed at once, so two mails that leave at the same time cannot both
be the last one allowed. A mail counts from when it was handed over, and while it is on its way.
What did not go after all does not count. A store that allows any number costs nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from messaging import planning
from messaging.models import BasketSettings, MarketingMail, Message, MessageQuerySet
from messaging.states import IN_HAND, State
from templates_app.data import NotificationKind

ADVERTISING: Final = [kind for kind in NotificationKind if planning.is_marketing(kind)]
_ON_THEIR_WAY: Final = (State.PLANNED, *IN_HAND)


def limits_of(store_ids: Iterable[int]) -> dict[int, tuple[int, timedelta]]:
    """How many mails in what time, of the stores that have a limit. One query."""
    rows = BasketSettings.objects.filter(store_id__in=list(store_ids), cap_count__gt=0)
    found = rows.values_list("store_id", "cap_count", "cap_days")
    return {store_id: (count, timedelta(days=days)) for store_id, count, days in found}


@transaction.atomic
def let_go(*, message: Message, most: int, within: timedelta, now: datetime) -> bool:
    """Whether it may go too; if so it counts from now on. Four queries.

    See Note [Often enough].
    """
    _wait_for_others(message)
    if MarketingMail.objects.filter(message=message).exists():
        return True
    if others_of(message=message, since=now - within).count() >= most:
        return False
    MarketingMail.objects.create(message=message, store_id=message.store_id, admitted_at=now)
    return True


def others_of(*, message: Message, since: datetime) -> MessageQuerySet:
    """Other mails that advertise to the buyer since then. By the index of recipients."""
    was_let_go = Exists(MarketingMail.objects.filter(message=OuterRef("pk")))
    counted = Message.objects.to_buyers().filter(
        Q(sent_at__gt=since)
        | Q(state=State.UNKNOWN, changed_at__gt=since)
        | (Q(state__in=_ON_THEIR_WAY) & was_let_go),
        store_id=message.store_id,
        recipient=message.recipient,
        kind__in=ADVERTISING,
    )
    return counted.exclude(pk=message.pk)


def _wait_for_others(message: Message) -> None:
    """Of the same buyer, until this is committed."""
    name = f"advertising:{message.store_id}:{message.recipient}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
