"""Who asks to be forgotten is forgotten, and no sum changes for it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from analytics.models import ExperimentRollup, ExperimentUnit
from analytics.recounting import mend, recount
from intake import topics
from messaging.models import Assignment, Message
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Experiment
from tests.analytics.feeds import fold_all
from tests.factories.units import DAY, buy, expose, judge, make_buyer, make_test

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 1, 9, tzinfo=UTC)


def sums() -> list[dict[str, Any]]:
    columns = [field.attname for field in ExperimentRollup._meta.concrete_fields]
    columns.remove("id")
    with every_store(because="a test reads"):
        rows = ExperimentRollup.objects.exclude(n=0, s1=0)
        return sorted(rows.values(*columns), key=str)


def redact(store: Store, shopify_id: int, order_ids: list[int]) -> None:
    body = {
        "shop_domain": store.shop_domain,
        "customer": {"id": shopify_id, "email": "", "phone": ""},
        "orders_to_redact": order_ids,
    }
    with every_store(because="a test redacts"):
        topics.customer_redacted(store, body, START + 5 * DAY)


@pytest.fixture
def experiment(store: Store) -> Experiment:
    return make_test(store, started_at=START)


def test_forgotten_units_keep_their_figures_and_lead_to_nobody(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    order = buy(store, buyer, START, 50_000)
    message = expose(experiment, order, 1, START + DAY)
    judge(message, START + DAY, click=1)
    buy(store, buyer, START + 2 * DAY, 70_000)
    assert message.unit_hash is not None
    with every_store(because="a test assigns"):
        Assignment.objects.create(
            store=store,
            experiment=experiment,
            unit_hash=message.unit_hash,
            arm=1,
            epoch=1,
            assigned_at=START,
        )
    other = expose(experiment, buy(store, make_buyer(store), START, 1), 0, START + DAY)
    fold_all()
    before = sums()

    redact(store, buyer.shopify_id, [order.shopify_id])
    fold_all()

    assert sums() == before
    with every_store(because="a test reads"):
        forgotten = ExperimentUnit.objects.get(unit_hash=None)
        assert (forgotten.message_id, forgotten.revenue_minor) == (None, 70_000)
        assert forgotten.exposed_at == datetime(2026, 11, 2, tzinfo=UTC)
        assert not Assignment.objects.filter(experiment=experiment).exists()
        assert not Message.objects.filter(unit_hash=message.unit_hash).exists()
        assert ExperimentUnit.objects.get(message_id=other.pk).unit_hash == other.unit_hash
        assert recount(experiment=experiment).mismatches == []


def test_what_is_told_of_the_forgotten_later_changes_nothing(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    order = buy(store, buyer, START, 50_000)
    message = expose(experiment, order, 1, START + DAY)
    fold_all()
    before = sums()
    redact(store, buyer.shopify_id, [order.shopify_id])

    judge(message, START + 6 * DAY, click=1)
    buy(store, None, START + 6 * DAY, 70_000)
    fold_all()

    assert sums() == before
    with every_store(because="a test counts anew"):
        assert recount(experiment=experiment).mismatches == []


def test_who_is_forgotten_before_the_fold_was_never_there(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    order = buy(store, buyer, START, 50_000)
    expose(experiment, order, 1, START + DAY)

    redact(store, buyer.shopify_id, [order.shopify_id])
    fold_all()

    assert sums() == []
    with every_store(because="a test counts anew"):
        assert recount(experiment=experiment).mismatches == []


def test_counting_anew_mends_what_was_broken_and_keeps_the_forgotten(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    order = buy(store, buyer, START, 50_000)
    expose(experiment, order, 1, START + DAY)
    expose(experiment, buy(store, make_buyer(store), START, 1), 0, START + DAY)
    fold_all()
    redact(store, buyer.shopify_id, [order.shopify_id])
    before = sums()

    with every_store(because="a test breaks the sums"):
        ExperimentRollup.objects.update(n=7)
        assert recount(experiment=experiment).mismatches
        assert mend(experiment=experiment).mismatches
        assert recount(experiment=experiment).mismatches == []

    assert sums() == before


def test_a_store_that_leaves_takes_its_buyers_units_along(
    store: Store, experiment: Experiment
) -> None:
    for arm in (0, 1):
        expose(experiment, buy(store, make_buyer(store), START, 1), arm, START + DAY)
    fold_all()
    before = sums()

    with every_store(because="a test redacts a shop"):
        topics.shop_redacted(
            store, {"shop_id": 1, "shop_domain": store.shop_domain}, START + 5 * DAY
        )

    assert sums() == before
    with every_store(because="a test reads"):
        assert not ExperimentUnit.objects.exclude(unit_hash=None).exists()
        assert recount(experiment=experiment).mismatches == []
