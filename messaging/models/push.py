"""Devices on which buyers want notices of one order."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class PushSubscriptionQuerySet(FencedQuerySet["PushSubscription"]):
    def living(self, server_key: str) -> Self:
        """Those that still take notices, signed by the key they subscribed to."""
        return self.filter(gone_at=None, server_key=server_key)

    def gone(self, public_ids: list[uuid.UUID], at: datetime) -> int:
        return self.filter(public_id__in=public_ids, gone_at=None).update(gone_at=at)


PushSubscriptionManager = FencedManager.from_queryset(PushSubscriptionQuerySet)


class PushSubscription(StoreOwned):
    """One device (browser) and one order. Whoever knows the endpoint may write to the device.

    Deleted with the buyer's data.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+", db_index=False)
    endpoint = EncryptedTextField(editable=False)
    endpoint_hash = models.CharField(max_length=64, editable=False)  # SHA-256
    # The device's public key and its shared secret (RFC 8291), as browsers give them.
    p256dh = models.CharField(max_length=100, editable=False)
    auth = EncryptedTextField(editable=False)
    # The public key of ours that it takes notices from; after a change of keys it takes none.
    server_key = models.CharField(max_length=100, editable=False)
    locale = models.CharField(_("language"), max_length=35, blank=True)
    created_at = models.DateTimeField(_("since"))
    gone_at = models.DateTimeField(_("gone"), null=True)

    objects: ClassVar[PushSubscriptionManager["PushSubscription"]] = PushSubscriptionManager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            # Also the devices of an order, before each message that may go to them.
            models.UniqueConstraint(
                F("store"), F("order"), F("endpoint_hash"), name="device_once_an_order"
            ),
        ]

    def __str__(self) -> str:
        return f"Device {self.public_id}"
