"""From a claimed message to the exact mail: context, words, links, headers, kept once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from common.killpoint import killpoint
from messaging import consenting, devices, planning, promoting, shortening, tokens
from messaging.context import build_context
from messaging.dictionaries import dictionary_of
from messaging.envelope import (
    Envelope,
    envelope_of,
    headers_of,
    preferences_url,
    senders_headers,
)
from messaging.instrument import instrument
from messaging.models import Message, MessageBody, Sender
from messaging.packing import Words
from messaging.states import Channel
from messaging.subjects import subject_of
from messaging.worded import Worded, words_of
from stores.models import Store
from templates_app import rendering
from templates_app.data import Rendered
from templates_app.models import Revision
from templates_app.short_texts import render_short


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
    context: dict[str, Any] | None = None,
) -> Composed:
    """The mail, text or notice as it will be handed over. Raises rendering.CannotRender.

    `context` is what `contexts_of` made of the message, among others; it is used up.
    """
    order, store = message.order, message.store
    worded = words_of(message, revision)
    locale = rendering.resolve_locale(message.locale, store.locale, worded.locales)
    if context is None:
        about = subject_of(message.about)
        context = build_context(store=store, kind=message.kind, order=order, subject=about)
    context["notifyhub"]["brand"] = brand
    leave_url = _let_leave(message, context)
    if message.channel != Channel.EMAIL:
        return _shortly(message, revision, locale, context, sender, now)
    rendered = _rendered(message, worded, locale, context, now)
    killpoint("messaging.rendered")
    html, text = _encodable(rendered.html), _encodable(rendered.text)
    mail = instrument(
        html,
        base_url=settings.NOTIFYHUB_BASE_URL,
        click_token=lambda index: tokens.click_token(message.store_id, message.pk, index),
        open_token=tokens.open_token(message.store_id, message.pk),
        untouched={leave_url},
    )
    headers = headers_of(message, store=store, sender=sender, subject=rendered.subject, now=now)
    words = Words(mail.html, text, headers, mail.links)
    dictionary = dictionary_of(
        store_id=message.store_id,
        revision=revision,
        locale=rendered.locale,
        brand=brand,
        now=now,
    )
    body = MessageBody.of(message, words, dictionary=dictionary, now=now)
    subject = dict(headers)["Subject"]
    changes = {"subject": subject[:255], "locale": rendered.locale, "revision": revision}
    return Composed(envelope_of(words), body, changes)


def _shortly(
    message: Message,
    revision: Revision,
    locale: str,
    context: dict[str, Any],
    sender: Sender | None,
    now: datetime,
) -> Composed:
    worded = words_of(message, revision)
    said = render_short(revision=worded, kind=message.kind, locale=locale, context=context)
    killpoint("messaging.rendered")
    words = shortening.words_of(message, said, sender)
    body = MessageBody.of(message, words, now=now)
    changes = {"subject": said.title[:255], "locale": said.locale, "revision": revision}
    return Composed(_short_envelope(message, words), body, changes)


def _short_envelope(message: Message, words: Words) -> Envelope:
    """Devices may have come and gone since words were kept, so they are looked up at last."""
    _from, to = shortening.sides_of(words.headers)
    headers = [(name, value) for name, value in words.headers]
    found = []
    if message.channel == Channel.PUSH and message.order is not None:
        found = devices.devices_of(message.order)
    return Envelope(_from, to, headers, "", words.text, found)


def _let_leave(message: Message, context: dict[str, Any]) -> str:
    """Where the reader chooses what is written to them; uncounted, since leaving is no interest."""
    url, ours = preferences_url(message), context["notifyhub"]
    ours["preferences_url"] = url
    if ours.get("has_consent"):  # who ticked the box may have left since
        ours["has_consent"] = consenting.has_agreed(
            store_id=message.store_id,
            channel=message.channel,
            address=message.recipient,
            ticked=True,
        )
    if planning.is_marketing(message.kind):
        context["unsubscribe_url"] = url
    return url


def _rendered(
    message: Message,
    words: Revision | Worded,
    locale: str,
    context: dict[str, Any],
    now: datetime,
) -> Rendered:
    """The words, with promotion where it may be. See Note [Promotion, decided once]."""
    ours = context["notifyhub"]
    ours["promo"] = promoting.decide_promotion(
        message=message, revision=words, has_consent=bool(ours.get("has_consent")), now=now
    )
    is_promoting = False
    try:
        rendered = rendering.render(revision=words, locale=locale, context=context, is_sending=True)
        is_promoting = rendered.promo_share > 0
    finally:
        if ours["promo"]["is_allowed"] and not is_promoting:
            promoting.withdraw_promotion(message=message)
    return rendered


def kept_bodies(messages: Sequence[Message]) -> dict[int, MessageBody]:
    """Words kept by an earlier try, or when it was planned; by the message's id. One query."""
    return MessageBody.objects.in_bulk([message.pk for message in messages])


def recalled(body: MessageBody, message: Message) -> Composed:
    """The mail as it was kept, so that a repeated mail is the same mail."""
    if message.channel != Channel.EMAIL:
        return Composed(_short_envelope(message, body.words), None, {})
    return Composed(envelope_of(body.words), None, {})


def taken_over(body: MessageBody, message: Message, *, sender: Sender, now: datetime) -> Composed:
    """The mail as it was kept, from the account that sends it instead of another.

    # Note [Another account's mail]
    A mail names the account that sends it, or it fails SPF, DKIM and DMARC: From and Reply-To
    become those of the account that took over. All else stays as it was kept, the Message-ID too.
    Nobody accepted the mail before, so the kept body becomes this one; a mail that may have been
    accepted is never touched.
    """
    words = body.words
    fresh = senders_headers(message.store, sender)
    headers = [("From", fresh["From"])]
    headers += [(name, value) for name, value in words.headers if name not in ("From", "Reply-To")]
    if "Reply-To" in fresh:
        headers.append(("Reply-To", fresh["Reply-To"]))
    changed = Words(words.html, words.text, headers, words.links)
    kept = MessageBody.of(message, changed, dictionary=body.dictionary, now=now)
    return Composed(envelope_of(changed), kept, {}, replaces=True)


def is_of(body: MessageBody, store: Store, sender: Sender | None) -> bool:
    """Whether the kept mail names this account as its sender; a kept mail that stays here does."""
    if sender is None:
        return True
    kept = next((value for name, value in body.words.headers if name == "From"), "")
    return kept == senders_headers(store, sender)["From"]


def _encodable(text: str) -> str:
    """Without lone surrogates, which no mail can carry."""
    return text.encode("utf-8", "replace").decode()
