"""The secrets of a store's connection, and who is on the way to Shopify for one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.models.people import User
from stores.owned import AgencyOwned, StoreOwned


class ConnectionKind(models.TextChoices):
    """How a store came to be connected."""

    PASTED = "PASTED", _("By token and secret of a custom app")
    INSTALLED = "INSTALLED", _("By our app in Shopify")


class LostReason(models.TextChoices):
    """Why Shopify does not answer us any more, though nobody uninstalled the app."""

    REFRESH_REFUSED = "REFRESH_REFUSED", _("Shopify did not renew the store's token")
    TOKEN_REFUSED = "TOKEN_REFUSED", _("Shopify does not accept the store's token")


class Credential(StoreOwned):
    """The secrets of one store's Shopify connection. Never serialised, never logged.

    See Note [Whose turn it is to renew] in stores/shopify/tokens.py for the last six.
    """

    kind = models.CharField(
        _("connected"),
        max_length=9,
        choices=ConnectionKind,
        default=ConnectionKind.PASTED,
        db_default=ConnectionKind.PASTED,
    )
    webhook_secret = EncryptedTextField(_("webhook signing secret"), blank=True)
    previous_webhook_secret = EncryptedTextField(blank=True)
    access_token = EncryptedTextField(_("Admin API token"), blank=True)
    scopes = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, db_default=[], editable=False
    )
    scopes_at = models.DateTimeField(null=True, editable=False)  # null: not known
    installed_at = models.DateTimeField(null=True, editable=False)
    lost_at = models.DateTimeField(null=True, editable=False)
    lost_reason = models.CharField(
        max_length=16, choices=LostReason, blank=True, default="", db_default="", editable=False
    )
    access_expires_at = models.DateTimeField(null=True, editable=False)  # null: never
    refresh_token = EncryptedTextField(blank=True, default="", db_default="", editable=False)
    refresh_expires_at = models.DateTimeField(null=True, editable=False)
    previous_refresh_token = EncryptedTextField(
        blank=True, default="", db_default="", editable=False
    )
    renewing_until = models.DateTimeField(null=True, editable=False)
    renewing_as = models.UUIDField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            models.UniqueConstraint("store", name="store_has_one_connection"),
            models.CheckConstraint(
                condition=Q(lost_at=None, lost_reason="")
                | (Q(lost_at__isnull=False) & ~Q(lost_reason="")),
                name="connection_is_lost_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Connection of store {self.store_id}"


class Installation(AgencyOwned):
    """Somebody went to Shopify to connect a shop: the state they must bring back, once."""

    state_hash = models.BinaryField(unique=True, max_length=32)
    shop_domain = models.CharField(max_length=120)
    # Null: a program began it, and any member of the agency who may connect stores ends it.
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", db_index=False)
    browser_hash = models.BinaryField(max_length=32, default=b"", db_default=b"")
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")
        indexes = [
            models.Index(fields=["begun_at"], name="installation_to_forget"),
        ]

    def __str__(self) -> str:
        return f"Installation of {self.shop_domain}"
