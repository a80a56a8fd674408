"""People over the API: nobody gives, changes or takes a place of more than they have."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from stores.models import Agency, Membership, Store, User
from stores.roles import MAY, Role, Verb
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client, make_key
from tests.factories.stores import make_agency, make_member, make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db

NEW = {"email": "jonas@nordlinje.example", "name": "Jonas Berg", "role": "SUPPORT"}


def place_of(user: User) -> Membership:
    with every_store(because="a test looks"):
        return Membership.objects.get(user=user)


def test_somebody_is_asked_in_and_comes_in(api: KeyClient, store: Store) -> None:
    made = api.post("invitations/", {**NEW, "stores": [str(store.public_id)]})

    assert made.status_code == 201
    said = made.json()
    assert (said["email"], said["role"], said["standing"]) == (NEW["email"], "SUPPORT", "WAITS")
    assert said["stores"] == [str(store.public_id)]
    path = said["url"].split("//", 1)[1].partition("/")[2]  # no mail leaves tests: hand it over
    taken = Client().post(f"/{path}", {"name": "Jonas", "password": "korrekt hest batteri"})
    assert taken.status_code == 302
    (member,) = api.get("members/").json()["results"]
    assert (member["email"], member["verbs"]) == (NEW["email"], sorted(MAY[Role.SUPPORT]))
    assert member["stores"] == [str(store.public_id)]
    assert api.get(f"invitations/{said['id']}/").json()["standing"] == "TAKEN"


def test_where_mail_leaves_the_link_is_told_to_nobody_else(
    api: KeyClient, store: Store, settings: Settings
) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"

    made = api.post("invitations/", NEW).json()
    again = api.post(f"invitations/{made['id']}/resend/").json()

    assert made["url"] is None
    assert again["url"] is None


def test_who_works_here_is_not_asked_in(api: KeyClient, agency: Agency, store: Store) -> None:
    make_member(agency, Role.SUPPORT, email=NEW["email"])

    again = api.post("invitations/", {**NEW, "email": NEW["email"].upper()})

    assert refusal(again) == (409, "person-already-here")


def test_a_revoked_invitation_is_over(api: KeyClient, store: Store) -> None:
    made = api.post("invitations/", NEW).json()

    revoked = api.post(f"invitations/{made['id']}/revoke/").json()

    assert revoked["standing"] == "REVOKED"
    for deed in ("revoke", "resend"):
        again = api.post(f"invitations/{made['id']}/{deed}/")
        assert refusal(again) == (409, "invitation-is-over")


def test_a_lost_factor_is_taken_away(api: KeyClient, agency: Agency) -> None:
    person = place_of(make_member(agency, Role.SUPPORT))
    Authenticator.objects.create(user=person.user, type="totp", data={"secret": "x"})

    assert api.post(f"members/{person.public_id}/reset-factors/").status_code == 200
    assert not Authenticator.objects.exists()


def test_another_role_and_other_stores(api: KeyClient, agency: Agency, store: Store) -> None:
    person = place_of(make_member(agency, Role.SUPPORT))
    path = f"members/{person.public_id}/"

    api.patch(path, {"role": "MARKETER"}, "application/json")
    narrowed = api.patch(path, {"stores": [str(store.public_id)]}, "application/json").json()
    widened = api.patch(path, {"stores": None}, "application/json").json()

    assert (narrowed["role"], narrowed["stores"]) == ("MARKETER", [str(store.public_id)])
    assert (widened["role"], widened["stores"]) == ("MARKETER", None)


def test_the_last_owner_stays(api: KeyClient, agency: Agency, owner: User) -> None:
    path = f"members/{place_of(owner).public_id}/"

    for answer in (api.patch(path, {"role": "ANALYST"}, "application/json"), api.delete(path)):
        assert refusal(answer) == (409, "last-owner")
    make_member(agency, Role.OWNER)
    assert api.delete(path).status_code == 200
    assert refusal(api.get(path)) == (404, "not-found")


def test_nobody_gives_changes_or_takes_more_than_they_have(
    agency: Agency, store: Store, owner: User
) -> None:
    """A key that manages people is no way to become an owner, or to put one out."""
    keeper = make_client(agency, [Verb.MANAGE_PEOPLE, *MAY[Role.ANALYST]])
    make_member(agency, Role.OWNER)
    boss = f"members/{place_of(owner).public_id}/"
    analyst = place_of(make_member(agency, Role.ANALYST))

    tried = [
        keeper.post("invitations/", {**NEW, "role": "OWNER"}),
        keeper.patch(f"members/{analyst.public_id}/", {"role": "OWNER"}, "application/json"),
        keeper.patch(boss, {"role": "ANALYST"}, "application/json"),
        keeper.delete(boss),
        keeper.post(f"{boss}password-link/"),
    ]

    assert {refusal(answer) for answer in tried} == {(409, "place-beyond-reach")}
    assert place_of(owner).role == Role.OWNER
    assert keeper.post("invitations/", {**NEW, "role": "ANALYST"}).status_code == 201
    assert keeper.delete(f"members/{analyst.public_id}/").status_code == 200


@pytest.mark.parametrize("kind", ["narrow", "test"])
def test_people_are_managed_by_who_sees_all_stores(agency: Agency, store: Store, kind: str) -> None:
    is_test = kind == "test"
    text = make_key(agency, stores=None if is_test else [store], is_test=is_test)[1]

    refused = KeyClient(text).post("invitations/", NEW)

    assert refusal(refused) == (409, "place-beyond-reach")


def test_no_link_is_made_for_who_works_elsewhere_too(api: KeyClient, agency: Agency) -> None:
    person = make_member(make_agency(name="Elsewhere"), Role.OWNER, email="both@example.com")
    with every_store(because="a test gives a second place"):
        place = Membership.objects.create(agency=agency, user=person, role=Role.SUPPORT)

    said = api.post(f"members/{place.public_id}/password-link/")

    assert said.json() == {"url": None}


def test_people_of_other_agencies_are_as_unknown_as_none(api: KeyClient) -> None:
    foreign = place_of(make_member(make_agency(name="Elsewhere"), Role.OWNER))
    path = f"members/{foreign.public_id}/"

    for answer in (
        api.get(path),
        api.patch(path, {"role": "ANALYST"}, "application/json"),
        api.delete(path),
        api.post(f"{path}password-link/"),
    ):
        assert refusal(answer) == (404, "not-found")


def test_a_foreign_store_is_no_place(api: KeyClient, store: Store) -> None:
    foreign = make_store()

    refused = api.post("invitations/", {**NEW, "stores": [str(foreign.public_id)]})

    assert refusal(refused) == (422, "invalid")


def test_a_list_costs_as_many_queries_for_many_as_for_one(api: KeyClient, agency: Agency) -> None:
    make_member(agency, Role.SUPPORT)
    for _ in range(2):  # the key's first use is written down, then the key is known
        api.get("members/")
    with CaptureQueriesContext(connection) as for_one:
        api.get("members/")
    for _ in range(20):
        make_member(agency, Role.SUPPORT)

    with CaptureQueriesContext(connection) as for_many:
        assert len(api.get("members/").json()["results"]) == 21

    assert len(for_many) == len(for_one) == 2  # the key, the list
