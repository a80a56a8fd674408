"""The world of `script/bench admin`: an agency with many stores among others, and their messages.

Stores differ in size as shops do: a few have most of the orders.
"""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from analytics.models import HourlyStat
from intake.models import Webhook
from messaging.models import Attempt, Suppression
from messaging.states import Outcome, SuppressionCause, Transport
from orders.models import Activity, LineItem, OrderTag
from orders.search import name_key
from stores.models import Agency, Membership, Store
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.bench import duties
from tests.bench.seeding import Copies
from tests.factories.stores import make_agency, make_member, make_store
from tests.factories.worlds import make_activity, make_message, make_order

DAYS: Final = 365
# A number in [0, 1) for each order, and by it a store: small numbers come often.
_CHANCE: Final = "(({order} * 2654435761) % 4294967296) / 4294967296.0"
_STORE: Final = f"s.ids[1 + floor(s.n * power({_CHANCE}, 2))::int]"
# As Zipf has it: of 500 stores the biggest has a ninth of the orders, the ten biggest two fifths.
ZIPF: Final = f"s.ids[least(s.n, floor(power((s.n + 1)::float8, ({_CHANCE})::float8)))::int]"
_FIRST: Final = "(ARRAY['Ingrid','Kari','Åse','Jonas','Maja','Wei','Emma','Noah'])[1 + {n} % 8]"
_LAST: Final = "(ARRAY['Solheim','Nordmann','Berg','Lund','Chen','Smith','Weiß'])[1 + {n} % 7]"
_EMAIL: Final = "'buyer' || (({order} * 7919) % 2000000) || '@example.com'"


@dataclass(frozen=True, slots=True)
class Crowd:
    """Whom the bench asks as, and what it asks for."""

    agency: Agency
    owner: Membership
    member: Membership
    store: Store  # the biggest


def found(stores_count: int) -> Crowd:
    """Agencies, stores and people; three of five stores are one agency's."""
    big = make_agency(name="Nordlinje")
    others = [make_agency(name=f"Agency {number}") for number in range(4)]
    stores = [
        make_store(
            big if number % 5 < 3 else others[number % 4],
            name=f"Store {number:03}",
            shop_domain=f"store-{number:03}.myshopify.com",
        )
        for number in range(stores_count)
    ]
    owner = make_member(big, Role.OWNER, email="owner@nordlinje.example")
    member = make_member(big, Role.SUPPORT, email="member@nordlinje.example")
    with every_store(because="a bench sets its scene"):
        Membership.objects.filter(user=member).update(
            has_all_stores=False, store_ids=[stores[0].pk]
        )
        return Crowd(
            big,
            Membership.objects.get(user=owner),
            Membership.objects.get(user=member),
            stores[0],
        )


def found_again() -> Crowd:
    """The same, in a database that holds them already."""
    with every_store(because="a bench finds its scene"):
        member = Membership.objects.get(user__email="member@nordlinje.example")
        return Crowd(
            member.agency,
            Membership.objects.get(user__email="owner@nordlinje.example"),
            member,
            Store.objects.get(pk=member.store_ids[0]),
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """How many messages are said of each order, and which store an order is of: SQL of {order}."""

    each: int = 2
    spread: str = _STORE

    def order(self, message: str = "i") -> str:
        """SQL: which order that message is of."""
        return f"(({message} + {self.each - 1}) / {self.each})"

    def store(self, message: str = "i") -> str:
        return self.spread.format(order=self.order(message))


def multiplied(store: Store, messages_count: int, shape: Shape = Shape()) -> list[Copies]:
    """How the rows of one order become those of as many messages."""
    order = make_order(store, tags=["gift"])
    message = make_message(order)
    activity = make_activity(order, "MESSAGE_SENT", message_id=message.pk)
    now = timezone.now()
    with store_scope(store.pk):
        attempt = Attempt.objects.create(
            store=store,
            message=message,
            number=1,
            transport=Transport.SMTP,
            outcome=Outcome.ACCEPTED,
            started_at=now,
            ended_at=now,
        )
        webhook = Webhook.objects.create(
            store=store,
            topic="orders/create",
            event_key="first",
            body_hash=b"first",
            body=b"",
            received_at=now,
            run_after=now,
            state="DONE",
            handled_at=now,
        )
        suppression = Suppression.objects.create(
            store=store,
            address="first@example.com",
            cause=SuppressionCause.HARD_BOUNCE,
            suppressed_at=now,
        )
        stat = HourlyStat.objects.create(store=store, hour=now, orders_count=3, sent_count=5)
        tag = OrderTag.objects.get(order=order)
        line = LineItem.objects.get(order=order)
        beside = duties.first_of_each(store, order, now)
        placed = Activity.objects.get(order=order, kind="ORDER_PLACED")
    return _tables(
        messages_count,
        {
            "order": order.pk,
            "message": message.pk,
            "activity": activity.pk,
            "placed": placed.pk,
            "attempt": attempt.pk,
            "webhook": webhook.pk,
            "suppression": suppression.pk,
            "stat": stat.pk,
            "tag": tag.pk,
            "line": line.pk,
            **{name: row.pk for name, row in beside.items()},
        },
        shape,
    )


def _tables(messages: int, of: dict[str, int], shape: Shape) -> list[Copies]:
    orders, spread = messages // shape.each, shape.spread
    by_order, by_message = spread.format(order="i"), shape.store()
    at = f"now() - interval '{DAYS} days' * (({{total}} - i)::float8 / {{total}})"
    order_at, message_at = at.format(total=orders), at.format(total=messages)
    # Twice as many facts of messages as there are: planned or sent, and opened.
    return [
        Copies("orders_order", of["order"], orders, _of_orders(of["order"], by_order, order_at)),
        Copies(
            "messaging_message",
            of["message"],
            messages,
            _of_messages(of["order"], of["message"], shape, message_at),
        ),
        Copies(
            "orders_activity",
            of["activity"],
            messages + orders,
            {
                "id": f"{of['activity']} + i",
                "store_id": f"CASE WHEN i <= {messages} THEN {by_message}"
                f" ELSE {spread.format(order=f'(i - {messages})')} END",
                "order_id": f"{of['order']} + CASE WHEN i <= {messages} THEN {shape.order()}"
                f" ELSE i - {messages} END",
                "message_id": f"CASE WHEN i <= {messages} THEN {of['message']} + i END",
                "kind": f"CASE WHEN i <= {messages} THEN 'MESSAGE_SENT' ELSE 'ORDER_PLACED' END",
                "at": f"CASE WHEN i <= {messages} THEN {message_at}"
                f" ELSE {at.format(total=orders).replace('- i)', f'- i + {messages})')} END",
                "key": "'bench:' || i",
            },
        ),
        Copies(
            "messaging_attempt",
            of["attempt"],
            messages // 10,
            {
                "id": f"{of['attempt']} + i",
                "message_id": f"{of['message']} + {messages - messages // 10} + i",
                "store_id": shape.store(f"(i + {messages - messages // 10})"),
            },
        ),
        Copies(
            "messaging_messagebody",
            of["message"],
            messages // 10,
            {
                "message_id": f"{of['message']} + {messages - messages // 10} + i",
                "store_id": shape.store(f"(i + {messages - messages // 10})"),
                "words_zip": "t.words_zip",
            },
            key="message_id",
        ),
        *_beside(orders, of, spread, order_at),
        *duties.copies(orders, of, by_order=spread),
    ]


def _beside(orders: int, of: dict[str, int], spread: str, order_at: str) -> list[Copies]:
    late = orders - orders // 10
    by_order = spread.format(order="i")
    return [
        Copies(
            "orders_ordertag",
            of["tag"],
            orders // 10,
            {
                "id": f"{of['tag']} + i",
                "order_id": f"{of['order']} + i * 10",
                "store_id": spread.format(order="(i * 10)"),
                "tag_key": "CASE WHEN i % 10 = 0 THEN 'urgent' ELSE 'gift' END",
            },
        ),
        Copies(
            "orders_lineitem",
            of["line"],
            orders // 10,
            {
                "id": f"{of['line']} + i",
                "order_id": f"{of['order']} + {late} + i",
                "store_id": spread.format(order=f"(i + {late})"),
            },
        ),
        Copies(
            "intake_webhook",
            of["webhook"],
            orders // 2,
            {
                "id": f"{of['webhook']} + i",
                "store_id": by_order,
                "event_key": "'bench:' || i",
                "body_hash": "decode(md5(i::text), 'hex')",
                "received_at": order_at,
                "handled_at": "now()",
                "state": "CASE WHEN i % 500 = 0 THEN 'FAILED' ELSE 'DONE' END",
            },
        ),
        Copies(
            "messaging_suppression",
            of["suppression"],
            orders // 50,
            {
                "id": f"{of['suppression']} + i",
                "store_id": by_order,
                "address": "'gone' || i || '@example.com'",
                "suppressed_at": order_at,
            },
        ),
        Copies(
            "analytics_hourlystat",
            of["stat"],
            min(orders // 2, 500 * 24 * 40),
            {
                "id": f"{of['stat']} + i",
                "store_id": "s.ids[1 + i % s.n]",
                "hour": "date_trunc('hour', now()) - (1 + i / s.n) * interval '1 hour'",
            },
        ),
    ]


def _of_orders(first: int, store: str, at: str) -> dict[str, str]:
    name, surname = _FIRST.format(n="i"), _LAST.format(n="(i / 8)")
    return {
        "id": f"{first} + i",
        "store_id": store,
        "shopify_id": "5000000000 + i",
        "public_id": "gen_random_uuid()",
        "token": "md5(i::text)",
        "name": "'#' || (100000 + i)",
        "number": "100000 + i",
        "email": _EMAIL.format(order="i"),
        "buyer_name": f"{name} || ' ' || {surname}",
        # As orders.search.name_key() writes these names; checked below.
        "buyer_name_key": f"replace(lower({name} || ' ' || {surname}), 'ß', 'ss')",
        "buyer_surname_key": f"replace(lower({surname}), 'ß', 'ss')",
        "placed_at": at,
        "changed_at": at,
        "customer_id": "NULL",
        "financial_state": "CASE WHEN i % 20 = 0 THEN 'PENDING' ELSE 'PAID' END",
        "fulfilment_state": "CASE WHEN i % 3 = 0 THEN 'FULFILLED' ELSE '' END",
        "cancelled_at": "CASE WHEN i % 100 = 0 THEN now() END",
    }


def kind_of(shape: Shape) -> str:
    kinds = ("SHIPPING_CONFIRMATION", "ORDER_CONFIRMATION", "SHIPPING_UPDATE", "DELIVERED")
    # The last of an order is the first named.
    return f"(ARRAY{list(kinds[: shape.each])})[1 + i % {shape.each}]"


def _of_messages(order: int, first: int, shape: Shape, at: str) -> dict[str, str]:
    """Of a thousand: 2 unknown, 10 failed, 20 held, 30 not sent, the rest sent; all shuffled."""
    place = "(i * 7919) % 1000"
    sent = f"{place} >= 62"
    return {
        "id": f"{first} + i",
        "store_id": shape.store(),
        "order_id": f"{order} + {shape.order()}",
        "public_id": "gen_random_uuid()",
        "kind": kind_of(shape),
        "sequence": "0",
        "recipient": _EMAIL.format(order=shape.order()),
        "recipient_name": _FIRST.format(n=shape.order()),
        "state": f"CASE WHEN {place} < 2 THEN 'UNKNOWN' WHEN {place} < 12 THEN 'FAILED'"
        f" WHEN {place} < 32 THEN 'HELD' WHEN {place} < 62 THEN 'NOT_SENT' ELSE 'SENT' END",
        "reason": f"CASE WHEN {place} < 2 THEN 'CONNECTION_LOST' WHEN {place} < 12 THEN 'REFUSED'"
        f" WHEN {place} < 32 THEN 'BACKFILL' WHEN {place} < 62 THEN 'MODE_OFF' ELSE '' END",
        "planned_at": at,
        "changed_at": at,
        "run_after": at,
        "expires_at": f"{at} + interval '1 day'",
        "sent_at": f"CASE WHEN {sent} THEN {at} END",
        "first_opened_at": f"CASE WHEN {sent} AND i % 3 = 0 THEN {at} END",
    }


assert [name_key(name) for name in ("Åse Weiß", "WEI Berg")] == ["åse weiss", "wei berg"]
