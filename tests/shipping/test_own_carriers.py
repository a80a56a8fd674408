"""A store's own carriers: which addresses a buyer may be sent to, and what becomes of the rest."""

from typing import Any

import pytest
from django.utils import timezone

from shipping import own_carriers
from shipping.models import Carrier
from shipping.own_carriers import CarrierDraft, CarrierRefused, checked_template
from stores.models import Store
from stores.scope import Scope, store_scope
from tests.factories.keys import KeyClient
from tests.factories.stores import make_agency, make_store
from tests.problems import refusal

GOOD = "https://fjordbud.example/track?id={number}"


def draft(**fields: Any) -> CarrierDraft:
    return CarrierDraft(**{"name": "Fjordbud", "url_template": GOOD, **fields})


def add(store: Store, **fields: Any) -> tuple[Carrier, bool]:
    return own_carriers.add_carrier(
        store=store, draft=draft(**fields), actor="Jonas", now=timezone.now()
    )


@pytest.mark.parametrize(
    "template",
    [
        GOOD,
        "https://sub.fjordbud.example:8443/a/{number}/b#{}".replace("{}", "x"),
        "https://blåbær.example/{number}",
        "  https://fjordbud.example/#/{number} ",
        "",
    ],
)
def test_addresses_that_buyers_can_follow_are_kept(template: str) -> None:
    assert checked_template(template) == template.strip()


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("http://fjordbud.example/{number}", "https://"),
        ("javascript:alert({number})//a.b", "https://"),
        ("//fjordbud.example/{number}", "https://"),
        ("https://fjordbud.example/", "once"),
        ("https://fjordbud.example/{number}/{number}", "once"),
        ("https://fjordbud.example/{number}/{name}", "braces"),
        ("https://fjordbud.example/%s", "once"),
        ("https://kari:secret@fjordbud.example/{number}", "password"),
        ("https://good.example@evil.example/{number}", "user name"),
        ("https://{number}.example/", "host"),
        ("https://localhost/{number}", "public"),
        ("https://intranet/{number}", "public"),
        ("https://printer.local/{number}", "public"),
        ("https://box.home.arpa/{number}", "public"),
        ("https://127.0.0.1/{number}", "public"),
        ("https://10.0.0.7/{number}", "public"),
        ("https://192.168.1.1/{number}", "public"),
        ("https://0x7f.1/{number}", "public"),
        ("https://2130706433/{number}", "public"),
        ("https://[::1]/{number}", "public"),
        ("https://[fd00::1]/{number}", "public"),
        ("https://a..b/{number}", "public"),
        ("https://-a.example/{number}", "public"),
        ("https:///x/{number}", "public"),
        ("https://a.example:port/{number}", "read"),
        ("https://[a.example/{number}", "read"),
        ("https://a.example/ b/{number}", "blanks"),
        ("https://a.example\\@b.example/{number}", "blanks"),
        ("https://a.example/\u202e{number}", "blanks"),
        ("https://a.example/{number}\r\nX: y", "blanks"),
        (f"https://a.example/{{number}}/{'x' * 500}", "500"),
    ],
)
def test_addresses_that_buyers_may_not_be_sent_to_are_refused(template: str, words: str) -> None:
    with pytest.raises(CarrierRefused, match=words) as refused:
        checked_template(template)

    assert refused.value.field == "url_template"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "name that buyers know"),
        ("\u202eBoat", "name that buyers know"),
        ("Other", "names no carrier"),
        ("ups", "UPS is known already"),
        ("x" * 101, "101"),
    ],
)
def test_names_that_say_nothing_or_are_known_are_refused(name: str, words: str) -> None:
    with pytest.raises(CarrierRefused, match=words):
        own_carriers.checked(draft(name=name))


def test_a_carrier_known_by_name_alone_may_get_an_address() -> None:
    assert own_carriers.checked(draft(name="Budbee"))["url_template"] == GOOD


def test_a_carrier_is_added_once_changed_retired_and_brought_back(
    store: Store, inside: Scope
) -> None:
    carrier, is_new = add(store)
    assert is_new
    assert add(store) == (carrier, False)
    with pytest.raises(CarrierRefused, match="already"):
        add(store, name="FJORDBUD", phone="1")

    own_carriers.change_carrier(carrier=carrier, draft=draft(phone="+47 22"))
    assert own_carriers.retire_carrier(carrier=carrier)
    assert not own_carriers.retire_carrier(carrier=carrier)

    back, is_new = add(store, name="Fjordbud AS"[:8])
    assert (back.pk, is_new, back.is_retired) == (carrier.pk, True, False)
    assert Carrier.objects.count() == 1


def test_two_carriers_of_a_store_never_have_one_name(store: Store, inside: Scope) -> None:
    add(store)
    boat, _ = add(store, name="Boat")

    with pytest.raises(CarrierRefused, match="this name"):
        own_carriers.change_carrier(carrier=boat, draft=draft(name="fjordbud"))


def test_a_store_has_only_so_many(
    store: Store, inside: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_carriers, "MOST_CARRIERS", 1)
    add(store)

    with pytest.raises(CarrierRefused, match="at most"):
        add(store, name="Boat")


def test_programs_add_change_list_and_retire(store: Store, api: KeyClient) -> None:
    body = {"store": str(store.public_id), "name": "Fjordbud", "url_template": GOOD}
    made = api.post("carriers/", body)
    again = api.post("carriers/", body)
    assert (made.status_code, again.status_code) == (201, 200)

    url = f"/api/v1/carriers/{made.json()['id']}/"
    changed = api.patch(url, {"phone": "+47 22"}, "application/json").json()
    assert (changed["phone"], changed["url_template"]) == ("+47 22", GOOD)
    refused = api.patch(url, {"url_template": "http://a.b/{number}"}, "application/json")
    assert refusal(refused) == (409, "carrier-refused")
    assert api.delete(url).json()["is_retired"] is True
    assert api.get("carriers/?is_retired=false").json()["results"] == []
    assert [row["name"] for row in api.get("carriers/").json()["results"]] == ["Fjordbud"]


def test_programs_ask_whose_parcel_a_number_is(store: Store, api: KeyClient) -> None:
    sure = api.post("carriers/detect/", {"number": "lx123456785no", "country": "no"}).json()
    open_ = api.post(
        "carriers/detect/", {"number": "370722400123456781", "store": str(store.public_id)}
    ).json()

    assert (sure["carrier"]["code"], sure["carrier"]["is_checked"]) == ("posten", True)
    assert open_["carrier"] is None
    assert {one["code"] for one in open_["candidates"]} == {"bring", "postnord_no"}


def test_programs_read_the_table(api: KeyClient) -> None:
    rows = {row["code"]: row for row in api.get("carriers/known/").json()["results"]}

    assert rows["bring"] == {"code": "bring", "name": "Bring", "has_link": True}
    assert rows["budbee"]["has_link"] is False


def test_a_foreign_store_gets_no_carrier(api: KeyClient) -> None:
    foreign = make_store(make_agency(), name="Foreign")
    body = {"store": str(foreign.public_id), "name": "Fjordbud"}

    assert api.post("carriers/", body).status_code == 422
    asked = {"number": "1", "store": str(foreign.public_id)}
    assert api.post("carriers/detect/", asked).status_code == 422
    with store_scope(foreign.pk):
        assert not Carrier.objects.exists()
