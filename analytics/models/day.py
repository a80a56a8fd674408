"""Figures by the day, in the store's own time zone: what the pages of statistics read.

What each means: docs/figures.md. How they are kept: Note [Figures of a day] in analytics/days.py.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import StoreOwned
from templates_app.data import NotificationKind


class _Messages(StoreOwned):
    """What became of some messages that were handed over on one day."""

    day = models.DateField(_("day"))
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    planned_count = models.IntegerField(_("planned"), default=0)
    sent_count = models.IntegerField(_("handed over"), default=0)
    tracked_count = models.IntegerField(_("of which opens and clicks are seen"), default=0)
    delivered_count = models.IntegerField(_("delivered"), default=0)
    opened_count = models.IntegerField(_("opened"), default=0)
    clicked_count = models.IntegerField(_("clicked"), default=0)
    opened_by_people_count = models.IntegerField(_("opened by people"), default=0)
    opened_by_machines_count = models.IntegerField(_("opened by machines"), default=0)
    clicked_by_people_count = models.IntegerField(_("clicked by people"), default=0)
    clicked_by_machines_count = models.IntegerField(_("clicked by machines"), default=0)
    bounced_count = models.IntegerField(_("came back"), default=0)
    complained_count = models.IntegerField(_("marked as spam"), default=0)
    unsubscribed_count = models.IntegerField(_("left marketing"), default=0)
    failed_count = models.IntegerField(_("could not be sent"), default=0)
    unknown_count = models.IntegerField(_("may have been sent"), default=0)
    held_count = models.IntegerField(_("held"), default=0)
    not_sent_count = models.IntegerField(_("not sent"), default=0)
    orders_count = models.IntegerField(_("orders credited"), default=0)
    gross_minor = models.BigIntegerField(_("revenue credited"), default=0)
    refund_minor = models.BigIntegerField(_("refunded of it"), default=0)

    class Meta:
        abstract = True


class DailyStat(_Messages):
    """What became of the messages of one kind, in one wording and language, of one day."""

    # All that follows may be unknown (""): credit that is known to a template's name only.
    kind = models.CharField(_("kind"), max_length=32, choices=NotificationKind, blank=True)
    channel = models.CharField(_("channel"), max_length=8, blank=True)
    # No constraint of the database: a template with messages is never removed, and a variant that
    # is leaves its figures behind.
    template = models.ForeignKey(
        "templates_app.Template",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    variant = models.ForeignKey(
        "templates_app.Variant",
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    locale = models.CharField(_("language"), max_length=35, blank=True)

    class Meta:
        verbose_name = _("messages of a day")
        verbose_name_plural = _("messages by the day")
        constraints = [
            # Also the index of every page: a store's days.
            models.UniqueConstraint(
                fields=[
                    "store",
                    "day",
                    "kind",
                    "channel",
                    "template",
                    "variant",
                    "locale",
                    "currency",
                ],
                nulls_distinct=False,
                name="one_stat_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}".strip()


class StoreDay(_Messages):
    """All messages of a store and day together: so that a page of 500 stores reads few rows."""

    class Meta:
        verbose_name = _("all messages of a day")
        verbose_name_plural = _("all messages by the day")
        constraints = [
            models.UniqueConstraint(fields=["store", "day", "currency"], name="one_store_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class OrderDay(StoreOwned):
    """What a store sold in a day, and what it gave back in that day."""

    day = models.DateField(_("day"))
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    orders_count = models.IntegerField(_("orders"), default=0)
    refunds_count = models.IntegerField(_("refunds"), default=0)
    cancelled_count = models.IntegerField(_("cancelled"), default=0)
    gross_minor = models.BigIntegerField(_("product revenue"), default=0)
    refund_minor = models.BigIntegerField(_("refunded of it"), default=0)
    total_minor = models.BigIntegerField(_("order value"), default=0)
    refund_total_minor = models.BigIntegerField(_("money given back"), default=0)

    class Meta:
        verbose_name = _("orders of a day")
        verbose_name_plural = _("orders by the day")
        constraints = [
            models.UniqueConstraint(fields=["store", "day", "currency"], name="one_order_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class ProductDay(StoreOwned):
    """What one product sold in a day. 0: what is no product of the catalogue."""

    day = models.DateField(_("day"))
    product_shopify_id = models.BigIntegerField(_("product"))
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    orders_count = models.IntegerField(_("orders"), default=0)
    units_count = models.IntegerField(_("pieces"), default=0)
    returned_count = models.IntegerField(_("pieces back"), default=0)
    gross_minor = models.BigIntegerField(_("product revenue"), default=0)
    refund_minor = models.BigIntegerField(_("refunded of it"), default=0)

    class Meta:
        verbose_name = _("product of a day")
        verbose_name_plural = _("products by the day")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "day", "product_shopify_id", "currency"], name="one_product_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.product_shopify_id}"


class SourceDay(StoreOwned):
    """What orders came from one source in a day. "": not known, or typed in."""

    day = models.DateField(_("day"))
    source = models.CharField(_("source"), max_length=100, blank=True)
    medium = models.CharField(_("medium"), max_length=100, blank=True)
    campaign = models.CharField(_("campaign"), max_length=100, blank=True)
    ref = models.CharField(_("ref"), max_length=100, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    orders_count = models.IntegerField(_("orders"), default=0)
    gross_minor = models.BigIntegerField(_("product revenue"), default=0)
    refund_minor = models.BigIntegerField(_("refunded of it"), default=0)

    class Meta:
        verbose_name = _("source of a day")
        verbose_name_plural = _("sources by the day")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "day", "source", "medium", "campaign", "ref", "currency"],
                name="one_source_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.source}".strip()


class ProductName(StoreOwned):
    """What a product was called when it was last sold. A label, and no figure."""

    product_shopify_id = models.BigIntegerField(_("product"))
    title = models.CharField(_("title"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("name of a product")
        verbose_name_plural = _("names of products")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "product_shopify_id"], name="one_name_a_product"
            ),
        ]

    def __str__(self) -> str:
        return self.title
