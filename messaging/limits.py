"""How often people may send by hand: for each order, each recipient and each person at work.

Nobody may be flooded by a stuck finger, a loop of a program, or ill will. Counting is safe where
`wait_turn` was called before in the same transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.errors import DomainError
from messaging.models import Message
from messaging.states import State
from stores.scope import every_store

if TYPE_CHECKING:
    from messaging.models.message import MessageQuerySet

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
PER_ORDER: Final = 3  # in 24 hours
PER_RECIPIENT: Final = 10  # in 24 hours, by all stores together


class SentTooOften(DomainError):
    """The order, the recipient or the person had their share; `may_go_at` says until when."""

    code = "sent-too-often"

    def __init__(self, why: str, may_go_at: datetime) -> None:
        local = timezone.localtime(may_go_at)
        when = date_format(local, pgettext("date pattern", "j M H:i"))
        super().__init__(_("%(why)s It may go again at %(when)s.") % {"why": why, "when": when})
        self.may_go_at = may_go_at


def wait_turn(*, recipient: str, actor: str) -> None:
    """Until this transaction ends nobody else counts what goes to them, or from this person."""
    with connection.cursor() as cursor:
        for name in (f"sent to:{recipient}", f"sent by:{actor}"):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


@dataclass(frozen=True, slots=True)
class Ahead:
    """Messages not planned yet that go before the one that is asked for."""

    of_order: int = 0
    of_recipient: int = 0
    of_person: int = 0


NOTHING_AHEAD: Final = Ahead()


def check_share(
    *, order_id: int, recipient: str, actor: str, now: datetime, ahead: Ahead = NOTHING_AHEAD
) -> None:
    """Raise SentTooOften for one message more. Three queries."""
    _check_order(order_id, now, ahead.of_order)
    _check_recipient(recipient, now, ahead.of_recipient)
    _check_person(actor, now, ahead.of_person)


def check_recipient(*, recipient: str, now: datetime) -> None:
    """Raise SentTooOften for one message more to the address, by any store. One query."""
    _check_recipient(recipient, now, 0)


def sent_again_today(*, order_id: int, now: datetime) -> int:
    """How often people sent something of the order again, of PER_ORDER."""
    return _of_order(order_id, now).count()


def _of_order(order_id: int, now: datetime) -> "MessageQuerySet":
    since = now - DAY
    return Message.objects.filter(order_id=order_id, sequence__gt=0, planned_at__gt=since)


def _check_order(order_id: int, now: datetime, ahead: int) -> None:
    if since := _full_since(_of_order(order_id, now), PER_ORDER - ahead, now):
        why = _("At most %(n)s messages a day are sent again for an order.") % {"n": PER_ORDER}
        raise SentTooOften(why, since + DAY)


def _check_recipient(recipient: str, now: datetime, ahead: int) -> None:
    with every_store(because="nobody may be flooded through several stores"):
        rows = Message.objects.filter(recipient=recipient, planned_at__gt=now - DAY)
        since = _full_since(rows.exclude(state=State.NOT_SENT), PER_RECIPIENT - ahead, now)
    if since:
        why = ngettext(
            "This address had %(n)s message within a day.",
            "This address had %(n)s messages within a day.",
            PER_RECIPIENT,
        )
        raise SentTooOften(why % {"n": PER_RECIPIENT}, since + DAY)


def _check_person(actor: str, now: datetime, ahead: int) -> None:
    most: int = settings.NOTIFYHUB_SENT_BY_HAND_PER_HOUR
    rows = Message.objects.to_buyers().filter(actor=actor[:254], planned_at__gt=now - HOUR)
    since = _full_since(rows, most - ahead, now) if actor else None
    if since:
        why = ngettext(
            "At most %(n)s message an hour is sent by hand by one person.",
            "At most %(n)s messages an hour are sent by hand by one person.",
            most,
        )
        raise SentTooOften(why % {"n": most}, since + HOUR)


def _full_since(rows: "MessageQuerySet", most: int, now: datetime) -> datetime | None:
    """When the last `most` began, whose first place frees first; None: there is room for one."""
    if most <= 0:
        return now
    times = rows.order_by("-planned_at", "-id").values_list("planned_at", flat=True)
    return times[most - 1 : most].first()
