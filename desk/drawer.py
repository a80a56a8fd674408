"""One message beside the page it was opened from: its mail, text, headers, and the way it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from desk import kinds, mails, seen, states
from messaging import short_words, words
from messaging.models import Attempt, Message, MessageBody
from messaging.states import IN_HAND, Channel, State
from stores.admin_base import may
from stores.roles import Verb
from tracking import judging

TABS = ("mail", "text", "headers", "source", "way")
SHOWN_SOURCE = 200_000  # characters; the download has them all


@dataclass(frozen=True, slots=True)
class Drawer:
    message: Message
    kind: str
    tab: str
    tabs: list[tuple[str, str]]
    srcdoc: SafeString | str = ""
    text: str = ""
    headers: Any = ()
    source: str = ""
    forgotten_at: datetime | None = None
    attempts: Any = ()
    hits: Sequence[seen.Seen] = ()  # each open and click that is kept, and who it was
    kilobytes: int = 0
    may_release: bool = False
    may_cancel: bool = False
    may_send_again: bool = False
    may_mark_sent: bool = False

    @property
    def base(self) -> str:
        """The address of this message on the page behind it, to which a tab is added."""
        return f"?message={self.message.pk}"

    @property
    def is_mail(self) -> bool:
        return self.message.channel == Channel.EMAIL

    @property
    def measure(self) -> str:
        """How the text travelled; "" for what is no text message."""
        return short_words.measured(self.text) if self.message.channel == Channel.SMS else ""

    @property
    def passed_over(self) -> list[tuple[str, str]]:
        """Ways that could not reach the buyer, each with its reason in words."""
        return words.ways_passed_over(self.message)

    @property
    def badge(self) -> SafeString:
        return states.sentence_of_message(self.message)


def open_drawer(request: HttpRequest, messages: list[Message]) -> Drawer | None:
    """The one of these messages that the address names; 404 for one that is not among them."""
    wanted = request.GET.get("message", "")
    if not wanted:
        return None
    found = next((one for one in messages if str(one.pk) == wanted), None)
    if found is None or not may(request, Verb.VIEW_MESSAGES):
        raise Http404
    return show(request, found)


def show(request: HttpRequest, message: Message) -> Drawer:
    """Two queries, the body and the attempts; one more on the tab with its way, the hits."""
    is_mail = message.channel == Channel.EMAIL
    tab = request.GET.get("tab", "mail")
    body = mails.body_of(message)
    may_send = may(request, Verb.SEND_MESSAGES)
    return Drawer(
        message=message,
        kind=kinds.words_of(message),
        tab=tab if tab in TABS else "mail",
        tabs=[
            ("mail", _("Exact mail") if is_mail else _("Exact text")),
            *([("text", _("Text part"))] if is_mail else []),
            ("headers", _("Headers")),
            *([("source", _("Source"))] if is_mail else []),
            ("way", _("Way it took")),
        ],
        **_words_of(body, tab),
        attempts=list(Attempt.objects.filter(message=message).order_by("id")[:50]),
        hits=seen.hits_in_words(judging.verdicts_of(message=message)) if tab == "way" else (),
        may_release=may_send and message.state in (State.HELD, State.FAILED),
        may_cancel=may_send and message.state in (State.HELD, State.PLANNED),
        may_mark_sent=may_send and message.state == State.UNKNOWN,
        may_send_again=may_send
        and message.order_id is not None
        and not message.is_test
        and message.state not in IN_HAND,
    )


def _words_of(body: MessageBody | None, tab: str) -> dict[str, Any]:
    if body is None:
        return {}
    if body.is_empty:
        return {"forgotten_at": body.forgotten_at}
    source = mails.source_of(body).decode(errors="replace") if tab == "source" else ""
    return {
        "source": source[:SHOWN_SOURCE],
        "srcdoc": mails.as_srcdoc(body.html),
        "text": body.text,
        "headers": body.headers,
        "kilobytes": max(1, round(body.byte_count / 1000)),
    }
