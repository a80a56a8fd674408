"""Tags that staff changed here, on their way to Shopify."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.customer import Customer
from orders.models.order import Order
from stores.owned import StoreOwned


class WriteState(models.TextChoices):
    DUE = "DUE", _("On its way to Shopify")
    DONE = "DONE", _("In Shopify too")
    LOCAL = "LOCAL", _("Here only: the store is not connected")
    REFUSED = "REFUSED", _("Shopify did not take it")


class TagWrite(StoreOwned):
    """The last wish for one tag of one order: that Shopify's order has it, or has it no more."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    tag = models.CharField(max_length=255)
    tag_key = models.CharField(max_length=255, db_collation="C")
    is_added = models.BooleanField()
    state = models.CharField(max_length=7, choices=WriteState, default=WriteState.DUE)
    run_after = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tag written to Shopify")
        verbose_name_plural = _("tags written to Shopify")
        constraints = [
            models.UniqueConstraint(fields=["store", "order", "tag_key"], name="tag_wished_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=WriteState.values), name="tag_write_is_known"
            ),
        ]
        indexes = [
            # What there is to write, oldest first.
            models.Index(
                fields=["run_after", "id"],
                condition=models.Q(state="DUE"),
                name="tag_writes_due",
            ),
        ]

    def __str__(self) -> str:
        return self.tag


class CustomerTagWrite(StoreOwned):
    """The last wish for one tag of one customer: that they have it in Shopify, or no more."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    tag = models.CharField(max_length=255)
    tag_key = models.CharField(max_length=255, db_collation="C")
    is_added = models.BooleanField()
    state = models.CharField(max_length=7, choices=WriteState, default=WriteState.DUE)
    run_after = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("customer's tag written to Shopify")
        verbose_name_plural = _("customers' tags written to Shopify")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "customer", "tag_key"], name="customer_tag_wished_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WriteState.values), name="customer_tag_write_is_known"
            ),
        ]
        indexes = [
            # What there is to write, oldest first.
            models.Index(
                fields=["run_after", "id"],
                condition=models.Q(state="DUE"),
                name="customer_tag_writes_due",
            ),
        ]

    def __str__(self) -> str:
        return self.tag
