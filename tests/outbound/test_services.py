"""Endpoints made, changed, given new secrets, and taken away."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from common.outgoing.urls import AddressRefused
from outbound import claiming, forgetting, posting, recording, redriving, services, warning
from outbound.data import EndpointWish
from outbound.models import Delivery, DeliveryAttempt, Endpoint, EndpointNotice
from outbound.queries import deliveries_within_reach, endpoints_within_reach
from stores.access import Actor, actor_of_key, actor_of_member
from stores.models import Agency, Store
from stores.roles import Role, Verb
from stores.scope import every_store
from tests.factories.keys import make_key
from tests.factories.orders import make_order
from tests.factories.outbound import URL, make_deliveries, make_endpoint
from tests.factories.stores import make_member, make_store
from tests.outbound.receiver import receiver
from tests.outbound.runs import clock, fresh, post, states

pytestmark = pytest.mark.django_db
WISH = EndpointWish(URL, "ERP", ("ORDER_PAID", "ORDER_PLACED"))


def actor_of(agency: Agency, role: Role = Role.OWNER, **kwargs: Any) -> Actor:
    actor = actor_of_member(make_member(agency, role, **kwargs))
    assert actor
    return actor


def create(actor: Actor, store: Store | None = None, **fields: Any) -> tuple[Endpoint, str]:
    said: dict[str, Any] = {"wish": WISH, "is_test": False, "now": timezone.now(), **fields}
    with actor.scope():
        return services.create_endpoint(store=store, actor=actor, **said)


def test_a_secret_is_said_once_and_stands_encrypted(store: Store) -> None:
    endpoint, secret = create(actor_of(store.agency), store)

    with connection.cursor() as cursor, every_store(because="a test looks behind the field"):
        cursor.execute("SELECT secret, kinds, cursor_xid FROM outbound_endpoint")
        ((kept, kinds, xid),) = cursor.fetchall()
    assert secret.startswith("whsec_")
    assert kept != secret
    assert secret not in kept
    assert kinds == ["ORDER_PLACED", "ORDER_PAID"]
    assert xid > 0  # from now on
    assert fresh(endpoint).secret == secret


@pytest.mark.parametrize(
    "url", ["", "hooks", "ftp://a.example/", "https://10.0.0.1/", "https://user:a@b.example/"]
)
def test_an_address_that_may_not_be_called_is_refused(
    store: Store, settings: Any, url: str
) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = False
    with pytest.raises(AddressRefused):
        create(actor_of(store.agency), store, wish=EndpointWish(url))

    with every_store(because="a test looks"):
        assert not Endpoint.objects.exists()


def test_nobody_has_more_told_than_they_see(store: Store) -> None:
    sister = make_store(store.agency)
    few = actor_of(store.agency, stores=[sister])
    with every_store(because="a test looks a key up"):
        tester = actor_of_key(make_key(store.agency, is_test=True)[0])
    refused: list[tuple[Actor, Store | None, bool]] = [
        (few, None, False),
        (few, store, False),
        (tester, None, False),
        (actor_of(store.agency), make_store(), False),
    ]

    for actor, wanted, is_test in refused:
        with pytest.raises(services.EndpointBeyondReach):
            create(actor, wanted, is_test=is_test)
    create(few, sister)
    create(tester, None, is_test=True)


def test_a_sandbox_is_heard_by_marked_endpoints_only(store: Store) -> None:
    sandbox = make_store(store.agency, is_sandbox=True)
    actor = actor_of(store.agency)

    for wanted, is_test in ((sandbox, False), (store, True)):
        with pytest.raises(services.EndpointBeyondReach):
            create(actor, wanted, is_test=is_test)
    create(actor, sandbox, is_test=True)


def test_an_agency_has_a_bounded_number(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_OF_AN_AGENCY", 2)
    actor = actor_of(store.agency)
    first, _ = create(actor, store)
    create(actor, store)
    with pytest.raises(services.TooManyEndpoints):
        create(actor, store)

    with actor.scope():
        services.remove_endpoint(endpoint=first, now=timezone.now())
    create(actor, store)


def test_rotating_overlaps_for_a_day_or_ends_at_once(store: Store) -> None:
    endpoint, now = make_endpoint(store), timezone.now()
    before = endpoint.secret
    with every_store(because="a test rotates"):
        second = services.rotate_secret(endpoint=endpoint, now=now)
        during = claiming.living_secrets(fresh(endpoint), now + timedelta(hours=23))
        after = claiming.living_secrets(fresh(endpoint), now + timedelta(hours=25))
        third = services.rotate_secret(endpoint=endpoint, now=now)
        two = claiming.living_secrets(fresh(endpoint), now)
        fourth = services.rotate_secret(endpoint=endpoint, at_once=True, now=now)
        one = claiming.living_secrets(fresh(endpoint), now)
        is_news = services.end_previous_secret(endpoint=endpoint, now=now)

    assert (during, after) == ((second, before), (second,))
    assert two == (third, second)
    assert one == (fourth,)
    assert not is_news


def test_a_paused_endpoint_is_not_called_and_goes_on_when_enabled(store: Store) -> None:
    at = clock()
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store)])
        with every_store(because="a test pauses"):
            assert services.pause_endpoint(endpoint=endpoint, now=at.now)
            assert not services.pause_endpoint(endpoint=endpoint, now=at.now)
            assert post(at) == 0
            with pytest.raises(redriving.EndpointAsleep):
                redriving.send_test_event(endpoint=endpoint, now=at.now)
            assert services.enable_endpoint(endpoint=endpoint, now=at.now)
            assert not services.enable_endpoint(endpoint=endpoint, now=at.now)
        post(at)

    assert states(endpoint) == ["DELIVERED"] * 3


def test_one_switched_off_goes_on_with_all_that_waited_or_from_now(store: Store) -> None:
    at = clock()
    with receiver(status=410) as there:
        kept, left = make_endpoint(store, there.url), make_endpoint(store, there.url)
        for endpoint in (kept, left):
            make_deliveries(endpoint, [make_order(store)])
        post(at)
        there.status = 200
        with every_store(because="a test enables"):
            services.enable_endpoint(endpoint=kept, now=at.now)
            services.enable_endpoint(endpoint=left, from_now=True, now=at.now)
        post(at)

    assert states(kept) == ["DELIVERED"] * 3
    assert states(left) == ["SKIPPED"] * 3
    assert fresh(kept).disabled_because == ""


def test_those_who_can_mend_it_are_told_once_that_it_was_switched_off(
    store: Store, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.NOTIFYHUB_STAFF_EMAIL_URL = "smtp://mail.example"
    owner = make_member(store.agency, Role.OWNER)
    make_member(store.agency, Role.ANALYST)
    make_member(store.agency, Role.MANAGER, stores=[make_store(store.agency)])
    at = clock()
    with receiver(status=410) as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store) for _ in range(3)])
        post(at)
    with every_store(because="a test tells"):
        notices = list(EndpointNotice.objects.filter(endpoint=endpoint))
        left = warning.send_notices(now=at.now)
        again = warning.send_notices(now=at.now)

    assert [notice.user_id for notice in notices] == [owner.pk]
    assert (left, again) == (1, 0)
    (mail,) = mailoutbox
    assert mail.to == [owner.email]
    assert "410" in mail.body


def test_a_changed_address_is_where_what_waits_goes(store: Store) -> None:
    at = clock()
    with receiver(status=500) as old, receiver() as new:
        endpoint = make_endpoint(store, old.url)
        make_deliveries(endpoint, [make_order(store)])
        post(at)
        with every_store(because="a test moves"):
            services.change_endpoint(endpoint=endpoint, wish=EndpointWish(new.url), now=at.now)
        post(at)

    assert len(new.taken) == 3
    assert fresh(endpoint).failures_count == 0


def test_what_is_old_goes_and_what_waits_stays(store: Store) -> None:
    now = timezone.now()
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store) for _ in range(3)], kinds=["ORDER_PAID"])
        post(clock())
    make_deliveries(endpoint, [make_order(store)], kinds=["ORDER_PAID"])
    with every_store(because="a test forgets"):
        Delivery.objects.update(created_at=now - timedelta(days=60))
        settled = Delivery.objects.filter(state="DELIVERED")
        settled.update(settled_at=now - timedelta(days=29))
        early = forgetting.forget(now=now)
        settled.update(settled_at=now - timedelta(days=31))
        late = forgetting.forget(now=now)
        left = DeliveryAttempt.objects.count()

    assert (early, late, left) == (0, 3, 0)
    assert states(endpoint) == ["WAITING"]


def test_a_removed_endpoint_is_gone_for_people_at_once_and_its_rows_by_and_by(
    store: Store,
) -> None:
    actor, at = actor_of(store.agency), clock()
    with receiver() as there:
        endpoint = make_endpoint(store, there.url)
        make_deliveries(endpoint, [make_order(store)])
        with actor.scope():
            services.remove_endpoint(endpoint=endpoint, now=at.now)
            seen = endpoints_within_reach(actor).count() + deliveries_within_reach(actor).count()
        assert post(at) == 0
    with every_store(because="a test forgets"):
        secret = Endpoint.objects.get(pk=endpoint.pk).secret
        gone = forgetting.forget(now=at.now)
        left = Endpoint.objects.filter(pk=endpoint.pk).count()

    assert (seen, secret, gone, left) == (0, "", 3, 0)


def test_one_removed_during_a_call_harms_no_other(store: Store) -> None:
    with receiver() as there:
        leaving, staying = make_endpoint(store, there.url), make_endpoint(store, there.url)
        for endpoint in (leaving, staying):
            make_deliveries(endpoint, [make_order(store)], kinds=["ORDER_PAID"])
        at = clock()
        with every_store(because="a test claims"):
            (call,) = claiming.claim(endpoint_id=leaving.pk, now=at.now, most=1)
            outcome = posting.make(call)
            services.remove_endpoint(endpoint=leaving, now=at.now)
            forgetting.forget(now=at.now)
            is_kept = recording.record(call=call, outcome=outcome, now=at.now)
        post(at)

    assert not is_kept
    assert states(staying) == ["DELIVERED"]


@pytest.mark.parametrize("role", list(Role))
def test_owners_and_managers_alone_set_up_webhooks(agency: Agency, role: Role) -> None:
    may = actor_of(agency, role).may(Verb.MANAGE_ENDPOINTS)

    assert may == (role in {Role.OWNER, Role.MANAGER})
