"""What staff changed of an order itself, on its way to Shopify."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order
from orders.models.tagging import WriteState
from stores.owned import StoreOwned


class WrittenField(models.TextChoices):
    """What may be written on Shopify's order."""

    EMAIL = "EMAIL", _("e-mail")
    NOTE = "NOTE", _("note")
    PHONE = "PHONE", _("phone")


class OrderWrite(StoreOwned):
    """The last wish for one field of one order: that Shopify's order says just this."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    field = models.CharField(max_length=5, choices=WrittenField)
    value = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=WriteState, default=WriteState.DUE)
    run_after = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("order written to Shopify")
        verbose_name_plural = _("orders written to Shopify")
        constraints = [
            models.UniqueConstraint(fields=["store", "order", "field"], name="field_wished_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=WriteState.values), name="order_write_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(field__in=WrittenField.values), name="written_field_is_known"
            ),
        ]
        indexes = [
            # What there is to write, oldest first.
            models.Index(
                fields=["run_after", "id"],
                condition=models.Q(state="DUE"),
                name="order_writes_due",
            ),
        ]

    def __str__(self) -> str:
        return self.get_field_display()
