"""The words of a text message or a notice: one line, its links ours and as short as they come."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from common import gsm
from messaging import tokens
from messaging.addresses import one_line
from messaging.destinations import is_followable
from messaging.models import Message, Sender
from messaging.packing import Words
from messaging.states import Channel
from messaging.tracing import link_path, tagged_for
from stores.models import TrackingMode
from templates_app.data import ShortText

LONGEST_TEXT: Final = 1500  # services take 1600 signs, whatever they travel as
_LINK: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# What ends a sentence and not the address before it.
_AFTER_LINK: Final = ".,;:!?)]}。，；：！？）"


@dataclass(slots=True)
class _Links:
    """The addresses met so far; the same one twice is one link."""

    address_of: Callable[[int, str], str]
    tagged: Callable[[str], str]
    found: list[str] = field(default_factory=list)

    def instead_of(self, link: re.Match[str]) -> str:
        url = link[0].rstrip(_AFTER_LINK)
        if not is_followable(url):
            return link[0]
        tagged = self.tagged(url)
        if tagged not in self.found:
            self.found.append(tagged)
        return self.address_of(self.found.index(tagged), tagged) + link[0][len(url) :]


def words_of(
    message: Message, said: ShortText, sender: Sender | None, *, mode: TrackingMode
) -> Words:
    """What leaves and is kept: its text, its headers, and where its links lead.

    # Note [Short links know their message]
    A text message is paid by its length, so its links name a place in the kept words and nothing
    else; that place is a message's. Where no reader is to be told from others, by `mode`, its links
    lead straight to where they lead.
    """
    links = _Links(_address_of(message, mode), tagged_for(message, mode))
    if message.channel == Channel.PUSH:
        return _notice(message, said, links)
    text = gsm.plain_signs(_LINK.sub(links.instead_of, said.text))[:LONGEST_TEXT]
    headers = [
        ("From", one_line((sender.from_phone if sender else "") or message.store.name, 40)),
        ("To", message.recipient),
    ]
    return Words("", text, headers, links.found)


def _notice(message: Message, said: ShortText, links: _Links) -> Words:
    """A notice is itself the link: the first address in its text, which is left out there."""
    _LINK.sub(links.instead_of, said.text)
    body = " ".join(_LINK.sub("", said.text).split())
    headers = [
        ("Subject", one_line(said.title)),
        ("To", message.recipient),
        ("Link", links.address_of(0, links.found[0]) if links.found else ""),
        ("Content-Language", said.locale),
    ]
    return Words("", body, headers, links.found)


def sides_of(headers: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Who sends and who receives, as kept words say."""
    named = {name: value for name, value in headers}  # noqa: C416 - kept words hold lists
    return named.get("From", ""), named.get("To", "")


def _address_of(message: Message, mode: TrackingMode) -> Callable[[int, str], str]:
    """See Note [Short links know their message]."""
    prefix = f"{message.store.tracking_url}/t/c/"
    if mode is not TrackingMode.INDIVIDUAL:
        return lambda _index, url: url
    if message.channel == Channel.PUSH:
        return lambda index, url: prefix + link_path(message, index, url)
    return lambda index, _url: prefix + tokens.click_token(message.store_id, message.pk, index)
