"""What orders earned by source: told as sums that add up, whatever comes to be known when."""

from collections import Counter

import pytest

from orders.models import Activity, Order
from stores.models import Store
from tests.factories.attribution import bought, may
from tracking.attribution import attributing, sourcing
from tracking.models.attribution import OrderSource

pytestmark = pytest.mark.usefixtures("inside")

ADVERT = "/?utm_source=google&utm_medium=cpc&utm_campaign=spring"


def by_source() -> dict[str, tuple[int, int, int]]:
    """Source and campaign: orders, gross, refunds; what adds up to nothing is left out."""
    sums: dict[str, Counter[str]] = {}
    for data in Activity.objects.filter(data__model="source").values_list("data", flat=True):
        name = f"{data['source']}/{data['campaign']}"
        sums.setdefault(name, Counter()).update(
            {"n": data["orders"], "gross": data["gross_minor"], "refund": data["refund_minor"]}
        )
    return {
        name: (found["n"], found["gross"], found["refund"])
        for name, found in sums.items()
        if any(found.values())
    }


def judge_again(store: Store) -> None:
    attributing.attribute_order(store=store, order=Order.objects.get(), now=may(5))


def test_an_order_is_told_with_its_source_and_once(store: Store) -> None:
    bought(store, may(4), landing_site=ADVERT)
    count = Activity.objects.count()
    judge_again(store)

    assert by_source() == {"google/spring": (1, 7000, 0)}
    assert Activity.objects.count() == count


def test_what_goes_back_goes_back_from_its_source_on_its_own_day(store: Store) -> None:
    bought(store, may(4), landing_site=ADVERT)
    gone = {"cancelled_at": may(20).isoformat(), "updated_at": may(20).isoformat()}
    bought(store, may(4), landing_site=ADVERT, **gone)

    assert by_source() == {"google/spring": (1, 7000, 7000)}
    back = Activity.objects.get(data__model="source", data__refund_minor=7000)
    assert back.at == may(20)


def test_a_source_known_later_takes_all_from_nobody(store: Store) -> None:
    order = bought(store, may(4))
    assert by_source() == {"/": (1, 7000, 0)}

    for name in ("google", "bing", "google"):
        OrderSource.objects.update(source=name)
        judge_again(store)
        assert by_source() == {f"{name}/": (1, 7000, 0)}
        row = OrderSource.objects.get()
        assert sourcing.tell_source(order=order, source=row) == 0


def test_a_test_order_is_told_to_no_source(store: Store) -> None:
    bought(store, may(4), landing_site=ADVERT, test=True)

    assert by_source() == {}
