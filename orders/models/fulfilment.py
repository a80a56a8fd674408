"""What happened to an order's lines: sent off, paid back, edited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order
from stores.owned import StoreOwned


class Fulfilment(StoreOwned):
    """Lines that left together. Without `changed_at` a stub: a parcel's event came first."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="fulfilments", db_index=False)
    shopify_id = models.BigIntegerField()
    name = models.CharField(_("fulfilment"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=40, blank=True)
    parcel_state = models.CharField(_("parcel"), max_length=40, blank=True)
    service = models.CharField(max_length=64, blank=True)
    # The address it was sent from, or is fetched at.
    origin = models.JSONField(null=True, blank=True)
    # [{"line": shopify_id, "quantity": n}]
    lines = models.JSONField(default=list, blank=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    rank = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("fulfilment")
        verbose_name_plural = _("fulfilments")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="fulfilment_known_once"),
        ]
        indexes = [
            # The fulfilments of an order, in order.
            models.Index(fields=["store", "order", "shipped_at"], name="fulfilments_of_order"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.shopify_id)


class Refund(StoreOwned):
    """Money given back for an order."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="refunds", db_index=False)
    shopify_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField(_("amount"), default=0)
    presentment_amount_minor = models.BigIntegerField(default=0)
    # The part of it that neither lines nor shipping account for: a price lowered afterwards.
    unlined_minor = models.BigIntegerField(default=0, db_default=0)
    note = models.TextField(_("note"), blank=True)
    # [{"line": shopify_id, "quantity": n, "amount_minor", "presentment_minor"}]
    lines = models.JSONField(default=list, blank=True)
    # [{"gateway", "amount_minor", "presentment_minor"}]; null: not known
    payments = models.JSONField(null=True, blank=True)
    refunded_at = models.DateTimeField(_("refunded"))
    rank = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="refund_known_once"),
        ]
        indexes = [
            # The refunds of an order, in order, and their sum.
            models.Index(fields=["store", "order", "refunded_at"], name="refunds_of_order"),
        ]

    def __str__(self) -> str:
        return str(self.shopify_id)


class OrderEdit(StoreOwned):
    """One edit of an order: which lines grew and which shrank. What they are, the order says."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="edits", db_index=False)
    shopify_id = models.BigIntegerField()
    # [{"line": shopify_id, "quantity": n}]
    added = models.JSONField(default=list, blank=True)
    removed = models.JSONField(default=list, blank=True)
    edited_at = models.DateTimeField()

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="edit_known_once"),
        ]
        indexes = [
            # The edits of an order, in order.
            models.Index(fields=["store", "order", "edited_at"], name="edits_of_order"),
        ]

    def __str__(self) -> str:
        return str(self.shopify_id)
