"""Reports by mail for programs: asked for once, listed, stopped, and only among one's own."""

import uuid

import pytest

from analytics.models import FigureReport
from stores.models import Agency, Store, User
from stores.roles import Role, Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_agency, make_member, make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

PATH = "figures/reports/"


def reports_kept() -> int:
    with every_store(because="a test counts"):
        return FigureReport.objects.count()


def test_a_report_is_asked_for_once_listed_and_stopped(
    api: KeyClient, owner: User, store: Store
) -> None:
    body = {"email": owner.email.upper(), "store": str(store.public_id), "rhythm": "WEEKLY"}

    first, again = api.post(PATH, body), api.post(PATH, body)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["email"] == owner.email
    assert first.json()["store"]["id"] == str(store.public_id)
    assert reports_kept() == 1
    assert [one["id"] for one in api.get(PATH).json()["results"]] == [first.json()["id"]]

    stopped = api.post(f"{PATH}{first.json()['id']}/removal/", {})

    assert stopped.status_code == 200
    assert api.get(PATH).json()["results"] == []
    assert refusal(api.post(f"{PATH}{first.json()['id']}/removal/", {}))[0] == 404


def test_figures_go_to_members_only(api: KeyClient) -> None:
    stranger = make_member(make_agency(), Role.OWNER)

    for email in (stranger.email, "nobody@example.com", "no address"):
        answer = api.post(PATH, {"email": email, "rhythm": "WEEKLY"})
        assert refusal(answer)[0] == 422, email
        assert "email" in str(answer.json()["errors"])
    assert reports_kept() == 0


@pytest.mark.parametrize(
    "more", [{"rhythm": "HOURLY"}, {"store": str(uuid.uuid4())}, {"store": "x"}, {"odd": 1}]
)
def test_what_cannot_be_asked_for_is_refused(
    api: KeyClient, owner: User, more: dict[str, object]
) -> None:
    answer = api.post(PATH, {"email": owner.email, "rhythm": "WEEKLY", **more})

    assert refusal(answer)[0] == 422
    assert reports_kept() == 0


def test_a_key_of_some_stores_sees_their_reports_and_those_of_all(
    agency: Agency, store: Store, owner: User
) -> None:
    other = make_store(agency)
    whole = make_client(agency)
    for one in (store, other, None):
        body = {"email": owner.email, "rhythm": "MONTHLY"}
        whole.post(PATH, {**body, **({"store": str(one.public_id)} if one else {})})

    narrow = make_client(agency, [Verb.MANAGE_STORES], stores=[store])
    seen = narrow.get(PATH).json()["results"]

    assert len(whole.get(PATH).json()["results"]) == 3
    assert {one["store"]["id"] if one["store"] else None for one in seen} == {
        str(store.public_id),
        None,
    }
