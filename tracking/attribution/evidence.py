"""Gathers what the rules look at: clicks of people, tokens that came along, visits, reminders.

Each read costs the same number of statements for an order with one touch and with a hundred.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from messaging.models import Message
from messaging.refs import resolve_ref
from messaging.states import State
from messaging.subjects import reminders_of
from orders.models import Checkout, Order
from stores.models import Store
from templates_app.data import NotificationKind
from tracking.attribution.rules import Case, Proof, Touch, Visit
from tracking.attribution.sources import Origin, Source, source_of
from tracking.models import Attribution, EventKind, OrderSource, Verdict
from tracking.verdicts.data import PEOPLE

MOST_TOUCHES: Final = 500
_TOUCHED: Final = ("pk", "order_id", "clicked_by_person_at", "opened_by_person_at")


@dataclass(frozen=True, slots=True)
class Seen:
    """What people did with the messages they got."""

    touches: list[Touch]
    opened: int | None  # the last message that was opened before the order


def read_source(order: Order, store: Store) -> Source:
    """Where the order came from, as its own columns say."""
    pairs = [pair for pair in order.note_attributes if isinstance(pair, list) and len(pair) == 2]
    return source_of(
        Origin(
            landing=order.landing_site,
            referrer=order.referring_site,
            ref=order.landing_site_ref,
            attributes=tuple((str(name), str(value)) for name, value in pairs),
            own_hosts=own_hosts(store),
        )
    )


def own_hosts(store: Store) -> frozenset[str]:
    """The shop itself is no source: its pages lead to its checkout."""
    known = (store.shop_domain, store.primary_domain)
    hosts = (host.lower().removeprefix("www.") for host in known if host)
    return frozenset({*hosts, "checkout.shopify.com", "shop.app"})


def case_of(*, order: Order, source: Source, row: OrderSource, now: datetime) -> tuple[Case, Seen]:
    """All that is known of the order. One to four statements."""
    assert order.placed_at  # noqa: S101 - a stub has no evidence
    visits, window = row.visits, timedelta(days=row.window_days)
    reminders = _reminders(order)
    known = [visit_of(each) for each in visits or ()]
    proofs = _proofs(order, source.tokens, known)
    named = {proof.message_id: proof for proof in proofs}
    if visits is None and source.is_known:
        known = [_landing(order.placed_at, source, proofs)]
    reminded = [message_id for message_id, _sent_at in reminders]
    seen = _seen(order, window, reminded, now)
    case = replace(
        bare_case(order),
        touches=seen.touches,
        proofs=list(named.values()),
        visits=sorted(known, key=lambda visit: visit.at),
        reminders=reminders,
    )
    return case, seen


def bare_case(order: Order) -> Case:
    """What the order says of itself. No statement."""
    assert order.placed_at  # noqa: S101 - a stub has no evidence
    return Case(
        order_id=order.pk,
        placed_at=order.placed_at,
        source_name=order.source_name,
        is_test=order.is_test,
        tags=frozenset(tag.lower() for tag in order.shopify_tags),
    )


def visit_of(kept: dict[str, Any]) -> Visit:
    """A visit as it is kept with the order."""
    return Visit(
        at=datetime.fromisoformat(kept["at"]),
        is_direct=kept["is_direct"],
        message_id=kept["message"],
        is_ours=kept["is_ours"],
        template=kept["template"],
        variant=kept["variant"],
    )


def visit_json(store_id: int, at: datetime, source: Source) -> dict[str, Any]:
    """What is kept of a visit: whose it was, and nothing of who came."""
    named = messages_named(store_id, source.tokens)
    return {
        "at": at.isoformat(),
        "is_direct": source.is_direct,
        "is_ours": source.is_ours,
        "message": named[0].pk if named else None,
        "template": source.campaign if source.is_ours else "",
        "variant": source.content if source.is_ours else "",
    }


def messages_named(store_id: int, tokens: Iterable[str]) -> list[Message]:
    """Messages of the store that these tokens name. No statement without a token."""
    ids = [number for token in tokens for number in resolve_ref(store_id, token)]
    if not ids:
        return []
    rows = Message.objects.to_buyers().filter(store_id=store_id, pk__in=ids)
    return list(rows.exclude(sent_at=None).only("pk", "order_id", "sent_at").order_by("pk"))


def _proofs(order: Order, tokens: Sequence[str], visits: Sequence[Visit]) -> list[Proof]:
    """Of the order's own addresses, and of its journey: there the time of the visit is known."""
    found = [
        Proof(row.pk, row.sent_at, order_id=row.order_id)
        for row in messages_named(order.store_id, tokens)
        if row.sent_at
    ]
    timed = {visit.message_id: visit.at for visit in visits if visit.message_id is not None}
    if not timed:
        return found
    rows = Message.objects.filter(store_id=order.store_id, pk__in=timed).exclude(sent_at=None)
    sent = rows.values_list("pk", "sent_at", "order_id")
    return [
        *found,
        *(Proof(pk, sent_at, timed[pk], about) for pk, sent_at, about in sent if sent_at),
    ]


def _landing(at: datetime, source: Source, proofs: Sequence[Proof]) -> Visit:
    """The visit in which the order was placed, until the shop tells of all."""
    return Visit(
        at=at,
        is_direct=source.is_direct,
        message_id=proofs[0].message_id if proofs else None,
        is_ours=source.is_ours,
        template=source.campaign if source.is_ours else "",
        variant=source.content if source.is_ours else "",
    )


def _reminders(order: Order) -> list[tuple[int, datetime]]:
    """Reminders that went out of the checkout that became this order."""
    if not order.checkout_token:
        return []
    checkouts = Checkout.objects.filter(store_id=order.store_id, token=order.checkout_token)
    checkout = checkouts.only("pk").first()
    if checkout is None:
        return []
    said = Message.objects.filter(
        store_id=order.store_id,
        order=None,
        kind=NotificationKind.ABANDONED_CHECKOUT,
        about__in=reminders_of(checkout.pk),
        state=State.SENT,
        sent_at__lt=order.placed_at,
    )
    return [(pk, sent_at) for pk, sent_at in said.values_list("pk", "sent_at") if sent_at]


def _seen(order: Order, window: timedelta, reminded: Sequence[int], now: datetime) -> Seen:
    """What the same person did: by the addresses of the order, and by the customer's orders."""
    assert order.placed_at  # noqa: S101 - a stub has no evidence
    since = order.placed_at - window
    addresses = {order.email, order.shopify_email, order.phone}
    rows = Message.objects.to_buyers().filter(
        Q(clicked_by_person_at__isnull=False) | Q(opened_by_person_at__isnull=False),
        store_id=order.store_id,
    )
    parts = [rows.filter(recipient__in=[one.lower() for one in addresses if one])]
    if order.customer_id:
        theirs = Order.objects.filter(store_id=order.store_id, customer_id=order.customer_id)
        parts.append(rows.filter(order__in=theirs))
    if reminded:
        parts.append(rows.filter(pk__in=reminded))
    first, *others = (part.order_by().values_list(*_TOUCHED) for part in parts)
    found = list(first.union(*others)[:MOST_TOUCHES])
    opened = [
        (opened_at, pk)
        for pk, _order_id, _clicked_at, opened_at in found
        if opened_at and since <= opened_at < order.placed_at
    ]
    clicked = {
        pk: (order_id, clicked_at)
        for pk, order_id, clicked_at, _opened_at in found
        if clicked_at and clicked_at < order.placed_at
    }
    touches = [Touch(pk, clicked_at, order_id) for pk, (order_id, clicked_at) in clicked.items()]
    for pk, at in _later_clicks(order, clicked, since, now):
        order_id, first_at = clicked[pk]
        touches += [Touch(pk, at, order_id)] if at != first_at else []
    return Seen(touches, max(opened)[1] if opened else None)


def _later_clicks(
    order: Order, message_ids: Collection[int], since: datetime, now: datetime
) -> list[tuple[int, datetime]]:
    """Further clicks of people on messages that a person clicked. No statement without one.

    Hits are forgotten after a month: what was credited by one that is forgotten since is kept.
    """
    if not message_ids:
        return []
    of_store = {"store_id": order.store_id, "message_id__in": message_ids}
    people = Verdict.objects.filter(
        kind=EventKind.CLICK, who__in=PEOPLE, at__gte=since, at__lt=order.placed_at, **of_store
    )
    found = list(people.values_list("message_id", "at")[:MOST_TOUCHES])
    old = now - timedelta(days=settings.NOTIFYHUB_HITS_DAYS - 1)
    kept = Attribution.objects.filter(order=order, touch_at__lt=old, **of_store)
    return [
        *found,
        *((pk, at) for pk, at in kept.values_list("message_id", "touch_at") if pk and at),
    ]
