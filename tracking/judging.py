"""Verbs of verdicts: judge what is final, tell what changed, and judge anew by better rules.

# Note [Judged exactly once]
A judgement's row is locked from its hits being read until everything that follows from them is
committed: verdicts, their counts, the message's times, the facts of the feed, and when to judge
next. Whoever dies before leaves all as it was. Only the holder of that lock writes these, so a
change is found by comparing with what stands on the message. Folding locks judgements before
messages, and facts are told before messages are written: locks are taken in one order.

A hit counts 15 minutes after it. Until then it only bears witness; and each later hit of the
message has all of them judged again, so that a burst takes back what its first hit looked like.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final

from django.db import connection, transaction
from django.db.models import F

from common.killpoint import killpoint
from messaging import gateways, signs
from messaging.models import Message
from messaging.readers import FINAL_AFTER
from messaging.signs import Signs
from orders.activity import Fact
from stores.models import Store
from tracking import queries
from tracking.data import KeptHit
from tracking.models import Judgement, Verdict
from tracking.verdicts import data as rules_of
from tracking.verdicts.data import Facts, Hit, Kind, NetworkClass, Way
from tracking.verdicts.rules import judge

AT_ONCE: Final = 200
_SIGNS: Final = {
    (Kind.OPEN, True): "opened_by_person_at",
    (Kind.CLICK, True): "clicked_by_person_at",
    (Kind.OPEN, False): "opened_by_machine_at",
    (Kind.CLICK, False): "clicked_by_machine_at",
}
_COUNT = """
INSERT INTO tracking_verdictcount AS known (store_id, "on", kind, who, why, hits_count)
SELECT * FROM unnest(
  %s::bigint[], %s::date[], %s::text[], %s::text[], %s::text[], %s::int[]
) AS change (store_id, day, kind, who, why, hits_count)
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (store_id, "on", kind, who, why) DO UPDATE SET
  hits_count = known.hits_count + EXCLUDED.hits_count
"""
_SETTLED: Final = (
    "pk",
    "due_at",
    "judged_at",
    "version",
    "changes_count",
    "is_gateway",
)
_SETTLE = """
UPDATE tracking_judgement AS known SET
  due_at = judged.due_at, judged_at = judged.judged_at, version = judged.version,
  changes_count = judged.changes_count, is_gateway = judged.is_gateway
FROM unnest(
  %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::int[], %s::int[], %s::boolean[]
) AS judged (id, due_at, judged_at, version, changes_count, is_gateway)
WHERE known.id = judged.id
"""

Cell = tuple[int, date, str, str, str]  # store, day, kind, who, why


@dataclass(slots=True)
class _Round:
    """What one round of judging found, to be written together."""

    now: datetime
    verdicts: list[Verdict] = field(default_factory=list)
    counts: Counter[Cell] = field(default_factory=Counter)
    found: list[tuple[Message, Signs]] = field(default_factory=list)
    facts: list[tuple[int, Fact]] = field(default_factory=list)


@transaction.atomic
def judge_due(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Judge messages whose hits have become final; how many. Ten statements for any number.

    Call it inside every_store: what is due is due in all stores. See Note [Judged exactly once].
    """
    due = Judgement.objects.due(now).select_for_update(skip_locked=True)
    rows = list(due.order_by("due_at", "id")[:limit])
    if not rows:
        return 0
    killpoint("tracking.due")
    messages = _messages(rows)
    behind = _behind_gateways(rows, messages)
    wanted = [(row.store_id, row.message_id) for row in rows]
    hits = queries.hits_of(messages=wanted, since=min(row.first_hit_at for row in rows))
    of_message = {
        message_id: list(mine) for message_id, mine in groupby(hits, key=lambda hit: hit.message_id)
    }
    known = _known(hits)
    round_ = _Round(now)
    for row in rows:
        row.is_gateway = row.is_gateway or row.message_id in behind
        _judge(row, messages.get(row.message_id), of_message.get(row.message_id, []), known, round_)
    _write(rows, round_)
    killpoint("tracking.judged")
    return len(rows)


def judge_anew(*, limit: int = 5000) -> int:
    """Have messages judged again that other rules judged, and whose hits are all kept; how many."""
    old = Judgement.objects.filter(is_partial=False, due_at=None)
    wanted = old.exclude(version=rules_of.VERSION).order_by("first_hit_at", "id")[:limit]
    rows = Judgement.objects.filter(pk__in=list(wanted.values_list("pk", flat=True)), due_at=None)
    return rows.update(due_at=F("last_hit_at"))


def judge_missed() -> int:
    """Have messages judged whose hits came before anybody judged; how many. One query a store."""
    stores = Store.objects.order_by("pk").values_list("pk", flat=True)
    return sum(queries.note_missed(store_id=store_id) for store_id in list(stores))


def _messages(rows: Sequence[Judgement]) -> dict[int, Message]:
    """The messages, but those whose hits name another store's."""
    owners = {row.message_id: row.store_id for row in rows}
    found = Message.objects.filter(pk__in=owners).only(
        "store_id",
        "order_id",
        "about",
        "recipient",
        "links_count",
        *signs.TOLD_WITH,
        *signs.TOLD_AS,
    )
    return {message.pk: message for message in found if owners[message.pk] == message.store_id}


def _behind_gateways(rows: Sequence[Judgement], messages: Mapping[int, Message]) -> set[int]:
    """Of which messages the recipients' mail passes a gateway, as far as it is known."""
    asked = {
        row.message_id: gateways.domain_of(messages[row.message_id].recipient)
        for row in rows
        if not row.is_gateway and row.message_id in messages
    }
    known = gateways.gateways_of(names=asked.values())
    return {message_id for message_id, domain in asked.items() if known.get(domain)}


def _known(hits: Sequence[KeptHit]) -> dict[int, Verdict]:
    """What was thought of these hits before. Their times say in which parts to look."""
    times = [hit.at for hit in hits]
    if not times:
        return {}
    rows = Verdict.objects.filter(
        event_id__in=[hit.event_id for hit in hits], at__range=(min(times), max(times))
    )
    return {row.event_id: row for row in rows}


def _judge(
    row: Judgement,
    message: Message | None,
    hits: Sequence[KeptHit],
    known: Mapping[int, Verdict],
    round_: _Round,
) -> None:
    """One message: what its row says then, and what is to be written of it."""
    final = [hit for hit in hits if hit.at + FINAL_AFTER <= round_.now]
    waiting = [hit.at for hit in hits if hit.at + FINAL_AFTER > round_.now]
    row.due_at = min(waiting) + FINAL_AFTER if waiting else None
    row.judged_at, row.version = round_.now, rules_of.VERSION
    if message is None:
        return
    facts = Facts(message.sent_at, message.links_count or 0, row.is_gateway)
    # What is not yet final bears witness of what is.
    verdicts = judge([_as_hit(hit) for hit in hits], facts)
    by_event = {hit.event_id: verdict for hit, verdict in zip(hits, verdicts, strict=True)}
    after = Signs()
    for hit in final:
        verdict = by_event[hit.event_id]
        if verdict is None:
            continue
        _note(row, hit, verdict, known.get(hit.event_id), round_)
        if verdict.who.is_person or verdict.who.is_machine:
            sign = _SIGNS[Kind(hit.kind), verdict.who.is_person]
            after = after.joined(Signs(**{sign: hit.at}))
    before = Signs.of(message)
    if row.is_partial:
        after = after.joined(before)
    if before == after:
        return
    changes = signs.changes_between(before, after)
    round_.facts += signs.facts_of(
        message, changes, after=row.changes_count, version=rules_of.VERSION
    )
    row.changes_count += len(changes)
    round_.found.append((message, after))


def _note(
    row: Judgement,
    hit: KeptHit,
    verdict: rules_of.Verdict,
    before: Verdict | None,
    round_: _Round,
) -> None:
    """Keep the verdict if it is news, and move the count from what was thought before."""
    if before and (before.who, before.why) == (verdict.who, verdict.why):
        return
    day = hit.at.astimezone(UTC).date()
    if before:
        round_.counts[row.store_id, day, hit.kind, before.who, before.why] -= 1
    round_.counts[row.store_id, day, hit.kind, verdict.who.value, verdict.why.value] += 1
    round_.verdicts.append(
        Verdict(
            store_id=row.store_id,
            event_id=hit.event_id,
            message_id=hit.message_id,
            kind=hit.kind,
            at=hit.at,
            who=verdict.who.value,
            why=verdict.why.value,
            version=rules_of.VERSION,
        )
    )


def _as_hit(hit: KeptHit) -> Hit:
    return Hit(
        kind=Kind(hit.kind),
        at=hit.at,
        link_index=hit.link_index,
        agent=hit.user_agent,
        ip=hit.ip or "",
        network=NetworkClass(hit.network),
        way=Way(hit.way),
    )


def _write(rows: Sequence[Judgement], round_: _Round) -> None:
    """At most five statements."""
    if round_.verdicts:
        Verdict.objects.bulk_create(
            round_.verdicts,
            update_conflicts=True,
            unique_fields=["event_id", "at"],
            update_fields=["who", "why", "version"],
        )
    _write_counts({cell: count for cell, count in round_.counts.items() if count})
    killpoint("tracking.counted")
    signs.record_signs(round_.found, round_.facts)
    columns = [[getattr(row, name) for row in rows] for name in _SETTLED]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, columns)


def _write_counts(counts: Mapping[Cell, int]) -> None:
    if not counts:
        return
    columns = [list(column) for column in zip(*counts, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [*columns, list(counts.values())])


def verdicts_of(*, message: Message, limit: int = 50) -> list[Verdict]:
    """What is thought of the first of its hits that are kept, as they came. One query."""
    rows = Verdict.objects.filter(store_id=message.store_id, message_id=message.pk)
    return list(rows.order_by("at", "event_id")[:limit])
