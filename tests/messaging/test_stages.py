"""How long each stage of a message takes: what is counted, what is not, and what a trace shows."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from intake import services as intake
from messaging import queries, sending, spans, stages
from messaging.models import Message, StageFigure
from messaging.stages import Stage
from stores.models import Store
from stores.scope import store_scope
from tests.factories import payloads
from tests.factories.intake import make_webhook
from tests.factories.messaging import fresh, make_order, make_words, plan

pytestmark = pytest.mark.django_db
TRACED = {Stage.HANDLED, Stage.CLAIMED, Stage.COMPOSED, Stage.HANDED_OVER, Stage.WHOLE}


@pytest.fixture(autouse=True)
def _from_nothing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stages._histograms.drain()
    monkeypatch.setitem(stages._written, "at", -stages.EVERY)
    yield
    stages._histograms.drain()


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(spans, "tracer", lambda: provider.get_tracer("notifyhub"))
    return kept


@pytest.fixture
def send_all(django_capture_on_commit_callbacks: Any) -> Any:
    def send() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return sending.send_due(now=queries.database_now())

    return send


def hear_of_an_order(store: Store, now: datetime) -> Message:
    """A webhook that was kept two seconds ago is handled now."""
    make_words(store)
    at = now.isoformat()
    body = json.dumps(payloads.order(created_at=at, processed_at=at, updated_at=at)).encode()
    make_webhook(store, body, topic="orders/create", now=now - timedelta(seconds=2))
    assert intake.handle_due(now=now) == 1
    with store_scope(store.pk):
        return Message.objects.get()


def counts() -> dict[str, int]:
    found: dict[str, int] = {}
    for each in stages._histograms.drain():
        found[each.name] = found.get(each.name, 0) + each.count
    return found


def test_a_message_knows_when_we_heard_of_what_it_tells(store: Store) -> None:
    now = timezone.now()

    heard_of = hear_of_an_order(store, now)
    unheard = plan(make_order(store))

    assert heard_of.heard_at == now - timedelta(seconds=2)
    assert unheard.heard_at is None


def test_each_stage_of_an_order_that_goes_at_once_is_counted_once(
    store: Store, send_all: Any
) -> None:
    hear_of_an_order(store, timezone.now() - timedelta(seconds=1))

    send_all()
    stages._histograms.note(Stage.KEPT, 0.01)

    assert counts() == dict.fromkeys(set(Stage) - {Stage.PRESSED}, 1), "young words are inlined"


def test_mails_are_counted_by_the_way_they_were_rendered(store: Store, send_all: Any) -> None:
    """Words that are used often have their styles pressed into them, at their twentieth use."""
    make_words(store)
    for number in range(1, 24):
        plan(make_order(store, name=f"#{number}", number=number))

    while send_all():
        pass

    found = counts()
    assert (found[Stage.INLINED], found[Stage.PRESSED]) == (19, 4)


def test_the_whole_is_from_hearing_to_handing_over(store: Store, send_all: Any) -> None:
    message = hear_of_an_order(store, timezone.now())

    send_all()

    row = fresh(message)
    assert row.sent_at is not None
    assert row.heard_at is not None
    (whole,) = [each for each in stages._histograms.drain() if each.name == Stage.WHOLE]
    assert whole.seconds == pytest.approx((row.sent_at - row.heard_at).total_seconds())
    assert whole.seconds >= 2


def test_what_was_to_wait_is_not_counted_as_slow(store: Store, send_all: Any) -> None:
    message = hear_of_an_order(store, timezone.now() - timedelta(hours=5))
    with store_scope(store.pk):
        Message.objects.filter(pk=message.pk).update(run_after=timezone.now())

    send_all()

    found = {each.name: each.seconds for each in stages._histograms.drain()}
    assert Stage.WHOLE not in found
    assert found[Stage.CLAIMED] < 60


def test_a_message_nobody_told_us_of_has_no_whole(store: Store, send_all: Any) -> None:
    make_words(store)
    plan(make_order(store))

    send_all()

    went = {Stage.CLAIMED, Stage.COMPOSED, Stage.HANDED_OVER}
    assert set(counts()) == {*went, Stage.INLINED}


def test_an_hour_of_grace_is_not_counted() -> None:
    now = datetime.now(UTC)

    stages.webhook_handled(received_at=now - timedelta(hours=1), run_after=now)

    (handled,) = stages._histograms.drain()
    assert handled.seconds < 60


def test_processes_add_to_one_table_a_few_times_a_minute(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):  # two processes, or one a while later
        stages._histograms.note(Stage.WHOLE, 0.3)
        assert stages.write_due()
        stages._histograms.note(Stage.WHOLE, 0.3)
        assert not stages.write_due(), "a moment after the last time"
        monkeypatch.setitem(stages._written, "at", -stages.EVERY)

    figure = StageFigure.objects.get()
    assert (figure.stage, figure.count) == (Stage.WHOLE, 3)
    count, seconds = stages.counted()[Stage.WHOLE][figure.place]
    assert (count, round(seconds, 6)) == (3, 0.9)


@pytest.mark.django_db(transaction=True)
def test_figures_that_cannot_be_written_do_no_harm() -> None:
    def refuse(statement: str, values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    stages._histograms.note(Stage.WHOLE, 0.3)

    assert stages.write_due(refuse) is False
    assert not StageFigure.objects.exists()


def test_a_trace_shows_each_stage_within_the_whole(
    store: Store, send_all: Any, exporter: InMemorySpanExporter
) -> None:
    message = hear_of_an_order(store, timezone.now())

    send_all()

    found = {span.name: span for span in exporter.get_finished_spans()}
    whole = found.pop("notifyhub.message")
    assert whole.parent is None
    assert whole.attributes is not None
    assert whole.attributes["notifyhub.message"] == str(message.public_id)
    assert set(found) == {f"notifyhub.{stage}" for stage in TRACED}
    for span in found.values():
        assert span.parent is not None
        assert span.parent.span_id == whole.context.span_id
        assert whole.start_time is not None
        assert span.start_time is not None
        assert span.end_time is not None
        assert whole.end_time is not None
        assert whole.start_time <= span.start_time <= span.end_time <= whole.end_time


def test_a_trace_says_nothing_of_the_buyer(
    store: Store, send_all: Any, exporter: InMemorySpanExporter
) -> None:
    message = hear_of_an_order(store, timezone.now())

    send_all()

    told = "".join(span.to_json() for span in exporter.get_finished_spans())
    assert str(message.public_id) in told
    assert "nordmann" not in told.lower()
    assert "@" not in told


def test_without_opentelemetry_everything_goes_as_ever(
    store: Store, send_all: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans, "trace", None)
    message = hear_of_an_order(store, timezone.now())

    send_all()

    assert fresh(message).sent_at is not None
    assert counts()[Stage.WHOLE] == 1
