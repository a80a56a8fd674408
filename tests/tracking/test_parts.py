"""Opens, clicks and their verdicts stand in parts, made ahead and dropped whole."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from messaging.models import Message
from stores.scope import every_store, store_scope
from tests.factories.stores import make_store
from tests.factories.tracking import make_hit, make_sent_message
from tracking import forgetting, judging, parts, queries, tasks
from tracking.models import Event, Judgement, Verdict

NOW = timezone.now().astimezone(UTC)
TODAY = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _of_this_day(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run, and its database, may have begun yesterday."""
    now = timezone.now().astimezone(UTC)
    monkeypatch.setattr(f"{__name__}.NOW", now)
    monkeypatch.setattr(f"{__name__}.TODAY", now.replace(hour=0, minute=0, second=0, microsecond=0))
    parts.make_parts(now=now)


@pytest.fixture
def message() -> Message:
    return make_sent_message(make_store())


@pytest.fixture
def everything() -> Iterator[None]:
    with every_store(because="a test looks at the parts of all stores"):
        yield


def spans(table: str = "tracking_event") -> list[tuple[datetime, datetime]]:
    """From when to when each part goes; text, since no driver knows of minus infinity."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since, until FROM tracking_parts(%s::regclass)"
            " WHERE isfinite(since) ORDER BY since",
            [table],
        )
        return [(since, until) for since, until in cursor.fetchall()]


def make(since: datetime, until: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracking_make_part(%s, %s)", [since, until])
        return int(cursor.fetchone()[0])


def parts_of_rows(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid::regclass::text FROM {table} ORDER BY at")  # noqa: S608 - ours
        return [name for (name,) in cursor.fetchall()]


def test_a_new_installation_has_room_for_a_week(everything: None) -> None:
    assert parts.missing(now=NOW) == []
    for table in parts.TABLES:
        assert spans(table)[0][0] <= TODAY
        assert spans(table)[-1][1] >= TODAY + 7 * DAY


def test_days_are_made_ahead_once_and_follow_each_other_without_a_gap(everything: None) -> None:
    later = NOW + 3 * DAY

    made = parts.make_parts(now=later)

    assert made == 2 * 3
    assert parts.make_parts(now=later) == 0
    for table in parts.TABLES:
        found = spans(table)
        assert [until for _, until in found[:-1]] == [since for since, _ in found[1:]]
        assert found[-1][1] == TODAY + 11 * DAY


def test_what_waited_among_the_rest_moves_into_its_part(message: Message) -> None:
    far = TODAY + 20 * DAY + timedelta(hours=5)
    make_hit(message, at=far)
    with every_store(because="a test judges"):
        judging.judge_due(now=far + timedelta(hours=1))
        assert parts_of_rows("tracking_event") == ["tracking_event_default"]
    with store_scope(message.store_id), connection.cursor() as cursor:
        make(TODAY + 20 * DAY, TODAY + 21 * DAY)
        cursor.execute("SELECT current_setting('notifyhub.stores')")
        assert cursor.fetchone() == (f"{{{message.store_id}}}",), "the scope was left wider"

    with every_store(because="a test looks"):
        assert parts_of_rows("tracking_event") == [f"tracking_event_{far:%Y%m%d}"]
        assert parts_of_rows("tracking_verdict") == [f"tracking_verdict_{far:%Y%m%d}"]


def test_every_part_is_fenced(message: Message, everything: None) -> None:
    parts.make_parts(now=NOW + 3 * DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid"
            " WHERE inhparent::regclass::text = ANY (%s)"
            " AND NOT (relrowsecurity AND relforcerowsecurity"
            "  AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))",
            [list(parts.TABLES)],
        )
        assert cursor.fetchall() == []


def test_who_keeps_hits_for_long_has_parts_of_months(settings: Settings, everything: None) -> None:
    settings.NOTIFYHUB_HITS_DAYS = 400

    parts.make_parts(now=NOW)

    found = spans()
    assert [until for _, until in found[:-1]] == [since for since, _ in found[1:]]
    assert found[-1][1].day == 1
    assert found[-1][1] > TODAY + 89 * DAY
    assert len(found) < 15


def test_who_turns_back_to_days_has_them_after_the_last_month(
    settings: Settings, everything: None
) -> None:
    settings.NOTIFYHUB_HITS_DAYS = 400
    parts.make_parts(now=NOW)
    last = spans()[-1][1]
    settings.NOTIFYHUB_HITS_DAYS = 30

    parts.make_parts(now=last - 2 * DAY)

    found = spans()
    assert [until for _, until in found[:-1]] == [since for since, _ in found[1:]]
    assert (last, last + DAY) in found


def test_a_part_goes_when_its_first_hit_is_too_old_and_not_before(
    message: Message, settings: Settings
) -> None:
    settings.NOTIFYHUB_HITS_DAYS = 30
    old, young = TODAY - 30 * DAY, TODAY - 29 * DAY
    make(old, young)
    make(young, young + DAY)
    for at in (old, young):
        make_hit(message, at=at + timedelta(hours=12))
        with every_store(because="a test judges"):
            judging.judge_due(now=at + timedelta(hours=13))

    with every_store(because="a test forgets"):
        assert parts.drop_parts(now=TODAY) == 0
        assert parts.drop_parts(now=TODAY + timedelta(seconds=1)) == 2
        assert parts.drop_parts(now=TODAY + timedelta(seconds=1)) == 0
        kept = [f"{young:%Y%m%d}"]
        assert [name[-8:] for name in parts_of_rows("tracking_event")] == kept
        assert [name[-8:] for name in parts_of_rows("tracking_verdict")] == kept


def test_the_task_marks_before_it_drops_so_that_nothing_found_is_taken_back(
    message: Message,
) -> None:
    days = django_settings.NOTIFYHUB_HITS_DAYS
    at = TODAY - days * DAY + timedelta(minutes=1)
    make(at.replace(minute=0), at.replace(minute=0) + DAY)
    make_hit(message, at=at)
    with every_store(because="a test judges"):
        judging.judge_due(now=at + timedelta(hours=1))

    tasks.forget_hits()

    with every_store(because="a test looks"):
        assert Event.objects.count() == Verdict.objects.count() == 0
        assert Judgement.objects.get().is_partial
        assert Message.objects.get(pk=message.pk).opened_by_person_at == at


def test_judgements_are_marked_few_at_a_time(message: Message) -> None:
    other = make_sent_message(make_store())
    for each in (message, other):
        make_hit(each, at=NOW - 40 * DAY)

    with every_store(because="a test marks"):
        assert [forgetting.mark_partial(now=NOW, limit=1) for _ in range(3)] == [1, 1, 0]


def test_nobody_can_drop_what_is_not_over_nor_make_parts_without_end(everything: None) -> None:
    with (
        pytest.raises(DatabaseError, match="too young"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT tracking_drop_part(now() + interval '1 second')")
    for since, until in (
        (datetime(3000, 1, 1, tzinfo=UTC), datetime(3000, 1, 2, tzinfo=UTC)),
        (TODAY + 9 * DAY, TODAY + 99 * DAY),
        (TODAY + 9 * DAY, TODAY + 9 * DAY + timedelta(hours=1)),
    ):
        with pytest.raises(DatabaseError, match="too far"), transaction.atomic():
            make(since, until)


def test_missing_parts_and_rows_among_the_rest_are_said_aloud(
    message: Message,
    everything: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    far = TODAY + 30 * DAY
    make_hit(message, at=far)

    assert parts.missing(now=NOW) == [
        "tracking_event_default holds rows that no part was made for",
    ]
    assert parts.missing(now=far)[0] == "tracking_event lacks parts for 3 of the next 3 days"

    def fails(*, now: datetime) -> int:
        raise psycopg.OperationalError

    monkeypatch.setattr(parts, "make_parts", fails)
    with caplog.at_level(logging.ERROR), pytest.raises(psycopg.OperationalError):
        tasks.make_parts()
    assert [record.message for record in caplog.records] == ["tracking.part.missing"]


def test_hits_of_a_few_days_are_looked_for_in_their_parts_alone(
    message: Message, everything: None
) -> None:
    """What judging asks names times, so that it costs no more however long hits are kept."""
    make_hit(message, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN {queries.HITS}",
            [[message.store_id], [message.pk], NOW - timedelta(minutes=1), 10],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert f"tracking_event_{NOW:%Y%m%d}" in plan
    assert f"tracking_event_{TODAY - DAY:%Y%m%d}" not in plan
