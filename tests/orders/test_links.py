"""A status page gets another address, and the old one opens nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders.links import LinkNotRenewed, renew_link
from orders.models import Activity, Order
from stores.models import Store, User
from stores.roles import Verb
from stores.scope import store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.problems import refusal

pytestmark = pytest.mark.django_db


def test_the_old_link_is_unknown_and_the_new_one_opens(client: Client, store: Store) -> None:
    order = make_order(store)
    old = order.token

    with store_scope(store.pk):
        new = renew_link(
            order=order, actor="Mina", because="  Posted\nin public ", now=timezone.now()
        )

    assert client.get(f"/s/{old}").status_code == 404
    assert client.get(f"/s/{new}").status_code == 200
    with store_scope(store.pk):
        told = Activity.objects.get(kind="LINK_RENEWED")
    assert (told.actor, told.data) == ("Mina", {"because": "Posted in public"})
    assert new not in str(told.__dict__)
    assert old not in str(told.__dict__)


@pytest.mark.parametrize("because", ["", " ", "x" * 501])
def test_a_reason_is_given(store: Store, because: str) -> None:
    order = make_order(store)
    old = order.token

    with store_scope(store.pk), pytest.raises(LinkNotRenewed):
        renew_link(order=order, actor="Mina", because=because, now=timezone.now())

    with store_scope(store.pk):
        assert Order.objects.get(pk=order.pk).token == old


def test_an_erased_order_gets_no_link(store: Store) -> None:
    order = make_order(store)

    with store_scope(store.pk):
        Order.objects.filter(pk=order.pk).update(redacted_at=timezone.now())
        with pytest.raises(LinkNotRenewed):
            renew_link(order=order, actor="Mina", because="x", now=timezone.now())


def test_a_program_renews_it(api: KeyClient, store: Store, client: Client) -> None:
    order = make_order(store)

    answer = api.post(f"orders/{order.public_id}/renew-link/", {"because": "Leaked"})

    assert answer.status_code == 200, answer.content
    token = answer.json()["status_url"].rpartition("/s/")[2]
    assert token != order.token
    assert client.get(f"/s/{token}").status_code == 200


def test_a_key_that_only_reads_does_not(store: Store) -> None:
    order = make_order(store)
    reader = make_client(store.agency, verbs=[Verb.VIEW_ORDERS])

    answer = reader.post(f"orders/{order.public_id}/renew-link/", {"because": "Leaked"})

    assert refusal(answer) == (403, "forbidden")


def test_staff_renew_it_and_the_timeline_says_so(client: Client, store: Store, owner: User) -> None:
    order = make_order(store)
    client.force_login(owner)

    client.post(reverse("admin:orders_order_link", args=[order.pk]), {"because": "Leaked"})
    page = client.get(reverse("admin:orders_order_change", args=[order.pk])).content.decode()

    assert "The status page got a new link" in page
    assert "Leaked" in page
    with store_scope(store.pk):
        assert Order.objects.get(pk=order.pk).token != order.token
