"""A stranger founds an agency: only with the mailbox, and nobody learns whose it is."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from messaging import modes
from stores import signing_up
from stores.models import Agency, Letter, Membership, SignUp, User
from stores.roles import Role
from stores.scope import every_store
from templates_app.models import Revision
from tests.factories.stores import PASSWORD, make_agency, make_member

pytestmark = pytest.mark.django_db

ASKED = {
    "agency_name": "Byrå Ålesund",
    "name": "Kari Nordmann",
    "email": "Kari@Byra.example",
    "password": PASSWORD,
    "timezone": "Europe/Oslo",
}


@pytest.fixture(autouse=True)
def _open(settings: Settings) -> None:
    settings.NOTIFYHUB_SIGNUP = "open"
    settings.IS_LOCAL = True
    cache.clear()


def link() -> str:
    found = re.search(r"/signup/confirm/[\w-]+/", Letter.objects.latest("pk").text)
    assert found
    return found[0]


def agencies() -> int:
    with every_store(because="a test counts agencies"):
        return Agency.objects.count()


def test_nothing_is_founded_before_the_mailbox_is_shown_to_be_theirs() -> None:
    asked = Client().post("/signup/", ASKED)
    looked = Client().get(link())

    assert "Look into your mail" in asked.content.decode()
    assert looked.status_code == 200
    assert agencies() == 0
    assert not User.objects.exists()


def test_the_link_founds_the_agency_once_in_whichever_browser() -> None:
    Client().post("/signup/", ASKED)
    browser = Client()

    begun = browser.post(link())
    again = Client().post(link())

    assert (begun.status_code, begun["Location"]) == (302, "/admin/first-steps/")
    assert again.status_code == 410
    assert browser.get("/admin/first-steps/").status_code == 200
    with every_store(because="a test looks at what was founded"):
        agency = Agency.objects.get()
        member = Membership.objects.get()
        kinds = set(Revision.objects.filter(agency=agency).values_list("kind", flat=True))
    assert (agency.name, agency.timezone) == ("Byrå Ålesund", "Europe/Oslo")
    assert (member.role, member.user.email) == (Role.OWNER, "kari@byra.example")
    assert member.user.check_password(PASSWORD)
    assert kinds == set(modes.kinds())
    assert not SignUp.objects.exclude(password="").exists()


def test_a_known_e_mail_gets_another_letter_and_the_same_page() -> None:
    make_member(make_agency(), Role.OWNER, email="kari@byra.example")
    known = Client().post("/signup/", ASKED)
    unknown = Client().post("/signup/", {**ASKED, "email": "Else@Byra.example"})

    pages = [re.sub(r"(?i)kari@|else@", "", one.content.decode()) for one in (known, unknown)]
    letters = list(Letter.objects.order_by("pk"))
    assert known.status_code == unknown.status_code == 200
    assert re.sub(r"[\w-]{40,}", "", pages[0]) == re.sub(r"[\w-]{40,}", "", pages[1])
    assert "already" in letters[0].subject
    assert "/signup/confirm/" not in letters[0].text
    assert "/signup/confirm/" in letters[1].text


def test_a_link_is_over_after_three_days() -> None:
    Client().post("/signup/", ASKED)
    SignUp.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert Client().get(link()).status_code == 410
    assert Client().post(link()).status_code == 410
    assert agencies() == 0


def test_the_last_of_several_asks_counts() -> None:
    Client().post("/signup/", ASKED)
    first = link()
    Client().post("/signup/", {**ASKED, "agency_name": "Another"})

    assert Client().post(first).status_code == 410
    assert Client().post(link()).status_code == 302


def test_who_was_let_in_meanwhile_keeps_their_password() -> None:
    Client().post("/signup/", ASKED)
    person = make_member(make_agency(), email="kari@byra.example", password="another fine password")

    Client().post(link())

    person.refresh_from_db()
    assert person.check_password("another fine password")
    assert agencies() == 2


def test_one_network_does_not_found_a_hundred_agencies() -> None:
    for number in range(signing_up.PER_NETWORK_AN_HOUR):
        Client().post("/signup/", {**ASKED, "email": f"k{number}@byra.example"})

    refused = Client().post("/signup/", {**ASKED, "email": "more@byra.example"})

    assert "Too many agencies" in refused.content.decode()
    assert Letter.objects.count() == signing_up.PER_NETWORK_AN_HOUR


def test_one_mailbox_is_not_flooded_and_nobody_learns_of_it() -> None:
    pages = {Client().post("/signup/", ASKED).status_code for _ in range(8)}

    assert pages == {200}
    assert Letter.objects.count() == signing_up.PER_MAILBOX_A_DAY


def test_a_closed_installation_says_so(settings: Settings) -> None:
    settings.NOTIFYHUB_SIGNUP = "closed"

    refused = Client().post("/signup/", ASKED)

    assert refused.status_code == 403
    assert "Nobody can sign up here" in refused.content.decode()
    assert not Letter.objects.exists()


def test_without_a_way_to_write_nobody_signs_up(settings: Settings) -> None:
    settings.IS_LOCAL = False
    settings.NOTIFYHUB_STAFF_EMAIL_URL = ""

    assert Client().get("/signup/").status_code == 403
    assert Client().get("/outbox/").status_code == 404


def test_the_outbox_is_shut_where_mail_leaves(settings: Settings) -> None:
    assert Client().get("/outbox/").status_code == 200
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"

    assert Client().get("/outbox/").status_code == 404


def test_a_forgotten_password_is_answered_the_same_for_every_e_mail() -> None:
    make_member(make_agency(), email="kari@byra.example")
    known = Client().post("/admin/forgotten/", {"email": "kari@byra.example"})
    unknown = Client().post("/admin/forgotten/", {"email": "nobody@byra.example"})

    assert known.status_code == unknown.status_code == 200
    assert [letter.to for letter in Letter.objects.all()] == ["kari@byra.example"]
    path = re.search(r"/admin/welcome/\S+", Letter.objects.get().text)
    assert path
    assert Client().get(path[0]).status_code == 200
