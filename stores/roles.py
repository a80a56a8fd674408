"""Who may do what: one table, read by the admin, the API, the docs and the isolation test."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in an agency."""

    OWNER = "OWNER", _("Owner")
    MANAGER = "MANAGER", _("Manager")
    MARKETER = "MARKETER", _("Marketer")
    SUPPORT = "SUPPORT", _("Support")
    ANALYST = "ANALYST", _("Analyst")


class Verb(TextChoices):
    """What may be done. A role has some; an API key is given some."""

    VIEW_FIGURES = "VIEW_FIGURES", _("See figures")
    VIEW_ORDERS = "VIEW_ORDERS", _("See orders, buyers and their timeline")
    RECORD_ORDERS = "RECORD_ORDERS", _("Bring in orders that another system took")
    NOTE_ORDERS = "NOTE_ORDERS", _("Write notes and tags on orders")
    HANDLE_PARCELS = (
        "HANDLE_PARCELS",
        _("Add and change parcels and promises, answer buyers' requests"),
    )
    VIEW_MESSAGES = "VIEW_MESSAGES", _("See messages and their bodies")
    SEND_MESSAGES = "SEND_MESSAGES", _("Send, resend, correct, hold and cancel messages")
    VIEW_TEMPLATES = "VIEW_TEMPLATES", _("See templates and brands")
    EDIT_TEMPLATES = "EDIT_TEMPLATES", _("Edit and publish templates and brands")
    VIEW_STORES = "VIEW_STORES", _("See stores and their connection")
    MANAGE_STORES = "MANAGE_STORES", _("Connect and set up stores and senders")
    REPLAY_WEBHOOKS = "REPLAY_WEBHOOKS", _("See and replay Shopify's webhooks")
    MANAGE_PEOPLE = "MANAGE_PEOPLE", _("Add people and give roles")
    MANAGE_KEYS = "MANAGE_KEYS", _("Create and revoke API keys")
    MANAGE_ENDPOINTS = "MANAGE_ENDPOINTS", _("Set up webhooks to other programs")
    RELEASE_STORES = "RELEASE_STORES", _("Give a store up, so that another agency may connect it")
    HANDLE_PRIVACY = "HANDLE_PRIVACY", _("Copy and erase buyers' data, say how long it is kept")
    VIEW_CHANGES = "VIEW_CHANGES", _("See who changed what")
    MANAGE_RULES = "MANAGE_RULES", _("Write rules and switch them on and off")


_SEES = {Verb.VIEW_FIGURES, Verb.VIEW_STORES}
_READS = _SEES | {Verb.VIEW_ORDERS, Verb.VIEW_MESSAGES, Verb.VIEW_TEMPLATES}
_HELPS = _READS | {Verb.NOTE_ORDERS, Verb.HANDLE_PARCELS, Verb.SEND_MESSAGES}

MAY: Final[dict[str, frozenset[Verb]]] = {
    Role.OWNER: frozenset(Verb),
    Role.MANAGER: frozenset(
        _HELPS
        | {Verb.EDIT_TEMPLATES, Verb.MANAGE_STORES, Verb.RECORD_ORDERS, Verb.REPLAY_WEBHOOKS}
        | {Verb.MANAGE_KEYS, Verb.MANAGE_ENDPOINTS, Verb.MANAGE_RULES}
        | {Verb.HANDLE_PRIVACY, Verb.VIEW_CHANGES}
    ),
    Role.MARKETER: frozenset(_READS | {Verb.EDIT_TEMPLATES, Verb.MANAGE_RULES}),
    Role.SUPPORT: frozenset(_HELPS | {Verb.REPLAY_WEBHOOKS}),
    # Figures only: an analyst sees no buyer's name, address or mail.
    Role.ANALYST: frozenset(_SEES | {Verb.VIEW_TEMPLATES}),
}
