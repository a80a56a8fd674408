"""How the links of a message are written: as its store may see its reader, or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from messaging import returning, tokens
from messaging.cells import Cell, cell_link_token, cell_open_token, day_of, new_nonce
from messaging.destinations import as_query
from messaging.envelope import feedback_urls, preferences_url
from messaging.hidden_links import HONEYPOT_LINK, hidden_link
from messaging.instrument import Marks, instrument, instrument_at_hand
from messaging.models import Message
from messaging.packing import Words
from messaging.refs import PREFIX, message_ref
from messaging.states import Channel
from messaging.tagging import Tagging, Tags
from orders.relays import is_marketplaces
from stores.models import HiddenLink, TrackingMode

_MEDIUM: Final = {Channel.EMAIL: "email", Channel.SMS: "sms", Channel.PUSH: "push"}
_LINE: Final = (
    '<div style="margin:0 auto;max-width:600px;padding:8px 24px 24px;font:12px/1.5 sans-serif;'
    'color:#6b6b6b;text-align:center">{said} <a href="{url}" data-untracked '
    'style="color:#6b6b6b">{way_out}</a></div>'
)


@dataclass(frozen=True, slots=True)
class Worded:
    """What the words settled, of which the message's row may not know yet."""

    locale: str
    revision_id: int | None


def mode_of(message: Message, *, is_refused: bool) -> TrackingMode:
    """How its reader may be seen. `is_refused`: they said no. A marketplace's buyer never.

    What staff send to themselves is in no figures, so it is seen as a message or not at all.
    """
    mode = message.store.tracks
    is_refused = is_refused or is_marketplaces(message.recipient)
    if is_refused or (mode is TrackingMode.AGGREGATE and message.is_test):
        return TrackingMode.OFF
    return mode


def asked(messages: Iterable[Message]) -> list[Message]:
    """Those whose readers may have said no to being seen one by one."""
    return [each for each in messages if each.store.tracks is TrackingMode.INDIVIDUAL]


def has_hidden_link(message: Message, *, is_gateway: bool) -> bool:
    """Whether a link that no person sees stands in it. `is_gateway`: a filter reads it first."""
    wish = HiddenLink(message.store.hidden_link)
    return wish == HiddenLink.ALWAYS or (wish == HiddenLink.GATEWAYS and is_gateway)


def individually(
    message: Message,
    words: Words,
    *,
    locale: str,
    is_gateway: bool,
    pieces: Sequence[str] = (),
) -> Words:
    """The mail with links and pixel of this message, to be kept as it leaves.

    `pieces` are its HTML, cut at its links, where they are known.
    """
    marks = Marks(
        click=lambda index, url: link_path(message, index, url),
        open=tokens.open_token(message.store_id, message.pk),
        tagged=tagged_for(message, TrackingMode.INDIVIDUAL),
        footer=_footer(message, words.html, locale) + _bait(message, is_gateway),
    )
    return _marked(message, words, marks, pieces)


def in_sums(
    message: Message, words: Words, worded: Worded, now: datetime, pieces: Sequence[str] = ()
) -> Words:
    """The mail as it leaves with a nonce of its own. See Note [Nobody behind a nonce]."""
    is_tested = message.experiment_id is not None and message.sequence == 0
    cell = Cell(
        store_id=message.store_id,
        day=day_of(now),
        revision=worded.revision_id or 0,
        variant=message.variant_id or 0,
        experiment=(message.experiment_id or 0) if is_tested else 0,
        arm=(message.arm or 0) + 1 if is_tested else 0,
        epoch=(message.epoch or 0) if is_tested else 0,
        kind=message.kind,
        channel=message.channel,
        locale=worded.locale,
    )
    nonce = new_nonce()

    def click(index: int, url: str) -> str:
        query = as_query(url)
        return query and cell_link_token(cell, nonce, index, url) + query

    marks = Marks(
        click=click,
        open=cell_open_token(cell, nonce),
        tagged=tagged_for(message, TrackingMode.AGGREGATE),
    )
    return _marked(message, words, marks, pieces)


def link_path(message: Message, index: int, url: str) -> str:
    """What follows /t/c/; an address too long to stand there is looked up among those kept."""
    query = as_query(url)
    if not query:
        return tokens.click_token(message.store_id, message.pk, index)
    return tokens.link_token(message.store_id, message.pk, index, url) + query


def tagged_for(message: Message, mode: TrackingMode) -> Callable[[str], str]:
    """Adds to links of the shop what its statistics read; a ref only where a reader may be seen."""
    store = message.store
    if mode is TrackingMode.OFF or not store.are_links_tagged:
        return str
    tags = Tags(
        medium=_MEDIUM[Channel(message.channel)],
        campaign=message.kind.lower(),
        content=_variant_of(message),
    )
    if mode is TrackingMode.INDIVIDUAL and not message.is_test:
        tags = replace(tags, ref=PREFIX + message_ref(message.store_id, message.pk))
    return Tagging(tags, store.link_hosts).tagged


def _variant_of(message: Message) -> str:
    if message.variant is not None:
        return str(message.variant.label).lower()
    return "a" if message.experiment_id is not None else ""


def _marked(message: Message, words: Words, marks: Marks, pieces: Sequence[str]) -> Words:
    base_url, untouched = message.store.tracking_url, _ours_alone(message)
    if pieces:
        done = instrument_at_hand(pieces, base_url=base_url, marks=marks, untouched=untouched)
    else:
        done = instrument(words.html, base_url=base_url, marks=marks, untouched=untouched)
    return replace(words, html=done.html, links=done.links)


def _ours_alone(message: Message) -> set[str]:
    """Addresses that are followed unseen: what a reader says there is theirs to say."""
    ours = {preferences_url(message), *feedback_urls(message).values()}
    return ours | returning.survey_urls(message)


def _bait(message: Message, is_gateway: bool) -> str:
    """It leads to the shop, for whoever follows it all the same."""
    if not has_hidden_link(message, is_gateway=is_gateway):
        return ""
    url = f"https://{message.store.primary_domain or message.store.shop_domain}/"
    path = link_path(message, HONEYPOT_LINK, url)
    return hidden_link(escape(f"{message.store.tracking_url}/t/c/{path}"))


def _footer(message: Message, html: str, locale: str) -> str:
    """A line that says so, and the way out, unless the words have the way out already."""
    url = preferences_url(message)
    if url in html:
        return ""
    said, way_out = _line(locale)
    return _LINE.format(said=escape(said), url=escape(url), way_out=escape(way_out))


@lru_cache(maxsize=64)
def _line(locale: str) -> tuple[str, str]:
    with override(locale):
        return (
            _("The shop can see whether you open this e-mail and follow its links."),
            _("Say no to that"),
        )
