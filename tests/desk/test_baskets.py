"""The pages of baskets: what became of them, one of them, and how a store reminds."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import basket_rules, surveying
from messaging.basket_rules import Discount, Gives, Rules, Step
from messaging.models import Message
from orders.models import Checkout
from stores.models import Agency, Store, User
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.baskets import HOUR, NOON, let, make_basket, pass_to, remind
from tests.factories.messaging import make_order
from tests.factories.stores import make_member, make_store

pytestmark = pytest.mark.django_db
PAGE = "/admin/baskets/"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


def left(store: Store, **fields: Any) -> Checkout:
    now = timezone.now()
    return make_basket(
        store, **{"started_at": now - 3 * HOUR, "changed_at": now - 3 * HOUR, **fields}
    )


def form(**changed: str | list[str]) -> dict[str, Any]:
    """Two mails, the second with ten percent off."""
    return {
        "is_on": "on",
        "there-1": "on",
        "is_on-1": "on",
        "wait-1": "2",
        "unit-1": "hours",
        "variant-1": "",
        "gives-1": "NOTHING",
        "there-2": "on",
        "is_on-2": "on",
        "wait-2": "1",
        "unit-2": "days",
        "variant-2": "B",
        "gives-2": "PERCENT",
        "percent-2": "10",
        "days-2": "5",
        "least-2": "250,50",
        "minimum": "150",
        "excluded_domains": "fjelloggarn.example\r\n@test.example",
        "excluded_countries": "se, dk",
        "cap_count": "3",
        "cap_days": "14",
        "without_code": "HOLD",
        "asks_why": "on",
        "reasons": ["PRICE", "OTHER"],
        "own_reasons": "The colour was gone\r\n",
        **changed,
    }


def test_a_choice_is_kept_and_stands_there_again(store: Store, staff: Client) -> None:
    url = reverse("admin:basket_rules_change", args=[store.pk])

    page = staff.post(url, form(), follow=True).content.decode()

    assert "mails that are planned from now on go by it" in page
    with store_scope(store.pk):
        kept = basket_rules.rules_of(store_id=store.pk)
    assert kept == Rules(
        steps=(
            Step(wait_minutes=120),
            Step(
                wait_minutes=1440,
                variant="B",
                discount=Discount(gives=Gives.PERCENT, percent=10, days=5, minimum_minor=25050),
            ),
        ),
        minimum_minor=15000,
        excluded_domains=("fjelloggarn.example", "test.example"),
        excluded_countries=("SE", "DK"),
        cap_count=3,
        cap_days=14,
        without_code="HOLD",
        asks_why=True,
        reasons=("PRICE", "OTHER"),
        own_reasons=("The colour was gone",),
    )
    assert 'name="wait-1" size="4" maxlength="5" value="2"' in page
    assert 'name="least-2" size="8" maxlength="15" value="250.50"' in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"wait-2": "3", "unit-2": "hours"}, "at least 4 hours after"),
        ({"wait-1": "²"}, "at least 15 minutes"),
        ({"unit-1": "years"}, "at least 15 minutes"),
        ({"percent-2": "110"}, "1 to 100 percent"),
        ({"gives-2": "EVERYTHING"}, "say what it takes off"),
        ({"minimum": "much"}, "is no amount in"),
        ({"minimum": "NaN"}, "is no amount in"),
        ({"minimum": "1e9999999"}, "is no amount in"),
        ({"cap_count": "x"}, "0 to 50"),
        ({"without_code": ""}, "without its code"),
        ({"excluded_domains": "a b"}, "no domain"),
        ({"own_reasons": "x" * 200}, "at most 120"),
    ],
)
def test_an_odd_choice_changes_nothing_and_says_why(
    store: Store, staff: Client, changed: dict[str, str], said: str
) -> None:
    url = reverse("admin:basket_rules_change", args=[store.pk])

    answer = staff.post(url, form(**changed))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    with store_scope(store.pk):
        assert basket_rules.settings_of(store_id=store.pk) is None


def test_what_was_said_stands_there_to_be_mended(store: Store, staff: Client) -> None:
    url = reverse("admin:basket_rules_change", args=[store.pk])

    page = staff.post(url, form(**{"percent-2": "110"})).content.decode()

    assert 'value="110"' in page
    assert "The colour was gone" in page


def test_who_may_not_change_reads(store: Store, agency: Agency, client: Client) -> None:
    client.force_login(make_member(agency, Role.SUPPORT))
    url = reverse("admin:basket_rules_change", args=[store.pk])

    page = client.get(reverse("admin:basket_rules_changelist")).content.decode()

    assert '<fieldset class="plain" disabled>' in page
    assert "Save" not in page
    assert client.post(url, form()).status_code == 403


def test_another_agencys_store_is_nowhere(staff: Client, store: Store) -> None:
    elsewhere = make_store()
    basket = left(elsewhere)

    assert staff.post(reverse("admin:basket_rules_change", args=[elsewhere.pk])).status_code == 404
    assert staff.get(reverse("admin:baskets_change", args=[basket.pk])).status_code == 404
    assert "Kari" not in staff.get(PAGE).content.decode()


def test_the_page_says_what_became_of_them(
    store: Store, staff: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    basket = left(store)
    for number in range(3):
        left(store, email=f"other-{number}@example.com", buyer_name=f"Buyer {number}")

    with django_assert_max_num_queries(16):
        page = staff.get(PAGE).content.decode()

    assert "Of 4 baskets that were left, 0 were bought after a reminder." in page
    assert reverse("admin:baskets_change", args=[basket.pk]) in page
    assert "Kari Nordmann" in page


def test_figures_only_for_who_may_not_see_buyers(
    store: Store, agency: Agency, client: Client
) -> None:
    client.force_login(make_member(agency, Role.ANALYST))
    left(store)

    page = client.get(PAGE).content.decode()

    assert "Of 1 basket that was left" in page
    assert "Kari" not in page


def test_pages_go_on_where_the_last_ended(store: Store, staff: Client) -> None:
    for number in range(30):
        left(store, buyer_name=f"Buyer-{number:02}")

    first = staff.get(PAGE)
    older = first.context["older"]
    second = staff.get(PAGE + older)

    names = [
        row.basket.checkout.buyer_name for page in (first, second) for row in page.context["rows"]
    ]
    assert len(names) == len(set(names)) == 30
    assert (second.context["older"], bool(second.context["newest"])) == ("", True)


def test_one_basket_tells_its_story(store: Store, staff: Client) -> None:
    let(store, asks_why=True)
    basket = make_basket(store)
    remind(basket)
    pass_to(NOON + HOUR)
    with store_scope(store.pk):
        message = Message.objects.select_related("store").get()
        surveying.answer_survey(
            message=message, why="PRICE", text="Too <dear>", now=NOON + 2 * HOUR
        )
    make_order(store, checkout_token=basket.token, placed_at=NOON + 3 * HOUR)

    page = staff.get(reverse("admin:baskets_change", args=[basket.pk])).content.decode()

    told = [
        "It was bought",
        "It costs too much",
        "Too &lt;dear&gt;",
        "Mail 1: handed over",
        "The basket was begun",
    ]
    places = [page.find(words) for words in told]
    assert -1 not in places
    assert places == sorted(places)
