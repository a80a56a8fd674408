"""The list of what buyers think, and what it adds up to."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Activity, ActivityKind
from statuspage.feedback import give_feedback
from statuspage.models import Feedback, FeedbackOn
from stores.models import Store, User
from stores.scope import store_scope
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db

LIST = "/admin/statuspage/feedback/"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def think(store: Store, good: int, bad: int, text: str = "") -> None:
    order = make_order(store)
    with store_scope(store.pk):
        for place in range(good + bad):
            give_feedback(
                order=order if place == 0 else make_order(store),
                on=FeedbackOn.PAGE,
                is_good=place < good,
                text=text,
                now=timezone.now(),
            )


def test_few_thumbs_have_no_share(store: Store, staff: Client) -> None:
    think(store, 2, 1, text="<b>Quick</b>")

    page = staff.get(LIST).content.decode()

    assert "Too few to say" in page
    assert "&lt;b&gt;Quick" in page
    assert "<b>Quick" not in page


def test_many_thumbs_have_a_share_and_what_it_lies_between(store: Store, staff: Client) -> None:
    think(store, 8, 2)

    page = staff.get(LIST).content.decode()

    assert "<b>80 %</b>" in page
    assert "between 49 and 94 %" in page


def test_filters_narrow_the_list_and_not_the_sums(store: Store, staff: Client) -> None:
    think(store, 8, 2)

    page = staff.get(f"{LIST}?thumb=down").content.decode()

    assert page.count("Of no use</span>") == 2
    assert "<b>80 %</b>" in page
    assert staff.get(f"{LIST}?about=DELIVERED").content.decode().count("Of no use</span>") == 0
    assert staff.get(f"{LIST}?thumb=sideways&about=NOTHING").status_code == 200


def test_the_page_asks_as_much_for_many_as_for_few(store: Store, staff: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(LIST).status_code == 200
        return len(queries)

    think(store, 1, 1)
    asked()  # what is asked once only
    few = asked()
    think(store, 10, 10)

    assert asked() == few


def test_the_timeline_says_what_the_buyer_thought(store: Store, staff: Client) -> None:
    think(store, 0, 1)
    with store_scope(store.pk):
        order_id = Feedback.objects.values_list("order_id", flat=True).get()
        assert Activity.objects.filter(kind=ActivityKind.FEEDBACK_GIVEN).count() == 1

    page = staff.get(f"/admin/orders/order/{order_id}/change/").content.decode()

    assert "<b>Of no use</b> to the buyer" in page
