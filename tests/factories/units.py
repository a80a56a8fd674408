"""Tests of wordings that run, and buyers under them, as plain rows: few statements for many."""

import itertools
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from analytics.models import ExperimentRollup
from messaging.models import Message
from messaging.states import State
from orders.models import Activity, ActivityKind, Customer, Order
from stores.models import Store
from stores.scope import every_store
from templates_app.assigning import unit_hash
from templates_app.models import Arm, Experiment, ExperimentEpoch, ExperimentStore, Layer
from tests.factories.templates_app import make_confirmation

_numbers = itertools.count(1)
DAY = timedelta(days=1)


def make_test(
    *stores: Store,
    arms: int = 2,
    started_at: datetime,
    delays: Sequence[timedelta | None] = (),
    **fields: Any,
) -> Experiment:
    """A running test of the confirmation in these stores, equal shares, all buyers."""
    number = next(_numbers)
    weights = [10_000 // arms] * arms
    weights[0] += 10_000 - sum(weights)
    with every_store(because="a test makes a test"):
        agency = stores[0].agency
        layer = Layer.objects.create(agency=agency, name=f"Layer {number}", created_at=started_at)
        experiment = Experiment.objects.create(
            **{
                "agency": agency,
                "store": stores[0] if len(stores) == 1 else None,
                "name": f"Test {number}",
                "kind": "ORDER_CONFIRMATION",
                "template": make_confirmation(agency),
                "layer": layer,
                "guardrails": ["COMPLAINED", "UNSUBSCRIBED", "BOUNCED", "REFUNDED"],
                "state": "RUNNING",
                "stopping": "OPEN",
                "created_at": started_at,
                "created_by": "Marte Lund",
                "declared_at": started_at,
                "started_at": started_at,
                **fields,
            }
        )
        for arm in range(arms):
            Arm.objects.create(
                agency=agency,
                experiment=experiment,
                number=arm,
                label="ABCDEFG"[arm],
                name="As today" if arm == 0 else f"Other words {arm}",
                delay=delays[arm] if delays else None,
            )
        for store in stores:
            ExperimentStore.objects.create(
                store=store, experiment=experiment, layer=layer, buckets=(0, 10_000), is_active=True
            )
        make_epoch(experiment, weights, at=started_at)
    return experiment


def make_epoch(experiment: Experiment, weights: Sequence[int], *, at: datetime) -> ExperimentEpoch:
    with every_store(because="a test changes weights"):
        number = ExperimentEpoch.objects.filter(experiment=experiment).count() + 1
        return ExperimentEpoch.objects.create(
            agency=experiment.agency,
            experiment=experiment,
            number=number,
            started_at=at,
            weights_bp=list(weights),
            reason="a test",
        )


def make_buyer(store: Store) -> Customer:
    number = next(_numbers)
    with every_store(because="a test makes a buyer"):
        return Customer.objects.create(
            store=store, shopify_id=70_000 + number, email=f"buyer-{number}@example.com"
        )


def buy(store: Store, buyer: Customer | None, at: datetime, minor: int, **fields: Any) -> Order:
    """An order of that buyer's, told with its worth."""
    number = next(_numbers)
    with every_store(because="a test makes an order"):
        order = Order.objects.create(
            **{
                "store": store,
                "shopify_id": 800_000 + number,
                "name": f"#{number}",
                "customer": buyer,
                "email": buyer.email if buyer else "",
                "currency": store.currency,
                "subtotal_minor": minor,
                "total_minor": minor + 9900,
                "placed_at": at,
                "changed_at": at,
                "shipping_address": {"country_code": "NO"},
                **fields,
            }
        )
    tell(order, ActivityKind.ORDER_PLACED, at, {"product_minor": minor})
    return order


def tell(
    order: Order | None,
    kind: ActivityKind,
    at: datetime,
    data: dict[str, Any] | None = None,
    *,
    message: Message | None = None,
) -> Activity:
    store_id = order.store_id if order else message.store_id if message else 0
    with every_store(because="a test tells of something"):
        return Activity.objects.create(
            store_id=store_id,
            order=order,
            kind=kind,
            at=at,
            data=data or {},
            key=f"told:{next(_numbers)}",
            message_id=message.pk if message else None,
        )


def expose(experiment: Experiment, order: Order, arm: int, at: datetime, **fields: Any) -> Message:
    """The order's message, handed over under the test."""
    unit = f"gid://shopify/Customer/{order.customer.shopify_id}" if order.customer else order.email
    with every_store(because="a test sends a message"):
        message = Message.objects.create(
            **{
                "store_id": order.store_id,
                "order": order,
                "kind": experiment.kind,
                "recipient": order.email,
                "locale": "nb",
                "state": State.SENT,
                "changed_at": at,
                "planned_at": at,
                "run_after": at,
                "expires_at": at + DAY,
                "sent_at": at,
                "experiment": experiment,
                "arm": arm,
                "epoch": 1,
                "unit_hash": unit_hash(experiment.salt, unit),
                **fields,
            }
        )
    kind = ActivityKind.MESSAGE_SENT if message.sent_at else ActivityKind.MESSAGE_FAILED
    tell(order, kind, at, {"sequence": message.sequence}, message=message)
    return message


def judge(message: Message, at: datetime, *, now: datetime | None = None, **change: int) -> None:
    """What tracking says of people and machines: `click=1`, `open=-1`, `machine_open=1` …"""
    columns = {
        "open": "opened_by_person_at",
        "click": "clicked_by_person_at",
        "machine_open": "opened_by_machine_at",
        "machine_click": "clicked_by_machine_at",
    }
    with every_store(because="a test judges"):
        for name, sign in change.items():
            value = at if sign > 0 else None
            Message.objects.filter(pk=message.pk).update(**{columns[name]: value})
    data = {"open": 0, "click": 0, "machine_open": 0, "machine_click": 0, "version": 1, **change}
    tell(message.order, ActivityKind.MESSAGE_JUDGED, at, data, message=message)


def many_units(
    experiment: Experiment,
    store: Store,
    *,
    per_arm: Sequence[tuple[int, int]],
    at: datetime | None = None,
    epoch: int = 1,
    chance: random.Random | None = None,
) -> list[Message]:
    """Messages with and without a person's click: (units, clicks) of each arm. Four statements."""
    at = at or timezone.now()
    arms = [arm for arm, (units, _clicks) in enumerate(per_arm) for _unit in range(units)]
    clicks = [place < hits for units, hits in per_arm for place in range(units)]
    first = next(_numbers)
    numbers = [first * 1_000_000 + place for place in range(len(arms))]
    (chance or random.Random(first)).shuffle(numbers)
    with every_store(because="a test makes many units"):
        orders = Order.objects.bulk_create(
            Order(
                store=store,
                shopify_id=number,
                name=f"#{number}",
                email=f"b{number}@example.com",
                currency=store.currency,
                subtotal_minor=10_000,
                placed_at=at,
                changed_at=at,
            )
            for number in numbers
        )
        messages = Message.objects.bulk_create(
            Message(
                store=store,
                order=order,
                kind=experiment.kind,
                recipient=order.email,
                locale="nb",
                state=State.SENT,
                changed_at=at,
                planned_at=at,
                run_after=at,
                expires_at=at + DAY,
                sent_at=at,
                clicked_by_person_at=at if clicked else None,
                experiment=experiment,
                arm=arm,
                epoch=epoch,
                unit_hash=unit_hash(experiment.salt, order.email),
            )
            for order, arm, clicked in zip(orders, arms, clicks, strict=True)
        )
        Activity.objects.bulk_create(
            Activity(
                store=store,
                order_id=message.order_id,
                kind=ActivityKind.MESSAGE_SENT,
                at=at,
                key=f"message:{message.pk}:sent",
                message_id=message.pk,
            )
            for message in messages
        )
    return messages


def roll_up(
    experiment: Experiment,
    store: Store,
    per_arm: Sequence[tuple[int, int]],
    *,
    metric: str = "CLICKED",
    on: date,
    epoch: int = 1,
    segment: int = 0,
) -> None:
    """The sums of so many units and hits of each arm, without the units themselves."""
    place = {"experiment": experiment, "store": store, "epoch": epoch, "segment": segment}
    rows = []
    for arm, (units, hits) in enumerate(per_arm):
        cell = {**place, "arm": arm, "exposed_on": on, "n": units}
        rows.append(ExperimentRollup(metric="EXPOSED", **cell, s1=units, s2=units))
        rows.append(ExperimentRollup(metric=metric, **cell, s1=hits, s2=hits))
    with every_store(because="a test makes sums"):
        ExperimentRollup.objects.bulk_create(rows)


def add_harm(
    experiment: Experiment, store: Store, guardrail: str, per_arm: Sequence[int], *, on: date
) -> None:
    place = {"experiment": experiment, "store": store, "epoch": 1, "exposed_on": on}
    with every_store(because="a test makes sums"):
        for arm, hits in enumerate(per_arm):
            ExperimentRollup.objects.create(
                metric=guardrail, **place, arm=arm, n=hits, s1=hits, s2=hits
            )
