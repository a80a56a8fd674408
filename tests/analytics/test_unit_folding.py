"""What becomes of a buyer under a test is counted once, and as it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analytics.models import ExperimentRollup, ExperimentUnit, Mark
from analytics.recounting import recount
from analytics.unit_folding import fold_units
from messaging.models import Consent, Message
from messaging.states import State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Experiment
from tests.analytics.feeds import fold_all
from tests.factories.units import DAY, buy, expose, judge, make_buyer, make_test, tell

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
NOON = START + timedelta(hours=3)


def unit() -> ExperimentUnit:
    with every_store(because="a test reads"):
        return ExperimentUnit.objects.get()


def sums(metric: str) -> dict[int, tuple[int, int, int]]:
    """Arm -> (n, Σy, Σy²) over all days."""
    found: dict[int, tuple[int, int, int]] = {}
    with every_store(because="a test reads"):
        for row in ExperimentRollup.objects.filter(metric=metric):
            n, s1, s2 = found.get(row.arm, (0, 0, 0))
            found[row.arm] = (n + row.n, s1 + int(row.s1), s2 + int(row.s2))
    return found


def assert_exact(experiment: Experiment) -> None:
    with every_store(because="a test counts anew"):
        assert recount(experiment=experiment).mismatches == []


@pytest.fixture
def experiment(store: Store) -> Experiment:
    return make_test(store, started_at=START, window_days=14)


def test_handed_over_is_exposed_and_a_click_counts_once(
    store: Store, experiment: Experiment
) -> None:
    order = buy(store, make_buyer(store), START, 50_000)
    message = expose(experiment, order, 1, NOON)
    judge(message, NOON, click=1, open=1)
    judge(message, NOON)

    fold_all()

    assert unit().marks == (
        Mark.EXPOSED | Mark.TRACKED | Mark.MEASURABLE | Mark.OPENED | Mark.CLICKED
    )
    assert unit().pre_minor == 50_000
    assert sums("EXPOSED") == {1: (1, 1, 1)}
    assert sums("CLICKED") == {1: (1, 1, 1)}
    assert_exact(experiment)


def test_a_click_taken_back_is_taken_off_the_sums(store: Store, experiment: Experiment) -> None:
    message = expose(experiment, buy(store, make_buyer(store), START, 50_000), 1, NOON)
    judge(message, NOON, click=1)
    fold_all()

    judge(message, NOON, click=-1, machine_click=1)
    fold_all()

    assert sums("CLICKED") == {1: (1, 0, 0)}
    assert sums("CLICKED_BY_MACHINE") == {1: (1, 1, 1)}
    assert_exact(experiment)


def test_what_the_buyer_buys_next_counts_within_the_days_that_count(
    store: Store, experiment: Experiment
) -> None:
    buyer, stranger = make_buyer(store), make_buyer(store)
    expose(experiment, buy(store, buyer, START, 50_000), 1, NOON)
    buy(store, buyer, NOON - timedelta(hours=1), 11)  # before
    counted = buy(store, buyer, NOON + 14 * DAY, 70_000)
    buy(store, buyer, NOON + 14 * DAY + timedelta(seconds=1), 13)  # after
    buy(store, buyer, NOON + DAY, 17, is_test=True)
    buy(store, stranger, NOON + DAY, 19)
    tell(counted, ActivityKind.ORDER_REFUNDED, NOON + 20 * DAY, {"product_minor": 20_000})

    fold_all()

    assert (unit().orders_count, unit().revenue_minor) == (1, 50_000)
    assert sums("BOUGHT_AGAIN") == {1: (1, 1, 1)}
    assert sums("REVENUE") == {1: (1, 50_000, 50_000**2)}
    assert sums("REFUNDED") == {}  # after the days that count
    assert_exact(experiment)


def test_a_cancelled_order_is_worth_nothing_and_is_told_as_harm(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    expose(experiment, buy(store, buyer, START, 50_000), 0, NOON)
    again = buy(store, buyer, NOON + DAY, 70_000)
    fold_all()
    assert sums("REVENUE") == {0: (1, 70_000, 70_000**2)}

    tell(again, ActivityKind.ORDER_CANCELLED, NOON + 2 * DAY, {"product_minor": 70_000})
    fold_all()

    assert sums("REVENUE") == {0: (1, 0, 0)}
    assert sums("REFUNDED") == {0: (1, 1, 1)}
    assert_exact(experiment)


def test_who_asks_for_help_within_the_days_is_counted_and_told_as_harm(
    store: Store, experiment: Experiment
) -> None:
    calm, asking, late = (make_buyer(store) for _ in range(3))
    expose(experiment, buy(store, calm, START, 50_000), 0, NOON)
    asked = buy(store, asking, START, 50_000)
    expose(experiment, asked, 1, NOON)
    afterwards = buy(store, late, START, 50_000)
    expose(experiment, afterwards, 1, NOON)
    tell(asked, ActivityKind.BUYER_ASKED, NOON - timedelta(minutes=5), {"kind": "PROBLEM"})
    fold_all()
    assert sums("CONTACTED") == {0: (1, 0, 0), 1: (2, 0, 0)}  # asked before the mail

    tell(asked, ActivityKind.BUYER_ASKED, NOON + DAY, {"kind": "PROBLEM"})
    tell(afterwards, ActivityKind.BUYER_ASKED, NOON + 15 * DAY, {"kind": "PROBLEM"})
    fold_all()

    assert sums("CONTACTED") == {0: (1, 0, 0), 1: (2, 1, 1)}
    assert sums("ASKED_HELP") == {1: (1, 1, 1)}
    assert_exact(experiment)


def test_a_mail_later_than_its_arm_means_it_to_be_was_sent_late(store: Store) -> None:
    experiment = make_test(store, started_at=START, delays=(None, timedelta(hours=1)))
    for arm, minutes in ((0, 15), (0, 16), (1, 75), (1, 76)):
        order = buy(store, make_buyer(store), START, 50_000)
        expose(experiment, order, arm, NOON, planned_at=NOON - timedelta(minutes=minutes))

    fold_all()

    assert sums("LATE") == {0: (1, 1, 1), 1: (1, 1, 1)}
    assert_exact(experiment)


def test_revenue_counts_at_most_as_much_as_was_declared(store: Store) -> None:
    experiment = make_test(store, started_at=START, cap_minor=60_000)
    buyer = make_buyer(store)
    expose(experiment, buy(store, buyer, START, 50_000), 1, NOON)
    buy(store, buyer, NOON + DAY, 70_000)

    fold_all()

    assert unit().revenue_minor == 70_000
    assert sums("REVENUE") == {1: (1, 60_000, 60_000**2)}
    assert_exact(experiment)


def test_only_the_first_message_makes_an_exposure_whichever_is_heard_of_first(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    second = expose(experiment, buy(store, buyer, START + DAY, 1), 1, NOON + DAY)
    judge(second, NOON + DAY, click=1)
    fold_all()
    assert sums("CLICKED") == {1: (1, 1, 1)}

    first = expose(experiment, buy(store, buyer, START, 2), 1, NOON)  # settled late
    fold_all()

    assert unit().message_id == first.pk
    assert sums("CLICKED") == {1: (1, 0, 0)}
    assert_exact(experiment)


@pytest.mark.parametrize(
    "fields",
    [{"sequence": 1}, {"actor": "Marte Lund"}, {"about": "test:1"}],
    ids=["sent again", "asked for by staff", "a test"],
)
def test_what_staff_sends_is_no_exposure(
    store: Store, experiment: Experiment, fields: dict[str, Any]
) -> None:
    expose(experiment, buy(store, make_buyer(store), START, 1), 1, NOON, **fields)

    fold_all()

    with every_store(because="a test reads"):
        assert not ExperimentUnit.objects.exists()


def test_what_is_sent_again_is_shown_but_not_counted(store: Store, experiment: Experiment) -> None:
    order = buy(store, make_buyer(store), START, 1)
    first = expose(experiment, order, 1, NOON)
    fold_all()

    again = expose(experiment, order, 1, NOON + DAY, sequence=1, corrects=first)
    judge(again, NOON + DAY, click=1)
    fold_all()

    assert sums("CLICKED") == {1: (1, 0, 0)}
    assert sums("RESENT") == {1: (1, 1, 1)}
    assert_exact(experiment)


def test_opens_are_not_counted_of_whose_mail_a_machine_opens(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    before = expose(experiment, buy(store, buyer, START, 1), 0, START)
    with every_store(because="a test takes a message out of the test"):
        Message.objects.filter(pk=before.pk).update(experiment=None, arm=None, unit_hash=None)
    expose(experiment, buy(store, buyer, NOON, 1), 1, NOON)
    fold_all()
    assert sums("OPENED") == {1: (1, 0, 0)}

    judge(before, START + timedelta(minutes=1), machine_open=1)  # the verdict comes late
    fold_all()

    assert sums("OPENED") == {1: (0, 0, 0)}
    assert sums("CLICKED") == {1: (1, 0, 0)}
    assert_exact(experiment)


def test_who_refused_to_be_seen_counts_in_sales_but_not_in_clicks(
    store: Store, experiment: Experiment
) -> None:
    buyer = make_buyer(store)
    order = buy(store, buyer, START, 1)
    with every_store(because="a test refuses"):
        Consent.objects.create(
            store=store,
            channel="EMAIL",
            address=buyer.email,
            purpose="TRACKING",
            is_given=False,
            ground="BUYER",
            at=START,
        )
    expose(experiment, order, 1, NOON)

    fold_all()

    assert sums("CLICKED") == {}
    assert sums("REVENUE") == {1: (1, 0, 0)}
    assert_exact(experiment)


def test_words_that_do_not_render_are_told_of_the_arm_that_has_them(
    store: Store, experiment: Experiment
) -> None:
    order = buy(store, make_buyer(store), START, 1)
    message = expose(
        experiment, order, 1, NOON, sent_at=None, state=State.FAILED, reason="WORDS_BROKEN"
    )
    fold_all()
    assert sums("NOT_RENDERED") == {1: (1, 1, 1)}
    assert sums("EXPOSED") == {}

    with every_store(because="a test mends the words"):
        Message.objects.filter(pk=message.pk).update(
            state=State.SENT, reason="", sent_at=NOON + DAY, changed_at=NOON + DAY
        )
    tell(order, ActivityKind.MESSAGE_SENT, NOON + DAY, message=message)
    fold_all()

    assert sums("NOT_RENDERED") == {1: (0, 0, 0)}
    assert sums("EXPOSED") == {1: (1, 1, 1)}
    assert_exact(experiment)


def test_harms_are_counted_once_and_only_within_their_days(
    store: Store, experiment: Experiment
) -> None:
    order = buy(store, make_buyer(store), START, 1)
    message = expose(experiment, order, 1, NOON)
    refused = {"purpose": "MARKETING", "is_given": False}
    tell(order, ActivityKind.CONSENT_CHANGED, START, refused)  # before the message
    fold_all()
    assert sums("UNSUBSCRIBED") == {}

    tell(order, ActivityKind.CONSENT_CHANGED, NOON + DAY, refused)
    with every_store(because="a test complains"):
        Message.objects.filter(pk=message.pk).update(
            complained_at=NOON + DAY, bounced_at=NOON + DAY
        )
    tell(order, ActivityKind.MESSAGE_COMPLAINED, NOON + DAY, message=message)
    tell(order, ActivityKind.MESSAGE_BOUNCED, NOON + DAY, message=message)
    fold_all()

    for harm in ("UNSUBSCRIBED", "COMPLAINED", "BOUNCED"):
        assert sums(harm) == {1: (1, 1, 1)}
    assert_exact(experiment)


def test_folding_again_adds_nothing(store: Store, experiment: Experiment) -> None:
    expose(experiment, buy(store, make_buyer(store), START, 1), 1, NOON)
    fold_all()

    with every_store(because="a test folds"):
        assert fold_units(now=NOON) == 0
    assert sums("EXPOSED") == {1: (1, 1, 1)}


def see(store: Store, experiment: Experiment, arm: int, **signs: int) -> None:
    """What tracking tells of readers whom nobody is to know."""
    cell = {"experiment": experiment.pk, "arm": arm, "epoch": 1, "day": NOON.date().isoformat()}
    data = {"cell": cell, "open": 0, "click": 0, "machine_open": 0, "machine_click": 0, **signs}
    with every_store(because="a test sees in sums"):
        Activity.objects.create(
            store=store, kind=ActivityKind.MESSAGE_JUDGED, at=NOON, data=data, key=f"sum:{arm}"
        )


def test_where_readers_are_seen_in_sums_clicks_count_against_all_their_messages(
    store: Store,
) -> None:
    experiment = make_test(store, started_at=START, segments=["returning"])
    buyer = make_buyer(store)
    for at in (START, START + DAY):
        expose(experiment, buy(store, buyer, at, 1), 1, at, tracked_as="AGGREGATE")
    expose(experiment, buy(store, make_buyer(store), START, 1), 0, NOON, tracked_as="AGGREGATE")
    see(store, experiment, 1, click=2, open=2, machine_click=1)
    see(store, experiment, 0, click=0, machine_open=1)

    fold_all()

    assert sums("EXPOSED") == {0: (1, 1, 1), 1: (1, 1, 1)}
    assert sums("CLICKED") == {0: (1, 0, 0), 1: (2, 2, 2)}
    assert sums("OPENED") == {}
    assert sums("CLICKED_BY_MACHINE")[1] == (1, 1, 1)
    assert_exact(experiment)


def test_who_refuses_after_the_mail_came_still_counts(store: Store, experiment: Experiment) -> None:
    order = buy(store, make_buyer(store), START, 1)
    message = expose(experiment, order, 1, NOON, tracked_as="INDIVIDUAL")
    with every_store(because="a test refuses"):
        Activity.objects.filter(message_id=message.pk).update(data={"tracked": "INDIVIDUAL"})
        Message.objects.filter(pk=message.pk).update(tracked_as="OFF")

    fold_all()

    assert sums("CLICKED") == {1: (1, 0, 0)}
    assert_exact(experiment)
