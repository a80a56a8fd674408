"""The mail services (ESPs) by which a store can send: what each wants to know, and what it keeps.

All of django-anymail 15.2 but Amazon SES, which needs boto3 (see docs/adr/0016). What an account
says besides its key are its `options`: places to choose from, never an address to be called; but
for Postal, which people run themselves.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.outgoing.urls import AddressRefused, check_url


@dataclass(frozen=True, slots=True)
class Option:
    """One thing an account may say besides its key, by the name that Anymail gives it."""

    name: str
    label: str | Promise
    choices: dict[str, str] = field(default_factory=dict)  # what is said -> what Anymail is told
    is_required: bool = False
    is_url: bool = False


@dataclass(frozen=True, slots=True)
class MailService:
    name: str  # Anymail's, as in anymail.backends.<name>
    label: str
    key: str = "api_key"  # what Anymail calls the secret
    second_key: str = ""  # a public half of it
    options: tuple[Option, ...] = ()
    # Whether the same key handed over twice within a day is delivered once.
    honours_keys: bool = False
    key_header: str = ""  # by which HTTP header it takes one
    keeps_message_id: bool = False  # ours, instead of one of its own
    takes_metadata: bool = True
    takes_tags: bool = False  # where it takes no metadata
    headers: str = "any"  # which of a mail's own: "any", "x" (X-… and List-…), or "none"

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Also the public half of a key."""
        if not self.second_key:
            return self.options
        return (Option(self.second_key, _("API key"), is_required=True), *self.options)

    @property
    def backend(self) -> str:
        return f"anymail.backends.{self.name}.EmailBackend"


def _region(**urls: str) -> Option:
    return Option("api_url", _("Region"), choices=urls)


_ALL = (
    # The TTL of its keys is 15 minutes: too short for a promise, so doubt stays doubt there.
    MailService("brevo", "Brevo"),
    MailService(
        "mailersend",
        "MailerSend",
        key="api_token",
        takes_metadata=False,
        takes_tags=True,
        headers="none",
    ),
    MailService(
        "mailgun",
        "Mailgun",
        keeps_message_id=True,
        options=(
            Option("sender_domain", _("Sending domain, if it is not that of the from address")),
            _region(US="https://api.mailgun.net/v3", EU="https://api.eu.mailgun.net/v3"),
        ),
    ),
    MailService("mailjet", "Mailjet", key="secret_key", second_key="api_key", headers="x"),
    MailService("mailtrap", "Mailtrap", key="api_token"),
    MailService(
        "mandrill",
        "Mailchimp Transactional (Mandrill)",
        keeps_message_id=True,
    ),
    MailService(
        "postal",
        "Postal",
        takes_metadata=False,
        takes_tags=True,
        options=(
            Option("api_url", _("Address of your Postal server"), is_required=True, is_url=True),
        ),
    ),
    MailService(
        "postmark",
        "Postmark",
        key="server_token",
        keeps_message_id=True,
        options=(Option("message_stream", _("Message stream")),),
    ),
    MailService(
        "resend",
        "Resend",
        honours_keys=True,
        key_header="Idempotency-Key",
    ),
    MailService(
        "scaleway",
        "Scaleway",
        key="secret_key",
        headers="x",
        options=(
            Option("project_id", _("Project id"), is_required=True),
            Option("region", _("Region"), choices={"fr-par": "fr-par"}),
        ),
    ),
    MailService(
        "sendgrid",
        "SendGrid",
        keeps_message_id=True,
        options=(
            _region(Global="https://api.sendgrid.com/v3/", EU="https://api.eu.sendgrid.com/v3/"),
        ),
    ),
    MailService(
        "sparkpost",
        "SparkPost",
        options=(
            _region(
                US="https://api.sparkpost.com/api/v1/", EU="https://api.eu.sparkpost.com/api/v1/"
            ),
            Option("subaccount", _("Subaccount")),
        ),
    ),
    MailService(
        "unisender_go",
        "Unisender Go",
        headers="x",
        options=(
            Option(
                "api_url",
                _("Data centre"),
                is_required=True,
                choices={
                    "go1": "https://go1.unisender.ru/en/transactional/api/v1/",
                    "go2": "https://go2.unisender.ru/en/transactional/api/v1/",
                },
            ),
        ),
    ),
)
SERVICES: dict[str, MailService] = {service.name: service for service in _ALL}


def choices() -> list[tuple[str, str]]:
    return [(service.name, service.label) for service in _ALL]


def problems(service: MailService, options: dict[str, Any]) -> dict[str, str | Promise]:
    """What is wrong with an account's options, by option; nothing if they can be sent with."""
    known = {option.name: option for option in service.all_options}
    found: dict[str, str | Promise] = {
        name: _("%(service)s has no such option.") % {"service": service.label}
        for name in options
        if name not in known
    }
    for name, option in known.items():
        said = options.get(name, "")
        if complaint := _complaint(option, said):
            found[name] = complaint
    return found


def settings_of(service: MailService, *, secret: str, options: dict[str, Any]) -> dict[str, Any]:
    """What Anymail's backend is told of an account."""
    told: dict[str, Any] = {service.key: secret}
    if service.second_key:
        told[service.second_key] = ""
    for option in service.all_options:
        said = options.get(option.name) or next(iter(option.choices), "")
        if said:
            told[option.name] = option.choices.get(said, said)
    return told


def _complaint(option: Option, said: object) -> str | Promise:
    if not isinstance(said, str):
        return _("Text is wanted here.")
    if not said:
        return _("The service needs this.") if option.is_required else ""
    if option.choices and said not in option.choices:
        return _("Choose one of: %(choices)s.") % {"choices": ", ".join(option.choices)}
    if option.is_url and not said.startswith("https://"):
        return _("An address that begins with https:// is wanted.")
    return _refusal(said) if option.is_url else ""


def _refusal(url: str) -> str:
    """Why nothing is called there, as far as its text tells; what it leads to, connecting does."""
    try:
        check_url(url)
    except AddressRefused as refused:
        return str(refused)
    return ""
