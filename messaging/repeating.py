"""A message as it was first sent: its kept words, with links and pixel of the new message."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging import queries, tokens
from messaging.envelope import headers_of
from messaging.models import Message, MessageBody
from messaging.tokens import TokenKind

# Our own addresses in a kept mail. What only looks like one is no token, and stays as it is.
_OURS: Final = re.compile(r"(/t/[co]/)([A-Za-z0-9_-]{20,64})")


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
    """Keep the body's words as the message's, byte for byte but for the tokens in its links.

    Only a saved message has tokens of its own.
    """
    kept = body.words
    sender = queries.sender_of(message.store_id)
    headers = headers_of(
        message, store=message.store, sender=sender, subject=subject_of(body), now=now
    )
    html = retold(kept.html, body.message_id, message)
    words = replace(kept, html=html, headers=headers)
    repeated = MessageBody.of(message, words, dictionary=body.dictionary, now=now)
    repeated.save(force_insert=True)
    return repeated


def subject_of(body: MessageBody) -> str:
    """The whole subject, of which the message's row keeps the beginning."""
    return next((value for name, value in body.words.headers if name == "Subject"), "")


def retold(html: str, original_id: int, message: Message) -> str:
    """The mail with each address that counted for the original counting for the message."""

    def renamed(found: re.Match[str]) -> str:
        token = tokens.read_token(found[2])
        if token is None or token.message_id != original_id:
            return found[0]
        if token.kind is TokenKind.OPEN:
            return found[1] + tokens.open_token(message.store_id, message.pk)
        assert token.link_index is not None  # noqa: S101 - a click names its link
        return found[1] + tokens.click_token(message.store_id, message.pk, token.link_index)

    return _OURS.sub(renamed, html)
