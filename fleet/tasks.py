"""Bells of this room: look at all stores, tell people, forget what is old."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from fleet import alert_mails, services
from stores.models import Store
from stores.scope import every_store


@shared_task(name="fleet.look", acks_late=True, time_limit=300)
def look(**_later: object) -> int:
    with every_store(because="the health of all stores is looked at"):
        stores = list(Store.objects.order_by("pk"))
        return services.look_at(stores=stores, now=timezone.now())


@shared_task(name="fleet.alert", acks_late=True, time_limit=300)
def alert(**_later: object) -> int:
    with every_store(because="people of all agencies are told what was found"):
        return alert_mails.send_due(now=timezone.now())


@shared_task(name="fleet.forget", acks_late=True, time_limit=300)
def forget(**_later: object) -> int:
    kept = timedelta(days=settings.NOTIFYHUB_HEALTH_KEPT_DAYS)
    with every_store(because="findings of all stores are forgotten after their time"):
        return services.forget_old(before=timezone.now() - kept)
