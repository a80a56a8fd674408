"""`seed_demo` makes a whole world once, and refuses where it would do harm."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from analytics.models import Incident
from intake.models import Webhook
from messaging.models import Batch, Halt, Message, MessageBody, RescueCase
from notifyhub.demo.catalogue import PEOPLE, SHOPS
from notifyhub.demo.founding import demo_agency
from orders.models import Activity, Checkout, Note, Order
from shipping.models import Parcel, ParcelEvent
from stores.models import Membership, Store, User
from stores.roles import Role
from stores.scope import every_store
from tracking.models import Event
from tracking.services import fold_events

TABLES = (
    Order,
    Message,
    MessageBody,
    Activity,
    Parcel,
    ParcelEvent,
    Checkout,
    Webhook,
    Note,
    Event,
)
# Each is what a page of its own shows.
TROUBLES = (Batch, Halt, Incident, RescueCase)


@pytest.fixture
def local(settings: Any) -> None:
    settings.IS_LOCAL = True


def test_the_demo_has_something_for_every_queue(db: None, local: None) -> None:
    said = _seed("--orders", "400")

    with every_store(because="a test looks at the whole demo"):
        assert "mina@nordlinje.example" in said
        assert "password" in said
        assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
        assert {store.currency for store in Store.objects.all()} == {s.currency for s in SHOPS}
        assert all(model.objects.exists() for model in TABLES)
        assert all(model.objects.exists() for model in TROUBLES)
        states = set(Message.objects.values_list("state", flat=True))
        assert states >= {"SENT", "FAILED", "UNKNOWN", "HELD", "NOT_SENT"}
        assert Message.objects.filter(first_clicked_at__isnull=False).exists()
        assert Message.objects.filter(channel="SMS").exists()
        assert "QUARANTINED" in set(Webhook.objects.values_list("state", flat=True))
        for store in Store.objects.all():
            assert Message.objects.filter(store=store, state="SENT").exists()
        locales = Message.objects.filter(state="SENT").values_list("locale", flat=True)
        assert set(locales) >= {"nb", "da", "sv", "zh-Hans", "en", "de"}


def test_the_owner_can_log_in_with_the_printed_password(db: None, local: None) -> None:
    said = _seed("--orders", "20")

    owner = User.objects.get(email="mina@nordlinje.example")
    assert owner.check_password(said.partition("password: ")[2].split()[0])


def test_a_second_run_changes_nothing(db: None, local: None) -> None:
    _seed("--orders", "60")
    before = _counts()

    said = _seed("--orders", "60")

    assert "mina@nordlinje.example" in said
    assert _counts() == before


def test_what_came_back_is_not_counted_a_second_time(transactional_db: None, local: None) -> None:
    _seed("--orders", "60")
    with every_store(because="a test folds the demo's events"):
        before = list(Message.objects.order_by("pk").values_list("open_count", "click_count"))
        assert Event.objects.exists()

        fold_events(now=Message.objects.latest("planned_at").planned_at)

        after = list(Message.objects.order_by("pk").values_list("open_count", "click_count"))
    assert after == before


def test_wiping_leaves_no_row_behind(db: None, local: None) -> None:
    _seed("--orders", "60")

    call_command(
        "seed_demo", "--wipe", "--orders", "30", stdout=io.StringIO(), stderr=io.StringIO()
    )

    with every_store(because="a test counts the demo"):
        assert Store.objects.count() == len(SHOPS)
        assert Order.objects.count() <= 30
        assert User.objects.count() == len(PEOPLE)


def test_a_real_installation_refuses_invented_orders(db: None, settings: Any) -> None:
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="real one"):
        _seed()

    assert demo_agency() is None


def test_forced_on_a_real_installation_the_password_is_nobodys_guess(
    db: None, settings: Any
) -> None:
    settings.IS_LOCAL = False

    said = _seed("--force", "--orders", "20")

    assert len(said.partition("password: ")[2].split()[0]) >= 16


def _seed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("seed_demo", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def _counts() -> dict[str, int]:
    with every_store(because="a test counts the demo"):
        return {model.__name__: model.objects.count() for model in TABLES}
