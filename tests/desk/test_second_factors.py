"""Two proofs: set up, asked for, demanded by an agency, lost and taken away."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from stores import factors
from stores.models import Agency, Letter, Membership, Store, User
from stores.proving import PROVED_AT
from stores.roles import Role
from stores.scope import every_store
from tests.factories.keys import make_client
from tests.factories.stores import PASSWORD, make_agency, make_member

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def set_up(user: User) -> tuple[str, list[str]]:
    """An app for codes, as the person sets it up; the secret, and the codes on paper."""
    client = Client()
    client.force_login(user)
    shown = client.get("/admin/account/app/").content.decode()
    found = re.search(r'<code class="secret" dir="ltr">(\w+)</code>', shown)
    assert found
    done = client.post("/admin/account/app/", {"code": code_of(found[1])}, follow=True)
    codes = re.findall(r"<li><code>(\d+)</code>", done.content.decode())
    assert len(codes) == 10
    cache.clear()  # a code is taken once; tests have no half a minute to wait
    return found[1], codes


def come_in(user: User, **more: Any) -> tuple[Client, Any]:
    client = Client()
    data = {"username": user.email, "password": PASSWORD, **more}
    return client, client.post(LOGIN, data)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_who_has_an_app_is_in_only_with_its_code(owner: User) -> None:
    secret, _codes = set_up(owner)

    client, half = come_in(owner, next="/admin/orders/order/")
    assert half["Location"] == "/admin/login/second/"
    assert not is_in(client)
    assert client.get("/admin/").status_code == 302
    wrong = client.post("/admin/login/second/", {"code": "000000"})
    assert "does not fit" in wrong.content.decode()
    assert not is_in(client)
    right = client.post("/admin/login/second/", {"code": code_of(secret)})

    assert right["Location"] == "/admin/orders/order/"
    assert is_in(client)


def test_a_code_on_paper_works_once(owner: User) -> None:
    _secret, codes = set_up(owner)

    answers = []
    for _ in range(2):
        client, _half = come_in(owner)
        client.post("/admin/login/second/", {"code": codes[0]})
        answers.append(is_in(client))

    assert answers == [True, False]


def test_a_new_password_by_mail_is_no_way_around_the_second_factor(owner: User) -> None:
    set_up(owner)
    Client().post("/admin/forgotten/", {"email": owner.email})
    path = re.search(r"/admin/welcome/\S+", Letter.objects.latest("pk").text)
    assert path
    client = Client()

    chosen = client.post(
        path[0], {"new_password1": "another fine one", "new_password2": "another fine one"}
    )

    assert chosen["Location"] == "/admin/login/second/"
    assert not is_in(client)


def test_codes_are_guessed_a_few_times_only(owner: User) -> None:
    secret, _codes = set_up(owner)
    client, _half = come_in(owner)
    for _ in range(12):
        client.post("/admin/login/second/", {"code": "000000"})

    client.post("/admin/login/second/", {"code": code_of(secret)})

    assert not is_in(client)


def test_the_secret_of_an_app_stands_encrypted(owner: User) -> None:
    secret, codes = set_up(owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())

    assert secret not in kept
    assert not [code for code in codes if code in kept]


def test_the_person_is_told_by_mail_of_each_change(
    owner: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_up(owner)

    told = " ".join(Letter.objects.values_list("text", flat=True))
    assert "An app for codes was added" in told


def require(owner: User, days: str) -> Any:
    client = Client()
    client.force_login(owner)
    return client.post("/admin/people/second-factor/", {"days": days}, follow=True)


def test_an_agency_that_asks_for_it_shows_nothing_without(
    owner: User, agency: Agency, store: Store
) -> None:
    set_up(owner)
    helper = make_member(agency, Role.SUPPORT)
    require(owner, "0")
    client = Client()
    client.force_login(helper)

    led = client.get("/admin/orders/order/", follow=True)
    program = make_client(agency).get("stores/")
    docs = client.get("/api/v1/stores/", headers={"x-csrftoken": "x"})

    assert led.redirect_chain[-1][0] == "/admin/account/"
    assert "asks for a second factor" in led.content.decode()
    assert program.status_code == 200  # programs have keys, not phones
    assert docs.status_code == 401
    set_up(helper)
    assert client.get("/admin/orders/order/").status_code == 200


def test_grace_is_kept_and_told(owner: User, agency: Agency) -> None:
    set_up(owner)
    helper = make_member(agency, Role.SUPPORT)
    require(owner, "7")

    client, _answer = come_in(helper)
    page = client.get("/admin/").content.decode()
    with every_store(because="a test lets a week pass"):
        Agency.objects.update(factors_from_at=timezone.now() - timedelta(seconds=1))

    assert "asks for a second factor" in page
    assert client.get("/admin/").status_code == 302


def test_who_demands_it_has_one(owner: User, agency: Agency) -> None:
    said = require(owner, "0").content.decode()

    with every_store(because="a test looks"):
        agency.refresh_from_db()
    assert "your own second factor first" in said
    assert agency.factors_from_at is None


def test_a_lost_factor_is_taken_away_by_an_owner_and_told(owner: User, agency: Agency) -> None:
    helper = make_member(agency, Role.SUPPORT)
    set_up(helper)
    elsewhere = Client()
    elsewhere.force_login(helper)
    client = Client()
    client.force_login(owner)
    with every_store(because="a test finds a place"):
        place = Membership.objects.get(user=helper)

    client.post(f"/admin/stores/membership/{place.pk}/factors/")

    assert not factors.has_factor(helper.pk)
    assert not Authenticator.objects.filter(user=helper).exists()
    assert elsewhere.get("/admin/").status_code == 302
    assert "took away the second factor" in Letter.objects.latest("pk").text
    with every_store(because="a test looks"):
        assert Membership.objects.get(user=helper).factors_reset_at


def test_one_agency_does_not_weaken_the_log_in_of_another(owner: User, agency: Agency) -> None:
    both = make_member(make_agency(), Role.OWNER)
    set_up(both)
    with every_store(because="a test gives a second place"):
        place = Membership.objects.create(agency=agency, user=both, role=Role.SUPPORT)
    client = Client()
    client.force_login(owner)

    client.post(f"/admin/stores/membership/{place.pk}/factors/")

    assert factors.has_factor(both.pk)


def test_logged_out_everywhere_is_everywhere(owner: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(owner)

    here.post("/admin/account/everywhere/")

    assert [client.get("/admin/").status_code for client in (here, there)] == [302, 302]


@pytest.mark.parametrize(
    "path",
    [
        "/admin/stores/apikey/add/",
        "/admin/stores/invitation/add/",
        "/admin/account/app/",
        "/admin/account/keys/",
    ],
)
def test_an_old_session_is_asked_again_before_what_weighs_most(owner: User, path: str) -> None:
    client = Client()
    client.force_login(owner)
    assert client.get(path).status_code == 200
    session = client.session
    session[PROVED_AT] -= 16 * 60
    session.save()

    asked = client.get(path)
    assert asked["Location"].startswith("/admin/account/again/?next=")
    wrong = client.post(asked["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    right = client.post(asked["Location"], {"password": PASSWORD, "next": path})

    assert right["Location"] == path
    assert client.get(path).status_code == 200


def test_the_log_in_leads_nowhere_else(owner: User) -> None:
    _client, answer = come_in(owner, next="https://evil.example/")

    assert answer["Location"] == "/admin/"


def test_a_session_has_another_key_after_the_log_in(owner: User) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = client.session.session_key

    client.post(LOGIN, {"username": owner.email, "password": PASSWORD})

    assert client.session.session_key != before
