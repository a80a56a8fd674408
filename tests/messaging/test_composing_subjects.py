"""Messages about a checkout, a draft, a gift card or a part of an order are composed and sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging import sending
from messaging.models import Message
from messaging.states import State
from messaging.subjects import about_of
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app import catalogue
from templates_app.data import NotificationKind as Kind
from templates_app.services import ensure_default_template
from tests.factories.messaging import fresh
from tests.factories.scenes import NUMBERS, scene

pytestmark = pytest.mark.django_db

WORDED = [kind for kind in Kind if catalogue.kind_words(kind)]
SAYS = {
    Kind.ABANDONED_CHECKOUT: "Selbuvotter",
    Kind.DRAFT_ORDER_INVOICE: "#D174",
    Kind.GIFT_CARD: "gift_cards/1/8a7b",
    Kind.ORDER_REFUND: "216,00",
    Kind.ORDER_EDITED: "Topplue",
    Kind.SHIPPING_UPDATE: NUMBERS[0],
}


@pytest.mark.parametrize("kind", WORDED)
def test_a_message_about_anything_is_sent(store: Store, kind: Kind) -> None:
    with every_store(because="a test publishes the default words"):
        ensure_default_template(agency=store.agency, kind=kind, now=timezone.now())
    now = timezone.now().replace(hour=11)  # no quiet hours: noon in Oslo
    with store_scope(store.pk):
        of = scene(store, kind)
        message = Message.objects.create(
            store=store,
            order=of.order,
            kind=kind,
            about=about_of(of.subject) if of.subject else "",
            sequence=1,  # the scene itself plans the confirmation
            recipient="kari@example.com",
            locale="nb",
            state=State.PLANNED,
            changed_at=now,
            planned_at=now,
            run_after=now,
            expires_at=now + timedelta(hours=1),
            lane=1,
        )

    while sending.send_due(now=now):  # what the scene itself planned may go first
        pass

    message = fresh(message)
    assert (message.state, message.detail) == (State.SENT, "")
    with store_scope(store.pk):
        said = message.body.html + message.body.text + repr(message.body.links)
    assert SAYS.get(kind, "1001") in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Liquid error" not in said
