"""The orders of before a store was connected, fetched at once."""

import uuid
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import EncryptedTextField
from stores.owned import StoreOwned


class BackfillState(models.TextChoices):
    ASKING = "ASKING", _("Shopify is about to be asked")
    WAITING = "WAITING", _("Shopify gathers the orders")
    READING = "READING", _("The orders are being read")
    COMPLETING = "COMPLETING", _("Refunds and part shipments are being completed")
    PAUSED = "PAUSED", _("Paused")
    DONE = "DONE", _("Done")
    CANCELLED = "CANCELLED", _("Cancelled")
    FAILED = "FAILED", _("Failed")


AT_WORK: Final = ("ASKING", "WAITING", "READING", "COMPLETING")
UNFINISHED: Final = (*AT_WORK, "PAUSED")


class Backfill(StoreOwned):
    """One fetching of a store's old orders: how far it is, and where it goes on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=BackfillState, default=BackfillState.ASKING
    )
    # While paused: what it was doing, and does again.
    paused_from = models.CharField(max_length=12, blank=True, default="")
    since = models.DateTimeField(_("orders changed since"), null=True)
    # Without the scope read_all_orders Shopify tells of the last 60 days alone.
    is_limited = models.BooleanField(_("last 60 days only"), default=False)
    # How often Shopify was asked to gather anew.
    round = models.PositiveSmallIntegerField(default=0)
    operation = models.CharField(max_length=100, blank=True, default="")
    # Whoever has it may read all of the orders.
    url = EncryptedTextField(blank=True)
    is_partial = models.BooleanField(_("Shopify stopped half way"), default=False)
    file_bytes = models.BigIntegerField(_("size of the file"), default=0)
    promised_count = models.PositiveIntegerField(_("orders at Shopify"), default=0)
    offset = models.BigIntegerField(default=0)  # up to here the file is read
    read_count = models.PositiveIntegerField(_("read"), default=0)
    new_count = models.PositiveIntegerField(_("new here"), default=0)
    known_count = models.PositiveIntegerField(_("known already"), default=0)
    unreadable_count = models.PositiveIntegerField(_("could not be read"), default=0)
    # COMPLETING: orders with a greater number are still to be asked for.
    completed_to = models.BigIntegerField(default=0)
    completed_count = models.PositiveIntegerField(_("completed"), default=0)
    problem = models.CharField(_("problem"), max_length=300, blank=True, default="")
    failures_count = models.PositiveSmallIntegerField(default=0)
    started_by = models.CharField(_("started by"), max_length=254, blank=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    claim = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("back-fill")
        verbose_name_plural = _("back-fills")
        constraints = [
            models.UniqueConstraint(
                fields=["store"],
                condition=Q(state__in=UNFINISHED),
                name="one_backfill_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | ~Q(state__in=UNFINISHED),
                name="backfill_finished_has_ended",
            ),
        ]
        indexes = [
            # intake.backfill, over all stores at once: hence no store in front
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=AT_WORK), name="backfill_due"
            ),
            models.Index("store", F("started_at").desc(), name="backfills_of_store"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.started_at}"

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def share(self) -> int:
        """Hundredths of the file that are read."""
        if self.state in (BackfillState.COMPLETING, BackfillState.DONE):
            return 100
        return min(99, self.offset * 100 // self.file_bytes) if self.file_bytes else 0
