"""One honest mail to a buyer who has heard nothing for days: no news yet, and not forgotten."""

from datetime import datetime
from typing import Final

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from messaging import announcing
from messaging.models import Message
from messaging.planning import TOO_OLD
from messaging.promise_news import is_awake
from shipping.models import Alarm, AlarmKind, DeliverySettings
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app import queries as templates
from templates_app.data import NotificationKind as Kind

AT_ONCE: Final = 200


def reassure(*, now: datetime) -> int:
    """Plan the mail for each silence noticed of late, once; how many were planned.

    Of stores that want it, while they are awake. One scope and transaction for each.
    """
    with every_store(because="silences of all stores are looked at together"):
        wanted = DeliverySettings.objects.filter(tells_silence=True).values("store_id")
        stores = Store.objects.filter(pk__in=wanted).order_by("pk")
        awake = [store.pk for store in stores if is_awake(store, now) and _has_words(store)]
        due = list(_untold(awake, now).values_list("pk", "store_id")[:AT_ONCE]) if awake else []
    planned = 0
    for alarm_id, store_id in due:
        with store_scope(store_id):
            rows = Alarm.objects.select_related("order__store")
            alarm = rows.filter(pk=alarm_id, closed_at=None).first()
            if alarm and announcing.announce_silence(alarm=alarm, now=now):
                planned += 1
    return planned


def _has_words(store: Store) -> bool:
    return templates.current_revision(store=store, kind=Kind.NO_NEWS) is not None


def _untold(store_ids: list[int], now: datetime) -> "QuerySet[Alarm, Alarm]":
    """Longest silent first. A silence noticed days ago is left to staff."""
    about = Concat(Value("alarm:"), Cast(OuterRef("pk"), CharField()))
    told = Message.objects.filter(order_id=OuterRef("order_id"), kind=Kind.NO_NEWS, about=about)
    rows = Alarm.objects.filter(
        ~Exists(told),
        store_id__in=store_ids,
        kind=AlarmKind.SILENCE,
        closed_at=None,
        opened_at__gt=now - TOO_OLD,
    )
    return rows.order_by("since", "pk")
