"""Baskets as they stand: newest first by keyset, each with its reminders and its buyer's answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.merging import newest_page
from messaging.models import BasketAnswer, BasketCode, Message
from messaging.subjects import reminders_of, step_of, subject_number
from orders.models import Checkout, Order
from templates_app.data import NotificationKind

LEFT_AFTER: Final = timedelta(hours=1)  # without a change; until then the buyer is at it


class Standing(models.TextChoices):
    """How far a basket is."""

    BEGUN = "BEGUN", _("Being filled")
    LEFT = "LEFT", _("Left")
    REMINDED = "REMINDED", _("Reminded")
    BOUGHT = "BOUGHT", _("Bought")
    BOUGHT_AFTER = "BOUGHT_AFTER", _("Bought after a reminder")
    ERASED = "ERASED", _("Erased")


@dataclass(slots=True)
class Basket:
    """One basket with all that was said of it."""

    checkout: Checkout
    reminders: list[Message] = field(default_factory=list)  # in order
    codes: dict[int, BasketCode] = field(default_factory=dict)  # by message
    answer: BasketAnswer | None = None
    order: Order | None = None

    @property
    def started_at(self) -> datetime | None:
        return self.checkout.started_at

    @property
    def id(self) -> int:
        return self.checkout.pk

    def standing(self, now: datetime) -> Standing:
        reminded = [each.sent_at for each in self.reminders if each.sent_at]
        if self.checkout.redacted_at:
            return Standing.ERASED
        bought_at = self.order.placed_at if self.order else self.checkout.completed_at
        if self.order or self.checkout.completed_at:
            is_after = bool(reminded) and (bought_at is None or min(reminded) < bought_at)
            return Standing.BOUGHT_AFTER if is_after else Standing.BOUGHT
        if reminded:
            return Standing.REMINDED
        changed_at = self.checkout.changed_at or self.checkout.started_at or now
        return Standing.LEFT if now - changed_at >= LEFT_AFTER else Standing.BEGUN


def newest_baskets(
    *, store_ids: Iterable[int], before: Sequence[Any] | None = None, limit: int = 50
) -> list[Basket]:
    """One keyset page, newest first. Six queries, however many there are.

    The next page begins `before=(page[-1].checkout.started_at, page[-1].checkout.pk)`.
    """
    rows = Checkout.objects.filter(started_at__isnull=False)
    wanted = newest_page(rows, time="started_at", owners=store_ids, before=before, limit=limit)
    found = Checkout.objects.select_related("store").in_bulk(wanted)
    return baskets_of([found[pk] for pk in wanted if pk in found])


def baskets_of(checkouts: Sequence[Checkout]) -> list[Basket]:
    """With their reminders, codes, answers and orders. Four queries, none for none."""
    if not checkouts:
        return []
    found = {each.pk: Basket(each) for each in checkouts}
    stores = {each.store_id for each in checkouts}
    abouts = [about for pk in found for about in reminders_of(pk)]
    said = Message.objects.filter(
        store_id__in=stores,
        order=None,
        kind=NotificationKind.ABANDONED_CHECKOUT,
        about__in=abouts,
    ).select_related("variant")
    for message in sorted(said, key=lambda each: (step_of(each.about), each.pk)):
        found[subject_number(message.about)].reminders.append(message)
    _add_codes(found)
    for answer in BasketAnswer.objects.filter(store_id__in=stores, checkout__in=list(found)):
        found[answer.checkout_id].answer = answer
    _add_orders(found)
    return list(found.values())


def _add_codes(found: dict[int, Basket]) -> None:
    owners = {each.pk: basket for basket in found.values() for each in basket.reminders}
    for code in BasketCode.objects.filter(message__in=list(owners)):
        owners[code.message_id].codes[code.message_id] = code


def _add_orders(found: dict[int, Basket]) -> None:
    by_token: dict[tuple[int, str], list[Basket]] = defaultdict(list)
    for basket in found.values():
        by_token[basket.checkout.store_id, basket.checkout.token].append(basket)
    rows = Order.objects.filter(
        store_id__in={store_id for store_id, _token in by_token},
        checkout_token__in={token for _store_id, token in by_token},
    )
    for order in rows.only("pk", "public_id", "store_id", "name", "placed_at", "checkout_token"):
        for basket in by_token.get((order.store_id, order.checkout_token), []):
            basket.order = order
