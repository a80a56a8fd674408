"""Many messages at a time: foreseen, begun, killed and gone on with, complete when each row is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from messaging import batches, deeds, halting, sending
from messaging.batches import BatchRefused, Wanted
from messaging.halting import HaltRefused, Scope
from messaging.models import Batch, Deed, Halt, Message
from messaging.states import Reason, State
from orders.models import Activity, ActivityKind
from stores.models import Store
from stores.scope import every_store, store_scope
from tests.factories.keys import make_client
from tests.factories.messaging import (
    KIND,
    make_messages,
    make_sender,
    make_suppression,
    make_words,
)
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

WHY = "The mail server is back"


def wanted(store: Store, state: State = State.FAILED, **fields: str) -> Wanted:
    return Wanted(store_ids=(store.pk,), state=state, **fields)


def failed(store: Store, count: int) -> list[Message]:
    return make_messages(store, count, state=State.FAILED, reason=Reason.REFUSED)


def begin(store: Store, deed: Deed = Deed.RELEASE, state: State = State.FAILED) -> Batch:
    with store_scope(store.pk):
        return batches.begin(
            wanted=wanted(store, state),
            deed=deed,
            agency_id=store.agency_id,
            because=WHY,
            actor="Jonas",
            now=timezone.now(),
        )


def run() -> None:
    with every_store(because="a test plays the worker"):
        while batches.run_batches(now=timezone.now()):
            pass


def fresh(batch: Batch) -> Batch:
    with every_store(because="a test looks at a batch"):
        return Batch.objects.get(pk=batch.pk)


def states(store: Store) -> dict[str, int]:
    with store_scope(store.pk):
        found = list(Message.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def test_a_batch_meets_every_row_and_says_how_far_it_is(store: Store) -> None:
    failed(store, batches.CHUNK * 2 + 7)
    batch = begin(store)

    with every_store(because="a test plays the worker"):
        assert batches.run_batches(now=timezone.now()) == batches.CHUNK
    assert fresh(batch).done_count == batches.CHUNK

    run()
    assert states(store) == {State.PLANNED: batches.CHUNK * 2 + 7}
    with store_scope(store.pk):
        told = Activity.objects.filter(kind=ActivityKind.MESSAGE_PLANNED, actor="Jonas")
        assert told.count() == batches.CHUNK * 2 + 7


def test_it_is_complete_only_when_nothing_is_on_its_way(store: Store) -> None:
    make_words(store)
    failed(store, 3)
    batch = begin(store)

    run()
    assert fresh(batch).state == Batch.State.SETTLING
    with every_store(because="a test looks"):
        assert batches.on_their_way_count(batch) == 3

    sending.send_due(now=timezone.now())
    run()
    after = fresh(batch)
    assert (after.state, after.done_count) == (Batch.State.DONE, 3)
    assert after.finished_at is not None


def test_what_comes_later_is_not_met(store: Store) -> None:
    failed(store, 2)
    batch = begin(store)
    failed(store, 1)
    with store_scope(store.pk):
        newest = Message.objects.order_by("-pk")[:1].get()
        Message.objects.filter(pk=newest.pk).update(planned_at=timezone.now() + timedelta(hours=1))

    run()

    assert fresh(batch).done_count == 2
    assert states(store) == {State.PLANNED: 2, State.FAILED: 1}


def test_a_refusal_is_counted_and_stops_nothing(store: Store) -> None:
    failed(store, 2)
    make_messages(store, 3, state=State.FAILED, reason=Reason.NO_ADDRESS, recipient="")

    with store_scope(store.pk):
        found = batches.foresee(wanted=wanted(store), deed=Deed.RELEASE)
    assert (found.count, found.goes_count, found.stays) == (5, 2, {batches.NO_ADDRESS: 3})

    batch = begin(store)
    run()
    after = fresh(batch)
    assert (after.done_count, after.refused_count) == (2, 3)


def test_the_dry_run_knows_who_is_not_written_to_and_changes_nothing(
    store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    messages = failed(store, 4)
    make_suppression(store, messages[0].recipient.upper().lower())

    with store_scope(store.pk), django_assert_num_queries(2):
        found = batches.foresee(wanted=wanted(store), deed=Deed.RELEASE)

    assert found.stays == {batches.SUPPRESSED: 1}
    assert states(store) == {State.FAILED: 4}


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        (Deed.RELEASE, State.HELD, State.PLANNED),
        (Deed.CANCEL, State.HELD, State.NOT_SENT),
        (Deed.CANCEL, State.PLANNED, State.NOT_SENT),
        (Deed.REPEAT, State.UNKNOWN, State.PLANNED),
        (Deed.MARK_SENT, State.UNKNOWN, State.SENT),
    ],
)
def test_each_deed(store: Store, deed: Deed, before: State, after: State) -> None:
    make_messages(store, 2, state=before, reason="" if before == State.PLANNED else "BACKFILL")

    begin(store, deed, before)
    run()

    assert states(store) == {after: 2}


def test_a_deed_that_does_not_fit_is_refused_in_words(store: Store) -> None:
    with pytest.raises(BatchRefused):
        begin(store, Deed.REPEAT, State.HELD)
    with store_scope(store.pk), pytest.raises(BatchRefused):
        batches.begin(
            wanted=wanted(store),
            deed=Deed.RELEASE,
            agency_id=store.agency_id,
            because="  ",
            actor="Jonas",
            now=timezone.now(),
        )
    assert not Batch.objects.model._base_manager.exists()


def test_somebody_faster_is_no_error(store: Store) -> None:
    (message,) = failed(store, 1)
    with store_scope(store.pk):
        Message.objects.update(state=State.PLANNED, reason="")
        said = deeds.do(Deed.RELEASE, message, actor="Jonas", now=timezone.now())

    assert said == deeds.CHANGED


def test_stopped_on_its_way_what_was_done_stays_done(store: Store) -> None:
    failed(store, batches.CHUNK + 5)
    batch = begin(store)
    with every_store(because="a test plays the worker"):
        batches.run_batches(now=timezone.now())
        assert batches.cancel_batch(batch=batch, now=timezone.now())
        assert not batches.cancel_batch(batch=batch, now=timezone.now())

    run()

    assert states(store) == {State.PLANNED: batches.CHUNK, State.FAILED: 5}
    assert fresh(batch).state == Batch.State.CANCELLED


def test_a_halt_holds_what_is_due_and_lifting_it_lets_it_go(store: Store) -> None:
    make_words(store)
    make_messages(store, 3)
    now = timezone.now()
    with store_scope(store.pk):
        (row,) = halting.halt(
            stores=[store], scope=Scope(kind=KIND), because="Wrong prices", actor="Jonas", now=now
        )
        assert [row] == halting.halt(
            stores=[store], scope=Scope(kind=KIND), because="Again", actor="Mina", now=now
        )
    sending.send_due(now=timezone.now())
    assert states(store) == {State.HELD: 3}
    with store_scope(store.pk):
        assert set(Message.objects.values_list("reason", flat=True)) == {Reason.HALTED}

        batch = halting.lift_halt(
            halt=row, agency_id=store.agency_id, actor="Mina", now=timezone.now()
        )
        assert batch is not None
        assert (
            halting.lift_halt(halt=row, agency_id=store.agency_id, actor="Mina", now=timezone.now())
            is None
        )
    run()
    sending.send_due(now=timezone.now())

    assert states(store) == {State.SENT: 3}


def test_another_kind_and_another_store_go_on(store: Store) -> None:
    neighbour = make_store(agency=store.agency)
    for each in (store, neighbour):
        make_words(each)
        make_messages(each, 1)
    with store_scope(store.pk):
        halting.halt(
            stores=[store],
            scope=Scope(kind="ORDER_REFUND"),
            because="Wrong",
            actor="Jonas",
            now=timezone.now(),
        )

    sending.send_due(now=timezone.now())

    assert states(store) == states(neighbour) == {State.SENT: 1}


def test_nobody_stops_mail_without_a_reason_or_by_anothers_sender(store: Store) -> None:
    neighbour = make_store(agency=store.agency)
    sender = make_sender(neighbour, port=1)
    with every_store(because="both stores are looked at"):
        for scope, because in ((Scope(), ""), (Scope(sender=sender), "Wrong")):
            with pytest.raises(HaltRefused):
                halting.halt(
                    stores=[store],
                    scope=scope,
                    because=because,
                    actor="Jonas",
                    now=timezone.now(),
                )
        assert not Halt.objects.exists()


def test_a_key_stops_and_begins_only_where_it_reaches(store: Store) -> None:
    stranger = make_store()
    api = make_client(store.agency)
    failed(store, 2)
    body = {"because": WHY, "stores": [str(store.public_id)]}

    assert api.post("/api/v1/halts/", body).status_code == 201
    assert len(api.get("/api/v1/halts/").json()["results"]) == 1
    foreign = {**body, "stores": [str(stranger.public_id)]}
    assert api.post("/api/v1/halts/", foreign).status_code == 422
    chosen = {**foreign, "deed": "RELEASE", "state": "FAILED"}
    assert api.post("/api/v1/message-batches/", chosen).status_code == 422
    begun = api.post("/api/v1/message-batches/", {**chosen, "stores": None})
    assert (begun.status_code, begun.json()["foreseen_count"]) == (201, 2)
    run()
    read = api.get(f"/api/v1/message-batches/{begun.json()['id']}/").json()
    assert (read["done_count"], read["state"]) == (2, "SETTLING")
