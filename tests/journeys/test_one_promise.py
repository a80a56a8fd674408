"""One promise: the mail, the buyer's page, the API and the shop say the same days.

Placed Monday 2 March 2026 at 10:00 in Oslo: packed in 2 days, 3 or 4 on the road.
"""

from html import unescape

import pytest
import time_machine
from django.test import Client
from lxml import html

from intake.topics import HANDLERS
from messaging import sending
from messaging.models import Message, MessageBody
from orders.models import Order
from shipping.promise_words import days_in_words
from shipping.queries import promise_of
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.keys import KeyClient
from tests.factories.messaging import make_words
from tests.factories.promises import make_rules

NOW = payloads.START
# A mail may be read much later: it names the days without "Monday" or "tomorrow".
IN_A_MAIL = {
    "nb": "9.–10. mars",
    "da": "9.–10. marts",
    "sv": "9–10 mars",
    "zh-Hans": "3月9日至10日",
    "en": "March 9–10",
    "de": "9.–10. März",
    "fr": "9–10 mars",
}


def words_of(page: str) -> str:
    return " ".join(unescape(html.fromstring(page).text_content()).split())


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["nb", "da", "sv", "zh-Hans", "en", "de", "fr"])
def test_mail_page_api_and_shop_say_the_same_days(
    store: Store, api: KeyClient, locale: str
) -> None:
    make_words(store)
    make_rules(store)
    with time_machine.travel(NOW, tick=False):
        with store_scope(store.pk):
            HANDLERS["orders/create"](store, payloads.order(customer_locale=locale), NOW)
        sending.send_due(now=NOW, limit=10)
        with store_scope(store.pk):
            order = Order.objects.get()
            mail = MessageBody.objects.get(message=Message.objects.get()).html
            promise = promise_of(order.pk)
        page = Client().get(f"/s/{order.token}").content.decode()
        told = api.get(f"orders/{order.public_id}/promise/").json()["current"]
        asked = f"products=1001&variants=2001&quantities=2&country=NO&locale={locale}"
        shop = Client().get(f"/storefront/{store.public_id}/processing.json?{asked}").json()

    assert promise is not None
    days = days_in_words(promise, NOW.date(), locale)
    assert IN_A_MAIL[locale] in words_of(mail)
    assert days in words_of(page)
    assert any(days in sentence for sentence in shop["sentences"])
    assert (told["from_on"], told["to_on"]) == ("2026-03-09", "2026-03-10")
    assert shop["arrival"] == {"from_on": told["from_on"], "to_on": told["to_on"]}
