"""A message as it was first sent: its kept words, with links and pixel of the new message."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging import consenting, queries, tokens, tracing
from messaging.destinations import asked_for
from messaging.envelope import headers_of
from messaging.models import Message, MessageBody
from messaging.refs import PREFIX, message_ref
from messaging.states import Purpose
from messaging.tokens import Token, TokenKind
from stores.models import TrackingMode

# Our own addresses in a kept mail. What only looks like one is no token, and stays as it is.
_OURS: Final = re.compile(
    r"(https?://[^\s\"'<>/]+)?(?P<door>/t/[co]/|/p/|/f/|/w/)"
    r"(?P<token>[A-Za-z0-9_-]{20,64})(?:\?(?P<query>[^\s\"'<>&#]*))?"
)
_TRACKED: Final = ("/t/c/", "/t/o/")
_ASKING: Final = (TokenKind.FEEDBACK, TokenKind.SURVEY)  # what follows is the reader's choice


class WordsNotKept(DomainError):
    """There is nothing to repeat: it was never written, or has been erased."""

    code = "words-not-kept"


def kept_words(original: Message) -> MessageBody:
    """The exact words of the original. One query. Raises WordsNotKept."""
    body = MessageBody.objects.filter(message_id=original.pk).first()
    if body is None or body.is_empty:
        raise WordsNotKept(
            _("Its words are not kept: it never went out, or they were erased. Write it anew.")
        )
    return body


def keep_repeated(message: Message, body: MessageBody, *, now: datetime) -> MessageBody:
    """Keep the body's words as the message's, byte for byte but for what names it in its links.

    Only a saved message has tokens of its own.
    """
    kept = body.words
    sender = queries.sender_of(message.store_id)
    headers = headers_of(
        message, store=message.store, sender=sender, subject=subject_of(body), now=now
    )
    html = retold(kept.html, body.message_id, message)
    old_ref = message_ref(message.store_id, body.message_id)
    links = [_referring(url, old_ref, message) for url in kept.links]
    words = replace(kept, html=html, headers=headers, links=links)
    repeated = MessageBody.of(message, words, dictionary=body.dictionary, now=now)
    repeated.save(force_insert=True)
    return repeated


def tracked_as(message: Message, original: Message) -> str:
    """How the reader of repeated words may be seen: as the words were written, or not at all.

    One query where they were written for one reader.
    """
    if original.tracked_as in (TrackingMode.AGGREGATE, TrackingMode.OFF):
        return original.tracked_as
    is_refused = bool(consenting.refusing([message], Purpose.TRACKING))
    return TrackingMode.OFF if is_refused else TrackingMode.INDIVIDUAL


def subject_of(body: MessageBody) -> str:
    """The whole subject, of which the message's row keeps the beginning."""
    return next((value for name, value in body.words.headers if name == "Subject"), "")


def retold(html: str, original_id: int, message: Message) -> str:
    """The mail with each address that named the original naming the message.

    Links that are counted lead by the store's tracking domain of today: that of then may be gone.
    """

    def renamed(found: re.Match[str]) -> str:
        base, door, query = found[1] or "", found["door"], found["query"] or ""
        url = asked_for(query)
        token = tokens.read_token(found["token"], url)
        if token is None or token.message_id != original_id:
            return found[0]
        if base and door in _TRACKED:
            base = message.store.tracking_url
        said = f"?{query}" if token.kind in _ASKING and query else ""
        return base + door + _renamed(token, url, message) + said

    return _OURS.sub(renamed, html)


def _renamed(token: Token, url: str, message: Message) -> str:
    """The message's own token in place of the original's."""
    names = (message.store_id, message.pk)
    if token.kind is TokenKind.OPEN:
        return tokens.open_token(*names)
    if token.kind is TokenKind.PREFERENCES:
        return tokens.preferences_token(*names)
    if token.kind is TokenKind.FEEDBACK:
        return tokens.feedback_token(*names)
    if token.kind is TokenKind.SURVEY:
        return tokens.survey_token(*names)
    assert token.link_index is not None  # noqa: S101 - a click names its link
    if token.kind is TokenKind.LINK:
        old_ref = message_ref(token.store_id, token.message_id)
        return tracing.link_path(message, token.link_index, _referring(url, old_ref, message))
    return tokens.click_token(*names, token.link_index)


def _referring(url: str, old_ref: str, message: Message) -> str:
    """The address with the ref of the message, if it had the original's."""
    return url.replace(PREFIX + old_ref, PREFIX + message_ref(message.store_id, message.pk))
