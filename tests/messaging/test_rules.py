"""What staff decide: who sends what, and whom nobody writes to."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import modes, queries, suppressing
from messaging.models import DeliveryMode, Suppression
from messaging.states import Mode, Reason, State, SuppressionCause
from messaging.suppressing import ReasonIsMissing
from stores.models import Store
from stores.roles import Verb
from stores.scope import store_scope
from templates_app import catalogue
from tests.factories.keys import KeyClient, make_client
from tests.factories.messaging import KIND, make_order, make_suppression, plan
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

ADDRESS = "kari@example.com"


def choose(store: Store, mode: Mode, actor: str = "Jonas Berg") -> DeliveryMode:
    return modes.set_delivery_mode(
        store=store, kind=KIND, mode=mode, actor=actor, now=timezone.now()
    )


def test_a_choice_counts_from_the_next_order_on(store: Store) -> None:
    with store_scope(store.pk):
        before = plan(make_order(store))
        choose(store, Mode.SHOPIFY_SENDS)
        after = plan(make_order(store))
        choose(store, Mode.WE_SEND)
        again = plan(make_order(store))
        before.refresh_from_db()

    assert (before.state, after.state, again.state) == (
        State.PLANNED,
        State.NOT_SENT,
        State.PLANNED,
    )
    assert after.reason == Reason.SHOPIFY_SENDS


def test_saying_the_same_again_keeps_who_said_it_first(store: Store) -> None:
    with store_scope(store.pk):
        first = choose(store, Mode.OFF, "Jonas Berg")
        same = choose(store, Mode.OFF, "Siv Aas")
        other = choose(store, Mode.WE_SEND, "Siv Aas")

    assert (same.pk, same.actor, same.changed_at) == (first.pk, "Jonas Berg", first.changed_at)
    assert (other.pk, other.actor, other.mode) == (first.pk, "Siv Aas", Mode.WE_SEND)


def test_only_what_has_words_has_a_sender(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "kind_words", lambda kind: "words" if kind == KIND else None)

    assert modes.kinds() == [KIND]
    with store_scope(store.pk), pytest.raises(modes.NothingToSend):
        modes.set_delivery_mode(
            store=store,
            kind="SHIPPING_UPDATE",
            mode=Mode.OFF,
            actor="",
            now=timezone.now(),
        )


def test_a_lifted_address_is_written_to_again_and_keeps_why(store: Store) -> None:
    with store_scope(store.pk):
        row = make_suppression(store)
        asked = {"suppression": row, "actor": "Jonas Berg", "now": timezone.now()}

        was_lifted = suppressing.lift_suppression(**asked, because="Asked\r\n for mail")  # type: ignore[arg-type]  # mixed values
        is_lifted_twice = suppressing.lift_suppression(**asked, because="Once more")  # type: ignore[arg-type]  # mixed values
        row.refresh_from_db()

        assert (was_lifted, is_lifted_twice) == (True, False)
        assert (row.lifted_by, row.lifted_because) == ("Jonas Berg", "Asked for mail")
        assert not queries.is_suppressed(store_id=store.pk, address=ADDRESS)


@pytest.mark.parametrize("because", ["", "  ", "\r\n", "\x00", "\u200b\u202e"])
def test_nothing_is_lifted_without_a_reason(store: Store, because: str) -> None:
    with store_scope(store.pk):
        row = make_suppression(store)
        with pytest.raises(ReasonIsMissing):
            suppressing.lift_suppression(
                suppression=row, actor="", because=because, now=timezone.now()
            )

        assert queries.is_suppressed(store_id=store.pk, address=ADDRESS)


def test_what_was_lifted_may_be_suppressed_and_lifted_once_more(store: Store) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        for round_ in range(3):
            at = now + timedelta(minutes=round_)
            is_new = suppressing.suppress_recipient(
                store=store, address=f" {ADDRESS.upper()}", cause=SuppressionCause.STAFF, now=at
            )
            assert is_new
            assert queries.is_suppressed(store_id=store.pk, address=ADDRESS)
            suppressing.lift_suppression(
                suppression=Suppression.objects.in_force().get(),
                actor="",
                because="Again",
                now=at,
            )

        assert Suppression.objects.of(ADDRESS).count() == 3


def test_another_cause_stays_in_force(store: Store) -> None:
    with store_scope(store.pk):
        by_hand = make_suppression(store)
        make_suppression(store, cause=SuppressionCause.HARD_BOUNCE)
        suppressing.lift_suppression(
            suppression=by_hand, actor="", because="Asked", now=timezone.now()
        )

        assert queries.is_suppressed(store_id=store.pk, address=ADDRESS)


# The API.


def test_modes_are_read_and_chosen(api: KeyClient, store: Store) -> None:
    url = f"/api/v1/stores/{store.public_id}/modes/"
    untold = api.get(url).json()

    chosen = put(api, url, {"kind": KIND, "mode": "SHOPIFY_SENDS"})

    assert [row["kind"] for row in untold["modes"]] == [str(kind) for kind in modes.kinds()]
    assert untold["modes"][0] == {
        "kind": KIND,
        "mode": "WE_SEND",
        "channels": ["EMAIL"],
        "takes_phone_as_consent": False,
        "actor": "",
        "changed_at": None,
    }
    assert chosen.status_code == 200
    now, *others = chosen.json()["modes"]
    assert others == untold["modes"][1:]
    assert (now["mode"], now["actor"]) == ("SHOPIFY_SENDS", "API key ERP")
    assert api.get(url).json() == chosen.json()
    with store_scope(store.pk):
        assert plan(make_order(store)).reason == Reason.SHOPIFY_SENDS


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": KIND},
        {"kind": KIND, "mode": "off"},
        {"kind": "LOST_UMBRELLA", "mode": "OFF"},
        {"kind": KIND, "mode": "OFF", "store": "x"},
        {"kind": [KIND], "mode": None},
    ],
)
def test_odd_choices_are_refused_and_change_nothing(
    api: KeyClient, store: Store, body: dict[str, Any]
) -> None:
    response = put(api, f"/api/v1/stores/{store.public_id}/modes/", body)

    assert refusal(response) == (422, "invalid")
    with store_scope(store.pk):
        assert not DeliveryMode.objects.exists()


def test_an_address_is_listed_once_lifted_and_listed_as_lifted(
    api: KeyClient, store: Store
) -> None:
    body = {"store": str(store.public_id), "address": "Kari@Example.com", "detail": "On the phone"}
    made = api.post("suppressions/", body)
    again = api.post("suppressions/", body)
    lift = f"suppressions/{made.json()['id']}/lift/"
    lifted = api.post(lift, {"because": "Wants mail"})
    twice = api.post(lift, {"because": "Something else"})

    assert (made.status_code, again.status_code, lifted.status_code) == (201, 200, 200)
    assert made.json() == again.json()
    assert (made.json()["address"], made.json()["actor"]) == (ADDRESS, "API key ERP")
    assert twice.json() == lifted.json()
    assert lifted.json()["lifted_because"] == "Wants mail"
    assert listed(api) == []
    assert listed(api, is_lifted="true", address="KARI@example.com") == [ADDRESS]
    assert refusal(api.post(lift, {"because": " "})) == (422, "invalid")
    assert refusal(api.post(lift, {"because": "\u202e"})) == (409, "reason-missing")


def test_suppressions_are_found_by_store_address_and_cause(api: KeyClient, store: Store) -> None:
    sister = make_store(store.agency)
    make_suppression(make_store(), "foreign@example.com")
    make_suppression(store, "old@example.com", suppressed_at=timezone.now() - timedelta(days=1))
    make_suppression(sister, "new@example.com", cause=SuppressionCause.HARD_BOUNCE)

    assert listed(api) == ["new@example.com", "old@example.com"]
    assert listed(api, store=str(sister.public_id)) == ["new@example.com"]
    assert listed(api, cause="STAFF") == ["old@example.com"]
    assert listed(api, address="ol") == []


def test_the_list_is_walked_over_all_stores(api: KeyClient, store: Store) -> None:
    sister = make_store(store.agency)
    at = timezone.now()
    wanted = [f"{number}@example.com" for number in range(7)]
    for number, address in enumerate(wanted):
        where = (store, sister)[number % 2]
        make_suppression(where, address, suppressed_at=at - timedelta(minutes=number // 2))

    seen: list[str] = []
    url: str | None = "/api/v1/suppressions/?limit=2"
    while url:
        page = api.get(url).json()
        seen += [row["address"] for row in page["results"]]
        url = page["next"]

    assert sorted(seen) == wanted
    assert len(seen) == 7


def test_foreign_stores_and_entries_are_unknown(api: KeyClient, store: Store) -> None:
    elsewhere = make_store()
    foreign = make_suppression(elsewhere)
    body = {"store": str(elsewhere.public_id), "address": ADDRESS}

    assert refusal(api.post("suppressions/", body)) == (422, "invalid")
    assert refusal(api.get("suppressions/", {"store": str(elsewhere.public_id)}))[0] == 422
    lift = api.post(f"suppressions/{foreign.public_id}/lift/", {"because": "Mine now"})
    assert refusal(lift)[0] == 404
    url = f"/api/v1/stores/{elsewhere.public_id}/modes/"
    assert refusal(api.get(url))[0] == 404
    assert refusal(put(api, url, {"kind": KIND, "mode": "OFF"}))[0] == 404
    with store_scope(elsewhere.pk):
        assert Suppression.objects.in_force().count() == 1
        assert not DeliveryMode.objects.exists()


def test_a_key_for_reading_changes_nothing(store: Store) -> None:
    reader = make_client(store.agency, [Verb.VIEW_STORES, Verb.VIEW_MESSAGES])
    url = f"/api/v1/stores/{store.public_id}/modes/"
    body = {"store": str(store.public_id), "address": ADDRESS}

    assert reader.get(url).status_code == reader.get("suppressions/").status_code == 200
    assert refusal(put(reader, url, {"kind": KIND, "mode": "OFF"})) == (403, "forbidden")
    assert refusal(reader.post("suppressions/", body)) == (403, "forbidden")


@pytest.mark.parametrize(("path", "queries_"), [("suppressions/", 2), ("stores/{}/modes/", 2)])
def test_a_page_costs_the_same_for_one_row_and_for_fifty(
    api: KeyClient, store: Store, path: str, queries_: int
) -> None:
    sister = make_store(store.agency)
    url = path.format(store.public_id)
    make_suppression(store, "first@example.com")
    api.get(url)
    with CaptureQueriesContext(connection) as for_one:
        api.get(url)
    for number in range(49):
        make_suppression((store, sister)[number % 2], f"{number}@example.com")

    with CaptureQueriesContext(connection) as for_many:
        api.get(url)

    # The key with its stores; then the page.
    assert len(for_one) - 1 == len(for_many) - 1 == queries_


def put(api: KeyClient, url: str, body: dict[str, Any]) -> Any:
    return api.put(url, body, "application/json")


def listed(api: KeyClient, **query: str) -> list[str]:
    return [row["address"] for row in api.get("suppressions/", query).json()["results"]]
