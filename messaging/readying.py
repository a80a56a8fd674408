"""A claimed message gets its words, or what becomes of it without; and the words are kept."""

import logging
import uuid
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.conf import settings

from messaging import assigning, composing, consenting, gateways, recording, tracing
from messaging.composing import Composed, Prepared
from messaging.context import contexts_of
from messaging.desk import Desk
from messaging.doubt import is_in_doubt
from messaging.ledger import Page
from messaging.models import Message, MessageBody, Sender
from messaging.recording import Settled
from messaging.states import Channel, Purpose, Reason, State
from stores.scope import store_scope
from templates_app.models import Arm
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
    refused: set[int] = field(default_factory=set)  # whose readers do not want to be seen
    arms: dict[int, Arm] = field(default_factory=dict)
    guarded: set[int] = field(default_factory=set)  # that a filter reads before its reader does

    def prepare(self, messages: Sequence[Message]) -> list[Settled]:
        """Load for all at once what each needs; what becomes of those whose time has not come."""
        self.kept = composing.kept_bodies(messages)
        self.arms = assigning.assign_arms(
            [each for each in messages if each.experiment_id or not self._has_words(each)],
            self.desk,
        )
        later = self._put_off(messages)
        waiting = {settled.message.pk for settled in later}
        fresh = [each for each in messages if each.pk not in self.kept and each.pk not in waiting]
        self.contexts = contexts_of(fresh)
        self.refused = consenting.refusing(tracing.asked(messages), Purpose.TRACKING)
        self.guarded = gateways.guarded(tracing.asked(fresh), now=self.desk.now())
        return later

    def _has_words(self, message: Message) -> bool:
        body = self.kept.get(message.pk)
        return body is not None and not body.is_empty

    def _put_off(self, messages: Sequence[Message]) -> list[Settled]:
        """Those whose arm of a test is sent later, until that time has come."""
        at, found = self.desk.now(), []
        for message in messages:
            arm = self.arms.get(message.pk)
            if arm and arm.delay and message.planned_at + arm.delay > at:
                until = message.planned_at + arm.delay
                found.append(recording.put_off(message, at=at, until=until))
        return found

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
        message.composed_at = self.desk.now()
        return Ready(message, sender, composed)

    def _composed(self, message: Message, sender: Sender | None) -> Composed | None:
        body = self.kept.get(message.pk)
        dressed = self._dressed(message, sender)
        if body and not body.is_empty:
            return self._recalled(body, message, dressed if sender else None)
        revision = self.desk.revision_of(message)
        if revision is None:
            return None
        brand = self.desk.brand_of(message.store, revision)
        composed = composing.compose(
            message,
            revision=revision,
            brand=brand,
            sender=dressed,
            now=self.desk.now(),
            prepared=self._prepared(message),
        )
        # What was forgotten meanwhile makes room for words of now.
        return replace(composed, replaces=True) if body else composed

    def _prepared(self, message: Message) -> Prepared | None:
        context = self.contexts.pop(message.pk, None)
        if context is None:
            return None
        return Prepared(context, message.pk in self.refused, message.pk in self.guarded)

    def _dressed(self, message: Message, sender: Sender | None) -> Sender | None:
        """The account under the name that the message's arm gives it; as it is without one."""
        arm = self.arms.get(message.pk)
        if arm is None or not arm.sender_name or message.channel != Channel.EMAIL:
            return sender
        dressed = copy(sender) if sender else Sender()
        dressed.from_name = arm.sender_name
        return dressed

    def _recalled(self, body: MessageBody, message: Message, sender: Sender | None) -> Composed:
        if sender is None or is_in_doubt(message):
            return composing.recalled(body, message, self.desk.now())
        return composing.renewed(body, message, sender=sender, now=self.desk.now())


def with_marks(page: Page, chunk: Sequence[Ready]) -> Page:
    """The page that also says that these are about to leave, and keeps their words.

    It is to be committed before the first byte of any of them.
    """
    for ready in chunk:
        ready.message.state, ready.message.sender = State.TRANSMITTING, ready.sender
    messages = [ready.message for ready in chunk]
    names = dict.fromkeys(("state", "sender", *say_words(chunk), *recording.arm_fields(messages)))
    return replace(
        page,
        marked=messages,
        marking=tuple(names),
        lease=timedelta(seconds=settings.NOTIFYHUB_SEND_LEASE_SECONDS),
        bodies=bodies_of(chunk),
    )


def say_words(chunk: Sequence[Ready]) -> list[str]:
    """Put what the words change of the rows on them; the names of those fields."""
    changed: dict[str, Any] = {}
    for ready in chunk:
        changed |= ready.composed.changes
        for name, value in ready.composed.changes.items():
            setattr(ready.message, name, value)
    return sorted(changed)


def bodies_of(chunk: Sequence[Ready]) -> list[MessageBody]:
    """The words to be kept, where no earlier try kept the same."""
    return [ready.composed.body for ready in chunk if ready.composed.body]


def make_room(chunk: Sequence[Ready], *, claim: uuid.UUID) -> None:
    """Where a refused mail was renewed, its words replace those of the earlier try.

    Of those that are still held. No statement where there are none; else within the transaction
    that keeps the new words.
    """
    replaced = [ready.message.pk for ready in chunk if ready.composed.replaces]
    if replaced:
        held = Message.objects.filter(pk__in=replaced).held_under(claim)
        MessageBody.objects.filter(pk__in=list(held.values_list("pk", flat=True))).delete()
