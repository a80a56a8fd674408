"""Hands an envelope to a mail service (ESP) by django-anymail, within a total deadline.

The bytes that a service makes of it are its own; what we keep is our body and our headers. No
answer comes back with the account's key in it, and no error of Anymail's leaves here: it would
carry the key into logs.
"""

import contextlib
from dataclasses import dataclass, field
from email.headerregistry import Address, HeaderRegistry
from typing import Any

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from anymail.message import AnymailMessage
from django.core.mail import get_connection
from requests import Response
from urllib3.exceptions import HTTPError

from common.outgoing.talk import Talk
from messaging.channels.bounded_http import BoundedSession, explain
from messaging.channels.mail_services import MailService, settings_of
from messaging.channels.outcomes import Away, Lost, Outgoing, Receipt, Refused
from messaging.channels.replies import Meaning, Remedy, Stage, meaning_of_status
from messaging.envelope import Envelope
from messaging.states import Reason

METADATA = "notifyhub"  # under which a service's events bring our key back
_OWN_FIELDS = {"from", "to", "reply-to", "subject", "date", "message-id"}
_TAKEN = {"sent", "queued", "unknown"}  # Anymail's words for what was accepted
_NEVER = Meaning(Remedy.NEVER, Reason.REFUSED)
_LOGIN = Meaning(Remedy.SENDER, Reason.LOGIN_REFUSED)
_TIMED_OUT_BEHIND = 504  # a gateway gave up waiting for who may have accepted it
_READABLE = ("message", "Message", "error", "detail", "name", "ErrorMessage", "reason", "title")


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    service: MailService
    secret: str = field(repr=False)
    options: dict[str, Any] = field(default_factory=dict)
    deadline: float = 30.0
    # Where the service's API is spoken to instead: a server of tests, on this machine.
    api_url: str = ""


class EspCourier:
    """One account's HTTP connection, for one thread: see messaging.channels.outcomes.Courier."""

    def __init__(self, account: ServiceAccount) -> None:
        self.account = account
        self.honours_keys = account.service.honours_keys
        told = settings_of(account.service, secret=account.secret, options=account.options)
        if account.api_url:
            told["api_url"] = account.api_url
        self._talk = Talk(deadline=account.deadline, may_be_private=bool(account.api_url))
        backend: Any = get_connection(account.service.backend, **told)
        self._backend = backend
        self._session = BoundedSession(self._talk)
        self._backend.session = self._session

    def open(self) -> None:
        """Connect and shake hands. Whether the key is good only a message tells."""
        try:
            self._session.knock(self._backend.api_url)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise Away(Stage.CONNECT, explain(error, self._talk)) from None

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        service = self.account.service
        if service.key_header:
            self._session.headers[service.key_header] = outgoing.key.hex
        self._talk.is_written = False
        message = _message(outgoing, service)
        try:
            self._backend.send_messages([message])
        except AnymailError as error:
            raise self._outcome(error) from None
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._broken_off(error) from None
        return self._receipt(message)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._session.close()

    def _receipt(self, message: AnymailMessage) -> Receipt:
        status = message.anymail_status
        recipient = next(iter(status.recipients.values()), None)
        line = self._words(status.esp_response)
        if recipient is None or recipient.status not in _TAKEN:
            raise Refused(Stage.DATA, status.esp_response.status_code, line, meaning=_NEVER)
        return Receipt(line, str(recipient.message_id or "")[:200])

    def _outcome(self, error: AnymailError) -> Exception:
        response = error.response
        if isinstance(error, AnymailRecipientsRefused):
            code = response.status_code if response is not None else 0
            return Refused(Stage.RCPT, code, self._words(response), meaning=_NEVER)
        if not isinstance(error, AnymailAPIError):
            # Anymail could not say it in the service's words, so nothing was sent.
            return Refused(Stage.MAIL, 0, str(error)[:300], meaning=_NEVER)
        if response is None:
            return self._broken_off(error)
        return self._answered(response)

    def _answered(self, response: Response) -> Exception:
        status, line = response.status_code, self._words(response)
        if status == _TIMED_OUT_BEHIND:
            return Lost(f"{status} {line}")
        if _is_taken(response) and not _says_no(response):
            return Lost(f"{status} and an answer that cannot be read")
        if "invalid_idempotent_request" in response.text:
            return Lost(f"{status} {line}")  # the key was used before: that one may have arrived
        meaning = _NEVER if _is_taken(response) else _meaning(response)
        return Refused(
            Stage.DATA, status, line, meaning=meaning, retry_after=_retry_after(response)
        )

    def _broken_off(self, error: BaseException) -> Exception:
        """See Note [How far a request came]."""
        words = explain(error, self._talk)
        if self._talk.is_written:
            return Lost(words)
        return Away(Stage.CONNECT if not self._talk.is_connected else Stage.DATA, words)

    def _words(self, response: Response | None) -> str:
        """What the service said, on one line, without the key."""
        if response is None:
            return ""
        said = _readable(_parsed(response)) or response.text or response.reason or ""
        line = " ".join(str(said).split())[:300]
        for secret in (self.account.secret, self.account.options.get("api_key", "")):
            line = line.replace(secret, "…") if secret else line
        return line


def _message(outgoing: Outgoing, service: MailService) -> AnymailMessage:
    envelope = outgoing.envelope
    named = {name.lower(): value for name, value in envelope.headers}
    message = AnymailMessage(
        subject=named.get("subject", ""),
        body=envelope.text or " ",
        from_email=_mailbox(named["from"]),
        to=[_mailbox(named["to"])],
        reply_to=[_mailbox(named["reply-to"])] if "reply-to" in named else None,
        headers=_headers(envelope, service),
    )
    message.attach_alternative(envelope.html, "text/html")
    if service.takes_metadata:
        message.metadata = {METADATA: outgoing.key.hex}
    elif service.takes_tags:
        message.tags = [f"{METADATA}-{outgoing.key.hex}"]
    return message


def _headers(envelope: Envelope, service: MailService) -> dict[str, str]:
    """Of ours, those that the service passes on; what has a field of its own stands there."""
    kept = {
        name: value
        for name, value in envelope.headers
        if name.lower() not in _OWN_FIELDS and _passes(name.lower(), service)
    }
    if service.keeps_message_id:
        kept |= {name: value for name, value in envelope.headers if name.lower() == "message-id"}
    if service.name == "postmark":
        kept["X-PM-KeepID"] = "true"  # else it makes a Message-ID of its own
    return kept


def _passes(name: str, service: MailService) -> bool:
    if service.headers == "x":
        return name.startswith(("x-", "list-"))
    return service.headers == "any"


def _mailbox(value: str) -> str:
    """As Anymail reads it: the name quoted but not encoded, which is the service's affair."""
    header: Any = HeaderRegistry()("To", value)
    address: Address = header.addresses[0]
    if not address.display_name:
        return address.addr_spec
    name = address.display_name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{address.addr_spec}>'


def _meaning(response: Response) -> Meaning:
    said = _parsed(response)
    if isinstance(said, dict) and said.get("name") == "Invalid_Key":
        return _LOGIN  # Mandrill says it with status 500
    if response.status_code == 409 and "concurrent" in response.text:
        return Meaning(Remedy.LATER, Reason.SERVER_BUSY)
    return meaning_of_status(response.status_code)


def _is_taken(response: Response) -> bool:
    return 200 <= response.status_code < 300


def _says_no(response: Response) -> bool:
    """Whether a 200 says in its body that nothing was accepted, as Postal's and Mailtrap's do."""
    said = _parsed(response)
    if not isinstance(said, dict):
        return False
    return said.get("status") in ("error", "parameter-error") or said.get("success") is False


def _retry_after(response: Response) -> float | None:
    """Seconds; a date in its place is rare enough to be left to our own waits."""
    try:
        return min(max(float(response.headers.get("Retry-After", "")), 0.0), 3600.0)
    except ValueError:
        return None


def _parsed(response: Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _readable(said: Any) -> str:
    """The first thing in an answer that is meant for people."""
    if isinstance(said, str):
        return said
    if isinstance(said, list):
        return next((words for each in said if (words := _readable(each))), "")
    if not isinstance(said, dict):
        return ""
    found = (_readable(said.get(name)) for name in (*_READABLE, "errors", "data"))
    return next((words for words in found if words), "")
