"""A finished mail: its headers, and the bytes that go to a server."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from messaging import planning, return_paths, tokens
from messaging.addresses import mailable, one_line
from messaging.mime import mail_as_bytes
from messaging.models import Message, Sender
from messaging.packing import Words
from stores.models import Store
from templates_app.data import NotificationKind

# Nobody subscribed to an order's confirmation, hence List-Unsubscribe on what advertises alone.
# Names of headers are ours alone: a line end in one would be sent through as a header of its own.

_SPEC: Final = r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+"
_UNQUOTED: Final = re.compile(r"(?:[^\W_]|[ '&-])*")
_PLAIN_ADDRESS: Final = re.compile(rf"(?:[^\W_]|[ '&.-])*<({_SPEC})>|({_SPEC})")


@dataclass(frozen=True, slots=True)
class Device:
    """Where a notice goes: an address at a push service, and the keys to encrypt for the device."""

    public_id: UUID
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)

    def as_subscription(self) -> dict[str, Any]:
        """As browsers write it."""
        return {"endpoint": self.endpoint, "keys": {"p256dh": self.p256dh, "auth": self.auth}}


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail for one recipient; or one text, or one notice for the recipient's devices."""

    sender: str
    recipient: str
    headers: Sequence[tuple[str, str]]
    html: str
    text: str
    devices: Sequence[Device] = ()

    def as_bytes(self) -> bytes:
        """The source of the mail, its lines ended by CRLF: the same bytes whenever asked for."""
        return mail_as_bytes(
            self.headers, text=self.text, html=self.html, boundary=self._boundary()
        )

    def _boundary(self) -> str:
        """What the library would draw by chance; no words can hold what is drawn after them."""
        message_id = dict(self.headers).get("Message-ID", "")
        return f"=_{hashlib.blake2b(message_id.encode(), digest_size=12).hexdigest()}"


def envelope_of(words: Words) -> Envelope:
    """The mail that kept words make."""
    headers = [(name, value) for name, value in words.headers]
    sender, recipient = addresses_of(headers)
    returns_to = return_paths.address_for(dict(headers).get("Message-ID", ""))
    return Envelope(returns_to or sender, recipient, headers, words.html, words.text)


def headers_of(
    message: Message, *, store: Store, sender: Sender | None, subject: str, now: datetime
) -> list[tuple[str, str]]:
    """Every header of the mail, safe whatever a store or a buyer called themselves."""
    senders = senders_headers(store, sender)
    domain = _from_email(store, sender).partition("@")[2]
    to = _address(one_line(message.recipient_name), mailable(message.recipient))
    order = message.order
    return [
        ("From", senders.pop("From")),
        ("To", to),
        *senders.items(),
        ("Subject", one_line(subject)),
        ("Date", _dated(now.replace(microsecond=0))),
        # The same however often it is handed over.
        ("Message-ID", f"<{message.public_id.hex}@{domain}>"),
        ("Auto-Submitted", "auto-generated"),
        *_way_out(message),
        # Keeps Gmail from folding mails about different orders into one conversation.
        *([("X-Entity-Ref-ID", order.public_id.hex)] if order else []),
    ]


@lru_cache(maxsize=16)  # many mails leave within a second
def _dated(second: datetime) -> str:
    return format_datetime(second)


def senders_headers(store: Store, sender: Sender | None) -> dict[str, str]:
    """The headers that say who sends: From, and Reply-To where there is one."""
    name = one_line((sender.from_name if sender else "") or store.name, 120)
    reply_to = mailable(sender.reply_to if sender else "") or mailable(store.email)
    headers = {"From": _address(name, _from_email(store, sender))}
    return headers | ({"Reply-To": reply_to} if reply_to else {})


def _way_out(message: Message) -> list[tuple[str, str]]:
    """One click in the mail program ends offers (RFC 8058): by POST, since scanners GET all links.

    Gmail and Yahoo ask for both headers of whoever sends marketing.
    """
    if not planning.is_marketing(message.kind):
        return []
    return [
        ("List-Unsubscribe", f"<{preferences_url(message)}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def preferences_url(message: Message) -> str:
    """Where the reader says what they want to be written to about."""
    token = tokens.preferences_token(message.store_id, message.pk)
    return f"{settings.NOTIFYHUB_BASE_URL}/p/{token}"


def feedback_urls(message: Message) -> dict[str, str]:
    """Where the reader says that it was of use, or not; none for what is not about a purchase."""
    if message.order_id is None or message.kind == NotificationKind.STAFF_NEW_ORDER:
        return {}
    token = tokens.feedback_token(message.store_id, message.pk)
    url = f"{settings.NOTIFYHUB_BASE_URL}/f/{token}?good="
    return {"feedback_yes_url": f"{url}yes", "feedback_no_url": f"{url}no"}


def survey_url(message: Message, why: str = "") -> str:
    """Where the reader says what stopped them from buying; with a reason that they chose."""
    token = tokens.survey_token(message.store_id, message.pk)
    url = f"{settings.NOTIFYHUB_BASE_URL}/w/{token}"
    return f"{url}?why={why}" if why else url


def addresses_of(headers: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Who sends and who receives, as the mail itself says."""
    values = dict(headers)
    return _address_in("From", values["From"]), _address_in("To", values["To"])


def _address_in(name: str, value: str) -> str:
    """Read by the library unless it is plainly a name of letters before an address."""
    plain = _PLAIN_ADDRESS.fullmatch(value)
    if plain:
        return plain[1] or plain[2]
    mail = EmailMessage(policy=SMTP)
    mail[name] = value
    address: str = mail[name].addresses[0].addr_spec
    return address


def _from_email(store: Store, sender: Sender | None) -> str:
    """The sender's address; for mail that stays here the store's own, or one made up for it."""
    given = mailable(sender.from_email) if sender else ""
    return given or mailable(store.email) or f"no-reply@{store.primary_domain or store.shop_domain}"


def _address(name: str, address: str) -> str:
    """As a header has it: by the library, but for names without a sign that asks for quotes."""
    if _UNQUOTED.fullmatch(name) and _PLAIN_ADDRESS.fullmatch(address):
        return f"{name} <{address}>" if name else address
    username, _, domain = address.rpartition("@")
    return str(Address(display_name=name, username=username, domain=domain))
