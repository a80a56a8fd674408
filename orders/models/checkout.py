"""Purchases begun; most end as orders, some are left."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models.customer import Customer
from stores.owned import StoreOwned


class Checkout(StoreOwned):
    """A cart on its way to be paid, as Shopify last told it."""

    token = models.CharField(max_length=64)
    shopify_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=64, blank=True)
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    email = models.CharField(_("e-mail"), max_length=320, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    buyer_name = models.CharField(_("buyer"), max_length=512, blank=True)
    locale = models.CharField(_("language"), max_length=35, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    presentment_currency = models.CharField(max_length=3, blank=True)
    subtotal_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(_("total"), default=0)
    # All its sums, {"shipping_minor": …}, in the shop's currency and as the buyer saw them.
    amounts = models.JSONField(null=True, blank=True)
    presentment = models.JSONField(null=True, blank=True)
    is_tax_included = models.BooleanField(default=False, db_default=False)
    shipping_title = models.CharField(max_length=255, blank=True, default="", db_default="")
    tax_lines = models.JSONField(null=True, blank=True)
    has_consent = models.BooleanField(default=False, db_default=False)
    # [{a LineItem's columns}]
    lines = models.JSONField(default=list, blank=True)
    discounts = models.JSONField(default=list, blank=True)
    shipping_address = models.JSONField(null=True, blank=True)
    billing_address = models.JSONField(null=True, blank=True)
    recover_url = models.TextField(blank=True)
    landing_site = models.TextField(blank=True)
    started_at = models.DateTimeField(_("started"), null=True)
    completed_at = models.DateTimeField(_("completed"), null=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    rank = models.CharField(max_length=64, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        constraints = [
            models.UniqueConstraint(fields=["store", "token"], name="checkout_known_once"),
        ]
        indexes = [
            # Checkouts left standing, newest first.
            models.Index(
                "store",
                F("changed_at").desc(),
                condition=Q(completed_at=None),
                name="checkouts_left",
            ),
            # The list of baskets, newest first, and their figures.
            models.Index(
                F("store"),
                F("started_at").desc(),
                F("id").desc(),
                condition=Q(started_at__isnull=False),
                name="checkouts_begun",
            ),
            # Erasure of a person's checkouts.
            models.Index(fields=["store", "email"], name="checkouts_by_email"),
            models.Index(fields=["store", "customer"], name="checkouts_of_customer"),
        ]

    def __str__(self) -> str:
        return self.name or self.token
