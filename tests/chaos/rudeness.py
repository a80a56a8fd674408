"""Mail servers that misbehave towards many accounts at once: right states, and nobody held."""

import time
from collections import Counter
from datetime import datetime, timedelta

from django.test import override_settings
from django.utils import timezone

from messaging import sending, words
from messaging.models import Attempt, Message, Sender
from messaging.states import State
from stores.scope import every_store, store_scope
from tests.chaos.rows import Row
from tests.factories.messaging import fresh, make_messages, make_sender, make_words
from tests.factories.stores import make_store
from tests.messaging.misbehaving import Mode
from tests.messaging.servers import Post, mail_server

WHAT = "mail servers"
DEADLINE = 2.5
GRACE = 2.0  # seconds beyond the deadline that a worker may be held
MESSAGES = 2  # of each account
OTHERS = 3  # messages of a store whose server is well


def misbehave(mode: Mode, times: int) -> Row:
    """One run of a worker over so many accounts at such a server, and a store that is well."""
    row = Row(WHAT, mode.name, tried=times)
    with row.timed(), override_settings(NOTIFYHUB_SEND_DEADLINE_SECONDS=DEADLINE):
        _put_off_what_others_left()
        theirs = [make_store() for _ in range(times)]
        well = make_store(name="A quiet store")
        for store in (*theirs, well):
            make_words(store)
        messages = [message for store in theirs for message in make_messages(store, MESSAGES)]
        others = make_messages(well, OTHERS)
        with mode.server() as port, mail_server(Post()) as good:
            senders = [make_sender(store, port=port, **mode.account) for store in theirs]
            make_sender(well, port=good.port)
            now = timezone.now() + timedelta(seconds=1)
            began = time.monotonic()
            sending.send_due(now=now)
            held = time.monotonic() - began
        row.figures["held_seconds"] = round(held, 2)
        row.must(held < DEADLINE + GRACE, f"the worker was held for {held:.1f} s")
        for message in messages:
            _look_at(message, mode, row)
        for sender in senders:
            _look_at_account(sender, mode, row)
        _look_at_others(others, len(good.arrived), now, row)
    return row


def _put_off_what_others_left() -> None:
    """Else messages of earlier rows, due again by now, would be claimed with these."""
    with every_store(because="a harm is done to its own messages only"):
        waiting = Message.objects.filter(state=State.PLANNED)
        waiting.update(run_after=timezone.now() + timedelta(days=1))
        Message.objects.filter(state=State.UNKNOWN).update(changed_at=timezone.now())


def _look_at(message: Message, mode: Mode, row: Row) -> None:
    found = fresh(message)
    ended = (found.state, found.reason, found.attempts_count)
    row.must(ended == (mode.state, mode.reason, mode.tries), f"it ended as {ended}")
    row.must(bool(found.detail and words.sentence(found)), "no words about it")
    row.must((found.claim, found.claims_count) == (None, 0), "it is still claimed")
    row.unknown += found.state == State.UNKNOWN


def _look_at_account(sender: Sender, mode: Mode, row: Row) -> None:
    with store_scope(sender.store_id):
        is_stopped = Sender.objects.get(pk=sender.pk).waits_until is not None
        tries = Attempt.objects.count()
    row.must(is_stopped == mode.stops_the_account, f"the account waits: {is_stopped}")
    row.must(tries == mode.tries * MESSAGES, f"{tries} tries were written")


def _look_at_others(others: list[Message], arrived: int, now: datetime, row: Row) -> None:
    states = Counter(fresh(message).state for message in others)
    row.must(states == {State.SENT: OTHERS}, f"the other store's ended as {states}")
    row.must(arrived == OTHERS, f"{arrived} of the other store's arrived")
    if states == {State.SENT: OTHERS}:
        waited = max(_ended_at(message) - now for message in others).total_seconds()
        row.figures["others_waited_seconds"] = round(max(waited, 0.0), 2)
        row.must(waited < DEADLINE, f"the other store waited for {waited:.1f} s")


def _ended_at(message: Message) -> datetime:
    with every_store(because="a test reads what was tried"):
        return Attempt.objects.get(message=message).ended_at
