"""The third wall: every URL and admin page, tried by everybody who has no business there."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import get_resolver, reverse

from messaging.models import Sender
from stores.admin_base import TenantInline, TenantModelAdmin
from stores.models import Invitation, Membership, Store, User
from stores.roles import Role
from stores.scope import every_store
from tests.factories.stores import make_member, make_store
from tests.house.isolation import DOORS, OTHER_DOORS, Door
from tests.house.isolation_api import KEY_DOORS
from tests.house.knocking import REGISTERED, Undone, address, knock, leaks, login, model_of
from tests.house.world import CANARY, NEEDLE, World, build, fingerprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> World:
    return build(CANARY)


@pytest.fixture
def theirs() -> World:
    return build("magpie")


def named(patterns: Iterable[Any], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        elif pattern.name:
            yield space + pattern.name
        elif not str(pattern.pattern).endswith("<path:object_id>/"):  # Django's redirect
            yield f"{space}? {pattern.pattern}"


def test_every_url_stands_in_the_table() -> None:
    known = {door.name for door in DOORS} | {door.name for door in KEY_DOORS} | set(OTHER_DOORS)

    missing = sorted(set(named(get_resolver().url_patterns)) - known)
    stale = sorted(known - set(named(get_resolver().url_patterns)))

    assert not missing, f"Give each a row in tests/house/isolation.py, or …_api.py: {missing}"
    assert not stale, f"These are gone: {stale}"


def test_every_page_of_the_admin_inherits_the_wall() -> None:
    for page in admin.site._registry.values():
        assert isinstance(page, TenantModelAdmin), page
        for inline in page.inlines:
            assert issubclass(inline, TenantInline), inline


@pytest.mark.parametrize("role", list(Role))
def test_each_role_meets_the_status_of_the_table(ours: World, role: Role) -> None:
    wrong = []
    for door in DOORS:
        client = login(ours.people[role])
        with Undone():
            status = knock(client, door, address(door.name, ours)).status_code
        if status != door.status_for(role):
            wrong.append(f"{door.method} {door.name}: {status}, not {door.status_for(role)}")

    assert not wrong


@pytest.mark.parametrize("role", list(Role))
def test_a_stranger_to_the_agency_meets_404_and_reads_nothing(
    ours: World, theirs: World, role: Role
) -> None:
    before = fingerprint(ours)
    wrong = []
    for door in DOORS:
        client = login(again(theirs.people[role]))  # some doors lead out, or out everywhere
        response = knock(client, door, address(door.name, ours))
        has_ids = address(door.name, ours) != address(door.name, theirs)
        if leaks(response):
            wrong.append(f"{door.method} {door.name} shows what is ours")
        if has_ids and response.status_code not in _hidden(door, role):
            wrong.append(f"{door.method} {door.name}: {response.status_code} for a foreign id")

    assert not wrong
    assert fingerprint(ours) == before


def again(person: User) -> User:
    """As they are now: whoever logs out everywhere is another to sessions of before."""
    return User.objects.get(pk=person.pk)


def _hidden(door: Door, role: Role) -> set[int]:
    """404; a role that may not pass the door at all may hear 403, which is the same for any id."""
    return {404} if role == Role.OWNER else {404, door.status_for(role)} - {200, 302}


def test_somebody_who_works_nowhere_and_somebody_logged_out_see_nothing(ours: World) -> None:
    nobody = User.objects.create_user(email="nobody@example.com", password="correct horse battery")
    for client in (Client(), login(nobody)):
        for door in DOORS:
            response = knock(client, door, address(door.name, ours))
            assert not leaks(response), door
            if model_of(door.name):
                assert response.status_code == 302, door
                assert "/admin/login/" in response["Location"]


def test_a_member_with_chosen_stores_sees_nothing_of_the_others(ours: World) -> None:
    """The same agency, another store: rows of the agency are shared, rows of the store are not."""
    sister = make_store(ours.agency, name="Sister")
    member = make_member(ours.agency, Role.OWNER, stores=[sister])
    client = login(member)
    before = fingerprint(ours)
    of_agency = {Membership, Invitation}
    wrong = []
    for door in DOORS:
        model = model_of(door.name)
        if model is None or model in of_agency or model._meta.model_name == "apikey":
            continue
        response = knock(client, door, address(door.name, ours))
        has_ids = not door.name.endswith(("_changelist", "_add", "_inbox"))
        if has_ids and response.status_code != 404:
            wrong.append(f"{door.method} {door.name}: {response.status_code}")
        # The agency's own name stands in the frame of every page of its members.
        if f"store {CANARY}".encode() in response.content.lower():
            wrong.append(f"{door.method} {door.name} shows the other store")

    assert not wrong
    assert fingerprint(ours) == before


def side_doors(page: TenantModelAdmin, ours: World) -> Iterator[str]:
    """Query strings by which a list might be made to say more than it should."""
    row, store = ours.rows[page.model], ours.store
    yield from ("", "?e=1", "?all=", "?p=0", "?p=9999", "?o=1.-2", "?_popup=1", "?_facets=True")
    yield from (f"?q={CANARY[:6]}", f"?q={NEEDLE}", f"?q={row.pk}", "?q=Buyer", "?q=%00")
    yield f"?_to_field=id&_popup=1&id={row.pk}"
    yield from (f"?older={row.pk}.1", "?newer=1.1", "?older=x")
    for name in ("id", "pk", "store", "store_id", "agency", "user", "order", "message"):
        yield f"?{name}={row.pk}"
        yield f"?{name}__exact={row.pk}"
        yield f"?{name}__id__exact={store.pk}"
    for name in ("name", "email", "store__name", "order__buyer_name", "user__password", "password"):
        yield f"?{name}__startswith={CANARY[0]}"
        yield f"?{name}__icontains={CANARY[:6]}"
    for entry in page.list_filter:
        name = getattr(entry, "parameter_name", entry)
        for value in (row.pk, store.pk, f"tag-{CANARY[:6]}", "SENT", "FAILED", "ATTENTION"):
            yield f"?{name}={value}"
    yield f"?store={store.pk}&mail={row.pk}"


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_no_query_string_of_a_list_reaches_another_agency(
    ours: World, theirs: World, model: type[models.Model]
) -> None:
    page = admin.site._registry[model]
    assert isinstance(page, TenantModelAdmin)
    client = login(theirs.people[Role.OWNER])
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for query in side_doors(page, ours):
        response = client.get(url + query)
        assert not leaks(response), query
        assert response.status_code in (200, 302, 400, 404), query


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_no_action_touches_rows_of_another_agency(
    ours: World, theirs: World, model: type[models.Model]
) -> None:
    client = login(theirs.people[Role.OWNER])
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    page = admin.site._registry[model]
    before = fingerprint(ours)
    names = {"delete_selected", *(str(one) for one in page.actions or ())}
    for name in sorted(names):
        for across in ("0", "1"):
            data = {
                "action": name,
                "_selected_action": [str(ours.rows[model].pk)],
                "select_across": across,
                "index": "0",
                "post": "yes",
            }
            response = client.post(url, data)
            assert response.status_code in (200, 302, 403), name
            assert not leaks(response), name

    assert fingerprint(ours) == before


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_forms_offer_and_take_only_rows_of_ones_own(
    ours: World, theirs: World, model: type[models.Model]
) -> None:
    client = login(theirs.people[Role.OWNER])
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    before = fingerprint(ours)
    foreign = {
        field.name: ours.rows[field.remote_field.model].pk
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model in ours.rows
    }
    for query in ("", "?" + "&".join(f"{name}={pk}" for name, pk in foreign.items())):
        shown = client.get(url + query)
        posted = client.post(url, {**foreign, "role": "OWNER", "stores": [ours.store.pk]})
        for response in (shown, posted):
            assert response.status_code in (200, 403)
            assert not leaks(response)

    assert fingerprint(ours) == before


@pytest.mark.parametrize(
    "path", ["autocomplete/", "search/?s=a&extended=1", "r/1/1/", "orders/", "auth/group/"]
)
def test_doors_that_no_page_needs_are_walled_up(ours: World, path: str) -> None:
    """Completion, search over all models, jumps to objects: each could say more than its page."""
    response = login(ours.people[Role.OWNER]).get(f"/admin/{path}")

    assert response.status_code == 404


def test_a_page_shows_no_message_of_another_order_or_store(ours: World, theirs: World) -> None:
    client = login(theirs.people[Role.OWNER])
    mine = theirs.rows[REGISTERED[[m.__name__ for m in REGISTERED].index("Order")]]
    message = ours.messages["SENT"]
    inbox = reverse("admin:messaging_message_inbox")
    page = reverse("admin:orders_order_change", args=[mine.pk])

    for url in (
        f"{page}?message={message.pk}",
        f"{inbox}?store={ours.store.pk}",
        f"{inbox}?store={theirs.store.pk}&mail={message.pk}",
        f"{inbox}?mail={message.pk}",
    ):
        response = client.get(url)
        assert response.status_code == 404, url
        assert not leaks(response)


def test_nobody_switches_into_an_agency_that_is_not_theirs(ours: World, theirs: World) -> None:
    client = login(theirs.people[Role.OWNER])

    response = client.post(reverse("admin:switch_agency"), {"agency": ours.agency.pk})

    assert response.status_code == 404
    assert not leaks(client.get("/admin/"))


def test_a_forged_session_does_not_open_another_agency(ours: World, theirs: World) -> None:
    client = login(theirs.people[Role.OWNER])
    session = client.session
    session["agency"] = ours.agency.pk
    session.save()

    response = client.get("/admin/")

    assert response.status_code == 200
    assert not leaks(response)


def test_a_sender_cannot_be_moved_into_another_agencys_store(ours: World, theirs: World) -> None:
    client = login(theirs.people[Role.OWNER])
    sender = theirs.rows[Sender]
    url = reverse("admin:messaging_sender_change", args=[sender.pk])

    response = client.post(
        url, {"store": ours.store.pk, "transport": "CAPTURE", "position": 0, "port": 587}
    )

    with every_store(because="a test looks where the sender is"):
        assert Sender.objects.get(pk=sender.pk).store_id == theirs.store.pk
    assert response.status_code == 200


def test_an_owner_of_chosen_stores_gives_nobody_more_than_they_have(ours: World) -> None:
    sister = make_store(ours.agency, name="Sister")
    client = login(make_member(ours.agency, Role.OWNER, stores=[sister]))
    membership = ours.rows[Membership]

    add = client.post(
        reverse("admin:stores_invitation_add"),
        {"email": "friend@example.com", "role": "OWNER", "has_all_stores": "on"},
    )
    change = client.post(
        reverse("admin:stores_membership_change", args=[membership.pk]),
        {"role": "OWNER", "has_all_stores": "on"},
    )

    assert (add.status_code, change.status_code) == (403, 403)
    with every_store(because="a test counts invitations"):
        assert not Invitation.objects.filter(email="friend@example.com").exists()


def test_one_shop_cannot_be_connected_twice_not_even_by_another_agency(
    ours: World, theirs: World
) -> None:
    client = login(theirs.people[Role.OWNER])
    data = {
        "name": "Copy",
        "shop_domain": ours.store.shop_domain.upper(),
        "currency": "NOK",
        "locale": "nb",
        "timezone": "Europe/Oslo",
        "state": "ACTIVE",
    }

    response = client.post(reverse("admin:stores_store_add"), data)

    assert response.status_code == 200
    assert "connected already" in response.content.decode()
    with every_store(because="a test counts stores"):
        assert Store.objects.filter(shop_domain__iexact=ours.store.shop_domain).count() == 1
