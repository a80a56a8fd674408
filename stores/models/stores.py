"""Agencies, their clients' stores, and the secrets of each connection."""

import uuid
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores import scope as fence
from stores.owned import StoreOwned


class ScopedStores(models.Manager["Store"]):
    """Stores of the open scope; raises NoScope outside of one."""

    def get_queryset(self) -> models.QuerySet["Store"]:
        scope = fence.current()
        rows = super().get_queryset()
        if scope.stores is None:
            return rows
        return rows.filter(pk__in=scope.stores)


class Agency(models.Model):
    """Who connects the stores of its clients, and works in them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    locale = models.CharField(_("language"), max_length=16, default="en")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """One Shopify store of an agency's client."""

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("Sends")
        PAUSED = "PAUSED", _("Paused: nothing is sent")
        UNINSTALLED = "UNINSTALLED", _("Disconnected by Shopify")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="stores")
    name = models.CharField(_("name"), max_length=120)
    shop_domain = models.CharField(
        _("Shopify domain"), max_length=120, help_text=_("such as fjell-garn.myshopify.com")
    )
    primary_domain = models.CharField(_("web address"), max_length=253, blank=True)
    email = models.EmailField(_("e-mail of the store"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    locale = models.CharField(_("language"), max_length=16, default="en")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ACTIVE)
    is_sandbox = models.BooleanField(_("sandbox: nothing leaves"), default=False)
    sends_from_at = models.DateTimeField(
        _("sends from"),
        null=True,
        blank=True,
        help_text=_("Orders placed before this moment are never mailed by themselves."),
    )
    # Afterwards only that and when it was said, and what became of it.
    words_kept_days = models.PositiveSmallIntegerField(
        _("words of mails are kept for (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(30)],
        help_text=_("Empty: as long as everywhere here. Links in older mails no longer lead on."),
    )
    money_format = models.CharField(_("money format in e-mails"), max_length=120, blank=True)
    money_with_currency_format = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(
        null=True, editable=False, help_text=_("updated_at of the last shop/update that we hold")
    )
    uninstalled_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[ScopedStores] = ScopedStores()

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        constraints = [
            models.UniqueConstraint(Lower("shop_domain"), name="shop_connects_to_one_agency"),
        ]
        indexes = [
            models.Index(fields=["agency", "name"], name="stores_of_agency"),  # every actor's scope
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sends(self) -> bool:
        return self.state == self.State.ACTIVE


class Credential(StoreOwned):
    """The secrets of one store's Shopify connection. Never serialised, never logged."""

    webhook_secret = EncryptedTextField(_("webhook signing secret"), blank=True)
    previous_webhook_secret = EncryptedTextField(blank=True)
    access_token = EncryptedTextField(_("Admin API token"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [models.UniqueConstraint("store", name="store_has_one_connection")]

    def __str__(self) -> str:
        return f"Connection of store {self.store_id}"
