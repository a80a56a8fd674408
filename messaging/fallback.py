"""What one channel could not bring to the buyer goes by the store's next one, once.

# Note [The next way]
A message failed for good where its address is at fault: refused when it was handed over, come back
days later, or put on the list of those not written to in between. Then the store's next channel
that reaches the buyer says the same thing, as a message of its own that corrects the first. Both
have sequence 0: the constraint said_once keeps it from being said twice by one channel. Each
message is looked at once (`rerouted_at`), and what was passed over stands on it.

Nothing here depends on a bell: a sweep finds what failed of late in stores that have more than one
way, and there are few of those.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from messaging import by_channel, planning, queries, routing, services
from messaging.models import DeliveryMode, Message, MessageQuerySet
from messaging.planning import Verdict
from messaging.routing import Route
from messaging.states import Channel, Mode, Reason, State
from orders.models import Order
from stores.models import Store
from stores.scope import every_store, store_scope

OF_LATE: Final = timedelta(days=3)  # bounces come days later; older news helps nobody
AT_ONCE: Final = 200
# Reasons that say something of the address, and not of the message or of us.
UNREACHED: Final = (
    Reason.NO_SUCH_ADDRESS,
    Reason.BAD_PHONE,
    Reason.NO_DEVICE,
    Reason.SUPPRESSED,
)


def fall_back_due(*, now: datetime) -> int:
    """Look for another way for everything that failed of late; how many messages were planned."""
    with every_store(because="stores with more than one way are few, and looked at together"):
        rows = list(_unreached(now).values_list("pk", "store_id")[:AT_ONCE])
    planned = 0
    for message_id, store_id in rows:
        with store_scope(store_id):
            message = Message.objects.get(pk=message_id)
            planned += fall_back(message=message, now=now) is not None
    return planned


@transaction.atomic
def fall_back(*, message: Message, now: datetime) -> Message | None:
    """Say it by the store's next channel. None if there is none, or if that was done.

    See Note [The next way].
    """
    if message.order_id is None or message.is_test:
        return None
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    order = rows.get(pk=message.order_id)
    mine = Message.objects.filter(pk=message.pk, rerouted_at=None)
    row = mine.filter(_is_unreached()).first()
    if row is None or not mine.update(rerouted_at=now):
        return None
    mode = queries.mode_of(store_id=order.store_id, kind=row.kind)
    if mode.mode != Mode.WE_SEND or order.redacted_at or not _may_send(order.store):
        return None
    ways = routing.ways_of(mode)
    among = _unsaid(row, ways.after(row.channel))
    if not among:
        return None
    found = routing.first_that_reaches(
        order,
        row.kind,
        ways=ways,
        among=among,
        mail=_by_mail(order, mode, now),
        otherwise=lambda: Verdict(State.PLANNED),
    )
    if found.verdict.state == State.NOT_SENT:
        refused = [[among[0], found.verdict.code], *map(list, found.passed_over)]
        Message.objects.filter(pk=row.pk).update(passed_over=[*row.passed_over, *refused])
        return None
    return _said_by(found, row, order, now)


def _said_by(found: Route, first: Message, order: Order, now: datetime) -> Message:
    message = services.new_message(order, first.kind, now)
    message.channel, message.recipient = found.channel, found.recipient
    message.about, message.corrects = first.about, first
    message.passed_over = [[first.channel, first.reason], *map(list, found.passed_over)]
    message.because = gettext("The first did not arrive.")
    services.settle_plan(message, found.verdict, now)
    message.save(force_insert=True)
    services.announce(message, now, key="planned")
    return message


def _by_mail(order: Order, mode: DeliveryMode, now: datetime) -> Route:
    """E-mail as a later way: the address as it is now."""
    choice = by_channel.choice_for(order, mode.kind)
    verdict = planning.decide(order, services.circumstances(order, mode, None, now, choice))
    if verdict.state != State.NOT_SENT:
        verdict = Verdict(State.PLANNED)  # the first was let go already
    return Route(Channel.EMAIL, order.email.strip()[:320], verdict)


def _unsaid(message: Message, channels: Iterable[str]) -> list[str]:
    """Those by which it was not said yet."""
    said = Message.objects.filter(
        order=message.order, kind=message.kind, about=message.about, sequence=0
    )
    known = set(said.values_list("channel", flat=True))
    return [channel for channel in channels if channel not in known]


def _may_send(store: Store) -> bool:
    return store.state not in (Store.State.UNINSTALLED, Store.State.PAUSED)


def _unreached(now: datetime) -> MessageQuerySet:
    """Of stores and kinds that have another way. Two queries."""
    modes = DeliveryMode.objects.filter(channels__len__gt=1, mode=Mode.WE_SEND)
    theirs = Q()
    for store_id, kind, channels in modes.values_list("store_id", "kind", "channels"):
        theirs |= Q(store_id=store_id, kind=kind, channel__in=channels[:-1])
    if not theirs:
        return Message.objects.none()
    rows = Message.objects.to_buyers().filter(theirs, _is_unreached(), rerouted_at=None)
    return rows.filter(sequence=0, order__isnull=False, planned_at__gt=now - OF_LATE).order_by(
        "planned_at", "id"
    )


def _is_unreached() -> Q:
    failed = Q(state__in=[State.FAILED, State.NOT_SENT], reason__in=UNREACHED)
    return failed | Q(state=State.SENT, bounced_at__isnull=False, reason=Reason.NO_SUCH_ADDRESS)
