"""What an arm makes of a message: its words, its sender's name, its time."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from messaging import correcting, sending, services
from messaging.correction import Correction
from messaging.models import Assignment, Message, MessageBody
from messaging.states import Reason, State
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app import drafting, experimenting
from templates_app.experiment_plans import ArmPlan
from templates_app.models import Revision, VariantWording, Wording
from tests.factories.experiments import make_experiment, template_of
from tests.factories.messaging import fresh, make_order, make_words, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Late enough that all which a test plans is due by then."""
    return timezone.now() + timedelta(minutes=1)


def send(now: datetime) -> int:
    return sending.send_due(now=now, limit=50)


def from_header(message: Message) -> str:
    with store_scope(message.store_id):
        words = MessageBody.objects.get(message=message).words
    return next(value for name, value in words.headers if name == "From")


def test_an_arm_may_write_under_another_name(store: Store, now: datetime) -> None:
    make_words(store)
    arms = [
        ArmPlan(name="As today", weight_bp=1),
        ArmPlan(name="A person", weight_bp=9_999, sender_name="Marte from Fjell & Garn"),
    ]
    make_experiment(store, arms=arms)
    message = plan(make_order(store))

    send(now)

    assert fresh(message).arm == 1
    assert from_header(message).startswith("Marte from Fjell & Garn <")


def test_an_arm_that_is_sent_later_waits_with_its_arm_and_no_try_used_up(
    store: Store, now: datetime
) -> None:
    make_words(store)
    arms = [
        ArmPlan(name="As today", weight_bp=1),
        ArmPlan(name="In two days", weight_bp=9_999, delay=timedelta(days=2)),
    ]
    experiment = make_experiment(store, arms=arms)
    message = plan(make_order(store))
    until = message.planned_at + timedelta(days=2)

    assert send(now) == 1
    row = fresh(message)
    assert (row.state, row.reason, row.run_after) == (State.PLANNED, "", until)
    assert (row.attempts_count, row.claims_count) == (0, 0)
    assert (row.experiment_id, row.arm) == (experiment.pk, 1)
    assert send(now) == 0
    assert fresh(plan(make_order(store))).vtag < until.timestamp(), "others wait behind it"

    with every_store(because="a test ends"):
        experimenting.stop_experiment(experiment=experiment, actor="Marte", now=now)
    send(until + timedelta(seconds=1))

    row = fresh(message)
    assert (row.state, row.arm, row.attempts_count) == (State.SENT, 1, 1)


def test_a_variant_that_cannot_be_rendered_fails_in_its_arm(store: Store, now: datetime) -> None:
    make_words(store)
    template = template_of(store)
    loop = "{% for one in (1..99999999) %}"
    endless = f"{loop}{loop}x{{% endfor %}}{{% endfor %}}"
    with every_store(because="a test publishes a broken variant"):
        variant = drafting.add_variant(template=template, name="Broken", now=now)
        revision = Revision.objects.get(template=template)
        broken = Wording.objects.create(
            agency=store.agency,
            fingerprint="broken",
            kind=template.kind,
            locales=["nb"],
            sources={"nb": {"subject": endless, "preheader": "", "short": "", "html": ""}},
            blocks=[],
            created_at=now,
        )
        VariantWording.objects.create(
            agency=store.agency, revision=revision, label="B", name="Broken", wording=broken
        )
    arms = [
        ArmPlan(name="As today", weight_bp=1),
        ArmPlan(name="Broken", weight_bp=9_999, variant=variant),
    ]
    experiment = make_experiment(store, arms=arms)
    message = plan(make_order(store))

    send(now)

    row = fresh(message)
    assert (row.state, row.reason) == (State.FAILED, Reason.WORDS_BROKEN)
    assert (row.experiment_id, row.arm) == (experiment.pk, 1)


def test_what_is_sent_again_keeps_the_words_and_counts_for_no_test(
    store: Store, now: datetime
) -> None:
    make_experiment(store, weights=[1, 9_999])
    first = plan(make_order(store))
    send(now)
    first = fresh(first)
    assert first.subject.startswith("B: ")

    with store_scope(store.pk):
        correction = Correction.of_message(first, actor="Marte Lund")
        again = correcting.resend(correction=correction, now=now)
    send(now + timedelta(minutes=1))

    row = fresh(again)
    assert row.subject.startswith("B: ")
    assert (row.state, row.experiment_id, row.arm) == (State.SENT, None, None)


def test_a_buyer_who_is_forgotten_has_no_arm_any_more(store: Store, now: datetime) -> None:
    make_experiment(store)
    gone, stays = plan(make_order(store)), plan(make_order(store))
    send(now)
    assert gone.order_id is not None

    with store_scope(store.pk):
        services.redact_messages(order_ids=[gone.order_id], now=now)
        kept = list(Assignment.objects.values_list("unit_hash", flat=True))

    assert kept == [fresh(stays).unit_hash]
