"""Coming in, going over to another agency, languages, and people."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from common import valkey
from desk import throttling
from stores.models import Agency, Credential, Membership, Store, User
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories.stores import PASSWORD, make_agency, make_member, make_store

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
WAY_BACK = '<a href="/admin/">Back to the cockpit</a>'


def place_of(email: str) -> Membership:
    with every_store(because="a test finds somebody's place"):
        return Membership.objects.get(user__email=email)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def come_in(client: Client, user: User, password: str = PASSWORD) -> str:
    answer = client.post(LOGIN, {"username": user.email.upper(), "password": password}, follow=True)
    return answer.content.decode()


def test_a_person_comes_in_by_e_mail_and_meets_the_cockpit(
    owner: User, store: Store, client: Client
) -> None:
    assert "Nothing needs you now." in come_in(client, owner)


def test_the_address_alone_leads_to_the_log_in_and_then_to_the_cockpit(
    owner: User, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert client.get("/", follow=True).redirect_chain[-1][0].startswith(LOGIN)

    client.force_login(owner)
    assert client.get("/", follow=True).redirect_chain == [("/admin/", 302)]


def test_wrong_passwords_make_the_log_in_rest_and_say_so(owner: User, client: Client) -> None:
    for _ in range(throttling.FROM_ONE_ADDRESS):
        assert "do not belong together" in come_in(client, owner, "wrong")

    refused = come_in(client, owner)

    assert "Too many wrong passwords" in refused
    assert "_auth_user_id" not in client.session


def test_others_may_come_in_meanwhile(owner: User, marketer: User, client: Client) -> None:
    for _ in range(throttling.FROM_ONE_ADDRESS):
        come_in(client, owner, "wrong")

    come_in(client, marketer)

    assert client.session["_auth_user_id"] == str(marketer.pk)


@override_settings(CACHES={"default": valkey.cache_at("redis://127.0.0.1:1")})
def test_the_door_opens_while_the_counting_is_away(
    owner: User, store: Store, client: Client
) -> None:
    assert "do not belong together" in come_in(client, owner, "wrong")
    assert "Nothing needs you now." in come_in(client, owner)


def test_guesses_from_many_addresses_count_together(owner: User) -> None:
    for number in range(throttling.FROM_EVERYWHERE):
        throttling.record_wrong_guess(owner.email, f"10.0.0.{number}")

    assert throttling.is_paused(owner.email.upper(), "10.9.9.9")


def test_who_works_nowhere_is_told_so_and_stays_outside(client: Client) -> None:
    nobody = User.objects.create_user(email="nobody@example.com", password=PASSWORD)

    assert "works in no agency" in come_in(client, nobody)


def test_a_person_goes_over_to_their_other_agency(owner: User, client: Client) -> None:
    other = make_agency(name="Second agency")
    make_store(other, name="Second store")
    with every_store(because="a test gives a second role"):
        Membership.objects.create(agency=other, user=owner, role=Role.ANALYST)
    client.force_login(owner)

    offered = client.get("/admin/").content.decode()
    client.post("/admin/agency/", {"agency": other.pk})
    there = client.get("/admin/").content.decode()

    assert "Second agency" in offered
    assert "Second store" in there
    assert client.get("/admin/orders/order/").status_code == 403  # an analyst there


def test_a_language_is_kept_on_the_person(owner: User, client: Client) -> None:
    client.force_login(owner)

    client.post("/admin/language/", {"language": "nb"})

    owner.refresh_from_db()
    assert owner.language == "nb"
    assert 'lang="nb"' in client.get("/admin/").content.decode()
    assert client.post("/admin/language/", {"language": "xx"}).status_code == 404


def test_the_sidebar_shows_each_role_only_its_pages(agency: Agency, client: Client) -> None:
    client.force_login(make_member(agency, Role.ANALYST))

    page = client.get("/admin/").content.decode()

    assert "/admin/stores/store/" in page
    for hidden in ("/admin/orders/order/", "/admin/stores/membership/", "/admin/intake/webhook/"):
        assert f'href="{hidden}"' not in page


def test_a_password_link_works_once(owner: User, agency: Agency, client: Client) -> None:
    client.force_login(owner)
    make_member(agency, Role.SUPPORT, email="new@example.com")
    pk = place_of("new@example.com").pk

    page = client.post(f"/admin/stores/membership/{pk}/link/").content.decode()
    link = re.search(r"http://testserver(/admin/welcome/[^<\"]+)", page)
    assert link
    stranger = Client()
    looked = stranger.get(link[1])
    chosen = {"new_password1": "a long new password", "new_password2": "a long new password"}
    stranger.post(link[1], chosen)
    again = Client().get(link[1])

    assert looked.status_code == 200
    assert "_auth_user_id" in stranger.session
    assert again.status_code == 410


def test_nobody_is_handed_the_password_of_who_also_works_elsewhere(
    owner: User, agency: Agency, client: Client
) -> None:
    stranger = make_member(make_agency(), Role.OWNER, email="two@example.com")
    with every_store(because="a test gives a second place"):
        Membership.objects.create(agency=agency, user=stranger, role=Role.SUPPORT)
    client.force_login(owner)
    with every_store(because="a test finds the second place"):
        pk = Membership.objects.get(user=stranger, agency=agency).pk

    page = client.post(f"/admin/stores/membership/{pk}/link/").content.decode()

    assert "welcome" not in page
    assert "has a log-in at NotifyHub already" in page
    stranger.refresh_from_db()
    assert stranger.check_password(PASSWORD)


def test_the_last_owner_cannot_leave_nor_become_less(
    owner: User, agency: Agency, client: Client
) -> None:
    client.force_login(owner)
    with every_store(because="a test finds the owner's place"):
        pk = Membership.objects.get(user=owner).pk

    page = client.post(
        f"/admin/stores/membership/{pk}/change/",
        {"role": "SUPPORT", "has_all_stores": "on"},
        follow=True,
    ).content.decode()
    client.post(f"/admin/stores/membership/{pk}/delete/", {"post": "yes"})

    assert "is the only owner" in page
    with every_store(because="a test looks at the place"):
        assert Membership.objects.get(pk=pk).role == Role.OWNER


def test_a_store_is_connected_and_its_secret_never_shown_again(owner: User, client: Client) -> None:
    client.force_login(owner)
    data = {
        "name": "New shop",
        "shop_domain": "New-Shop.myshopify.com",
        "currency": "nok",
        "country": "no",
        "locale": "nb",
        "timezone": "Europe/Oslo",
        "state": "ACTIVE",
        "hidden_link": "GATEWAYS",
        "webhook_secret": "shpss_secret_one",
    }

    said = client.post("/admin/stores/store/add/", data, follow=True).content.decode()
    with every_store(because="a test finds the new store"):
        store = Store.objects.get(shop_domain="new-shop.myshopify.com")
    url = reverse("admin:stores_store_change", args=[store.pk])
    page = client.get(url).content.decode()
    pasted = {"webhook_secret": "shpss_secret_two", "access_token": " shpat_pasted "}
    client.post(url, {**data, **pasted})
    later = client.get(url).content.decode()

    assert "was added." in said
    assert "successfully" not in said
    assert f"/in/shopify/{store.public_id}" in page
    assert "shpss_secret" not in page
    assert "Kept, encrypted" in page
    with store_scope(store.pk):
        kept = Credential.objects.get()
    assert kept.webhook_secret == "shpss_secret_two"
    assert kept.previous_webhook_secret == "shpss_secret_one"
    assert kept.access_token == "shpat_pasted"
    assert "shpat_" not in later
    assert (store.currency, store.country) == ("NOK", "NO")
    assert store.sends_from_at is not None


@pytest.mark.parametrize(
    "shop", ["shop.example.com", "../x.myshopify.com", "a b.myshopify.com", ""]
)
def test_what_is_no_shopify_domain_is_refused_in_words(
    owner: User, client: Client, shop: str
) -> None:
    client.force_login(owner)

    answer = client.post("/admin/stores/store/add/", {"shop_domain": shop})

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["shop_domain"]


def test_who_may_not_see_a_page_is_told_so_in_words(store: Store, client: Client) -> None:
    client.force_login(make_member(store.agency, Role.ANALYST))

    refused = client.get("/admin/messaging/message/inbox/")

    assert refused.status_code == 403
    assert "This is not for your role" in refused.content.decode()
    assert WAY_BACK in refused.content.decode()


def test_who_is_lost_finds_back_and_strangers_are_shown_no_door(
    owner: User, client: Client
) -> None:
    stranger = client.get("/nowhere")
    client.force_login(owner)
    lost = client.get("/admin/stores/999999/tracking-domain/")

    assert (stranger.status_code, lost.status_code) == (404, 404)
    assert WAY_BACK in lost.content.decode()
    assert "/admin/" not in stranger.content.decode()
