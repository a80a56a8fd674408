"""`manage.py simulate` plays a shop towards the running product."""

import io

import pytest
from django.core.management import CommandError, call_command

from intake.models import Webhook
from messaging.models import Message
from notifyhub.demo.shops.qinghe_tea import QINGHE_TEA
from stores.models import Agency, Store
from stores.scope import store_scope
from tests.factories.messaging import make_words
from tests.factories.stores import make_store
from tests.journeys.house import House


def test_a_burst_with_repetitions_and_forgeries_ends_in_one_mail_an_order(
    house: House, agency: Agency
) -> None:
    store = make_store(agency, shop_domain=QINGHE_TEA.shop_domain, currency="CNY", locale="zh-Hans")
    make_words(store)

    said = _simulate(
        "--store=qinghe-tea", f"--url={house.url}", "--burst", "--count=6",
        "--duplicates=0.5", "--forge=0.5", "--shuffle",
    )  # fmt: skip

    assert "401: " in said
    with store_scope(store.pk):
        sent = Message.objects.filter(state="SENT")
        told = f"{sent.count()} mails went out for 6 orders"
        assert told in said, said
        assert Message.objects.count() == 6
        assert set(sent.values_list("locale", flat=True)) == {"zh-Hans"}
        assert not Webhook.objects.exclude(state="DONE").exists()


def test_another_machine_is_posted_to_only_when_that_is_meant(store: Store) -> None:
    with pytest.raises(CommandError, match="not this machine"):
        _simulate(f"--store={store.public_id}", "--url=https://shop.example")


def test_a_store_that_is_not_there_is_named_with_those_that_are(store: Store) -> None:
    with pytest.raises(CommandError, match=store.shop_domain):
        _simulate("--store=nothing")


def test_a_store_of_ones_own_needs_to_be_told_what_it_sells(store: Store) -> None:
    with pytest.raises(CommandError, match="--as"):
        _simulate(f"--store={store.public_id}")


def _simulate(*arguments: str) -> str:
    out = io.StringIO()
    call_command("simulate", *arguments, stdout=out)
    return out.getvalue()
