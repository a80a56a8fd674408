"""How each mail service proves that a report is its own, and how its reports are read.

Anymail knows the formats; it takes its secrets from global settings unless each is given. Here each
is given, from the sender's own row, and a sender without a secret believes nobody: some of
Anymail's views let everybody in when theirs is missing.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView, AnymailCoreWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailersend import MailerSendTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.mailtrap import MailtrapTrackingWebhookView
from anymail.webhooks.mandrill import MandrillCombinedWebhookView
from anymail.webhooks.postal import PostalTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.resend import ResendTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from anymail.webhooks.unisender_go import UnisenderGoTrackingWebhookView
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from messaging.models import Sender
from tracking.data import Told, Unreadable
from tracking.meanings import meaning_of

# What parsers of strangers' bodies stumble over.
_NONSENSE: Final = (
    AnymailError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImproperlyConfigured,  # Anymail: "you seem to have set the *inbound* webhook"
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
_FRESH: Final = timedelta(minutes=5)  # Svix's own tolerance
_FRESH_ENOUGH: Final = timedelta(days=2)  # Mailgun repeats for eight hours
KEPT: Final = 16_000  # characters of what could not be read


class NotTheService(Exception):
    """The post does not prove that it comes from the sender's mail service."""


class Resend(ResendTrackingWebhookView):
    """Its signature is Svix's, which Anymail checks only where that package is installed."""

    warn_if_no_basic_auth = False
    _svix_webhook = None

    def __init__(self, *, secret: str, **kwargs: Any) -> None:
        self.secret = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        AnymailBaseWebhookView.__init__(self, **kwargs)

    def validate_request(self, request: HttpRequest) -> None:
        name, stamp = request.headers["svix-id"], request.headers["svix-timestamp"]
        _insist_on_freshness(stamp, _FRESH)
        signed = f"{name}.{stamp}.".encode() + request.body
        digest = hmac.new(self.secret, signed, hashlib.sha256).digest()
        expected = "v1," + base64.b64encode(digest).decode()
        # Several while the secret rotates.
        given = request.headers["svix-signature"].split()
        if not any(constant_time_compare(one, expected) for one in given):
            raise AnymailWebhookValidationFailure("svix signature")


class SendGrid(SendGridTrackingWebhookView):
    """Without Anymail's warning that nobody there can test it any more."""

    warn_if_no_basic_auth = False

    def __init__(self, *, secret: str, **kwargs: Any) -> None:
        pem = f"-----BEGIN PUBLIC KEY-----\n{secret}\n-----END PUBLIC KEY-----"
        self.webhook_verification_key = load_pem_public_key(pem.encode())
        AnymailBaseWebhookView.__init__(self, **kwargs)


class Mailgun(MailgunTrackingWebhookView):
    """It signs a time and a token, not the body: hence old ones are not believed."""

    def validate_request(self, request: HttpRequest) -> None:
        is_json = request.content_type == "application/json"
        signed = json.loads(request.body)["signature"] if is_json else request.POST
        _insist_on_freshness(signed["timestamp"], _FRESH_ENOUGH)


class AmazonSes(AmazonSESTrackingWebhookView):
    """Reports come through SNS. Anymail's view wants boto3 to confirm the subscription."""

    auto_confirm_enabled = False

    def __init__(self, **kwargs: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **kwargs)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which of Anymail's views, the name of its secret, and all that it would else look up."""

    view: type[AnymailCoreWebhookView]
    secret: str = ""  # "": basic auth, "user:password"
    is_public_key: bool = False
    besides: Callable[[Sender], dict[str, Any]] = field(default=lambda _sender: {})


RECIPES: Final[dict[str, Recipe]] = {
    "amazon_ses": Recipe(AmazonSes),
    "brevo": Recipe(BrevoTrackingWebhookView),
    "mailersend": Recipe(MailerSendTrackingWebhookView, "signing_secret"),
    "mailgun": Recipe(Mailgun, "webhook_signing_key", besides=lambda _sender: {"api_key": None}),
    "mailjet": Recipe(MailjetTrackingWebhookView),
    "mailtrap": Recipe(MailtrapTrackingWebhookView, "tracking_secret"),
    "mandrill": Recipe(
        MandrillCombinedWebhookView,
        "webhook_key",
        # It signs the address too; ours stands in the settings, whatever a proxy makes of it.
        besides=lambda sender: {"webhook_url": address_of(sender)},
    ),
    "postal": Recipe(PostalTrackingWebhookView, "webhook_key", is_public_key=True),
    "postmark": Recipe(PostmarkTrackingWebhookView),
    "resend": Recipe(Resend, "secret"),
    "sendgrid": Recipe(SendGrid, "secret", is_public_key=True),
    "sparkpost": Recipe(
        SparkPostTrackingWebhookView,
        besides=lambda _sender: {"track_initial_open_as_opened": False},
    ),
    "unisender_go": Recipe(UnisenderGoTrackingWebhookView, "api_key"),
}


@dataclass(frozen=True, slots=True)
class Posted:
    """As much of a request as Anymail's parsers of JSON read."""

    body: bytes
    headers: Any
    content_type: str = "application/json"


def address_of(sender: Sender) -> str:
    """Where the sender's mail service should send its reports."""
    path = reverse("tracking-report", args=[sender.service, sender.public_id])
    return f"{settings.NOTIFYHUB_BASE_URL}{path}"


def proven(request: HttpRequest, *, sender: Sender) -> AnymailCoreWebhookView:
    """The parser, once one of the sender's secrets proves the post. Raises NotTheService."""
    recipe = RECIPES[sender.service]
    for secret in _secrets_of(sender, recipe):
        try:
            view = _made(recipe, secret, sender)
            view.run_validators(request)
        except _NONSENSE:
            continue
        return view
    raise NotTheService


def read(
    view: AnymailCoreWebhookView, request: HttpRequest, *, service: str, now: datetime
) -> list[Told | Unreadable]:
    """What a proven post says. One event that makes no sense takes no other with it."""
    try:
        return _read(view, request, service, now)
    except _NONSENSE:
        alone = _one_by_one(request)
    if not alone:
        return [_unreadable(request.body)]
    return [one for posted in alone for one in _read_one(view, posted, service, now)]


def _read(
    view: AnymailCoreWebhookView, request: "HttpRequest | Posted", service: str, now: datetime
) -> list[Told | Unreadable]:
    events = view.parse_events(request)
    return [told for event in events for told in meaning_of(event, service=service, now=now)]


def _read_one(
    view: AnymailCoreWebhookView, posted: Posted, service: str, now: datetime
) -> list[Told | Unreadable]:
    try:
        return _read(view, posted, service, now)
    except _NONSENSE:
        return [_unreadable(posted.body)]


def _one_by_one(request: HttpRequest) -> list[Posted]:
    """The events of a batch, each as a batch of its own; none where it is no batch."""
    try:
        batch = json.loads(request.body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(batch, list) or len(batch) < 2:
        return []
    return [Posted(json.dumps([one]).encode(), request.headers) for one in batch]


def _unreadable(body: bytes) -> Unreadable:
    text = body[: KEPT * 4].decode(errors="replace").replace("\0", "\ufffd")[:KEPT]
    return Unreadable(text, hashlib.sha256(body).hexdigest())


def _secrets_of(sender: Sender, recipe: Recipe) -> list[str]:
    """One a line, so that an old one still counts while the service learns a new one."""
    if recipe.is_public_key:
        key = re.sub(r"-----[A-Z ]+-----|\s", "", sender.webhook_secret)
        return [key] if key else []
    given = sender.webhook_secret.split()
    if not given and recipe.view is UnisenderGoTrackingWebhookView:
        given = sender.password.split()  # it signs with the key by which we send
    return [one for one in given if recipe.secret or ":" in one]


def _made(recipe: Recipe, secret: str, sender: Sender) -> AnymailCoreWebhookView:
    """A view of Anymail's that asks no settings: each that it knows is given."""
    if not recipe.secret:
        return recipe.view(webhook_secret=[secret], **recipe.besides(sender))
    given = {recipe.secret: secret, **recipe.besides(sender)}
    return recipe.view(webhook_secret=[], **given)


def _insist_on_freshness(stamp: Any, limit: timedelta) -> None:
    age = timezone.now().timestamp() - float(stamp)
    if abs(age) > limit.total_seconds():
        raise AnymailWebhookValidationFailure("too old, or from the future")
