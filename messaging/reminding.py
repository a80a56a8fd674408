"""Finds the baskets whose next reminder is due, in stores that send more than one."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from messaging import basket_rules, checkouts
from messaging.basket_rules import Rules
from messaging.models import BasketSettings, Message, MessageQuerySet
from messaging.states import State
from messaging.subjects import reminder_of
from orders.models import Checkout
from stores.models import Store
from stores.scope import every_store, store_scope

AT_ONCE: Final = 200  # of one store and step; the next bell takes the next
EARLY: Final = timedelta(minutes=5)  # so that its discount code is there in time


def remind_due(*, now: datetime) -> int:
    """Plan the second and third reminders whose time has come; how many were planned.

    One query for each step of each store that has such steps; one transaction for each reminder.
    """
    due: list[tuple[int, int, int]] = []
    with every_store(because="baskets of all stores wait for their next reminder"):
        active = Store.objects.exclude(state=Store.State.UNINSTALLED).values("pk")
        for row in BasketSettings.objects.filter(is_on=True, store__in=active).order_by("pk"):
            rules = basket_rules.rules_in(row)
            for step in rules.numbers()[1:]:
                found = _due(row.store_id, rules, step, now).values_list("pk", flat=True)
                due += [(row.store_id, pk, step) for pk in found[:AT_ONCE]]
    planned = 0
    for store_id, checkout_id, step in due:
        with store_scope(store_id):
            message = checkouts.remind_again(checkout_id=checkout_id, step=step, now=now)
            planned += message is not None
    return planned


def _due(store_id: int, rules: Rules, step: int, now: datetime) -> "QuerySet[Checkout, Checkout]":
    """Left long enough, told of the step before and not of this one. Longest due last."""
    wanted, before = rules.step(step), rules.before(step)
    assert wanted  # noqa: S101 - `numbers` names steps that are sent, …
    assert before  # noqa: S101 - … and the first of them is not asked for
    last_at = now - wanted.wait + EARLY
    rows = Checkout.objects.filter(
        Exists(_told(store_id, before).filter(state__in=[State.SENT, State.UNKNOWN])),
        ~Exists(_told(store_id, step)),
        store_id=store_id,
        completed_at=None,
        redacted_at=None,
        changed_at__lte=last_at,
        changed_at__gt=last_at - checkouts.TOO_OLD,
    )
    return rows.order_by("-changed_at", "pk")


def _told(store_id: int, step: int) -> MessageQuerySet:
    """By the index that keeps each reminder from being said twice."""
    begin, _, end = reminder_of(0, step).partition("0")
    about = Concat(Value(begin), Cast(OuterRef("pk"), CharField()), Value(end))
    return Message.objects.filter(store_id=store_id, order=None, kind=checkouts.KIND, about=about)
