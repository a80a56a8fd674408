"""The pages of wrong addresses and of incidents: what they say, do with one click, and cost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analytics.models import Incident
from common.merging import FEW_OWNERS
from messaging.models import Message, RescueCase, RescueState
from messaging.states import State
from stores.models import Agency, Store, User
from stores.scope import store_scope
from tests.factories.keys import KeyClient
from tests.factories.messaging import make_rescue_case, make_words
from tests.factories.stores import make_store
from tests.factories.worlds import make_message, make_order
from tests.problems import refusal

pytestmark = pytest.mark.django_db

LIST = "/admin/addresses/"
GMAIL = "anna@gmail.com"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def returned(store: Store, **fields: Any) -> RescueCase:
    """An order whose confirmation came back."""
    message = make_message(make_order(store), State.FAILED, recipient="anna@gnail.com")
    assert message.order is not None
    return make_rescue_case(message.order, message=message, **fields)


def state_of(case: RescueCase) -> str:
    with store_scope(case.store_id):
        return RescueCase.objects.get(pk=case.pk).state


def cost_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as said:
        assert client.get(url).status_code == 200
    return len(said)


def test_the_queue_stands_oldest_first_over_all_stores(
    agency: Agency, store: Store, staff: Client
) -> None:
    now = timezone.now()
    young = returned(store, suggestion="", score=0, detail="550 5.1.1 Nobody", opened_at=now)
    old = returned(make_store(agency, name="Lyng"), opened_at=now - timedelta(hours=5))

    page = staff.get(LIST).content.decode()

    assert page.index(str(old.order)) < page.index(str(young.order))
    assert "2 addresses wait for you." in page
    assert "1 is probably a typing error." in page
    assert GMAIL in page
    assert "550 5.1.1 Nobody" in page
    assert "Lyng" in page


def test_filters_narrow_and_what_is_no_choice_finds_nothing(
    agency: Agency, store: Store, staff: Client
) -> None:
    spam = returned(store, cause="COMPLAINED")
    other = returned(make_store(agency), cause="BOUNCED")

    by_cause = staff.get(LIST, {"cause": "COMPLAINED"}).content.decode()
    by_store = staff.get(LIST, {"store": other.store_id}).content.decode()
    nothing = [staff.get(LIST, {name: "7'x"}).content.decode() for name in ("cause", "store")]

    assert str(spam.order) in by_cause
    assert str(other.order) not in by_cause
    assert str(other.order) in by_store
    assert str(spam.order) not in by_store
    assert all("No address waits for you." in page for page in nothing)


def test_pages_follow_each_other_without_a_row_twice(
    store: Store, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.rescue.ON_A_PAGE", 2)
    now = timezone.now()
    cases = [returned(store, opened_at=now - timedelta(hours=5 - at)) for at in range(5)]
    seen: list[str] = []
    url = LIST

    while url:
        page = staff.get(url)
        seen += [str(row.case.order) for row in page.context["rows"]]
        url = LIST + page.context["more"] if page.context["more"] else ""

    assert seen == [str(case.order) for case in cases]


def test_one_click_corrects_and_sends_once(store: Store, staff: Client) -> None:
    make_words(store)
    case = returned(store)
    url = reverse("admin:rescue_mend", args=[case.pk])

    first = staff.post(url, {"address": GMAIL}, follow=True).content.decode()
    again = staff.post(url, {"address": GMAIL}, follow=True).content.decode()

    assert f"it goes to {GMAIL} now" in first
    assert "decided before" in again
    assert state_of(case) == RescueState.MENDED
    with store_scope(store.pk):
        assert Message.objects.filter(recipient=GMAIL).count() == 1


def test_a_refusal_is_said_and_the_case_stays(store: Store, staff: Client) -> None:
    case = returned(store)

    page = staff.post(
        reverse("admin:rescue_mend", args=[case.pk]), {"address": "nobody"}, follow=True
    ).content.decode()

    assert "not spelled as one" in page
    assert state_of(case) == RescueState.OPEN


def test_all_shown_suggestions_are_taken_with_one_button_and_no_others(
    store: Store, staff: Client
) -> None:
    make_words(store)
    shown, unsure = returned(store), returned(store, score=0.6)

    page = staff.get(LIST)
    assert [row.case.pk for row in page.context["probable"]] == [shown.pk]
    staff.post(reverse("admin:rescue_mend_all"), {"case": [shown.pk, "x", "9" * 30]})

    assert (state_of(shown), state_of(unsure)) == (RescueState.MENDED, RescueState.OPEN)


def test_leaving_it_as_it_is_keeps_the_reason(store: Store, staff: Client) -> None:
    case = returned(store)

    staff.post(reverse("admin:rescue_dismiss", args=[case.pk]), {"because": "She works there"})

    with store_scope(store.pk):
        row = RescueCase.objects.get(pk=case.pk)
    assert (row.state, row.because) == (RescueState.DISMISSED, "She works there")


def test_the_orders_page_asks_whether_they_meant_it(store: Store, staff: Client) -> None:
    case = returned(store)
    page = reverse("admin:orders_order_change", args=[case.order_id])

    said = staff.get(page).content.decode()
    back = staff.post(
        reverse("admin:rescue_mend", args=[case.pk]), {"address": "nobody", "next": page}
    )

    assert f'Did they mean <bdi dir="ltr">{GMAIL}</bdi>?' in said
    assert "550 5.1.1 No such user" in said
    assert back.headers["Location"] == page


def test_nobody_is_led_elsewhere(store: Store, staff: Client) -> None:
    case = returned(store)

    back = staff.post(
        reverse("admin:rescue_dismiss", args=[case.pk]), {"next": "https://evil.example/"}
    )

    assert back.headers["Location"] == LIST


def test_the_queue_costs_the_same_for_a_few_and_for_forty(
    agency: Agency, store: Store, staff: Client
) -> None:
    for _ in range(FEW_OWNERS):
        returned(make_store(agency))
    returned(store)
    for_few = cost_of(staff, LIST)
    for _ in range(19):
        returned(store)
        returned(make_store(agency))

    assert for_few == cost_of(staff, LIST) == 7


def incident(agency: Agency, store: Store | None, **fields: Any) -> Incident:
    now = timezone.now()
    return Incident.objects.create(
        **{
            "agency": agency,
            "store": store,
            "measure": "BOUNCES",
            "since_at": now,
            "tried_count": 50,
            "troubled_count": 15,
            "usual_rate": 0.02,
            "opened_at": now,
            **fields,
        }
    )


def test_an_incident_leads_the_start_page_until_somebody_notes_it(
    agency: Agency, store: Store, staff: Client
) -> None:
    with store_scope(store.pk):
        row = incident(agency, store)
    words = "Fjell &amp; Garn: 15 of 50 messages came back; usual is up to 2 %."

    before = staff.get("/admin/").content.decode()
    staff.post(reverse("admin:incidents_note", args=[row.pk]))
    after = staff.get("/admin/").content.decode()
    listed = staff.get("/admin/incidents/").content.decode()

    assert words in before.partition("<h1>")[2].partition("</h1>")[0]
    assert words not in after
    assert words in listed
    assert "Noted by" in listed


def test_incidents_cost_the_same_for_one_and_for_many(
    agency: Agency, store: Store, staff: Client
) -> None:
    with store_scope(store.pk):
        incident(agency, store)
        for_one = cost_of(staff, "/admin/incidents/")
        for number in range(60):
            incident(agency, None, domain=f"{number}.example")

    assert for_one == cost_of(staff, "/admin/incidents/") == 6
    assert "older=" in staff.get("/admin/incidents/").content.decode()


def test_programs_mend_and_dismiss(api: KeyClient, store: Store) -> None:
    make_words(store)
    case, other = returned(store), returned(store, suggestion="", score=0)

    listed = api.get("rescue-cases/").json()["results"]
    empty = refusal(api.post(f"rescue-cases/{other.public_id}/mend/", {}))
    mended = api.post(f"rescue-cases/{case.public_id}/mend/", {}).json()
    twice = api.post(f"rescue-cases/{case.public_id}/mend/", {}).json()
    left = api.post(f"rescue-cases/{other.public_id}/dismiss/", {"because": "Right"}).json()
    closed = api.get("rescue-cases/", {"state": "MENDED"}).json()["results"]

    assert {one["id"] for one in listed} == {str(case.public_id), str(other.public_id)}
    assert empty == (409, "recipient-cannot-be-written-to")
    assert (mended["state"], bool(mended["correction"])) == ("MENDED", True)
    assert twice == mended
    assert (left["state"], left["because"]) == ("DISMISSED", "Right")
    assert [one["id"] for one in closed] == [str(case.public_id)]


def test_programs_read_incidents(api: KeyClient, agency: Agency, store: Store) -> None:
    with store_scope(store.pk):
        row = incident(agency, store)
        incident(agency, None, domain="gmx.de", closed_at=timezone.now())

    (going_on,) = api.get("incidents/", {"is_open": "true"}).json()["results"]
    everything = api.get("incidents/").json()["results"]

    assert going_on["id"] == str(row.public_id)
    assert going_on["explanation"].startswith("Fjell & Garn: 15 of 50 messages came back")
    assert [one["domain"] for one in everything] == ["gmx.de", ""]
