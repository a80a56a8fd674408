"""What a store says of the orders of one sales channel."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.states import Teller
from orders.channels import SalesChannel
from stores.owned import StoreOwned
from templates_app.data import NotificationKind


class ChannelMode(StoreOwned):
    """Who tells the buyers of one channel about one kind. Without a row: as for all orders."""

    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind)
    sales_channel = models.CharField(_("sales channel"), max_length=16, choices=SalesChannel)
    teller = models.CharField(_("who sends"), max_length=20, choices=Teller)
    # What is sent in its place (a receipt for a confirmation); "": the kind itself.
    instead = models.CharField(_("instead"), max_length=32, choices=NotificationKind, blank=True)
    # The label of the template's variant whose words are used; "": the template's own.
    variant_label = models.CharField(_("wording"), max_length=8, blank=True)
    actor = models.CharField(_("who"), max_length=254)
    changed_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("choice by sales channel")
        verbose_name_plural = _("choices by sales channel")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "sales_channel", "kind"], name="one_choice_a_channel_and_kind"
            ),
            models.CheckConstraint(condition=Q(teller__in=Teller.values), name="teller_is_known"),
            # All orders that name no channel, and the shop's own, follow the store's choice.
            models.CheckConstraint(
                condition=Q(sales_channel__in=SalesChannel.values) & ~Q(sales_channel="ONLINE"),
                name="channel_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sales_channel} {self.kind}: {self.teller}"
