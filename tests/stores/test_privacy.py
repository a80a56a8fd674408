"""Who decided what a store sees of its readers, when, and on what ground."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stores import privacy
from stores.models import Store, TrackingDecision, TrackingMode, User
from stores.privacy import BasisMissing, Choice, NoDomain
from stores.scope import store_scope
from tests.factories.keys import KeyClient
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

BASIS = "Agreed to at the checkout"


@pytest.fixture
def undecided() -> Store:
    return make_store(tracking_mode="", country="DE")


def decide(store: Store, mode: str, basis: str = "") -> bool:
    with store_scope(store.pk):
        return privacy.decide_tracking(
            store=store, choice=Choice(mode, basis), actor="Mina", now=timezone.now()
        )


def decisions(store: Store) -> list[tuple[str, str, str]]:
    with store_scope(store.pk):
        rows = TrackingDecision.objects.order_by("pk")
        return list(rows.values_list("mode", "basis", "actor"))


def test_each_decision_is_kept_with_its_ground(undecided: Store) -> None:
    assert undecided.tracks is TrackingMode.AGGREGATE

    assert decide(undecided, "INDIVIDUAL", f" {BASIS} ")
    assert not decide(undecided, "INDIVIDUAL", BASIS)
    assert decide(undecided, "INDIVIDUAL", "By contract")
    assert decide(undecided, "")

    assert decisions(undecided) == [
        ("INDIVIDUAL", BASIS, "Mina"),
        ("INDIVIDUAL", "By contract", "Mina"),
        ("", "", "Mina"),
    ]
    assert undecided.tracks is TrackingMode.AGGREGATE


def test_nobody_sees_each_reader_without_a_ground(undecided: Store) -> None:
    with pytest.raises(BasisMissing):
        decide(undecided, "INDIVIDUAL", "  ")
    with store_scope(undecided.pk), pytest.raises(IntegrityError), transaction.atomic():
        TrackingDecision.objects.create(
            store=undecided, mode="INDIVIDUAL", basis="", actor="x", at=timezone.now()
        )

    assert decisions(undecided) == []


@pytest.mark.parametrize(
    "domain",
    ["", "shop", "https://shop.example", "shop.example/a", "a b.example", "-a.example", "."],
)
def test_what_is_no_domain_is_refused(undecided: Store, domain: str) -> None:
    with store_scope(undecided.pk), pytest.raises(NoDomain):
        privacy.name_links(store=undecided, is_tagged=True, domains=[domain])


def test_a_stores_own_hosts_are_those_it_has_and_those_it_names(undecided: Store) -> None:
    with store_scope(undecided.pk):
        assert privacy.name_links(
            store=undecided, is_tagged=True, domains=["Garn.Example.", "garn.example"]
        )
        assert not privacy.name_links(store=undecided, is_tagged=True, domains=["garn.example"])

    assert undecided.link_domains == ["garn.example"]
    assert {"garn.example", "www.garn.example", undecided.shop_domain} <= undecided.link_hosts


def test_it_is_decided_on_the_stores_page(client: Client, owner: User, store: Store) -> None:
    client.force_login(owner)
    url = reverse("admin:stores_store_change", args=[store.pk])
    form = client.get(url).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {"sends_from_at_0": "2020-01-01", "sends_from_at_1": "00:00", "shop_domains": ""}

    refused = client.post(url, {**data, "seeing": "INDIVIDUAL", "basis": ""})
    kept = client.post(
        url, {**data, "seeing": "INDIVIDUAL", "basis": BASIS, "shop_domains": "garn.example"}
    )

    assert "needs a legal basis" in refused.content.decode()
    assert kept.status_code == 302, kept.context["adminform"].form.errors
    assert decisions(store) == [("INDIVIDUAL", BASIS, owner.get_full_name())]
    page = client.get(url).content.decode()
    assert BASIS in page
    assert "garn.example" in page


def test_it_is_decided_by_the_api(api: KeyClient, store: Store) -> None:
    path = f"stores/{store.public_id}/seeing/"

    def put(**wanted: Any) -> Any:
        return api.put(path, wanted, "application/json").json()

    assert put(mode="INDIVIDUAL")["code"] == "basis-missing"
    assert put(link_domains=["https://x"])["code"] == "no-domain"
    said = put(mode="INDIVIDUAL", basis=BASIS, link_domains=["garn.example"])

    assert (said["decided"], said["in_force"], said["basis"]) == ("INDIVIDUAL", "INDIVIDUAL", BASIS)
    assert said["link_domains"] == ["garn.example"]
    assert said["decided_by"]
    assert api.get(path).json() == said
    off = put(mode="OFF")
    assert (off["in_force"], off["link_domains"]) == ("OFF", ["garn.example"])
