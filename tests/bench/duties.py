"""What people of the bench's agencies have to act on, beside its messages: see crowd.py."""

from datetime import datetime

from django.db.models import Model

from analytics.models import Incident
from messaging.models import Batch, DomainCheck, Halt, RescueCase, Sender
from messaging.states import Transport
from orders.models import Order
from stores.models import Store
from stores.scope import every_store
from tests.bench.seeding import Copies


def first_of_each(store: Store, order: Order, now: datetime) -> dict[str, Model]:
    """One row of each, within the store's scope."""
    sender = Sender.objects.create(
        store=store, transport=Transport.SMTP, host="localhost", from_email="post@example.com"
    )
    return {
        "sender": sender,
        "look": DomainCheck.objects.create(
            store=store,
            sender=sender,
            domain="example.com",
            verdict="GOOD",
            is_verified=True,
            checked_at=now,
        ),
        "case": RescueCase.objects.create(
            store=store,
            order=order,
            address="first@gnail.com",
            suggestion="first@gmail.com",
            score=0.9,
            cause="MISTYPED",
            opened_at=now,
        ),
        "halt": Halt.objects.create(
            store=store, kind="SHIPPING_UPDATE", because="bench", actor="bench", halted_at=now
        ),
        "incident": Incident.objects.create(
            agency=store.agency,
            store=store,
            sender=sender,
            measure="BOUNCES",
            since_at=now,
            tried_count=50,
            troubled_count=15,
            usual_rate=0.02,
            opened_at=now,
        ),
        "batch": Batch.objects.create(
            agency=store.agency,
            deed="RELEASE",
            store_ids=[store.pk],
            wanted={"state": "HELD", "reason": "", "kind": ""},
            because="bench",
            actor="bench",
            created_at=now,
            last_at=now,
        ),
    }


def copies(orders: int, of: dict[str, int], *, by_order: str) -> list[Copies]:
    """Of each store a sender, its domain and a halt; wrong addresses, a fifth of them open, of one
    order in 250; incidents and batches of the big agency's first store.

    `by_order`: SQL that names the store of an order.
    """
    with every_store(because="a bench counts its stores"):
        others = Store.objects.count() - 1
    at = "now() - i * interval '1 hour'"
    one_each = {"store_id": "s.ids[1 + i]"}
    return [
        Copies("messaging_sender", of["sender"], others, {"id": f"{of['sender']} + i", **one_each}),
        Copies(
            "messaging_domaincheck",
            of["look"],
            others,
            {
                "id": f"{of['look']} + i",
                "sender_id": f"{of['sender']} + i",
                "verdict": "CASE WHEN i % 10 = 0 THEN 'ACT' ELSE 'GOOD' END",
                **one_each,
            },
        ),
        Copies("messaging_halt", of["halt"], others, {"id": f"{of['halt']} + i", **one_each}),
        Copies(
            "messaging_rescuecase",
            of["case"],
            orders // 250,
            {
                "id": f"{of['case']} + i",
                "order_id": f"{of['order']} + i * 250",
                "store_id": by_order.format(order="(i * 250)"),
                "address": "'buyer' || i || '@gnail.com'",
                "opened_at": at,
                "state": "CASE WHEN i % 5 = 0 THEN 'OPEN' ELSE 'MENDED' END",
                "closed_at": "CASE WHEN i % 5 <> 0 THEN now() END",
            },
        ),
        Copies(
            "analytics_incident",
            of["incident"],
            1_000,
            {"id": f"{of['incident']} + i", "opened_at": at, "closed_at": "now()"},
        ),
        Copies(
            "messaging_batch",
            of["batch"],
            5_000,
            {"id": f"{of['batch']} + i", "created_at": at},
        ),
    ]
