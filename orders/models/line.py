"""What an order is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order
from stores.owned import StoreOwned


class LineItem(StoreOwned):
    """One line of the order's newest snapshot. Its place is its key: Shopify's ids may repeat."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField()
    shopify_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=255, blank=True)
    variant_title = models.CharField(max_length=255, blank=True)
    sku = models.CharField(max_length=255, blank=True)
    vendor = models.CharField(max_length=255, blank=True)
    quantity = models.IntegerField(default=0)
    current_quantity = models.IntegerField(default=0)
    price_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    # What it earns: without tax; nothing for gift cards and tips. Null: told before it was kept.
    goods_minor = models.BigIntegerField(null=True)
    # As the buyer saw them, in the order's presentment_currency.
    presentment_price_minor = models.BigIntegerField(default=0)
    presentment_total_minor = models.BigIntegerField(default=0)
    presentment_discount_minor = models.BigIntegerField(default=0)
    # [{"discount": place in order.discounts, "amount_minor", "presentment_minor"}]
    allocations = models.JSONField(default=list, blank=True)
    product_shopify_id = models.BigIntegerField(null=True)
    variant_shopify_id = models.BigIntegerField(null=True)
    requires_shipping = models.BooleanField(default=True)
    is_gift_card = models.BooleanField(default=False)
    properties = models.JSONField(default=list, blank=True)
    image_url = models.TextField(blank=True)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [
            models.UniqueConstraint(fields=["store", "order", "position"], name="line_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.title
