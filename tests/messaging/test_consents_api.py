"""Consents over the API and in the admin: read, written down once, and only of one's own stores."""

import pytest
from django.test import Client
from django.urls import reverse

from messaging import consenting
from messaging.models import Consent
from stores.models import Store
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.keys import make_client
from tests.factories.stores import make_member, make_store

pytestmark = pytest.mark.django_db

URL = "/api/v1/consents/"
WHO = "kari@example.com"


def said(store: Store, **more: object) -> dict[str, object]:
    return {
        "store": str(store.public_id),
        "address": " Kari@Example.com ",
        "is_given": False,
        "detail": "On the phone",
        **more,
    }


def test_a_word_is_written_down_once_and_counts(store: Store) -> None:
    api = make_client(store.agency)

    first = api.post(URL, said(store))
    again = api.post(URL, said(store))

    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["address"], first.json()["ground"]) == (WHO, "STAFF")
    rows = api.get(f"{URL}?address={WHO}").json()["results"]
    assert [(row["is_given"], row["detail"]) for row in rows] == [(False, "On the phone")]
    with store_scope(store.pk):
        assert not consenting.has_agreed(
            store_id=store.pk, channel="EMAIL", address=WHO, ticked=True
        )


def test_a_number_is_kept_as_it_is_dialled(store: Store) -> None:
    api = make_client(store.agency)

    answer = api.post(URL, said(store, channel="SMS", address="+47 912 34 567", is_given=True))

    assert answer.json()["address"] == "+4791234567"


@pytest.mark.parametrize(
    ("channel", "address"), [("EMAIL", "kari"), ("SMS", "91234567"), ("SMS", WHO), ("EMAIL", "+47")]
)
def test_what_is_no_address_is_refused_in_words(store: Store, channel: str, address: str) -> None:
    answer = make_client(store.agency).post(URL, said(store, channel=channel, address=address))

    assert (answer.status_code, answer.json()["code"]) == (409, "address-missing")


def test_order_mail_is_nothing_to_agree_to(store: Store) -> None:
    api = make_client(store.agency)

    answer = api.post(URL, said(store, purpose="ORDERS"))

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-agree")
    text = said(store, purpose="ORDERS", channel="SMS", address="+4791234567")
    assert api.post(URL, text).status_code == 201


def test_other_stores_are_unknown(store: Store) -> None:
    stranger = make_store()
    make_client(stranger.agency).post(URL, said(stranger))
    api = make_client(store.agency)

    assert api.post(URL, said(stranger)).status_code == 422
    assert api.get(URL).json()["results"] == []


def test_staff_write_down_what_they_were_told(store: Store, client: Client) -> None:
    client.force_login(make_member(store.agency, Role.SUPPORT))
    form = {
        "store": store.pk,
        "channel": "EMAIL",
        "address": WHO,
        "purpose": "MARKETING",
        "said": "no",
        "detail": "On the phone",
    }

    wrong = client.post(reverse("admin:messaging_consent_add"), {**form, "address": "kari"})
    right = client.post(reverse("admin:messaging_consent_add"), form, follow=True)

    assert "Give an e-mail address" in wrong.content.decode()
    assert "It counts from now on" in right.content.decode()
    with store_scope(store.pk):
        assert list(Consent.objects.values_list("address", "is_given")) == [(WHO, False)]
