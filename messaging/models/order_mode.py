"""Who tells the buyer of one order, where that is not as in the rest of the store."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.states import Mode
from orders.models import Order
from stores.owned import StoreOwned
from templates_app.data import NotificationKind


class OrderMode(StoreOwned):
    """Who sends one kind of message of one order; no row: as the store says (DeliveryMode)."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    mode = models.CharField(_("who sends"), max_length=16, choices=Mode)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    changed_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("delivery mode of an order")
        verbose_name_plural = _("delivery modes of orders")
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="one_mode_per_order_and_kind"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="order_mode_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}: {self.mode}"
