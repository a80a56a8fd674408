"""Sends what is due: settle, claim, compose, mark, hand over, record; many messages at a time.

# Note [The one window]
A mail that a worker may or may not have handed over when it died is the only doubt there is. So
the mark TRANSMITTING is committed as late as can be: for a small chunk, when a connection of its
account stands and is logged in. Before it a message simply goes again; after it, until the record,
it is UNKNOWN and shown (settling.py). The transaction that marks a chunk records what came back of
the ones before, so a message costs a fraction of a commit, and never more than two chunks are in
doubt (posting.py). For what is kept here the body is the delivery: it and SENT are one transaction,
so there is no window at all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from common.killpoint import killpoint
from messaging import checking, claiming, holding, not_now, recording, settling, takeover
from messaging.channels.outcomes import Receipt
from messaging.claiming import Claim
from messaging.crew import Crew
from messaging.desk import Desk
from messaging.models import Message, Sender
from messaging.posting import Posting
from messaging.readying import Ready, Scribe, bodies_of, make_room, say_words
from messaging.recording import Settled, Try
from messaging.states import Transport
from stores.scope import every_store

KEPT_AT_ONCE = 25  # messages kept here by one transaction


def send_due(
    *, now: datetime, limit: int | None = None, is_urgent: bool = False, crew: Crew | None = None
) -> int:
    """Send up to `limit` due messages of all stores in service order; how many were taken.

    First what dead workers left is settled. `now` is the database's clock, as leases are. Urgent:
    lanes 0 and 1 only. A crew keeps its connections from one call to the next, and its pace: as
    many messages as that says, unless a limit is given.
    """
    if crew is None:
        with Crew() as own:
            return send_due(now=now, limit=limit, is_urgent=is_urgent, crew=own)
    desk = Desk(now)
    with every_store(because="due messages of all stores stand in one service order"):
        if crew.pace.is_time_to_look():
            settling.settle(now=now)
        claim = claiming.claim_due(now=now, limit=limit or crew.pace.limit, is_urgent=is_urgent)
        killpoint("messaging.claimed")
        if claim.message_ids:
            _send(claim, desk, crew)
    taken = len(claim.message_ids)
    crew.pace.learn(taken=taken, seconds=(desk.now() - now).total_seconds())
    return taken


def _send(claim: Claim, desk: Desk, crew: Crew) -> None:
    messages = holding.held(claim)
    for message in messages:
        message.claimed_at = desk.now()
    senders = takeover.senders_of(messages, desk.now())
    settled = _stopped(messages, senders, desk)
    scribe = Scribe(desk)
    settled += scribe.prepare(_without(messages, settled))
    posting = Posting(claim.key, desk, crew, scribe)
    for each in settled:
        posting.settle(each)
    kept_here = []
    for message in _without(messages, settled):
        sender = senders.get(message.pk)
        if sender is None or _is_kept_here(message, sender):
            kept_here.append((message, sender))
        else:
            posting.take(message, sender)
    posting.begin()
    for start in range(0, len(kept_here), KEPT_AT_ONCE):
        _keep_here(kept_here[start : start + KEPT_AT_ONCE], claim, scribe)
    posting.finish()


def _stopped(
    messages: Sequence[Message], senders: Mapping[int, Sender], desk: Desk
) -> list[Settled]:
    """What does not go, or not now, whatever its words would be."""
    obstacles = checking.obstacles_of(messages, senders, desk.now())
    waits = not_now.weigh([each for each in messages if each.pk not in obstacles], desk.now())
    found = []
    for message in messages:
        if stop := (obstacles | waits.stopped).get(message.pk):
            state, reason = stop
            found.append(recording.stopped(message, at=desk.now(), state=state, reason=reason))
        elif later := waits.later.get(message.pk):
            until, reason = later
            found.append(recording.waiting(message, at=desk.now(), until=until, reason=reason))
    return found


def _without(messages: Sequence[Message], settled: Sequence[Settled]) -> list[Message]:
    ended = {each.message.pk for each in settled}
    return [message for message in messages if message.pk not in ended]


def _is_kept_here(message: Message, sender: Sender) -> bool:
    return sender.transport == Transport.CAPTURE or message.store.is_sandbox


def _keep_here(
    messages: Sequence[tuple[Message, Sender | None]], claim: Claim, scribe: Scribe
) -> None:
    """Keep mails here: that is their delivery. See Note [The one window]."""
    chunk: list[Ready] = []
    settled: list[Settled] = []
    for message, sender in messages:
        tried = Try(message, sender, Transport.CAPTURE, scribe.desk.now())
        ready = scribe.ready(message, sender)
        if isinstance(ready, Ready):
            chunk.append(ready)
            ready = recording.sent(tried, at=scribe.desk.now(), receipt=Receipt(""))
        settled.append(ready)
    killpoint("messaging.composed")
    with transaction.atomic():
        make_room(chunk, claim=claim.key)
        names = say_words(chunk)
        recording.write(settled, claim=claim.key, besides=names, bodies=bodies_of(chunk))
        killpoint("messaging.captured")
    killpoint("messaging.recorded")
