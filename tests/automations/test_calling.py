"""What rules post to other programs: signed, once, tried by the schedule, a few at a time."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from automations import calling, services
from automations.definitions import BadDefinition
from automations.models import CallState, Rule, RuleCall
from common.outgoing import schedule
from stores.models import Store
from stores.scope import every_store
from tests.factories.orders import make_order
from tests.factories.rules import make_rule, run, runs, writer
from tests.factories.stores import make_store
from tests.outbound.receiver import Receiver, check, receiver
from tests.outbound.runs import Clock, clock

pytestmark = pytest.mark.django_db(transaction=True)
RUNS_TOOK = 600  # at most: calls are due by the server's clock, which goes on meanwhile


@pytest.fixture
def store() -> Store:
    return make_store()


def posting(store: Store, to: Receiver) -> Rule:
    return make_rule(store, {"type": "webhook", "url": to.url})


def call(at: Clock) -> int:
    with every_store(because="a test's worker"):
        return calling.call_all(clock=at, seconds=60.0)


def calls() -> list[RuleCall]:
    with every_store(because="a test looks"):
        return list(RuleCall.objects.order_by("id"))


def test_it_is_posted_once_signed_with_the_rules_secret_and_says_ids_alone(store: Store) -> None:
    at = clock()
    with receiver() as program:
        rule, order = posting(store, program), make_order(store)
        with every_store(because="a test asks for a secret"):
            secret = services.rotate_secret(rule=rule, actor=writer(store), now=timezone.now())
        run()
        at.forward(seconds=RUNS_TOOK)

        assert (call(at), call(at)) == (1, 0)

    (heard,) = program.calls
    check(heard, secret)
    assert heard.said["type"] == "rule.ran"
    assert heard.said["data"]["order"] == str(order.public_id)
    assert "kari" not in json.dumps(heard.said).lower()
    (row,) = calls()
    assert (row.state, row.status) == (CallState.DELIVERED, 200)
    assert runs(rule)[0].outcomes[0]["state"] == "DONE"


def test_a_failed_call_is_made_again_under_the_same_id_and_given_up_in_the_end(
    store: Store,
) -> None:
    at = clock()
    with receiver(status=500) as program:
        posting(store, program)
        make_order(store)
        run()
        for _ in range(len(schedule.WAITS) + 3):
            at.forward(hours=30)
            call(at)

    (row,) = calls()
    assert len(program.calls) == row.attempts_count == len(schedule.WAITS)
    assert len({heard.id for heard in program.calls}) == 1
    assert (row.state, row.error) == (CallState.FAILED, "It answered 500.")


def test_who_answers_410_is_not_asked_again(store: Store) -> None:
    at = clock()
    with receiver(status=410) as program:
        posting(store, program)
        make_order(store)
        run()
        at.forward(seconds=RUNS_TOOK)
        call(at)
        at.forward(days=2)

        assert call(at) == 0
    assert calls()[0].state == CallState.FAILED


def test_what_a_dead_worker_held_goes_again_when_its_lease_is_over(store: Store) -> None:
    at = clock()
    with receiver() as program:
        posting(store, program)
        make_order(store)
        run()
        at.forward(seconds=RUNS_TOOK)
        with every_store(because="a test's worker dies"):
            assert len(calling.claim(now=at(), limit=10)) == 1
        assert call(at) == 0
        with every_store(because="a test lets the lease pass"):
            RuleCall.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

        assert call(at) == 1
    assert calls()[0].attempts_count == 2


def test_one_rule_has_a_few_calls_at_a_time(store: Store) -> None:
    at = clock()
    with receiver() as program:
        posting(store, program)
        for _ in range(7):
            make_order(store)
        run()
        at.forward(seconds=RUNS_TOOK)
        with every_store(because="a test's workers"):
            taken = [len(calling.claim(now=at(), limit=16)) for _ in range(2)]
    assert taken == [calling.AT_ONCE, 0]


def test_an_address_inside_our_network_is_refused_where_it_is_written(
    store: Store, settings: object
) -> None:
    settings.NOTIFYHUB_PRIVATE_SERVICES = False  # type: ignore[attr-defined]  # pytest-django's
    with pytest.raises(BadDefinition) as refused:
        make_rule(store, {"type": "webhook", "url": "https://169.254.169.254/latest"})

    assert "actions.0.url" in refused.value.problems
