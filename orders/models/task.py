"""What somebody of the staff is to do."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models.order import Order
from stores.owned import StoreOwned


class StaffTask(StoreOwned):
    """One thing to do, for whoever is there first; given once under its key."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    title = models.CharField(_("task"), max_length=200)
    text = models.TextField(_("details"), blank=True)
    # Plain text as shown: a rule's name, or a person's.
    given_by = models.CharField(_("given by"), max_length=254, blank=True)
    given_at = models.DateTimeField(_("given"))
    due_at = models.DateTimeField(_("to be done by"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.CharField(_("done by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(fields=["store", "key"], name="task_given_once"),
        ]
        indexes = [
            # What there is to do, and all there was, newest first.
            models.Index(
                "store",
                F("given_at").desc(),
                F("id").desc(),
                condition=Q(done_at=None),
                name="tasks_open",
            ),
            models.Index("store", F("given_at").desc(), F("id").desc(), name="tasks_newest"),
            # Of one order.
            models.Index(fields=["order"], condition=Q(order__isnull=False), name="tasks_of_order"),
        ]

    def __str__(self) -> str:
        return self.title
