"""What can be wrong with a store, and how soon somebody should look. Worst first."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.IntegerChoices):
    """How soon somebody should look; a higher one first."""

    GOOD = 0, _("Runs well")
    WARN = 1, _("Look this week")
    BAD = 2, _("Act now")


class FindingKind(models.TextChoices):
    """What is wrong, in the order in which it is shown among equals."""

    DISCONNECTED = "DISCONNECTED", _("Disconnected from Shopify")
    NO_SECRET = "NO_SECRET", _("Webhooks are refused")
    CONNECTION = "CONNECTION", _("Shopify cannot be asked")
    SENDER = "SENDER", _("Mail server refuses")
    FAILED = "FAILED", _("Mails could not be sent")
    TWICE = "TWICE", _("Mails go out twice")
    LINKS = "LINKS", _("Links lead nowhere")
    SILENT = "SILENT", _("No order, unlike usual")
    LAG = "LAG", _("Webhooks wait to be handled")
    BOUNCES = "BOUNCES", _("Many mails come back")
    COMPLAINTS = "COMPLAINTS", _("Many mails are marked as spam")
    SUBSCRIPTIONS = "SUBSCRIPTIONS", _("Shopify stopped telling us")
    MISSED = "MISSED", _("Orders that no webhook told of")
    UNKNOWN = "UNKNOWN", _("Mails that may have been sent")
    HELD = "HELD", _("Mails are held")
    ADDRESSES = "ADDRESSES", _("Wrong addresses")
    PARCELS = "PARCELS", _("Parcels to look after")
    ASIDE = "ASIDE", _("Webhooks kept aside")
    DOMAIN = "DOMAIN", _("A sending domain needs somebody")
    EXPORTS = "EXPORTS", _("Buyers ask for their data")
    RULES = "RULES", _("Automations stopped by themselves")
    CODES = "CODES", _("Discount codes ran out")
    AUDITS = "AUDITS", _("Audits are overdue")
    PAUSED = "PAUSED", _("The store is paused")


RANK: Final = {kind: place for place, kind in enumerate(FindingKind)}
