"""The drawer in which a message is corrected and sent again, read from its form and filled anew.

It works by the form alone: each of its buttons posts all of it. A script only spares the waiting.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from desk import kinds, mails
from messaging import (
    correcting,
    foreseeing,
    limits,
    phones,
    rescue_listing,
    services,
    short_words,
    typos,
)
from messaging.correction import Correction, Scope, Words
from messaging.editing import BlockEdit, Edits
from messaging.foreseeing_short import SHORT
from messaging.foreseen import Change, Field, Foreseen
from messaging.models import Message
from messaging.states import Channel, State
from orders.models import Order
from stores.admin_base import actor_of
from templates_app.catalogue import SUBJECT
from templates_app.data import NotificationKind

NEW: Final = "new"
_TEXT: Final = "text:"
_WAS: Final = "was:"
_HIDE: Final = "hide:"
_OTHER: Final = "other"
REASONS: Final = {
    "typo": gettext_lazy("Wrong address: typing error"),
    "copy": gettext_lazy("Customer asks for a copy"),
    "words": gettext_lazy("Text was wrong"),
    _OTHER: gettext_lazy("Something else"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of the drawer, with what stands in it now."""

    about: Field
    name: str
    value: str
    digest: str

    @property
    def is_long(self) -> bool:
        return len(self.value) > 80 or "\n" in self.value or not self.about.name


@dataclass(frozen=True, slots=True)
class ShownBlock:
    key: str
    label: str
    is_locked: bool
    is_hidden: bool
    fields: list[Shown]


@dataclass
class Resending:
    """All that the drawer shows. Queries are asked when a template first looks."""

    order: Order
    original: Message | None
    posted: Mapping[str, str]
    actor: str
    messages: Sequence[Message] = ()
    error: str = ""
    shows_preview: bool = False
    nonce: str = field(default_factory=lambda: uuid.uuid4().hex)

    @cached_property
    def correction(self) -> Correction:
        return Correction(
            order=self.order,
            original=self.original,
            kind=self.kind,
            actor=self.actor,
            channel=self.channel,
            recipient=(self.suggested if self.typed is None else self.typed).strip()[:320],
            scope=_choice(self.posted.get("scope"), Scope, Scope.ORDER),
            words=self.words,
            edits=self._edits(),
            because=self.because,
            nonce=self.posted.get("nonce", "")[:100],
        )

    @property
    def kind(self) -> str:
        default = self.original.kind if self.original else NotificationKind.ORDER_CONFIRMATION
        wanted = self.posted.get("kind", default)
        return wanted if wanted in NotificationKind.values else str(default)

    @property
    def channel(self) -> str:
        """As chosen; else that of the first, while the store still has it."""
        first = self.original.channel if self.original else Channel.EMAIL
        known = first in (code for code, _words in self.channels)
        return _choice(self.posted.get("channel"), Channel, first if known else Channel.EMAIL)

    @property
    def words(self) -> str:
        return _choice(self.posted.get("words"), Words, Words.NOW)

    @property
    def reason(self) -> str:
        default = "typo" if self.suggested else "copy"
        return self.posted.get("reason", default)

    @property
    def because(self) -> str:
        said = self.posted.get("because", "").strip()
        chosen = "" if self.reason == _OTHER else str(REASONS.get(self.reason, ""))
        return ": ".join(filter(None, (chosen, said)))[:200]

    @property
    def before(self) -> str:
        """The address it went to, or would have gone to."""
        by_mail = self.original and self.original.channel == Channel.EMAIL
        return (self.original.recipient if by_mail and self.original else "") or self.order.email

    @cached_property
    def suggested(self) -> str:
        """The address that was probably meant; "" where there is no reason to doubt."""
        if not self.before or not self.is_mail:
            return ""
        known = rescue_listing.suggestion_for(order_id=self.order.pk, address=self.before)
        found = None if known else typos.suggest(self.before)
        return found.address if found else known

    @cached_property
    def typed(self) -> str | None:
        """None where nothing was, or what stood there is of the channel chosen before this one."""
        said = self.posted.get("recipient")
        if said is None:
            return None
        country = self.order.store.country
        is_others = phones.as_dialled(said, country) if self.is_mail else "@" in said
        return None if is_others else said

    @property
    def is_mail(self) -> bool:
        return self.channel == Channel.EMAIL

    @property
    def recipient(self) -> str:
        """What stands in the field: typed, else suggested, else where it would go."""
        if self.typed is not None:
            return self.typed
        return self.suggested or self.correction.address

    @property
    def is_suggested(self) -> bool:
        return bool(self.suggested) and self.recipient == self.suggested

    @property
    def scope(self) -> str:
        return self.correction.scope

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        found = correcting.kinds_of(self.order.store)
        return [(kind, kinds.words(kind)) for kind in found]

    @cached_property
    def channels(self) -> list[tuple[str, str]]:
        names = dict(Channel.choices)
        return [(one, str(names[one])) for one in correcting.channels_of(self.order.store)]

    @property
    def reasons(self) -> list[tuple[str, Any]]:
        return list(REASONS.items())

    @cached_property
    def can_repeat(self) -> bool:
        """Whether the first was written, so that it can go again as it was."""
        return bool(self.original and self.original.subject and self.original.kind == self.kind)

    @cached_property
    def foreseen(self) -> Foreseen:
        """The mail that would go; empty, with what is wrong, where there can be none."""
        try:
            return foreseeing.foresee(correction=self.correction, now=timezone.now())
        except DomainError as refusal:
            return Foreseen(mail=None, complaints=(str(refusal),))

    @cached_property
    def hindrance(self) -> str:
        """Why sending would be refused as things stand; "" where it would not, or was just said."""
        if self.error or not self.recipient.strip():
            return ""
        try:
            correcting.check(correction=self.correction, now=timezone.now())
        except DomainError as refusal:
            return str(refusal)
        return ""

    @cached_property
    def fields(self) -> Sequence[Field]:
        """Of the mail as it is without edits: also where those were refused."""
        if self.foreseen.fields or not self.correction.edits or self.words == Words.AS_SENT:
            return self.foreseen.fields
        chosen = {"kind": self.kind, "channel": self.channel}
        plain = Resending(self.order, self.original, chosen, self.actor)
        return plain.foreseen.fields

    @property
    def subject(self) -> Shown | None:
        heads = (one for one in self.fields if (one.block, one.name) == (SUBJECT, "subject"))
        return next((self._shown(one) for one in heads), None)

    @property
    def short(self) -> Shown | None:
        """All that there is to edit of a text message or a notice."""
        lines = (one for one in self.fields if (one.block, one.name) == (SUBJECT, SHORT))
        return next((self._shown(one) for one in lines), None)

    @property
    def measure(self) -> str:
        """How the line would travel; "" for what is no text message."""
        mail = self.foreseen.mail
        if not mail or self.channel != Channel.SMS:
            return ""
        return short_words.foretold(mail.text, self.order.store)

    @property
    def blocks(self) -> list[ShownBlock]:
        found = foreseeing.editable_blocks(self.fields)
        return [
            ShownBlock(
                key=key,
                label=fields[0].block_label,
                is_locked=fields[0].is_locked,
                is_hidden=f"{_HIDE}{key}" in self.posted,
                fields=[self._shown(each) for each in fields],
            )
            for key, fields in found.items()
            if key != SUBJECT
        ]

    @property
    def srcdoc(self) -> SafeString | str:
        mail = self.foreseen.mail
        return mails.as_srcdoc(mail.html) if mail and mail.html else ""

    @property
    def changes(self) -> list[tuple[str, list[SafeString], list[SafeString]]]:
        return [_marked(change) for change in self.foreseen.changes]

    @property
    def share(self) -> str:
        """How many of the order's share are used."""
        used = limits.sent_again_today(order_id=self.order.pk, now=timezone.now())
        words = _("At most %(most)s messages a day are sent again for an order; %(used)s so far.")
        return words % {"most": limits.PER_ORDER, "used": used}

    @property
    def follows(self) -> list[str]:
        """What else goes to the corrected address, by its name."""
        address = self.recipient.strip().lower()
        if self.scope == Scope.MESSAGE or not address or address == self.order.email:
            return []
        but = self.original.pk if self.original else None
        waiting = services.waiting_for(order=self.order, email=address, but=but)
        return [kinds.words(one.kind) for one in waiting if one.state != State.HELD]

    def _shown(self, one: Field) -> Shown:
        key = f"{one.block}:{one.name}"
        value = self.posted.get(f"{_TEXT}{key}", one.value)
        return Shown(one, key, value, _digest(one.value))

    def _edits(self) -> Edits | None:
        """What was changed: a text whose digest is no more the one it was shown with."""
        if self.words == Words.AS_SENT:
            return None
        texts: dict[str, dict[str, str]] = {}
        settings: dict[str, dict[str, Any]] = {}
        for name, value in self.posted.items():
            block, _colon, text = name.removeprefix(_TEXT).partition(":")
            was = self.posted.get(f"{_WAS}{block}:{text}", "")
            if not name.startswith(_TEXT) or _digest(value) == was:
                continue
            clean = _lines_of(value)
            (texts if text else settings).setdefault(block, {})[text or "source"] = clean
        for name in self.posted:
            if name.startswith(_HIDE):
                settings.setdefault(name.removeprefix(_HIDE), {})["is_shown"] = False
        blocks = {
            key: BlockEdit(texts=texts.get(key, {}), settings=settings.get(key, {}))
            for key in {*texts, *settings}
        }
        return Edits(lines=_lines_of(self.posted.get("lines", "")), blocks=blocks) or None


def open_resending(
    request: HttpRequest, order: Order, messages: Sequence[Message]
) -> Resending | None:
    """What the address names: `?resend=<message>`, or `new` for one that was never said."""
    named = request.GET.get("resend", "")
    if not named:
        return None
    original = None if named == NEW else _among(messages, named)
    given = {
        name: request.GET[name] for name in ("recipient", "kind", "contact") if name in request.GET
    }
    return Resending(order, original, _clean(given), actor_of(request).label, messages)


def read_resending(request: HttpRequest, order: Order, messages: Sequence[Message]) -> Resending:
    """What was posted. A kind other than the first's is about what was last said of that kind."""
    posted = _clean(request.POST)
    named = posted.get("original", "")
    original = _among(messages, named) if named else None
    wanted = posted.get("kind", original.kind if original else "")
    if original is None or original.kind != wanted:
        original = next((one for one in messages if one.kind == wanted), None)
    return Resending(
        order,
        original,
        posted,
        actor_of(request).label,
        messages,
        nonce=posted.get("nonce", "") or uuid.uuid4().hex,
    )


def _among(messages: Sequence[Message], named: str) -> Message:
    found = next((one for one in messages if str(one.pk) == named), None)
    if found is None:
        raise Http404
    return found


def _clean(sent: Mapping[str, Any] | QueryDict) -> dict[str, str]:
    return {name: str(value).replace("\0", "") for name, value in sent.items()}


def _choice(wanted: str | None, among: Any, default: str) -> str:
    return wanted if wanted and wanted in among.values else str(default)


def _lines_of(text: str) -> str:
    """Browsers send line ends as CR LF."""
    return text.replace("\r\n", "\n").strip()


def _digest(text: str) -> str:
    return hashlib.blake2b(_lines_of(text).encode(), digest_size=8).hexdigest()


def _marked(change: Change) -> tuple[str, list[SafeString], list[SafeString]]:
    """Each line, the words that differ marked where one line became another."""
    was, now = change.was.splitlines(), change.now.splitlines()
    part = change.part or _("Text")
    if len(was) != 1 or len(now) != 1:
        return part, [format_html("{}", one) for one in was], [
            format_html("{}", one) for one in now
        ]  # fmt: skip
    start = _common(was[0], now[0])
    end = _common(was[0][start:][::-1], now[0][start:][::-1])
    return part, [_bold(was[0], start, end)], [_bold(now[0], start, end)]


def _common(one: str, other: str) -> int:
    """How many signs both begin with."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _bold(text: str, start: int, end: int) -> SafeString:
    stop = len(text) - end
    return format_html("{}<b>{}</b>{}", text[:start], text[start:stop], text[stop:])
