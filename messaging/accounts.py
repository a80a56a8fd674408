"""How many messages may leave by an account now, and how it fares: shared by all workers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from messaging import queries, rates
from messaging.breaker import FIRST_WAIT, Health, Sign, finding_of, learned
from messaging.channels.outcomes import Result
from messaging.models import Message, MessageQuerySet, Sender, SenderPulse
from messaging.rates import Rate
from messaging.states import Reason, State
from messaging.takeover import pulse_of, standing_in, stays

# Why messages wait for their account. Once it works all of them go.
WAITING_FOR_ACCOUNT = (
    Reason.LOGIN_REFUSED,
    Reason.SERVER_AWAY,
    Reason.SERVER_BUSY,
    Reason.REFUSED,
)
SPREAD = 0.05  # seconds between two messages that waited, so that they do not come all at once
LONGEST_SPREAD = 120.0
_TROUBLE_FIELDS = ["waits_until", "trouble", "trouble_detail", "trouble_since"]
_PULSE_FIELDS = [
    "window_began_at",
    "tries_count",
    "failures_count",
    "refusals_count",
    "trips_count",
    "probing_until",
]
_PROBE_MARGIN = timedelta(seconds=15)  # beyond a conversation's deadline


@dataclass(frozen=True, slots=True)
class Admission:
    """How many messages may go by an account now; why the others wait, and until when at least.

    No `retry_at`: it takes messages now.
    """

    granted: int
    retry_at: datetime | None = None
    is_probe: bool = False
    reason: Reason = Reason.SERVER_AWAY
    detail: str = ""
    every: float = 0.0  # seconds that each of those that wait waits longer than the one before


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when a message waits for an account, and why."""

    message: Message
    until: datetime
    reason: Reason
    detail: str = ""


def admit(*, sender: Sender, wanted: int, now: datetime) -> Admission:
    """Ask for `wanted` messages to leave by the account now, before they are marked.

    While it waits none may; then one, as a probe, whose outcome `note` must hear. For none at all
    it only says whether the account takes messages. Two queries.
    """
    pulse, is_new = SenderPulse.objects.select_related("sender").get_or_create(
        sender=sender, defaults={"store_id": sender.store_id}
    )
    account = sender if is_new else pulse.sender
    if account.waits_until is not None:
        return _probe(account, pulse, wanted, now)
    rate = _rate_of(account, pulse).at(now)
    if rate is None:
        return Admission(wanted)
    granted, left = queries.take_tokens(
        store_id=sender.store_id,
        sender_id=sender.pk,
        wanted=wanted,
        rate=rate,
        most=rates.burst_of(rate),
        now=now,
    )
    is_over = left < 1 or granted < wanted
    next_at = now + timedelta(seconds=max(1.0 - left, 0.0) / rate) if is_over else None
    return Admission(granted, next_at, reason=Reason.RATE_REACHED, every=1 / rate)


def waits_of(*, sender: Sender, messages: Sequence[Message], now: datetime) -> list[Wait]:
    """When messages that the account turned back may try again, in their order.

    At once, if the next account takes over and none of them may have been accepted by this one.
    """
    admission = admit(sender=sender, wanted=0, now=now)
    others = queries.senders_of_store(sender.store_id, sender.channel)
    is_in_trouble = admission.reason != Reason.RATE_REACHED and admission.retry_at is not None
    takes_over = is_in_trouble and any(
        other.waits_until is None and other.pk != sender.pk for other in standing_in(others)
    )
    waits = []
    for place, message in enumerate(messages):
        until = (admission.retry_at or now) + timedelta(seconds=admission.every * place)
        if takes_over and not stays(message, sender):
            until = now
        waits.append(Wait(message, until, admission.reason, admission.detail))
    return waits


@transaction.atomic
def note(*, sender: Sender, results: Sequence[Result], now: datetime) -> None:
    """Learn from what the account's server had to say. Part of the transaction that records it.

    While nothing is amiss it reads one row and writes none. What waited goes when a probe succeeds.
    """
    findings = [finding_of(result) for result in results]
    pulses = SenderPulse.objects.select_related("sender").filter(sender=sender)
    pulse = pulses.first()
    if pulse and _is_quiet(pulse) and all(each.sign is Sign.WELL for each in findings):
        return
    if pulse is None:
        SenderPulse.objects.get_or_create(sender=sender, defaults={"store_id": sender.store_id})
    pulse = pulses.select_for_update(of=("self",)).get()
    account = pulse.sender
    account.refresh_from_db(fields=_TROUBLE_FIELDS)
    was = _health_of(account, pulse)
    _write_health(account, pulse, learned(was, findings, now))
    if any(each.is_too_much for each in findings):
        _slow_down(account, pulse, now)
    for name in _TROUBLE_FIELDS:
        setattr(sender, name, getattr(account, name))
    if was.waits_until and account.waits_until is None:
        send_what_waited(sender=account, now=now)


def send_what_waited(*, sender: Sender, now: datetime) -> int:
    """Let go what waits for the store's accounts of this channel, spread; how many there are."""
    return queries.release_waiting(
        store_id=sender.store_id,
        channel=sender.channel,
        reasons=WAITING_FOR_ACCOUNT,
        now=now,
        spread=SPREAD,
        longest=LONGEST_SPREAD,
    )


def waiting_for(sender: Sender) -> MessageQuerySet:
    """The messages that wait for an account of the sender's store and channel."""
    return Message.objects.filter(
        store_id=sender.store_id,
        channel=sender.channel,
        state=State.PLANNED,
        reason__in=WAITING_FOR_ACCOUNT,
    )


def rate_of(sender: Sender) -> Rate:
    """What it may send, and what it was slowed to."""
    return _rate_of(sender, pulse_of(sender))


def _probe(account: Sender, pulse: SenderPulse, wanted: int, now: datetime) -> Admission:
    """One message may try, when the account has waited; the others, until that one has."""
    refusal = Admission(
        0,
        account.waits_until,
        reason=Reason(account.trouble) if account.trouble else Reason.SERVER_AWAY,
        detail=account.trouble_detail,
    )
    if account.waits_until and account.waits_until > now:
        return refusal
    refusal = replace(refusal, retry_at=now + FIRST_WAIT)
    if not wanted:
        is_free = pulse.probing_until is None or pulse.probing_until <= now
        return replace(refusal, retry_at=None) if is_free else refusal
    lease = timedelta(seconds=settings.NOTIFYHUB_SEND_DEADLINE_SECONDS) + _PROBE_MARGIN
    free = Q(probing_until=None) | Q(probing_until__lte=now)
    granted = SenderPulse.objects.filter(free, sender=account).update(probing_until=now + lease)
    return replace(refusal, granted=granted, is_probe=bool(granted))


def _health_of(account: Sender, pulse: SenderPulse) -> Health:
    return Health(
        waits_until=account.waits_until,
        trouble=account.trouble,
        detail=account.trouble_detail,
        since=account.trouble_since,
        window_began_at=pulse.window_began_at,
        tries=pulse.tries_count,
        failures=pulse.failures_count,
        refusals=pulse.refusals_count,
        trips=pulse.trips_count,
    )


def _is_quiet(pulse: SenderPulse) -> bool:
    """Whether a success would teach nothing."""
    return (
        pulse.window_began_at is None
        and not pulse.refusals_count
        and pulse.sender.waits_until is None
        and not pulse.sender.trouble
    )


def _write_health(account: Sender, pulse: SenderPulse, health: Health) -> None:
    account.waits_until, account.trouble_since = health.waits_until, health.since
    account.trouble, account.trouble_detail = health.trouble, health.detail
    account.save(update_fields=_TROUBLE_FIELDS)
    pulse.window_began_at, pulse.tries_count = health.window_began_at, health.tries
    pulse.failures_count, pulse.refusals_count = health.failures, health.refusals
    pulse.trips_count, pulse.probing_until = health.trips, None
    pulse.save(update_fields=_PULSE_FIELDS)


def _slow_down(account: Sender, pulse: SenderPulse, now: datetime) -> None:
    rate = rates.halved(_rate_of(account, pulse), now)
    pulse.rate, pulse.slowed_at = rate.slowed, rate.slowed_at
    pulse.save(update_fields=["rate", "slowed_at"])


def _rate_of(account: Sender, pulse: SenderPulse) -> Rate:
    configured = None if account.per_minute is None else account.per_minute / 60
    return Rate(configured, pulse.rate, pulse.slowed_at)
