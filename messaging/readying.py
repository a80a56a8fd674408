"""A claimed message gets its words, or what becomes of it without; and the words are kept."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.conf import settings

from messaging import composing, queries, recording
from messaging.composing import Composed
from messaging.context import contexts_of
from messaging.desk import Desk
from messaging.doubt import is_in_doubt
from messaging.models import Message, MessageBody, Sender
from messaging.recording import Settled
from messaging.states import Channel, Reason, State
from stores.scope import store_scope
from templates_app.rendering import CannotRender

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """A message with the words it goes out with, and the account; None: it is kept here."""

    message: Message
    sender: Sender | None
    composed: Composed


@dataclass(slots=True)
class Scribe:
    """Finds the words of the messages of one claim."""

    desk: Desk
    kept: dict[int, MessageBody] = field(default_factory=dict)
    contexts: dict[int, dict[str, Any]] = field(default_factory=dict)

    def prepare(self, messages: Sequence[Message]) -> None:
        """Load for all at once what each needs."""
        self.kept = composing.kept_bodies(messages)
        self.contexts = contexts_of([each for each in messages if each.pk not in self.kept])

    def ready(self, message: Message, sender: Sender | None) -> Ready | Settled:
        """The message with its words; without, what becomes of it, which its row then says."""
        at = self.desk.now()
        try:
            with store_scope(message.store_id):
                composed = self._composed(message, sender)
        except CannotRender as error:
            return recording.stopped(
                message, at=at, state=State.FAILED, reason=Reason.WORDS_BROKEN, detail=str(error)
            )
        except Exception as error:
            logger.exception("Could not compose a message", extra={"message_id": message.pk})
            return recording.stumbled(message, at=at, detail=type(error).__name__)
        if composed is None:
            return recording.stopped(message, at=at, state=State.HELD, reason=Reason.NO_WORDS)
        return Ready(message, sender, composed)

    def _composed(self, message: Message, sender: Sender | None) -> Composed | None:
        body = self.kept.get(message.pk)
        if body and not body.is_empty:
            return self._recalled(body, message, sender)
        revision = self.desk.revision_of(message)
        if revision is None:
            return None
        brand = self.desk.brand_of(message.store, revision)
        composed = composing.compose(
            message,
            revision=revision,
            brand=brand,
            sender=sender,
            now=self.desk.now(),
            context=self.contexts.pop(message.pk, None),
        )
        # What was forgotten meanwhile makes room for words of now.
        return replace(composed, replaces=True) if body else composed

    def _recalled(self, body: MessageBody, message: Message, sender: Sender | None) -> Composed:
        if message.channel != Channel.EMAIL:
            return composing.recalled(body, message)
        is_free = sender is not None and not is_in_doubt(message)
        if sender is None or not is_free or composing.is_of(body, message.store, sender):
            return composing.recalled(body, message)
        return composing.taken_over(body, message, sender=sender, now=self.desk.now())


def mark(chunk: Sequence[Ready], *, claim: uuid.UUID) -> set[int]:
    """Say that these are about to leave, and keep their words; the ids of those still held.

    Within a transaction, which is to be committed before the first byte of any of them.
    """
    for ready in chunk:
        ready.message.state, ready.message.sender = State.TRANSMITTING, ready.sender
    held = queries.write_held(
        [ready.message for ready in chunk],
        ("state", "sender", *say_words(chunk)),
        claim=claim,
        lease=timedelta(seconds=settings.NOTIFYHUB_SEND_LEASE_SECONDS),
    )
    keep_bodies(chunk, held)
    return held


def say_words(chunk: Sequence[Ready]) -> list[str]:
    """Put what the words change of the rows on them; the names of those fields."""
    changed: dict[str, Any] = {}
    for ready in chunk:
        changed |= ready.composed.changes
        for name, value in ready.composed.changes.items():
            setattr(ready.message, name, value)
    return sorted(changed)


def keep_bodies(chunk: Sequence[Ready], held: set[int]) -> None:
    """Keep the words of those that are still held, unless an earlier try did. One statement.

    One more where an account took over what another was refused: its mail replaces the other's.
    """
    kept = [ready for ready in chunk if ready.message.pk in held]
    bodies = [ready.composed.body for ready in kept]
    replaced = [ready.message.pk for ready in kept if ready.composed.replaces]
    if replaced:
        MessageBody.objects.filter(pk__in=replaced).delete()
    MessageBody.objects.bulk_create([body for body in bodies if body])
