"""Roll-ups: figures that pages may read without counting rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models import Sender
from stores.owned import StoreOwned


class HourlyStat(StoreOwned):
    """What happened in one store in one hour (UTC), folded from the feed of Activity."""

    hour = models.DateTimeField(_("hour"))
    orders_count = models.IntegerField(_("orders"), default=0)
    order_value_minor = models.BigIntegerField(_("order value"), default=0)
    planned_count = models.IntegerField(_("planned"), default=0)
    sent_count = models.IntegerField(_("handed over"), default=0)
    sent_within_minute_count = models.IntegerField(_("left within a minute"), default=0)
    failed_count = models.IntegerField(_("could not be sent"), default=0)
    unknown_count = models.IntegerField(_("may have been sent"), default=0)
    held_count = models.IntegerField(_("held"), default=0)
    opened_count = models.IntegerField(_("opened"), default=0)
    clicked_count = models.IntegerField(_("clicked"), default=0)

    # db_default: a worker of the version before folds on while this one starts.
    delivered_count = models.IntegerField(_("delivered"), default=0, db_default=0)
    bounced_count = models.IntegerField(_("came back"), default=0, db_default=0)
    complained_count = models.IntegerField(_("marked as spam"), default=0, db_default=0)
    unsubscribed_count = models.IntegerField(_("left marketing"), default=0, db_default=0)

    class Meta:
        verbose_name = _("figures of an hour")
        verbose_name_plural = _("figures by the hour")
        constraints = [
            # Also the index of every page that reads a store's hours.
            models.UniqueConstraint(fields=["store", "hour"], name="one_row_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:00}"


class FeedCursor(models.Model):
    """How far a reader has come in the feed of all stores. No tenant's row: it knows no store.

    See Note [Exactly once] in analytics/folding.py.
    """

    name = models.CharField(max_length=40, unique=True)
    xid = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place in the feed")
        verbose_name_plural = _("places in the feed")

    def __str__(self) -> str:
        return self.name


class FlowHour(StoreOwned):
    """What became of one hour's mail to one domain by one sender. Kept for two weeks."""

    sender = models.ForeignKey(Sender, models.CASCADE, null=True, related_name="+", db_index=False)
    domain = models.CharField(max_length=255, blank=True)
    hour = models.DateTimeField()
    tried_count = models.IntegerField(default=0)  # handed over, or given up
    bounced_count = models.IntegerField(default=0)
    failed_count = models.IntegerField(default=0)
    complained_count = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("mail of an hour")
        verbose_name_plural = _("mail by the hour")
        constraints = [
            # Also what a store usually has.
            models.UniqueConstraint(
                fields=["store", "hour", "sender", "domain"],
                nulls_distinct=False,
                name="one_flow_an_hour",
            ),
        ]
        indexes = [
            models.Index(fields=["hour"], name="flow_of_a_day"),  # the screen; forgetting
            models.Index(fields=["domain", "hour"], name="flow_of_a_domain"),  # its usual rate
        ]

    def __str__(self) -> str:
        return f"{self.domain} {self.hour:%Y-%m-%d %H:00}"
