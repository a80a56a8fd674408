"""What may yet become an order, and what came of one: drafts and gift cards."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from orders.models.customer import Customer
from orders.models.order import Order
from stores.owned import StoreOwned


class DraftOrder(StoreOwned):
    """An order that staff wrote down, for a buyer to pay through a link."""

    shopify_id = models.BigIntegerField()
    name = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=40, blank=True)
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    email = models.CharField(_("e-mail"), max_length=320, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    buyer_name = models.CharField(_("buyer"), max_length=512, blank=True)
    locale = models.CharField(_("language"), max_length=35, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    presentment_currency = models.CharField(max_length=3, blank=True)
    # All sums, {"total_minor": …}, in the shop's currency and as the buyer sees them.
    amounts = models.JSONField(default=dict, blank=True)
    presentment = models.JSONField(default=dict, blank=True)
    is_tax_included = models.BooleanField(default=False)
    # [{a LineItem's columns}]
    lines = models.JSONField(default=list, blank=True)
    discounts = models.JSONField(default=list, blank=True)
    tax_lines = models.JSONField(default=list, blank=True)
    # {"kind", "name", "due_at": ISO 8601 or null, "amount_minor"}
    payment_terms = models.JSONField(null=True, blank=True)
    shipping_title = models.CharField(max_length=255, blank=True)
    shipping_address = models.JSONField(null=True, blank=True)
    billing_address = models.JSONField(null=True, blank=True)
    invoice_url = models.TextField(blank=True)
    order_shopify_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    invoice_sent_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    rank = models.CharField(max_length=64, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("draft order")
        verbose_name_plural = _("draft orders")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="draft_known_once"),
        ]
        indexes = [
            # Drafts, newest first.
            models.Index("store", F("changed_at").desc(), name="drafts_newest_first"),
            # Erasure of a person's drafts.
            models.Index(fields=["store", "email"], name="drafts_by_email"),
            models.Index(fields=["store", "customer"], name="drafts_of_customer"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.shopify_id)


class GiftCard(StoreOwned):
    """A gift card that somebody bought. Its code is money, so only its end is kept."""

    shopify_id = models.BigIntegerField()
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    recipient_name = models.CharField(max_length=255, blank=True)
    recipient_email = models.CharField(_("e-mail"), max_length=320, blank=True)
    message = models.TextField(blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    initial_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    last_characters = models.CharField(max_length=4, blank=True)
    url = models.TextField(blank=True)
    pass_url = models.TextField(blank=True)
    expires_on = models.DateField(_("expires"), null=True)
    is_enabled = models.BooleanField(default=True)
    changed_at = models.DateTimeField(editable=False)
    rank = models.CharField(max_length=64, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("gift card")
        verbose_name_plural = _("gift cards")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="gift_card_known_once"),
            models.CheckConstraint(
                condition=models.Q(initial_minor__gte=0, balance_minor__gte=0),
                name="gift_card_is_worth_something",
            ),
        ]
        indexes = [
            # The gift cards of an order.
            models.Index(fields=["store", "order"], name="gift_cards_of_order"),
            # Erasure.
            models.Index(fields=["store", "recipient_email"], name="gift_cards_by_email"),
            models.Index(fields=["store", "customer"], name="gift_cards_of_customer"),
        ]

    def __str__(self) -> str:
        return f"•••• {self.last_characters}"
