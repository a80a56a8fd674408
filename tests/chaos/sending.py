"""Sending shot at each of its steps: kept here, by SMTP, and to a service that honours keys."""

from collections import Counter
from random import Random
from uuid import UUID

from messaging.states import Transport
from tests.chaos import hunting
from tests.chaos.hunting import BY_SERVER, KEPT_HERE, Hunt
from tests.chaos.rows import Row
from tests.factories.experiments import make_experiment
from tests.factories.messaging import make_sender, make_words
from tests.factories.stores import make_store
from tests.messaging.mail_services import Service, like_resend, mail_service
from tests.messaging.servers import Post, mail_server

BY_CAPTURE = "sending, kept here"
BY_SMTP = "sending by SMTP"
BY_KEY = "sending by a service with keys"
WAYS = {BY_CAPTURE: KEPT_HERE, BY_SMTP: BY_SERVER, BY_KEY: BY_SERVER}
# What is to be shot: a way and a step.
ALL = [(way, step) for way, steps in WAYS.items() for step in steps]


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many workers die at a step of this way; a store of its own."""
    row = Row(way, step, tried=kills)
    with row.timed():
        store = make_store()
        make_words(store)
        make_experiment(store)
        hunt = Hunt(store, step, chance)
        {BY_CAPTURE: hunting.kept_here, BY_SMTP: _by_smtp, BY_KEY: _by_key}[way](hunt, row)
    return row


def _by_smtp(hunt: Hunt, row: Row) -> None:
    with mail_server(Post()) as post:
        make_sender(hunt.store, port=post.port)
        hunting.by_server(
            hunt, row, lambda: Counter(mail["Message-ID"][1:33] for mail in post.mails)
        )


def _by_key(hunt: Hunt, row: Row) -> None:
    with mail_service(Service(like_resend)) as service:
        make_sender(hunt.store, port=1, transport=Transport.ESP, service="resend", password="right")
        hunt.settings = {"NOTIFYHUB_MAIL_SERVICE_URL": service.url}
        hunting.by_key(
            hunt,
            row,
            lambda: Counter(UUID(call.headers["Idempotency-Key"]).hex for call in service.sent),
        )
