"""Verbs of what mail services report: kept at the door, told to the messages behind it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from common import jobs
from messaging import arrivals
from messaging.models import Attempt, Message, Sender
from messaging.states import IN_HAND
from stores.scope import store_scope
from tracking.data import Told, Unreadable
from tracking.models import Finding, Report, ReportKind

KEPT_FOR = timedelta(days=30)  # a service repeats itself for a day or two
# A report may overtake our own note of what we handed over; how long to ask again, and how often.
PATIENCE = timedelta(minutes=30)
PAUSE = timedelta(seconds=20)
MOST_TRIES = 5
AT_ONCE = 5000

logger = logging.getLogger(__name__)


def keep_reports(*, sender: Sender, said: Sequence[Told | Unreadable], now: datetime) -> int:
    """Keep what a sender's mail service says, each thing once; how many were handed in."""
    rows = [_row(sender, one, now) for one in said]
    Report.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        jobs.defer("tracking.settle_reports")
    return len(rows)


def settle_reports(*, now: datetime, limit: int = 200) -> int:
    """Tell messages what was reported of them; how many reports were looked at.

    Each is a transaction of its own, so that orders are locked one at a time and for a moment.
    Call it inside every_store.
    """
    due = Report.objects.due(now).order_by("run_after", "id").values_list("pk", "store_id")
    looked_at = 0
    for pk, store_id in list(due[:limit]):
        with store_scope(store_id):
            looked_at += _settle_one(pk, now)
    return looked_at


def prune_reports(*, now: datetime) -> int:
    """Forget old reports. Call it inside every_store."""
    old = Report.objects.filter(received_at__lt=now - KEPT_FOR).order_by("received_at")
    gone, _ = Report.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])
    ).delete()
    return gone


def _row(sender: Sender, one: Told | Unreadable, now: datetime) -> Report:
    row = Report(store_id=sender.store_id, sender=sender, key=one.key, received_at=now)
    row.run_after = now
    if isinstance(one, Unreadable):
        row.kind, row.at, row.line = ReportKind.UNREADABLE, now, one.text
        row.settled_at, row.finding = now, Finding.KEPT_ASIDE
        return row
    row.kind, row.at, row.line = one.kind, one.at, one.line
    row.message_key, row.provider_id = one.message_key, one.provider_id
    return row


def _settle_one(pk: int, now: datetime) -> bool:
    """Settle one report, unless somebody else has it; what goes wrong with it stops no other."""
    try:
        with transaction.atomic():
            rows = Report.objects.due(now).select_for_update(skip_locked=True, of=("self",))
            report = rows.filter(pk=pk).first()
            if report is None:
                return False
            _settle(report, now)
    except (OperationalError, InterfaceError):
        raise  # the database, not the report: look again later
    except Exception:
        logger.exception("Could not settle a report", extra={"report": pk})
        _postpone_broken(pk, now)
    return True


def _settle(report: Report, now: datetime) -> None:
    message = _message_of(report)
    is_early = message is None or message.state in IN_HAND
    if is_early and report.received_at > now - PATIENCE:
        report.run_after = now + PAUSE
        report.save(update_fields=["run_after"])
        return
    finding = Finding.NO_MESSAGE
    if message is not None:
        finding = Finding.NEWS if _tell(message, report) else Finding.KNOWN
    report.settled_at, report.finding, report.line = now, finding, ""
    report.save(update_fields=["settled_at", "finding", "line"])


def _message_of(report: Report) -> Message | None:
    """By the name we gave it, else by the service's; only within the sender's own store."""
    mine = Message.objects.filter(store_id=report.store_id)
    if report.message_key:
        return mine.filter(public_id=report.message_key).first()
    if not report.provider_id:
        return None
    tries = Attempt.objects.filter(store_id=report.store_id, provider_id=report.provider_id)
    return mine.filter(pk__in=tries.values("message_id")).first()


def _tell(message: Message, report: Report) -> bool:
    match report.kind:
        case ReportKind.TAKEN:
            return arrivals.record_taken(message=message, at=report.at)
        case ReportKind.DELIVERED:
            return arrivals.record_delivery(message=message, at=report.at, line=report.line)
        case ReportKind.DELAYED:
            return arrivals.record_delay(message=message, at=report.at, line=report.line)
        case ReportKind.COMPLAINED:
            return arrivals.record_complaint(message=message, at=report.at, line=report.line)
        case ReportKind.UNSUBSCRIBED:
            return arrivals.record_unsubscribe(message=message, at=report.at, line=report.line)
    is_hard = report.kind == ReportKind.BOUNCED
    return arrivals.record_bounce(message=message, at=report.at, is_hard=is_hard, line=report.line)


def _postpone_broken(pk: int, now: datetime) -> None:
    """Try a stumbling block a few times, then lay it aside."""
    report = Report.objects.filter(pk=pk, settled_at=None).first()
    if report is None:
        return
    report.tries_count += 1
    report.run_after = now + PAUSE * report.tries_count
    if report.tries_count >= MOST_TRIES:
        report.settled_at, report.finding = now, Finding.KEPT_ASIDE
    report.save(update_fields=["tries_count", "run_after", "settled_at", "finding"])
