"""The pages of endpoints: made, changed, paused, tried; what stands in them for whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from outbound.models import Delivery, Endpoint, EndpointState, Replay
from stores.models import Agency, Store
from stores.roles import Role
from stores.scope import every_store
from tests.desk.endpoints import make_delivery, make_endpoint
from tests.factories.stores import make_member, make_store

pytestmark = pytest.mark.django_db

LIST = reverse("admin:endpoints_changelist")
ADD = reverse("admin:endpoints_add")
URL = "https://hooks.warehouse.example/orders"


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = False


@pytest.fixture
def manager(agency: Agency) -> Client:
    return logged_in(agency, Role.MANAGER)


def logged_in(agency: Agency, role: Role, **fields: Any) -> Client:
    client = Client()
    client.force_login(make_member(agency, role, **fields))
    return client


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def address(name: str, row: Endpoint | Delivery | Replay) -> str:
    return reverse(f"admin:endpoints_{name}", args=[row.public_id])


def again(row: Endpoint) -> Endpoint:
    with every_store(because="a test looks"):
        row.refresh_from_db()
    return row


def the_one() -> Endpoint:
    with every_store(because="a test looks"):
        return Endpoint.objects.get()


def test_an_empty_list_explains_itself_and_offers_the_next_step(
    manager: Client, agency: Agency
) -> None:
    page = text(manager.get(LIST))

    assert "No other program is told of anything." in page
    assert "No endpoint yet" in page
    assert ADD in page
    seen = text(logged_in(agency, Role.ANALYST).get(LIST))
    assert "No endpoint yet" in seen
    assert ADD not in seen


def test_an_endpoint_is_made_and_its_secret_shown_this_once(manager: Client) -> None:
    wanted = {"url": URL, "description": "Labels", "store": "agency", "which": "all"}

    made = manager.post(ADD, wanted)

    endpoint = the_one()
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    assert endpoint.secret.startswith("whsec_")
    assert endpoint.secret in text(made)
    assert "not shown again" in text(made)
    assert (endpoint.url, endpoint.description, endpoint.kinds) == (URL, "Labels", [])
    for page in (LIST, address("change", endpoint), address("edit", endpoint)):
        assert endpoint.secret not in text(manager.get(page))
        assert "Labels" in text(manager.get(page))


def test_only_the_chosen_events_of_one_store(manager: Client, store: Store) -> None:
    manager.post(
        ADD,
        {
            "url": URL,
            "store": store.pk,
            "which": "some",
            "kinds": ["MESSAGE_BOUNCED", "ORDER_PLACED"],
        },
    )

    endpoint = the_one()
    assert endpoint.store_id == store.pk
    assert endpoint.kinds == ["ORDER_PLACED", "MESSAGE_BOUNCED"]
    page = text(manager.get(address("change", endpoint)))
    assert "order.placed" in page
    assert "message.bounced" in page
    form = text(manager.get(address("edit", endpoint)))
    assert 'value="ORDER_PLACED" checked' in form
    assert 'value="ORDER_PAID">' in form


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": ""}, "Say where the other program listens."),
        ({"url": "http://hooks.example.com/"}, "has to begin with https://"),
        ({"url": "https://10.0.0.1/"}, "whole internet reaches"),
        ({"url": "https://[::ffff:169.254.169.254]/"}, "whole internet reaches"),
        ({"url": "https://u:p@hooks.example.com/"}, "password out of the URL"),
        ({"url": "https://hooks.example.com:22/"}, "443 / 8443"),
        ({"url": "nonsense"}, "in full and without spaces"),
        ({"which": "some"}, "Choose at least one event, or all."),
        ({"which": "some", "kinds": ["NONSENSE"]}, "There is no event NONSENSE."),
        ({"store": ""}, "Choose whose events it gets."),
        ({"store": "999999"}, "Choose whose events it gets."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    manager: Client, store: Store, fields: dict[str, Any], words: str
) -> None:
    wanted = {"url": URL, "description": "Kept words", "store": store.pk, "which": "all"}

    refused = manager.post(ADD, wanted | fields)

    assert refused.status_code == 422
    assert words in text(refused).replace("&#x27;", "'")
    assert "Kept words" in text(refused)
    with every_store(because="a test looks"):
        assert not Endpoint.objects.exists()
    made = manager.post(ADD, wanted)
    assert made.status_code == 200


def test_another_agency_s_store_cannot_be_named(manager: Client, intruder: Store) -> None:
    refused = manager.post(ADD, {"url": URL, "store": intruder.pk, "which": "all"})

    assert refused.status_code == 422


def test_who_sees_some_stores_makes_none_for_all(agency: Agency, store: Store) -> None:
    make_endpoint(agency, description="Of all")
    client = logged_in(agency, Role.MANAGER, stores=[store])

    assert "also those to come" not in text(client.get(ADD))
    refused = client.post(ADD, {"url": URL, "store": "agency", "which": "all"})

    assert refused.status_code == 422
    assert "name the store that it is for" in text(refused)
    assert "Of all" not in text(client.get(LIST))


def test_another_address_is_looked_at_like_the_first(manager: Client, agency: Agency) -> None:
    endpoint = make_endpoint(agency)

    refused = manager.post(address("edit", endpoint), {"url": "https://localhost/", "which": "all"})
    changed = manager.post(
        address("edit", endpoint), {"url": f"{URL}/new", "which": "all"}, follow=True
    )

    assert refused.status_code == 422
    assert "Changed." in text(changed)
    assert again(endpoint).url == f"{URL}/new"


def test_paused_and_enabled_where_it_stopped_or_from_now(manager: Client, agency: Agency) -> None:
    endpoint = make_endpoint(agency)
    left_out = make_delivery(endpoint, state="WAITING", settled_at=None)

    paused = text(manager.post(address("pause", endpoint), follow=True))

    assert again(endpoint).state == EndpointState.PAUSED
    assert "Events wait until it goes on." in paused
    assert "Send a test event" not in paused
    went_on = manager.post(address("enable", endpoint), {"from": "stop"}, follow=True)
    assert "goes on where it stopped" in text(went_on)
    assert again(endpoint).state == EndpointState.ACTIVE
    manager.post(address("pause", endpoint))
    from_now = manager.post(address("enable", endpoint), {"from": "now"}, follow=True)
    assert "from now on" in text(from_now)
    with every_store(because="a test looks"):
        left_out.refresh_from_db()
    assert left_out.state == "SKIPPED"


def test_a_trouble_stands_beside_the_button_that_mends_it(manager: Client, agency: Agency) -> None:
    now = timezone.now()
    make_endpoint(agency, description="Well")
    failing = make_endpoint(
        agency, description="Failing", failing_since=now, last_error="503 closed"
    )
    gone = make_endpoint(
        agency,
        description="Gone",
        state="DISABLED",
        disabled_because="GONE",
        disabled_at=now,
    )

    page = text(manager.get(LIST))

    assert "2 endpoints take no events." in page
    assert page.index("Gone") < page.index("Failing") < page.index("Well")
    assert "503 closed" in page
    assert "Switched off" in page
    assert "Switch it on again." in text(manager.get(address("change", gone)))
    assert "After five days" in text(manager.get(address("change", failing)))


def test_a_secret_is_changed_with_an_overlap_which_can_be_ended(
    manager: Client, agency: Agency
) -> None:
    endpoint = make_endpoint(agency)
    first = endpoint.secret

    rotated = text(manager.post(address("secret", endpoint), {"old": "overlaps"}))

    endpoint = again(endpoint)
    assert endpoint.secret in rotated
    assert first not in rotated
    assert "signs as well for 24 hours" in rotated
    assert endpoint.previous_secret == first
    assert "End the old one now" in text(manager.get(address("change", endpoint)))
    ended = manager.post(address("secret_end", endpoint), follow=True)
    assert "The old secret signs no more." in text(ended)
    endpoint = again(endpoint)
    assert (endpoint.previous_secret, endpoint.previous_secret_ends_at) == ("", None)
    twice = manager.post(address("secret_end", endpoint), follow=True)
    assert "There was no old secret" in text(twice)


def test_a_leaked_secret_ends_at_once(manager: Client, agency: Agency) -> None:
    endpoint = make_endpoint(agency)

    rotated = text(manager.post(address("secret", endpoint), {"old": "ends"}))

    assert "The old one signs no more." in rotated
    assert again(endpoint).previous_secret == ""


def test_removing_is_asked_about_first(manager: Client, agency: Agency) -> None:
    endpoint = make_endpoint(agency, description="Labels")

    asked = text(manager.get(address("remove", endpoint)))
    removed = manager.post(address("remove", endpoint), follow=True)

    assert "Remove this endpoint?" in asked
    assert "Labels is removed." in text(removed)
    assert manager.get(address("change", endpoint)).status_code == 404


def test_a_replay_is_begun_shown_and_stopped(manager: Client, agency: Agency) -> None:
    endpoint = make_endpoint(agency)
    yesterday = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    wrong = manager.post(address("replay", endpoint), {"since": "soon"}, follow=True)
    begun = manager.post(address("replay", endpoint), {"since": yesterday}, follow=True)
    twice = manager.post(address("replay", endpoint), {"since": yesterday}, follow=True)

    assert "Say since when." in text(wrong)
    assert 'http-equiv="refresh"' in text(begun)
    assert "<progress" in text(begun)
    assert "A replay runs already." in text(twice)
    with every_store(because="a test looks"):
        replay = Replay.objects.get()
    stopped = manager.post(address("replay_stop", replay), follow=True)
    assert "Stopped." in text(stopped)
    assert 'http-equiv="refresh"' not in text(stopped)


def test_a_replay_of_more_than_a_month_is_refused_with_a_word(
    manager: Client, agency: Agency
) -> None:
    endpoint = make_endpoint(agency)

    refused = manager.post(address("replay", endpoint), {"since": "2020-01-01T00:00"}, follow=True)

    assert "at most 30 days" in text(refused)


def test_a_long_address_and_hostile_words_stay_words(manager: Client, agency: Agency) -> None:
    url = f"https://hooks.example.com/{'long-' * 300}"
    endpoint = make_endpoint(
        agency, url=url, description="<script>alert(1)</script>", last_error="<img src=x>",
        failing_since=timezone.now(),
    )  # fmt: skip

    for page in (LIST, address("change", endpoint)):
        said = text(manager.get(page))
        assert "<script>alert(1)" not in said
        assert "<img src=x>" not in said
        assert url in said


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_one_query_however_many_there_are(agency: Agency, count: int) -> None:
    client = logged_in(agency, Role.MANAGER)
    store = make_store(agency)
    for number in range(count):
        make_endpoint(agency, store=store if number % 2 else None)
    client.get(LIST)

    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)

    assert sum("outbound_" in query["sql"] for query in queries) == 1
    assert len(queries) <= 7


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_one_costs_five_queries(agency: Agency, count: int) -> None:
    client = logged_in(agency, Role.MANAGER)
    endpoint = make_endpoint(agency)
    for _ in range(count):
        make_delivery(endpoint)
    client.get(address("change", endpoint))

    with CaptureQueriesContext(connection) as queries:
        client.get(address("change", endpoint))

    assert sum("outbound_" in query["sql"] for query in queries) == 5
