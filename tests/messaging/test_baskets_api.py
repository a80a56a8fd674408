"""Baskets for programs: the store's rules, the list, and their figures."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import basket_rules
from messaging.baskets_api import RULES_EXAMPLE
from messaging.models import Message
from stores.models import Store
from stores.scope import store_scope
from tests.factories.baskets import HOUR, let, make_basket, remind
from tests.factories.keys import KeyClient
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def rules_url(store: Store) -> str:
    return f"stores/{store.public_id}/baskets/"


def put(api: KeyClient, store: Store, body: dict[str, Any]) -> Any:
    return api.put(rules_url(store), json.dumps(body), content_type="application/json")


def test_rules_are_read_as_they_were_written(store: Store, api: KeyClient) -> None:
    assert api.get(rules_url(store)).json()["steps"][0]["wait_minutes"] == 60

    written = put(api, store, RULES_EXAMPLE)

    assert written.status_code == 200, written.content
    assert written.json() == RULES_EXAMPLE
    assert api.get(rules_url(store)).json() == RULES_EXAMPLE
    with store_scope(store.pk):
        assert basket_rules.rules_of(store_id=store.pk).steps[1].discount.days == 5


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"steps": []}, 422),
        ({"steps": [{"wait_minutes": 1}]}, 422),
        ({"steps": [{"wait_minutes": 60}, {"wait_minutes": 90}]}, 409),
        ({"steps": [{"wait_minutes": 60, "discount": {"gives": "AMOUNT"}}]}, 409),
        ({"steps": [{"wait_minutes": 60, "nonsense": 1}]}, 422),
        ({"reasons": ["WHATEVER"]}, 422),
        ({"excluded_countries": ["N1"]}, 409),
    ],
)
def test_what_makes_no_sense_is_refused(
    store: Store, api: KeyClient, changed: dict[str, Any], status: int
) -> None:
    answer = put(api, store, {**RULES_EXAMPLE, **changed})

    assert answer.status_code == status, answer.content
    if status == 409:
        assert answer.json()["code"] == "basket-rules-invalid"
    with store_scope(store.pk):
        assert basket_rules.settings_of(store_id=store.pk) is None


def test_baskets_are_listed_with_what_was_said_of_them(
    store: Store, api: KeyClient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    let(store)
    begun_at = timezone.now() - timedelta(days=1)
    baskets = [
        make_basket(
            store,
            email=f"kari-{number}@example.com",
            started_at=begun_at + number * timedelta(seconds=1),
            changed_at=begun_at,
        )
        for number in range(3)
    ]
    make_basket(make_store(), started_at=begun_at)
    remind(baskets[0], begun_at)
    with store_scope(store.pk):
        Message.objects.update(run_after=begun_at + HOUR)

    with django_assert_max_num_queries(12):
        first = api.get("baskets/?limit=2").json()
    second = api.get(first["next"]).json()

    rows = [*first["results"], *second["results"]]
    assert [row["email"] for row in rows] == [f"kari-{number}@example.com" for number in (2, 1, 0)]
    assert second["next"] is None
    assert [(each["step"], each["state"]) for each in rows[2]["reminders"]] == [(1, "PLANNED")]
    assert {row["standing"] for row in rows} == {"LEFT"}


def test_figures_are_those_of_the_page(store: Store, api: KeyClient) -> None:
    begun_at = timezone.now() - timedelta(hours=5)
    make_basket(store, started_at=begun_at, changed_at=begun_at)

    found = api.get("figures/baskets/").json()

    assert (found["begun"], found["left"], found["reminded"], found["recovered"]) == (1, 1, 0, 0)
    assert api.get("figures/baskets/?since=2026-02-02&until=2026-02-01").status_code == 422
    assert api.get("figures/baskets/?since=2020-02-02&until=2026-02-01").status_code == 422
