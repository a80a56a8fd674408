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
                _first_steps(),
                _entry(_("Cockpit"), "home", "index", Verb.VIEW_FIGURES),
                _entry(_("Statistics"), "bar_chart", "figures_changelist", Verb.VIEW_FIGURES),
                _entry(_("Orders"), "shopping_bag", "orders_order_changelist", Verb.VIEW_ORDERS),
                _entry(_("Parcels"), "package_2", "shipping_parcel_changelist", Verb.VIEW_ORDERS),
                _entry(
                    _("Parcels from a file"),
                    "upload_file",
                    "parcel_imports_changelist",
                    Verb.HANDLE_PARCELS,
                ),
                _entry(
                    _("Abandoned baskets"),
                    "remove_shopping_cart",
                    "baskets_changelist",
                    Verb.VIEW_FIGURES,
                ),
                _entry(_("Stages"), "filter_alt", "funnel_changelist", Verb.VIEW_ORDERS),
                _entry(_("Messages"), "mail", "messaging_message_changelist", Verb.VIEW_MESSAGES),
                _entry(_("Inbox"), "inbox", "messaging_message_inbox", Verb.VIEW_MESSAGES),
            ],
        },
        {
            "title": _("To look after"),
            "items": [
                _entry(_("Must leave"), "local_shipping", "delivery_risks", Verb.VIEW_ORDERS),
                _entry(
                    _("Wrong addresses"), "wrong_location", "rescue_changelist", Verb.VIEW_MESSAGES
                ),
                _entry(
                    _("Feedback"),
                    "thumbs_up_down",
                    "statuspage_feedback_changelist",
                    Verb.VIEW_ORDERS,
                ),
                _entry(
                    _("Parcels to look after"),
                    "package_2",
                    "alarms_changelist",
                    Verb.VIEW_ORDERS,
                ),
                _entry(
                    _("Buyers' requests"),
                    "contact_support",
                    "requests_changelist",
                    Verb.VIEW_ORDERS,
                ),
                _entry(_("Tasks"), "task_alt", "automations_tasks", Verb.VIEW_ORDERS),
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
                _entry(_("Experiments"), "science", "experiments_changelist", Verb.VIEW_TEMPLATES),
                _entry(_("Rules"), "rule", "automations_changelist", Verb.VIEW_ORDERS),
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
                _entry(
                    _("Delivery promise"),
                    "event_available",
                    "delivery_changelist",
                    Verb.VIEW_STORES,
                ),
                _entry(_("Status page"), "pageview", "statuspages_changelist", Verb.VIEW_STORES),
                _entry(_("Who sends what"), "alt_route", "modes_changelist", Verb.VIEW_STORES),
                _entry(
                    _("How orders are counted"),
                    "calculate",
                    "counting_changelist",
                    Verb.VIEW_STORES,
                ),
                _entry(
                    _("Carriers"), "local_shipping", "shipping_carrier_changelist", Verb.VIEW_ORDERS
                ),
                _entry(
                    _("Tracking services"), "satellite_alt", "trackers_changelist", Verb.VIEW_STORES
                ),
                _entry(_("Webhooks"), "webhook", "intake_webhook_changelist", Verb.REPLAY_WEBHOOKS),
                _entry(_("Endpoints"), "output", "endpoints_changelist", Verb.VIEW_STORES),
                _entry(_("Alerts"), "notifications_active", "alerts_changelist", Verb.VIEW_STORES),
                _entry(
                    _("People and roles"),
                    "group",
                    "stores_membership_changelist",
                    Verb.MANAGE_PEOPLE,
                ),
                _entry(_("API keys"), "key", "stores_apikey_changelist", Verb.MANAGE_KEYS),
                _entry(
                    _("Buyers' data"),
                    "shield_person",
                    "buyers_data_changelist",
                    Verb.HANDLE_PRIVACY,
                ),
                _entry(
                    _("How long it is kept"),
                    "auto_delete",
                    "retention_changelist",
                    Verb.VIEW_STORES,
                ),
                _entry(_("What was changed"), "history", "changes_changelist", Verb.VIEW_CHANGES),
                _entry(_("How the desk looks"), "brush", "look_changelist", Verb.VIEW_STORES),
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


def _first_steps() -> dict[str, Any]:
    """For new agencies, until they put it away."""
    entry = _entry(_("First steps"), "flag", "first_steps_changelist", Verb.VIEW_STORES)
    may_see = entry["permission"]
    entry["permission"] = lambda request: may_see(request) and request.actor.has_first_steps
    return entry


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
