"""The sidebar: what there is, for whoever may."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from stores.admin_base import may
from stores.roles import Verb


def agency_name(request: HttpRequest) -> str:
    actor = getattr(request, "actor", None)
    return actor.agency_name if actor else ""


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "items": [
                _entry(_("Cockpit"), "home", "index", Verb.VIEW_FIGURES),
                _entry(_("Orders"), "shopping_bag", "orders_order_changelist", Verb.VIEW_ORDERS),
                _entry(_("Messages"), "mail", "messaging_message_changelist", Verb.VIEW_MESSAGES),
                _entry(_("Inbox"), "inbox", "messaging_message_inbox", Verb.VIEW_MESSAGES),
            ],
        },
        {
            "title": _("To look after"),
            "items": [
                _entry(
                    _("Wrong addresses"), "wrong_location", "rescue_changelist", Verb.VIEW_MESSAGES
                ),
                _entry(_("Incidents"), "emergency_home", "incidents_changelist", Verb.VIEW_FIGURES),
                _entry(_("Stopped messages"), "pan_tool", "halts_changelist", Verb.VIEW_MESSAGES),
                _entry(_("Batches"), "stacks", "batches_changelist", Verb.VIEW_MESSAGES),
                _entry(
                    _("Consents"), "thumb_up", "messaging_consent_changelist", Verb.VIEW_MESSAGES
                ),
                _entry(
                    _("Addresses we do not write to"),
                    "unsubscribe",
                    "messaging_suppression_changelist",
                    Verb.VIEW_MESSAGES,
                ),
            ],
        },
        {
            "title": _("Words"),
            "items": [
                _entry(
                    _("Templates"),
                    "article",
                    "templates_app_template_changelist",
                    Verb.VIEW_TEMPLATES,
                ),
                _entry(
                    _("Brand"), "palette", "templates_app_brand_changelist", Verb.VIEW_TEMPLATES
                ),
                _entry(
                    _("Pictures"), "image", "templates_app_picture_changelist", Verb.VIEW_TEMPLATES
                ),
                _entry(
                    _("Discount codes"),
                    "sell",
                    "messaging_promopool_changelist",
                    Verb.VIEW_TEMPLATES,
                ),
                _entry(_("Audits"), "fact_check", "audits_changelist", Verb.VIEW_TEMPLATES),
            ],
        },
        {
            "title": _("Agency"),
            "items": [
                _entry(_("Stores"), "storefront", "stores_store_changelist", Verb.VIEW_STORES),
                _entry(
                    _("Senders"), "outgoing_mail", "messaging_sender_changelist", Verb.MANAGE_STORES
                ),
                _entry(_("Who sends what"), "alt_route", "modes_changelist", Verb.VIEW_STORES),
                _entry(_("Webhooks"), "webhook", "intake_webhook_changelist", Verb.REPLAY_WEBHOOKS),
                _entry(
                    _("People and roles"),
                    "group",
                    "stores_membership_changelist",
                    Verb.MANAGE_PEOPLE,
                ),
                _entry(_("API keys"), "key", "stores_apikey_changelist", Verb.MANAGE_KEYS),
            ],
        },
    ]


def _entry(title: str, icon: str, name: str, verb: Verb) -> dict[str, Any]:
    """A page that is not there, or that this role may not see, has no entry."""
    try:
        link = reverse(f"admin:{name}")
    except NoReverseMatch:
        return {"title": title, "link": "", "permission": _nobody}
    return {
        "title": title,
        "icon": icon,
        "link": link,
        "permission": _whoever_may(verb),
        "active": _is_here(link),
    }


def _is_here(link: str) -> Callable[[HttpRequest], bool]:
    """The longest entry that the address begins with: the inbox lies beneath the messages."""

    def is_active(request: HttpRequest) -> bool:
        if link.endswith("/admin/") or request.path.endswith("/inbox/"):
            return request.path == link
        return request.path.startswith(link)

    return is_active


def _whoever_may(verb: Verb) -> Callable[[HttpRequest], bool]:
    return lambda request: may(request, verb)


def _nobody(request: HttpRequest) -> bool:
    return False
