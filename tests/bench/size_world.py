"""The world of `script/bench size`: that of the lists' bench with facts that say what they are of,
its figures folded, and the opens and clicks of each message as they came in.

Stores differ as Zipf has it. Opens and clicks are as old as their messages, hence of a year: as
many as an installation holds that gets twelve times as many and forgets them after a month.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from analytics import days
from analytics.models import FeedCursor
from messaging.models import Message
from notifyhub.demo.progress import Progress
from stores.models import Store
from stores.scope import every_store
from templates_app.models import Revision
from tests.bench import crowd
from tests.bench.seeding import Copies
from tests.factories.templates_app import make_confirmation
from tests.factories.tracking import make_hit
from tracking.models import FeedCursor as HitCursor
from tracking.models import Judgement, Verdict

MONTH, MONTHS = timedelta(days=31), 2
SHAPE: Final = crowd.Shape(each=4, spread=crowd.ZIPF)
# As they come: of each ten, five of Apple's proxy, three of Google's, two of readers' own programs.
_AGENT: Final = (
    "CASE WHEN i % 10 < 5 THEN 'Mozilla/5.0' WHEN i % 10 < 8 THEN 'Mozilla/5.0 (Windows NT 5.1; "
    "rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)' ELSE 'Mozilla/5.0 (iPhone; CPU "
    "iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148' END"
)
_ABOUT: Final = (
    f"jsonb_build_object('kind', {crowd.kind_of(SHAPE)}, 'channel', 'EMAIL',"
    " 'locale', (ARRAY['nb','en','sv'])[1 + i % 3], 'revision', {revision}::int)"
)
_MONEY: Final = (
    "jsonb_build_object('product_minor', 100 + i % 9000, 'total_minor', 5000 + i % 9000)"
)


def multiplied(stores: int, messages: int, events: int) -> list[Copies]:
    """A small world, and how its rows become so many."""
    scene = crowd.found(stores)
    tables = crowd.multiplied(scene.store, messages, SHAPE)
    make_months()
    with every_store(because="a bench sets its scene"):
        revision = Revision.objects.get(template=make_confirmation(scene.agency)).pk
    return [
        *(_with_facts(copies, messages, revision) for copies in tables),
        *_hits(scene, tables, messages, events),
    ]


def make_months() -> None:
    """A year back, for what is seeded: parts of months, up to today."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    months = today.year * 12 + today.month - 1
    for month in range(months - 13, months + 1):
        since = today.replace(year=month // 12, month=month % 12 + 1, day=1)
        until = today.replace(year=(month + 1) // 12, month=(month + 1) % 12 + 1, day=1)
        if since < today:
            with connection.cursor() as cursor:
                cursor.execute("SELECT tracking_make_part(%s, %s)", [since, min(until, today)])


def fold() -> None:
    """The figures of the newest days, counted anew; all else counts as folded.

    Pages show a month and compare it with the one before, whatever older days there are.
    """
    until = timezone.now().date() + timedelta(days=2)
    with every_store(because="a bench folds"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (xid,) = cursor.fetchone()
        FeedCursor.objects.update_or_create(name=days.DAYS, defaults={"xid": xid})
        HitCursor.objects.update_or_create(name="messages", defaults={"next_xid": xid})
        stores = list(Store.objects.order_by("pk"))
        with Progress("Days of stores", total=len(stores) * MONTHS) as bar:
            for store in stores:
                for back in range(MONTHS):
                    end = until - back * MONTH
                    days.count_anew(store=store, since=end - MONTH, until=end)
                    bar.advance()


def _with_facts(copies: Copies, messages: int, revision: int) -> Copies:
    if copies.table != "orders_activity":
        return copies
    about = _ABOUT.replace("{revision}", str(revision))
    data = f"CASE WHEN i <= {messages} THEN {about} ELSE {_MONEY} END"
    return replace(copies, values={**copies.values, "data": data})


def _hits(scene: crowd.Crowd, tables: list[Copies], messages: int, events: int) -> Iterator[Copies]:
    """Of each message as many; those of the newest tenth have their verdicts still."""
    (said,) = [copies for copies in tables if copies.table == "messaging_message"]
    now, each = timezone.now(), max(1, events // messages)
    with every_store(because="a bench sets its scene"):
        message = Message.objects.get(pk=said.of)
        event = make_hit(message, at=now)
        judgement = Judgement.objects.get(message_id=message.pk)
        Judgement.objects.update(due_at=None, judged_at=now, version=1)
        verdict = Verdict.objects.create(
            store=scene.store,
            event_id=event.pk,
            message_id=message.pk,
            kind="OPEN",
            at=now,
            who="HUMAN",
            why="NOTHING_AGAINST",
            version=1,
        )
    number = f"(1 + (i - 1) / {each})"
    values = {
        "id": f"{event.pk} + i",
        "message_id": f"{said.of} + {number}",
        "store_id": SHAPE.store(number),
        "at": f"now() - interval '{crowd.DAYS} days'"
        f" * (({messages} - {number})::float8 / {messages})"
        " + (i * 7919) % 7200 * interval '1 second'",
        "kind": "CASE WHEN i % 5 = 0 THEN 'CLICK' ELSE 'OPEN' END",
    }
    told = {
        "link_index": "CASE WHEN i % 5 = 0 THEN i % 7 END",
        "user_agent": _AGENT,
        "ip": "('203.0.' || (i / 256) % 256 || '.0')::inet",
    }
    yield Copies("tracking_event", event.pk, events, {**values, **told})
    late = events // 10
    yield Copies(
        "tracking_verdict",
        verdict.pk,
        late,
        {
            **values,
            "id": f"{verdict.pk} + i - {events - late}",
            "event_id": f"{event.pk} + i",
            "who": "CASE WHEN i % 10 < 5 THEN 'MACHINE_PRIVACY' ELSE 'HUMAN' END",
        },
        first=events - late + 1,
    )
    told_of = messages // 10
    yield Copies(
        "tracking_judgement",
        judgement.pk,
        told_of,
        {
            "id": f"{judgement.pk} + i",
            "message_id": f"{said.of} + {messages - told_of} + i",
            "store_id": SHAPE.store(f"(i + {messages - told_of})"),
        },
    )
