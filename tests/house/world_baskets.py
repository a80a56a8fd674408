"""A basket that was left, all that was said of it, and how its store reminds: marked."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from messaging.models import BasketAnswer, BasketCode, BasketSettings, MarketingMail, Message
from messaging.subjects import reminder_of
from orders.models import Checkout
from stores.models import Store


def basket_of(store: Store, mark: str, now: datetime) -> dict[type[models.Model], Any]:
    basket = Checkout.objects.create(
        store=store,
        token=f"token-{mark}",
        name=f"#C-{mark}",
        email=f"basket@{mark}.example",
        buyer_name=f"Buyer {mark}",
        currency="NOK",
        lines=[{"title": f"Yarn {mark}", "quantity": 1}],
        recover_url=f"https://{mark}.example/recover",
        started_at=now - timedelta(hours=5),
        changed_at=now - timedelta(hours=5),
    )
    reminder = Message.objects.create(
        store=store,
        kind="ABANDONED_CHECKOUT",
        about=reminder_of(basket.pk, 1),
        recipient=basket.email,
        subject=f"Basket {mark}",
        state="SENT",
        lane=2,
        changed_at=now,
        planned_at=now - timedelta(days=2),
        run_after=now,
        expires_at=now,
        sent_at=now - timedelta(days=2),
    )
    MarketingMail.objects.create(store=store, message=reminder, admitted_at=now)
    BasketCode.objects.create(
        store=store,
        message=reminder,
        code=f"CODE-{mark}"[:40],
        percent=10,
        currency="NOK",
        days=7,
        state="REFUSED",
        run_after=now,
        detail=f"detail {mark}",
    )
    BasketAnswer.objects.create(
        store=store,
        checkout=basket,
        message=reminder,
        step=1,
        reason="OWN",
        own_words=f"Reason {mark}",
        text=f"Words {mark}",
        answered_at=now,
    )
    BasketSettings.objects.create(
        store=store,
        steps=[{"wait_minutes": 60}],
        own_reasons=[f"Reason {mark}"],
        changed_at=now,
        changed_by=f"Somebody {mark}",
    )
    return {Checkout: basket}
