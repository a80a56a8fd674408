"""From a claimed message to the exact mail: context, words, links, headers, kept once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.db.lookups import AnyOf
from common.killpoint import killpoint
from messaging import (
    consenting,
    devices,
    links_at_hand,
    planning,
    promoting,
    renewing,
    returning,
    shortening,
    stages,
    tracing,
)
from messaging.context import build_context
from messaging.dictionaries import dictionary_of
from messaging.envelope import (
    Envelope,
    envelope_of,
    feedback_urls,
    headers_of,
    preferences_url,
)
from messaging.facts.texts import printable
from messaging.models import Message, MessageBody, Sender
from messaging.packing import Words
from messaging.states import Channel, Purpose
from messaging.subjects import subject_of
from messaging.worded import Worded, words_of
from stores.models import TrackingMode
from templates_app import rendering
from templates_app.data import NotificationKind, Rendered, ShortText
from templates_app.models import Revision
from templates_app.short_texts import render_short


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was fetched for a message, among others."""

    context: dict[str, Any]  # as `contexts_of` made it; it is used up
    is_refused: bool  # whether its reader does not want to be seen
    is_gateway: bool = False  # whether a filter reads it before its reader does


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail, and the body to keep of it; None where an earlier try kept the very same."""

    envelope: Envelope
    body: MessageBody | None
    changes: dict[str, object]
    replaces: bool = False  # the body that an earlier, refused try kept


def compose(
    message: Message,
    *,
    revision: Revision,
    brand: dict[str, Any],
    sender: Sender | None,
    now: datetime,
    prepared: Prepared | None = None,
) -> Composed:
    """The mail, text or notice as it will be handed over. Raises rendering.CannotRender."""
    prepared = prepared or prepare(message)
    store = message.store
    worded = words_of(message, revision)
    locale = rendering.resolve_locale(message.locale, store.locale, worded.locales)
    context = prepared.context
    context["notifyhub"]["brand"] = brand
    _let_leave(message, context)
    mode = tracing.mode_of(message, is_refused=prepared.is_refused)
    if message.channel != Channel.EMAIL:
        said = render_short(
            revision=worded, kind=message.kind, locale=locale, context=printable(context)
        )
        return _shortly(message, revision, said, sender=sender, mode=mode, now=now)
    began = time.perf_counter()
    rendered = _rendered(message, worded, locale, context, now)
    stages.mail_rendered(is_pressed=rendered.is_pressed, seconds=time.perf_counter() - began)
    killpoint("messaging.rendered")
    headers = headers_of(message, store=store, sender=sender, subject=rendered.subject, now=now)
    words = _words_of(rendered, headers)
    known = (worded.fingerprint, rendered.locale)
    pieces = links_at_hand.trusted(rendered.pieces, html=rendered.html, words=known)
    if mode is TrackingMode.INDIVIDUAL:
        words = tracing.individually(
            message,
            words,
            locale=rendered.locale,
            is_gateway=prepared.is_gateway,
            pieces=pieces,
        )
    dictionary = dictionary_of(
        store_id=message.store_id,
        revision=revision,
        locale=rendered.locale,
        brand=brand,
        now=now,
    )
    body = MessageBody.of(message, words, dictionary=dictionary, now=now)
    if mode is TrackingMode.AGGREGATE:
        settled = tracing.Worded(rendered.locale, revision.pk)
        words = tracing.in_sums(message, words, settled, now, pieces)
    changes = {
        "subject": dict(headers)["Subject"][:255],
        "locale": rendered.locale,
        "revision": revision,
        "tracked_as": mode,
        "links_count": len(words.links),
    }
    return Composed(envelope_of(words), body, changes)


def prepare(message: Message) -> Prepared:
    """For one message alone, at the price of its own queries."""
    context = build_context(
        store=message.store,
        kind=message.kind,
        order=message.order,
        subject=subject_of(message.about),
    )
    refused = consenting.refusing(tracing.asked([message]), Purpose.TRACKING)
    return Prepared(context, bool(refused))


def _shortly(
    message: Message,
    revision: Revision,
    said: ShortText,
    *,
    sender: Sender | None,
    mode: TrackingMode,
    now: datetime,
) -> Composed:
    killpoint("messaging.rendered")
    words = shortening.words_of(message, said, sender, mode=mode)
    body = MessageBody.of(message, words, now=now)
    changes = {
        "subject": said.title[:255],
        "locale": said.locale,
        "revision": revision,
        "tracked_as": mode if mode is TrackingMode.INDIVIDUAL else TrackingMode.OFF,
    }
    return Composed(_short_envelope(message, words), body, changes)


def _short_envelope(message: Message, words: Words) -> Envelope:
    """Devices may have come and gone since words were kept, so they are looked up at last."""
    _from, to = shortening.sides_of(words.headers)
    headers = [(name, value) for name, value in words.headers]
    found = []
    if message.channel == Channel.PUSH and message.order is not None:
        found = devices.devices_of(message.order)
    return Envelope(_from, to, headers, "", words.text, found)


def _let_leave(message: Message, context: dict[str, Any]) -> None:
    """Say where the reader chooses what is written to them, and says what they think of it."""
    url, ours = preferences_url(message), context["notifyhub"]
    ours["preferences_url"] = url
    ours.update(feedback_urls(message))
    if ours.get("has_consent"):  # who ticked the box may have left since
        ours["has_consent"] = consenting.has_agreed(
            store_id=message.store_id,
            channel=message.channel,
            address=message.recipient,
            ticked=True,
        )
    if planning.is_marketing(message.kind):
        context["unsubscribe_url"] = url


def _rendered(
    message: Message,
    words: Revision | Worded,
    locale: str,
    context: dict[str, Any],
    now: datetime,
) -> Rendered:
    """The words, with promotion where it may be. See Note [Promotion, decided once]."""
    ours = context["notifyhub"]
    if message.kind == NotificationKind.ABANDONED_CHECKOUT:
        ours.update(returning.values_of(message, locale))
    ours["promo"] = promoting.decide_promotion(
        message=message, revision=words, has_consent=bool(ours.get("has_consent")), now=now
    )
    if message.kind == NotificationKind.ABANDONED_CHECKOUT:
        context["url"] = returning.with_discount(context.get("url", ""), ours["promo"]["code"])
    is_promoting = False
    try:
        rendered = rendering.render(
            revision=words,
            locale=locale,
            context=printable(context),
            is_sending=True,
            is_printable=True,
        )
        is_promoting = rendered.promo_share > 0
    finally:
        if ours["promo"]["is_allowed"] and not is_promoting:
            promoting.withdraw_promotion(message=message)
    return rendered


def kept_bodies(messages: Sequence[Message]) -> dict[int, MessageBody]:
    """Words kept by an earlier try, or when it was planned; by the message's id. One query."""
    return {
        body.pk: body
        for body in MessageBody.objects.filter(AnyOf("message_id", [each.pk for each in messages]))
    }


def recalled(body: MessageBody, message: Message, now: datetime) -> Composed:
    """The mail as it was kept, so that a repeated mail is the same mail."""
    if message.channel != Channel.EMAIL:
        return Composed(_short_envelope(message, body.words), None, {})
    return Composed(envelope_of(_leaving(message, body.words, now)), None, {})


def _leaving(message: Message, words: Words, now: datetime) -> Words:
    """Kept words as they leave: those in sums with a new nonce, all others as they stand."""
    if message.tracked_as != TrackingMode.AGGREGATE:
        return words
    settled = tracing.Worded(message.locale, message.revision_id)
    return tracing.in_sums(message, words, settled, now)


def renewed(body: MessageBody, message: Message, *, sender: Sender, now: datetime) -> Composed:
    """The mail as it was kept, but for what would fail today, which is then kept instead.

    For a mail that nobody accepted before. See renewing.py.
    """
    words = renewing.renewed(body.words, message, sender)
    if words is body.words:
        return recalled(body, message, now)
    kept = MessageBody.of(message, words, dictionary=body.dictionary, now=now)
    if message.channel != Channel.EMAIL:
        return Composed(_short_envelope(message, words), kept, {}, replaces=True)
    return Composed(envelope_of(_leaving(message, words, now)), kept, {}, replaces=True)


def _words_of(rendered: Rendered, headers: Sequence[tuple[str, str]]) -> Words:
    if rendered.pieces:  # the quick way takes nothing that cannot be encoded
        return Words(rendered.html, rendered.text, headers)
    return Words(_encodable(rendered.html), _encodable(rendered.text), headers)


def _encodable(text: str) -> str:
    """Without lone surrogates, which no mail can carry."""
    return text.encode("utf-8", "replace").decode()
