"""A store's own carriers, and the services that tell us of its parcels."""

import uuid

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.owned import StoreOwned


class Carrier(StoreOwned):
    """A carrier of this store that our table does not know: its name, and where to follow."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    # https only; "{number}" is where the tracking number stands. Checked in shipping/own_carriers.
    url_template = models.CharField(_("address to follow a parcel at"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_retired = models.BooleanField(_("no longer used"), default=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        constraints = [
            models.UniqueConstraint(fields=["store", "name"], name="carrier_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Tracker(models.TextChoices):
    """Who tells us where parcels are, beside Shopify."""

    AFTERSHIP = "AFTERSHIP", "AfterShip"
    EASYPOST = "EASYPOST", "EasyPost"


class TrackerAccount(StoreOwned):
    """A store's account with such a service: the secret its webhooks are signed with."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tracker = models.CharField(_("service"), max_length=12, choices=Tracker)
    secret = EncryptedTextField(_("webhook secret"))
    # Still taken until then, so that a secret can be changed in two places one after the other.
    previous_secret = EncryptedTextField(blank=True, default="", db_default="", editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    is_on = models.BooleanField(_("in use"), default=True)
    heard_at = models.DateTimeField(_("last heard of"), null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("tracking service")
        verbose_name_plural = _("tracking services")
        constraints = [
            models.UniqueConstraint(fields=["store", "tracker"], name="one_account_a_tracker"),
        ]

    def __str__(self) -> str:
        return self.get_tracker_display()


class EarlyNews(StoreOwned):
    """What a service said of a number that no parcel has yet. It waits for one, a month at most."""

    number = models.CharField(max_length=100)
    # As Parcel.number_key.
    number_key = models.CharField(max_length=100)
    # Names the news, so that it waits once.
    digest = models.CharField(max_length=32)
    # [{"state", "at", "message", …}]: the fields of shipping.life.Scan
    scans = models.JSONField()
    heard_at = models.DateTimeField()
    look_at = models.DateTimeField()

    class Meta:
        verbose_name = _("early news")
        verbose_name_plural = _("early news")
        constraints = [
            models.UniqueConstraint(fields=["store", "digest"], name="early_news_waits_once"),
        ]
        indexes = [
            # shipping.news.due, over all stores at once: hence no store in front
            models.Index(F("look_at"), F("id"), name="early_news_due"),
        ]

    def __str__(self) -> str:
        return self.number
