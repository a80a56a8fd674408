"""Forgetting people: whom messages went to and what they said. That they were sent stays."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Case, Q, Value, When

from messaging import consenting
from messaging.models import (
    Assignment,
    Attempt,
    BasketAnswer,
    Message,
    MessageBody,
    MessageQuerySet,
)
from messaging.models.body import forgotten
from messaging.states import Reason, State
from templates_app import publishing


def forget_said(*, wanted: MessageQuerySet, now: datetime) -> int:
    """Write over these messages, and let none of them go that has not left; how many there were.

    Some fifteen statements for any number of messages of one store.
    """
    columns = ("pk", "store_id", "recipient", "wording_id", "experiment_id", "unit_hash")
    known = list(wanted.order_by("pk").values_list(*columns))
    rows = Message.objects.filter(pk__in=[pk for pk, *_rest in known])
    MessageBody.objects.filter(message__in=rows).update(**forgotten(now))
    BasketAnswer.objects.filter(message__in=rows).exclude(text="").update(text="")
    Attempt.objects.filter(message__in=rows).exclude(line="").update(line="")  # servers name people
    _let_none_go(rows, now)
    _forget_consents((store_id, recipient) for _pk, store_id, recipient, *_rest in known)
    _forget_arms({(test, unit) for *_rest, test, unit in known if test is not None})
    rows.update(recipient="", recipient_name="", subject="", detail="", because="", wording=None)
    edited = {wording for _pk, _store, _to, wording, *_rest in known if wording is not None}
    kept = Message.objects.filter(wording__in=edited).values_list("wording_id", flat=True)
    publishing.forget_wordings(wording_ids=edited.difference(kept))
    return len(known)


def _let_none_go(rows: MessageQuerySet, now: datetime) -> None:
    """None that has not left; of what may have left nobody may say that it was not sent."""
    may_have_left = Q(state=State.TRANSMITTING) | Q(repeated_at__isnull=False)
    rows.exclude(state__in=[State.SENT, State.NOT_SENT, State.UNKNOWN]).update(
        state=Case(When(may_have_left, then=Value(State.UNKNOWN)), default=Value(State.NOT_SENT)),
        reason=Case(
            When(may_have_left, then=Value(Reason.WORKER_LOST)), default=Value(Reason.REDACTED)
        ),
        changed_at=now,
        claim=None,
        claimed_until=None,
    )


def _forget_arms(units: Collection[tuple[int, int]]) -> None:
    """Which arm of a test somebody had; the message says it of nobody any more. One statement."""
    if not units:
        return
    Assignment.objects.filter(
        experiment__in={test for test, _ in units}, unit_hash__in={unit for _, unit in units}
    ).delete()


def _forget_consents(said: Iterable[tuple[int, str]]) -> None:
    of_store = defaultdict(set)
    for store_id, recipient in said:
        of_store[store_id].add(recipient)
    for store_id, addresses in of_store.items():
        consenting.forget_consents(store_id=store_id, addresses=sorted(addresses))
