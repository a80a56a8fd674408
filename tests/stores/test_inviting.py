"""Asked in by mail: once, for a week, by that mailbox alone, and nobody learns who has a log-in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from stores import inviting
from stores.access import Actor, actor_of_member
from stores.inviting import Guest, Standing
from stores.models import Agency, Invitation, Letter, Membership, Store, User
from stores.people import AlreadyHere, Place, PlaceBeyondReach
from stores.roles import Role
from stores.scope import every_store
from tests.factories.stores import PASSWORD, make_agency, make_member

pytestmark = pytest.mark.django_db

GUEST = Guest(email="Ola@Example.com", name="Ola", language="nb")
SUPPORT = Place(Role.SUPPORT)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def actor(user: User) -> Actor:
    found = actor_of_member(user)
    assert found
    return found


def ask(by: User, guest: Guest = GUEST, place: Place = SUPPORT, **more: Any) -> Invitation:
    with actor(by).scope():
        said = inviting.invite_person(
            guest=guest, place=place, by=actor(by), now=more.get("now", timezone.now())
        )
    return said.invitation


def link_in(letter: Letter) -> str:
    found = re.search(r"/join/[\w-]+/", letter.text)
    assert found
    return found[0]


def last_link() -> str:
    return link_in(Letter.objects.latest("pk"))


def works_in(agency: Agency, email: str) -> bool:
    with every_store(because="a test looks"):
        return Membership.objects.filter(agency=agency, user__email=email).exists()


def test_somebody_new_takes_the_place_that_was_kept(owner: User, agency: Agency) -> None:
    invitation = ask(owner)
    browser = Client()

    looked = browser.get(last_link())
    assert not works_in(agency, "ola@example.com")
    taken = browser.post(last_link(), {"name": "Ola Nordmann", "password": PASSWORD})

    assert looked.status_code == 200
    assert (taken.status_code, taken["Location"]) == (302, "/admin/")
    assert browser.get("/admin/").status_code == 200
    user = User.objects.get(email="ola@example.com")
    assert (user.name, user.language) == ("Ola Nordmann", "nb")
    assert works_in(agency, user.email)
    with every_store(because="a test looks"):
        invitation.refresh_from_db()
    assert inviting.standing_of(invitation, timezone.now()) == Standing.TAKEN
    assert Client().get(last_link()).status_code == 410


def test_the_link_is_kept_nowhere_but_in_the_letter(owner: User) -> None:
    invitation = ask(owner)
    token = last_link().strip("/").split("/")[-1]

    assert token.encode() not in bytes(invitation.token_hash)
    raw = Letter.objects.extra(select={"raw": "text"}).values_list("raw", flat=True)
    assert token not in raw.get()


def test_who_has_a_log_in_accepts_as_themselves_alone(owner: User, agency: Agency) -> None:
    known = make_member(make_agency(), Role.OWNER, email="ola@example.com")
    ask(owner)
    link = last_link()

    stranger = Client()
    shown = stranger.get(link).content.decode()
    tried = stranger.post(link, {"name": "Thief", "password": "another fine password"})
    somebody = Client()
    somebody.force_login(make_member(make_agency(), Role.OWNER))
    refused = somebody.post(link).content.decode()
    themselves = Client()
    themselves.force_login(known)
    taken = themselves.post(link)

    assert "has a log-in already" in shown
    assert tried["Location"].startswith("/admin/login/?next=%2Fjoin%2F")
    assert "Log out, and open the link again" in refused
    assert taken.status_code == 302
    assert works_in(agency, known.email)
    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_to_ask_says_the_same_whether_the_e_mail_has_a_log_in_or_not(
    owner: User, client: Client
) -> None:
    make_member(make_agency(), Role.OWNER, email="known@example.com")
    client.force_login(owner)
    pages = []
    for email in ("known@example.com", "unknown@example.com"):
        data = {"email": email, "name": "", "role": "SUPPORT", "has_all_stores": "on"}
        page = client.post("/admin/stores/invitation/add/", data, follow=True).content.decode()
        pages.append(re.sub(r"[\w-]{40,}|(un)?known|\d+", "", page))

    assert pages[0].count("_@example.com") == pages[1].count("_@example.com")
    with every_store(because="a test looks"):
        rows = list(Invitation.objects.order_by("pk").values("role", "accepted_by"))
    assert len(rows) == 2
    assert {row["role"] for row in rows} == {"SUPPORT"}
    assert {row["accepted_by"] for row in rows} == {None}


def test_an_older_link_ends_with_a_newer_and_with_a_week(owner: User, agency: Agency) -> None:
    invitation = ask(owner)
    first = last_link()
    with actor(owner).scope():
        inviting.resend_invitation(invitation=invitation, by=actor(owner), now=timezone.now())
    second = last_link()

    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    with every_store(because="a test lets time pass"):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = Client().post(second, {"name": "Ola", "password": PASSWORD})
    assert late.status_code == 410
    assert not User.objects.filter(email="ola@example.com").exists()


def test_to_ask_again_is_one_invitation_with_the_place_as_said_last(owner: User) -> None:
    ask(owner)
    again = ask(owner, place=Place(Role.ANALYST))

    with every_store(because="a test counts"):
        assert Invitation.objects.count() == 1
    assert (again.role, again.sent_count) == ("ANALYST", 2)


def test_a_revoked_invitation_leads_nowhere(owner: User) -> None:
    invitation = ask(owner)
    with actor(owner).scope():
        inviting.revoke_invitation(invitation=invitation, by=actor(owner), now=timezone.now())
        with pytest.raises(inviting.InvitationIsOver):
            inviting.resend_invitation(invitation=invitation, by=actor(owner), now=timezone.now())

    assert Client().get(last_link()).status_code == 410


def test_nobody_asks_in_somebody_who_may_more_than_they(agency: Agency, store: Store) -> None:
    narrow = make_member(agency, Role.OWNER, stores=[store])
    with pytest.raises(PlaceBeyondReach):
        ask(narrow)
    with every_store(because="a test counts"):
        assert not Invitation.objects.exists()


def test_who_works_here_already_is_not_asked_in(owner: User, agency: Agency) -> None:
    make_member(agency, Role.SUPPORT, email="ola@example.com")
    with pytest.raises(AlreadyHere):
        ask(owner)


def test_one_mailbox_is_not_flooded(owner: User) -> None:
    for _ in range(inviting.PER_ADDRESS_A_DAY):
        ask(owner)
    with pytest.raises(inviting.AskedTooOften):
        ask(owner)

    assert Letter.objects.count() == inviting.PER_ADDRESS_A_DAY


def test_a_password_that_is_easily_guessed_is_refused_in_words(owner: User) -> None:
    ask(owner)

    refused = Client().post(last_link(), {"name": "Ola", "password": "12345678"})

    assert "too common" in refused.content.decode()
    assert Client().get(last_link()).status_code == 200
