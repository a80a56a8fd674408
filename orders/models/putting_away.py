"""What a store decides about its orders, and many orders put away at a time."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stores.owned import AgencyOwned, FencedManager, FencedQuerySet, StoreOwned


class OrderSettings(StoreOwned):
    """What a store decides about its orders. No row: the defaults."""

    # Days after an order is done; null: only by hand.
    archive_after_days = models.PositiveSmallIntegerField(
        _("archive so many days after an order is done"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    writes_tags = models.BooleanField(
        _("tags that staff change are changed in Shopify too"), default=True, db_default=True
    )
    writes_corrections = models.BooleanField(
        _("notes and corrected e-mail addresses are written to Shopify too"),
        default=True,
        db_default=True,
    )
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("rules for orders")
        verbose_name_plural = _("rules for orders")
        constraints = [
            models.UniqueConstraint(fields=["store"], name="store_decides_once"),
            models.CheckConstraint(
                condition=Q(archive_after_days=None) | Q(archive_after_days__gte=1),
                name="archive_waits_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.archive_after_days}"


class OrderBatchQuerySet(FencedQuerySet["OrderBatch"]):
    def within_stores(self, store_ids: frozenset[int]) -> Self:
        """Those that touch no other store."""
        return self.filter(store_ids__contained_by=sorted(store_ids))


OrderBatchManager = FencedManager.from_queryset(OrderBatchQuerySet)


class OrderBatch(AgencyOwned):
    """Orders chosen by a search, archived or taken out again one chunk after the other."""

    class Deed(models.TextChoices):
        ARCHIVE = "ARCHIVE", _("Archive")
        UNARCHIVE = "UNARCHIVE", _("Take from the archive")

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Under way")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Cancelled")

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    deed = models.CharField(_("deed"), max_length=9, choices=Deed)
    store_ids = ArrayField(models.BigIntegerField())
    # orders.archiving_many.Wanted, without its stores.
    wanted = models.JSONField(default=dict)
    actor = models.CharField(_("who"), max_length=254)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RUNNING)
    created_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    foreseen_count = models.PositiveIntegerField(default=0)  # up to archiving_many.MOST_FORESEEN
    done_count = models.PositiveIntegerField(default=0)
    # Met, but changed meanwhile by somebody else.
    passed_count = models.PositiveIntegerField(default=0)
    # Where to go on: which of the stores, and its last row seen.
    place = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    last_id = models.BigIntegerField(null=True)
    claimed_until = models.DateTimeField(null=True)

    objects: ClassVar[OrderBatchManager["OrderBatch"]] = OrderBatchManager()

    class Meta:
        verbose_name = _("batch of orders")
        verbose_name_plural = _("batches of orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(deed__in=["ARCHIVE", "UNARCHIVE"]), name="order_batch_deed_is_known"
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index(
                F("agency"), F("created_at").desc(), F("id").desc(), name="order_batches_newest"
            ),
            # What there is to do.
            models.Index(fields=["id"], condition=Q(state="RUNNING"), name="order_batches_at_work"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} of {self.done_count}"
