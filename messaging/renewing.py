"""Kept words of a mail that nobody accepted, made good for another try.

# Note [Another account's mail]
A mail names the account that sends it, or it fails SPF, DKIM and DMARC: From and Reply-To become
those of the account that took over. All else stays as it was kept, the Message-ID too.

# Note [A domain given up between two tries]
A counted link leads by the store's tracking domain, which may have been lost or given up since the
words were kept. Before the mail leaves, it leads by the domain of today.

A mail that may have been accepted is never touched: it is repeated as it was.
"""

import re
from dataclasses import replace
from typing import Final

from messaging import tokens
from messaging.destinations import asked_for
from messaging.envelope import senders_headers
from messaging.models import Message, Sender
from messaging.packing import Words
from messaging.states import Channel
from stores.models import TrackingMode

# Tracked links and pixels. What only looks like one names no message, and stays as it is.
_TRACKED: Final = re.compile(
    r"(?P<base>https?://[^\s\"'<>/]+)(?P<door>/t/[co]/)"
    r"(?P<token>[A-Za-z0-9_-]{20,64})(?:\?(?P<query>[^\s\"'<>&#]*))?"
)


def renewed(words: Words, message: Message, sender: Sender) -> Words:
    """As the account would send them today; the very same where nothing changed."""
    if message.channel == Channel.EMAIL:
        words = _signed_by(sender, words, message)
    return _led_by_todays_domain(words, message)


def _signed_by(sender: Sender, words: Words, message: Message) -> Words:
    """See Note [Another account's mail]."""
    fresh = senders_headers(message.store, sender)
    kept = [(name, value) for name, value in words.headers]
    if ("From", fresh["From"]) in kept:
        return words
    headers = [("From", fresh["From"])]
    headers += [(name, value) for name, value in kept if name not in ("From", "Reply-To")]
    if "Reply-To" in fresh:
        headers.append(("Reply-To", fresh["Reply-To"]))
    return replace(words, headers=headers)


def _led_by_todays_domain(words: Words, message: Message) -> Words:
    """See Note [A domain given up between two tries]. Without a named reader none is kept."""
    if message.tracked_as != TrackingMode.INDIVIDUAL:
        return words

    def led(found: re.Match[str]) -> str:
        token = tokens.read_token(found["token"], asked_for(found["query"] or ""))
        if token is None or token.message_id != message.pk:
            return found[0]
        return message.store.tracking_url + found[0][len(found["base"]) :]

    anew = replace(
        words,
        html=_TRACKED.sub(led, words.html),
        text=_TRACKED.sub(led, words.text),
        headers=[[name, _TRACKED.sub(led, value)] for name, value in words.headers],
    )
    return anew if _said(anew) != _said(words) else words


def _said(words: Words) -> tuple[str, str, list[list[str]]]:
    return words.html, words.text, [list(header) for header in words.headers]
