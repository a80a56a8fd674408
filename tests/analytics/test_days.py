"""Figures by the day: what the feed says, once; and the same when it is counted anew."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from analytics import days
from analytics.models import DailyStat, FeedCursor, OrderDay, ProductDay
from orders import services as orders
from orders.data import RedactionData
from orders.models import Activity, ActivityKind
from stores.models import Agency, Store
from stores.scope import every_store
from templates_app.data import NotificationKind
from templates_app.models import Revision, Variant
from tests.analytics.feeds import is_read, read_on
from tests.analytics.months import SINCE, UNTIL, Month, Told, Wording, expected
from tests.factories.stores import make_store
from tests.factories.templates_app import make_confirmation
from tests.factories.worlds import make_activity, make_message, make_order

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = [rollup.model for rollup in days.ROLLUPS]


def fold_once() -> int:
    with every_store(because="a test folds"):
        return days.fold_days(now=timezone.now())


def fold() -> int:
    """Fold until all is read."""
    return read_on(fold_once, lambda _read: is_read(days.DAYS))


def held(store: Store) -> dict[str, dict[tuple[Any, ...], Counter[str]]]:
    """The roll-ups' rows of the month, without zeros."""
    found: dict[str, dict[tuple[Any, ...], Counter[str]]] = {}
    with every_store(because="a test reads"):
        for rollup in days.ROLLUPS:
            keys = rollup.keys[1:]
            rows = rollup.model._default_manager.filter(
                store=store, day__gte=SINCE, day__lt=UNTIL
            ).values_list(*keys, *rollup.sums)
            for row in rows:
                sums = dict(zip(rollup.sums, row[len(keys) :], strict=True))
                figures = Counter({name: n for name, n in sums.items() if n})
                if figures:
                    name = rollup.model.__name__
                    found.setdefault(name, {})[row[: len(keys)]] = figures
    return found


def mismatches(store: Store) -> list[str]:
    with every_store(because="a test counts anew"):
        return [str(each) for each in days.replay(store=store, since=SINCE, until=UNTIL)]


@pytest.fixture
def wordings(agency: Agency) -> list[Wording]:
    with every_store(because="a test makes templates"):
        template = make_confirmation(agency)
        revision = Revision.objects.filter(template=template).get()
        now = timezone.now()
        variant = Variant.objects.create(
            agency=agency, template=template, label="B", name="Short", created_at=now
        )
    kind = str(NotificationKind.ORDER_CONFIRMATION)
    return [
        Wording(kind, "EMAIL", "nb", revision.pk, template.pk, None),
        Wording(kind, "EMAIL", "nb", revision.pk, template.pk, variant.pk),
        Wording(kind, "EMAIL", "de", revision.pk, template.pk, None),
        Wording("ABANDONED_CHECKOUT", "PUSH", "nb", None, None, None),
    ]


@pytest.fixture
def far_away(agency: Agency) -> Store:
    return make_store(agency, timezone="Pacific/Apia")


def keep(told: list[Told]) -> None:
    with every_store(because="a test tells a month"):
        Activity.objects.bulk_create([each.activity for each in told])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_month_is_what_its_facts_add_up_to_and_counts_anew_to_the_same(
    agency: Agency, wordings: list[Wording], far_away: Store, seed: int
) -> None:
    chance = random.Random(seed)
    stores = [make_store(agency, timezone="America/New_York"), far_away, make_store(agency)]
    told = {store.pk: Month(store, wordings, chance).facts(120) for store in stores}
    mixed = [each for facts in told.values() for each in facts]
    chance.shuffle(mixed)

    for start in range(0, len(mixed), 400):
        keep(mixed[start : start + 400])
        fold_once()
    fold()

    for store in stores:
        assert held(store) == expected(told[store.pk])
        assert mismatches(store) == []


def test_facts_told_while_others_fold_are_counted_once(
    agency: Agency, wordings: list[Wording], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Transactions that are long, rolled back, and several folders at once."""
    monkeypatch.setattr(days, "BATCH", 40)
    store = make_store(agency)
    told = Month(store, wordings, random.Random(7)).facts(100)
    parts = [told[start::4] for start in range(4)]
    lost = Month(store, wordings, random.Random(8)).facts(10)
    tellers = [partial(_tell, mine) for mine in parts] + [partial(_tell, lost, is_undone=True)]

    trouble = _at_once(tellers, beside=[fold_once, fold_once])
    fold()

    assert trouble == []
    assert held(store) == expected(told)
    assert mismatches(store) == []


def _tell(mine: list[Told], *, is_undone: bool = False) -> None:
    for start in range(0, len(mine), 30):
        with transaction.atomic():
            keep(mine[start : start + 30])
            time.sleep(0.02)
            transaction.set_rollback(is_undone)


def _at_once(
    deeds: Sequence[Callable[[], None]], *, beside: Sequence[Callable[[], object]]
) -> list[BaseException]:
    """Each in a thread of its own; what stands beside is done again and again until all end."""
    is_over = threading.Event()
    trouble: list[BaseException] = []

    def run(deed: Callable[[], object], *, is_again: bool) -> None:
        try:
            deed()
            while is_again and not is_over.is_set():
                deed()
        except BaseException as error:
            trouble.append(error)
        finally:
            connection.close()

    main = [threading.Thread(target=run, args=[each], kwargs={"is_again": False}) for each in deeds]
    side = [threading.Thread(target=run, args=[each], kwargs={"is_again": True}) for each in beside]
    for thread in [*side, *main]:
        thread.start()
    for thread in main:
        thread.join(60)
    is_over.set()
    for thread in side:
        thread.join(60)
    return trouble


def test_what_was_told_before_codes_stood_in_the_fact_is_read_from_the_message(
    store: Store, wordings: list[Wording]
) -> None:
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    order = make_order(store, placed_at=at)
    message = make_message(order, revision_id=wordings[0].revision)
    late: dict[str, Any] = {"at": at + timedelta(days=9), "message_id": message.pk}
    make_activity(order, ActivityKind.MESSAGE_DELIVERED, **late)
    fold()

    with every_store(because="a test reads"):
        stat = DailyStat.objects.get(kind="ORDER_CONFIRMATION")
    assert (stat.day, stat.locale, stat.template_id) == (at.date(), "nb", wordings[0].template)
    assert (stat.sent_count, stat.delivered_count) == (1, 1)
    assert mismatches(store) == []


def test_what_is_erased_counts_anew_to_the_same(store: Store, wordings: list[Wording]) -> None:
    told = Month(store, wordings, random.Random(4)).facts(40)
    order = make_order(store, placed_at=datetime(2026, 3, 3, tzinfo=UTC), email="kari@example.com")
    for each in told:
        each.activity.order = order
    keep(told)
    make_message(order)
    fold()
    before = held(store)

    with every_store(because="a test erases"):
        asked = RedactionData(None, "kari@example.com", (order.shopify_id,))
        orders.redact_customer(store=store, data=asked, now=timezone.now())
        assert (
            not Activity.objects.exclude(data__has_key="redacted")
            .exclude(kind=ActivityKind.CUSTOMER_REDACTED)
            .exists()
        )

    assert mismatches(store) == []
    with every_store(because="a test forgets the roll-ups"):
        for model in TABLES:
            model._default_manager.all().delete()
        FeedCursor.objects.all().delete()
    fold()
    assert held(store) == before


def test_a_wrong_figure_is_found_named_and_mended(store: Store, wordings: list[Wording]) -> None:
    told = Month(store, wordings, random.Random(5)).facts(30)
    keep(told)
    fold()
    with every_store(because="a test breaks a figure"):
        row = OrderDay.objects.filter(day__gte=SINCE, day__lt=UNTIL).order_by("day").first()
        assert row is not None
        OrderDay.objects.filter(pk=row.pk).update(orders_count=row.orders_count + 3)
        ProductDay.objects.filter(day=row.day).delete()

    found = mismatches(store)
    assert any(
        f"orders_count: {row.orders_count + 3}, counted anew {row.orders_count}" in each
        for each in found
    )
    with every_store(because="a test mends"):
        assert len(days.mend(store=store, since=SINCE, until=UNTIL)) == len(found) > 1

    assert held(store) == expected(told)
    assert mismatches(store) == []


def test_a_store_that_moves_to_another_time_zone_is_mended(
    agency: Agency, wordings: list[Wording]
) -> None:
    store = make_store(agency, timezone="Pacific/Apia")
    keep(Month(store, wordings, random.Random(6)).facts(30))
    fold()
    with every_store(because="a test moves a store"):
        Store.objects.filter(pk=store.pk).update(timezone="America/Adak")
        assert days.mend(store=store, since=SINCE, until=UNTIL)

    assert mismatches(store) == []


def test_a_zone_that_the_database_does_not_know_stops_nothing(
    agency: Agency, wordings: list[Wording]
) -> None:
    with every_store(because="a test makes an odd store"):
        odd = make_store(agency, timezone="Mars/Olympus")
    keep(Month(make_store(agency), wordings, random.Random(6)).facts(3))
    told = Month(make_store(agency), wordings, random.Random(6)).facts(3)
    for each in told:
        each.activity.store = odd
    keep(told)

    assert fold() > 0
    assert mismatches(odd) == []


def test_folding_costs_the_same_number_of_statements_for_any_number_of_stores(
    agency: Agency, wordings: list[Wording], django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        keep(Month(make_store(agency), wordings, random.Random(1)).facts(5))
    with every_store(because="a test folds"), django_assert_max_num_queries(12):
        days.fold_days(now=timezone.now())


def test_the_command_says_what_differs_and_mends_it(store: Store) -> None:
    make_order(store)
    fold()
    said = StringIO()

    call_command("check_figures", stdout=said)
    assert "0 mismatches in 1 stores" in said.getvalue()

    with every_store(because="a test breaks a figure"):
        OrderDay.objects.update(orders_count=7)
    with pytest.raises(CommandError, match="1 mismatches"):
        call_command("check_figures", stdout=said)
    assert "orders_count: 7, counted anew 1" in said.getvalue()
    call_command("check_figures", "--mend", stdout=said)
    call_command("check_figures", stdout=said)


def test_the_command_refuses_a_store_that_is_not_there(store: Store) -> None:
    with pytest.raises(CommandError, match="no such store"):
        call_command("check_figures", "--store", "00000000-0000-0000-0000-000000000000")
