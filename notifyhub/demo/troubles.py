"""What went wrong after the demo's mails had left, and what people did about it: by the verbs.

Each page that waits for a trouble has one to show, so that a visitor sees it filled.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from analytics.models import Incident, Measure
from messaging import arrivals, batches, halting, modes, routing, services
from messaging.batches import Wanted
from messaging.halting import Scope
from messaging.models import Deed, RescueCase, Sender
from messaging.routing import Ways
from messaging.states import Channel, Mode, Security, State, Transport
from notifyhub.demo.mails import Mail
from notifyhub.demo.pouring import Poured
from notifyhub.demo.world import Shop
from stores.models import Agency, Store
from templates_app.data import NotificationKind as Kind

NO_SUCH_DOMAIN: Final = "550 5.1.2 <{address}>: Recipient address rejected: Domain not found"
MAILBOX_FULL: Final = "452 4.2.2 <{address}>: The mailbox is full, try again later"
TAKEN: Final = "250 2.0.0 Ok: queued"
SURE: Final = 0.94  # that two letters of a mailbox service's name were exchanged
SUPPORT: Final = "Anders Nyström"
WITH_TEXTS: Final = "redwood-pour-over"  # its numbers are valid, and nobody's: 555-01xx

# Of how many of its newest mails a shop's mail service told that they arrived.
REPORTED: Final = {"fjell-garn": 6, "redwood-pour-over": 9}
YESTERDAY: Final = timedelta(hours=26)


def add_senders(shop: Shop, store: Store) -> None:
    """Accounts beside the one that keeps all here, in one shop: a sandbox, so that none is used."""
    if shop.key != WITH_TEXTS:
        return
    store.is_sandbox = True
    store.save(update_fields=["is_sandbox"])
    Sender.objects.create(
        store=store,
        name="Own mail server",
        transport=Transport.SMTP,
        position=1,
        from_email=shop.email,
        from_name=shop.name,
        host=f"smtp.{shop.primary_domain}",
        security=Security.STARTTLS,
        username=shop.email,
        per_minute=600,
    )
    Sender.objects.create(
        store=store,
        name="Texts",
        channel=Channel.SMS,
        transport=Transport.SMS,
        host="https://texts.example",
        username="AC00000000000000000000000000000000",
        password="invented",  # noqa: S106 -- of an account that is nowhere
        from_phone="+15105550100",
        per_minute=60,
    )
    Sender.objects.create(
        store=store, name="Notices", channel=Channel.PUSH, transport=Transport.PUSH
    )


def tell(
    shop: Shop, store: Store, poured: list[Poured], mails: list[Mail], *, now: datetime
) -> None:
    """What mail services said of the mails, and texts that are about to go."""
    sent = [each for each in mails if each.message.state == State.SENT]
    for each in sent:
        if each.comes_back:
            _come_back(each)
    arrived = [each for each in sent if not each.comes_back]
    for each in arrived[-REPORTED.get(shop.key, 0) :] if shop.key in REPORTED else []:
        _arrive(each)
    if shop.key == "bolgeblik" and len(arrived) > 12:
        _annoy(arrived[-12])
    if shop.key == "norrsken-cykel" and arrived:
        _delay(arrived[-1], now)
    if shop.key == WITH_TEXTS:
        _text(store, poured, now)


def act(agency: Agency, stores: dict[str, Store], *, now: datetime) -> None:
    """What people did about troubles: stopped a kind, settled many at once, noted an incident."""
    store, then = stores["bolgeblik"], now - YESTERDAY
    halting.halt(
        stores=[store],
        scope=Scope(kind=Kind.REVIEW_REQUEST),
        because="The shop writes these words anew",
        actor="Freja Holm",
        now=then,
    )
    batches.begin(
        wanted=Wanted(store_ids=(store.pk,), state=State.UNKNOWN),
        deed=Deed.MARK_SENT,
        agency_id=agency.pk,
        because="The mail service lists all of them as delivered",
        actor=SUPPORT,
        now=then,
    )
    while batches.run_batches(now=then):
        pass
    since = now - timedelta(days=4, hours=5)
    Incident.objects.create(
        agency=agency,
        store=stores["redwood-pour-over"],
        measure=Measure.FAILURES,
        since_at=since - timedelta(hours=1),
        tried_count=31,
        troubled_count=12,
        usual_rate=0.021,
        opened_at=since,
        noted_at=since + timedelta(minutes=14),
        noted_by="Jonas Berg",
        closed_at=since + timedelta(hours=2),
    )


def _come_back(each: Mail) -> None:
    """Somebody exchanged two letters; what was meant is known, as the shop's domains are ours."""
    message = each.message
    assert message.sent_at is not None  # noqa: S101 -- only what was sent comes back
    line = NO_SUCH_DOMAIN.format(address=message.recipient)
    arrivals.record_bounce(
        message=message, at=message.sent_at + timedelta(seconds=2), is_hard=True, line=line
    )
    meant = each.one.life.told[0].order.buyer.email
    RescueCase.objects.filter(message=message).update(suggestion=meant, score=SURE)


def _arrive(each: Mail) -> None:
    assert each.message.sent_at is not None  # noqa: S101 -- as above
    arrivals.record_delivery(
        message=each.message, at=each.message.sent_at + timedelta(seconds=3), line=TAKEN
    )


def _annoy(each: Mail) -> None:
    assert each.message.sent_at is not None  # noqa: S101 -- as above
    arrivals.record_complaint(message=each.message, at=each.message.sent_at + timedelta(hours=2))


def _delay(each: Mail, now: datetime) -> None:
    line = MAILBOX_FULL.format(address=each.message.recipient)
    arrivals.record_delay(message=each.message, at=now - timedelta(minutes=2), line=line)


def _text(store: Store, poured: Iterable[Poured], now: datetime) -> None:
    """Two buyers are told by text that their parcel is on its last mile; the worker sends it."""
    modes.set_delivery_mode(
        store=store,
        kind=Kind.OUT_FOR_DELIVERY,
        mode=Mode.WE_SEND,
        actor="Jonas Berg",
        now=now - timedelta(days=2),
        ways=Ways((Channel.SMS, Channel.EMAIL), takes_phone_as_consent=True),
    )
    lately = sorted(poured, key=lambda one: one.first.placed_at, reverse=True)
    sent_off = (one.order for one in lately if one.last.fulfilments)
    with_number = (order for order in sent_off if routing.number_of(order))
    for order, _place in zip(with_number, range(2), strict=False):
        services.plan_message(
            order=order,
            kind=Kind.OUT_FOR_DELIVERY,
            happened_at=now - timedelta(hours=1),
            now=now,
        )
