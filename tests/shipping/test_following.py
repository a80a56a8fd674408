"""With whom a parcel is: what Shopify, staff and the number say, and where it is followed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.topics import HANDLERS
from shipping.following import candidates_of, carrier_of, habit_of, link_of, settle
from shipping.models import Carrier, CarrierGround, Parcel
from shipping.own_carriers import CarrierDraft, add_carrier
from stores.models import Store
from stores.scope import Scope, store_scope
from tests.factories import payloads
from tests.factories.orders import make_order
from tests.factories.stores import make_store

NOW = payloads.START + timedelta(days=1)


def arrive(store: Store, *numbers: str, company: str | None = "", **fields: Any) -> list[Parcel]:
    """Shopify tells of a fulfilment with these numbers."""
    body = payloads.fulfilment(
        tracking_numbers=list(numbers), tracking_urls=[], tracking_company=company, **fields
    )
    HANDLERS["fulfillments/create"](store, body, NOW)
    return list(Parcel.objects.select_related("own_carrier").order_by("position"))


def keep(store: Store, **fields: Any) -> Parcel:
    return Parcel.objects.create(store=store, order=make_order(store), **fields)


def test_what_shopify_names_is_kept_whatever_the_number_says(store: Store, inside: Scope) -> None:
    (parcel,) = arrive(store, "RR123456785SE", company="DHL Express")

    assert (parcel.carrier, parcel.carrier_ground) == ("dhl_express", CarrierGround.SHOPIFY)
    assert carrier_of(parcel) == "DHL Express"
    assert link_of(parcel).startswith("https://www.dhl.com/")


@pytest.mark.parametrize("company", ["", None, "Other"])
def test_a_number_of_one_carrier_alone_says_it_where_nobody_did(
    company: str | None, store: Store, inside: Scope
) -> None:
    (parcel,) = arrive(store, "RR123456785SE", company=company)

    assert (parcel.carrier, parcel.carrier_ground) == ("postnord_se", CarrierGround.NUMBER)
    assert carrier_of(parcel) == "PostNord Sverige"
    assert link_of(parcel) == "https://tracking.postnord.com/se/?id=RR123456785SE"


def test_an_ambiguous_number_is_left_open_and_asked(store: Store, inside: Scope) -> None:
    (parcel,) = arrive(store, "00370722400123456781")

    assert (parcel.carrier, parcel.carrier_ground) == ("", "")
    assert (carrier_of(parcel), link_of(parcel)) == ("", "")
    listed = [one.code for one in candidates_of(parcel, destination="NO")]
    assert listed[:2] == ["bring", "postnord_no"]


def test_a_name_that_nobody_knows_is_shown_as_it_came(store: Store, inside: Scope) -> None:
    (parcel,) = arrive(store, "KB-77", company="Kari's boat")

    assert (parcel.carrier, parcel.carrier_ground) == ("", CarrierGround.SHOPIFY)
    assert (carrier_of(parcel), link_of(parcel)) == ("Kari's boat", "")


def test_a_name_of_the_stores_own_carriers_leads_to_its_address(
    store: Store, inside: Scope
) -> None:
    draft = CarrierDraft(name="Kari's boat", url_template="https://boat.example/?id={number}#top")
    add_carrier(store=store, draft=draft, actor="Kari", now=NOW)

    (parcel,) = arrive(store, "KB/77 a", company="KARI'S BOAT")

    assert carrier_of(parcel) == "Kari's boat"
    assert link_of(parcel) == "https://boat.example/?id=KB%2F77%20a#top"


def test_another_stores_carrier_is_not_found_by_its_name(store: Store, inside: Scope) -> None:
    sister = make_store(store.agency, name="Sister")
    with store_scope(sister.pk):
        Carrier.objects.create(store=sister, name="Kari's boat", created_at=NOW)

    (parcel,) = arrive(store, "KB77", company="Kari's boat")

    assert parcel.own_carrier is None


def test_what_staff_said_stays_when_shopify_speaks_again(store: Store, inside: Scope) -> None:
    arrive(store, "RR123456785SE", company="DHL Express")
    Parcel.objects.update(carrier="bring", carrier_ground=CarrierGround.STAFF)

    (parcel,) = arrive(store, "RR123456785SE", company="UPS", updated_at=payloads.at(70))

    assert (parcel.carrier, parcel.carrier_ground) == ("bring", CarrierGround.STAFF)
    assert carrier_of(parcel) == "Bring"


def test_a_new_number_settles_anew(store: Store, inside: Scope) -> None:
    arrive(store, "RR123456785SE")

    (parcel,) = arrive(store, "320610804902", updated_at=payloads.at(70))

    assert (parcel.carrier, parcel.carrier_ground) == ("", "")


@pytest.mark.parametrize(
    ("url", "ground", "link"),
    [
        ("https://given.example/1", "SHOPIFY", "https://given.example/1"),
        ("https://given.example/1", "STAFF", "https://www.ups.com/track?tracknum=1Z999"),
        ("http://given.example/1", "SHOPIFY", "https://www.ups.com/track?tracknum=1Z999"),
        ("javascript:alert(1)", "SHOPIFY", "https://www.ups.com/track?tracknum=1Z999"),
        ("", "NUMBER", "https://www.ups.com/track?tracknum=1Z999"),
    ],
)
def test_which_address_leads_to_a_parcel(
    url: str, ground: str, link: str, store: Store, inside: Scope
) -> None:
    parcel = keep(store, number="1Z 999", carrier="ups", carrier_ground=ground, url=url)

    assert link_of(parcel) == link


def test_an_address_that_is_not_https_is_better_than_none(store: Store, inside: Scope) -> None:
    parcel = keep(store, number="77", url="http://given.example/77")

    assert link_of(parcel) == "http://given.example/77"


def test_a_parcel_whose_number_was_erased_has_no_link(store: Store, inside: Scope) -> None:
    assert link_of(keep(store, number="", carrier="ups", carrier_ground="NUMBER")) == ""


def test_the_habit_of_a_store_is_one_bounded_query(store: Store, inside: Scope) -> None:
    sister = make_store(store.agency, name="Sister")
    order = make_order(store)
    codes = ["bring"] * 3 + ["ups"] + [""] * 4
    Parcel.objects.bulk_create(
        Parcel(store=store, order=order, carrier=code, created_at=NOW) for code in codes
    )
    with store_scope(sister.pk):
        keep(sister, carrier="gls")

    with CaptureQueriesContext(connection) as asked:
        habit = habit_of(store.pk)

    assert habit == {"bring": 0.75, "ups": 0.25}
    assert len(asked) == 1
    assert "LIMIT 200" in asked[0]["sql"]


def test_settling_costs_a_statement_for_each_carrier_not_for_each_parcel(
    store: Store, inside: Scope
) -> None:
    order = make_order(store)
    rows = Parcel.objects.bulk_create(
        Parcel(store=store, order=order, number=number, company=company)
        for number, company in [("RR123456785SE", ""), ("A", "UPS"), ("B", "Boat")] * 20
    )

    with CaptureQueriesContext(connection) as asked:
        settle(rows)

    assert len(asked) == 4  # the store's own carriers by name, and three verdicts
    settle([])
